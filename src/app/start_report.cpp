#include "app/start_report.h"

#include "app/daemon/client_settings.h"
#include "app/engine_setup.h"
#include "app/input_partitions.h"
#include "app/kept_state.h"
#include "app/key_file.h"
#include "app/state_store.h"
#include "app/topics_command.h"
#include "config/print.h"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

namespace centinela::app {
namespace {

CheckLine failure(std::string subject, const Error& error) {
  return {Finding::failure, std::move(subject), error.detail, error.code};
}

// In a topic nothing tells a state that was never there from one whose key is elsewhere.
bool is_to_compare(const config::Config& config, bool asks_broker) {
  std::error_code ignored;
  return config.state.store == config::StateStore::topic
             ? asks_broker && std::filesystem::exists(config::state_key_file(config), ignored)
             : has_checkpoint_directory(config);
}

// Those that a start would find something of.
Result<std::vector<Slice>> slices_to_compare(const config::Config& config, bool asks_broker) {
  if (!is_sliced(config)) {
    return is_to_compare(config, asks_broker) ? std::vector{Slice{}} : std::vector<Slice>{};
  }
  if (config.state.store == config::StateStore::directory) {
    return kept_slices(config);
  }
  std::vector<Slice> slices;
  if (is_to_compare(config, asks_broker)) {
    CENTINELA_TRY(const std::int32_t count,
                  common_partitions(config, client_settings(config, "centinela-check", {})));
    for (std::int32_t partition = 0; partition < count; ++partition) {
      slices.push_back({partition});
    }
  }
  return slices;
}

CheckLine report_checkpoint(const config::Config& config,
                            const Slice& slice,
                            const std::string& model) {
  const auto store = look_at_state(config, slice);
  if (!store) {
    return failure("checkpoint", store.error());
  }
  const auto marker = (*store)->marker();
  if (!marker) {
    return failure("checkpoint", marker.error());
  }
  const std::optional<storage::Marker>& found = *marker;
  if (!found) {
    return {Finding::fine, "checkpoint", "none yet: the first start learns from nothing"};
  }
  storage::Origin now;
  now.model = model;
  now.config = config::alert_hash(config);
  // A key that cannot be read has a line of its own.
  if (const auto key = read_key_file(config::token_key_file(config)); key) {
    now.key = key->fingerprint();
  }
  return compare_checkpoint(*found, now);
}

}  // namespace

CheckLine compare_checkpoint(const storage::Marker& checkpoint, const storage::Origin& now) {
  const storage::Origin& then = checkpoint.origin;
  if (!now.key.empty() && now.key != then.key) {
    return {Finding::failure,
            "checkpoint",
            fmt::format("number {} was taken under token key {}, privacy.key_file holds {}: put "
                        "the old key back, or begin without the checkpoint: centinela state reset "
                        "--accept-loss --config FILE --reason TEXT",
                        checkpoint.number,
                        then.key,
                        now.key)};
  }
  const bool is_other_model = now.model != then.model;
  const bool is_other_config = now.config != then.config;
  if (is_other_model || is_other_config) {
    return {Finding::warning,
            "checkpoint",
            fmt::format("this configuration judges differently than the state was built with "
                        "(another {}): a start refuses it. While the daemon runs: centinela switch "
                        "--config FILE --reason TEXT; when it is stopped: centinela state reset "
                        "--keep-baselines --config FILE --reason TEXT",
                        !is_other_model    ? "configuration"
                        : !is_other_config ? "model"
                                           : "model and another configuration")};
  }
  return {Finding::fine,
          "checkpoint",
          fmt::format("number {} of {}, built with this model and configuration",
                      checkpoint.number,
                      format_rfc3339(checkpoint.taken))};
}

std::vector<CheckLine> report_start(const config::Config& config, bool asks_broker) {
  std::vector<CheckLine> lines;
  const auto models = models_of(config);
  if (!models) {
    lines.push_back(failure("model", models.error()));
  } else if (const auto slices = slices_to_compare(config, asks_broker); !slices) {
    lines.push_back(failure("checkpoint", slices.error()));
  } else {
    for (const Slice& slice : *slices) {
      CheckLine line = report_checkpoint(config, slice, (*models)->hash);
      line.subject = logger_name(line.subject, slice);
      lines.push_back(std::move(line));
    }
  }
  if (const auto kept = check_kept_state(config); !kept) {
    lines.push_back(failure("checkpoint", kept.error()));
  }
  if (asks_broker) {
    // That a broker or a topic is missing has been said.
    if (const auto fit = check_topic_settings(config); !fit && fit.error().code == Errc::config) {
      lines.push_back(failure("kafka", fit.error()));
    }
  }
  return lines;
}

}  // namespace centinela::app
