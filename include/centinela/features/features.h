// Features: what the forest sees of one event. Floor 4, pure, any thread.
//
// Residuals against the principal's own baseline and its peers, novelty and kind, never raw
// levels: on raw hourly levels an isolation forest does no better than chance
// (docs/formulas.md). The schema's hash is what a model is bound to.
#pragma once

#include "centinela/features/appraisal.h"
#include "centinela/state/scene.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace centinela::features {

enum class FeatureId : std::uint8_t {
  hour_subjects,
  day_subjects,
  hour_surprise,
  day_surprise,
  slice_pace,
  records,
  day_records,
  export_surprise,
  unexplained_share,
  unexplained_surprise,
  class_novelty,
  tool_novelty,
  action_novelty,
  destination_novelty,
  network_novelty,
  device_novelty,
  app_novelty,
  week_surprise,
  denied,
  not_found,
  by_name,
  listed,
  special,
  changes,
  new_subjects,
  unmask,
  fields,
  gap,
  tenure,
  is_machine,
};
inline constexpr std::size_t feature_count = static_cast<std::size_t>(FeatureId::is_machine) + 1;

struct FeatureInfo {
  std::string_view name;
  std::string_view unit;
  std::string_view meaning;
  std::string_view short_words;  // in a sentence: "exports 46 %"
};
[[nodiscard]] const std::array<FeatureInfo, feature_count>& schema() noexcept;

// "sha256:…" over names, units and meanings in order.
[[nodiscard]] const std::string& schema_hash();

using FeatureVector = std::array<float, feature_count>;

// Every value is finite; what cannot be said is 0, "as usual".
[[nodiscard]] FeatureVector extract(const state::Scene& scene, const Appraisal& appraisal) noexcept;

}  // namespace centinela::features
