#include "evaluation/reading.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace centinela::evaluation {

bool natural_less(const std::string& a, const std::string& b) {
  const auto split = [](const std::string& text) {
    const std::size_t digits = text.find_first_of("0123456789");
    const std::string number = digits == std::string::npos ? "" : text.substr(digits);
    return std::tuple(text.substr(0, digits), number.size(), number);
  };
  return split(a) < split(b);
}

std::vector<std::size_t> within_budget(const Alerts& alerts,
                                       std::span<const Match> matches,
                                       double budget) {
  std::map<std::pair<std::string, std::int64_t>, std::vector<std::size_t>> days;
  for (std::size_t i = 0; i < matches.size(); ++i) {
    days[{matches[i].tenant, matches[i].day}].push_back(i);
  }
  std::vector<std::size_t> kept;
  for (auto& [day, indexes] : days) {
    // Alerts come by id, so ties are settled by it.
    std::stable_sort(indexes.begin(), indexes.end(), [&](std::size_t a, std::size_t b) {
      return alerts.alerts[a].score > alerts.alerts[b].score;
    });
    const auto count = std::min(indexes.size(), static_cast<std::size_t>(std::max(0.0, budget)));
    kept.insert(kept.end(), indexes.begin(), indexes.begin() + static_cast<std::ptrdiff_t>(count));
  }
  return kept;
}

std::uint64_t count_tenants(const Truth& truth, const Alerts& alerts) {
  std::set<std::string> tenants;
  for (const Instance& incident : truth.incidents) {
    tenants.insert(incident.tenant);
  }
  for (const Person& person : truth.principals) {
    tenants.insert(person.tenant);
  }
  for (const Alert& alert : alerts.alerts) {
    tenants.insert(alert.tenant);
  }
  return tenants.size();
}

std::optional<double> median(std::span<const double> ascending) noexcept {
  if (ascending.empty()) {
    return std::nullopt;
  }
  const std::size_t middle = ascending.size() / 2;
  return ascending.size() % 2 == 1 ? ascending[middle]
                                   : (ascending[middle - 1] + ascending[middle]) / 2;
}

}  // namespace centinela::evaluation
