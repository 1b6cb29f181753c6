#include "config/checks.h"
#include "config/fields.h"

namespace centinela::config {

template <>
Fields fields_of<Http>() {
  static constexpr auto table = std::to_array<Field>({
      field<&Http::listen>("listen",
                           "Address of /metrics, /livez, /readyz, /healthz, /version and /status. "
                           "Port 0 takes a free one.",
                           {.check = check_listen}),
      field<&Http::web_config_file>(
          "web_config_file",
          "TLS and basic authentication for that address, in the format "
          "of Prometheus's web configuration. Empty: plain HTTP. A reload "
          "reads the users and certificates in it again."),
  });
  return table;
}

template <>
Fields fields_of<State>() {
  static constexpr auto table = std::to_array<Field>({
      field<&State::directory>("directory",
                               "Directory of what must outlive a restart; mode 0700.",
                               {.check = check_not_empty}),
      field<&State::store>("store",
                           "Where checkpoints go: into state.directory, or into a compacted topic, "
                           "which outlives the host. The keys stay in files either way.",
                           {.restarts = true}),
      field<&State::topic>("topic",
                           "Topic of the checkpoints under state.store: topic; cleanup.policy "
                           "compact, one partition, or as many as the input under engine.shards: "
                           "per_partition.",
                           {.check = check_topic, .restarts = true}),
      field<&State::checkpoint_interval>(
          "checkpoint_interval",
          "How often the state is saved at least, while records come; sooner when much came. A "
          "restart reads again what came since.",
          {.minimum = 1'000, .maximum = 3'600'000, .restarts = true}),
      field<&State::key_file>("key_file",
                              "File that holds the key that checkpoints are sealed with, mode "
                              "0600; made at the first start.",
                              {.default_note = "state.key in state.directory", .restarts = true}),
      field<&State::unsaved_max>(
          "unsaved_max",
          "When no checkpoint could be written for so long (a full disk), nothing more is "
          "acknowledged until one is: under kafka.commit: transactional nothing more is judged, "
          "under at_least_once detection goes on. Much less than what the input retains.",
          {.minimum = 1'000, .maximum = 30 * 86'400'000.0, .restarts = true}),
  });
  return table;
}

template <>
Fields fields_of<Privacy>() {
  static constexpr auto table = std::to_array<Field>({
      field<&Privacy::key_file>("key_file",
                                "File that holds the token key, mode 0600. `centinela token "
                                "--new-key FILE` makes one. Whoever has it can resolve tokens.",
                                {.default_note = "token.key in state.directory", .restarts = true}),
      field<&Privacy::principals>("principals",
                                  "How principals appear in alerts: as tokens, or in clear.",
                                  {.changes_alerts = true}),
  });
  return table;
}

template <>
Fields fields_of<EntitiesMax>() {
  static constexpr auto table = std::to_array<Field>({
      field<&EntitiesMax::principals>(
          "principals", "Principals.", {.minimum = 16, .maximum = 10'000'000, .unit = "entities"}),
      field<&EntitiesMax::conversations>(
          "conversations",
          "Conversations and sessions.",
          {.minimum = 16, .maximum = 10'000'000, .unit = "entities"}),
      field<&EntitiesMax::producers>("producers",
                                     "Producers, each with its boots and watermark.",
                                     {.minimum = 1, .maximum = 100'000, .unit = "entities"}),
      field<&EntitiesMax::principal_classes>(
          "principal_classes",
          "Pairs of principal and resource class.",
          {.minimum = 16, .maximum = 40'000'000, .unit = "entities"}),
  });
  return table;
}

template <>
Fields fields_of<Engine>() {
  static constexpr auto table = std::to_array<Field>({
      field<&Engine::shards>(
          "shards",
          "What one engine judges: all partitions that this instance has, or each partition by "
          "itself, with a state of its own that moves with it to other instances of the group. "
          "Then each has entities_max and the daily ceilings of alerting to itself, and people who "
          "are to be compared have to be in the same partition. Needs kafka.commit: transactional.",
          {.restarts = true}),
      field<&Engine::threads>("threads",
                              "How many shards judge at the same time; alerts do not depend on it. "
                              "Under shards: one there is one.",
                              {.minimum = 1, .maximum = 256, .unit = "threads", .restarts = true}),
      field<&Engine::lateness>("lateness",
                               "An event this far behind the newest one of its own producer is "
                               "late: judged, not learnt, and counted.",
                               {.minimum = 0, .maximum = 7 * 86'400'000.0, .changes_alerts = true}),
      field<&Engine::warm_up>("warm_up",
                              "How far before the committed offset the silent replay after a "
                              "restart may begin.",
                              {.minimum = 0, .maximum = 400 * 86'400'000.0, .restarts = true}),
      field<&Engine::batch_size>(
          "batch_size",
          "Most events judged in one go. Alerts do not depend on it.",
          {.minimum = 1, .maximum = 65'536, .unit = "events", .restarts = true}),
      field<&Engine::queue_batches>(
          "queue_batches",
          "Most batches between source and engine; when full, reading "
          "waits.",
          {.minimum = 1, .maximum = 1'024, .unit = "batches", .restarts = true}),
      field<&Engine::entities_max>("entities_max",
                                   "Most entities remembered of each kind. When full, the one not "
                                   "seen for longest is forgotten, and counted.",
                                   {.changes_alerts = true}),
      field<&Engine::forget_after>(
          "forget_after",
          "Whoever and whatever was not heard of for so long is forgotten, within a week.",
          {.minimum = 30 * 86'400'000.0, .maximum = 3'650 * 86'400'000.0, .changes_alerts = true}),
  });
  return table;
}

template <>
Fields fields_of<Model>() {
  static constexpr auto table = std::to_array<Field>({
      field<&Model::directory>(
          "directory",
          "Directory of the forest, its calibration and manifest.",
          {.default_note = "the model that ships with Centinela", .switches = true}),
  });
  return table;
}

template <>
Fields fields_of<Log>() {
  static constexpr auto table = std::to_array<Field>({
      field<&Log::format>("format", "Form of the lines on standard error."),
      field<&Log::level>("level", "The least severe level that is written."),
  });
  return table;
}

}  // namespace centinela::config
