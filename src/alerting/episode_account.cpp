#include "episode_account.h"

#include "centinela/base/hash.h"
#include "centinela/base/numbers.h"

#include <algorithm>

namespace centinela::alerting {
namespace {

// A repeat counts as news only when it is this much rarer than what was told.
constexpr double rarer_factor = 100;

void note_position(EpisodeDetail& detail, const Position& position, double p) {
  auto& positions = detail.positions;
  for (EvidencePosition& known : positions) {
    if (known.position == position) {
      known.p_value = std::min(known.p_value, p);
      return;
    }
  }
  if (positions.full()) {
    if (positions.back().p_value <= p) {
      return;
    }
    positions.truncate(positions.size() - 1);
  }
  positions.push_back({position, p});
  // Strongest first; equals keep the order of the log.
  for (std::size_t i = positions.size() - 1; i > 0; --i) {
    if (positions[i].p_value < positions[i - 1].p_value) {
      std::swap(positions[i], positions[i - 1]);
    }
  }
}

}  // namespace

void begin(Episode& episode, const Judgement& judgement) noexcept {
  const auto told = episode.told;
  const auto ids_begun = episode.ids_begun;
  episode = Episode{};
  episode.told = told;
  episode.ids_begun = ids_begun;
  episode.is_active = true;
  const EventTime time = judgement.event == nullptr ? judgement.log_time : judgement.event->time;
  episode.start = time;
  episode.end = time;
  episode.log_start = judgement.log_time;
  episode.log_last = judgement.log_time;
}

// An access that waited for its reason is evidence at an old place, which an earlier alert of the
// entity may have its id from; two alerts must not share one.
Position id_position(Episode& episode, const Position& decided_at) noexcept {
  const auto mark = [](const Position& position) {
    return hash_combine(
        hash_combine(position.topic, static_cast<std::uint64_t>(position.partition.value())),
        hash_combine(static_cast<std::uint64_t>(position.offset.value()), position.index));
  };
  const Position& first = episode.detail->positions[0].position;
  const Position chosen = episode.ids_begun.contains(mark(first)) ? decided_at : first;
  if (episode.ids_begun.full()) {
    episode.ids_begun.erase_at(0);
  }
  episode.ids_begun.push_back(mark(chosen));
  return chosen;
}

void count_event(Episode& episode, const Judgement& judgement) {
  episode.log_last = judgement.log_time;
  episode.principal = judgement.principal;
  if (judgement.event == nullptr) {
    return;
  }
  const Event& event = *judgement.event;
  episode.start = std::min(episode.start, event.time);
  episode.end = std::max(episode.end, event.time);
  ++episode.events;
  episode.records = saturating_sum(episode.records, event.records);
  episode.bytes = saturating_sum(episode.bytes, event.bytes);
  if (event.opens()) {
    for (const DataSubjectToken data_subject : event.data_subjects) {
      episode.data_subjects.add(data_subject.value());
    }
  }
}

// A detector may judge several opportunities in turn (one for each class that is read), so its
// latest eight are known by 16 bits each, newest first, in the two words that it has.
bool is_new_opportunity(Episode& episode, const detectors::Evidence& evidence) noexcept {
  constexpr int bits = 16;
  constexpr std::uint64_t mask = (std::uint64_t{1} << bits) - 1;
  const std::size_t slot = static_cast<std::size_t>(evidence.detector) * 2;
  const std::array<std::uint64_t*, 2> words{&episode.latest[slot], &episode.latest[slot + 1]};
  // Never 0, which is an empty place.
  const std::uint64_t mark = hash_combine(evidence.opportunity, evidence.leg) % mask + 1;
  std::uint64_t carried = mark;
  for (std::uint64_t* word : words) {
    for (int shift = 0; shift < 64; shift += bits) {
      const std::uint64_t known = (*word >> shift) & mask;
      *word = (*word & ~(mask << shift)) | (carried << shift);
      if (known == mark) {
        return false;
      }
      carried = known;
    }
  }
  return true;
}

bool was_told(const Episode& episode, std::uint64_t opportunity, double p) noexcept {
  return std::any_of(episode.told.begin(), episode.told.end(), [&](const Told& told) {
    return told.opportunity == opportunity && p * rarer_factor > told.p_value;
  });
}

void note_reason(Episode& episode, const Reason& noted, const Finisher& finished) {
  const detectors::Evidence& evidence = noted.evidence;
  const double p = noted.p_value;
  const auto finish = [&] { return Reason{finished(evidence), p, noted.record_class}; };
  if (episode.detail == nullptr) {
    episode.detail = std::make_unique<EpisodeDetail>();
  }
  EpisodeDetail& detail = *episode.detail;
  note_position(detail, evidence.position, p);
  for (Reason& reason : detail.reasons) {
    if (reason.evidence.detector == evidence.detector && reason.evidence.leg == evidence.leg) {
      // A rarer word that is worth no action does not take the place of one that is.
      const bool is_step_back = reason.evidence.passes_gate && !evidence.passes_gate;
      if (p <= reason.p_value && !is_step_back) {
        reason = finish();
      }
      return;
    }
  }
  if (detail.reasons.full()) {
    auto* const weakest = std::max_element(
        detail.reasons.begin(), detail.reasons.end(), [](const Reason& a, const Reason& b) {
          return a.p_value < b.p_value;
        });
    if (weakest->p_value > p) {
      *weakest = finish();
    }
    return;
  }
  detail.reasons.push_back(finish());
}

bool is_of_several(EntityType type) noexcept {
  return type == EntityType::data_subject || type == EntityType::cohort ||
         type == EntityType::release;
}

void note_company(Episode& episode,
                  const state::EntityKey& entity,
                  const Judgement& judgement,
                  double p) {
  // A tenant's producers lack events: whose event brought it to light is chance.
  const bool is_tenant = entity.type == EntityType::cohort && entity.id == 0;
  if (!is_of_several(entity.type) || is_tenant || episode.detail == nullptr) {
    return;
  }
  auto& principals = episode.detail->principals;
  const auto note = [&](PrincipalToken principal) {
    if (!is_absent(principal) && !principals.contains(principal)) {
      principals.push_back(principal);
    }
  };
  note(judgement.principal.id);
  for (const Witness& witness : judgement.witnesses) {
    note(witness.principal);
    note_position(*episode.detail, witness.position, p);
  }
}

void replace_reason(Episode& episode,
                    const detectors::Evidence& evidence,
                    const Finisher& finished) {
  if (episode.detail == nullptr) {
    return;
  }
  for (Reason& reason : episode.detail->reasons) {
    if (reason.evidence.opportunity == evidence.opportunity) {
      reason.evidence = finished(evidence);
    }
  }
}

bool revise_reason(Episode& episode,
                   const detectors::Evidence& evidence,
                   double p_value,
                   const Finisher& finished) {
  if (episode.detail == nullptr) {
    return false;
  }
  auto& reasons = episode.detail->reasons;
  auto* const known = std::find_if(reasons.begin(), reasons.end(), [&](const Reason& reason) {
    return reason.evidence.opportunity == evidence.opportunity &&
           reason.evidence.detector == evidence.detector && reason.evidence.leg == evidence.leg;
  });
  if (known == reasons.end()) {
    return false;
  }
  const double before = known->p_value;
  known->evidence = finished(evidence);
  known->p_value = p_value;
  fusion::FamilyTally& tally = episode.tallies[static_cast<std::size_t>(evidence.family)];
  if (tally.smallest_p < before) {
    return true;  // another one speaks for the family
  }
  tally.smallest_p = 1;
  for (const Reason& reason : reasons) {
    if (reason.evidence.family == evidence.family) {
      tally.smallest_p = std::min(tally.smallest_p, reason.p_value);
    }
  }
  return true;
}

bool is_spent(const detectors::Evidence& evidence) noexcept {
  return evidence.replaces && (evidence.is_spent || evidence.observed <= 0);
}

bool is_taken_back(const Episode& episode) noexcept {
  if (!episode.is_told()) {
    return false;
  }
  const auto& reasons = episode.detail->reasons;
  return std::all_of(reasons.begin(), reasons.end(), [](const Reason& reason) {
    return is_spent(reason.evidence);
  });
}

void remember_told(Episode& episode) noexcept {
  for (const Reason& reason : episode.detail->reasons) {
    const std::uint64_t opportunity = reason.evidence.opportunity;
    auto* const known =
        std::find_if(episode.told.begin(), episode.told.end(), [&](const Told& told) {
          return told.opportunity == opportunity;
        });
    if (known != episode.told.end()) {
      known->p_value = std::min(known->p_value, reason.p_value);
      continue;
    }
    if (episode.told.full()) {
      episode.told.erase_at(0);
    }
    episode.told.push_back({opportunity,
                            reason.p_value,
                            reason.evidence.detector,
                            reason.evidence.leg,
                            episode.is_shadow,
                            episode.log_last});
  }
}

}  // namespace centinela::alerting
