// Places of a credential, ways of a service account, pauses of a person.
#include "centinela/stats/decay.h"

#include "observe_aside.h"

#include <algorithm>
#include <cmath>

namespace centinela::state {
namespace {

constexpr Duration interleaves_within = std::chrono::minutes{15};

std::uint64_t place_of(const OriginFacts& origin) noexcept {
  const std::uint64_t network = origin.asn != 0 ? origin.asn : origin.ip.value();
  return is_absent(origin.device) ? network : hash_combine(origin.device.value(), network);
}

void begin_credential_day(CredentialTrack& track, std::int64_t day) noexcept {
  if (track.day == day) {
    return;
  }
  if (track.day != no_window) {
    track.days += 1;
    track.alternating_days += track.alternations > 0 ? 1 : 0;
  }
  track.day = day;
  track.alternations = 0;
}

// How often the latest uses go A, B, A, B …: 1 for A, B, A.
std::int64_t run_of_turns(const FixedVector<CredentialUse, 12>& uses) noexcept {
  std::int64_t turns = 0;
  for (std::size_t i = uses.size(); i-- > 2;) {
    const bool is_back = uses[i].place == uses[i - 2].place;
    if (!is_back || uses[i].time - uses[i - 2].time > interleaves_within) {
      break;
    }
    ++turns;
  }
  return turns;
}

std::uint64_t way_of(const Event& event) noexcept {
  return hash_combine(event.origin.app.value(), event.origin.device.value());
}

bool is_office_hour(const LocalTime& local) noexcept {
  const int hour = local.hour_of_week % 24;
  return local.day_of_week() < 5 && hour >= 8 && hour < 18;
}

bool is_look_up(const Event& event) noexcept {
  constexpr std::int64_t records_by_hand_max = 50;
  return event.records <= records_by_hand_max && event.action != Action::export_ &&
         event.action != Action::login && event.action != Action::heartbeat;
}

UsedWay& way_known(ServiceTrack& track, std::uint64_t way) noexcept {
  for (UsedWay& used : track.ways) {
    if (used.way == way) {
      return used;
    }
  }
  if (track.ways.full()) {
    auto* const rarest = std::min_element(
        track.ways.begin(), track.ways.end(), [](const UsedWay& a, const UsedWay& b) {
          return a.days < b.days;
        });
    track.ways.erase_at(static_cast<std::size_t>(rarest - track.ways.begin()));
  }
  UsedWay fresh;
  fresh.way = way;
  track.ways.push_back(fresh);
  return track.ways.back();
}

void begin_service_day(ServiceTrack& track, std::int64_t day) noexcept {
  if (track.day == day) {
    return;
  }
  constexpr double memory = 0.97;
  if (track.day != no_window) {
    track.days += 1;
    track.past_office = track.past_office * memory + track.office_today;
    track.past_total = track.past_total * memory + track.total_today;
  }
  track.day = day;
  track.look_ups = 0;
  track.in_office_hours = 0;
  track.office_today = 0;
  track.total_today = 0;
  track.unusual_way = 0;
}

}  // namespace

void observe_credential(Scene& scene) {
  const Event& event = scene.event;
  const std::uint64_t place = place_of(event.origin);
  if (place == 0 || acts_in_conversations(scene.principal.kind)) {
    return;
  }
  PrincipalState& principal = scene.principal;
  if (!principal.credential) {
    principal.credential = std::make_unique<CredentialTrack>();
  }
  CredentialTrack& track = *principal.credential;
  begin_credential_day(track, scene.local.day);
  if (!track.uses.empty() && track.uses.back().place == place) {
    track.uses.back().time = std::max(track.uses.back().time, event.time);
    return;
  }
  if (track.uses.full()) {
    track.uses.erase_at(0);
  }
  track.uses.push_back({place, event.origin.session.value(), event.time});
  const std::int64_t turns = run_of_turns(track.uses);
  if (turns > track.alternations) {
    track.alternations = turns;
    scene.aside.has_alternated = true;
  }
}

void observe_service(Scene& scene) {
  const Event& event = scene.event;
  PrincipalState& principal = scene.principal;
  const bool is_account =
      principal.kind == PrincipalKind::service || principal.kind == PrincipalKind::api_key;
  const bool says_how = !is_absent(event.origin.app) || !is_absent(event.origin.device);
  if (!is_account || !says_how) {
    return;
  }
  if (!principal.service) {
    principal.service = std::make_unique<ServiceTrack>();
  }
  ServiceTrack& track = *principal.service;
  begin_service_day(track, scene.local.day);
  const bool is_office = is_office_hour(scene.local);
  track.total_today += 1;
  track.office_today += is_office ? 1 : 0;
  UsedWay& way = way_known(track, way_of(event));
  const double days_before = way.days - (way.day == scene.local.day ? 1.0F : 0.0F);
  if (way.day != scene.local.day) {
    way.day = scene.local.day;
    way.days += 1;
  }
  // Used on a tenth of the days or more, it is one of its ways.
  if (days_before * 10 >= track.days || !is_look_up(event) || !is_absent(event.context.change) ||
      !is_absent(event.context.incident)) {
    return;
  }
  track.unusual_way = way.way;
  track.days_before = days_before;
  track.look_ups += 1;
  track.in_office_hours += is_office ? 1 : 0;
  scene.aside.is_by_hand = true;
}

void observe_cadence(Scene& scene) {
  const Event& event = scene.event;
  if (!is_person(scene.principal.kind) || scene.counted.new_this_hour == 0 ||
      !is_absent(event.context.automation)) {
    return;
  }
  PrincipalState& principal = scene.principal;
  if (!principal.cadence) {
    principal.cadence = std::make_unique<CadenceTrack>();
  }
  CadenceTrack& track = *principal.cadence;
  constexpr Duration session_gap = std::chrono::minutes{20};
  constexpr Duration pause = std::chrono::minutes{2};
  const Duration gap = event.time - track.last;
  if (track.last == EventTime{} || gap > session_gap || gap < Duration{0}) {
    track.gaps.clear();
    track.next = 0;
    track.busy_since = event.time;
  } else {
    track.add(static_cast<float>(gap.count()) / 1000);
    if (gap > pause) {
      track.busy_since = event.time;
    }
    // In tenths of a second, so that the logarithmic bins tell seconds apart.
    track.usual.add(static_cast<double>(gap.count()) / 100);
  }
  track.last = event.time;
}

}  // namespace centinela::state
