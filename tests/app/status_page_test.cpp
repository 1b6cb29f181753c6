#include "app/daemon/status_page.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace centinela::app {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr std::int64_t start_ms = 1'762'000'000'000;
constexpr std::int64_t minute_ms = 60'000;

// An engine that is told of accesses, and the page about it.
class Fares {
 public:
  explicit Fares(std::uint64_t disabled = 0) {
    pipeline::EngineSettings settings;
    settings.provenance.topics = {"data-access"};
    settings.shard.detectors.disabled = disabled;
    privacy::TokenKey::Bytes bytes{};
    bytes[0] = 1;
    engine_ = std::make_unique<pipeline::Engine>(settings,
                                                 *privacy::TokenKey::from_random(bytes),
                                                 std::make_shared<const pipeline::Models>(),
                                                 zones_);
  }

  Fares& access(const std::string& more) {
    ++events_;
    take(fmt::format(
        R"({{"id":"{}","time":{},"principal":{{"id":"u-1","kind":"human"}},"action":"read"{}}})",
        events_,
        start_ms + events_ * minute_ms,
        more));
    return *this;
  }
  Fares& context() {
    take(R"({"type":"context","time":1762000000000,"kind":"ticket","principal":"u-1"})");
    return *this;
  }
  std::string page() {
    StatusPage page{config_};
    return page.render(*engine_, LoopFacts{}, StatusPage::Clock::now());
  }

 private:
  void take(const std::string& json) {
    std::vector<pipeline::Rejected> rejected;
    std::vector<alerting::Decision> out;
    codec::RecordView record;
    record.value = json;
    record.timestamp = EventTime{start_ms + events_ * minute_ms};
    Position position;
    position.offset = Offset{offset_++};
    engine_->take(record, position, out, rejected);
    engine_->flush(out);
    ASSERT_TRUE(rejected.empty());
  }

  config::Config config_;
  TimeZones zones_;
  std::unique_ptr<pipeline::Engine> engine_;
  std::int64_t events_ = 0;
  std::int64_t offset_ = 0;
};

const std::string subject = R"(,"data_subjects":["c-1"])";

std::string sequenced(int number) {
  return subject + fmt::format(R"(,"producer":{{"name":"crm-1","boot":1,"sequence":{}}})", number);
}

TEST(StatusPage, says_so_before_the_first_event) {
  EXPECT_THAT(Fares().page(), HasSubstr("data tier: no event yet"));
}

TEST(StatusPage, names_the_tier_and_what_the_next_one_needs) {
  EXPECT_THAT(Fares().access("").page(), HasSubstr("data tier: T0"));
  EXPECT_THAT(Fares().access(subject).page(), HasSubstr("data tier: T1"));
  const std::string scope = subject + R"(,"context":{"conversation":"k","acting_for":"c-1"})";
  EXPECT_THAT(Fares().access(scope).page(), HasSubstr("data tier: T2"));
  EXPECT_THAT(Fares().context().access(scope).page(), HasSubstr("data tier: T3"));
}

TEST(StatusPage, names_the_fields_for_want_of_which_a_detector_abstains) {
  const std::string page = Fares().access(subject).page();
  EXPECT_THAT(page, HasSubstr("abstains for want of context.conversation"));
  EXPECT_THAT(page, HasSubstr("abstains for want of producer.sequence"));
}

TEST(StatusPage, tells_a_detector_that_is_off_from_one_that_abstains) {
  const auto off = detectors::detector_bit(detectors::DetectorId::audit_silence);
  const std::string page = Fares(off).access(subject).page();
  EXPECT_THAT(page,
              AllOf(HasSubstr("  off"), Not(HasSubstr("abstains for want of producer.sequence"))));
}

TEST(StatusPage, says_what_is_left_of_the_warm_up) {
  EXPECT_THAT(Fares().access(subject).page(), HasSubstr("warming up: 14.0 days of the log left"));
}

TEST(StatusPage, says_what_a_producer_lacks_or_that_nobody_can_know) {
  EXPECT_THAT(Fares().access(subject).page(),
              HasSubstr("(no producer.name): active, 1 event, the last at 2025-11-01"));
  EXPECT_THAT(Fares().access(subject).page(), HasSubstr("what it leaves out cannot be seen"));
  Fares whole;
  for (int i = 0; i < 5; ++i) {
    whole.access(sequenced(i));
  }
  EXPECT_THAT(whole.page(), HasSubstr("5 events"));
  EXPECT_THAT(whole.page(), HasSubstr("complete by its sequence numbers"));
}

TEST(StatusPage, counts_the_numbers_that_did_not_come) {
  Fares fares;
  fares.access(sequenced(0)).access(sequenced(4));
  for (int i = 5; i < 70; ++i) {
    fares.access(sequenced(i));
  }
  EXPECT_THAT(fares.page(), HasSubstr("3 of its last 24 hours' sequence numbers missing"));
}

TEST(StatusPage, says_where_the_lines_stand_and_what_they_rest_on) {
  const std::string page = Fares().access(subject).page();
  EXPECT_THAT(page,
              HasSubstr("page line: 1 in 1000, 0 sent today of at most 13; stands there: "
                        "the 0 candidates of 0 days"));
}

}  // namespace
}  // namespace centinela::app
