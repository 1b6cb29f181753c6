#include "centinela/stats/rarity.h"

#include "observe_parts.h"

#include <algorithm>

namespace centinela::state {

void SurfaceBook::fade_to(std::int64_t today) noexcept {
  if (day != INT64_MIN && today > day) {
    const double forget =
        stats::forget_factor(static_cast<double>(today - day), stats::rarity_half_life_days);
    agent_days *= forget;
    changes *= forget;
  }
  day = std::max(day, today);
}

namespace {

constexpr std::uint64_t tool_salt = 0x7001;

bool is_sensitive_read(const Event& event) noexcept {
  return event.opens() && (event.resource.sensitivity == Sensitivity::personal ||
                           event.resource.sensitivity == Sensitivity::special);
}

// Used on ten agent-days elsewhere in the tenant: a roll-out, not a surprise.
bool is_rolled_out(const Scene& scene) noexcept {
  constexpr float days_min = 10;
  const SeenValue* seen = scene.tenant.values.find(Attribute::tool, scene.event.tool.value());
  return seen != nullptr && seen->days >= days_min;
}

SurfaceChange change_of(const ToolState& tool, const Scene& scene, std::int64_t days_min) noexcept {
  const Event& event = scene.event;
  if (!tool.is_known) {
    const bool is_settled = scene.principal.active_days >= days_min && !is_rolled_out(scene);
    return is_settled ? SurfaceChange::new_tool : SurfaceChange::none;
  }
  const bool is_other = !is_absent(event.tool_version) && !is_absent(tool.version) &&
                        event.tool_version != tool.version;
  return is_other ? SurfaceChange::new_version : SurfaceChange::none;
}

void observe_tool(World& world, Scene& scene) {
  const Event& event = scene.event;
  if (is_absent(event.tool)) {
    return;
  }
  constexpr std::int64_t days_min = 3;
  SurfaceBook& book = scene.tenant.surface;
  book.fade_to(scene.local.day);
  book.agent_days += scene.is_first_of_day ? 1 : 0;
  ToolState& tool = world.tools.touch(
      {EntityType::principal,
       event.tenant,
       pair_id(pair_id(tool_salt, event.principal.id.value()), event.tool.value())});
  AgentSight& sight = scene.agent;
  sight.surface = change_of(tool, scene, days_min);
  if (sight.surface != SurfaceChange::none) {
    sight.p_surface = (book.changes + 0.5) / (book.agent_days + 50);
    book.changes += 1;
    tool.changed = event.time;
    tool.changed_at = event.position;
    tool.awaits_sensitive = true;
  }
  if (!tool.is_known) {
    tool.is_known = true;
    tool.owner = event.principal.id;
    tool.first = event.time;
  }
  if (!is_absent(event.tool_version)) {
    tool.version = event.tool_version;
  }
  if (tool.awaits_sensitive && is_sensitive_read(event)) {
    tool.awaits_sensitive = false;
    sight.surface = SurfaceChange::first_sensitive_read;
    sight.p_surface = (book.changes + 0.5) / (book.agent_days + 50);
  }
  sight.tool = &tool;
}

// P(class | person), its team behind it (e): what the person does itself.
double reads_p(const PrincipalState& person,
               const PeerGroup* team,
               std::uint64_t record_class,
               std::int32_t day) noexcept {
  const auto counts = [&](const ValueTable& values) {
    const SeenValue* seen = values.find(Attribute::record_class, record_class);
    return stats::BackoffCounts{seen == nullptr ? 0 : ValueTable::days(*seen, day),
                                values.total(Attribute::record_class, day)};
  };
  const double of_team = team == nullptr ? 0.05 : stats::backed_off(counts(team->values), 0.01);
  return stats::backed_off(counts(person.values), of_team);
}

bool meets(ConversationState& conversation, std::uint64_t value) noexcept {
  const auto low = static_cast<std::uint32_t>(value);
  return !conversation.met.contains(low) && conversation.met.push_back(low);
}

void observe_delegation(World& world, Scene& scene) {
  const Event& event = scene.event;
  if (event.principal.on_behalf_of.empty() || scene.conversation == nullptr ||
      is_absent(event.resource.record_class) || !is_sensitive_read(event)) {
    return;
  }
  const PrincipalState* person = world.principals.find(
      {EntityType::principal, event.tenant, event.principal.on_behalf_of[0].value()});
  if (person == nullptr) {
    return;
  }
  AgentSight& sight = scene.agent;
  sight.role_class = pair_id(pair_id(4, person->role.value()), event.resource.record_class.value());
  if (!meets(*scene.conversation, sight.role_class)) {
    return;
  }
  sight.is_new_role_class = true;
  sight.beneficiary = person;
  sight.delegation = &world.intents.touch(delegation_key(event.tenant, event.principal.id.value()));
  sight.all_delegations = &world.intents.touch(delegation_key(event.tenant, 0));
  const GroupPath path = group_path(event.tenant, person->kind, person->role, person->team);
  const auto day = static_cast<std::int32_t>(scene.local.day);
  const std::uint64_t record_class = event.resource.record_class.value();
  sight.beneficiary_p = reads_p(*person, world.groups.find(path.team), record_class, day);
  sight.beneficiary_days = person->values.total(Attribute::record_class, day);
}

}  // namespace

void observe_agent(World& world, Scene& scene) {
  if (scene.is_late || !acts_in_conversations(scene.principal.kind)) {
    return;
  }
  observe_tool(world, scene);
  observe_delegation(world, scene);
}

void learn_delegation(Scene& scene, double weight) {
  const AgentSight& sight = scene.agent;
  if (!sight.is_new_role_class) {
    return;
  }
  for (IntentState* habit : {sight.delegation, sight.all_delegations}) {
    habit->begin_conversation(scene.local.day);
    habit->class_actions.add(sight.role_class, scene.local.day, weight);
  }
  if (weight < 1) {
    hold_lesson(scene, {.kind = HeldLesson::Kind::delegation, .value = sight.role_class});
  }
}

}  // namespace centinela::state
