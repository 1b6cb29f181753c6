// D25 audit_silence: has a producer skipped part of its stream, or does it record less than it did?
//
// View: producer; the tenant where several producers lack events at once, for that has a cause
// upstream of them. Family: invariant from a practical loss on, telemetry else.
// Statistic: sequence numbers that are missing after the time of allowed disorder (learnt, 1–3
// minutes), counted by the hour and against what the producer sent, by its own hours (b). A number
// that comes after all is taken off again. A large loss is a ticket at once, because a blocked
// stream looks the same until it catches up, and a page when it has not within a working day.
// And events an hour against the producer's own hours of the week, by the lower tail of (b): two in
// a row that are rarer than 1 in 10 000, in an hour of event time that its stream has left behind.
// A day that is low from its beginning is compared with the weekday that shows least, for it may be
// a day off. A ticket at most. Gate: half of what is usual, and 50 events missing.
// Cold start: half a number missing in a hundred, scattered; three weeks of an hour of the week. A
// new boot starts a new sequence. Abstains from gaps for producers without sequence numbers, and
// from rates where fewer than 30 events are usual, and for one that sends nothing at all: the
// heartbeat tells that.
#include "centinela/detectors/detectors.h"
#include "centinela/state/volume.h"

#include <fmt/format.h>

#include <algorithm>

