// ExactlyOnce: what was decided and which input it came of, brought into the log as one. Floor 10.
//
// Confined to the engine thread but for the commit in flight, which runs on a thread of its own
// while the next interval fills. Bounded: is_full() says when no more may be taken.
#pragma once

#include "centinela/event/alert.h"

#include "app/daemon/partition_book.h"
#include "app/exactly_once/commit_note.h"
#include "app/exactly_once/committer.h"

#include <atomic>
#include <chrono>
#include <future>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace centinela::app {

struct ExactlyOnceOptions {
  std::chrono::steady_clock::duration interval = std::chrono::milliseconds{200};
  std::size_t bytes_max = std::size_t{64} << 20U;  // of an interval's output
  // What is left of the journal's room is for what is taken before a checkpoint makes more.
  double journal_share_max = 0.75;
  std::chrono::milliseconds pause{100};     // before something is tried again
  std::launch launch = std::launch::async;  // deferred: in serve() itself, for tests
};

struct ExactlyOnceCounts {
  CommitterCounts commits;
  std::uint64_t alerts = 0;        // told, as of the last commit
  std::uint64_t dead_letters = 0;  // the same
  double last_commit_seconds = 0;
};

class ExactlyOnce {
 public:
  using Clock = std::chrono::steady_clock;

  // The port must outlive it.
  ExactlyOnce(kafka::Transactions& transactions, ExactlyOnceOptions options);
  ExactlyOnce(const ExactlyOnce&) = delete;
  ExactlyOnce& operator=(const ExactlyOnce&) = delete;
  ExactlyOnce(ExactlyOnce&&) = delete;
  ExactlyOnce& operator=(ExactlyOnce&&) = delete;
  ~ExactlyOnce();

  // Before any position is asked for: older instances can do nothing from here on.
  [[nodiscard]] Result<void> fence();
  // Where a restart takes up; without it the engine is a fresh one.
  void begin(Chain chain, Journal journal, std::uint64_t number);
  // `read_from`: the next record of it that the engine will take. unavailable: ask again later,
  // with positions as they are then.
  [[nodiscard]] Result<void> assigned(const kafka::StartPosition& position, std::int64_t read_from);

  // Of what follows: the order in which it happened.
  void took(const kafka::TopicPartition& partition, std::int64_t next);
  void ticked(EventTime time) {
    journal_.ticked(time);
    has_ticked_ = true;
  }
  // Every alert, in native JSON, told or not.
  void decided(std::string_view alert) { chain_.add(alert); }
  void tell(Outgoing output, std::int64_t decided_at);

  // Takes the answer of a commit and begins the next one when it is due. All that was taken must be
  // judged. Error: fenced; config or unavailable for what does not pass.
  [[nodiscard]] Result<void> serve(Clock::time_point now, const Offsets& next_to_read);
  // Everything is committed when it returns. Error: also unavailable when time is up.
  [[nodiscard]] Result<void> settle(const Offsets& next_to_read, std::chrono::milliseconds timeout);
  // Two intervals wait, or the journal has no room: nothing more may be taken. Never while the
  // group has to be joined again, which whoever stops reading would not do.
  [[nodiscard]] bool is_full(Clock::time_point now) const { return !why_full(now).empty(); }
  // In plain words; empty: not full.
  [[nodiscard]] std::string why_full(Clock::time_point now) const;
  // The group has to be joined again before anything is committed.
  [[nodiscard]] bool must_join() const noexcept { return must_join_since_.has_value(); }
  // Waits for the answer that is out, at most so long; so long when none is.
  void wait(std::chrono::milliseconds timeout);
  // What is tried now is not tried again.
  void give_up() noexcept { is_given_up_ = true; }
  // What is tried in vain at present; empty when nothing is.
  [[nodiscard]] std::string trouble() const;

  // A checkpoint that is taken now stands here. REQUIRES: settled.
  struct Mark {
    Chain chain;
    std::uint64_t entries = 0;
  };
  [[nodiscard]] Mark mark() { return {chain_, journal_.mark()}; }
  // It is on the disk.
  void checkpointed(std::uint64_t number, std::uint64_t entries);
  [[nodiscard]] std::uint64_t checkpoint() const noexcept { return journal_.base(); }
  // The journal fills: a checkpoint makes room.
  [[nodiscard]] bool wants_checkpoint() const { return journal_share() > 0.5; }

  [[nodiscard]] const Chain& chain() const noexcept { return chain_; }
  [[nodiscard]] const Journal& journal() const noexcept { return journal_; }
  [[nodiscard]] const Offsets& confirmed() const noexcept { return confirmed_; }
  [[nodiscard]] std::size_t waiting() const noexcept;
  // As of the last answer.
  [[nodiscard]] const ExactlyOnceCounts& counts() const noexcept { return counts_; }

 private:
  struct Waiting {
    Outgoing output;
    std::int64_t decided_at = 0;
  };
  struct InFlight {
    Interval interval;
    std::vector<Waiting> outputs;  // to take back
    Clock::time_point began;
    std::future<CommitOutcome> outcome;
  };

  [[nodiscard]] bool keep_waiting(const std::string& why);
  [[nodiscard]] bool is_due(Clock::time_point now, const Offsets& next_to_read) const;
  [[nodiscard]] bool has_news(const Offsets& next_to_read) const;
  // Unless the group has lost us.
  void launch(Clock::time_point now, const Offsets& next_to_read);
  [[nodiscard]] std::vector<kafka::PartitionOffset> noted(const Offsets& next_to_read) const;
  [[nodiscard]] Result<void> collect(Clock::time_point now);
  void confirm(const InFlight& flight);
  void take_back(InFlight& flight);
  [[nodiscard]] double journal_share() const;

  ExactlyOnceOptions options_;
  Committer committer_;
  Chain chain_;
  Journal journal_;
  std::uint64_t number_ = 0;
  std::vector<Waiting> open_;
  std::size_t open_bytes_ = 0;
  bool has_alert_ = false;
  bool wants_commit_ = false;
  std::map<kafka::TopicPartition, kafka::PartitionOffset> told_;
  Offsets confirmed_;
  bool has_ticked_ = false;
  std::size_t partitions_ = 0;  // of the last commit
  std::optional<Clock::time_point> must_join_since_;
  Clock::time_point last_begin_;
  Clock::time_point last_end_;
  Clock::duration last_took_{};
  ExactlyOnceCounts counts_;
  std::optional<Error> over_;  // fenced, or what does not pass: nothing is begun any more
  std::atomic<bool> is_given_up_{false};
  mutable std::mutex mutex_;
  std::string trouble_;                // guarded by mutex_
  std::optional<InFlight> in_flight_;  // last: its thread uses the members above
};

}  // namespace centinela::app
