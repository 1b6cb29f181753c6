#include "app/state_topic.h"

#include "centinela/base/check.h"

#include "app/daemon/client_settings.h"
#include "app/daemon/consumer_settings.h"
#include "kafka/partition_reader.h"
#include "kafka/topic_check.h"
#include "kafka/transactional_producer.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

namespace centinela::app {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds broker_timeout{10};
// Of a checkpoint, and of silence while one is read.
constexpr std::chrono::seconds write_time_max{30};
constexpr std::chrono::seconds silence_max{30};
constexpr std::chrono::milliseconds pause{100};
// The brokers end what a dead process began after so long; the next one with its identity at once.
constexpr std::string_view transaction_timeout_ms = "120000";

kafka::TopicPartition partition_of(const config::Config& config, const Slice& slice) {
  return {config.state.topic, slice.partition.value_or(0)};
}

}  // namespace

std::string state_identity(const config::Config& config, const Slice& slice) {
  return transactional_id(config, slice);
}

Result<std::unique_ptr<StateTopic>> StateTopic::open_for_writing(const config::Config& config,
                                                                 const Slice& slice) {
  kafka::TransactionalSettings settings;
  settings.client = client_settings(config, "centinela-state", kafka_log());
  settings.client.properties.try_emplace("transaction.timeout.ms", transaction_timeout_ms);
  settings.transactional_id = state_identity(config, slice) + "-state";
  CENTINELA_TRY(auto transactions,
                kafka::make_transactional_producer(std::move(settings), nullptr));
  auto topic = std::make_unique<StateTopic>(config, std::move(transactions), slice);
  CENTINELA_TRY(topic->fence());
  return topic;
}

Error StateTopic::shut_out() {
  is_open_ = false;
  is_shut_out_ = true;
  return {Errc::fenced,
          fmt::format("topic {}: another process keeps its state under the identity {} "
                      "(kafka.properties: group.instance.id): one daemon per identity",
                      config_.state.topic,
                      state_identity(config_, slice_))};
}

Result<void> StateTopic::fence() {
  const Deadline deadline = steady_clock::now() + write_time_max;
  while (true) {
    const kafka::Step step = transactions_->open();
    switch (step.verdict) {
      case kafka::StepVerdict::done:
        is_open_ = true;
        return {};
      case kafka::StepVerdict::fenced:
        return shut_out();
      case kafka::StepVerdict::failed:
      case kafka::StepVerdict::refused:
        return Error{Errc::config, fmt::format("topic {}: {}", config_.state.topic, step.detail)};
      default:
        break;
    }
    if (steady_clock::now() > deadline) {
      return Error{Errc::unavailable,
                   fmt::format("topic {} cannot be written: {}", config_.state.topic, step.detail)};
    }
    std::this_thread::sleep_for(pause);
  }
}

Result<void> StateTopic::read(const Record& visit) {
  kafka::ConsumerSettings settings = consumer_settings(config_);
  settings.topics = {config_.state.topic};
  // kafka.start is of the input; nobody commits offsets of this topic.
  settings.start = kafka::StartPolicy::earliest;
  const kafka::TopicPartition partition = partition_of(config_, slice_);
  kafka::StartPosition ends;
  {
    CENTINELA_TRY(const kafka::Consumer asking, kafka::Consumer::create(settings, {}));
    CENTINELA_TRY(const auto positions, asking.start_positions({&partition, 1}));
    ends = positions.front();
  }
  kafka::PartitionReader reader{std::move(settings)};
  Deadline deadline = steady_clock::now() + silence_max;
  while (true) {
    const auto records = reader.read(partition, ends.low, ends.high);
    if (!records) {
      if (records.error().code != Errc::unavailable || steady_clock::now() > deadline) {
        return records.error();
      }
      continue;
    }
    if (records->empty()) {
      return {};
    }
    for (const kafka::KafkaRecord& record : *records) {
      CENTINELA_TRY(visit(record.key, record.value));
    }
    deadline = steady_clock::now() + silence_max;
  }
}

Result<void> StateTopic::write(const std::function<Result<void>(const Record& put)>& fill) {
  CENTINELA_CHECK(transactions_ != nullptr);
  if (is_shut_out_) {
    return shut_out();
  }
  if (!is_open_) {
    CENTINELA_TRY(fence());
  }
  const Deadline deadline = steady_clock::now() + write_time_max;
  auto written = send(fill, deadline);
  if (!written && is_open_) {
    const kafka::Step aborted = transactions_->abort();
    is_open_ = aborted.verdict == kafka::StepVerdict::done;
  }
  return written;
}

Result<void> StateTopic::send(const std::function<Result<void>(const Record& put)>& fill,
                              Deadline deadline) {
  CENTINELA_TRY(persist([this] { return transactions_->begin(); }, deadline));
  CENTINELA_TRY(
      fill([&](std::string_view key, std::optional<std::string_view> value) -> Result<void> {
        kafka::OutgoingRecord record;
        record.topic = config_.state.topic;
        record.partition = slice_.partition.value_or(0);
        record.key = key;
        record.value = value;
        return persist([&] { return transactions_->send(record); }, deadline);
      }));
  return persist([this] { return transactions_->commit(); }, deadline);
}

Result<void> StateTopic::persist(const std::function<kafka::Step()>& step, Deadline deadline) {
  while (true) {
    const kafka::Step done = step();
    switch (done.verdict) {
      case kafka::StepVerdict::done:
        return {};
      case kafka::StepVerdict::again:
        if (steady_clock::now() <= deadline) {
          continue;
        }
        is_open_ = false;  // its end is not known
        break;
      case kafka::StepVerdict::fenced:
        return shut_out();
      case kafka::StepVerdict::rebuild:
        is_open_ = false;
        break;
      case kafka::StepVerdict::failed:
      case kafka::StepVerdict::refused:
        return Error{Errc::config, fmt::format("topic {}: {}", config_.state.topic, done.detail)};
      case kafka::StepVerdict::abort:
      case kafka::StepVerdict::stale_member:
        break;
    }
    return Error{Errc::unavailable,
                 fmt::format("topic {} takes no checkpoint: {}", config_.state.topic, done.detail)};
  }
}

}  // namespace centinela::app
