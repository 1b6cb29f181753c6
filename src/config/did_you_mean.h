// did_you_mean: the name that was most likely meant. Floor 9, pure.
#pragma once

#include <span>
#include <string_view>

namespace centinela::config {

// The candidate nearest to `name` by edits and swaps of neighbours, when near enough to be a slip
// (a third of its length, at least 1 and at most 3); empty when none is. Ties: the first.
[[nodiscard]] std::string_view did_you_mean(std::string_view name,
                                            std::span<const std::string_view> candidates);

}  // namespace centinela::config
