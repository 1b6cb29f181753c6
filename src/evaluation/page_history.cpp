#include "evaluation/page_history.h"

#include <algorithm>
#include <map>

namespace centinela::evaluation {
namespace {

constexpr std::size_t span_days = 28;

double worst_mean(const std::vector<std::uint64_t>& pages) {
  const std::size_t span = std::min(span_days, pages.size());
  double worst = 0;
  for (std::size_t end = span; end <= pages.size() && span > 0; ++end) {
    double sum = 0;
    for (std::size_t i = end - span; i < end; ++i) {
      sum += static_cast<double>(pages[i]);
    }
    worst = std::max(worst, sum / static_cast<double>(span));
  }
  return worst;
}

}  // namespace

PageHistory page_history(const Truth& truth, const Alerts& alerts) {
  PageHistory history;
  const std::int64_t first = utc_day(truth.judged_from);
  const std::int64_t last = window_index(truth.judged_to - Duration{1}, one_day);
  if (last < first) {
    return history;
  }
  const auto count = static_cast<std::size_t>(last - first + 1);
  history.days.resize(count);
  std::map<std::string, std::vector<std::uint64_t>> tenants;
  for (const Alert& alert : alerts.alerts) {
    const std::int64_t day = utc_day(alert.revisions.front().time) - first;
    if (alert.route != "page" || day < 0 || day > last - first) {
      continue;
    }
    const auto index = static_cast<std::size_t>(day);
    ++tenants.try_emplace(alert.tenant, count).first->second[index];
    double& lowest = history.days[index].lowest_score;
    lowest = lowest < 0 ? alert.score : std::min(lowest, alert.score);
  }
  for (const auto& [tenant, pages] : tenants) {
    history.highest_mean_28 = std::max(history.highest_mean_28, worst_mean(pages));
    for (std::size_t day = 0; day < count; ++day) {
      history.days[day].pages = std::max(history.days[day].pages, pages[day]);
      history.highest_day = std::max(history.highest_day, pages[day]);
    }
  }
  return history;
}

}  // namespace centinela::evaluation
