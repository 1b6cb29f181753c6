#include "evaluation/line_reader.h"

#include <fmt/format.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <utility>

namespace centinela::evaluation {
namespace {

constexpr std::size_t chunk_bytes = std::size_t{1} << 18U;
constexpr std::size_t line_bytes_max = std::size_t{64} << 20U;

struct FileCloser {
  void operator()(std::FILE* file) const noexcept {
    std::fclose(file);  // NOLINT(cert-err33-c): opened for reading
  }
};
using File = std::unique_ptr<std::FILE, FileCloser>;

struct GzipCloser {
  void operator()(gzFile_s* file) const noexcept { gzclose(file); }
};
struct ContextFreer {
  void operator()(ZSTD_DCtx* context) const noexcept { ZSTD_freeDCtx(context); }
};

bool is_blank(std::string_view line) noexcept {
  return std::all_of(
      line.begin(), line.end(), [](char c) { return c == ' ' || c == '\t' || c == '\r'; });
}

}  // namespace

class LineReader::Stream {
 public:
  Stream() = default;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  Stream(Stream&&) = delete;
  Stream& operator=(Stream&&) = delete;
  virtual ~Stream() = default;
  // Bytes read, 0 at the end, negative when the stream is broken.
  virtual std::ptrdiff_t read(char* to, std::size_t size) = 0;
};

// zlib reads what is not gzip as it is.
class LineReader::PlainStream final : public LineReader::Stream {
 public:
  explicit PlainStream(gzFile file) : file_(file) {}
  std::ptrdiff_t read(char* to, std::size_t size) override {
    const int count = gzread(file_.get(), to, static_cast<unsigned>(size));
    // A gzip file that ends in its middle yields its bytes, then says so only here.
    return count == 0 && gzeof(file_.get()) == 0 ? -1 : count;
  }

 private:
  std::unique_ptr<gzFile_s, GzipCloser> file_;
};

class LineReader::ZstdStream final : public LineReader::Stream {
 public:
  explicit ZstdStream(File file)
      : file_(std::move(file)), context_(ZSTD_createDCtx()), input_(ZSTD_DStreamInSize()) {}

  std::ptrdiff_t read(char* to, std::size_t size) override {
    ZSTD_outBuffer output{to, size, 0};
    while (output.pos == 0) {
      if (pending_.pos == pending_.size) {
        const std::size_t count = std::fread(input_.data(), 1, input_.size(), file_.get());
        if (count == 0) {
          return is_between_frames_ ? 0 : -1;
        }
        pending_ = {input_.data(), count, 0};
      }
      const std::size_t hint = ZSTD_decompressStream(context_.get(), &output, &pending_);
      if (ZSTD_isError(hint) != 0) {
        return -1;
      }
      is_between_frames_ = hint == 0;
    }
    return static_cast<std::ptrdiff_t>(output.pos);
  }

 private:
  File file_;
  std::unique_ptr<ZSTD_DCtx, ContextFreer> context_;
  std::vector<char> input_;
  ZSTD_inBuffer pending_{nullptr, 0, 0};
  bool is_between_frames_ = true;
};

LineReader::LineReader(std::string name, std::unique_ptr<Stream> stream)
    : name_(std::move(name)), stream_(std::move(stream)), buffer_(chunk_bytes + line_padding) {}
LineReader::LineReader(LineReader&&) noexcept = default;
LineReader& LineReader::operator=(LineReader&&) noexcept = default;
LineReader::~LineReader() = default;

Result<LineReader> LineReader::open(const std::filesystem::path& path) {
  File file(std::fopen(path.c_str(), "rb"));
  std::error_code failure;
  if (!file || std::filesystem::is_directory(path, failure)) {
    return Error{Errc::io, fmt::format("expected a readable file, cannot open {}", path.string())};
  }
  constexpr std::array<unsigned char, 4> zstd_magic{0x28, 0xB5, 0x2F, 0xFD};
  std::array<unsigned char, 4> magic{};
  const std::size_t count = std::fread(magic.data(), 1, magic.size(), file.get());
  if (count == magic.size() && magic == zstd_magic) {
    std::rewind(file.get());  // NOLINT(cert-msc24-c,cert-msc33-c): just read, so it can be rewound
    return LineReader(path.string(), std::make_unique<ZstdStream>(std::move(file)));
  }
  gzFile plain = gzopen(path.c_str(), "rb");
  if (plain == nullptr) {
    return Error{Errc::io, fmt::format("expected a readable file, cannot open {}", path.string())};
  }
  return LineReader(path.string(), std::make_unique<PlainStream>(plain));
}

std::string LineReader::where() const {
  return fmt::format("{}:{}", name_, line_number_);
}

Result<bool> LineReader::fill() {
  std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  if (end_ + chunk_bytes + line_padding > buffer_.size()) {
    if (end_ > line_bytes_max) {
      return Error{Errc::bad_data, fmt::format("{}: expected lines of at most 64 MiB", where())};
    }
    buffer_.resize(end_ + 2 * chunk_bytes + line_padding);
  }
  const std::ptrdiff_t count = stream_->read(buffer_.data() + end_, chunk_bytes);
  if (count < 0) {
    return Error{Errc::bad_data,
                 fmt::format("{}: the compressed stream is cut off or broken", where())};
  }
  end_ += static_cast<std::size_t>(count);
  return count > 0;
}

Result<bool> LineReader::next(std::string_view& line) {
  std::size_t searched = 0;
  for (;;) {
    const char* first = buffer_.data() + begin_;
    const void* found = std::memchr(first + searched, '\n', end_ - begin_ - searched);
    if (found == nullptr && !is_done_) {
      searched = end_ - begin_;
      CENTINELA_TRY(const bool has_more, fill());
      is_done_ = !has_more;
      continue;
    }
    if (found == nullptr && begin_ == end_) {
      return false;
    }
    const std::size_t length =
        found == nullptr ? end_ - begin_
                         : static_cast<std::size_t>(static_cast<const char*>(found) - first);
    begin_ += length + (found == nullptr ? 0 : 1);
    searched = 0;
    ++line_number_;
    if (!is_blank({first, length})) {
      line = {first, length};
      return true;
    }
  }
}

}  // namespace centinela::evaluation
