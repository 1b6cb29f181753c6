// A checkpoint as one file, to be carried to another host or kept. Floor 10, one thread.
//
// Sealed with the same key as the store; each part is bound to its place in the file, so that none
// can be left out, repeated or swapped.
#pragma once

#include "centinela/privacy/token_key.h"

#include "storage/checkpoint_store.h"

#include <filesystem>

namespace centinela::app {

// Writes beside the file and renames. Error: bad_data when the store holds no sound checkpoint; io.
[[nodiscard]] Result<storage::Marker> export_state(storage::CheckpointStore& store,
                                                   const privacy::TokenKey& key,
                                                   const std::filesystem::path& path);
// Replaces what the store holds, after the whole file was found sound. Error: bad_data, io.
[[nodiscard]] Result<storage::Marker> import_state(storage::CheckpointStore& store,
                                                   const privacy::TokenKey& key,
                                                   const std::filesystem::path& path);

}  // namespace centinela::app
