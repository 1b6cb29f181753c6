#include "app/exactly_once/restore.h"

#include <fmt/format.h>

#include <algorithm>

namespace centinela::app {
namespace {

using kafka::StartPosition;
using kafka::TopicPartition;

constexpr std::string_view way_on =
    "To go on without the state, type: centinela state reset --accept-loss --config FILE --reason "
    "TEXT";

Error contradiction(const std::string& what) {
  return {Errc::bad_data, fmt::format("{}. {}", what, way_on)};
}

std::string name_of(const TopicPartition& partition) {
  return fmt::format("{}[{}]", partition.topic, partition.partition);
}

const StartPosition* find(std::span<const StartPosition> positions,
                          const TopicPartition& partition) {
  const auto found = std::find_if(positions.begin(), positions.end(), [&](const auto& each) {
    return each.partition == partition;
  });
  return found == positions.end() ? nullptr : &*found;
}

// One partition of the state against the log as the broker has it.
Result<void> check_position(const TopicPartition& partition,
                            std::int64_t state,
                            const StartPosition* position) {
  if (position == nullptr) {
    return contradiction(
        fmt::format("the checkpoint knows {}, which the input does not have", name_of(partition)));
  }
  if (state < position->low) {
    return contradiction(
        fmt::format("{}: the checkpoint stands at offset {}, but the log begins with {}: {}..{} "
                    "were deleted before they were read again",
                    name_of(partition),
                    state,
                    position->low,
                    state,
                    position->low - 1));
  }
  if (state > position->high) {
    return contradiction(fmt::format(
        "{}: the checkpoint stands at offset {}, but the log ends at {}: it is another log, or it "
        "was cut",
        name_of(partition),
        state,
        position->high));
  }
  if (!position->committed || *position->committed < state) {
    return contradiction(fmt::format(
        "{}: the checkpoint stands at offset {}, the group's committed offset is {}: the state "
        "knows what nobody acknowledged",
        name_of(partition),
        state,
        position->committed ? std::to_string(*position->committed) : "gone"));
  }
  return {};
}

// The committed offsets are those that the note was written with.
bool is_of(const Journal& journal, std::span<const StartPosition> positions) {
  const auto& known = journal.partitions();
  return std::all_of(known.begin(), known.end(), [&](const JournalPartition& each) {
    const StartPosition* const position = find(positions, each.partition);
    return position != nullptr && position->committed == journal.end_of(each.partition);
  });
}

// S..C of each partition, one after the other.
Journal in_any_order(const storage::Marker& marker, std::span<const StartPosition> positions) {
  Journal steps{marker.number, marker.commit.entries};
  for (const storage::InputPosition& each : marker.positions) {
    const TopicPartition partition{each.topic, each.partition};
    steps.enter(partition, each.next);
    steps.took(partition, find(positions, partition)->committed.value_or(each.next));
  }
  return steps;
}

bool stands_on(const Journal& steps, const storage::Marker& marker) {
  return std::all_of(
      steps.partitions().begin(), steps.partitions().end(), [&](const JournalPartition& each) {
        const auto found = std::find_if(
            marker.positions.begin(), marker.positions.end(), [&](const auto& position) {
              return each.partition == TopicPartition{position.topic, position.partition};
            });
        // One that came after the checkpoint begins where it began.
        return found == marker.positions.end() || found->next == each.base;
      });
}

bool is_all_known(const Journal& steps) {
  return steps.entries().empty();
}

std::string why_not_compared(const storage::Marker& marker,
                             const std::optional<CommitNote>& note,
                             std::span<const StartPosition> positions) {
  if (!note || note->chain.lineage != marker.commit.lineage) {
    return "the committed offsets are not of this state: another instance, another tool or "
           "kafka.commit: at_least_once set them";
  }
  if (!note->journal) {
    return "the last commit had no room for the order of its records";
  }
  if (note->journal->first_entry() > marker.commit.entries) {
    return "the checkpoint is older than the one that the last commit went out from";
  }
  return is_of(*note->journal, positions) ? "" : "another tool has set committed offsets";
}

Result<RestorePlan> plan_from(const storage::Marker& marker,
                              const storage::Origin& origin,
                              std::optional<CommitNote> note,
                              std::span<const StartPosition> positions) {
  for (const storage::InputPosition& each : marker.positions) {
    const TopicPartition partition{each.topic, each.partition};
    CENTINELA_TRY(check_position(partition, each.next, find(positions, partition)));
  }
  RestorePlan plan;
  plan.chain = {marker.commit.lineage, marker.commit.alerts, marker.commit.hash};
  plan.remark = why_not_compared(marker, note, positions);
  if (!plan.remark.empty() || !note || !note->journal) {
    plan.steps = in_any_order(marker, positions);
    if (is_all_known(plan.steps)) {
      plan.remark.clear();
    }
    // What comes is no longer comparable with what was committed under the old name.
    plan.chain = {};
    return plan;
  }
  if (note->journal->next_entry() < marker.commit.entries) {
    return contradiction("the checkpoint knows more than the group's last commit acknowledged");
  }
  plan.number = note->number;
  plan.expected = note->chain;
  plan.are_words_equal =
      marker.origin.version == origin.version && marker.origin.machine == origin.machine;
  plan.steps = *std::move(note->journal);
  plan.steps.forget_before(marker.commit.entries, marker.number);
  return stands_on(plan.steps, marker)
             ? Result<RestorePlan>{std::move(plan)}
             : contradiction("the checkpoint and the journal of the last commit stand elsewhere");
}

}  // namespace

Result<std::optional<RestorePlan>> plan_restore(const storage::Marker* marker,
                                                std::string_view identity,
                                                const storage::Origin& origin,
                                                std::span<const StartPosition> positions) {
  std::vector<std::string> metadata;
  for (const StartPosition& each : positions) {
    metadata.push_back(each.metadata);
  }
  const std::string stem = lineage_stem(identity);
  auto found = latest_note(metadata, marker == nullptr ? stem : marker->commit.lineage);
  if (!found) {
    return contradiction(found.error().detail);
  }
  std::optional<CommitNote> note = *std::move(found);
  if (marker != nullptr) {
    CENTINELA_TRY(RestorePlan plan, plan_from(*marker, origin, std::move(note), positions));
    return std::optional{std::move(plan)};
  }
  // Another member of the group tells nothing of a state that is to be here.
  if (!note || !note->journal || !note->chain.lineage.starts_with(stem)) {
    return std::optional<RestorePlan>{};
  }
  if (note->journal->base() != 0) {
    return contradiction(fmt::format(
        "the last commit of {} went out from checkpoint {}, and no checkpoint is here: bring "
        "state.directory back, or name the one that holds it",
        identity,
        note->journal->base()));
  }
  if (!is_of(*note->journal, positions)) {
    return std::optional<RestorePlan>{};
  }
  for (const JournalPartition& each : note->journal->partitions()) {
    if (each.base < find(positions, each.partition)->low) {
      return std::optional<RestorePlan>{};  // retention overtook the beginning
    }
  }
  RestorePlan plan;
  plan.number = note->number;
  plan.expected = note->chain;
  plan.chain.lineage = note->chain.lineage;
  plan.steps = *std::move(note->journal);
  return std::optional{std::move(plan)};
}

namespace {

Result<void> read_run(const TopicPartition& partition,
                      std::int64_t& position,
                      std::int64_t to,
                      kafka::LogReader& reader,
                      const Rejudge& rejudge) {
  while (position < to) {
    const auto records = reader.read(partition, position, to);
    if (!records) {
      if (records.error().code != Errc::unavailable ||
          !rejudge.keep_waiting(records.error().detail)) {
        return records.error();
      }
      continue;
    }
    if (records->empty()) {
      position = to;
      break;
    }
    rejudge.take(*records);
    position = records->back().offset + 1;
    if (rejudge.goes_on && !rejudge.goes_on()) {
      return Error{Errc::unavailable, "the daemon is stopping"};
    }
  }
  return {};
}

}  // namespace

Result<Chain> replay(const RestorePlan& plan, kafka::LogReader& reader, const Rejudge& rejudge) {
  Chain chain = plan.chain;
  std::vector<std::int64_t> positions;
  for (const JournalPartition& each : plan.steps.partitions()) {
    positions.push_back(each.base);
  }
  for (const JournalEntry& entry : plan.steps.entries()) {
    if (entry.partition) {
      const std::size_t index = *entry.partition;
      CENTINELA_TRY(read_run(plan.steps.partitions()[index].partition,
                             positions[index],
                             entry.value,
                             reader,
                             rejudge));
    } else {
      rejudge.tick(EventTime{entry.value});
    }
    rejudge.judged(chain);
  }
  if (!plan.expected) {
    return chain;
  }
  const bool is_same =
      plan.are_words_equal ? chain == *plan.expected : chain.alerts == plan.expected->alerts;
  if (!is_same) {
    return contradiction(fmt::format(
        "what was judged again is not what was told: expected {} alerts with hash {}, found {} "
        "with {}. The input, the state or the program is not the one that decided them; keep all "
        "three if this is to be looked into",
        plan.expected->alerts,
        plan.expected->hash,
        chain.alerts,
        chain.hash));
  }
  return chain;
}

}  // namespace centinela::app
