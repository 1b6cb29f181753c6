// Interval: what one commit tells and acknowledges. Floor 10, plain value.
//
// Kept until the brokers have confirmed it: whatever happens on the way, the same is sent again.
#pragma once

#include "app/daemon/outgoing.h"
#include "kafka/partitions.h"

#include <string>
#include <vector>

namespace centinela::app {

struct Interval {
  std::vector<Outgoing> outputs;
  std::vector<kafka::PartitionOffset> offsets;  // with the pieces of its note
  // What the group had committed of these partitions when the last commit was confirmed.
  std::vector<kafka::PartitionOffset> before;
  // Who we were to the group when these partitions were ours. A retry that took what it is by then
  // could write the offsets of partitions that the group has given away.
  std::string membership;
};

}  // namespace centinela::app
