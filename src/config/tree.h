// The settings as a tree again: to print, compare and hash them. Floor 9, pure.
#pragma once

#include "config/field.h"
#include "config/node.h"

#include <map>
#include <string>

namespace centinela::config {

struct TreeView {
  bool hides_secrets = false;
  bool only_alert_changing = false;  // settings with Traits::changes_alerts, and below them
};

// In the order of the tables; scalars that are text are marked as quoted. apply() of the whole,
// unhidden tree gives the same settings.
[[nodiscard]] Node to_tree(Fields fields, const void* owner, const TreeView& view);

// One setting of that struct, whatever its type.
[[nodiscard]] Node to_tree(const Field& field, const void* owner, const TreeView& view);

// "engine.lateness=10m" one a line, sorted as the tree is; text quoted as in JSON.
[[nodiscard]] std::string flatten(const Node& tree);

// What stands in place of a secret.
inline constexpr std::string_view hidden_text = "***";

}  // namespace centinela::config
