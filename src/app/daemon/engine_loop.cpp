#include "app/daemon/engine_loop.h"

#include "app/daemon/client_settings.h"
#include "app/daemon/loop_metrics.h"

#include <fmt/format.h>

#include <algorithm>

namespace centinela::app {
namespace {

using kafka::TopicPartition;

constexpr std::chrono::milliseconds poll_timeout{100};

kafka::StartPolicy policy_of(config::Start start) noexcept {
  switch (start) {
    case config::Start::latest:
      return kafka::StartPolicy::latest;
    case config::Start::fail:
      return kafka::StartPolicy::fail;
    case config::Start::earliest:
      break;
  }
  return kafka::StartPolicy::earliest;
}

kafka::LogFunction log_function() {
  const auto logger = std::make_shared<const telemetry::Logger>("kafka");
  return [logger](kafka::LogLevel level, std::string_view facility, std::string_view text) {
    auto line = telemetry::LogLine(text).with("facility", facility);
    switch (level) {
      case kafka::LogLevel::error:
      case kafka::LogLevel::warn:
        return logger->warn(line);
      case kafka::LogLevel::info:
        return logger->info(line);
      case kafka::LogLevel::debug:
        return logger->debug(line);
    }
  };
}

}  // namespace

EngineLoop::EngineLoop(Parts parts, std::stop_token stop)
    : parts_(std::move(parts)),
      stop_(std::move(stop)),
      shard_(parts_.metrics.make_shard()),
      last_record_(std::chrono::steady_clock::now()),
      last_mark_(last_record_) {}

EngineLoop::~EngineLoop() = default;

Result<std::unique_ptr<EngineLoop>> EngineLoop::start(Parts parts, std::stop_token stop) {
  std::unique_ptr<EngineLoop> loop{new EngineLoop(std::move(parts), std::move(stop))};
  CENTINELA_TRY(loop->open());
  return loop;
}

Result<void> EngineLoop::open() {
  const config::Config& config = parts_.config;
  CENTINELA_TRY(Delivery delivery, Delivery::start(config, log_function(), [this] {
                  parts_.status.set_not_ready("the brokers take no more alerts");
                  return !stop_.stop_requested();
                }));
  delivery_ = std::make_unique<Delivery>(std::move(delivery));

  kafka::ConsumerSettings settings;
  settings.client = client_settings(config, "centinela", log_function());
  settings.group_id = config.kafka.group_id;
  settings.topics = config.kafka.topics;
  settings.start = policy_of(config.kafka.start);
  settings.batch_records_max = static_cast<std::size_t>(config.engine.batch_size);
  kafka::ConsumerHandlers handlers;
  handlers.assigned = [this](std::span<kafka::StartPosition> starts) { return assigned(starts); };
  handlers.revoked = [this](std::span<const TopicPartition> gone) { released(gone, true); };
  handlers.lost = [this](std::span<const TopicPartition> gone) { released(gone, false); };
  handlers.problem = [this](const Error& error) {
    log_.warn(telemetry::LogLine("input interrupted: reading goes on when it is back")
                  .with("error", error.detail));
  };
  CENTINELA_TRY(kafka::Consumer consumer,
                kafka::Consumer::create(std::move(settings), std::move(handlers)));
  consumer_ = std::make_unique<kafka::Consumer>(std::move(consumer));
  return consumer_->subscribe();
}

Result<void> EngineLoop::assigned(std::span<kafka::StartPosition> positions) {
  const EventTime earliest = parts_.hooks.clock() - parts_.config.engine.warm_up;
  for (kafka::StartPosition& position : positions) {
    // What was committed has been told; from there on it is live.
    live_from_[position.partition] = position.start;
    if (position.committed && !position.is_committed_lost() && position.start > position.low) {
      CENTINELA_TRY(const auto starts, consumer_->offsets_at({&position.partition, 1}, earliest));
      if (!starts.empty()) {
        position.start = std::clamp(starts.front().offset, position.low, position.start);
      }
    }
    next_to_read_[position.partition] = live_from_[position.partition];
    log_.info(telemetry::LogLine("partition assigned")
                  .with("topic", position.partition.topic)
                  .with("partition", position.partition.partition)
                  .with("replay_from", position.start)
                  .with("live_from", live_from_[position.partition]));
  }
  shard_.add(telemetry::series("centinela_kafka_rebalances_total", "assigned"));
  parts_.status.set_not_ready("");
  return {};
}

void EngineLoop::released(std::span<const TopicPartition> partitions, bool may_commit) {
  if (may_commit) {
    if (auto committed = commit(true); !committed) {
      log_.warn(telemetry::LogLine("revoked before all was committed: it will be read again")
                    .with("error", committed.error().detail));
    }
  }
  shard_.add(may_commit ? telemetry::series("centinela_kafka_rebalances_total", "revoked")
                        : telemetry::series("centinela_kafka_rebalances_total", "lost"));
  delivery_->forget(partitions);
  for (const TopicPartition& partition : partitions) {
    next_to_read_.erase(partition);
    live_from_.erase(partition);
  }
  if (next_to_read_.empty()) {
    parts_.status.set_not_ready("no partition assigned");
  }
}

bool EngineLoop::is_live(const TopicPartition& partition, std::int64_t offset) const {
  const auto from = live_from_.find(partition);
  return from == live_from_.end() || offset >= from->second;
}

Result<void> EngineLoop::run() {
  while (!stop_.stop_requested()) {
    CENTINELA_TRY(const auto records, consumer_->poll(poll_timeout));
    const auto started = std::chrono::steady_clock::now();
    if (!records.empty()) {
      last_record_ = started;
      CENTINELA_TRY(take(records));
    } else {
      CENTINELA_TRY(tick_when_idle());
    }
    CENTINELA_TRY(deliver());
    CENTINELA_TRY(commit(false));
    observe(records.size(), std::chrono::steady_clock::now() - started);
  }
  return drain();
}

Result<void> EngineLoop::take(std::span<const kafka::KafkaRecord> records) {
  pipeline::Engine& engine = *parts_.bundle.engine;
  for (const kafka::KafkaRecord& record : records) {
    headers_.clear();
    for (std::size_t i = 0; i < record.headers.size(); ++i) {
      const auto header = record.headers.at(i);
      headers_.push_back({header->name, header->value.value_or(std::string_view{})});
    }
    codec::RecordView view;
    view.value = record.value.value_or(std::string_view{});
    view.is_null = !record.value.has_value();
    view.headers = headers_;
    view.timestamp = EventTime{std::max<std::int64_t>(record.timestamp_ms, 0)};
    Position position;
    position.topic = record.topic_index;
    position.partition = PartitionIndex{record.partition};
    position.offset = Offset{record.offset};
    engine.take(view, position, decisions_, rejected_);

    const TopicPartition partition{std::string{record.topic}, record.partition};
    CENTINELA_TRY(dead_letter(record, is_live(partition, record.offset)));
    std::int64_t& next = next_to_read_[partition];
    next = std::max(next, record.offset + 1);
  }
  engine.flush(decisions_);
  return {};
}

Result<void> EngineLoop::dead_letter(const kafka::KafkaRecord& record, bool is_live) {
  for (const pipeline::Rejected& rejected : rejected_) {
    count_dead_letter(shard_, rejected);
    if (is_live) {
      CENTINELA_TRY(delivery_->dead_letter(record, rejected));
      break;  // the record is kept whole, once, with its first failure
    }
  }
  rejected_.clear();
  return {};
}

Result<void> EngineLoop::deliver() {
  live_.clear();
  replayed_.clear();
  for (alerting::Decision& decision : decisions_) {
    const Position& position = decision.alert.position;
    const TopicPartition partition{decision.alert.topic, position.partition.value()};
    if (is_live(partition, position.offset.value())) {
      count_decision(shard_, decision);
      CENTINELA_TRY(delivery_->alert(decision.alert));
      live_.push_back(std::move(decision.alert));
    } else {
      replayed_.push_back(std::move(decision.alert));
    }
  }
  decisions_.clear();
  if (!replayed_.empty()) {
    parts_.hooks.restore(replayed_);
  }
  if (!live_.empty()) {
    parts_.hooks.notify(live_);
  }
  return {};
}

}  // namespace centinela::app
