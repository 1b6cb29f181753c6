#include "observe_parts.h"

#include <algorithm>

namespace centinela::state {
namespace {

bool is_in_scope(const ConversationState& conversation, DataSubjectToken data_subject) noexcept {
  return conversation.acting_for == data_subject ||
         std::binary_search(conversation.linked.begin(), conversation.linked.end(), data_subject);
}

void note_foreign(Scene& scene, DataSubjectToken data_subject, bool is_special, EventTime time) {
  ConversationState& conversation = *scene.conversation;
  if (conversation.foreign.contains(data_subject)) {
    return;
  }
  if (conversation.foreign.empty()) {
    conversation.first_foreign = time;
  }
  conversation.foreign.push_back(data_subject);
  conversation.special_foreign = conversation.special_foreign || is_special;
  ++scene.counted.new_foreign;
}

// The customer has authenticated: what was opened before is judged now. Candidates of a search
// were how the customer was found.
void judge_before(Scene& scene) {
  ConversationState& conversation = *scene.conversation;
  for (const OpenedSubject& opened : conversation.before) {
    if (!opened.is_candidate && !is_in_scope(conversation, opened.data_subject)) {
      note_foreign(scene, opened.data_subject, opened.is_special, opened.time);
    }
  }
  conversation.before.clear();
}

void open_subject(Scene& scene, DataSubjectToken data_subject) {
  ConversationState& conversation = *scene.conversation;
  const Event& event = scene.event;
  if (!conversation.opened.contains(data_subject)) {
    conversation.opened.push_back(data_subject);
    ++conversation.opened_count;
    ++scene.counted.new_in_conversation;
  }
  const bool is_special = event.resource.sensitivity == Sensitivity::special;
  if (!conversation.has_scope()) {
    const bool is_candidate = event.action == Action::search || event.action == Action::list;
    conversation.before.push_back(
        {data_subject, event.position, event.time, is_special, is_candidate});
  } else if (!is_in_scope(conversation, data_subject)) {
    ++scene.counted.foreign_now;
    note_foreign(scene, data_subject, is_special, event.time);
  }
}

}  // namespace

void link(ConversationState& conversation, DataSubjectToken data_subject) {
  const auto at =
      std::lower_bound(conversation.linked.begin(), conversation.linked.end(), data_subject);
  if ((at == conversation.linked.end() || *at != data_subject) &&
      conversation.linked.size() < linked_max) {
    conversation.linked.insert(at, data_subject);
  }
}

void observe_conversation(World& world, Scene& scene) {
  const Event& event = scene.event;
  if (is_absent(event.context.conversation) || !acts_in_conversations(scene.principal.kind)) {
    return;
  }
  scene.conversation_key = {
      EntityType::conversation, event.tenant, event.context.conversation.value()};
  ConversationState& conversation = world.conversations.touch(scene.conversation_key);
  scene.conversation = &conversation;
  if (!conversation.is_started) {
    conversation.is_started = true;
    conversation.start = event.time;
  }
  conversation.last = std::max(conversation.last, event.time);
  conversation.principal = event.principal.id;
  const bool had_scope = conversation.has_scope();
  if (!is_absent(event.context.acting_for) && !had_scope) {
    conversation.acting_for = event.context.acting_for;
  } else if (!is_absent(event.context.acting_for) &&
             event.context.acting_for != conversation.acting_for) {
    // One conversation may be handed to another customer; whoever authenticated belongs to it.
    link(conversation, event.context.acting_for);
  }
  for (const DataSubjectToken linked : event.context.linked) {
    link(conversation, linked);
  }
  if (!had_scope && conversation.has_scope()) {
    judge_before(scene);
  }
  if (event.opens()) {
    for (const DataSubjectToken data_subject : event.data_subjects) {
      open_subject(scene, data_subject);
    }
  }
}

}  // namespace centinela::state
