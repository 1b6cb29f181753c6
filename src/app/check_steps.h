// The single checks of `centinela check`, in order. Floor 10.
#pragma once

#include "app/check_command.h"

#include <span>

namespace centinela::app {

struct CheckStep {
  std::vector<CheckLine> (*find)(const config::Loaded& loaded) = nullptr;
  bool works_offline = true;
};

[[nodiscard]] std::span<const CheckStep> check_steps() noexcept;

// The same librdkafka settings that the daemon's clients get.
[[nodiscard]] std::vector<CheckLine> check_settings(const config::Loaded& loaded);
[[nodiscard]] std::vector<CheckLine> check_token_key(const config::Loaded& loaded);
[[nodiscard]] std::vector<CheckLine> check_state_directory(const config::Loaded& loaded);
[[nodiscard]] std::vector<CheckLine> check_model(const config::Loaded& loaded);
[[nodiscard]] std::vector<CheckLine> check_web_config(const config::Loaded& loaded);
[[nodiscard]] std::vector<CheckLine> check_topics(const config::Loaded& loaded);
[[nodiscard]] std::vector<CheckLine> check_alertmanagers(const config::Loaded& loaded);

}  // namespace centinela::app
