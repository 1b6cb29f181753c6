#include "app/daemon/crash_book.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace centinela::app {
namespace {

constexpr std::uint64_t magic = 0x314B52434E454301ULL;  // format 1
constexpr std::size_t topic_bytes_max = 249;            // Kafka's own bound
constexpr std::size_t stretches_max = 12;

struct Stretch {
  std::array<char, topic_bytes_max + 1> topic{};
  std::int32_t partition = 0;
  std::int64_t first = 0;
  std::int64_t last = 0;
  std::uint32_t deaths = 0;  // 0: free

  [[nodiscard]] bool is_of(std::string_view name, std::int32_t number) const noexcept {
    return partition == number && name.size() <= topic_bytes_max && name == topic.data();
  }
  [[nodiscard]] bool holds(std::string_view name,
                           std::int32_t number,
                           std::int64_t offset) const noexcept {
    return deaths > 0 && offset >= first && offset <= last && is_of(name, number);
  }
  [[nodiscard]] bool is_one() const noexcept { return first == last; }
};

struct Page {
  std::uint64_t format = 0;
  std::uint32_t is_working = 0;
  std::uint32_t next = 0;  // stretch to be written over when all are taken
  Stretch work;
  std::array<Stretch, stretches_max> stretches{};
};
static_assert(std::is_trivially_copyable_v<Page>);

Error failed(const std::filesystem::path& path, std::string_view what) {
  return {Errc::io,
          fmt::format("{}: {}: {}", path.string(), what, std::generic_category().message(errno))};
}

// What the last process was at when it died, into the list.
void note_death(Page& page) noexcept {
  const Stretch& work = page.work;
  const auto same =
      std::find_if(page.stretches.begin(), page.stretches.end(), [&work](const Stretch& stretch) {
        return stretch.deaths > 0 && stretch.first == work.first && stretch.last == work.last &&
               stretch.is_of(work.topic.data(), work.partition);
      });
  if (same != page.stretches.end()) {
    ++same->deaths;
    return;
  }
  // A record of a stretch in which one died before: that death was its own.
  std::uint32_t deaths = 1;
  for (Stretch& stretch : page.stretches) {
    if (work.is_one() && !stretch.is_one() &&
        stretch.holds(work.topic.data(), work.partition, work.first)) {
      deaths += std::exchange(stretch.deaths, 0U);
    }
  }
  auto free = std::find_if(page.stretches.begin(),
                           page.stretches.end(),
                           [](const Stretch& stretch) { return stretch.deaths == 0; });
  if (free == page.stretches.end()) {
    free = page.stretches.begin() + page.next;
    page.next = static_cast<std::uint32_t>((page.next + 1) % stretches_max);
  }
  *free = work;
  free->deaths = deaths;
}

}  // namespace

struct CrashBook::Impl {
  explicit Impl(Page& mapped) noexcept : page(mapped) {}
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  Impl(Impl&&) = delete;
  Impl& operator=(Impl&&) = delete;
  ~Impl() { ::munmap(&page, sizeof(Page)); }

  Page& page;
  std::uint32_t found = 0;
};

CrashBook::CrashBook(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
CrashBook::CrashBook(CrashBook&&) noexcept = default;
CrashBook& CrashBook::operator=(CrashBook&&) noexcept = default;
CrashBook::~CrashBook() = default;

Result<CrashBook> CrashBook::open(const std::filesystem::path& path) {
  constexpr int mode = 0600;
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, mode);
  if (file < 0) {
    return failed(path, "cannot be opened");
  }
  void* mapped = MAP_FAILED;
  // Real blocks: a disk that is full must not end the process in the middle of a record.
  const int allocated = ::posix_fallocate(file, 0, sizeof(Page));
  if (allocated == 0) {
    mapped = ::mmap(nullptr, sizeof(Page), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  } else {
    errno = allocated;
  }
  Error error = failed(path, "cannot be mapped");
  ::close(file);
  if (mapped == MAP_FAILED) {
    return error;
  }
  auto impl = std::make_unique<Impl>(*static_cast<Page*>(mapped));
  Page& page = impl->page;
  if (page.format != magic) {
    page = Page{};
    page.format = magic;
  } else if (page.is_working != 0) {
    note_death(page);
    impl->found = 1;
  }
  page.is_working = 0;
  return CrashBook{std::move(impl)};
}

void CrashBook::begin(std::string_view topic,
                      std::int32_t partition,
                      std::int64_t offset) noexcept {
  Page& page = impl_->page;
  Stretch& work = page.work;
  const bool continues = page.is_working != 0 && work.is_of(topic, partition);
  if (!continues) {
    page.is_working = 0;
    const std::size_t size = std::min(topic.size(), topic_bytes_max);
    std::memcpy(work.topic.data(), topic.data(), size);
    work.topic[size] = '\0';
    work.partition = partition;
    work.first = offset;
  }
  work.last = offset;
  // The compiler must not move the flag before what it vouches for.
  std::atomic_signal_fence(std::memory_order_seq_cst);
  page.is_working = 1;
  std::atomic_signal_fence(std::memory_order_seq_cst);
}

bool CrashBook::is_elsewhere(std::string_view topic, std::int32_t partition) const noexcept {
  return impl_->page.is_working != 0 && !impl_->page.work.is_of(topic, partition);
}

void CrashBook::rest() noexcept {
  std::atomic_signal_fence(std::memory_order_seq_cst);
  impl_->page.is_working = 0;
}

bool CrashBook::is_poison(std::string_view topic,
                          std::int32_t partition,
                          std::int64_t offset) const noexcept {
  const auto& all = impl_->page.stretches;
  return std::any_of(all.begin(), all.end(), [&](const Stretch& stretch) {
    return stretch.is_one() && stretch.deaths >= deaths_max &&
           stretch.holds(topic, partition, offset);
  });
}

bool CrashBook::is_careful(std::string_view topic,
                           std::int32_t partition,
                           std::int64_t offset) const noexcept {
  const auto& all = impl_->page.stretches;
  return std::any_of(all.begin(), all.end(), [&](const Stretch& stretch) {
    return stretch.holds(topic, partition, offset);
  });
}

std::uint32_t CrashBook::found() const noexcept {
  return impl_->found;
}

}  // namespace centinela::app
