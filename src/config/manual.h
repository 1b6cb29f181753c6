// The three files that are generated from the field tables. Floor 9, pure.
#pragma once

#include <string>

namespace centinela::config {

[[nodiscard]] std::string manual_markdown();  // docs/config.md
[[nodiscard]] std::string example_yaml();     // config/centinela.yaml
[[nodiscard]] std::string json_schema();      // config/centinela.schema.json

}  // namespace centinela::config
