#include "app/explanation_text.h"

#include <gtest/gtest.h>

namespace centinela::app {
namespace {

TEST(ExplanationText, says_of_every_detector_what_it_thought_or_why_it_was_silent) {
  Answer answer;
  answer.position = "3:1203317";
  answer.fate = "scored";
  answer.log_time = *parse_rfc3339("2026-11-21T19:50:02.101Z");
  answer.detectors = {
      {"excessive_subjects", false, {}, {{0.00012, 0.0003, false, "Agent opened 71."}}},
      {"canary_touch", false, {}, {{1e-6, 1e-6, true, "A canary was read."}}},
      {"bulk_export", false, {Field::records}, {}},
      {"unusual_time", true, {}, {}},
      {"new_origin", false, {}, {}}};
  answer.data_subjects = 2;
  answer.accesses = {{0.0, true}, {0.8, false}};
  answer.settled = {{state::ExplanationKind::none, state::NearestMiss::closed_ticket, 0.2}};
  alerting::Inspection episode;
  episode.entity = "p-7f3c91d20b44e8a1";
  episode.events = 83;
  episode.p_value = 0.004;
  episode.families_spoken = 5;
  episode.families_surprising = 1;
  episode.is_candidate = true;
  episode.routed.withheld = alerting::Withheld::below_line;
  episode.page_line = 0.0001;
  episode.ticket_line = 0.004;
  answer.episodes = {episode};
  EXPECT_EQ(
      print(answer),
      "position 3:1203317: scored, log time 2026-11-21T19:50:02.101Z\n"
      "detectors:\n"
      "  excessive_subjects     p 0.00012, calibrated 0.0003\n"
      "    Agent opened 71.\n"
      "  canary_touch           a broken promise\n"
      "    A canary was read.\n"
      "  bulk_export            abstained: the event lacks records\n"
      "  unusual_time           switched off\n"
      "  new_origin             abstained: no opportunity in this event, or too little "
      "history\n"
      "explanations: 2 data subjects named\n"
      "  strength 1.0\n"
      "  strength 0.2, waiting for one that may still come\n"
      "  settled later: explained by nothing, strength 0.2; nearest miss a closed ticket\n"
      "episode of p-7f3c91d20b44e8a1: 83 events, fused p 0.004 (about 1 in 250), 1 of 5 families "
      "surprising\n"
      "  passed a practical gate\n"
      "  ticket line 1 in 250: passed\n"
      "  page line 1 in 10000: 40.0 times too common\n"
      "  not told: below_line\n"
      "this position decided no alert\n");
}

TEST(ExplanationText, stops_at_the_fate_of_what_was_not_judged) {
  Answer answer;
  answer.position = "0:7";
  answer.fate = "a duplicate: not judged";
  EXPECT_EQ(print(answer), "position 0:7: a duplicate: not judged\n");
}

TEST(ExplanationText, names_the_alert_and_what_this_position_decided) {
  Answer answer;
  answer.position = "0:7";
  answer.fate = "scored";
  answer.detectors = {{"forest", false, {}, {}}};
  alerting::Inspection episode;
  episode.entity = "p-1";
  episode.alert = AlertId{1, 2};
  episode.told_route = Route::page;
  answer.episodes = {episode};
  answer.alerts = {"alert 00000000000000010000000000000002 revision 1 (open, page)"};
  const std::string text = print(answer);
  EXPECT_NE(text.find("  told as page, alert 00000000000000010000000000000002\n"),
            std::string::npos);
  EXPECT_NE(text.find("this position decided alert "), std::string::npos);
}

}  // namespace
}  // namespace centinela::app
