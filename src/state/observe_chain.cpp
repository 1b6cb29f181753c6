#include "observe_parts.h"

namespace centinela::state {
namespace {

// True the first time in this conversation. Beyond 32 different ones everything counts as met.
bool meets(ConversationState& conversation, std::uint64_t value) noexcept {
  const auto low = static_cast<std::uint32_t>(value);
  return !conversation.met.contains(low) && conversation.met.push_back(low);
}

void follow_intent(World& world, Scene& scene) {
  const Event& event = scene.event;
  if (is_absent(event.context.intent)) {
    return;
  }
  scene.intent = &world.intents.touch(intent_key(event.tenant, event.context.intent));
  scene.all_intents = &world.intents.touch(intent_key(event.tenant, WordToken{}));
  ConversationState& conversation = *scene.conversation;
  Counted& counted = scene.counted;
  counted.is_new_intent = meets(conversation, pair_id(1, event.context.intent.value()));
  counted.is_new_class_action = !is_absent(event.resource.record_class) &&
                                meets(conversation, pair_id(2, class_action_of(event)));
  ChainTrack& chain = conversation.chain;
  const std::uint64_t step = step_of(event);
  counted.is_new_transition =
      chain.step != 0 && meets(conversation, pair_id(3, pair_id(chain.step, step)));
  chain.step_before = chain.step;
  chain.step = step;
}

// Nobody's in particular and never read under this intent: what an agent can reach but has no
// business with. Data of the conversation's own customer is its business.
bool is_outside_intent(const Scene& scene) noexcept {
  constexpr double conversations_min = 50;
  const Event& event = scene.event;
  const bool is_special = event.resource.sensitivity == Sensitivity::special;
  const bool is_sensitive = is_special || event.resource.sensitivity == Sensitivity::personal ||
                            event.resource.sensitivity == Sensitivity::internal;
  if (scene.intent == nullptr || !is_sensitive || is_absent(event.resource.record_class) ||
      (!event.data_subjects.empty() && !is_special)) {
    return false;
  }
  const std::int64_t day = scene.local.day;
  return scene.intent->conversations_on(day) >= conversations_min &&
         scene.intent->class_actions.count(class_action_of(event), day) < 0.5;
}

bool is_outward(const Event& event) noexcept {
  switch (event.action) {
    case Action::share:
    case Action::export_:
    case Action::download:
      return true;
    case Action::create:
    case Action::update:
    case Action::tool_call:
      return !is_absent(event.destination);
    default:
      return false;
  }
}

// Whatever an agent writes after such a read may hold it: the thread of a ticket, a note, a
// profile.
bool may_carry_out(const Event& event) noexcept {
  return is_outward(event) || event.action == Action::create || event.action == Action::update;
}

void follow_legs(Scene& scene) noexcept {
  const Event& event = scene.event;
  ChainTrack& chain = scene.conversation->chain;
  if (event.outcome == Outcome::denied || event.outcome == Outcome::not_found ||
      event.outcome == Outcome::error) {
    return;
  }
  // The taint comes first: the access that brought the text is itself no consequence of it.
  if (!chain.is_tainted) {
    if (event.context.untrusted_input) {
      chain.is_tainted = true;
      chain.tainted = event.time;
      chain.tainted_at = event.position;
      chain.tainted_by = event.resource.name;
      scene.counted.chain_leg = 1;
    }
    return;
  }
  if (event.opens() && !is_outward(event) &&
      (scene.counted.foreign_now > 0 || is_outside_intent(scene))) {
    if (!chain.is_sensitive) {
      chain.is_sensitive = true;
      chain.sensitive = event.time;
      chain.sensitive_at = event.position;
    }
    chain.sensitive_from = event.resource.name;
    ++chain.reads;
    scene.counted.chain_leg = 2;
  } else if (chain.is_sensitive && may_carry_out(event)) {
    chain.is_out = true;
    scene.counted.chain_leg = 3;
  }
}

}  // namespace

void observe_chain(World& world, Scene& scene) {
  if (scene.conversation == nullptr || scene.is_late) {
    return;
  }
  follow_intent(world, scene);
  follow_legs(scene);
}

}  // namespace centinela::state
