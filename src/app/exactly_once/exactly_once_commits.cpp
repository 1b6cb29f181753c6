// One interval after the other into a transaction: sent, confirmed, or taken back and sent again.
#include "app/exactly_once/exactly_once.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>
#include <utility>

namespace centinela::app {

using std::chrono::milliseconds;

namespace {

Result<void> to_result(const CommitOutcome& outcome) {
  switch (outcome.verdict) {
    case CommitVerdict::committed:
    case CommitVerdict::stale_member:
      return {};
    case CommitVerdict::given_up:
      return Error{Errc::unavailable, outcome.detail};
    case CommitVerdict::fenced:
      return Error{Errc::fenced,
                   fmt::format("another instance with this identity (kafka.group_id and "
                               "group.instance.id) has taken over: end one of the two, or give "
                               "each its own kafka.properties.group.instance.id ({})",
                               outcome.detail)};
    case CommitVerdict::failed:
      break;
  }
  return Error{Errc::config, outcome.detail};
}

}  // namespace

Result<void> ExactlyOnce::fence() {
  return to_result(committer_.open());
}

void ExactlyOnce::launch(Clock::time_point now, const Offsets& next_to_read) {
  Result<std::string> membership = committer_.membership();
  if (!membership) {
    must_join_since_ = now;
    return;
  }
  ++number_;
  InFlight flight;
  flight.interval.membership = *std::move(membership);
  flight.began = now;
  // What came of partitions that are no longer ours is told by whoever has them.
  std::erase_if(open_, [&next_to_read](const Waiting& each) {
    return next_to_read.find(each.output.decided_by) == next_to_read.end();
  });
  flight.outputs = std::exchange(open_, {});
  open_bytes_ = 0;
  has_alert_ = false;
  wants_commit_ = false;
  for (const Waiting& each : flight.outputs) {
    flight.interval.outputs.push_back(each.output);
  }
  flight.interval.offsets = noted(next_to_read);
  for (const auto& [partition, offset] : next_to_read) {
    if (const auto told = told_.find(partition); told != told_.end()) {
      flight.interval.before.push_back(told->second);
    }
  }
  partitions_ = next_to_read.size();
  has_ticked_ = false;
  last_begin_ = now;
  // In its place first: the commit refers to it there.
  InFlight& sent = in_flight_.emplace(std::move(flight));
  sent.outcome =
      std::async(options_.launch, [this, &sent] { return committer_.commit(sent.interval); });
}

void ExactlyOnce::confirm(const InFlight& flight) {
  for (const kafka::PartitionOffset& each : flight.interval.offsets) {
    const kafka::TopicPartition partition{each.topic, each.partition};
    told_[partition] = each;
    confirmed_[partition] = each.offset;
  }
  for (const Outgoing& output : flight.interval.outputs) {
    ++(output.is_dead_letter ? counts_.dead_letters : counts_.alerts);
  }
}

// Not told: it goes again, before what came after it.
void ExactlyOnce::take_back(InFlight& flight) {
  std::vector<Waiting> all = std::move(flight.outputs);
  for (Waiting& each : open_) {
    all.push_back(std::move(each));
  }
  open_.clear();
  open_bytes_ = 0;
  for (Waiting& each : all) {
    tell(std::move(each.output), each.decided_at);
  }
  wants_commit_ = true;
}

Result<void> ExactlyOnce::collect(Clock::time_point now) {
  if (over_) {
    return *over_;
  }
  if (!in_flight_.has_value() ||
      in_flight_->outcome.wait_for(milliseconds{0}) == std::future_status::timeout) {
    return {};
  }
  const CommitOutcome outcome = in_flight_->outcome.get();
  counts_.commits = committer_.counts();
  last_end_ = now;
  last_took_ = now - in_flight_->began;
  {
    const std::scoped_lock lock{mutex_};
    trouble_.clear();
  }
  if (outcome.verdict == CommitVerdict::committed) {
    counts_.last_commit_seconds = std::chrono::duration<double>(last_took_).count();
    confirm(*in_flight_);
    must_join_since_.reset();  // it was not lost after all
  } else {
    take_back(*in_flight_);
    if (outcome.verdict == CommitVerdict::stale_member) {
      must_join_since_ = now;
    }
  }
  in_flight_.reset();
  Result<void> result = to_result(outcome);
  if (!result && result.error().code != Errc::unavailable) {
    over_ = result.error();
  }
  return result;
}

Result<void> ExactlyOnce::serve(Clock::time_point now, const Offsets& next_to_read) {
  CENTINELA_TRY(collect(now));
  if (!in_flight_.has_value() && is_due(now, next_to_read)) {
    launch(now, next_to_read);
    if (in_flight_.has_value() && options_.launch == std::launch::deferred) {
      return collect(now);
    }
  }
  return {};
}

void ExactlyOnce::wait(milliseconds timeout) {
  if (in_flight_.has_value()) {
    in_flight_->outcome.wait_for(timeout);
  } else {
    std::this_thread::sleep_for(timeout);
  }
}

Result<void> ExactlyOnce::settle(const Offsets& next_to_read, milliseconds timeout) {
  const auto deadline = Clock::now() + timeout;
  for (;;) {
    const auto now = Clock::now();
    CENTINELA_TRY(collect(now));
    if (!in_flight_.has_value()) {
      if (must_join_since_) {
        return Error{Errc::unavailable, "the group has to be joined again first"};
      }
      if (next_to_read.empty() || !has_news(next_to_read)) {
        return {};
      }
      launch(now, next_to_read);
      if (!in_flight_.has_value()) {
        continue;
      }
    }
    const auto left = std::chrono::duration_cast<milliseconds>(deadline - now);
    if (left <= milliseconds{0} && options_.launch != std::launch::deferred) {
      const std::string why = trouble();
      return Error{
          Errc::unavailable,
          fmt::format(
              "not committed within {} ms{}{}", timeout.count(), why.empty() ? "" : ": ", why)};
    }
    wait(std::max(left, milliseconds{0}));
  }
}

}  // namespace centinela::app
