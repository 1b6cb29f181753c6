#include "layout_difference.h"

#include <fmt/format.h>

namespace centinela::pipeline {

LayoutDifference::Sections LayoutDifference::parse(std::string_view layout) {
  Sections sections;
  while (!layout.empty()) {
    const std::size_t end = std::min(layout.find('\n'), layout.size());
    const std::string_view line = layout.substr(0, end);
    const std::size_t space = line.find(' ');
    if (space != std::string_view::npos) {
      sections.emplace(line.substr(0, space), line.substr(space + 1));
    }
    layout.remove_prefix(std::min(end + 1, layout.size()));
  }
  return sections;
}

LayoutDifference::LayoutDifference(std::string_view found, std::string_view expected)
    : found_(parse(found.empty() ? expected : found)) {
  const Sections today = parse(expected);
  is_any_ = found_ != today;
  for (const auto& [section, layout] : found_) {
    const auto known = today.find(section);
    if (known == today.end()) {
      unknown_ = section;
    } else if (known->second != layout) {
      earlier_.emplace(section, layout);
    }
  }
  if (found_.empty()) {
    unknown_ = "of another form";
  }
}

Result<void> LayoutDifference::check() const {
  if (unknown_.empty()) {
    return {};
  }
  return Error{Errc::config,
               fmt::format("the state was saved by another version of centinela, with a section "
                           "that this one does not know ({}): go on with the version that saved it",
                           unknown_.substr(0, 64))};
}

bool LayoutDifference::is_new(state::StateSection section) const {
  return !found_.contains(to_string(section));
}

std::string LayoutDifference::whole_of(state::StateSection section) const {
  const auto found = earlier_.find(to_string(section));
  return found == earlier_.end() ? "" : found->second.substr(0, found->second.find(' '));
}

std::string LayoutDifference::entity_of(state::StateSection section) const {
  const auto found = earlier_.find(to_string(section));
  const std::size_t space = found == earlier_.end() ? std::string::npos : found->second.find(' ');
  return space == std::string::npos ? "" : found->second.substr(space + 1);
}

}  // namespace centinela::pipeline
