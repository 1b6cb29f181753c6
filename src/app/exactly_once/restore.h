// Restore: from what a checkpoint and the last commit say to what has to be judged again. Floor 10,
// pure but for its ports.
//
// A restart that compares is a test: the records between the checkpoint (S) and the committed
// offset (C), in the order in which they were first taken, have to give the same alerts. Where they
// cannot be compared, it says why.
#pragma once

#include "app/exactly_once/commit_note.h"
#include "kafka/consumer.h"
#include "kafka/log_reader.h"
#include "storage/marker.h"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace centinela::app {

struct RestorePlan {
  // What is judged again; begins at S and ends at C in every partition.
  Journal steps;
  std::uint64_t number = 0;       // of the last commit of the lineage
  Chain chain;                    // at S
  std::optional<Chain> expected;  // at C; none: nothing to compare with
  bool are_words_equal = true;    // false: of another program or machine, the counts are compared
  std::string remark;             // why nothing is compared
};

// `positions`: of all partitions of the input, with what the group has committed. No marker: the
// last commit of this identity may tell how a fresh engine began; without that, none. Error:
// bad_data, with what to type, when the state and the log contradict each other, or when there was
// a checkpoint and it is not there.
[[nodiscard]] Result<std::optional<RestorePlan>> plan_restore(
    const storage::Marker* marker,
    std::string_view identity,
    const storage::Origin& origin,
    std::span<const kafka::StartPosition> positions);

// Who judges again.
struct Rejudge {
  std::function<void(std::span<const kafka::KafkaRecord>)> take;
  std::function<void(EventTime)> tick;
  // After each; empties what was decided into the chain.
  std::function<void(Chain&)> judged;
  // While the log does not answer; false gives up.
  std::function<bool(const std::string& why)> keep_waiting;
  // After each batch; false gives up. None: never.
  std::function<bool()> goes_on;
};

// The chain at C. Error: bad_data, with what to type, when it is not the expected one; unavailable
// when it was given up.
[[nodiscard]] Result<Chain> replay(const RestorePlan& plan,
                                   kafka::LogReader& reader,
                                   const Rejudge& rejudge);

}  // namespace centinela::app
