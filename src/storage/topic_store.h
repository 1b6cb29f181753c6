// TopicStore: checkpoints in a compacted log, for a state that outlives its host. Floor 9, one
// thread.
//
// A checkpoint is one transaction of what changed and the marker. Several shards may share a log:
// each has its own identity, which every key begins with. Each full checkpoint begins a generation;
// what the log still holds of another one is void, and is erased by the first save after a load.
#pragma once

#include "centinela/event/position.h"
#include "centinela/privacy/token_key.h"

#include "storage/checkpoint_store.h"
#include "storage/compacted_log.h"

#include <memory>
#include <string>

namespace centinela::storage {

struct TopicStoreOptions {
  std::string place;              // of the log, for messages: "topic centinela.state"
  std::string identity;           // of the shard among those that share the log; without zeros
  PartitionIndex partition = {};  // of the shard; sealed into every record
};

[[nodiscard]] std::unique_ptr<CheckpointStore> make_topic_store(
    std::unique_ptr<CompactedLog> log,
    TopicStoreOptions options,
    const privacy::TokenKey& sealing_key);

// Whether anything of that identity is kept. Needs no key.
[[nodiscard]] Result<bool> has_records(CompactedLog& log, const std::string& identity);
// Erases everything of it. Needs no key.
[[nodiscard]] Result<void> erase_records(CompactedLog& log, const std::string& identity);

}  // namespace centinela::storage
