// What a producer is known to send at all: what never comes cannot be missed.
#include "observe_aside.h"
#include "observe_parts.h"

#include <algorithm>
#include <array>

namespace centinela::state {
namespace {

// What the event's producer is known to send with an action.
template <class Condition>
bool has_path(World& world, const Event& event, Action action, const Condition& holds) {
  const PathState* path =
      world.paths.find({EntityType::producer,
                        event.tenant,
                        pair_id(event.producer.name.value(), static_cast<std::uint64_t>(action))});
  return path != nullptr && holds(*path);
}

}  // namespace

bool tells_backing(World& world, const Event& event) {
  const auto tells = [](const PathState& path) {
    constexpr std::array fields = {Field::ticket,
                                   Field::conversation,
                                   Field::assigned,
                                   Field::queue,
                                   Field::callback,
                                   Field::handover_from,
                                   Field::change,
                                   Field::incident};
    return std::any_of(
        fields.begin(), fields.end(), [&](Field field) { return !path.never_has(field); });
  };
  return has_path(world, event, event.action, tells) ||
         has_path(world, event, Action::update, tells) ||
         has_path(world, event, Action::read, tells);
}

bool sends_views(World& world, const Event& event) {
  const auto has_events = [](const PathState& path) { return path.events > 0; };
  return has_path(world, event, Action::read, has_events) ||
         has_path(world, event, Action::retrieve, has_events);
}

}  // namespace centinela::state
