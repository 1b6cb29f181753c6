#include "centinela/alerting/budget.h"

#include <algorithm>
#include <cmath>

namespace centinela::alerting {
namespace {

constexpr std::size_t days_kept = 28;
constexpr std::size_t candidates_kept = 2048;
constexpr double loosest_p = 0.05;         // however large the budget, this is not unusual
constexpr double start_p_per_unit = 2e-4;  // start value: so much p per alert a day
constexpr double start_weight_days = 7;

// Where a line begins before any day has closed.
double start_log_p(double per_day) noexcept {
  return std::log(std::clamp(start_p_per_unit * per_day, 1e-6, loosest_p));
}

// A budget is a ceiling, not a target: where little happens, what is left over stays unspent.
double loosest_log_p(double per_day) noexcept {
  return std::min(std::log(loosest_p), start_log_p(per_day) + std::log(2.0));
}

}  // namespace

Budget::Budget(const Settings& settings) {
  pages_.per_day = settings.pages_per_day;
  pages_.log_p = start_log_p(settings.pages_per_day);
  tickets_.per_day = settings.tickets_per_day;
  tickets_.log_p = start_log_p(settings.tickets_per_day);
}

void Budget::advance(std::int64_t day) {
  if (!is_started_) {
    is_started_ = true;
    day_ = day;
  }
  // Days without a record close too: quiet is information. A gap of months needs no month of work.
  for (std::size_t i = 0; day_ < day && i < days_kept; ++i) {
    close_day();
    ++day_;
  }
  day_ = std::max(day_, day);
}

void Budget::note_candidate(const state::EntityKey& entity, double p) {
  const double log_p = std::log(std::max(p, 1e-300));
  const std::uint64_t hash = entity.hash();
  for (Candidate& candidate : today_) {
    if (candidate.entity == hash) {
      candidate.log_p = std::min(candidate.log_p, log_p);
      return;
    }
  }
  if (today_.size() < candidates_kept) {
    today_.push_back({hash, log_p});
  }
}

std::optional<std::int64_t> Budget::below_line(Route route) const noexcept {
  const BudgetLine& line = route == Route::page ? pages_ : tickets_;
  const bool binds = line.is_spent() || line.log_p < start_log_p(line.per_day);
  if (!binds) {
    return std::nullopt;
  }
  return std::count_if(today_.begin(), today_.end(), [&](const Candidate& candidate) {
    return candidate.log_p > line.log_p;
  });
}

void Budget::close_day() {
  DayOfCandidates closed;
  closed.day = day_;
  closed.log_p.reserve(today_.size());
  for (const Candidate& candidate : today_) {
    closed.log_p.push_back(candidate.log_p);
  }
  std::sort(closed.log_p.begin(), closed.log_p.end());
  if (history_.size() == days_kept) {
    history_.erase(history_.begin());
  }
  history_.push_back(std::move(closed));
  today_.clear();
  ++days_closed_;
  move(pages_);
  move(tickets_);
  pages_.sent = 0;
  tickets_.sent = 0;
}

LineAim Budget::aim(const BudgetLine& line) const {
  std::vector<double> all;
  for (const DayOfCandidates& day : history_) {
    all.insert(all.end(), day.log_p.begin(), day.log_p.end());
  }
  const auto days = static_cast<double>(history_.size());
  const auto rank = static_cast<std::size_t>(std::llround(line.per_day * days));
  double target = loosest_log_p(line.per_day);
  if (rank == 0) {
    target = std::log(1e-300);
  } else if (rank <= all.size()) {
    const auto nth = all.begin() + static_cast<std::ptrdiff_t>(rank - 1);
    std::nth_element(all.begin(), nth, all.end());
    target = std::min(target, *nth);
  }
  const double weight = days < static_cast<double>(days_kept) ? start_weight_days : 0;
  return {(days * target + weight * start_log_p(line.per_day)) / (days + weight),
          history_.size(),
          all.size()};
}

void Budget::move(BudgetLine& line) const {
  // log p is negative: towards 0 is looser.
  line.log_p = std::clamp(aim(line).log_p, line.log_p * 1.10, line.log_p * 0.95);
}

}  // namespace centinela::alerting
