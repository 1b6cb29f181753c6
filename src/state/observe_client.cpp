// D16's sequence of a client's unusual steps, and D27's tenants of a principal.
#include "centinela/stats/decay.h"

#include "observe_aside.h"

#include <algorithm>

namespace centinela::state {
namespace {

constexpr Duration sequence_length = std::chrono::hours{24 * 8};
constexpr double bulk_records_min = 1000;
constexpr double bulk_ratio = 5;
constexpr double days_for_habits = 3;
constexpr std::size_t classes_for_reconnaissance = 2;
constexpr std::int64_t counts_for_reconnaissance = 3;

const VendorManifest* manifest_of(const ObserveSettings& settings, const Event& event) noexcept {
  for (const VendorManifest& manifest : settings.manifests) {
    const bool is_client = manifest.client != 0 && manifest.client == event.origin.client.value();
    if (is_client || manifest.principal == event.principal.id.value()) {
      return &manifest;
    }
  }
  return nullptr;
}

bool is_listed(const std::vector<std::uint64_t>& values, std::uint64_t value) noexcept {
  return std::find(values.begin(), values.end(), value) != values.end();
}

std::uint64_t client_of(const Event& event) noexcept {
  if (!is_absent(event.origin.client)) {
    return event.origin.client.value();
  }
  return event.principal.kind == PrincipalKind::vendor ? event.principal.id.value() : 0;
}

void close_client_day(ClientState& client, std::int64_t day) noexcept {
  if (client.day != no_window) {
    client.days += 1;
    if (client.records_today > 0 &&
        ((client.steps_today >> static_cast<unsigned>(ClientStep::bulk)) & 1U) == 0) {
      client.records_per_day.add(client.records_today);
    }
    for (std::size_t i = 0; i < client_step_count; ++i) {
      client.step_days[i] += static_cast<float>((client.steps_today >> i) & 1U);
    }
  }
  client.day = day;
  client.records_today = 0;
  client.steps_today = 0;
}

// Remembers the value; true when it was not known. A full list lets the oldest go.
bool meets(FixedVector<std::uint64_t, 16>& known, std::uint64_t value) noexcept {
  if (value == 0 || known.contains(value)) {
    return false;
  }
  if (known.full()) {
    known.erase_at(0);
  }
  known.push_back(value);
  return true;
}

class Sequence {
 public:
  Sequence(ClientState& client, Scene& scene) noexcept : client_(client), scene_(scene) {
    if (client.steps != 0 && scene.event.time - client.sequence_start > sequence_length) {
      client.steps = 0;
      client.counts = 0;
      client.counted_classes.clear();
      client.bulk_records = 0;
    }
  }

  void take(ClientStep step) noexcept {
    const std::uint32_t bit = 1U << static_cast<unsigned>(step);
    if (client_.steps == 0) {
      client_.sequence_start = scene_.event.time;
    }
    scene_.aside.new_steps |= bit;
    client_.steps |= bit;
    client_.steps_today |= bit;
  }

