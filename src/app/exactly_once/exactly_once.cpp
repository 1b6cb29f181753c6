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

// Of as many partitions as the last commit had; before the first nobody knows how many there are.
double ExactlyOnce::journal_share() const {
  return partitions_ == 0 ? 0
                          : static_cast<double>(journal_.size()) /
                                static_cast<double>(journal_size_max(partitions_));
}

std::string ExactlyOnce::why_full(Clock::time_point now) const {
  if (must_join()) {
    return {};
  }
  if (journal_share() > options_.journal_share_max) {
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

void ExactlyOnce::checkpointed(std::uint64_t number, std::uint64_t entries) {
  journal_.forget_before(entries, number);
}

std::size_t ExactlyOnce::waiting() const noexcept {
  return open_.size() + (in_flight_.has_value() ? in_flight_->outputs.size() : 0);
}

}  // namespace centinela::app
