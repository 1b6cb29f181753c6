#include "app/training_sample.h"

#include "centinela/features/features.h"

#include "pipeline/platform_log.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace centinela::app {
namespace {

using features::feature_count;
using pipeline::TrainingRows;

// Rows that hold their own number, of a stretch each ten.
TrainingRows rows_from(std::uint64_t first, std::uint64_t count) {
  TrainingRows rows;
  for (std::uint64_t i = first; i < first + count; ++i) {
    rows.rows.insert(rows.rows.end(), feature_count, static_cast<float>(i));
    rows.stretches.push_back(i / 10);
  }
  return rows;
}

std::vector<float> numbers(const TrainingSample& sample) {
  std::vector<float> first;
  for (std::size_t i = 0; i < sample.rows(); ++i) {
    first.push_back(sample.values()[i * feature_count]);
  }
  return first;
}

TEST(TrainingSample, leaves_out_the_first_quarter) {
  TrainingSample sample(1);
  sample.add(rows_from(0, 100));
  EXPECT_EQ(sample.settle(), 0U);
  EXPECT_EQ(sample.rows(), 75U);
  EXPECT_EQ(sample.seen(), 100U);
  EXPECT_EQ(numbers(sample).front(), 25);
}

TEST(TrainingSample, leaves_out_a_stretch_that_is_quarantined_after_its_rows_came) {
  TrainingSample sample(1);
  sample.add(rows_from(0, 100));
  TrainingRows later;
  later.quarantined = {5, 9, 0};
  sample.add(later);
  EXPECT_EQ(sample.settle(), 20U) << "those of the first quarter are out anyway";
  const std::vector<float> left = numbers(sample);
  EXPECT_EQ(left.size(), 55U);
  EXPECT_TRUE(std::none_of(left.begin(), left.end(), [](float number) {
    return (number >= 50 && number < 60) || number >= 90;
  }));
}

TEST(TrainingSample, stays_within_its_bound_and_samples_uniformly) {
  TrainingSample sample(3, 1000);
  for (std::uint64_t i = 0; i < 100; ++i) {
    sample.add(rows_from(i * 500, 500));
    ASSERT_LE(sample.rows(), 1000U);
  }
  sample.settle();
  EXPECT_NEAR(static_cast<double>(sample.rows()), 750, 60);
  const std::vector<float> left = numbers(sample);
  double sum = 0;
  for (const float number : left) {
    sum += static_cast<double>(number);
  }
  EXPECT_NEAR(sum / static_cast<double>(left.size()), 31'250, 1'500);
}

// A team's three weeks, and one of them who takes the customers out on the last day.
class History {
 public:
  History() {
    pipeline::EngineSettings settings = pipeline::testing::soon_warm();
    settings.shard.collects_features = true;
    privacy::TokenKey::Bytes bytes{};
    bytes[0] = 1;
    engine_ = std::make_unique<pipeline::Engine>(settings,
                                                 *privacy::TokenKey::from_random(bytes),
                                                 std::make_shared<const pipeline::Models>(),
                                                 zones_);
  }
  void work_day() {
    for (int i = 0; i < 12; ++i) {
      for (int member = 0; member < 10; ++member) {
        open(member, fmt::format("c-{}", offset_));
      }
      now_ = now_ + std::chrono::minutes{20};
    }
    now_ = now_ + std::chrono::minutes{20 * 60};
  }
  void open(int member, const std::string& customer) {
    const std::string json = fmt::format(
        R"({{"id":"e-{}","time":"{}","principal":{{"id":"u-{}","kind":"human","role":"agent",)"
        R"("team":"north"}},"action":"read","resource":{{"class":"contact"}},"records":1,)"
        R"("data_subjects":["{}"],"context":{{"conversation":"k-{}","acting_for":"{}"}}}})",
        offset_,
        format_rfc3339(now_),
        member,
        customer,
        offset_,
        customer);
    codec::RecordView record;
    record.value = json;
    record.timestamp = now_;
    Position position;
    position.offset = Offset{offset_++};
    engine_->take(record, position, out_, rejected_);
  }
  TrainingRows take() {
    engine_->flush(out_);
    return engine_->shard().take_training_rows();
  }
  void pass(Duration time) { now_ = now_ + time; }

 private:
  TimeZones zones_;
  std::unique_ptr<pipeline::Engine> engine_;
  std::vector<alerting::Decision> out_;
  std::vector<pipeline::Rejected> rejected_;
  std::int64_t offset_ = 0;
  EventTime now_ = *parse_rfc3339("2026-06-01T08:00:00Z");
};

TEST(TrainingSample, leaves_out_the_hour_of_a_planted_attack_from_its_first_event_on) {
  History history;
  TrainingSample sample(1);
  for (int day = 0; day < 20; ++day) {
    history.work_day();
  }
  TrainingRows usual = history.take();
  const std::size_t quarantined_before = usual.quarantined.size();
  const std::size_t rows_before = usual.stretches.size();
  sample.add(usual);

  constexpr int taken = 200;
  for (int i = 0; i < taken; ++i) {
    history.open(3, fmt::format("taken-{}", i));
    history.pass(std::chrono::seconds{10});
  }
  history.open(4, "usual");
  const TrainingRows attack = history.take();
  ASSERT_EQ(attack.stretches.size(), static_cast<std::size_t>(taken) + 1);
  sample.add(attack);
  const std::uint64_t left_out = sample.settle();
  EXPECT_GE(left_out, static_cast<std::uint64_t>(taken));
  EXPECT_LE(left_out, taken + rows_before / 20) << "hardly anything usual goes with them";
  EXPECT_LT(quarantined_before, 15U);
  const std::uint64_t warm = sample.seen() / 4;
  EXPECT_EQ(sample.rows(), sample.seen() - warm - left_out) << "the colleague's row stays";
  EXPECT_TRUE(std::find(attack.quarantined.begin(),
                        attack.quarantined.end(),
                        attack.stretches.back()) == attack.quarantined.end());
}

}  // namespace
}  // namespace centinela::app
