#include "centinela/event/alert.h"

#include <fmt/format.h>

#include <array>

namespace centinela {
namespace {

constexpr std::array<std::string_view, 4> states = {"open", "update", "closed", "shadow"};
constexpr std::array<std::string_view, 3> routes = {"digest", "ticket", "page"};
constexpr std::array<std::string_view, 5> severities = {
    "none", "low", "medium", "high", "critical"};
constexpr std::array<std::string_view, 6> entity_types = {
    "principal", "conversation", "data_subject", "producer", "cohort", "release"};

}  // namespace

std::string_view to_string(AlertState state) noexcept {
  return states[static_cast<std::size_t>(state)];
}
std::string_view to_string(Route route) noexcept {
  return routes[static_cast<std::size_t>(route)];
}
std::string_view to_string(Severity severity) noexcept {
  return severities[static_cast<std::size_t>(severity)];
}
std::string_view to_string(EntityType type) noexcept {
  return entity_types[static_cast<std::size_t>(type)];
}

std::string print(const AlertId& id) {
  return fmt::format("{:016x}{:016x}", id.high, id.low);
}

}  // namespace centinela
