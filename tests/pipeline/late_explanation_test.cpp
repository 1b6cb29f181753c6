// End to end: an explanation that comes after its access was judged, and one that names no
// customer.
#include "platform_log.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace centinela::pipeline {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::soon_warm;

constexpr int agents = 10;
constexpr int usual_customers = 12;

// A desk whose customers call before they are opened, all but one in twelve, for two weeks; then a
// day to look at.
class Desk {
 public:
  Desk() {
    privacy::TokenKey::Bytes bytes{};
    bytes[0] = 1;
    engine_ = std::make_unique<Engine>(soon_warm(),
                                       *privacy::TokenKey::from_random(bytes),
                                       std::make_shared<const Models>(),
                                       zones_);
    for (int day = 0; day < 14; ++day) {
      for (int i = 0; i < usual_customers; ++i) {
        for (int agent = 0; agent < agents; ++agent) {
          open(agent, fmt::format("c-{}-{}-{}", day, agent, i), i != 5);
        }
        now_ = now_ + minutes{20};
      }
      now_ = now_ + hours{24} - minutes{20 * usual_customers};
    }
    told();
  }

  void open(int agent, const std::string& customer, bool has_called = false) {
    const std::string context = fmt::format(R"("conversation":"k-{}","acting_for":"{}")",
                                            offset_,
                                            has_called ? customer : "somebody else");
    take(fmt::format(
        R"({{"type":"access","id":"e-{}","time":"{}","tenant":"acme","principal":{{"id":"u-{}",)"
        R"("kind":"human","role":"agent","team":"north"}},"action":"read","result":"opened",)"
        R"("resource":{{"name":"crm.customers","class":"contact"}},"data_subjects":["{}"],)"
        R"("records":1,"outcome":"ok","context":{{{}}}}})",
        offset_,
        format_rfc3339(now_),
        agent,
        customer,
        context));
  }
  // Agent 1 opens so many customers for whom there is no reason on record, and time passes.
  void look_up(int count) {
    looked_up_ = now_;
    for (int i = 0; i < count; ++i) {
      open(1, fmt::format("x-{}", i));
      now_ = now_ + minutes{20};
    }
    now_ = now_ - minutes{9};
    open(2, "y", true);
    now_ = now_ + minutes{20};
    open(2, "z", true);
  }
  void wait(Duration passed) {
    now_ = now_ + passed;
    open(3, fmt::format("w-{}", offset_), true);
  }
  // `fields` after the kind, about the time of the look-ups.
  void record(std::string_view kind, std::string_view fields) {
    take(fmt::format(R"({{"type":"context","id":"r-{}","time":"{}","tenant":"acme","kind":"{}",{},)"
                     R"("valid_from":"{}","valid_to":"{}"}})",
                     offset_,
                     format_rfc3339(now_),
                     kind,
                     fields,
                     format_rfc3339(looked_up_ == EventTime{} ? now_ : looked_up_),
                     format_rfc3339(now_ + hours{6})));
  }
  // What was decided on agent 1 since the last call.
  std::vector<alerting::Decision> told() {
    engine_->flush(out_);
    std::vector<alerting::Decision> of_agent;
    for (alerting::Decision& decision : out_) {
      if (decision.alert.entity_type == EntityType::principal && !decision.alert.daily) {
        of_agent.push_back(std::move(decision));
      }
    }
    out_.clear();
    return of_agent;
  }
  [[nodiscard]] const state::TenantState& tenant() {
    const state::TenantState* found = nullptr;
    engine_->shard().for_each_tenant(
        [&](TenantToken, const state::TenantState& tenant) { found = &tenant; });
    return *found;
  }

 private:
  void take(const std::string& json) {
    codec::RecordView record;
    record.value = json;
    record.timestamp = now_;
    Position position;
    position.offset = Offset{offset_++};
    std::vector<Rejected> rejected;
    engine_->take(record, position, out_, rejected);
    ASSERT_TRUE(rejected.empty()) << rejected.front().failure.detail;
  }

  TimeZones zones_;
  std::unique_ptr<Engine> engine_;
  std::vector<alerting::Decision> out_;
  std::int64_t offset_ = 0;
  EventTime now_ = *parse_rfc3339("2026-06-01T08:00:00Z");
  EventTime looked_up_;
};

const AlertReason* reason_of(const Alert& alert, std::string_view detector) {
  for (const AlertReason& reason : alert.reasons) {
    if (reason.detector == detector) {
      return &reason;
    }
  }
  return nullptr;
}

