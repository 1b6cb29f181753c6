#include "app/replay_difference.h"

#include <fmt/format.h>

#include <algorithm>

namespace centinela::app {
namespace {

std::string_view first_detector(const Alert& alert) {
  return alert.reasons.empty() ? std::string_view{"none"} : alert.reasons.front().detector;
}

bool is_same_story(const Alert& a, const Alert& b) {
  return a.tenant == b.tenant && a.entity_type == b.entity_type && a.entity == b.entity &&
         a.episode.start <= b.episode.end && b.episode.start <= a.episode.end;
}

bool is_changed(const Alert& a, const Alert& b) {
  const bool is_other_shadow = (a.state == AlertState::shadow) != (b.state == AlertState::shadow);
  return is_other_shadow || a.route != b.route || a.severity != b.severity ||
         first_detector(a) != first_detector(b);
}

const Alert* find_match(const Alert& alert,
                        const std::vector<Alert>& others,
                        const std::vector<bool>& taken) {
  for (std::size_t i = 0; i < others.size(); ++i) {
    if (!taken[i] && others[i].id == alert.id) {
      return &others[i];
    }
  }
  for (std::size_t i = 0; i < others.size(); ++i) {
    if (!taken[i] && is_same_story(alert, others[i])) {
      return &others[i];
    }
  }
  return nullptr;
}

std::string words(const Alert& alert) {
  const std::string_view shadow = alert.state == AlertState::shadow ? " (shadow)" : "";
  return fmt::format("{}{} {} {:.1f} {}",
                     to_string(alert.route),
                     shadow,
                     to_string(alert.severity),
                     alert.score,
                     first_detector(alert));
}

std::string line(std::string_view what, const Alert& alert, const std::string& rest) {
  return fmt::format("{:<8} {} {} {} {}  {}\n",
                     what,
                     format_rfc3339(alert.episode.start),
                     alert.tenant,
                     alert.entity,
                     print(alert.id),
                     rest);
}

}  // namespace

void AlertSet::take(const Alert& alert) {
  if (alert.daily) {
    return;
  }
  const auto [place, is_new] = places_.emplace(print(alert.id), alerts_.size());
  if (is_new) {
    alerts_.push_back(alert);
  } else {
    alerts_[place->second] = alert;
  }
}

ReplayDifference compare(const AlertSet& now, const AlertSet& then) {
  ReplayDifference difference;
  const std::vector<Alert>& others = then.alerts();
  std::vector<bool> taken(others.size(), false);
  for (const Alert& alert : now.alerts()) {
    const Alert* match = find_match(alert, others, taken);
    if (match == nullptr) {
      difference.lost.push_back(&alert);
      continue;
    }
    taken[static_cast<std::size_t>(match - others.data())] = true;
    if (is_changed(alert, *match)) {
      difference.changed.push_back({&alert, match});
    } else {
      ++difference.same;
    }
  }
  for (std::size_t i = 0; i < others.size(); ++i) {
    if (!taken[i]) {
      difference.gained.push_back(&others[i]);
    }
  }
  return difference;
}

std::string print(const ReplayDifference& difference, const SuppressionPreview& suppressed) {
  std::string text = fmt::format(
      "{} alerts stay, {} lost, {} gained, {} changed; {} episodes withheld by "
      "suppressions, {} before\n",
      difference.same,
      difference.lost.size(),
      difference.gained.size(),
      difference.changed.size(),
      suppressed.then,
      suppressed.now);
  for (const Alert* alert : difference.lost) {
    text += line("lost", *alert, words(*alert));
  }
  for (const Alert* alert : difference.gained) {
    text += line("gained", *alert, words(*alert));
  }
  for (const ReplayDifference::Change& change : difference.changed) {
    text += line("changed", *change.now, words(*change.now) + " -> " + words(*change.then));
  }
  return text;
}

}  // namespace centinela::app
