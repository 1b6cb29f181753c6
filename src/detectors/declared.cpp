#include "declared.h"

#include <algorithm>

namespace centinela::detectors {
namespace {

bool holds(const std::vector<WordToken>& words, WordToken word) noexcept {
  return std::find(words.begin(), words.end(), word) != words.end();
}

const DeclaredIntent* intent_of(const Settings& settings, const Event& event) noexcept {
  const auto found = std::find_if(
      settings.intents.begin(), settings.intents.end(), [&](const DeclaredIntent& declared) {
        return declared.intent == event.context.intent;
      });
  return found == settings.intents.end() ? nullptr : &*found;
}

}  // namespace

bool is_class_declared(const Settings& settings, const Event& event) noexcept {
  const DeclaredIntent* const intent = intent_of(settings, event);
  return intent != nullptr && holds(intent->classes, event.resource.record_class);
}

bool are_fields_declared(const Settings& settings, const Event& event) noexcept {
  const DeclaredIntent* const intent = intent_of(settings, event);
  // Beyond the first 64 fields nobody knows their names.
  if (intent == nullptr || intent->fields.empty() ||
      event.resource.field_total > event.resource.fields.size()) {
    return false;
  }
  const bool is_class_left_open = intent->classes.empty();
  return (is_class_left_open || holds(intent->classes, event.resource.record_class)) &&
         std::all_of(event.resource.fields.begin(),
                     event.resource.fields.end(),
                     [&](WordToken field) { return holds(intent->fields, field); });
}

}  // namespace centinela::detectors
