#include "app/daemon/outgoing.h"

#include "centinela/codec/alert_encoder.h"

#include "kafka/dead_letter_headers.h"

namespace centinela::app {

Outgoing alert_record(const config::Config& config, const Alert& alert) {
  Outgoing outgoing;
  outgoing.topic = config.alerting.topic;
  outgoing.key = print(alert.id);  // revisions of one alert stay in order
  outgoing.value = config.alerting.format == config::AlertFormat::ocsf
                       ? codec::encode_alert_ocsf(alert)
                       : codec::encode_alert(alert);
  outgoing.decided_by = {alert.topic, alert.position.partition.value()};
  return outgoing;
}

Outgoing dead_letter_record(const config::Config& config,
                            const kafka::KafkaRecord& record,
                            const pipeline::Rejected& rejected) {
  const std::string detail =
      std::string{rejected.failure.field} + (rejected.failure.field.empty() ? "" : ": ") +
      std::string{rejected.failure.detail} + " at byte " + std::to_string(rejected.failure.byte);
  Outgoing outgoing;
  outgoing.topic = config.kafka.dead_letters;
  outgoing.is_dead_letter = true;
  if (record.key.data() != nullptr) {
    outgoing.key.emplace(record.key);
  }
  if (record.value) {
    outgoing.value = std::string{*record.value};
  }
  outgoing.headers = kafka::dead_letter_headers(record,
                                                {Errc::bad_data, rejected.failure.reason, detail},
                                                {config.kafka.group_id, CENTINELA_VERSION});
  outgoing.decided_by = {std::string{record.topic}, record.partition};
  return outgoing;
}

kafka::OutgoingRecord borrow(const Outgoing& outgoing) noexcept {
  kafka::OutgoingRecord record;
  record.topic = outgoing.topic;
  record.key = outgoing.key ? std::string_view{*outgoing.key} : std::string_view{};
  if (outgoing.value) {
    record.value = *outgoing.value;
  }
  record.headers = outgoing.headers;
  record.partition = outgoing.partition;
  return record;
}

bool drop_value(Outgoing& outgoing) {
  if (!outgoing.is_dead_letter || !outgoing.value) {
    return false;
  }
  outgoing.headers.push_back(
      {.name = "centinela-value-omitted-bytes", .value = std::to_string(outgoing.value->size())});
  outgoing.value.reset();
  return true;
}

}  // namespace centinela::app
