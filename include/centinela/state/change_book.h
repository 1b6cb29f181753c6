// ChangeBook: which entities of a store a checkpoint has to write. Floor 3, confined to one thread.
//
// Keeps no book until the first checkpoint was taken, so that a replay pays nothing for it. What
// may have changed is noted (every access that could), and the digest of what was saved last says
// whether it did.
#pragma once

#include "centinela/state/entity_key.h"

#include <cstdint>
#include <vector>

namespace centinela::state {

class ChangeBook {
 public:
  struct Gone {
    EntityKey key;
    std::uint64_t digest = 0;  // of the record that stands in the last checkpoint
  };

  [[nodiscard]] bool is_kept() const noexcept { return is_kept_; }
  // REQUIRES: kept, and the slot's own mark was not set.
  void note_changed(std::uint32_t slot) { changed_.push_back(slot); }
  void note_erased(std::uint32_t slot, const EntityKey& key, std::size_t gone_max) {
    const std::uint64_t digest = slot < digests_.size() ? digests_[slot] : 0;
    if (digest == 0) {
      return;  // no checkpoint knows it
    }
    digests_[slot] = 0;
    if (gone_.size() < gone_max) {
      gone_.push_back({key, digest});
    } else {
      drop();  // checkpoints have failed for long: the next one writes everything
    }
  }

  // The digest under which the entity was saved last, 0 when it never was.
  [[nodiscard]] std::uint64_t& digest(std::uint32_t slot) {
    if (slot >= digests_.size()) {
      digests_.resize(slot + std::size_t{1}, 0);
    }
    return digests_[slot];
  }

  [[nodiscard]] const std::vector<std::uint32_t>& changed() const noexcept { return changed_; }
  [[nodiscard]] const std::vector<Gone>& gone() const noexcept { return gone_; }

  // From here on changes are against what was written just now.
  void begin() noexcept {
    is_kept_ = true;
    changed_.clear();
    gone_.clear();
  }
  // What was saved is not known any more.
  void drop() noexcept {
    is_kept_ = false;
    changed_.clear();
    gone_.clear();
    digests_.clear();
  }

 private:
  bool is_kept_ = false;
  std::vector<std::uint32_t> changed_;
  std::vector<Gone> gone_;
  std::vector<std::uint64_t> digests_;  // by slot
};

}  // namespace centinela::state
