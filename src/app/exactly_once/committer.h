// Committer: brings an interval into the log exactly once, through whatever the steps say.
// Floor 10, pure but for its port. Used by one thread at a time.
//
// The rules: a transaction whose end nobody knows is resolved by opening a new producer, which ends
// it one way or the other, and by looking which offsets the group then has. The interval's own of
// any partition: it was committed. Those from before it: it was not, and goes again. Others of all:
// with the membership of then still ours, somebody else has taken our place, and this process must
// not write any more; else other members have gone on with what the group has given them.
#pragma once

#include "app/exactly_once/interval.h"
#include "kafka/transactions.h"

#include <cstdint>
#include <functional>
#include <string>

namespace centinela::app {

enum class CommitVerdict : std::uint8_t {
  committed,
  stale_member,  // not committed: the group has to be joined again first
  given_up,      // keep_waiting said so: not confirmed
  fenced,        // another instance has our place
  failed,        // what does not pass by itself
};

struct CommitOutcome {
  CommitVerdict verdict = CommitVerdict::committed;
  std::string detail = {};
};

struct CommitterCounts {
  std::uint64_t committed = 0;
  std::uint64_t aborted = 0;
  std::uint64_t rebuilt = 0;   // producers
  std::uint64_t resolved = 0;  // outcomes that were unknown
  std::uint64_t refused = 0;   // records that can never be stored
};

class Committer {
 public:
  // `keep_waiting(why)` is asked before anything is tried again, and takes its time over it; false
  // gives up.
  Committer(kafka::Transactions& transactions,
            std::function<bool(const std::string& why)> keep_waiting)
      : transactions_(transactions), keep_waiting_(std::move(keep_waiting)) {}

  // Fences every older instance. Before the first commit and before a position is asked for.
  [[nodiscard]] CommitOutcome open();
  // May drop the value of a dead letter, or an output, that no broker ever takes; counted.
  [[nodiscard]] CommitOutcome commit(Interval& interval);
  [[nodiscard]] Result<std::string> membership() { return transactions_.membership(); }
  [[nodiscard]] const CommitterCounts& counts() const noexcept { return counts_; }

 private:
  // What to do after a step.
  enum class Next : std::uint8_t { go_on, start_over, resolve, leave };

  [[nodiscard]] Next attempt(Interval& interval);
  [[nodiscard]] Next send(const Interval& interval);
  [[nodiscard]] Next after(const kafka::Step& step);
  [[nodiscard]] Next abort();
  [[nodiscard]] Next resolve(const Interval& interval, bool& is_committed);
  [[nodiscard]] Next overtaken(const Interval& interval);
  // Repeats a step while it says `again`.
  [[nodiscard]] kafka::Step persist(const std::function<kafka::Step()>& step);
  [[nodiscard]] Next leave(CommitVerdict verdict, std::string detail);
  void do_without(Interval& interval, std::size_t record);

  kafka::Transactions& transactions_;
  std::function<bool(const std::string&)> keep_waiting_;
  CommitterCounts counts_;
  CommitOutcome outcome_;
  std::optional<std::size_t> refused_;
  std::string trouble_;  // why the last step was not done
};

}  // namespace centinela::app