 private:
  ClientState& client_;
  Scene& scene_;
};

void count_reconnaissance(ClientState& client, const Event& event, Sequence& sequence) noexcept {
  if (event.query.shape != QueryShape::count) {
    return;
  }
  ++client.counts;
  const std::uint64_t record_class = event.resource.record_class.value();
  if (!client.counted_classes.contains(record_class)) {
    client.counted_classes.push_back(record_class);
  }
  if (client.counts >= counts_for_reconnaissance &&
      client.counted_classes.size() >= classes_for_reconnaissance) {
    sequence.take(ClientStep::reconnaissance);
  }
}

void count_bulk(ClientState& client, const Event& event, Sequence& sequence) noexcept {
  const bool moves_data = event.opens() && event.action != Action::delete_ &&
                          event.query.shape != QueryShape::count && event.records > 0;
  if (!moves_data) {
    return;
  }
  client.records_today += static_cast<double>(event.records);
  if (!is_absent(event.context.change)) {
    return;  // an announced migration or re-sync
  }
  const double usual_high =
      client.days >= days_for_habits ? client.records_per_day.quantile(0.95) : 0;
  if (client.records_today >= std::max(bulk_records_min, bulk_ratio * usual_high)) {
    client.bulk_records = client.records_today;
    sequence.take(ClientStep::bulk);
  }
}

bool is_removal(const Event& event) noexcept {
  return event.action == Action::delete_ && event.opens() &&
         (event.resource.kind == ResourceKind::job || event.resource.kind == ResourceKind::file);
}

void count_values(ClientState& client,
                  const Event& event,
                  const VendorManifest* manifest,
                  Sequence& sequence) noexcept {
  const bool is_announced = !is_absent(event.context.change);
  const std::uint64_t network =
      event.origin.asn != 0 ? event.origin.asn : event.origin.country.value();
  const bool is_new_network = meets(client.origins, network);
  const bool is_listed_network =
      manifest != nullptr && (is_listed(manifest->networks, event.origin.asn) ||
                              (manifest->networks.empty() &&
                               is_listed(manifest->countries, event.origin.country.value())));
  if (is_new_network && !is_listed_network && client.days >= days_for_habits) {
    sequence.take(ClientStep::new_origin);
  }
  const std::uint64_t record_class = event.resource.record_class.value();
  const bool is_new_class = meets(client.classes, record_class);
  const bool has_classes = manifest != nullptr && !manifest->classes.empty();
  const bool is_foreign =
      has_classes && record_class != 0 && !is_listed(manifest->classes, record_class);
  const bool uses_unlisted = manifest != nullptr && !manifest->tools.empty() &&
                             !is_absent(event.tool) &&
                             !is_listed(manifest->tools, event.tool.value());
  const bool does_unlisted =
      uses_unlisted || (manifest != nullptr && !manifest->actions.empty() &&
                        !is_listed(manifest->actions, static_cast<std::uint64_t>(event.action)));
  const bool is_unusual =
      does_unlisted || (has_classes ? is_foreign : is_new_class && client.days >= days_for_habits);
  if (is_unusual && !is_announced) {
    sequence.take(ClientStep::new_class);
  }
}

}  // namespace

void observe_client(World& world, const ObserveSettings& settings, Scene& scene) {
  const Event& event = scene.event;
  const std::uint64_t id = client_of(event);
  if (id == 0) {
    return;
  }
  ClientState& all = world.clients.touch({EntityType::cohort, event.tenant, 0});
  if (all.first_seen == EventTime{}) {
    all.first_seen = scene.tenant.first_event;
  }
  ClientState& client = world.clients.touch({EntityType::cohort, event.tenant, id});
  scene.aside.client = &client;
  scene.aside.clients = &all;
  const VendorManifest* manifest =
      settings.manifests.empty() ? nullptr : manifest_of(settings, event);
  Sequence sequence(client, scene);
  if (client.first_seen == EventTime{}) {
    client.first_seen = event.time;
    all.clients_met += 1;
    if (manifest == nullptr) {
      sequence.take(ClientStep::new_client);
    }
  }
  if (scene.local.day > client.day || client.day == no_window) {
    all.records_per_day.add(client.records_today, client.records_today > 0 ? 1 : 0);
    all.days += client.day == no_window ? 0 : 1;
    close_client_day(client, scene.local.day);
    if (client.has(ClientStep::new_client) && client.days < 1) {
      client.steps_today |= 1U << static_cast<unsigned>(ClientStep::new_client);
    }
  }
  count_values(client, event, manifest, sequence);
  count_reconnaissance(client, event, sequence);
  count_bulk(client, event, sequence);
  if (is_removal(event) && client.has(ClientStep::bulk)) {
    sequence.take(ClientStep::removal);
  }
}

namespace {

// Closes the visits of the day before.
void begin_day(VisitState& visit, std::int64_t day) {
  visit.days += visit.day == no_window ? 0 : 1;
  visit.tenant_days += visit.today;
  visit.new_days += visit.is_new_today ? 1 : 0;
  visit.is_new_today = false;
  visit.day = day;
  visit.today = 0;
}

VisitedTenant& remember(VisitState& visit, TenantToken tenant) {
  if (visit.tenants.full()) {
    visit.tenants.erase_at(0);
  }
  VisitedTenant fresh;
  fresh.tenant = tenant;
  visit.tenants.push_back(fresh);
  return visit.tenants.back();
}

}  // namespace

void observe_visit(World& world, const ObserveSettings& settings, Scene& scene) {
  // The first event of the day in a tenant tells all there is about visiting it.
  if (!scene.is_first_of_day || acts_in_conversations(scene.principal.kind)) {
    return;
  }
  const Event& event = scene.event;
  VisitState& visit =
      world.visits.touch({EntityType::principal, TenantToken{}, event.principal.id.value()});
  scene.aside.visit = &visit;
  if (scene.local.day > visit.day || visit.day == no_window) {
    begin_day(visit, scene.local.day);
  }
  ++visit.today;
  const VendorManifest* manifest =
      settings.manifests.empty() ? nullptr : manifest_of(settings, event);
  const bool has_list = manifest != nullptr && !manifest->tenants.empty();
  VisitedTenant* known = visit.find(event.tenant);
  scene.aside.is_new_tenant = known == nullptr || known->days <= 0;
  // The first tenant of all is the principal's own.
  visit.is_new_today = visit.is_new_today || (scene.aside.is_new_tenant && !visit.tenants.empty());
  const bool is_assigned_now =
      known != nullptr && known->is_assigned &&
      (known->assigned_until == EventTime{} || event.time <= known->assigned_until);
  if (has_list) {
    scene.aside.is_outside_assignment = !is_listed(manifest->tenants, event.tenant.value());
  } else {
    scene.aside.is_outside_assignment = visit.has_assignment && !is_assigned_now;
  }
  VisitedTenant& visited = known == nullptr ? remember(visit, event.tenant) : *known;
  visited.days += 1;
  visited.last_day = scene.local.day;
}

}  // namespace centinela::state
