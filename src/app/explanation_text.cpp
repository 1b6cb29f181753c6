#include "app/explanation_text.h"

#include "centinela/alerting/decision.h"
#include "centinela/detectors/words.h"

#include <fmt/format.h>

#include <array>

namespace centinela::app {
namespace {

using alerting::Inspection;

std::string_view words_of(state::ExplanationKind kind) {
  constexpr std::array<std::string_view, 9> words = {"nothing",
                                                     "a conversation",
                                                     "a ticket",
                                                     "an assignment",
                                                     "a hand-over",
                                                     "a call-back",
                                                     "an approved job",
                                                     "an earlier access",
                                                     "the principal's own ticket"};
  return words[static_cast<std::size_t>(kind)];
}

std::string_view words_of(state::NearestMiss miss) {
  constexpr std::array<std::string_view, 7> words = {"",
                                                     "a closed ticket",
                                                     "an expired explanation",
                                                     "one assigned to another principal",
                                                     "a ticket of another data subject",
                                                     "a ticket that the principal wrote",
                                                     "a ticket that is named for many customers"};
  return words[static_cast<std::size_t>(miss)];
}

std::string silence_of(const DetectorAnswer& detector) {
  if (detector.is_off) {
    return "switched off";
  }
  if (detector.missing.empty()) {
    return "abstained: no opportunity in this event, or too little history";
  }
  std::string fields;
  for (const Field field : detector.missing) {
    fields += (fields.empty() ? "" : ", ") + std::string{field_path(field)};
  }
  return "abstained: the event lacks " + fields;
}

std::string detector_lines(const DetectorAnswer& detector) {
  if (detector.words.empty()) {
    return fmt::format("  {:<22} {}\n", detector.name, silence_of(detector));
  }
  std::string text;
  for (const DetectorWord& word : detector.words) {
    text += word.is_invariant ? fmt::format("  {:<22} a broken promise\n", detector.name)
                              : fmt::format("  {:<22} p {:.4g}, calibrated {:.4g}\n",
                                            detector.name,
                                            word.p_value,
                                            word.calibrated);
    if (!word.sentence.empty()) {
      text += "    " + word.sentence + "\n";
    }
  }
  return text;
}

std::string access_lines(const Answer& answer) {
  std::string text = fmt::format("explanations: {} data subjects named\n", answer.data_subjects);
  for (const pipeline::AccessStanding& access : answer.accesses) {
    text += fmt::format("  strength {:.1f}{}\n",
                        1 - access.unexplained,
                        access.is_resolved ? "" : ", waiting for one that may still come");
  }
  for (const state::Explained& settled : answer.settled) {
    text += fmt::format("  settled later: explained by {}, strength {:.1f}",
                        words_of(settled.kind),
                        settled.strength);
    text += settled.miss == state::NearestMiss::none
                ? "\n"
                : fmt::format("; nearest miss {}\n", words_of(settled.miss));
  }
  return text;
}

std::string distance(std::string_view line, double line_p, double p) {
  return p <= line_p ? fmt::format("  {} line 1 in {:.0f}: passed\n", line, 1 / line_p)
                     : fmt::format("  {} line 1 in {:.0f}: {:.1f} times too common\n",
                                   line,
                                   1 / line_p,
                                   p / line_p);
}

std::string standing(const Inspection& episode) {
  if (episode.alert) {
    return fmt::format(
        "  told as {}, alert {}\n", to_string(episode.told_route), print(*episode.alert));
  }
  if (episode.is_suppressed) {
    return "  not told: withheld by a suppression\n";
  }
  if (episode.is_guarded) {
    return "  not told: its detector is under flood guard\n";
  }
  return fmt::format("  not told: {}\n", alerting::to_string(episode.routed.withheld));
}

std::string episode_lines(const Inspection& episode) {
  return fmt::format(
             "episode of {}: {} events, fused p {:.4g} ({}), {} of {} families surprising\n",
             episode.entity,
             episode.events,
             episode.p_value,
             detectors::odds(episode.p_value),
             episode.families_surprising,
             episode.families_spoken) +
         (episode.is_candidate ? "  passed a practical gate\n"
                               : "  passed no practical gate: too little happened\n") +
         distance("ticket", episode.ticket_line, episode.p_value) +
         distance("page", episode.page_line, episode.p_value) + standing(episode);
}

}  // namespace

std::string print(const Answer& answer) {
  std::string text = fmt::format("position {}: {}", answer.position, answer.fate);
  text += answer.log_time == EventTime{}
              ? "\n"
              : fmt::format(", log time {}\n", format_rfc3339(answer.log_time));
  if (answer.detectors.empty()) {
    return text;
  }
  text += "detectors:\n";
  for (const DetectorAnswer& detector : answer.detectors) {
    text += detector_lines(detector);
  }
  text += access_lines(answer);
  for (const Inspection& episode : answer.episodes) {
    text += episode_lines(episode);
  }
  text += answer.alerts.empty() ? "this position decided no alert\n" : "";
  for (const std::string& alert : answer.alerts) {
    text += "this position decided " + alert + "\n";
  }
  return text;
}

}  // namespace centinela::app
