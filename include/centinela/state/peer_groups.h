// PeerGroups: the hierarchy of groups, their deferred deltas and published snapshots. Floor 3.
//
// Confined to one thread. Look-ups return the finest level; its snapshot is already shrunk towards
// the coarser ones, so a team of two speaks with the voice of its role.
#pragma once

#include "centinela/event/event.h"
#include "centinela/state/entity_store.h"
#include "centinela/state/peer_group.h"

#include <array>
#include <cstdint>
#include <vector>

namespace centinela::state {

struct GroupPath {
  EntityKey team;
  EntityKey role;
  EntityKey kind;

  template <class Archive>
  void describe(Archive& archive) {
    archive(team, role, kind);
  }
};

[[nodiscard]] GroupPath group_path(TenantToken tenant,
                                   PrincipalKind kind,
                                   WordToken role,
                                   WordToken team) noexcept;

class PeerGroups {
 public:
  // About 110 MB of deltas, which is 1 700 a second between two boundaries.
  static constexpr std::size_t deferred_max = std::size_t{1} << 19U;

  explicit PeerGroups(std::size_t groups_max, std::size_t deltas_max = deferred_max)
      : groups_(groups_max), deltas_max_(deltas_max) {}

  // The finest group on the path, made (with its parents) from the shipped defaults of the kind
  // when it was not known.
  PeerGroup& touch(const GroupPath& path, PrincipalKind kind);
  [[nodiscard]] PeerGroup* find(const EntityKey& key) noexcept { return groups_.find(key); }

  // Takes effect at the next boundary, at all three levels.
  void defer(const GroupPath& path, PrincipalKind kind, PeerDelta delta);

  // When too many wait, they are merged before their boundary, at a place that the log decides like
  // any other; snapshots still wait. Between two entries of the log: groups may move.
  void merge_when_full();
  // Merges what was deferred and publishes new snapshots; `boundary` is the end of the interval.
  void publish(EventTime boundary);

  [[nodiscard]] std::size_t size() const noexcept { return groups_.size(); }
  [[nodiscard]] std::uint64_t evictions() const noexcept { return groups_.evictions(); }
  [[nodiscard]] std::uint64_t version() const noexcept { return version_; }
  [[nodiscard]] std::size_t deferred() const noexcept { return deferred_.size(); }

  template <class Archive>
  void describe(Archive& archive) {
    describe_rest(archive);
    archive(groups_);
  }
  // What a checkpoint keeps beside the groups: deltas wait for their boundary.
  template <class Archive>
  void describe_rest(Archive& archive) {
    archive(version_, deferred_);
  }
  [[nodiscard]] EntityStore<PeerGroup>& groups() noexcept { return groups_; }

 private:
  struct Deferred {
    GroupPath path;
    PrincipalKind kind = PrincipalKind::absent;
    PeerDelta delta;

    template <class Archive>
    void describe(Archive& archive) {
      archive(path, kind, delta);
    }
  };

  PeerGroup& touch_level(const EntityKey& key,
                         PrincipalKind kind,
                         GroupLevel level,
                         const EntityKey& parent);
  void merge_deferred();
  void publish_level(GroupLevel level, EventTime boundary);

  EntityStore<PeerGroup> groups_;
  std::size_t deltas_max_;
  std::vector<Deferred> deferred_;
  std::uint64_t version_ = 0;
};

}  // namespace centinela::state
