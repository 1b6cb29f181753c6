// From a batch of the input to the engine: order, records that end the process, dead letters.
#include "app/daemon/engine_loop.h"
#include "app/daemon/loop_metrics.h"
#include "app/kafka_record.h"

#include <algorithm>
#include <tuple>

namespace centinela::app {

using kafka::TopicPartition;

// Records that came together in the order of their partitions: few and long runs for the journal.
void EngineLoop::in_order(std::span<const kafka::KafkaRecord> records) {
  ordered_.clear();
  for (const kafka::KafkaRecord& record : records) {
    ordered_.push_back(&record);
  }
  if (exactly_once_ != nullptr) {
    std::stable_sort(ordered_.begin(), ordered_.end(), [](const auto* a, const auto* b) {
      return std::tie(a->topic_index, a->partition) < std::tie(b->topic_index, b->partition);
    });
  }
}

Result<void> EngineLoop::take(std::span<const kafka::KafkaRecord> records) {
  in_order(records);
  for (const kafka::KafkaRecord* record : ordered_) {
    const TopicPartition partition{std::string{record->topic}, record->partition};
    judge(*record);
    CENTINELA_TRY(dead_letter(*record, book_.is_live(partition, record->offset)));
    book_.took(partition, record->offset);
    if (exactly_once_ != nullptr) {
      exactly_once_->took(partition, record->offset + 1);
    }
    switch_when_asked();
  }
  parts_.bundle.engine->flush(decisions_);
  if (crashes_ != nullptr) {
    crashes_->rest();
  }
  return {};
}

// Live or again, in the same way: what the engine decides depends on the log alone.
void EngineLoop::judge(const kafka::KafkaRecord& record) {
  if (gives_up(record)) {
    return;
  }
  headers_.clear();
  for (std::size_t i = 0; i < record.headers.size(); ++i) {
    if (const auto header = record.headers.at(i)) {
      headers_.push_back({header->name, header->value.value_or(std::string_view{})});
    }
  }
  codec::RecordView view;
  view.value = record.value.value_or(std::string_view{});
  view.is_null = !record.value.has_value();
  view.headers = headers_;
  view.timestamp = timestamp_of(record);
  parts_.bundle.engine->take(view, position_of(record), decisions_, rejected_);
  if (is_careful_) {
    parts_.bundle.engine->flush(decisions_);
    crashes_->rest();
    is_careful_ = false;
  }
}

Result<void> EngineLoop::dead_letter(const kafka::KafkaRecord& record, bool is_live) {
  for (const pipeline::Rejected& rejected : rejected_) {
    count_dead_letter(shard_, rejected);
    if (is_live) {
      if (exactly_once_ != nullptr) {
        exactly_once_->tell(dead_letter_record(parts_.config, record, rejected), record.offset);
      } else {
        CENTINELA_TRY(delivery_->dead_letter(record, rejected));
      }
      break;  // the record is kept whole, once, with its first failure
    }
  }
  rejected_.clear();
  return {};
}

}  // namespace centinela::app
