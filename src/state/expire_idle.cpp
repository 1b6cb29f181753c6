#include "centinela/state/expire_idle.h"

#include "centinela/state/world_sections.h"

#include "observe_parts.h"

#include <type_traits>

namespace centinela::state {
namespace {

class Expirer {
 public:
  Expirer(World& world, std::int64_t day) : world_(world), day_(day) {}

  template <class Describe>
  void blob(StateSection /*section*/, const Describe& /*describe*/) {}
  template <class State>
  void store(StateSection section, EntityStore<State>& store) {
    if (section == StateSection::tenants || section == StateSection::groups) {
      return;
    }
    store.expire(day_, world_.bounds.idle_days, [&](const EntityKey& key, const State& state) {
      if constexpr (std::is_same_v<State, PrincipalState>) {
        leave_groups(world_, state, key);
      } else {
        static_cast<void>(key);
        static_cast<void>(state);
      }
    });
  }

 private:
  World& world_;
  std::int64_t day_;
};

}  // namespace

void expire_idle(World& world, std::int64_t day) {
  Expirer expirer(world, day);
  visit_state(world, expirer);
}

}  // namespace centinela::state
