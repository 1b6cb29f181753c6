#include "centinela/alerting/render.h"

#include "centinela/alerting/line_words.h"
#include "centinela/detectors/catalogue.h"
#include "centinela/state/explain_access.h"

#include "episode_account.h"
#include "naming.h"
#include "rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace centinela::alerting {
namespace {

using detectors::DetectorId;
using detectors::Evidence;

constexpr std::size_t reasons_told_max = 3;
// Below, a p-value is a rank among alerts that are all beyond doubt, not a probability.
constexpr double smallest_told_p = 1e-12;

AlertReason reason_of(const state::EntityKey& entity,
                      const Episode& episode,
                      const Reason& reason,
                      const RenderContext& context) {
  const Evidence& evidence = reason.evidence;
  AlertReason told;
  told.detector = detectors::name(evidence.detector);
  told.family = detectors::to_string(evidence.family);
  told.p_value = std::max(reason.p_value, smallest_told_p);
  told.observed = evidence.observed;
  told.expected_low = evidence.expected_low;
  told.expected_high = evidence.expected_high;
  told.unit = detectors::to_string(evidence.unit);
  // The odds of a sentence are those of its field: what they came to on ordinary days.
  Evidence said = evidence;
  said.p_value = told.p_value;
  said.p_at_least = told.p_value;
  told.sentence = detectors::info(evidence.detector)
                      .sentence(said, sentence_words(entity, episode, evidence, context));
  return told;
}

// Rare for its kind, yet no more than the sentence itself says is usual, or taken back since:
// beside a better reason it would only puzzle whoever reads it.
bool reads_as_usual(const Reason& reason) noexcept {
  const Evidence& evidence = reason.evidence;
  return is_spent(evidence) || (evidence.family == detectors::Family::volume &&
                                evidence.observed <= evidence.expected_high);
}

// In the order of their places, the rarer first; the forest only where it stands alone, because
// beside others it repeats what they said.
std::vector<const Reason*> chosen_reasons(const EpisodeDetail& detail) {
  std::vector<const Reason*> chosen;
  for (const Reason& reason : detail.reasons) {
    chosen.push_back(&reason);
  }
  const auto is_forest = [](const Reason* reason) {
    return reason->evidence.detector == DetectorId::forest;
  };
  if (!std::all_of(chosen.begin(), chosen.end(), is_forest)) {
    std::erase_if(chosen, is_forest);
  }
  std::stable_sort(chosen.begin(), chosen.end(), [](const Reason* a, const Reason* b) {
    return comes_before(*a, *b);
  });
  const auto is_unusual = [](const Reason* reason) { return !reads_as_usual(*reason); };
  if (std::any_of(chosen.begin(), chosen.end(), is_unusual)) {
    std::erase_if(chosen, std::not_fn(is_unusual));
  }
  if (chosen.size() > reasons_told_max) {
    chosen.resize(reasons_told_max);
  }
  return chosen;
}

void add_lists(Alert& alert, const std::vector<const Reason*>& reasons) {
  const auto add = [](std::vector<std::string>& list, std::string_view ids) {
    while (!ids.empty()) {
      const std::size_t comma = ids.find(',');
      const std::string id{ids.substr(0, comma)};
      if (std::find(list.begin(), list.end(), id) == list.end()) {
        list.push_back(id);
      }
      ids = comma == std::string_view::npos ? std::string_view{} : ids.substr(comma + 1);
    }
  };
  for (const Reason* reason : reasons) {
    add(alert.attack, detectors::info(reason->evidence.detector).attack);
    add(alert.owasp, detectors::info(reason->evidence.detector).owasp);
  }
}

std::optional<std::string> nearest_miss(const Evidence& evidence) {
  if (evidence.detector != DetectorId::unjustified_access) {
    return std::nullopt;
  }
  switch (static_cast<state::NearestMiss>(static_cast<int>(evidence.facts[2]))) {
    case state::NearestMiss::closed_ticket:
      return "closed ticket";
    case state::NearestMiss::expired:
      return "expired explanation";
    case state::NearestMiss::other_principal:
      return "assigned to another principal";
    case state::NearestMiss::other_subjects_ticket:
      return "ticket of another data subject";
    case state::NearestMiss::own_ticket:
      return "ticket written by the principal";
    case state::NearestMiss::reused_ticket:
      return "one ticket for many data subjects";
    case state::NearestMiss::none:
      break;
  }
  return std::nullopt;
}

void explain(Alert& alert, const std::vector<const Reason*>& reasons) {
  for (const Reason* reason : reasons) {
    const Evidence& evidence = reason->evidence;
    alert.unexplained =
        std::max(alert.unexplained, static_cast<std::int64_t>(std::floor(evidence.unexplained)));
    if (!alert.peers && evidence.peers > 0 && evidence.peers_highest > 0) {
      alert.peers = AlertPeers{evidence.peers, evidence.peers_highest};
    }
    const bool speaks_of_reasons = evidence.detector == DetectorId::unjustified_access ||
                                   evidence.detector == DetectorId::excessive_subjects ||
                                   evidence.detector == DetectorId::hot_record;
    if (speaks_of_reasons && alert.explanations_tried.empty()) {
      alert.explanations_tried = {"conversation",
                                  "ticket",
                                  "assignment",
                                  "hand-over",
                                  "call-back",
                                  "approved job",
                                  "earlier access"};
    }
    if (!alert.nearest_miss) {
      alert.nearest_miss = nearest_miss(evidence);
    }
  }
  const Evidence& first = reasons.front()->evidence;
  // Alone it would not have fired where the line is above what was seen: others fired with it.
  if (first.would_not_fire_below > 0 && first.would_not_fire_below <= first.observed) {
    alert.would_not_fire_below = first.would_not_fire_below;
  }
  alert.maturity_days = static_cast<std::int64_t>(first.maturity_days);
  alert.maturity_effective_samples = first.effective_samples;
}

void summarise(Alert& alert) {
  alert.summary = alert.reasons.front().sentence;
  // A second kind of surprise is half the story; a second number of the same kind is not.
  for (const AlertReason& reason : alert.reasons) {
    if (reason.family != alert.reasons.front().family) {
      alert.summary += " Also: " + reason.sentence;
      break;
    }
  }
  if (alert.would_not_fire_below && *alert.would_not_fire_below > 1) {
    alert.summary +=
        fmt::format(" Would not have fired below {}.",
                    line_words(*alert.would_not_fire_below, alert.reasons.front().unit));
  }
}

// As they are printed, to four places, they add up to 1: the largest takes what rounding left.
void add_shares(std::vector<AlertReason>& told, const std::vector<const Reason*>& reasons) {
  constexpr double parts = 10'000;
  double surprise = 0;
  for (const Reason* reason : reasons) {
    surprise += -std::log(reason->p_value);
  }
  double left = parts;
  for (std::size_t i = 0; i < told.size(); ++i) {
    const double share = surprise > 0 ? -std::log(reasons[i]->p_value) / surprise
                                      : 1.0 / static_cast<double>(reasons.size());
    told[i].share = std::round(share * parts);
    left -= told[i].share;
  }
  const auto largest =
      std::max_element(told.begin(), told.end(), [](const AlertReason& a, const AlertReason& b) {
        return a.share < b.share;
      });
  largest->share += left;
  for (AlertReason& reason : told) {
    reason.share /= parts;
  }
}

void add_reasons(Alert& alert,
                 const state::EntityKey& entity,
                 const Episode& episode,
                 const RenderContext& context) {
  const std::vector<const Reason*> reasons = chosen_reasons(*episode.detail);
  for (const Reason* reason : reasons) {
    alert.reasons.push_back(reason_of(entity, episode, *reason, context));
  }
  add_shares(alert.reasons, reasons);
  explain(alert, reasons);
  add_lists(alert, reasons);
  summarise(alert);
}

void add_principal(Alert& alert,
                   const state::EntityKey& entity,
                   const PrincipalFacts& principal,
                   const RenderContext& context) {
  if (entity.type == EntityType::producer || is_of_several(entity.type) ||
      is_absent(principal.id)) {
    return;
  }
  alert.principal = AlertPrincipal{privacy::shown(context.names, principal.id, context.sequence),
                                   principal.kind,
                                   privacy::shown(context.names, principal.role, context.sequence),
                                   privacy::shown(context.names, principal.team, context.sequence)};
}

}  // namespace

