#include "app/dead_letter_replay.h"

#include "app/daemon/client_settings.h"
#include "app/resend_mark.h"
#include "kafka/consumer.h"
#include "kafka/topic_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>

namespace centinela::app {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds broker_timeout{10};
constexpr std::chrono::seconds silence_max{10};

// What we added when the record became a dead letter.
bool is_ours(std::string_view name) noexcept {
  constexpr std::array<std::string_view, 3> families{
      "kafka_dlt-", "__connect.errors.", "centinela-"};
  return std::any_of(families.begin(), families.end(), [name](std::string_view family) {
    return name.starts_with(family);
  });
}

struct Tally {
  std::uint64_t read = 0;
  std::uint64_t sent = 0;
  std::uint64_t before = 0;  // sent by an earlier run
  std::uint64_t unfit = 0;   // of another topic, or without its value
  std::map<std::string, std::uint64_t> reasons;
};

kafka::ClientSettings client_of(const config::Config& config) {
  return client_settings(config, "centinela-dlq", {});
}

Result<kafka::Consumer> make_consumer(const config::Config& config) {
  kafka::ConsumerSettings settings;
  settings.client = client_of(config);
  settings.group_id = config.kafka.group_id + "-dlq";  // a position of its own
  settings.topics = {config.kafka.dead_letters};
  settings.tells_end = true;
  return kafka::Consumer::create(std::move(settings), {});
}

class Replay {
 public:
  Replay(const DeadLetterReplayOptions& options,
         const config::Config& config,
         kafka::Consumer consumer)
      : options_(options), config_(config), consumer_(std::move(consumer)) {}

  Result<Tally> run() {
    CENTINELA_TRY(open());
    const auto is_done = [this] { return ends_.empty() || tally_.sent >= options_.limit; };
    auto last = steady_clock::now();
    while (!is_done()) {
      CENTINELA_TRY(const auto records, consumer_.poll(std::chrono::milliseconds{200}));
      for (const kafka::KafkaRecord& record : records) {
        CENTINELA_TRY(take(record));
      }
      drop_finished(consumer_);
      CENTINELA_TRY(settle());
      last = records.empty() ? last : steady_clock::now();
      if (steady_clock::now() - last > silence_max) {
        return Error{Errc::unavailable,
                     fmt::format("{}: the brokers gave nothing more within {} s",
                                 config_.kafka.dead_letters,
                                 silence_max.count())};
      }
    }
    return tally_;
  }

 private:
  // Read to where the topic ends now, or what is sent and fails again would be read for ever.
  Result<void> open() {
    const kafka::ClientSettings client = client_of(config_);
    const kafka::TopicNeed need{config_.kafka.dead_letters, "kafka.dead_letters"};
    CENTINELA_TRY(const auto found,
                  kafka::check_topics(client, std::span(&need, 1), broker_timeout));
    CENTINELA_TRY(const auto positions, consumer_.start_positions(kafka::partitions_of(found)));
    std::vector<kafka::PartitionOffset> starts;
    for (const kafka::StartPosition& position : positions) {
      const std::int32_t partition = position.partition.partition;
      ResendMark& mark = marks_[partition];
      mark = mark_of(position.committed.value_or(0), position.metadata, position.high);
      const std::int64_t unsent = options_.from_beginning ? 0 : first_unsent(mark, options_.reason);
      const std::int64_t start = std::max(position.low, unsent);
      if (start < position.high) {
        starts.push_back({position.partition.topic, partition, start, {}});
        ends_[partition] = position.high;
      }
    }
    if (options_.applies) {
      kafka::ProducerSettings producing;
      producing.client = client;
      CENTINELA_TRY(kafka::Producer producer, kafka::Producer::create(std::move(producing)));
      producer_.emplace(std::move(producer));
    }
    return starts.empty() ? Result<void>{} : consumer_.assign(starts);
  }

  Result<void> take(const kafka::KafkaRecord& record) {
    const auto end = ends_.find(record.partition);
    if (end == ends_.end() || record.offset >= end->second || tally_.sent >= options_.limit) {
      return {};
    }
    ++tally_.read;
    next_[record.partition] = record.offset + 1;
    const std::optional<Resent> again = resent(record, config_.kafka.topics);
    if (!again) {
      ++tally_.unfit;
      return {};
    }
    if (!options_.reason.empty() && again->reason != options_.reason) {
      return {};
    }
    if (!options_.from_beginning &&
        was_sent(marks_[record.partition], again->reason, record.offset)) {
      ++tally_.before;
      return {};
    }
    ++tally_.sent;
    ++tally_.reasons[again->reason];
    return producer_ ? send(*producer_, record, *again) : Result<void>{};
  }