namespace centinela::detectors {
namespace {

// Beyond this the producer's disorder explains nothing any more.
constexpr double beyond_disorder = 1e-4;
// Fewer than this within an hour are nobody's work.
constexpr std::int64_t missing_told_min = 10;
// A page is a loss that matters: many, and a good part of what was sent; or one run of a length
// that the producer never showed in anything that filled.
constexpr std::int64_t missing_paged_min = 30;
constexpr double share_paged_min = 0.1;
constexpr std::int64_t run_paged_min = 100;
constexpr std::int64_t run_beyond_fills = 10;
// One cause upstream: two that lack events at once are told as one, three explain a large loss too.
constexpr std::int64_t several = 2;
constexpr std::int64_t many = 3;
// A tenant's day is one opportunity: what is told has the same weight all day, so it is told once.
constexpr double tenant_p_min = 1e-5;

constexpr Leg of_tenant = 1;
constexpr Leg of_settled = 2;
constexpr Leg of_rate = 3;

bool is_large(const state::ProducerState& producer, const state::MissingHour& hour) noexcept {
  const bool is_share =
      hour.missing >= missing_paged_min &&
      static_cast<double>(hour.missing) >= share_paged_min * static_cast<double>(hour.issued);
  const std::int64_t long_run = std::max(run_paged_min, run_beyond_fills * producer.largest_fill);
  return is_share || (hour.run >= long_run && hour.missing >= run_paged_min);
}

void raise(Evidence& evidence, Route route) noexcept {
  evidence.is_invariant = true;
  evidence.family = Family::invariant;
  evidence.invariant_route = route;
  evidence.route_max = route;
  evidence.passes_gate = true;
  evidence.p_value = std::max(evidence.p_value, 1e-9);
}

Evidence begin_hour(const state::Scene& scene, std::int64_t hour) noexcept {
  Evidence evidence = begin_evidence(
      DetectorId::audit_silence, scene, scene.producer_key, static_cast<std::uint64_t>(hour));
  evidence.unit = Unit::events;
  evidence.replaces = true;
  evidence.word = scene.event.producer.name.value();
  return evidence;
}

// How the hour's count stands against the producer's own hours.
void compare(Evidence& evidence, const state::ProducerState& producer, std::int64_t missing) {
  const state::VolumeView view = state::predict_missing(producer);
  evidence.observed = static_cast<double>(missing);
  evidence.p_value = view.p_above_mid(missing);
  evidence.p_at_least = view.p_at_least(missing);
  const stats::Interval expected = view.quoted().expected();
  evidence.expected_low = expected.low;
  evidence.expected_high = expected.high;
  evidence.would_not_fire_below =
      static_cast<double>(std::max(missing_told_min, view.quoted().first_at_most(beyond_disorder)));
}

void judge_producer(const state::Scene& scene, EvidenceList& out) {
  const state::SequenceGap& gap = scene.gaps.back();
  const state::ProducerState& producer = scene.producer;
  const std::int64_t missing = producer.missing.x;
  Evidence evidence = begin_hour(scene, producer.missing.window);
  compare(evidence, producer, missing);
  const bool is_beyond = missing >= missing_told_min && evidence.p_at_least < beyond_disorder;
  if (is_beyond && scene.silence.lacking >= several) {
    return;  // the tenant's alert says it
  }
  evidence.route_max = Route::digest;
  if (is_beyond) {
    raise(evidence, Route::ticket);
  }
  evidence.facts = {
      static_cast<double>(gap.from), static_cast<double>(gap.to), producer.usual_issue(), 0};
  evidence.position = gap.position;
  evidence.time = gap.noticed;
  out.push_back(evidence);
}

// What was a ticket, or nothing, and is a page now.
void judge_settled(const state::Scene& scene, EvidenceList& out) {
  const state::MissingHour& hour = scene.silence.settled;
  const state::ProducerState& producer = scene.producer;
  if (hour.missing < missing_told_min || hour.lacking >= many || !is_large(producer, hour)) {
    return;
  }
  Evidence evidence = begin_hour(scene, hour.hour);
  compare(evidence, producer, hour.missing);
  if (evidence.p_at_least >= beyond_disorder) {
    return;
  }
  evidence.leg = of_settled;
  raise(evidence, Route::page);
  const std::int64_t now = window_index(scene.event.received, one_hour);
  evidence.facts = {static_cast<double>(now - hour.hour),
                    static_cast<double>(hour.run),
                    static_cast<double>(hour.issued),
                    static_cast<double>(hour.filled)};
  out.push_back(evidence);
}

// What a producer no longer records leaves no gap in its sequence.
void judge_rate(const state::Scene& scene, EvidenceList& out) {
  constexpr double fewer_min = 50;
  constexpr double share_max = 0.5;
  const state::ShortHour& hour = scene.silence.short_hour;
  const auto day = static_cast<std::uint64_t>(hour.hour / 24);
  Evidence evidence = begin_evidence(
      DetectorId::audit_silence, scene, scene.producer_key, hash_combine(day, of_rate));
  evidence.leg = of_rate;
  evidence.unit = Unit::events_per_hour;
  evidence.word = scene.event.producer.name.value();
  evidence.observed = static_cast<double>(hour.sent);
  evidence.p_value = hour.p;
  evidence.p_at_least = hour.p;
  const stats::Interval expected = hour.usual.expected();
  evidence.expected_low = expected.low;
  evidence.expected_high = expected.high;
  evidence.route_max = Route::ticket;
  evidence.passes_gate = evidence.observed <= share_max * hour.usual.mean &&
                         hour.usual.mean - evidence.observed >= fewer_min;
  evidence.facts = {static_cast<double>(hour.hours), hour.usual.mean, 0, 0};
  out.push_back(evidence);
}

Evidence begin_tenant(const state::Scene& scene) noexcept {
  const std::int64_t day = utc_day(scene.event.received);
  Evidence evidence = begin_evidence(DetectorId::audit_silence,
                                     scene,
                                     {EntityType::cohort, scene.event.tenant, 0},
                                     static_cast<std::uint64_t>(day));
  evidence.leg = of_tenant;
  evidence.unit = Unit::events;
  evidence.replaces = true;
  evidence.word = scene.event.producer.name.value();
  evidence.observed = static_cast<double>(scene.silence.lacking_missing);
  evidence.facts = {static_cast<double>(scene.silence.lacking), 0, 0, 0};
  return evidence;
}

void judge_tenant(const state::Scene& scene, EvidenceList& out) {
  const state::Silence& silence = scene.silence;
  if (!silence.is_lacking || silence.lacking < several ||
      silence.lacking_missing < missing_told_min) {
    return;
  }
  Evidence evidence = begin_tenant(scene);
  evidence.p_at_least = std::max(silence.p, tenant_p_min);
  evidence.p_value = evidence.p_at_least;
  raise(evidence, Route::ticket);
  evidence.position = scene.gaps.back().position;
  evidence.time = scene.gaps.back().noticed;
  out.push_back(evidence);
}

// Not a surprise but its taking back: it changes what is told, if anything was.
void take_back(const state::Scene& scene, EvidenceList& out) {
  const state::MissingHour& hour = scene.silence.filled;
  Evidence evidence = begin_hour(scene, hour.hour);
  compare(evidence, scene.producer, hour.missing);
  evidence.p_value = 1;
  evidence.facts = {0, 0, scene.producer.usual_issue(), static_cast<double>(hour.filled)};
  out.push_back(evidence);
  if (scene.silence.is_lacking) {
    out.push_back(begin_tenant(scene));
  }
}

std::string tenant_sentence(const Evidence& evidence, const SentenceWords& words) {
  if (evidence.observed <= 0) {
    return fmt::format(
        "Several producers of {} lacked events of their sequences at the same time; all of them "
        "came late and none is missing any more.",
        words.entity);
  }
  if (evidence.facts[0] < several) {
    return fmt::format(
        "Several producers of {} lacked events of their sequences at the same time; one of them "
        "still lacks {}.",
        words.entity,
        count_of(evidence.observed, "event", "events"));
  }
  return fmt::format(
      "{} of {} lack {} of their sequences at the same time, last {}: what they have in common "
      "upstream loses or delays events.",
      count_of(evidence.facts[0], "producer", "producers"),
      words.entity,
      count_of(evidence.observed, "event", "events"),
      words.word);
}

std::string settled_sentence(const Evidence& evidence, const SentenceWords& words) {
  const std::string others =
      evidence.facts[3] > 0
          ? fmt::format(", only {}", count_of(evidence.facts[3], "other", "others"))
          : "";
  return fmt::format(
      "Producer {} lacks {} of the {} of its sequence in one hour, up to {} in a row, and {} hours "
      "later none of them has come{}; {} is expected. They are not delayed: they are lost or were "
      "suppressed.",
      words.word,
      count_of(evidence.observed, "event", "events"),
      number(evidence.facts[2]),
      number(evidence.facts[1]),
      number(evidence.facts[0]),
      others,
      range(evidence.expected_low, evidence.expected_high));
}

}  // namespace

void audit_silence(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  if (scene.silence.filled_hour != state::no_window) {
    take_back(scene, out);
  }
  if (scene.silence.settled.hour != state::no_window) {
    judge_settled(scene, out);
  }
  if (scene.silence.is_short) {
    judge_rate(scene, out);
  }
  if (scene.silence.is_due) {
    judge_producer(scene, out);
    judge_tenant(scene, out);
  }
}

std::string audit_silence_sentence(const Evidence& evidence, const SentenceWords& words) {
  if (evidence.leg == of_tenant) {
    return tenant_sentence(evidence, words);
  }
  if (evidence.leg == of_settled) {
    return settled_sentence(evidence, words);
  }
  if (evidence.leg == of_rate) {
    return fmt::format(
        "Producer {} sent {} in an hour in which {} is expected, and far too few for {} in a "
        "row: it records less, or less is done. That few or fewer is "
        "{}.",
        words.word,
        count_of(evidence.observed, "event", "events"),
        range(evidence.expected_low, evidence.expected_high),
        count_of(evidence.facts[0], "hour", "hours"),
        odds(evidence.p_at_least));
  }
  const double filled = evidence.facts[3];
  if (evidence.observed <= 0) {
    return fmt::format(
        "Producer {} lacked {} of its sequence within the hour; all came late and none is missing "
        "any more.",
        words.word,
        count_of(filled, "event", "events"));
  }
  const std::string expected = fmt::format("{} is expected of about {}.",
                                           range(evidence.expected_low, evidence.expected_high),
                                           number(evidence.facts[2]));
  const std::string lacking = fmt::format("Producer {} {} {} of its sequence within the hour",
                                          words.word,
                                          filled > 0 ? "still lacks" : "lacks",
                                          count_of(evidence.observed, "event", "events"));
  if (filled > 0) {
    return fmt::format("{}, after {} came late; {}", lacking, number(filled), expected);
  }
  return fmt::format("{}, last {}–{}, while its other events arrived; {} That many or more is {}.",
                     lacking,
                     place_in_sequence(evidence.facts[0]),
                     place_in_sequence(evidence.facts[1]),
                     expected,
                     odds(evidence.p_at_least));
}

}  // namespace centinela::detectors
