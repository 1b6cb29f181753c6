// Changes, page sweeps, searches, refusals and shares: what one event adds to the rarer habits.
#include "observe_aside.h"

#include "observe_parts.h"

#include <algorithm>

namespace centinela::state {
namespace {

bool is_among(const std::vector<WordToken>& sorted, WordToken word) noexcept {
  return !is_absent(word) && std::binary_search(sorted.begin(), sorted.end(), word);
}

bool is_change(Action action) noexcept {
  switch (action) {
    case Action::update:
    case Action::delete_:
    case Action::consent_change:
    case Action::auth_change:
      return true;
    default:
      return false;
  }
}

bool is_weighty(const ObserveSettings& settings, const Event& event) noexcept {
  if (event.action == Action::consent_change || event.action == Action::auth_change) {
    return true;
  }
  const std::vector<WordToken>& words = settings.weighty_words;
  return is_among(words, event.resource.record_class) ||
         std::any_of(event.resource.fields.begin(),
                     event.resource.fields.end(),
                     [&](WordToken field) { return is_among(words, field); });
}

// Work that leads to the customer: without it somebody went looking for them.
bool has_backing(const ContextFacts& context) noexcept {
  return !is_absent(context.ticket) || !is_absent(context.conversation) || context.assigned ||
         !is_absent(context.queue) || context.callback || !is_absent(context.handover_from) ||
         !is_absent(context.change) || !is_absent(context.incident);
}

void begin_changes(Scene& scene) {
  PrincipalState& principal = scene.principal;
  principal.changes = std::make_unique<ChangeTrack>();
  const PeerSnapshot& peers = scene.group.snapshot;
  // The days before the first change were days without one.
  const auto quiet = static_cast<double>(std::min<std::int64_t>(principal.active_days, 28));
  const auto begin = [&](VolumeTrack& track, const stats::GroupPrior& prior) {
    track.model = stats::CountModel::from(prior);
    track.has_model = true;
    track.model.learn(0, std::max(quiet, 0.0), prior, 1);
    track.window = scene.local.day;
  };
  begin(principal.changes->all, peers.changes);
  begin(principal.changes->weighty, peers.weighty_changes);
}

void count_changes(World& world, const ObserveSettings& settings, Scene& scene) {
  const Event& event = scene.event;
  if (!is_change(event.action) || !event.opens()) {
    return;
  }
  if (!scene.principal.changes) {
    begin_changes(scene);
  }
  ChangeTrack& track = *scene.principal.changes;
  const auto count = std::max<std::int64_t>(
      {1, event.records, static_cast<std::int64_t>(event.data_subject_total)});
  track.all.exposure = change_exposure(scene.principal);
  track.weighty.exposure = track.all.exposure;
  if (track.all.x == 0) {
    track.first_today = event.time;
  }
  track.all.x += count;
  scene.aside.other_changes = count;
  if (is_weighty(settings, event)) {
    track.weighty.x += count;
    scene.aside.weighty_changes = count;
    const bool is_unbacked = !has_backing(event.context) && tells_backing(world, event);
    track.unbacked += is_unbacked ? count : 0;
  }
}

Sweep& sweep_over(FixedVector<Sweep, 4>& sweeps, std::uint64_t filter) noexcept {
  for (Sweep& sweep : sweeps) {
    if (sweep.filter == filter) {
      return sweep;
    }
  }
  if (sweeps.full()) {
    auto* const oldest =
        std::min_element(sweeps.begin(), sweeps.end(), [](const Sweep& a, const Sweep& b) {
          return a.last < b.last;
        });
    sweeps.erase_at(static_cast<std::size_t>(oldest - sweeps.begin()));
  }
  Sweep fresh;
  fresh.filter = filter;
  sweeps.push_back(fresh);
  return sweeps.back();
}

void count_pages(Scene& scene) {
  const Event& event = scene.event;
  if (!event.has(Field::query_page) || event.outcome == Outcome::denied ||
      event.query.shape == QueryShape::count) {
    return;
  }
  PrincipalState& principal = scene.principal;
  if (!principal.sweeps) {
    principal.sweeps = std::make_unique<FixedVector<Sweep, 4>>();
  }
  const std::uint64_t filter =
      hash_combine(hash_combine(event.resource.name.value(), event.resource.record_class.value()),
                   static_cast<std::uint64_t>(event.query.shape));
  Sweep& sweep = sweep_over(*principal.sweeps, filter);
  constexpr Duration resumes_within = std::chrono::hours{48};
  const bool goes_on = sweep.page >= 0 && event.query.page > sweep.page &&
                       event.query.page <= sweep.page + 2 &&
                       event.time - sweep.last <= resumes_within;
  principal.rate(RateKind::next_page).count(goes_on ? 1 : 0, 1);
  if (!goes_on && event.query.page != sweep.page) {
    sweep = Sweep{};
    sweep.filter = filter;
  }
  if (sweep.page < 0) {
    sweep.start = event.time;
  }
  sweep.turned += goes_on ? 1 : 0;
  sweep.page = event.query.page;
  sweep.last = std::max(sweep.last, event.time);
  sweep.records += static_cast<double>(std::max<std::int64_t>(event.records, 0));
  sweep.days += sweep.day == scene.local.day ? 0 : 1;
  sweep.day = scene.local.day;
  scene.aside.sweep = goes_on ? &sweep : nullptr;
}

void count_searches(Scene& scene) {
  const Event& event = scene.event;
  PrincipalState& principal = scene.principal;
  const bool is_by_name =
      event.query.shape == QueryShape::by_name || event.query.shape == QueryShape::wildcard;
  if (is_by_name && !event.opens()) {
    if (!principal.searches) {
      principal.searches = std::make_unique<SearchTrack>();
    }
    SearchTrack& track = *principal.searches;
    if (track.day != scene.local.day) {
      track = SearchTrack{};
      track.day = scene.local.day;
    }
    track.last_by_name = event.time;
    track.searches += 1;
    track.without_hit += event.outcome == Outcome::not_found ? 1 : 0;
  }
  if (scene.counted.new_today == 0 || !is_person(principal.kind)) {
    return;
  }
  constexpr Duration follows_within = std::chrono::minutes{10};
  const bool follows =
      is_by_name ||
      (principal.searches && event.time - principal.searches->last_by_name <= follows_within);
  const std::int64_t sought =
      follows && !has_backing(event.context) ? scene.counted.unexplained : 0;
  principal.rate(RateKind::by_name)
      .count(static_cast<double>(sought), static_cast<double>(scene.counted.new_today));
  scene.aside.opened_by_name = sought;
  if (sought > 0 && principal.searches) {
    principal.searches->opened += static_cast<double>(sought);
  }
}

std::uint64_t way_of(const Scene& scene) noexcept {
  const Event& event = scene.event;
  return hash_combine(hash_combine(scene.principal.role.value(), event.origin.app.value()),
                      hash_combine(event.origin.client.value(), event.tool.value()));
}

void refuse(FixedVector<Denial, 4>& denials, const Denial& denial) noexcept {
  for (Denial& known : denials) {
    if (known.record_class == denial.record_class && known.way == denial.way) {
      ++known.count;
      known.last = denial.last;
      return;
    }
  }
  if (denials.full()) {
    denials.erase_at(0);
  }
  denials.push_back(denial);
}

void count_denials(Scene& scene) {
  const Event& event = scene.event;
  PrincipalState& principal = scene.principal;
  const bool is_denied = event.outcome == Outcome::denied;
  if (event.outcome != Outcome::absent) {
    principal.rate(RateKind::denied).count(is_denied ? 1 : 0, 1);
  }
  if (!is_denied && !principal.denials) {
    return;
  }
  if (!principal.denials) {
    principal.denials = std::make_unique<FixedVector<Denial, 4>>();
  }
  constexpr Duration forgotten_after = std::chrono::hours{1};
  FixedVector<Denial, 4>& denials = *principal.denials;
  for (std::size_t i = denials.size(); i > 0; --i) {
    if (event.time - denials[i - 1].last > forgotten_after) {
      denials.erase_at(i - 1);
    }
  }
  const std::uint64_t record_class = event.resource.record_class.value();
  if (is_denied) {
    refuse(denials, {record_class, way_of(scene), 1, event.time, event.time});
    return;
  }
  for (const Denial& denial : denials) {
    if (event.opens() && denial.record_class == record_class && record_class != 0 &&
        denial.way != way_of(scene)) {
      scene.aside.denial = &denial;
    }
  }
}

void count_unmasking(World& world, Scene& scene) {
  const Event& event = scene.event;
  const bool is_view = event.action == Action::read || event.action == Action::retrieve;
  const bool is_unmask = event.action == Action::unmask;
  if ((is_view || is_unmask) && event.opens() && event.data_subject_total > 0) {
    if (is_unmask && !sends_views(world, event)) {
      return;  // of how many it is cannot be known
    }
    // An unmasking is of a view; where the producer sends none before it, it is one itself.
    scene.principal.rate(RateKind::unmask).count(is_unmask ? 1 : 0, 1);
    scene.aside.is_unmask_of_views = is_unmask;
  }
}

void count_purposes(const ObserveSettings& settings, Scene& scene) {
  const Event& event = scene.event;
  if (!event.opens() || (!event.has(Field::purpose) && !event.has(Field::without_consent))) {
    return;
  }
  bool is_off = event.context.without_consent > 0;
  bool can_tell = event.has(Field::without_consent);
  for (const RolePurposes& registered : settings.purposes) {
    if (registered.role == scene.principal.role && event.has(Field::purpose)) {
      can_tell = true;
      is_off = is_off || !is_among(registered.purposes, event.context.purpose);
    }
  }
  if (!can_tell) {
    return;  // a purpose that nothing is said about is neither right nor wrong
  }
  scene.aside.is_off_purpose = is_off;
  scene.principal.rate(RateKind::off_purpose).count(is_off ? 1 : 0, 1);
  if (is_off && scene.principal.drift) {
    scene.principal.drift->leg(DriftKind::off_purpose).strongest = event.position;
  }
}

}  // namespace

double change_exposure(const PrincipalState& principal) noexcept {
  return std::clamp(principal.day.exposure, 0.25, 4.0);
}

void observe_aside(World& world, const ObserveSettings& settings, Scene& scene) {
  constexpr Duration dormant = std::chrono::hours{24 * 60};
  PrincipalState& principal = scene.principal;
  if (principal.is_known && scene.event.time - principal.last_seen >= dormant) {
    principal.woke = scene.event.time;
  }
  if (scene.event.action == Action::heartbeat) {
    return;
  }
  scene.missing = scene.path.missing(scene.event.present);
  count_unmasking(world, scene);
  count_changes(world, settings, scene);
  count_pages(scene);
  count_searches(scene);
  count_denials(scene);
  count_purposes(settings, scene);
  observe_client(world, settings, scene);
  observe_visit(world, settings, scene);
  observe_credential(scene);
  observe_service(scene);
  if (settings.watches_cadence) {
    observe_cadence(scene);
  }
}

}  // namespace centinela::state
