#include "config/print.h"

#include "centinela/base/sha256.h"

#include "config/emit.h"
#include "config/fields.h"
#include "config/tree.h"

// NOLINTBEGIN(misc-no-recursion): settings nest at most 16 deep.
namespace centinela::config {
namespace {

// Without the values that were read from *_file twins, because only the twin was written.
Config as_written(Config config) {
  for (const auto& [name, file] : config.kafka.properties_file) {
    config.kafka.properties.erase(name);
  }
  if (!config.alerting.alertmanager_password_file.empty()) {
    config.alerting.alertmanager_password.clear();
  }
  if (!config.alerting.alertmanager_bearer_token_file.empty()) {
    config.alerting.alertmanager_bearer_token.clear();
  }
  return config;
}

struct Comparison {
  const void* before;
  const void* after;
};

void collect_changes(Fields fields,
                     Comparison owners,
                     const Change& above,
                     std::vector<Change>& result) {
  for (const Field& field : fields) {
    const Change here{join_path(above.path, field.name),
                      above.needs_switch || field.traits.changes_alerts || field.traits.switches,
                      above.needs_restart || field.traits.restarts};
    if (field.type == Type::section) {
      collect_changes(
          field.fields(), {field.in(owners.before), field.in(owners.after)}, here, result);
    } else if (flatten(to_tree(field, owners.before, {})) !=
               flatten(to_tree(field, owners.after, {}))) {
      result.push_back(here);
    }
  }
}

}  // namespace

std::string print_config(const Loaded& loaded, bool shows_origin) {
  const Config config = as_written(loaded.config);
  const Node tree = to_tree(fields_of<Config>(), &config, {.hides_secrets = true});
  return to_yaml(tree, shows_origin ? &loaded.origins : nullptr);
}

std::vector<Change> changes(const Config& before, const Config& after) {
  std::vector<Change> result;
  collect_changes(fields_of<Config>(), {&before, &after}, {}, result);
  return result;
}

std::string alert_text(const Config& config) {
  return flatten(to_tree(fields_of<Config>(), &config, {.only_alert_changing = true}));
}

std::string alert_hash(const Config& config) {
  return "sha256:" + to_hex(sha256(alert_text(config)));
}

}  // namespace centinela::config
// NOLINTEND(misc-no-recursion)
