// Chain: what an engine has decided since it began, as one short hash. Floor 10, plain value.
//
// Each commit stores it beside the offsets; a restart that judges the same records again has to
// come to the same. It counts every alert, told now or told before, in the order of decision.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace centinela::app {

struct Chain {
  std::string lineage;  // 16 hex digits; of an engine that began fresh and of its restarts
  std::uint64_t alerts = 0;
  std::string hash = std::string(32, '0');  // hex digits

  // `alert` in native JSON, whatever the topic carries.
  void add(std::string_view alert);

  friend bool operator==(const Chain&, const Chain&) = default;
};

// Of the system's randomness: two engines that began fresh must never be taken for one.
[[nodiscard]] std::string new_lineage(std::string_view identity);
// All lineages of an identity begin with it.
[[nodiscard]] std::string lineage_stem(std::string_view identity);

}  // namespace centinela::app
