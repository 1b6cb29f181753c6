#include "app/input_survey.h"

#include "centinela/detectors/catalogue.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace centinela::app {
namespace {

// A field that fewer events have does not carry a tier: a producer's slip, or one test.
constexpr double share_of_tier = 0.05;
constexpr std::size_t sets_max = 4096;

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

std::string join(const std::vector<Field>& fields) {
  std::string text;
  for (const Field field : fields) {
    text.append(text.empty() ? "" : ", ").append(field_path(field));
  }
  return text;
}

}  // namespace

void InputSurvey::take(const codec::Decoded& decoded) {
  for (const RawItem& item : decoded.items) {
    if (const auto* event = std::get_if<RawEvent>(&item)) {
      ++events_;
      const FieldSet present = event->present;
      for (std::size_t i = 0; i < field_count; ++i) {
        with_field_[i] += present.contains(static_cast<Field>(i)) ? 1U : 0U;
      }
      // A hostile sample could have any number of sets; what is beyond the bound counts as bare.
      const bool has_room = sets_.size() < sets_max || sets_.contains(present.bits());
      auto& [set, count] = sets_[has_room ? present.bits() : 0];
      set = has_room ? present : FieldSet{};
      ++count;
    } else if (std::holds_alternative<RawContext>(item)) {
      ++contexts_;
    } else if (std::holds_alternative<RawControl>(item)) {
      ++controls_;
    } else {
      ++dead_letters_[std::get<DecodeFailure>(item).reason];
    }
  }
}

double InputSurvey::share(Field field) const noexcept {
  const auto with = static_cast<double>(with_field_[static_cast<std::size_t>(field)]);
  return events_ == 0 ? 0 : with / static_cast<double>(events_);
}

double InputSurvey::fed(const detectors::DetectorNeeds& needs) const noexcept {
  std::uint64_t count = 0;
  for (const auto& [bits, entry] : sets_) {
    count += needs.are_met(entry.first, contexts_ > 0) ? entry.second : 0;
  }
  return events_ == 0 ? 0 : static_cast<double>(count) / static_cast<double>(events_);
}

std::vector<Field> InputSurvey::missing(const detectors::DetectorNeeds& needs) const {
  FieldSet anywhere;
  for (const auto& [bits, entry] : sets_) {
    for (std::size_t i = 0; i < field_count; ++i) {
      if (entry.first.contains(static_cast<Field>(i))) {
        anywhere.insert(static_cast<Field>(i));
      }
    }
  }
  std::vector<Field> fields;
  for (const detectors::AnyOf& need : needs.needs) {
    if (!need.is_met(anywhere, contexts_ > 0)) {
      fields.push_back(need.first());
    }
  }
  return fields;
}

DataTier InputSurvey::tier() const noexcept {
  const auto carries = [this](Field field) { return share(field) >= share_of_tier; };
  if (!carries(Field::data_subjects)) {
    return DataTier::t0;
  }
  if (!carries(Field::conversation) || !carries(Field::acting_for)) {
    return DataTier::t1;
  }
  return contexts_ == 0 ? DataTier::t2 : DataTier::t3;
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
  switch (tier()) {
    case DataTier::t0:
      return line(Finding::warning,
                  "data tier",
                  share(Field::records) > 0
                      ? "T0: who, action, records; T1 needs data_subjects"
                      : "T0 without records: who and action; add records, T1 needs data_subjects");
    case DataTier::t1:
      return line(Finding::fine,
                  "data tier",
                  "T1: who, action and data subjects; T2 needs context.conversation and "
                  "context.acting_for");
    case DataTier::t2:
      return line(Finding::fine,
                  "data tier",
                  "T2: conversations and whom they are for; T3 needs context records (tickets, "
                  "assignments, call-backs)");
    case DataTier::t3:
      break;
  }
  return line(Finding::fine, "data tier", "T3: everything, context records too");
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
    if (share(field) > 0) {
      present.push_back(fmt::format("{} {}", name, percent(share(field))));
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
    const double share = fed(needs);
    if (share > 0) {
      lines.push_back(
          line(Finding::fine, "detector", fmt::format("{}: fed by {}", name, percent(share))));
      continue;
    }
    const std::string lacking = join(missing(needs));
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
    const std::vector<Field> fields = missing(needs);
    if (fields.empty() || fed(needs) > 0) {
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
    lines.push_back(
        line(Finding::fine,
             "to add",
             fmt::format("{}: would feed {}", join(one.fields), fmt::join(one.detectors, ", "))));
  }
}

}  // namespace centinela::app
