#include "app/daemon/shards.h"

#include "app/daemon/client_settings.h"
#include "app/daemon/consumer_settings.h"
#include "app/input_partitions.h"
#include "app/state_store.h"

#include <fmt/format.h>

#include <algorithm>

namespace centinela::app {
namespace {

using kafka::TopicPartition;
using telemetry::LogLine;

constexpr std::chrono::milliseconds poll_timeout{100};
constexpr std::chrono::seconds close_timeout{5};
constexpr std::chrono::seconds page_age_max{1};
// A member that has lost its partitions hears of it by then: what was fenced for that reason is not
// begun again.
constexpr std::chrono::seconds pause{5};

bool may_pass(const Error& error) noexcept {
  return error.code == Errc::unavailable || error.code == Errc::fenced;
}

}  // namespace

Shards::Shards(Parts parts, std::stop_token stop)
    : parts_(std::move(parts)), stop_(std::move(stop)), counts_(parts_.host.metrics->make_shard()) {
  parts_.host.hooks.membership = [this] { return member_->membership(); };
}

Shards::~Shards() {
  shards_.clear();
}

Result<std::unique_ptr<Shards>> Shards::start(Parts parts, std::stop_token stop) {
  std::unique_ptr<Shards> shards{new Shards(std::move(parts), std::move(stop))};
  CENTINELA_TRY(shards->open());
  return shards;
}

Result<void> Shards::open() {
  const config::Config& config = parts_.config;
  CENTINELA_TRY(const std::int32_t count,
                common_partitions(config, client_settings(config, "centinela-start", {})));
  std::vector<Slice> slices;
  slices.reserve(static_cast<std::size_t>(count));
  for (std::int32_t partition = 0; partition < count; ++partition) {
    slices.push_back({partition});
  }
  CENTINELA_TRY(prepare_state_key(config, slices));

  kafka::ConsumerHandlers handlers;
  handlers.assigned = [this](std::span<kafka::StartPosition> given) { return assigned(given); };
  handlers.revoked = [this](std::span<const TopicPartition>) { give_back(false); };
  handlers.lost = [this](std::span<const TopicPartition>) { give_back(true); };
  handlers.problem = [this](const Error& error) {
    log_.warn(LogLine("the group cannot be asked: it is asked again").with("error", error.detail));
  };
  kafka::ConsumerSettings settings = consumer_settings(config);
  settings.reads = false;
  CENTINELA_TRY(kafka::Consumer member,
                kafka::Consumer::create(std::move(settings), std::move(handlers)));
  member_ = std::make_unique<kafka::Consumer>(std::move(member));
  parts_.status.set_not_ready("no partition assigned");
  return member_->subscribe();
}

// Partition n of every topic is one shard; range gives them to the same member.
Result<void> Shards::assigned(std::span<const kafka::StartPosition> positions) {
  std::map<std::int32_t, std::size_t> topics;
  for (const kafka::StartPosition& each : positions) {
    ++topics[each.partition.partition];
  }
  for (const auto& [partition, count] : topics) {
    if (count != parts_.config.kafka.topics.size()) {
      return Error{Errc::config,
                   fmt::format("partition {} was given to this instance of {} of {} topics only: "
                               "engine.shards: per_partition needs topics of as many partitions "
                               "each, and range as the assignor of every member",
                               partition,
                               count,
                               parts_.config.kafka.topics.size())};
    }
    begin(partition);
  }
  counts_.add(telemetry::series("centinela_kafka_rebalances_total", "assigned"));
  return {};
}

void Shards::begin(std::int32_t partition) {
  log_.info(LogLine("a partition is taken over").with("partition", partition));
  shards_[partition].runner = std::make_unique<ShardRunner>(parts_.host, partition);
}

// All at once, for the group waits.
void Shards::give_back(bool is_lost) {
  for (const auto& [partition, shard] : shards_) {
    if (shard.runner != nullptr) {
      is_lost ? shard.runner->lose() : shard.runner->release();
    }
  }
  for (const auto& [partition, shard] : shards_) {
    if (shard.runner == nullptr) {
      continue;
    }
    if (const auto ended = shard.runner->end(); !ended) {
      log_.warn(LogLine("a partition was given away before all was committed: it is read again by "
                        "whoever has it now")
                    .with("partition", partition)
                    .with("error", ended.error().detail));
    }
    parts_.forget(shard.runner->firing());
    log_.info(LogLine(is_lost ? "a partition was taken away" : "a partition was given back")
                  .with("partition", partition));
  }
  shards_.clear();
  counts_.add(is_lost ? telemetry::series("centinela_kafka_rebalances_total", "lost")
                      : telemetry::series("centinela_kafka_rebalances_total", "revoked"));
}

Result<void> Shards::tend() {
  for (auto& [partition, shard] : shards_) {
    if (shard.runner != nullptr && shard.runner->is_over()) {
      const auto ended = shard.runner->end();
      if (!ended && !may_pass(ended.error())) {
        Error error = ended.error();
        error.detail = fmt::format(
            "partition {}: {} (with --partition {})", partition, error.detail, partition);
        return error;
      }
      log_.warn(LogLine("a shard ended and begins again: its partition is still ours")
                    .with("partition", partition)
                    .with("error", ended ? "" : ended.error().detail));
      parts_.forget(shard.runner->firing());
      shard = {nullptr, Clock::now()};
    }
    if (shard.runner == nullptr && Clock::now() - shard.ended_at >= pause) {
      begin(partition);
    }
  }
  return {};
}

// A ruling is about an alert of one shard, and only that one knows which.
void Shards::hand_on_controls() {
  const std::vector<std::string> controls = parts_.host.hooks.controls();
  for (const auto& [partition, shard] : shards_) {
    if (shard.runner != nullptr && !controls.empty()) {
      shard.runner->give(controls);
    }
  }
}

std::string Shards::why_not_ready() const {
  if (shards_.empty()) {
    return "no partition assigned";
  }
  std::size_t serving = 0;
  std::string first;
  for (const auto& [partition, shard] : shards_) {
    const std::string why =
        shard.runner == nullptr ? "it ended and begins again" : shard.runner->status().not_ready();
    serving += why.empty() ? 1 : 0;
    if (!why.empty() && first.empty()) {
      first = fmt::format("partition {}: {}", partition, why);
    }
  }
  return serving == shards_.size()
             ? ""
             : fmt::format("{} of {} partitions serve; {}", serving, shards_.size(), first);
}

void Shards::observe() {
  // The one that has not moved for longest; one that has only begun says nothing yet.
  std::int64_t progress = parts_.host.hooks.clock().milliseconds();
  for (const auto& [partition, shard] : shards_) {
    const std::int64_t last = shard.runner == nullptr ? 0 : shard.runner->status().last_progress();
    progress = last == 0 ? progress : std::min(progress, last);
  }
  parts_.status.progress(progress);
  const std::string why = why_not_ready();
  const bool is_news = why != parts_.status.not_ready();
  parts_.status.set_not_ready(why);
  if (const auto now = Clock::now(); is_news || now - last_page_ >= page_age_max) {
    last_page_ = now;
    std::string page = fmt::format(
        "shards: {} of this instance{}\n", shards_.size(), why.empty() ? "" : "; " + why);
    for (const auto& [partition, shard] : shards_) {
      page += fmt::format("\npartition {}\n", partition);
      page += shard.runner == nullptr ? "ended, begins again\n" : shard.runner->status().page();
    }
    parts_.status.set_page(std::move(page));
  }
}

Result<void> Shards::rounds() {
  while (!stop_.stop_requested()) {
    CENTINELA_TRY(member_->poll(poll_timeout));
    CENTINELA_TRY(tend());
    hand_on_controls();
    observe();
  }
  return {};
}

Result<void> Shards::drain() {
  parts_.status.set_not_ready("draining");
  for (const auto& [partition, shard] : shards_) {
    if (shard.runner != nullptr) {
      shard.runner->release();
    }
  }
  Result<void> first;
  for (const auto& [partition, shard] : shards_) {
    if (shard.runner == nullptr) {
      continue;
    }
    auto ended = shard.runner->end();
    if (!ended && ended.error().code == Errc::fenced) {
      log_.warn(LogLine("a partition is another instance's by now: what was not committed is left "
                        "to it")
                    .with("partition", partition));
    } else if (!ended && first) {
      first = std::move(ended);
    }
  }
  shards_.clear();
  const Result<void> left = member_->close(close_timeout);
  return first ? left : first;
}

Result<void> Shards::run() {
  const Result<void> ended = rounds();
  const Result<void> drained = drain();
  return ended ? drained : ended;
}

}  // namespace centinela::app
