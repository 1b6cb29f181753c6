#include "centinela/codec/alert_encoder.h"

#include "codec/sample_alert.h"
#include "codec/text_support.h"

#include <gtest/gtest.h>
#include <simdjson.h>

namespace centinela::codec {
namespace {

TEST(EncodeAlert, writes_the_contract_byte_for_byte) {
  EXPECT_EQ(encode_alert(sample_alert()), golden_file("alerts/native.json"));
}

TEST(EncodeAlert, writes_null_for_what_is_not_there) {
  Alert alert = sample_alert();
  alert.principal.reset();
  alert.principals = {"p-1", "p-2"};
  alert.peers.reset();
  alert.would_not_fire_below.reset();
  alert.entity_type = EntityType::cohort;
  const std::string json = encode_alert(alert);
  EXPECT_NE(json.find(R"("principal":null,"principals":["p-1","p-2"])"), std::string::npos);
  EXPECT_NE(json.find(R"("peers":null)"), std::string::npos);
  EXPECT_NE(json.find(R"("would_not_fire":null)"), std::string::npos);
  EXPECT_NE(json.find(R"("nearest_miss":null)"), std::string::npos);
  EXPECT_NE(json.find(R"("entity":{"type":"cohort")"), std::string::npos);
}

TEST(EncodeAlert, names_the_withheld_only_where_there_are_any) {
  Alert alert = sample_alert();
  EXPECT_EQ(encode_alert(alert).find("below_line"), std::string::npos);
  alert.below_line = 3;
  EXPECT_NE(encode_alert(alert).find(R"("below_line":3)"), std::string::npos);
}

TEST(EncodeAlertOcsf, keeps_the_risk_score_within_the_band_of_its_severity) {
  Alert alert = sample_alert();
  alert.score = 96.7;
  alert.severity = Severity::high;
  EXPECT_NE(encode_alert_ocsf(alert).find(R"("risk_score":96,)"), std::string::npos);
  alert.score = 96.996;
  alert.severity = Severity::critical;
  EXPECT_NE(encode_alert_ocsf(alert).find(R"("risk_score":97,)"), std::string::npos);
}

TEST(EncodeAlertOcsf, writes_a_detection_finding_byte_for_byte) {
  EXPECT_EQ(encode_alert_ocsf(sample_alert()), golden_file("alerts/ocsf.json"));
}

class Finding {
 public:
  explicit Finding(const Alert& alert) : json_(encode_alert_ocsf(alert)) {
    EXPECT_EQ(parser_.parse(json_).get(root_), simdjson::SUCCESS) << json_;
  }
  [[nodiscard]] std::int64_t number(const char* pointer) const {
    std::int64_t value = -1;
    EXPECT_EQ(root_.at_pointer(pointer).get(value), simdjson::SUCCESS) << pointer;
    return value;
  }
  [[nodiscard]] bool has(const char* pointer) const {
    return root_.at_pointer(pointer).error() == simdjson::SUCCESS;
  }

 private:
  simdjson::padded_string json_;
  simdjson::dom::parser parser_;
  simdjson::dom::element root_;
};

TEST(EncodeAlertOcsf, has_every_attribute_that_the_class_requires) {
  const Finding finding(sample_alert());
  for (const char* pointer : {"/activity_id",
                              "/category_uid",
                              "/class_uid",
                              "/type_uid",
                              "/time",
                              "/severity_id",
                              "/metadata/product/name",
                              "/metadata/version",
                              "/finding_info/uid",
                              "/finding_info/analytic/type_id"}) {
    EXPECT_TRUE(finding.has(pointer)) << pointer;
  }
}

struct StateCase {
  AlertState state;
  int activity;
  int status;
};
class FindingState : public testing::TestWithParam<StateCase> {};

TEST_P(FindingState, decides_activity_type_and_status) {
  Alert alert = sample_alert();
  alert.state = GetParam().state;
  const Finding finding(alert);
  EXPECT_EQ(finding.number("/activity_id"), GetParam().activity);
  EXPECT_EQ(finding.number("/type_uid"), 200400 + GetParam().activity);
  EXPECT_EQ(finding.number("/status_id"), GetParam().status);
}

INSTANTIATE_TEST_SUITE_P(Table,
                         FindingState,
                         testing::Values(StateCase{AlertState::open, 1, 1},
                                         StateCase{AlertState::update, 2, 2},
                                         StateCase{AlertState::closed, 3, 4},
                                         StateCase{AlertState::shadow, 1, 3}));

TEST(EncodeAlertOcsf, counts_severity_from_one_and_risk_from_zero) {
  Alert alert = sample_alert();
  for (const auto& [severity, number] : {std::pair{Severity::none, 1},
                                         {Severity::low, 2},
                                         {Severity::medium, 3},
                                         {Severity::high, 4},
                                         {Severity::critical, 5}}) {
    alert.severity = severity;
    const Finding finding(alert);
    EXPECT_EQ(finding.number("/severity_id"), number);
    EXPECT_EQ(finding.number("/risk_level_id"), number - 1);
  }
}

TEST(EncodeAlertOcsf, leaves_the_actor_out_where_no_single_one_is_meant) {
  Alert alert = sample_alert();
  alert.principal.reset();
  const Finding finding(alert);
  EXPECT_FALSE(finding.has("/evidences/0/actor"));
  EXPECT_FALSE(finding.has("/observables"));
}

}  // namespace
}  // namespace centinela::codec
