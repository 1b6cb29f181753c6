// D12 unusual_time: does this principal work at this hour of the week?
//
// View: principal. Family: cadence. Statistic: mass of the hours no likelier than this one in the
// principal's smoothed week (von Mises kernel of two hours), with the team's week behind it.
// A shift of the team's roster (reference.rosters) makes any hour usual.
// Cold start: the team's week. Abstains before 20 active hours on 3 days, for machines, where
// neither zone nor team says what is day and what is night, and within a shift on record (a roster
// of another system).
#include "centinela/detectors/detectors.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace centinela::detectors {

void unusual_time(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  constexpr double hours_min = 20;
  const features::HourRarity& rarity = input.appraisal.hour_of_week;
  if (!scene.is_first_of_hour || scene.is_late || !is_person(scene.principal.kind) ||
      scene.aside.is_on_duty || rarity.own_hours < hours_min ||
      static_cast<double>(scene.principal.active_days) < input.settings.history_days_min) {
    return;
  }
  Evidence evidence = begin_evidence(
      DetectorId::unusual_time, scene, scene.principal_key, static_cast<std::uint64_t>(scene.hour));
  evidence.unit = Unit::active_hours;
  const Duty duty =
      input.settings.roster.duty_of(scene.event.tenant, scene.principal.team, scene.event.time);
  evidence.p_value = duty == Duty::on ? 1 : rarity.p;
  evidence.p_at_least = evidence.p_value;
  evidence.word = duty == Duty::off ? scene.principal.team.value() : 0;
  evidence.observed = 1;
  evidence.expected_low = 0;
  evidence.expected_high = rarity.share * rarity.own_hours;
  evidence.effective_samples = rarity.own_hours;
  evidence.route_max = Route::digest;
  evidence.facts = {rarity.own_hours,
                    static_cast<double>(scene.local.minute_of_day),
                    rarity.team_share,
                    static_cast<double>(scene.local.day_of_week())};
  quote_peers(evidence, scene.group.snapshot.members, 0, input.settings.peers_told_min);
  out.push_back(evidence);
}

std::string unusual_time_sentence(const Evidence& evidence, const SentenceWords& words) {
  constexpr std::array<std::string_view, 7> days = {
      "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
  const auto minute = static_cast<int>(evidence.facts[1]);
  std::string sentence = fmt::format(
      "{} was active on {} at {:02}:{:02} local time; of {} known active hours {} fall "
      "within an hour of that",
      words.entity,
      days[static_cast<std::size_t>(evidence.facts[3]) % 7],
      minute / 60,
      minute % 60,
      number(std::round(evidence.facts[0])),
      days_seen(evidence.expected_high));
  if (evidence.peers > 0) {
    sentence += fmt::format(", of the team's hours {:.1f} %", 100 * evidence.facts[2]);
  }
  if (evidence.word != 0) {
    sentence += fmt::format("; the roster of {} has no shift then", words.word);
  }
  return sentence + ".";
}

}  // namespace centinela::detectors
