// End to end: somebody opens customers of people with whom they have none in common.
#include "centinela/codec/alert_encoder.h"

#include "platform_log.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

namespace centinela::pipeline {
namespace {

using testing::soon_warm;

constexpr std::uint64_t members = 8;
constexpr std::uint64_t customers = 60;

// Two desks of eight, each with sixty customers that any of its members may get.
class TwoDesks {
 public:
  explicit TwoDesks(bool is_watched) {
    EngineSettings settings = soon_warm();
    if (is_watched) {
      settings.shard.detectors.disabled = 0;
      settings.shard.observe.watches_handling = true;
    }
    privacy::TokenKey::Bytes bytes{};
    bytes[0] = 1;
    engine_ = std::make_unique<Engine>(
        settings, *privacy::TokenKey::from_random(bytes), std::make_shared<const Models>(), zones_);
  }

  void work(int days) {
    for (int day = 0; day < days; ++day) {
      for (std::uint64_t i = 0; i < 12; ++i) {
        for (std::uint64_t member = 0; member < members; ++member) {
          const std::uint64_t which = (member * 7 + i * 5 + day_ * 11) % customers;
          open("north", member, which, true);
          open("south", member, which, true);
        }
      }
      end_day();
    }
  }
  // Of one's own desk or of the other, and without any reason on record.
  void look_up(std::string_view desk, std::string_view desk_of_customers, std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) {
      open(desk, 1, i, false, desk_of_customers);
    }
    engine_->flush(out_);
    for (const alerting::Decision& decision : out_) {
      told += codec::encode_alert(decision.alert) + "\n";
    }
    out_.clear();
  }
  void end_day() {
    engine_->flush(out_);
    out_.clear();
    ++day_;
    minute_ = 0;
  }
  [[nodiscard]] std::uint64_t surprising() const {
    return engine_->shard()
        .counters()
        .surprising[static_cast<std::size_t>(detectors::DetectorId::community_misfit)];
  }
  [[nodiscard]] std::uint64_t spoke() const {
    return engine_->shard()
        .counters()
        .spoke[static_cast<std::size_t>(detectors::DetectorId::community_misfit)];
  }

  std::string told;

 private:
  void open(std::string_view desk,
            std::uint64_t member,
            std::uint64_t customer,
            bool has_reason,
            std::string_view desk_of_customers = {}) {
    const std::string data_subject =
        fmt::format("c-{}-{}", desk_of_customers.empty() ? desk : desk_of_customers, customer);
    const std::string context =
        has_reason
            ? fmt::format(R"({{"conversation":"k-{}","acting_for":"{}"}})", offset_, data_subject)
            : "{}";
    const EventTime time = window_start(20'600 + static_cast<std::int64_t>(day_), one_day) +
                           std::chrono::hours{9} + std::chrono::minutes{minute_++ * 2};
    const std::string json = fmt::format(
        R"({{"type":"access","id":"e-{}","time":"{}","tenant":"acme","principal":{{"id":"u-{}-{}",)"
        R"("kind":"human","role":"agent","team":"{}"}},"action":"read","result":"opened",)"
        R"("resource":{{"name":"crm.customers","class":"contact"}},"data_subjects":["{}"],)"
        R"("records":1,"outcome":"ok","context":{}}})",
        offset_,
        format_rfc3339(time),
        desk,
        member,
        desk,
        data_subject,
        context);
    codec::RecordView record;
    record.value = json;
    record.timestamp = time;
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
  std::uint64_t day_ = 0;
  int minute_ = 0;
};

TEST(Community, gives_evidence_of_a_stranger_and_not_of_a_member) {
  TwoDesks stranger(true);
  stranger.work(14);
  const std::uint64_t before = stranger.surprising();
  stranger.look_up("north", "south", 20);
  stranger.end_day();
  stranger.work(1);
  EXPECT_EQ(stranger.surprising() - before, 20U);

  TwoDesks member(true);
  member.work(14);
  EXPECT_EQ(member.surprising(), before) << "the same until then";
  member.look_up("south", "south", 20);
  EXPECT_GT(member.spoke(), 20U);
  EXPECT_LE(member.surprising() - before, 2U);
}

TEST(Community, gives_no_evidence_unless_the_pack_is_on) {
  TwoDesks desks(false);
  desks.work(14);
  desks.look_up("north", "south", 20);
  EXPECT_EQ(desks.spoke(), 0U);
}

}  // namespace
}  // namespace centinela::pipeline
