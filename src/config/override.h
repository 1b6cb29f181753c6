// Settings from the environment and the command line, as the same trees that a file makes. Floor 9.
#pragma once

#include "centinela/base/result.h"

#include "config/node.h"

#include <optional>
#include <string>
#include <string_view>

namespace centinela::config {

// "a.b=v". What follows `kafka.properties.` is one name, dots and all. Lists and maps are written
// as in YAML, lists also as "a,b". Errors: config.
[[nodiscard]] Result<Node> parse_set(std::string_view argument);

// CENTINELA_SECTION__KEY. Nothing for a variable that is no setting: without a double underscore it
// belongs to others (Kubernetes sets CENTINELA_PORT for a service of that name).
[[nodiscard]] Result<std::optional<Node>> parse_variable(std::string_view name,
                                                         std::string_view value);

}  // namespace centinela::config
