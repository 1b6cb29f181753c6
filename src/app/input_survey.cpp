#include "app/input_survey.h"

#include "centinela/detectors/catalogue.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace centinela::app {
namespace {

std::string percent(double share) {
  if (share > 0 && share < 0.01) {
    return "under 1 %";
  }
  return share < 1 && share > 0.99 ? "99 %" : fmt::format("{:.0f} %", share * 100);
}

CheckLine line(Finding finding, std::string_view subject, std::string text) {
  return {finding, std::string(subject), std::move(text), Errc::bad_data};
}

std::string_view group_of(std::string_view path) noexcept {
  const std::size_t dot = path.find('.');
  return dot == std::string_view::npos ? std::string_view("event") : path.substr(0, dot);
}

}  // namespace

void InputSurvey::take(const codec::Decoded& decoded) {
  for (const RawItem& item : decoded.items) {
    if (const auto* event = std::get_if<RawEvent>(&item)) {
      ++events_;
      fields_.add(event->present);
    } else if (std::holds_alternative<RawContext>(item)) {
      ++contexts_;
      fields_.add_context_record();
    } else if (std::holds_alternative<RawControl>(item)) {
      ++controls_;
    } else {
      ++dead_letters_[std::get<DecodeFailure>(item).reason];
    }
  }
}

std::vector<CheckLine> InputSurvey::report(std::uint64_t ignored) const {
  std::vector<CheckLine> lines = {count_line(ignored)};
  for (const auto& [reason, count] : dead_letters_) {
    lines.push_back(line(Finding::warning,
                         "dead letters",
                         fmt::format("{} with {}; docs/events.md says how to mend it; replay "
                                     "--dead-letters FILE names the lines",
                                     count,
                                     reason)));
  }
  if (events_ == 0) {
    return lines;
  }
  lines.push_back(tier_line());
  add_field_lines(lines);
  add_detector_lines(lines);
  add_advice(lines);
  return lines;
}

CheckLine InputSurvey::count_line(std::uint64_t ignored) const {
  if (events_ == 0) {
    return line(Finding::failure,
                "input",
                "expected access events, found none; is input.format the right one?");
  }
  return line(Finding::fine,
              "input",
              fmt::format("{} access events, {} context records, {} control records, {} that are "
                          "no access",
                          events_,
                          contexts_,
                          controls_,
                          ignored));
}

CheckLine InputSurvey::tier_line() const {
  return line(fields_.tier() == DataTier::t0 ? Finding::warning : Finding::fine,
              "data tier",
              fields_.tier_words());
}

// One line a group of fields: the shares of those that come, and the names of those that never do.
void InputSurvey::add_field_lines(std::vector<CheckLine>& lines) const {
  constexpr std::array groups = {
      "event", "principal", "resource", "query", "context", "origin", "producer"};
  for (const std::string_view group : groups) {
    lines.push_back(line(Finding::fine, group, presence_of(group)));
  }
}

std::string InputSurvey::presence_of(std::string_view group) const {
  std::vector<std::string> present;
  std::vector<std::string_view> absent;
  for (std::size_t i = 0; i < field_count; ++i) {
    const auto field = static_cast<Field>(i);
    const std::string_view path = field_path(field);
    if (group_of(path) != group) {
      continue;
    }
    const std::string_view name = path.substr(path.find('.') + 1);
    if (fields_.share(field) > 0) {
      present.push_back(fmt::format("{} {}", name, percent(fields_.share(field))));
    } else {
      absent.push_back(name);
    }
  }
  return fmt::format("{}{}{}{}",
                     fmt::join(present, ", "),
                     absent.empty() || present.empty() ? "" : "; ",
                     absent.empty() ? "" : "never ",
                     fmt::join(absent, ", "));
}

void InputSurvey::add_detector_lines(std::vector<CheckLine>& lines) const {
  for (const detectors::DetectorNeeds& needs : detectors::detector_needs()) {
    const std::string_view name = detectors::name(needs.id);
    const double share = fields_.fed(needs);
    if (share > 0) {
      lines.push_back(
          line(Finding::fine, "detector", fmt::format("{}: fed by {}", name, percent(share))));
      continue;
    }
    const std::string lacking = paths_of(fields_.missing(needs));
    lines.push_back(line(
        Finding::warning,
        "detector",
        fmt::format("{}: abstains for want of {}",
                    name,
                    lacking.empty() ? "events that have all of its fields at once" : lacking)));
  }
}

// The fewest fields first, and of as many fields those that feed the most detectors.
void InputSurvey::add_advice(std::vector<CheckLine>& lines) const {
  struct Advice {
    std::vector<Field> fields;
    std::vector<std::string_view> detectors;
  };
  std::vector<Advice> advice;
  for (const detectors::DetectorNeeds& needs : detectors::detector_needs()) {
    const std::vector<Field> fields = fields_.missing(needs);
    if (fields.empty() || fields_.fed(needs) > 0) {
      continue;
    }
    const auto same = std::find_if(
        advice.begin(), advice.end(), [&](const Advice& one) { return one.fields == fields; });
    if (same == advice.end()) {
      advice.push_back({fields, {detectors::name(needs.id)}});
    } else {
      same->detectors.push_back(detectors::name(needs.id));
    }
  }
  std::stable_sort(advice.begin(), advice.end(), [](const Advice& a, const Advice& b) {
    return std::pair(a.fields.size(), b.detectors.size()) <
           std::pair(b.fields.size(), a.detectors.size());
  });
  for (const Advice& one : advice) {
    lines.push_back(line(
        Finding::fine,
        "to add",
        fmt::format("{}: would feed {}", paths_of(one.fields), fmt::join(one.detectors, ", "))));
  }
}

}  // namespace centinela::app
