#include "config/checks.h"
#include "config/fields.h"

namespace centinela::config {

template <>
Fields fields_of<Kafka>() {
  static constexpr auto table = std::to_array<Field>({
      field<&Kafka::bootstrap_servers>("bootstrap_servers",
                                       "Brokers to ask first, as host:port, separated by commas.",
                                       {.check = check_not_empty}),
      field<&Kafka::topics>("topics",
                            "Topics that carry access events. The first one names the position of "
                            "an alert when the input is a file.",
                            {.check = check_topics, .changes_alerts = true}),
      field<&Kafka::group_id>("group_id",
                              "Consumer group. Instances of one group share the partitions; under "
                              "kafka.commit: transactional each needs a "
                              "kafka.properties.group.instance.id of its own (default "
                              "centinela-0).",
                              {.check = check_not_empty}),
      field<&Kafka::commit>("commit",
                            "How offsets and alerts are kept together. transactional: alerts, dead "
                            "letters and offsets in one Kafka transaction, so that a consumer with "
                            "isolation.level read_committed sees each alert once, whatever was "
                            "killed. at_least_once: an offset is committed only after every alert "
                            "up to it has been delivered, so a crash may repeat an alert under the "
                            "same id, never lose one; for brokers without transactions."),
      field<&Kafka::commit_interval>("commit_interval",
                                     "Longest time between two commits of offsets. An alert is "
                                     "committed at once.",
                                     {.minimum = 10, .maximum = 60'000}),
      field<&Kafka::start>("start",
                           "Where to begin on a partition that has no committed offset, or whose "
                           "offset is no longer retained. fail: stop and let an operator decide."),
      field<&Kafka::queue_size_max>("queue_size_max",
                                    "Most bytes fetched and not yet processed. When it is full, "
                                    "fetching stops and lag grows in Kafka; nothing is lost.",
                                    {.minimum = 1 << 20, .maximum = 2'147'483'648.0}),
      field<&Kafka::dead_letters>("dead_letters",
                                  "Topic for records that cannot be decoded, with the reason and "
                                  "the position. They are raw: give it the input's access rights.",
                                  {.check = check_topic}),
      field<&Kafka::properties>("properties",
                                "librdkafka properties, passed on as they are: TLS, SASL, tuning. "
                                "Those that Centinela sets itself are refused.",
                                {.example = "{security.protocol: sasl_ssl, sasl.mechanism: "
                                            "SCRAM-SHA-512, sasl.username: centinela}",
                                 .name_check = check_kafka_property}),
      field<&Kafka::properties_file>(
          "properties_file",
          "Files that hold the value of a librdkafka property, for "
          "secrets; a newline at the end is dropped.",
          {.example = "{sasl.password: /run/secrets/kafka}", .name_check = check_kafka_property}),
  });
  return table;
}

template <>
Fields fields_of<Input>() {
  static constexpr auto table = std::to_array<Field>({
      field<&Input::format>("format",
                            "auto detects native JSON, OCSF, CloudEvents and the presets that can "
                            "be told by their keys for each message. Other values name a mapping "
                            "preset; cloudtrail_flat, plain pgAudit lines and tables need theirs.",
                            {.changes_alerts = true}),
      field<&Input::default_tenant>("default_tenant",
                                    "Tenant of events that name none.",
                                    {.check = check_not_empty, .changes_alerts = true}),
  });
  return table;
}

}  // namespace centinela::config
