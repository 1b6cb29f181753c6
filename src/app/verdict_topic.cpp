// Where `centinela verdict` writes when no file is named: the first input topic.
#include "app/daemon/client_settings.h"
#include "app/verdict_command.h"
#include "kafka/producer.h"

#include <unistd.h>

#include <chrono>

namespace centinela::app {
namespace {

constexpr std::chrono::seconds accept_timeout{10};

Result<void> send_to_topic(const config::Config& config, std::span<const std::string> records) {
  kafka::ProducerSettings settings;
  settings.client = client_settings(config, "centinela-verdict", {});
  CENTINELA_TRY(kafka::Producer producer, kafka::Producer::create(std::move(settings)));
  for (const std::string& value : records) {
    kafka::OutgoingRecord record;
    record.topic = config.kafka.topics.front();
    record.value = value;
    CENTINELA_TRY(producer.enqueue(record));
  }
  return producer.flush(accept_timeout);
}

EventTime system_time() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return EventTime{std::chrono::duration_cast<Duration>(now).count()};
}

}  // namespace

Result<void> verdict(const VerdictOptions& options, std::istream& in, std::ostream& out) {
  return verdict(options, VerdictHost{system_time(), ::getuid(), send_to_topic}, in, out);
}

}  // namespace centinela::app
