#include "simulation/simulated_log.h"

#include <algorithm>

namespace centinela::simulation {
namespace {

using kafka::Step;
using kafka::StepVerdict;

}  // namespace

void SimulatedLog::commit_open() {
  for (Told& each : open->outputs) {
    told.push_back(std::move(each));
  }
  for (kafka::PartitionOffset& each : open->offsets) {
    offsets[{each.topic, each.partition}] = each;
  }
  committed_deeds = std::move(open->deeds);
  open.reset();
}

std::int64_t SimulatedLog::committed(std::int32_t partition) const {
  const auto found = offsets.find(input_partition(partition));
  return found == offsets.end() ? 0 : found->second.offset;
}

std::vector<kafka::StartPosition> SimulatedLog::positions() const {
  std::vector<kafka::StartPosition> positions;
  for (std::size_t i = 0; i < input.size(); ++i) {
    kafka::StartPosition position;
    position.partition = input_partition(static_cast<std::int32_t>(i));
    position.high = static_cast<std::int64_t>(input[i].size());
    if (const auto found = offsets.find(position.partition); found != offsets.end()) {
      position.committed = found->second.offset;
      position.metadata = found->second.metadata;
      position.start = found->second.offset;
    }
    positions.push_back(std::move(position));
  }
  return positions;
}

kafka::KafkaRecord record_at(const SimulatedLog& log, std::int32_t partition, std::int64_t offset) {
  kafka::KafkaRecord record;
  record.topic = "data-access";
  record.partition = partition;
  record.offset = offset;
  record.timestamp_ms = 1'764'000'000'000 + offset * 1000;
  record.value = log.input[static_cast<std::size_t>(partition)][static_cast<std::size_t>(offset)];
  return record;
}

Result<std::span<const kafka::KafkaRecord>> SimulatedReader::read(
    const kafka::TopicPartition& partition, std::int64_t from, std::int64_t to) {
  faults_.die(0.02);
  if (faults_.strike(0.02)) {
    return Error{Errc::unavailable, "no broker answers"};
  }
  records_.clear();
  const auto size =
      static_cast<std::int64_t>(log_.input[static_cast<std::size_t>(partition.partition)].size());
  const auto some = static_cast<std::int64_t>(1 + faults_.rng().below(8));
  for (std::int64_t at = from; at < std::min({to, size, from + some}); ++at) {
    records_.push_back(record_at(log_, partition.partition, at));
  }
  return std::span<const kafka::KafkaRecord>{records_};
}

Step SimulatedTransactions::fenced() {
  was_fenced_ = true;
  return bug_ == Bug::fenced_taken_for_retriable ? Step{StepVerdict::rebuild, "fenced"}
                                                 : Step{StepVerdict::fenced, "fenced"};
}

std::optional<Step> SimulatedTransactions::hindrance() {
  faults_.die(0.03);
  if (is_fenced() && bug_ != Bug::no_fencing) {
    return fenced();
  }
  if (faults_.strike(0.03)) {
    constexpr std::array ways = {StepVerdict::again, StepVerdict::abort, StepVerdict::rebuild};
    return Step{ways[faults_.rng().below(ways.size())], "a fault"};
  }
  return std::nullopt;
}

Step SimulatedTransactions::open() {
  log_.came_back = log_.came_back || was_fenced_;
  faults_.die(0.03);
  if (faults_.strike(0.03)) {
    return {StepVerdict::again, "the coordinator loads"};
  }
  if (log_.open && bug_ != Bug::no_fencing) {
    if (!log_.open->is_ending) {
      log_.open.reset();
    } else if (bug_ != Bug::unstable_offsets_read) {
      log_.commit_open();
    }
  }
  epoch_ = ++log_.epoch;
  mine_.reset();
  faults_.die(0.02);
  return {};
}

Step SimulatedTransactions::begin() {
  if (auto step = hindrance()) {
    return *step;
  }
  if (log_.open && log_.open->is_ending) {
    log_.commit_open();  // the end that was asked for is written before anything new
  }
  mine_ = OpenTransaction{epoch_, {}, {}, deeds_, false};
  is_answered_late_.reset();
  return {};
}

Step SimulatedTransactions::send(const kafka::OutgoingRecord& record) {
  if (auto step = hindrance()) {
    return *step;
  }
  Told output{std::string{record.topic},
              std::string{record.key},
              std::string{record.value.value_or(std::string_view{})}};
  if (bug_ == Bug::outputs_outside_the_transaction) {
    log_.told.push_back(std::move(output));
  } else if (!drops_sends_) {
    mine_->outputs.push_back(std::move(output));
  }
  return {};
}

Result<std::string> SimulatedTransactions::membership() {
  return membership_ == 0 ? Result<std::string>{Error{Errc::unavailable, "not a member"}}
                          : std::to_string(membership_);
}

Step SimulatedTransactions::send_offsets(std::span<const kafka::PartitionOffset> next_to_read,
                                         const std::string& membership) {
  if (auto step = hindrance()) {
    return *step;
  }
  if (faults_.strike(0.02)) {
    log_.members.erase(membership_);  // a new generation
  }
  // Not whose the partitions are: the brokers look at the membership alone.
  if (!log_.members.contains(std::stoull(membership))) {
    return {StepVerdict::stale_member, "the group has a new generation"};
  }
  for (kafka::PartitionOffset each : next_to_read) {
    each.offset -= bug_ == Bug::offset_one_too_low && each.offset > 0 ? 1 : 0;
    each.offset += bug_ == Bug::offset_one_too_high ? 1 : 0;
    if (bug_ == Bug::offsets_outside_the_transaction) {
      log_.offsets[{each.topic, each.partition}] = each;
    }
    mine_->offsets.push_back(std::move(each));
  }
  faults_.die(0.02);
  return {};
}

// The answer got lost: with `rebuild` the client does not know what became of it.
Step SimulatedTransactions::end_unheard(bool took_effect) {
  if (bug_ == Bug::unknown_taken_for_committed) {
    return {};
  }
  if (bug_ == Bug::unknown_taken_for_aborted && took_effect) {
    return {StepVerdict::abort, "lost"};
  }
  return {StepVerdict::rebuild, "the answer was lost"};
}

Step SimulatedTransactions::commit() {
  if (is_answered_late_) {
    return {};  // the same end asked for again
  }
  if (auto step = hindrance()) {
    return *step;
  }
  if (bug_ == Bug::last_output_forgotten && !mine_->outputs.empty()) {
    mine_->outputs.pop_back();
  }
  if (faults_.strike(0.04)) {
    mine_.reset();
    return end_unheard(false);
  }
  log_.open = std::exchange(mine_, std::nullopt);
  log_.open->is_ending = true;
  faults_.die(0.04);
  if (faults_.strike(0.04)) {
    return end_unheard(true);
  }
  log_.commit_open();
  drops_sends_ = false;
  faults_.die(0.04);
  if (faults_.strike(0.04)) {
    is_answered_late_ = true;
    return {StepVerdict::again, "the answer is late"};
  }
  return {};
}

Step SimulatedTransactions::abort() {
  faults_.die(0.03);
  if (is_fenced() && bug_ != Bug::no_fencing) {
    return fenced();
  }
  if (faults_.strike(0.05)) {
    return {faults_.rng().below(2) == 0 ? StepVerdict::again : StepVerdict::rebuild, "a fault"};
  }
  mine_.reset();
  drops_sends_ = bug_ == Bug::buffers_dropped_on_abort;
  return {};
}

Result<std::vector<kafka::PartitionOffset>> SimulatedTransactions::committed(
    std::span<const kafka::TopicPartition> partitions) {
  faults_.die(0.02);
  if (faults_.strike(0.02)) {
    return Error{Errc::unavailable, "no broker answers"};
  }
  std::vector<kafka::PartitionOffset> found;
  for (const kafka::TopicPartition& partition : partitions) {
    if (const auto known = log_.offsets.find(partition); known != log_.offsets.end()) {
      found.push_back(known->second);
    }
  }
  return found;
}

}  // namespace centinela::simulation
