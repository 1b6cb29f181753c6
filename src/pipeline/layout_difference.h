// LayoutDifference: which sections of a saved state an earlier version wrote differently. Floor 8,
// private to pipeline, a value.
#pragma once

#include "centinela/base/result.h"
#include "centinela/state/section.h"

#include <map>
#include <string>
#include <string_view>

namespace centinela::pipeline {

class LayoutDifference {
 public:
  // Both as state_layout() writes them; `found` empty: the same as `expected`.
  LayoutDifference(std::string_view found, std::string_view expected);

  // config: a section that this version does not know was saved, so a newer one did it.
  [[nodiscard]] Result<void> check() const;
  [[nodiscard]] bool is_any() const noexcept { return is_any_; }
  // The saved state was made before there was such a section.
  [[nodiscard]] bool is_new(state::StateSection section) const;
  // How the earlier version laid out what is saved whole, and each entity; empty where as today.
  [[nodiscard]] std::string whole_of(state::StateSection section) const;
  [[nodiscard]] std::string entity_of(state::StateSection section) const;

 private:
  using Sections = std::map<std::string, std::string, std::less<>>;
  [[nodiscard]] static Sections parse(std::string_view layout);

  Sections earlier_;  // only those that differ
  Sections found_;
  std::string unknown_;  // a section of the saved state alone
  bool is_any_ = false;
};

}  // namespace centinela::pipeline
