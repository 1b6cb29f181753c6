#include "app/demo_summary.h"

#include <fmt/format.h>

namespace centinela::app {

void DemoSummary::take(const Alert& alert) {
  const std::string id = print(alert.id);
  if (alerts_.insert(id).second) {
    ++(alert.route == Route::page ? pages_ : tickets_);
    unplanned_.insert(id);
  }
  for (const Position& position : alert.evidence) {
    if (position.partition.value() < 0) {
      continue;
    }
    const std::string incident = platform_.incident_at(position.offset.value());
    if (!incident.empty()) {
      found_.emplace(incident, alert.reasons.front().detector);
      unplanned_.erase(id);
    }
  }
}

std::string DemoSummary::text(const pipeline::ShardCounters& counters, double seconds) const {
  const std::uint64_t events = counters.scored + counters.late + counters.duplicates;
  std::string text = fmt::format(
      "\n{} events judged ({} of them live at {:.0f} events/s), {} alerts ({} pages, {} tickets)\n",
      events,
      platform_.streamed(),
      seconds > 0 ? static_cast<double>(platform_.streamed()) / seconds : 0,
      alerts_.size(),
      pages_,
      tickets_);
  std::size_t played = 0;
  std::size_t found = 0;
  for (const PlantedAttack& attack : platform_.attacks()) {
    const auto at = found_.find(attack.id);
    if (!attack.was_played && at == found_.end()) {
      continue;
    }
    ++played;
    found += at != found_.end() ? 1 : 0;
    text += fmt::format("  {:<7} {}{}\n",
                        at != found_.end() ? "found" : "missed",
                        attack.title,
                        at != found_.end() ? fmt::format(" ({})", at->second) : "");
  }
  const std::size_t planted = platform_.attacks().size();
  text += fmt::format("planted attacks: {}{}, {} found, {} missed; {} alerts on nothing planted\n",
                      planted,
                      played == planted ? "" : fmt::format(", {} of them within this time", played),
                      found,
                      played - found,
                      unplanned_.size());
  return text;
}

}  // namespace centinela::app
