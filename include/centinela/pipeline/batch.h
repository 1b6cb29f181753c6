// Batch: consecutive entries of the log after the privacy boundary. Floor 8, reused, one thread.
#pragma once

#include "centinela/event/context_record.h"
#include "centinela/event/event.h"

#include <cstdint>
#include <vector>

namespace centinela::pipeline {

struct Entry {
  enum class Kind : std::uint8_t { event, context, control, rejected };
  Kind kind = Kind::event;
  std::uint32_t index = 0;     // into the list of its kind
  std::uint64_t sequence = 0;  // number of the entry in the log, as this engine counts them
};

class Batch {
 public:
  explicit Batch(std::size_t events_max) : events_max_(events_max), events_(events_max) {}

  [[nodiscard]] bool is_full() const noexcept { return event_count_ == events_max_; }
  [[nodiscard]] bool is_empty() const noexcept { return order_.empty(); }

  // The slot of the next event, to be filled; REQUIRES: not full. Kept by commit_event.
  [[nodiscard]] Event& next_event() noexcept { return events_[event_count_]; }
  void commit_event(std::uint64_t sequence) {
    order_.push_back({Entry::Kind::event, static_cast<std::uint32_t>(event_count_++), sequence});
  }
  void add(const ContextRecord& record, std::uint64_t sequence) {
    order_.push_back(
        {Entry::Kind::context, static_cast<std::uint32_t>(contexts_.size()), sequence});
    contexts_.push_back(record);
  }
  void add(const ControlRecord& record, std::uint64_t sequence) {
    order_.push_back(
        {Entry::Kind::control, static_cast<std::uint32_t>(controls_.size()), sequence});
    controls_.push_back(record);
  }
  // A record that did not decode: counted at its place.
  void add_rejected(std::uint64_t sequence) {
    order_.push_back({Entry::Kind::rejected, 0, sequence});
  }
  void clear() noexcept {
    order_.clear();
    contexts_.clear();
    controls_.clear();
    event_count_ = 0;
  }

  [[nodiscard]] const std::vector<Entry>& order() const noexcept { return order_; }
  [[nodiscard]] const Event& event(const Entry& entry) const noexcept {
    return events_[entry.index];
  }
  [[nodiscard]] const ContextRecord& context(const Entry& entry) const noexcept {
    return contexts_[entry.index];
  }
  [[nodiscard]] const ControlRecord& control(const Entry& entry) const noexcept {
    return controls_[entry.index];
  }

 private:
  std::size_t events_max_;
  std::size_t event_count_ = 0;
  std::vector<Event> events_;  // slots, made once
  std::vector<ContextRecord> contexts_;
  std::vector<ControlRecord> controls_;
  std::vector<Entry> order_;
};

}  // namespace centinela::pipeline
