// D13 new_origin: does this access come from where this principal comes from?
//
// View: principal. Family: origin. Statistic: rarity with back-off (e) of country, network, device,
// application and client, on the first sight of a value in a day; and the great-circle speed since
// the last known place, impossible above 900 km/h over more than 300 km.
// Cold start: a network that many in the tenant use is explained by the tenant's own popularity.
// Abstains before three active days; the speed needs two places only.
#include "centinela/detectors/detectors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace centinela::detectors {
namespace {

using state::Attribute;

constexpr Leg value_leg = 0;
constexpr Leg travel_leg = 1;

// Haversine on a sphere of 6371.0088 km (mean radius, IUGG); good to 0.5 %.
double distance_km(float latitude_1, float longitude_1, float latitude_2, float longitude_2) {
  constexpr double radius_km = 6371.0088;
  constexpr double radians = std::numbers::pi / 180;
  const double a = static_cast<double>(latitude_1) * radians;
  const double b = static_cast<double>(latitude_2) * radians;
  const double half_phi = (b - a) / 2;
  const double half_lambda =
      (static_cast<double>(longitude_2) - static_cast<double>(longitude_1)) * radians / 2;
  const double h = std::pow(std::sin(half_phi), 2) +
                   std::cos(a) * std::cos(b) * std::pow(std::sin(half_lambda), 2);
  return 2 * radius_km * std::asin(std::sqrt(std::clamp(h, 0.0, 1.0)));
}

void judge_travel(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  const Event& event = scene.event;
  const state::OriginTrack& last = scene.principal.origin;
  if (!event.has(Field::origin_latitude) || !event.has(Field::origin_longitude) || !last.is_known ||
      event.time < last.time) {
    return;
  }
  const double kilometres =
      distance_km(last.latitude, last.longitude, event.origin.latitude, event.origin.longitude);
  // Clocks and geolocation are not exact to the minute.
  const double hours =
      std::max(static_cast<double>((event.time - last.time).count()) / 3.6e6, 1.0 / 60);
  const double speed = kilometres / hours;
  if (kilometres < input.settings.distance_min || speed < input.settings.speed_max) {
    return;
  }
  Evidence evidence = begin_evidence(
      DetectorId::new_origin,
      scene,
      scene.principal_key,
      hash_combine(static_cast<std::uint64_t>(scene.local.day), event.origin.country.value()));
  evidence.leg = travel_leg;
  evidence.unit = Unit::kilometres_per_hour;
  evidence.observed = speed;
  evidence.expected_high = input.settings.speed_max;
  evidence.would_not_fire_below = input.settings.speed_max;
  evidence.passes_gate = true;
  // Not impossible after all: about one journey in so many is a proxy or a wrong entry of the
  // geolocation. What it is worth here, calibration learns.
  evidence.p_value = std::max(1e-5, 1e-3 * input.settings.speed_max / speed);
  evidence.p_at_least = evidence.p_value;
  evidence.facts = {kilometres,
                    hours * 60,
                    static_cast<double>(last.country.value()),
                    static_cast<double>(event.origin.country.value())};
  out.push_back(evidence);
}

std::string country_of(double code) {
  const auto value = static_cast<unsigned>(code);
  if (value == 0) {
    return "an unnamed country";
  }
  return {static_cast<char>(value >> 8U), static_cast<char>(value & 0xFFU)};
}

std::string_view words_for(Attribute attribute) noexcept {
  switch (attribute) {
    case Attribute::country:
      return "country";
    case Attribute::asn:
      return "network AS";
    case Attribute::device:
      return "device";
    case Attribute::app:
      return "application";
    default:
      return "client";
  }
}

std::string value_words(const Evidence& evidence, const SentenceWords& words) {
  const auto attribute = static_cast<Attribute>(static_cast<std::uint8_t>(evidence.facts[0]));
  if (attribute == Attribute::country) {
    return fmt::format("country {}", country_of(static_cast<double>(evidence.word)));
  }
  if (attribute == Attribute::asn) {
    return fmt::format("network AS {}", evidence.word);
  }
  return fmt::format("{} {}", words_for(attribute), words.word);
}

}  // namespace

void new_origin(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  if (scene.is_late) {
    return;
  }
  judge_travel(input, out);
  for (const features::SightNovelty& seen : input.appraisal.novelties) {
    const features::Novelty& novelty = seen.novelty;
    if (!state::is_origin(seen.sight.attribute) || !novelty.has_history) {
      continue;
    }
    Evidence evidence = begin_evidence(
        DetectorId::new_origin,
        scene,
        scene.principal_key,
        hash_combine(hash_combine(static_cast<std::uint64_t>(scene.local.day), seen.sight.value),
                     static_cast<std::uint64_t>(seen.sight.attribute)));
    evidence.leg = value_leg;
    evidence.unit = Unit::days;
    evidence.p_value = novelty.p;
    evidence.p_at_least = novelty.p;
    evidence.observed = novelty.own_days;
    evidence.expected_low = 1;
    evidence.expected_high = novelty.own_total;
    // A changed origin counts as a second family; alone it is at most a line in the digest.
    evidence.route_max = Route::digest;
    evidence.effective_samples = novelty.own_total;
    evidence.word = seen.sight.value;
    evidence.facts = {
        static_cast<double>(seen.sight.attribute), novelty.peers_share, novelty.group_days, 0};
    quote_peers(evidence, scene.group.snapshot.members, 0, input.settings.peers_told_min);
    out.push_back(evidence);
  }
}

std::string new_origin_sentence(const Evidence& evidence, const SentenceWords& words) {
  if (evidence.leg == travel_leg) {
    return fmt::format(
        "{} was in {} and {} later in {}, {} km away: {} km/h, at most {} is "
        "possible.",
        words.entity,
        country_of(evidence.facts[2]),
        minutes_long(evidence.facts[1]),
        country_of(evidence.facts[3]),
        number(evidence.facts[0]),
        number(evidence.observed),
        number(evidence.expected_high));
  }
  std::string sentence = fmt::format("{} came from {}, seen on {} of {} known active days",
                                     words.entity,
                                     value_words(evidence, words),
                                     days_seen(evidence.observed),
                                     number(std::round(evidence.expected_high)));
  if (evidence.peers > 0) {
    sentence += fmt::format(
        " and on {} of the active days of {} peers", days_seen(evidence.facts[2]), evidence.peers);
  }
  return sentence + ".";
}

}  // namespace centinela::detectors
