// D16 vendor_client_drift: does this client do what it never did: look around, take all, wipe its
// traces?
//
// View: principal (the client's own state, by tenant and client). Family: volume. Statistic: the
// steps new client, new origin, new class, reconnaissance (count-only queries over several
// classes), bulk and removal of the job or log, each with the share of the client's days that
// showed it, (n + ½)/(N + 1); the p of a sequence of eight days is the product over its steps, for
// steps are habits of their own. A client without days is compared with the tenant's others.
// Gate: bulk or removal. A sequence with a new origin or client may page, others are tickets.
// Cold start: the vendor's manifest (reference.vendors); what it lists is never new. Announced work
// (context.change) is no step. Abstains below two steps, and without a client.
#include "centinela/detectors/detectors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace centinela::detectors {
namespace {

using state::ClientState;
using state::ClientStep;

// Before there are habits, a step is taken to be as common as on one of so many days.
constexpr double days_without_habits = 10;

double p_new_client(const state::Scene& scene) noexcept {
  const ClientState& all = *scene.aside.clients;
  const double age = std::max(1.0, stats::days(scene.event.time - all.first_seen));
  return -std::expm1(-(std::max(all.clients_met - 1, 0.0) + 0.5) / age);
}

// Of a client without days: how many of the tenant's client days moved as much.
double p_bulk_of_new(const state::Scene& scene) noexcept {
  const stats::LogQuantiles& days = scene.aside.clients->records_per_day;
  const double least = 0.5 / (days.total() + 1);
  return std::clamp(1 - days.rank(scene.aside.client->bulk_records), least, 1.0);
}

double p_of(const state::Scene& scene, ClientStep step) noexcept {
  const ClientState& client = *scene.aside.client;
  const bool is_young = client.days < 3;
  if (step == ClientStep::new_client) {
    return p_new_client(scene);
  }
  if (is_young && step == ClientStep::bulk) {
    return p_bulk_of_new(scene);
  }
  const auto index = static_cast<std::size_t>(step);
  return share_of_days(static_cast<double>(client.step_days[index]),
                       is_young ? days_without_habits : client.days);
}

double p_of_sequence(const state::Scene& scene, int& steps) noexcept {
  double p = 1;
  for (std::size_t i = 0; i < state::client_step_count; ++i) {
    const auto step = static_cast<ClientStep>(i);
    if (scene.aside.client->has(step)) {
      p *= p_of(scene, step);
      ++steps;
    }
  }
  return p;
}

std::string steps_in_words(const Evidence& evidence) {
  const auto steps = static_cast<std::uint32_t>(evidence.facts[0]);
  const auto has = [steps](ClientStep step) {
    return ((steps >> static_cast<unsigned>(step)) & 1U) != 0;
  };
  std::string words;
  const auto add = [&words](std::string text) {
    words += (words.empty() ? "" : ", ") + std::move(text);
  };
  if (has(ClientStep::new_client)) {
    add("appeared for the first time");
  }
  if (has(ClientStep::new_origin)) {
    add("came from a network it never came from");
  }
  if (has(ClientStep::reconnaissance)) {
    add(fmt::format("ran {}",
                    count_of(evidence.facts[1], "count-only query", "count-only queries")));
  }
  if (has(ClientStep::new_class)) {
    add("touched a data class it is not there for");
  }
  if (has(ClientStep::bulk)) {
    add(fmt::format("took {} in a day", count_of(evidence.observed, "record", "records")));
  }
  if (has(ClientStep::removal)) {
    add("then deleted the job");
  }
  return words;
}

}  // namespace

void vendor_client_drift(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  const ClientState* client = scene.aside.client;
  if (client == nullptr || scene.aside.new_steps == 0) {
    return;
  }
  int steps = 0;
  const double p = p_of_sequence(scene, steps);
  if (steps < 2) {
    return;
  }
  const bool has_taken = client->has(ClientStep::bulk) || client->has(ClientStep::removal);
  const bool is_foreign =
      client->has(ClientStep::new_origin) || client->has(ClientStep::new_client);
  Evidence evidence =
      begin_evidence(DetectorId::vendor_client_drift,
                     scene,
                     scene.principal_key,
                     hash_combine(static_cast<std::uint64_t>(client->sequence_start.milliseconds()),
                                  scene.event.origin.client.value()));
  evidence.unit = Unit::records;
  evidence.p_value = std::max(p, 1e-12);
  evidence.p_at_least = evidence.p_value;
  evidence.observed = client->bulk_records;
  evidence.expected_high = client->records_per_day.quantile(0.95);
  evidence.passes_gate = has_taken;
  evidence.route_max = is_foreign ? Route::page : Route::ticket;
  evidence.effective_samples = client->days;
  evidence.word = scene.event.origin.client.value();
  evidence.facts = {static_cast<double>(client->steps),
                    static_cast<double>(client->counts),
                    client->days,
                    static_cast<double>(steps)};
  out.push_back(evidence);
}

std::string vendor_client_drift_sentence(const Evidence& evidence, const SentenceWords& words) {
  const std::string who =
      evidence.word == 0 ? words.entity : fmt::format("Client {} of {}", words.word, words.entity);
  return fmt::format(
      "{}, known for {}, {}; up to {} records a day is usual. So many such steps within eight days "
      "are {}.",
      who,
      count_of(evidence.facts[2], "active day", "active days"),
      steps_in_words(evidence),
      number(std::floor(evidence.expected_high)),
      odds(evidence.p_at_least));
}

}  // namespace centinela::detectors
