#include "app/control_topic.h"

#include "app/daemon/client_settings.h"
#include "app/input_partitions.h"
#include "app/slice.h"
#include "kafka/producer.h"

#include <chrono>
#include <cstdint>
#include <fstream>
#include <numeric>
#include <vector>

namespace centinela::app {
namespace {

constexpr std::chrono::seconds accept_timeout{10};

// Where a control record goes: anywhere when one engine reads all, else to each of them.
Result<std::vector<std::int32_t>> addressees(const config::Config& config,
                                             const kafka::ClientSettings& client) {
  if (!is_sliced(config)) {
    return std::vector{kafka::any_partition};
  }
  CENTINELA_TRY(const std::int32_t count, common_partitions(config, client));
  std::vector<std::int32_t> all(static_cast<std::size_t>(count));
  std::iota(all.begin(), all.end(), 0);
  return all;
}

}  // namespace

Result<void> send_controls(const config::Config& config, std::span<const std::string> records) {
  kafka::ProducerSettings settings;
  settings.client = client_settings(config, "centinela-control", {});
  CENTINELA_TRY(const std::vector<std::int32_t> partitions, addressees(config, settings.client));
  CENTINELA_TRY(kafka::Producer producer, kafka::Producer::create(std::move(settings)));
  for (const std::string& value : records) {
    for (const std::int32_t partition : partitions) {
      kafka::OutgoingRecord record;
      record.topic = config.kafka.topics.front();
      record.partition = partition;
      record.value = value;
      CENTINELA_TRY(producer.enqueue(record));
    }
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
