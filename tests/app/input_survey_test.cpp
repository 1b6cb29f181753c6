#include "app/input_survey.h"

#include "centinela/detectors/catalogue.h"

#include "app/input_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace centinela::app {
namespace {

using detectors::detector_needs;
using detectors::DetectorId;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// The survey of events with the four required fields and `more` of each.
InputSurvey survey_of(const std::vector<std::string>& more) {
  codec::Decoder decoder({});
  InputSurvey survey;
  for (const std::string& fields : more) {
    const std::string value =
        R"({"id":"1","time":"2026-11-21T19:49:26Z","principal":{"id":"u-secret"},"action":"read")" +
        std::string(fields.empty() ? "" : ",") + fields + "}";
    survey.take(decoder.decode({.value = value, .is_null = false, .headers = {}, .timestamp = {}}));
  }
  return survey;
}

InputSurvey with_context(InputSurvey survey) {
  codec::Decoder decoder({});
  const std::string_view value =
      R"({"type":"context","time":"2026-11-21T19:49:26Z","kind":"ticket","principal":"u"})";
  survey.take(decoder.decode({.value = value, .is_null = false, .headers = {}, .timestamp = {}}));
  return survey;
}

const detectors::DetectorNeeds& needs_of(DetectorId id) {
  return detector_needs()[static_cast<std::size_t>(id)];
}

std::string words_of(const std::vector<CheckLine>& lines) {
  std::string words;
  for (const CheckLine& line : lines) {
    words += line.subject + ": " + line.text + "\n";
  }
  return words;
}

const std::string subject = R"("data_subjects":["c-1"])";
const std::string scope = R"("context":{"conversation":"k","acting_for":"c-1"})";

TEST(InputSurvey, tells_the_tier_by_what_comes_with_the_events) {
  EXPECT_EQ(survey_of({""}).fields().tier(), DataTier::t0);
  EXPECT_EQ(survey_of({subject}).fields().tier(), DataTier::t1);
  EXPECT_EQ(survey_of({subject + "," + scope}).fields().tier(), DataTier::t2);
  EXPECT_EQ(with_context(survey_of({subject + "," + scope})).fields().tier(), DataTier::t3);
  EXPECT_EQ(with_context(survey_of({subject})).fields().tier(), DataTier::t1);
}

TEST(InputSurvey, gives_no_tier_for_a_field_that_hardly_ever_comes) {
  std::vector<std::string> events(30);
  events.front() = subject;
  EXPECT_EQ(survey_of(events).fields().tier(), DataTier::t0);
}

TEST(InputSurvey, counts_an_event_as_feeding_only_when_it_has_all_that_is_needed_at_once) {
  const auto& needs = needs_of(DetectorId::conversation_scope);
  EXPECT_EQ(survey_of({subject, scope}).fields().fed(needs), 0);
  EXPECT_THAT(survey_of({subject, scope}).fields().missing(needs), IsEmpty());
  EXPECT_EQ(survey_of({subject + "," + scope, ""}).fields().fed(needs), 0.5);
}

TEST(InputSurvey, names_the_fields_that_a_detector_lacks) {
  EXPECT_THAT(survey_of({""}).fields().missing(needs_of(DetectorId::conversation_scope)),
              ElementsAre(Field::conversation, Field::data_subjects));
  EXPECT_THAT(survey_of({subject}).fields().missing(needs_of(DetectorId::unjustified_access)),
              ElementsAre(Field::ticket));
}

TEST(InputSurvey, takes_context_records_for_an_explanation) {
  const InputSurvey survey = with_context(survey_of({subject}));
  EXPECT_EQ(survey.fields().fed(needs_of(DetectorId::unjustified_access)), 1);
}

TEST(InputSurvey, advises_the_field_that_feeds_most_first) {
  const std::vector<CheckLine> lines = survey_of({""}).report(0);
  std::vector<std::string> advice;
  for (const CheckLine& line : lines) {
    if (line.subject == "to add") {
      advice.push_back(line.text);
    }
  }
  ASSERT_FALSE(advice.empty());
  const auto fields = [](const std::string& text) {
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(text.find(':'));
    return std::count(text.begin(), end, ',');
  };
  EXPECT_TRUE(std::is_sorted(advice.begin(), advice.end(), [&](const auto& a, const auto& b) {
    return fields(a) < fields(b);
  }));
  EXPECT_THAT(advice, Contains(HasSubstr("data_subjects: would feed excessive_subjects")));
}

TEST(InputSurvey, says_what_each_detector_gets_and_no_value_of_the_events) {
  const std::string words = words_of(survey_of({subject, ""}).report(3));
  EXPECT_THAT(words, HasSubstr("2 access events, 0 context records, 0 control records, 3 that"));
  EXPECT_THAT(words, HasSubstr("excessive_subjects: fed by 50 %"));
  EXPECT_THAT(words, HasSubstr("audit_silence: abstains for want of producer.sequence"));
  EXPECT_THAT(words, AllOf(HasSubstr("data_subjects 50 %"), Not(HasSubstr("secret"))));
}

TEST(InputSurvey, has_a_word_for_every_detector) {
  const std::string words = words_of(survey_of({""}).report(0));
  for (const auto& needs : detector_needs()) {
    EXPECT_THAT(words, HasSubstr(std::string(detectors::name(needs.id)) + ": "));
  }
}

TEST(InputReport, fails_when_there_is_no_event_and_names_the_reasons) {
  const std::string path = testing::TempDir() + "/no_events.jsonl";
  std::ofstream(path) << "{\"id\":7}\nno json\n";
  const auto lines = report_input(config::Config{}, path);
  ASSERT_TRUE(lines.has_value());
  EXPECT_EQ(lines->front().finding, Finding::failure);
  EXPECT_THAT(words_of(*lines), AllOf(HasSubstr("wrong_type"), HasSubstr("not_an_object")));
  EXPECT_EQ(report_input(config::Config{}, "/nonexistent").error().code, Errc::io);
}

}  // namespace
}  // namespace centinela::app