Alert render(const state::EntityKey& entity,
             const Episode& episode,
             AlertState state,
             const RenderContext& context) {
  Alert alert;
  alert.id = episode.alert_id;
  alert.revision = episode.revision;
  alert.state = episode.is_shadow ? AlertState::shadow : state;
  alert.route = episode.route;
  alert.time = context.log_time;
  alert.tenant = privacy::shown(context.names, entity.tenant, context.sequence);
  alert.severity = episode.severity;
  alert.score = episode.score;
  alert.p_value = std::max(episode.p_value, smallest_told_p);
  alert.ruling = episode.ruling;
  alert.entity_type = entity.type;
  alert.entity = entity_id(entity, context);
  add_principal(alert, entity, episode.principal, context);
  for (const PrincipalToken principal : episode.detail->principals) {
    alert.principals.push_back(privacy::shown(context.names, principal, context.sequence));
  }
  alert.episode = {episode.start,
                   episode.end,
                   episode.events,
                   episode.data_subjects.count(),
                   episode.records,
                   episode.bytes};
  for (const EvidencePosition& evidence : episode.detail->positions) {
    alert.evidence.push_back(evidence.position);
  }
  alert.model = context.provenance.model;
  alert.config = context.provenance.config;
  alert.key = context.provenance.key;
  alert.position = context.position;
  const std::size_t topic = context.position.topic;
  alert.topic = topic < context.provenance.topics.size() ? context.provenance.topics[topic] : "";
  add_reasons(alert, entity, episode, context);
  return alert;
}

}  // namespace centinela::alerting
