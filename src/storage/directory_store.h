// DirectoryStore: checkpoints in a directory of this host, on RocksDB. Floor 9, one thread.
//
// One WriteBatch with fsync per checkpoint. The directory is locked: a second process that opens it
// for writing is refused. A read-only store may look while another process writes; it sees the
// checkpoint that was the last one when it was opened.
#pragma once

#include "centinela/event/position.h"
#include "centinela/privacy/token_key.h"

#include "storage/checkpoint_store.h"

#include <filesystem>
#include <memory>

namespace rocksdb {  // NOLINT(readability-identifier-naming): RocksDB's own
class Env;
}  // namespace rocksdb

namespace centinela::storage {

struct DirectoryStoreOptions {
  std::filesystem::path directory = {};
  PartitionIndex partition = {};   // of the shard; sealed into every record
  bool is_read_only = false;       // then the directory must be there
  rocksdb::Env* system = nullptr;  // for tests of failure; must outlive the store
};

// Error: io when it cannot be opened, bad_data when it is damaged, fenced when another process has
// it.
[[nodiscard]] Result<std::unique_ptr<CheckpointStore>> open_directory_store(
    DirectoryStoreOptions options, const privacy::TokenKey& sealing_key);

// Removes what is there without reading it. Error: fenced while another process has it; io.
[[nodiscard]] Result<void> remove_directory_store(const std::filesystem::path& directory);

}  // namespace centinela::storage
