#include "app/exactly_once/exactly_once.h"

#include "centinela/base/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>
#include <utility>

namespace centinela::app {
namespace {

using std::chrono::milliseconds;

// Commits that alerts ask for take at most a fifth of the time, and wait at most so long.
constexpr int alert_gap = 4;
constexpr milliseconds alert_gap_max{50};
// The second interval waits so long before the engine does.
constexpr milliseconds patience{1000};
// A membership that was lost is found again by then, or the next commit tells that it was not lost.
constexpr std::chrono::seconds join_max{30};
// What is left of the journal's room is for what is taken before a checkpoint makes more.
constexpr double journal_share_max = 0.75;

}  // namespace

ExactlyOnce::ExactlyOnce(kafka::Transactions& transactions, ExactlyOnceOptions options)
    : options_(options),
      committer_(transactions, [this](const std::string& why) { return keep_waiting(why); }) {}

ExactlyOnce::~ExactlyOnce() {
  is_given_up_ = true;
}

bool ExactlyOnce::keep_waiting(const std::string& why) {
  {
    const std::scoped_lock lock{mutex_};
    trouble_ = why;
  }
  if (!is_given_up_ && options_.pause > milliseconds{0}) {
    std::this_thread::sleep_for(options_.pause);
  }
  return !is_given_up_;
}

std::string ExactlyOnce::trouble() const {
  const std::scoped_lock lock{mutex_};
  return trouble_;
}

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

void ExactlyOnce::begin(Chain chain, Journal journal, std::uint64_t number) {
  chain_ = std::move(chain);
  journal_ = std::move(journal);
  number_ = number;
}

Result<void> ExactlyOnce::assigned(const kafka::StartPosition& position, std::int64_t read_from) {
  if (in_flight_.has_value()) {
    wait(patience);
    return Error{Errc::unavailable, "a commit is under way: the partitions are taken after it"};
  }
  const kafka::TopicPartition& partition = position.partition;
  journal_.enter(partition, read_from);
  must_join_since_.reset();
  const auto told = told_.find(partition);
  const bool is_known = told != told_.end() && position.committed &&
                        told->second.offset == *position.committed &&
                        told->second.metadata == position.metadata;
  if (!is_known) {
    // Somebody else has judged and told these meanwhile.
    std::erase_if(open_, [&](const Waiting& each) {
      return each.output.decided_by == partition &&
             each.decided_at < position.committed.value_or(0);
    });
  }
  if (position.committed) {
    told_[partition] = {
        partition.topic, partition.partition, *position.committed, position.metadata};
    confirmed_[partition] = *position.committed;
  } else {
    told_.erase(partition);
    // Were its start the end of the log, a crash before the first commit would move it.
    wants_commit_ = true;
  }
  return {};
}

void ExactlyOnce::took(const kafka::TopicPartition& partition, std::int64_t next) {
  journal_.took(partition, next);
}

void ExactlyOnce::tell(Outgoing output, std::int64_t decided_at) {
  open_bytes_ += output.bytes();
  has_alert_ = has_alert_ || !output.is_dead_letter;
  open_.push_back({std::move(output), decided_at});
}

bool ExactlyOnce::has_news(const Offsets& next_to_read) const {
  return !open_.empty() || wants_commit_ || has_ticked_ ||
         std::any_of(next_to_read.begin(), next_to_read.end(), [this](const auto& each) {
           const auto known = confirmed_.find(each.first);
           return known == confirmed_.end() || known->second != each.second;
         });
}

bool ExactlyOnce::is_due(Clock::time_point now, const Offsets& next_to_read) const {
  if (must_join_since_ && now - *must_join_since_ < join_max) {
    return false;
  }
  if (next_to_read.empty() || !has_news(next_to_read)) {
    return false;
  }
  const auto gap = std::min<Clock::duration>(last_took_ * alert_gap, alert_gap_max);
  return wants_commit_ || open_bytes_ >= options_.bytes_max ||
         (has_alert_ && now - last_end_ >= gap) || now - last_begin_ >= options_.interval;
}

double ExactlyOnce::journal_share() const {
  return static_cast<double>(journal_.size()) /
         static_cast<double>(journal_size_max(std::max<std::size_t>(partitions_, 1)));
}

std::string ExactlyOnce::why_full(Clock::time_point now) const {
  if (journal_share() > journal_share_max) {
    return "a checkpoint has to be taken before more can be judged";
  }
  const bool is_blocked =
      in_flight_.has_value() &&
      (open_bytes_ >= options_.bytes_max ||
       now - in_flight_->began >= std::max<Clock::duration>(options_.interval, patience));
  if (!is_blocked) {
    return {};
  }
  const std::string why = trouble();
  return "alerts cannot be committed: " + (why.empty() ? "the brokers do not answer" : why);
}

std::vector<kafka::PartitionOffset> ExactlyOnce::noted(const Offsets& next_to_read) const {
  CommitNote note{number_, chain_, journal_};
  if (journal_.encode().size() > journal_size_max(next_to_read.size())) {
    note.journal.reset();
  }
  const std::vector<std::string> pieces = encode(note, next_to_read.size());
  std::vector<kafka::PartitionOffset> offsets = to_list(next_to_read);
  for (std::size_t i = 0; i < offsets.size(); ++i) {
    offsets[i].metadata = pieces[i];
  }
  return offsets;
}

void ExactlyOnce::launch(Clock::time_point now, const Offsets& next_to_read) {
  ++number_;
  InFlight flight;
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
  in_flight_.emplace(std::move(flight));
  in_flight_->outcome =
      std::async(options_.launch, [this] { return committer_.commit(in_flight_->interval); });
}

void ExactlyOnce::confirm() {
  for (const kafka::PartitionOffset& each : in_flight_->interval.offsets) {
    const kafka::TopicPartition partition{each.topic, each.partition};
    told_[partition] = each;
    confirmed_[partition] = each.offset;
  }
  for (const Outgoing& output : in_flight_->interval.outputs) {
    ++(output.is_dead_letter ? counts_.dead_letters : counts_.alerts);
  }
}

// Not told: it goes again, before what came after it.
void ExactlyOnce::take_back() {
  std::vector<Waiting> all = std::move(in_flight_->outputs);
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
    confirm();
  } else {
    take_back();
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
    if (options_.launch == std::launch::deferred) {
      return collect(now);
    }
  }
  return {};
}

void ExactlyOnce::wait(milliseconds timeout) {
  if (in_flight_.has_value()) {
    in_flight_->outcome.wait_for(timeout);
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

void ExactlyOnce::checkpointed(std::uint64_t number, std::uint64_t entries) {
  journal_.forget_before(entries, number);
}

std::size_t ExactlyOnce::waiting() const noexcept {
  return open_.size() + (in_flight_.has_value() ? in_flight_->outputs.size() : 0);
}

}  // namespace centinela::app
