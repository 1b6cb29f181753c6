#include "app/switch_command.h"

#include "app/control_record.h"
#include "app/control_topic.h"
#include "app/engine_setup.h"
#include "app/wall_clock.h"
#include "config/print.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>

namespace centinela::app {

Result<void> switch_over(const SwitchOptions& options, const SwitchHost& host, std::ostream& out) {
  if (options.reason.empty()) {
    return Error{Errc::usage, "switch: --reason: expected a few words"};
  }
  CENTINELA_TRY(const config::Config config, config::load(options.config));
  CENTINELA_TRY(const std::shared_ptr<const pipeline::Models> models, models_of(config));
  SwitchText text;
  text.model = models->hash;
  text.config = config::alert_hash(config);
  text.reason = options.reason;
  text.author = author_name(host.user_id);
  text.time = host.time;
  const std::array records{encode_switch(text)};
  if (options.is_dry) {
    out << records[0] << '\n';
    return {};
  }
  CENTINELA_TRY(host.send(config, records));
  out << fmt::format("written to {}: from there on {} under {}\n",
                     config.kafka.topics.front(),
                     text.model,
                     text.config);
  return {};
}

Result<void> switch_over(const SwitchOptions& options, std::ostream& out) {
  return switch_over(options, SwitchHost{wall_clock(), ::getuid(), send_controls}, out);
}

}  // namespace centinela::app
