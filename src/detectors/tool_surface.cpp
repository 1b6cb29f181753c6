// D30 tool_surface: did an AI agent get a tool, or another version of one, and read with it?
//
// View: conversation; the entity is the agent. Family: novelty. Statistic: changes of tools per
// agent and day in the tenant, with 1 in 100 believed as 50 days (f). Two opportunities: the
// change, and the first sensitive read behind it.
// Gate: the sensitive read; a tool that is only listed or tried raises nothing. Novelty never
// pages. Cold start: from the agent's third active day; a tool that was used on ten agent-days
// elsewhere in the tenant is a roll-out. Abstains without tool names; versions need a hash.
#include "centinela/detectors/detectors.h"

#include <fmt/format.h>

#include <algorithm>

namespace centinela::detectors {
namespace {

constexpr Leg change_leg = 0;
constexpr Leg read_leg = 1;

}  // namespace

void tool_surface(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  const state::AgentSight& sight = scene.agent;
  if (sight.surface == state::SurfaceChange::none) {
    return;
  }
  const bool is_read = sight.surface == state::SurfaceChange::first_sensitive_read;
  const Leg leg = is_read ? read_leg : change_leg;
  const std::uint64_t opportunity =
      hash_combine(hash_combine(scene.event.tool.value(), leg),
                   static_cast<std::uint64_t>(sight.tool->changed.milliseconds()));
  Evidence evidence =
      begin_evidence(DetectorId::tool_surface, scene, scene.principal_key, opportunity);
  evidence.leg = leg;
  evidence.unit = Unit::events;
  evidence.observed = 1;
  evidence.p_value = std::clamp(sight.p_surface, 1e-9, 1.0);
  evidence.p_at_least = evidence.p_value;
  evidence.would_not_fire_below = 1;
  evidence.route_max = is_read ? Route::ticket : Route::digest;
  evidence.passes_gate = is_read;
  evidence.word = scene.event.tool.value();
  evidence.facts = {sight.tool->changed == sight.tool->first ? 0.0 : 1.0,
                    static_cast<double>((scene.event.time - sight.tool->changed).count()) / 60'000,
                    0,
                    0};
  out.push_back(evidence);
  if (is_read) {
    evidence.position = sight.tool->changed_at;
    out.push_back(evidence);
  }
}

std::string tool_surface_sentence(const Evidence& evidence, const SentenceWords& words) {
  const std::string_view what =
      evidence.facts[0] > 0 ? "another version of the tool" : "a new tool,";
  const std::string name = words.word.empty() ? std::string{"an unnamed one"} : words.word;
  if (evidence.leg == read_leg) {
    return fmt::format(
        "{} has {} {}, and read personal data with it {} later; a change of tools on an "
        "agent's day is {}.",
        words.entity,
        what,
        name,
        minutes_long(evidence.facts[1]),
        odds(evidence.p_at_least));
  }
  return fmt::format("{} has {} {}; a change of tools on an agent's day is {}.",
                     words.entity,
                     what,
                     name,
                     odds(evidence.p_at_least));
}

}  // namespace centinela::detectors
