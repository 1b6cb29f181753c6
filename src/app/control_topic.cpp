#include "app/control_topic.h"

#include "app/daemon/client_settings.h"
#include "kafka/producer.h"

#include <chrono>
#include <fstream>

namespace centinela::app {
namespace {

constexpr std::chrono::seconds accept_timeout{10};

}  // namespace

Result<void> send_controls(const config::Config& config, std::span<const std::string> records) {
  kafka::ProducerSettings settings;
  settings.client = client_settings(config, "centinela-control", {});
  CENTINELA_TRY(kafka::Producer producer, kafka::Producer::create(std::move(settings)));
  for (const std::string& value : records) {
    kafka::OutgoingRecord record;
    record.topic = config.kafka.topics.front();
    record.value = value;
    CENTINELA_TRY(producer.enqueue(record));
  }
  return producer.flush(accept_timeout);
}

Result<void> write_controls(const std::filesystem::path& path,
                            std::span<const std::string> records,
                            std::ostream& out) {
  std::ofstream file;
  if (path != "-") {
    // Rulings pile up: a file of them is added to, never begun anew.
    file.open(path, std::ios::binary | std::ios::app);
    if (!file) {
      return Error{Errc::io, path.string() + ": cannot be written; is its folder there?"};
    }
  }
  std::ostream& to = path == "-" ? out : file;
  for (const std::string& record : records) {
    to << record << '\n';
  }
  if (!to.flush()) {
    return Error{Errc::io, path.string() + ": write failed; is the disk full?"};
  }
  return {};
}

}  // namespace centinela::app
