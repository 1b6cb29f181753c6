// What an intent was declared to need (reference.intents). Floor 5, private to detectors, pure.
#pragma once

#include "centinela/detectors/input.h"

namespace centinela::detectors {

// The class of the access is one that its intent needs.
[[nodiscard]] bool is_class_declared(const Settings& settings, const Event& event) noexcept;
// So is every field that it names; false where the intent declares none.
[[nodiscard]] bool are_fields_declared(const Settings& settings, const Event& event) noexcept;

}  // namespace centinela::detectors