  static Result<void> send(kafka::Producer& producer,
                           const kafka::KafkaRecord& record,
                           const Resent& again) {
    kafka::OutgoingRecord outgoing;
    outgoing.topic = again.topic;
    outgoing.key = record.key;
    outgoing.value = record.value;
    outgoing.headers = again.headers;
    for (;;) {
      const auto ticket = producer.enqueue(outgoing);
      if (ticket || ticket.error().code != Errc::unavailable) {
        return ticket ? Result<void>{} : ticket.error();
      }
      CENTINELA_TRY(producer.flush(broker_timeout));
    }
  }

  // What was sent is remembered only once the brokers have it: killed in between, the command sends
  // the letters of one poll again.
  Result<void> settle() {
    if (!producer_ || next_.empty()) {
      return {};
    }
    CENTINELA_TRY(producer_->flush(broker_timeout));
    std::vector<kafka::PartitionOffset> positions;
    for (const auto& [partition, next] : next_) {
      ResendMark& mark = marks_[partition];
      pass(mark, options_.reason, next);
      positions.push_back({config_.kafka.dead_letters, partition, mark.all, metadata_of(mark)});
    }
    next_.clear();
    return consumer_.commit(positions, broker_timeout);
  }

  // What a transaction leaves at the end of a topic is no record: only the end itself tells.
  void drop_finished(const kafka::Consumer& consumer) {
    for (const kafka::PartitionLag& lag : consumer.lag()) {
      const auto end = ends_.find(lag.partition.partition);
      if (end != ends_.end() &&
          std::max(lag.position, consumer.end_seen(lag.partition)) >= end->second) {
        ends_.erase(end);
      }
    }
  }

  const DeadLetterReplayOptions& options_;
  const config::Config& config_;
  kafka::Consumer consumer_;
  std::optional<kafka::Producer> producer_;
  std::map<std::int32_t, std::int64_t> ends_;
  std::map<std::int32_t, std::int64_t> next_;  // read and not yet remembered
  std::map<std::int32_t, ResendMark> marks_;
  Tally tally_;
};

}  // namespace

std::optional<Resent> resent(const kafka::KafkaRecord& dead_letter,
                             std::span<const std::string> topics) {
  const auto topic = dead_letter.headers.find("kafka_dlt-original-topic");
  const bool is_known = topic && std::find(topics.begin(), topics.end(), *topic) != topics.end();
  if (!is_known || dead_letter.headers.find("centinela-value-omitted-bytes")) {
    return std::nullopt;
  }
  Resent again;
  again.topic = *topic;
  again.reason = dead_letter.headers.find("centinela-error-code").value_or("");
  for (std::size_t i = 0; i < dead_letter.headers.size(); ++i) {
    const auto header = dead_letter.headers.at(i);
    if (header && !is_ours(header->name)) {
      kafka::OutgoingHeader& kept = again.headers.emplace_back();
      kept.name = header->name;
      if (header->value) {
        kept.value.emplace(*header->value);
      }
    }
  }
  again.headers.push_back(
      {.name = "replayed-from",
       .value =
           fmt::format("{}:{}:{}", dead_letter.topic, dead_letter.partition, dead_letter.offset)});
  return again;
}

Result<void> replay_dead_letters(const DeadLetterReplayOptions& options, std::ostream& out) {
  constexpr std::uint64_t limit_max = 1'000'000;
  if (options.limit == 0 || options.limit > limit_max) {
    return Error{Errc::usage, fmt::format("dlq replay: --limit: expected 1 to {}", limit_max)};
  }
  if (!options.reason.empty() && !is_reason(options.reason)) {
    return Error{Errc::usage,
                 "dlq replay: --reason: expected a centinela-error-code such as bad_json; "
                 "docs/events.md lists them"};
  }
  CENTINELA_TRY(const config::Config config, config::load(options.config));
  CENTINELA_TRY(kafka::Consumer consumer, make_consumer(config));
  Replay replay(options, config, std::move(consumer));
  CENTINELA_TRY(const Tally tally, replay.run());
  out << fmt::format("{} dead letters read, {} {}, {} sent before, {} cannot be sent\n",
                     tally.read,
                     tally.sent,
                     options.applies ? "sent" : "would be sent (--apply sends them)",
                     tally.before,
                     tally.unfit);
  for (const auto& [reason, count] : tally.reasons) {
    out << fmt::format("{:>10} {}\n", count, reason);
  }
  return {};
}

}  // namespace centinela::app
