// Counts allocations: decoding must not make any once its buffers have grown.
#include "codec/decoding.h"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::uint64_t> allocations{0};

void* counted_allocation(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) {
    return memory;
  }
  throw std::bad_alloc();
}

}  // namespace

// Replacing both forms counts whatever the library makes, whoever asked for it.
void* operator new(std::size_t size) {
  return counted_allocation(size);
}
void* operator new[](std::size_t size) {
  return counted_allocation(size);
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return counted_allocation(size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return counted_allocation(size);
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete[](void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace centinela::codec {
namespace {

std::uint64_t allocations_of(Decoder& decoder, const RecordView& record) {
  for (int warm = 0; warm < 3; ++warm) {
    (void)decoder.decode(record);
  }
  const std::uint64_t before = allocations;
  for (int i = 0; i < 100; ++i) {
    (void)decoder.decode(record);
  }
  return allocations - before;
}

TEST(Decoder, allocates_nothing_per_event) {
  const std::string native = golden_event("access.json");
  const std::string ocsf = golden_event("ocsf_datastore_activity.json");
  const std::string enveloped = golden_event("cloud_events_structured.json");
  const std::string escaped = minimal(R"("tenant":"a\u00e9","data_subjects":["c\n1","c-2"])");
  for (const std::string& value : {native, ocsf, enveloped, escaped}) {
    Decoder decoder({});
    const RecordView record{.value = value, .is_null = false, .headers = {}, .timestamp = {}};
    EXPECT_EQ(allocations_of(decoder, record), 0U) << value.substr(0, 60);
  }
}

TEST(Decoder, allocates_nothing_per_event_of_a_preset) {
  for (const std::string_view file :
       {"cloudtrail.json", "mongodb.json", "otel_spans.json", "pgaudit_jsonlog.json"}) {
    const std::string value = golden_event(file);
    Decoder decoder({});
    const RecordView record{.value = value, .is_null = false, .headers = {}, .timestamp = {}};
    EXPECT_EQ(allocations_of(decoder, record), 0U) << file;
  }
}

TEST(Decoder, allocates_nothing_for_a_dead_letter_of_a_wrong_type) {
  Decoder decoder({});
  const RecordView record{.value = R"({"id":7})", .is_null = false, .headers = {}, .timestamp = {}};
  EXPECT_EQ(allocations_of(decoder, record), 0U);
}

}  // namespace
}  // namespace centinela::codec
