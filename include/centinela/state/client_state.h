// ClientState: what a vendor's or application's client usually does in one tenant, and the sequence
// of unusual steps that it is in. Floor 3, plain data. VisitState: the tenants of one principal.
#pragma once

#include "centinela/base/fixed_vector.h"
#include "centinela/base/time.h"
#include "centinela/event/token.h"
#include "centinela/state/volume_track.h"
#include "centinela/stats/heavy_tail.h"

#include <array>
#include <cstdint>
#include <vector>

namespace centinela::state {

// Steps of D16's sequence; each is rare for a client by itself.
enum class ClientStep : std::uint8_t {
  reconnaissance,  // count-only queries over several classes
  new_origin,      // a network or country it never came from
  new_class,       // a class it never touched
  bulk,            // far more records than on its days
  removal,         // deletes jobs or logs
  new_client,      // it was not there before
};
inline constexpr std::size_t client_step_count =
    static_cast<std::size_t>(ClientStep::new_client) + 1;

struct ClientState {
  EventTime first_seen;
  std::int64_t day = no_window;
  double days = 0;  // closed active days
  std::array<float, client_step_count> step_days{};
  FixedVector<std::uint64_t, 16> classes;
  FixedVector<std::uint64_t, 16> origins;
  double records_today = 0;
  std::uint32_t steps_today = 0;
  stats::LogQuantiles records_per_day;
  // The sequence under way: at most eight days from its first step.
  EventTime sequence_start;
  std::uint32_t steps = 0;
  std::int64_t counts = 0;
  FixedVector<std::uint64_t, 8> counted_classes;
  double bulk_records = 0;
  double clients_met = 0;  // of the tenant's own entry: clients that came new so far

  [[nodiscard]] bool has(ClientStep step) const noexcept {
    return ((steps >> static_cast<unsigned>(step)) & 1U) != 0;
  }

  template <class Archive>
  void describe(Archive& archive) {
    archive(first_seen, day, days, step_days, classes, origins, records_today, steps_today);
    archive(records_per_day, sequence_start, steps, counts, counted_classes, bulk_records);
    archive(clients_met);
  }
};

// What the configuration says that a vendor's client is there for; empty lists say nothing.
struct VendorManifest {
  std::uint64_t client = 0;     // token of the client name
  std::uint64_t principal = 0;  // token of the same name as a principal
  std::vector<std::uint64_t> classes;
  std::vector<std::uint64_t> actions;
  std::vector<std::uint64_t> countries;
  std::vector<std::uint64_t> networks;
  std::vector<std::uint64_t> tenants;
  std::vector<std::uint64_t> tools;
};

struct VisitedTenant {
  TenantToken tenant;
  std::int64_t last_day = no_window;
  float days = 0;
  bool is_assigned = false;
  EventTime assigned_until;  // epoch: open-ended

  template <class Archive>
  void describe(Archive& archive) {
    archive(tenant, last_day, days, is_assigned, assigned_until);
  }
};

struct VisitState {
  FixedVector<VisitedTenant, 24> tenants;
  std::int64_t day = no_window;
  std::int32_t today = 0;  // distinct tenants
  double days = 0;         // closed days
  double tenant_days = 0;  // Σ tenants over them
  double new_days = 0;     // of them, with a tenant never visited before
  bool is_new_today = false;
  bool has_assignment = false;

  [[nodiscard]] VisitedTenant* find(TenantToken tenant) noexcept {
    for (VisitedTenant& visited : tenants) {
      if (visited.tenant == tenant) {
        return &visited;
      }
    }
    return nullptr;
  }

  template <class Archive>
  void describe(Archive& archive) {
    archive(tenants, day, today, days, tenant_days, new_days, is_new_today, has_assignment);
  }
};

}  // namespace centinela::state
