// FakeAlertmanager: what a real one would remember of the batches it accepts. Tests only.
//
// Firing is: told with an end in the future and not resolved since, as in Alertmanager's memory.
#pragma once

#include "sink/alertmanager/notifier_state.h"

#include <map>
#include <string>

namespace centinela::sink {

class FakeAlertmanager {
 public:
  void accept(const NoticeBatch& batch) {
    for (const Notice& notice : batch.notices) {
      ends_[notice.labels] = notice.ends_at;
      ++posts_[notice.labels.at("episode")];
    }
  }
  void forget_everything() { ends_.clear(); }

  [[nodiscard]] bool fires(const Pairs& labels, EventTime now) const {
    const auto known = ends_.find(labels);
    return known != ends_.end() && known->second > now;
  }
  // Label sets of one episode that fire.
  [[nodiscard]] std::size_t firing(const std::string& episode, EventTime now) const {
    std::size_t count = 0;
    for (const auto& [labels, end] : ends_) {
      count += labels.at("episode") == episode && end > now ? 1 : 0;
    }
    return count;
  }
  [[nodiscard]] std::size_t firing_in_all(EventTime now) const {
    std::size_t count = 0;
    for (const auto& [labels, end] : ends_) {
      count += end > now ? 1 : 0;
    }
    return count;
  }
  [[nodiscard]] std::size_t posts(const std::string& episode) const {
    const auto known = posts_.find(episode);
    return known == posts_.end() ? 0 : known->second;
  }

 private:
  std::map<Pairs, EventTime> ends_;
  std::map<std::string, std::size_t> posts_;
};

// Posts everything that is due; the number of batches.
inline std::size_t deliver(NotifierState& state,
                           FakeAlertmanager& alertmanager,
                           EventTime now,
                           std::size_t target = 0) {
  std::size_t batches = 0;
  while (const std::optional<NoticeBatch> batch = state.due(target, now)) {
    alertmanager.accept(*batch);
    state.report(target, *batch, PostOutcome::accepted, now);
    ++batches;
  }
  return batches;
}

// Lets every post fail; true when one was tried.
inline bool fail(NotifierState& state, EventTime now, std::size_t target = 0) {
  const std::optional<NoticeBatch> batch = state.due(target, now);
  if (batch) {
    state.report(target, *batch, PostOutcome::failed, now);
  }
  return batch.has_value();
}

}  // namespace centinela::sink
