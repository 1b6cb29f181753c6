#include "daily.h"

#include "centinela/detectors/catalogue.h"

#include "naming.h"
#include "rules.h"

#include <fmt/format.h>

#include <algorithm>

namespace centinela::alerting {
namespace {

enum class Record : std::uint64_t { digest = 1, heartbeat, notice };

// Nothing of it is evidence of anybody, so its id is a function of tenant, day, what it is, and
// where in the log it was made: each instance of a group makes its own.
Alert begin_record(TenantToken tenant,
                   Record record,
                   std::uint64_t which,
                   const RenderContext& context) {
  const auto kind = static_cast<std::uint64_t>(record);
  const state::EntityKey key{EntityType::cohort, tenant, hash_combine(kind, which)};
  Alert alert;
  alert.id = make_id(key, context.position, context.provenance.key);
  alert.severity = Severity::low;  // that of score 0
  alert.time = context.log_time;
  alert.tenant = privacy::shown(context.names, tenant, context.sequence);
  alert.entity_type = EntityType::cohort;
  alert.entity = alert.tenant;
  alert.model = context.provenance.model;
  alert.config = context.provenance.config;
  alert.key = context.provenance.key;
  alert.position = context.position;
  const std::size_t topic = context.position.topic;
  alert.topic = topic < context.provenance.topics.size() ? context.provenance.topics[topic] : "";
  return alert;
}

Alert begin_day(const DayFacts& facts, Record record, const RenderContext& context) {
  Alert alert =
      begin_record(facts.tenant, record, static_cast<std::uint64_t>(utc_day(facts.from)), context);
  alert.state = AlertState::closed;
  alert.episode.start = facts.from;
  alert.episode.end = facts.to;
  alert.episode.events = facts.events;
  AlertDaily& daily = alert.daily.emplace();
  daily.from = facts.from;
  daily.to = facts.to;
  return alert;
}

std::vector<AlertSuppressed> suppressed_of(const DayBook& day, const Suppressions& suppressions) {
  std::vector<AlertSuppressed> list;
  const std::vector<SuppressionRule>& rules = suppressions.rules();
  for (std::size_t i = 0; i < day.suppressed.size(); ++i) {
    if (day.suppressed[i] == 0) {
      continue;
    }
    const bool is_rule = i < rules.size();
    list.push_back({is_rule ? rules[i].owner : "analyst",
                    is_rule ? rules[i].reason : "ruled expected",
                    day.suppressed[i]});
  }
  return list;
}

std::vector<AlertBelowLine> strongest_of(const DayBook& day, const RenderContext& context) {
  std::vector<AlertBelowLine> list;
  for (const BelowLine& below : day.strongest) {
    Episode episode;
    episode.principal = below.principal;
    const detectors::Evidence& evidence = below.reason.evidence;
    list.push_back(
        {below.entity.type,
         entity_id(below.entity, context),
         std::string{detectors::name(evidence.detector)},
         below.p_value,
         detectors::info(evidence.detector)
             .sentence(evidence, sentence_words(below.entity, episode, evidence, context))});
  }
  return list;
}

// In the order of the words, so that a reader finds what it looks for.
std::vector<AlertCount> digest_counts(const DayBook& day) {
  std::vector<AlertCount> counts = {
      {"pages", day.pages}, {"tickets", day.tickets}, {"shadow", day.shadow}};
  for (std::size_t i = 0; i < withheld_count; ++i) {
    const auto reason = static_cast<Withheld>(i);
    if (reason != Withheld::nothing && reason != Withheld::not_surprising) {
      counts.push_back({std::string{to_string(reason)}, day.withheld[i]});
    }
  }
  return counts;
}

std::int64_t sum(const DayBook& day) noexcept {
  std::int64_t total = 0;
  for (const std::int64_t one : day.withheld) {
    total += one;
  }
  return total;
}

// Nothing told is only good news where something was seen.
std::string sight_of(const DayFacts& facts) {
  if (facts.events == 0 || facts.producers_active == 0) {
    return "blind";
  }
  const bool has_holes = facts.producers_silent > 0 || facts.missing_events > 0 ||
                         facts.dead_letters > 0 || facts.to - facts.from > one_day;
  return has_holes ? "partial" : "clear";
}

std::string heartbeat_words(const DayFacts& facts, const std::string& sight) {
  if (sight == "blind") {
    return "Blind: no access event came, so that nothing was told says nothing.";
  }
  return fmt::format(
      "{}: {} access events from {} producers; {} producers fell silent, {} events are missing, {} "
      "records did not decode.",
      sight == "clear" ? "Clear" : "Partial",
      facts.events,
      facts.producers_active,
      facts.producers_silent,
      facts.missing_events,
      facts.dead_letters);
}

}  // namespace

void DayBook::note_strongest(const BelowLine& candidate) {
  forget(candidate.entity);
  const auto place = std::upper_bound(
      strongest.begin(), strongest.end(), candidate, [](const BelowLine& a, const BelowLine& b) {
        return a.p_value < b.p_value;
      });
  strongest.insert(place, candidate);
  if (strongest.size() > strongest_max) {
    strongest.pop_back();
  }
}

void DayBook::forget(const state::EntityKey& entity) {
  std::erase_if(strongest, [&](const BelowLine& known) { return known.entity == entity; });
}

Alert render_digest(const DayFacts& facts,
                    const DayBook& day,
                    const Suppressions& suppressions,
                    const RenderContext& context) {
  Alert alert = begin_day(facts, Record::digest, context);
  AlertDaily& daily = *alert.daily;
  daily.counts = digest_counts(day);
  for (const detectors::DetectorInfo& detector : detectors::catalogue()) {
    const auto index = static_cast<std::size_t>(detector.id);
    if (day.below[index] > 0) {
      daily.detectors.push_back({std::string{detector.name}, day.below[index]});
    }
    if (day.guarded[index] > 0) {
      daily.guarded.emplace_back(detector.name);
    }
  }
  daily.suppressed = suppressed_of(day, suppressions);
  daily.strongest = strongest_of(day, context);
  alert.summary =
      fmt::format("{} pages and {} tickets; {} unusual episodes stayed below the lines.",
                  day.pages,
                  day.tickets,
                  sum(day));
  return alert;
}

Alert render_heartbeat(const DayFacts& facts, const DayBook& day, const RenderContext& context) {
  Alert alert = begin_day(facts, Record::heartbeat, context);
  AlertDaily& daily = *alert.daily;
  daily.is_heartbeat = true;
  daily.sight = sight_of(facts);
  daily.counts = {{"events", facts.events},
                  {"producers_active", facts.producers_active},
                  {"producers_silent", facts.producers_silent},
                  {"missing_events", facts.missing_events},
                  {"input_late", facts.late},
                  {"input_duplicates", facts.duplicates},
                  {"input_dead_letters", facts.dead_letters},
                  {"input_context_records", facts.contexts},
                  {"pages", day.pages},
                  {"tickets", day.tickets}};
  for (const detectors::DetectorInfo& detector : detectors::catalogue()) {
    if ((day.spoke >> static_cast<unsigned>(detector.id) & 1U) == 0) {
      daily.abstaining.emplace_back(detector.name);
    }
  }
  alert.summary = heartbeat_words(facts, daily.sight);
  return alert;
}

Alert render_notice(const OwnerNotice& notice, const RenderContext& context) {
  const std::uint64_t which = hash_combine(static_cast<std::uint64_t>(notice.detector),
                                           static_cast<std::uint64_t>(utc_day(context.log_time)));
  Alert alert = begin_record(notice.tenant, Record::notice, which, context);
  alert.route = Route::ticket;
  alert.episode.start = context.log_time;
  alert.episode.end = context.log_time;
  AlertReason reason;
  reason.detector = detectors::name(notice.detector);
  reason.family = detectors::to_string(detectors::info(notice.detector).family);
  reason.share = 1;
  reason.observed = static_cast<double>(notice.count);
  reason.expected_high = static_cast<double>(notice.allowed);
  reason.unit = "alerts";
  reason.sentence = notice.sentence;
  alert.reasons.push_back(std::move(reason));
  alert.summary = notice.sentence;
  return alert;
}

}  // namespace centinela::alerting
