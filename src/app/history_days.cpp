#include "app/history_days.h"

#include "centinela/event/alert.h"

#include <fmt/format.h>

#include <algorithm>

namespace centinela::app {
namespace {

constexpr std::size_t days_of_the_mean = 7;

std::string date_of(std::int64_t day) {
  return format_rfc3339(EventTime{day * one_day.count()}).substr(0, 10);
}

}  // namespace

void HistoryDays::count_events(EventTime log_time, std::uint64_t events) {
  if (events > 0) {
    days_[utc_day(log_time)].events += events;
  }
}

void HistoryDays::count(std::span<const alerting::Decision> decisions) {
  for (const alerting::Decision& decision : decisions) {
    const Alert& alert = decision.alert;
    if (alert.daily || alert.route == Route::digest) {
      continue;
    }
    if (decision.reason == alerting::DecisionReason::opened) {
      alerts_[print(alert.id)] = {
          utc_day(alert.time), alert.route, alert.state == AlertState::shadow};
    } else if (const auto known = alerts_.find(print(alert.id)); known != alerts_.end()) {
      known->second.route = std::max(known->second.route, alert.route);
    }
  }
}

std::map<std::int64_t, HistoryDays::Day> HistoryDays::with_alerts() const {
  std::map<std::int64_t, Day> days = days_;
  for (const auto& [id, opened] : alerts_) {
    Day& day = days[opened.day];
    if (opened.is_shadow) {
      ++day.shadow;
    } else {
      ++(opened.route == Route::page ? day.pages : day.tickets);
    }
  }
  return days;
}

std::string HistoryDays::table() const {
  const std::map<std::int64_t, Day> days = with_alerts();
  std::string text = fmt::format(
      "{:<12}{:>12}{:>8}{:>10}{:>10}\n", "day (UTC)", "accesses", "pages", "tickets", "shadow");
  for (const auto& [number, day] : days) {
    text += fmt::format("{:<12}{:>12}{:>8}{:>10}{:>10}\n",
                        date_of(number),
                        day.events,
                        day.pages,
                        day.tickets,
                        day.shadow);
  }
  const std::size_t last = std::min(days_of_the_mean, days.size());
  std::uint64_t pages = 0;
  std::uint64_t tickets = 0;
  for (auto day = days.rbegin(); day != std::next(days.rbegin(), static_cast<long>(last)); ++day) {
    pages += day->second.pages;
    tickets += day->second.tickets;
  }
  if (last > 0) {
    const auto of_days = static_cast<double>(last);
    text += fmt::format("the last {} days: {:.1f} pages and {:.1f} tickets a day\n",
                        last,
                        static_cast<double>(pages) / of_days,
                        static_cast<double>(tickets) / of_days);
  }
  return text;
}

}  // namespace centinela::app
