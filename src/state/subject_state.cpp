#include "centinela/state/subject_state.h"

#include "centinela/stats/decay.h"

#include <algorithm>

namespace centinela::state {

double SubjectState::explained_on(EventTime time) const noexcept {
  constexpr Duration half_life = hot_window / 2;
  return static_cast<double>(explained) * stats::forget_factor(time - explained_at, half_life);
}

void SubjectState::note_explained(EventTime time) noexcept {
  explained = static_cast<float>(explained_on(time) + 1);
  explained_at = std::max(explained_at, time);
}

bool SubjectState::note_visit(const Visit& visit) {
  if (!visits) {
    visits = std::make_unique<Visits>();
  }
  for (std::size_t i = visits->size(); i > 0; --i) {
    if ((*visits)[i - 1].time < visit.time - hot_window) {
      visits->erase_at(i - 1);
    }
  }
  const bool is_known = std::any_of(visits->begin(), visits->end(), [&](const Visit& known) {
    return known.principal == visit.principal;
  });
  // Beyond 24 the matter is told; who else came makes no difference.
  return !is_known && visits->push_back(visit);
}

void SubjectState::retract(PrincipalToken principal) noexcept {
  if (!visits) {
    return;
  }
  for (std::size_t i = visits->size(); i > 0; --i) {
    if ((*visits)[i - 1].principal == principal) {
      visits->erase_at(i - 1);
    }
  }
}

void JudgedList::note(const JudgedAccess& access) {
  constexpr Duration kept = std::chrono::hours{48};
  std::erase_if(accesses, [&](const JudgedAccess& known) {
    return known.time < access.time - kept ||
           (known.principal == access.principal && known.day == access.day);
  });
  if (accesses.size() >= accesses_max) {
    accesses.erase(accesses.begin());
  }
  accesses.reserve(accesses.size() + 1);  // most have one: no room for twice as many
  accesses.push_back(access);
}

std::int64_t RelatedState::take_back(EventTime time) noexcept {
  for (std::size_t i = accesses.size(); i > 0; --i) {
    if (accesses[i - 1] == time) {
      accesses.erase_at(i - 1);
      break;
    }
  }
  return static_cast<std::int64_t>(accesses.size());
}

std::int64_t RelatedState::note(EventTime time) noexcept {
  constexpr Duration window = std::chrono::days{30};
  while (!accesses.empty() && (accesses.full() || accesses[0] < time - window)) {
    accesses.erase_at(0);
  }
  accesses.push_back(time);
  return static_cast<std::int64_t>(accesses.size());
}

void SubjectBook::fade_to(std::int64_t today) noexcept {
  constexpr double half_life_days = 30;
  if (day == INT64_MIN) {
    day = today;
  }
  if (today <= day) {
    return;
  }
  const double forget = stats::forget_factor(static_cast<double>(today - day), half_life_days);
  for (double* sum : {&explained,
                      &first_visits,
                      &further_visits,
                      &contacts,
                      &takeovers,
                      &related_first,
                      &related_further,
                      &repeat_first,
                      &repeat_further}) {
    *sum *= forget;
  }
  day = today;
}

}  // namespace centinela::state
