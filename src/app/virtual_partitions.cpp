#include "app/virtual_partitions.h"

#include "centinela/base/hash.h"

#include <fmt/format.h>

#include <cstring>

namespace centinela::app {
namespace {

// A record that carries several events is routed by its first, as a producer would key it.
std::string_view routing_key(const codec::Decoded& decoded) noexcept {
  if (decoded.items.empty()) {
    return {};
  }
  const RawItem& item = decoded.items.front();
  if (const auto* event = std::get_if<RawEvent>(&item)) {
    const bool converses = event->kind == PrincipalKind::bot || event->kind == PrincipalKind::agent;
    return converses && !event->conversation.empty() ? event->conversation : event->principal_id;
  }
  if (const auto* context = std::get_if<RawContext>(&item)) {
    return context->principal.empty() ? context->conversation : context->principal;
  }
  const auto* control = std::get_if<RawControl>(&item);
  return control == nullptr ? std::string_view{} : control->principal;
}

}  // namespace

Result<void> check_partitions(std::uint64_t partitions) {
  constexpr std::uint64_t partitions_max = 1024;
  if (partitions == 0 || partitions > partitions_max) {
    return Error{
        Errc::usage,
        fmt::format("--partitions: expected 1 to {}, found {}", partitions_max, partitions)};
  }
  return {};
}

VirtualPartitions::VirtualPartitions(std::size_t count,
                                     const privacy::TokenKey& key,
                                     codec::DecoderOptions options)
    : decoder_(std::move(options)), next_(count) {
  const privacy::TokenKey::Bytes bytes = key.derive("replay partitions");
  std::memcpy(&seed_, bytes.data(), sizeof(seed_));
}

Position VirtualPartitions::place(const codec::RecordView& record) {
  const std::uint64_t hash = hash_bytes(routing_key(decoder_.decode(record)), seed_);
  const std::size_t index = hash % next_.size();
  Position position;
  position.partition = PartitionIndex{static_cast<std::int32_t>(index)};
  position.offset = Offset{next_[index]++};
  return position;
}

}  // namespace centinela::app