class LateExplanation : public ::testing::Test {
 protected:
  // The alert that the look-ups of agent 1 lead to.
  Alert opened() {
    desk.look_up(usual_customers);
    const auto told = desk.told();
    EXPECT_FALSE(told.empty()) << "the comparison needs an alert";
    return told.empty() ? Alert{} : told.back().alert;
  }
  void explain(int from, int to, std::string_view more) {
    for (int i = from; i < to; ++i) {
      desk.record(
          "ticket",
          fmt::format(R"("data_subject":"x-{}","value":{{"ticket":"t-{}"}}{})", i, i, more));
    }
  }

  Desk desk;
};

TEST_F(LateExplanation, closes_the_alert_when_every_access_has_one_that_names_nobody) {
  const Alert before = opened();
  ASSERT_NE(reason_of(before, "unjustified_access"), nullptr) << before.summary;
  const double explained = desk.tenant().explained;
  explain(0, usual_customers, R"(,"issued_by":"customer")");
  const auto told = desk.told();
  ASSERT_FALSE(told.empty());
  const Alert& after = told.back().alert;
  EXPECT_EQ(after.id, before.id);
  EXPECT_EQ(after.state, AlertState::closed);
  EXPECT_GT(after.revision, before.revision);
  EXPECT_LT(after.score, before.score);
  EXPECT_EQ(after.severity, before.severity) << "severity only rises";
  EXPECT_LT(after.unexplained, 5) << "a ticket that names no principal explains most of it";
  EXPECT_EQ(desk.tenant().explained, explained + usual_customers) << "coverage counts them";
}

TEST_F(LateExplanation, says_once_more_of_a_closed_alert_that_nothing_is_left_of_it) {
  const Alert before = opened();
  desk.wait(minutes{45});
  const auto ended = desk.told();
  ASSERT_FALSE(ended.empty());
  ASSERT_EQ(ended.back().alert.state, AlertState::closed);
  explain(0, usual_customers, R"(,"issued_by":"customer")");
  const auto told = desk.told();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told.back().alert.id, before.id);
  EXPECT_EQ(told.back().alert.state, AlertState::closed);
  EXPECT_LT(told.back().alert.score, before.score);
}

TEST_F(LateExplanation, lowers_the_score_of_an_alert_that_is_explained_in_part) {
  const Alert before = opened();
  explain(0, 7, R"(,"principal":"u-1","issued_by":"customer")");
  const auto told = desk.told();
  ASSERT_FALSE(told.empty());
  const Alert& after = told.back().alert;
  EXPECT_EQ(after.id, before.id);
  EXPECT_EQ(after.state, AlertState::update);
  EXPECT_LT(after.score, before.score);
  const AlertReason* reason = reason_of(after, "unjustified_access");
  ASSERT_NE(reason, nullptr);
  EXPECT_LT(reason->observed, usual_customers);
  EXPECT_LT(told.size(), 6U) << "a revision is for the reader, not for each record";
}

TEST_F(LateExplanation, lets_an_approval_explain_that_names_no_customer) {
  const Alert before = opened();
  desk.record("approval",
              R"("principal":"u-1","value":{"change":"ch-1"},"issued_by":"third_person")");
  const auto told = desk.told();
  ASSERT_FALSE(told.empty());
  EXPECT_EQ(told.back().alert.id, before.id);
  EXPECT_EQ(told.back().alert.state, AlertState::closed);
}

TEST_F(LateExplanation, does_not_take_the_principals_own_approval_for_a_reason) {
  opened();
  desk.record("approval", R"("principal":"u-1","value":{"change":"ch-1"},"issued_by":"self")");
  for (const alerting::Decision& decision : desk.told()) {
    EXPECT_NE(decision.alert.state, AlertState::closed);
  }
}

TEST_F(LateExplanation, does_not_take_somebody_elses_ticket_for_a_reason) {
  opened();
  explain(0, usual_customers, R"(,"principal":"u-2")");
  EXPECT_TRUE(desk.told().empty());
}

// Before the grace time is over nothing was said yet.
TEST_F(LateExplanation, keeps_silent_about_work_of_an_incident_that_names_the_team) {
  desk.record("event", R"("value":{"team":"north","incident":"i-1"},"issued_by":"system")");
  desk.look_up(usual_customers);
  EXPECT_TRUE(desk.told().empty());
}

TEST_F(LateExplanation, does_not_let_everybodys_reason_explain_anything) {
  desk.record("event", R"("value":{"incident":"i-1"},"issued_by":"system")");
  desk.look_up(usual_customers);
  EXPECT_FALSE(desk.told().empty());
}

}  // namespace
}  // namespace centinela::pipeline
