#include "centinela/alerting/decision.h"

#include <array>

namespace centinela::alerting {
namespace {

constexpr std::array<std::string_view, 10> reasons = {"opened",
                                                      "severity_rose",
                                                      "route_rose",
                                                      "evidence_grew",
                                                      "episode_ended",
                                                      "digest",
                                                      "ruled",
                                                      "heartbeat",
                                                      "owner_told",
                                                      "explained"};
constexpr std::array<std::string_view, withheld_count> withheld_words = {"nothing",
                                                                         "not_surprising",
                                                                         "below_line",
                                                                         "gate",
                                                                         "one_family",
                                                                         "budget_spent",
                                                                         "account_spent",
                                                                         "suppressed",
                                                                         "flood",
                                                                         "repeated"};

}  // namespace

std::string_view to_string(DecisionReason reason) noexcept {
  return reasons[static_cast<std::size_t>(reason)];
}

std::string_view to_string(Withheld withheld) noexcept {
  return withheld_words[static_cast<std::size_t>(withheld)];
}

}  // namespace centinela::alerting
