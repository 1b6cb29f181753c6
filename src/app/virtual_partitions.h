// VirtualPartitions: where each record of a file would stand in a topic of N partitions. Floor 10.
//
// By the routing key, under the token key: the conversation of bots and AI agents, else the
// principal. The order of the file stays; only positions, and the ids made of them, follow.
#pragma once

#include "centinela/base/result.h"
#include "centinela/codec/decoder.h"
#include "centinela/event/position.h"
#include "centinela/privacy/token_key.h"

#include <vector>

namespace centinela::app {

// Of a --partitions option. Error: usage.
[[nodiscard]] Result<void> check_partitions(std::uint64_t partitions);

class VirtualPartitions {
 public:
  VirtualPartitions(std::size_t count, const privacy::TokenKey& key, codec::DecoderOptions options);

  [[nodiscard]] Position place(const codec::RecordView& record);

 private:
  codec::Decoder decoder_;
  std::uint64_t seed_ = 0;
  std::vector<std::int64_t> next_;  // offset, by partition
};

}  // namespace centinela::app
