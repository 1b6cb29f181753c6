// Offsets: committed, looked up, lost and measured. Partitions are assigned by hand.
#include "contract/kafka_fixture.h"
#include "kafka/partition_reader.h"

#include <gmock/gmock.h>
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

namespace centinela::kafka {
namespace {

constexpr std::int16_t api_offset_commit = 8;

const TopicPartition first_partition{"events", 0};

PartitionOffset at(std::int64_t offset) {
  return {.topic = "events", .partition = 0, .offset = offset, .metadata = {}};
}

Result<void> assign(Consumer& consumer, std::int64_t offset) {
  const std::vector<PartitionOffset> starts{at(offset)};
  return consumer.assign(starts);
}

class KafkaOffsets : public KafkaTest {};

TEST_F(KafkaOffsets, finds_its_committed_offset_and_metadata_again_after_a_restart) {
  create_events(2, 10);
  const std::vector<TopicPartition> both{first_partition, {"events", 1}};
  {
    Consumer consumer = make_consumer();
    PartitionOffset next = at(4);
    next.metadata = "chain=1c9e04b7";
    const std::vector<PartitionOffset> offsets{next};
    const Result<void> outcome = consumer.commit(offsets, patience);
    ASSERT_TRUE(outcome) << outcome.error().detail;
    EXPECT_EQ(consumer.commits().accepted, 1);
  }
  Consumer consumer = make_consumer();
  const auto positions = consumer.start_positions(both);
  ASSERT_TRUE(positions) << positions.error().detail;
  EXPECT_EQ((*positions)[0].committed, 4);
  EXPECT_EQ((*positions)[0].metadata, "chain=1c9e04b7");
  EXPECT_EQ((*positions)[0].start, 4)
      << "a commit names the next record to read, not the last one read";
  EXPECT_EQ((*positions)[0].high, 10);
  EXPECT_EQ((*positions)[1].committed, std::nullopt);
  EXPECT_EQ((*positions)[1].start, 0);
}

TEST_F(KafkaOffsets, counts_an_asynchronous_commit_when_its_answer_comes) {
  create_events(1, 10);
  Consumer consumer = make_consumer();
  ASSERT_TRUE(assign(consumer, 0));
  const std::vector<PartitionOffset> offsets{at(10)};
  ASSERT_TRUE(consumer.commit_async(offsets));
  for (int polls = 0; polls < 100 && consumer.commits().accepted == 0; ++polls) {
    ASSERT_TRUE(consumer.poll(milliseconds{50}));
  }
  EXPECT_EQ(consumer.commits().accepted, 1);
  const std::vector<TopicPartition> partitions{first_partition};
  EXPECT_EQ(*consumer.committed(partitions), offsets);
}

TEST_F(KafkaOffsets, reports_a_refused_commit_and_commits_again_later) {
  create_events(1, 10);
  std::vector<std::string> problems;
  Consumer consumer = make_consumer(
      {.assigned = {}, .revoked = {}, .lost = {}, .moved = {}, .problem = [&](const Error& error) {
         problems.push_back(error.detail);
       }});
  fail_requests(api_offset_commit, {RD_KAFKA_RESP_ERR_OFFSET_METADATA_TOO_LARGE});
  const std::vector<PartitionOffset> offsets{at(5)};
  const Result<void> refused = consumer.commit(offsets, patience);
  EXPECT_FALSE(refused);
  EXPECT_EQ(consumer.commits().failed, 1);
  EXPECT_EQ(problems.size(), 1);
  EXPECT_TRUE(consumer.commit(offsets, patience));
}

TEST_F(KafkaOffsets, gives_up_a_commit_when_its_time_is_over) {
  create_events(1, 1);
  Consumer consumer = make_consumer();
  const std::vector<PartitionOffset> offsets{at(1)};
  ASSERT_TRUE(consumer.commit(offsets, patience));
  rd_kafka_mock_broker_set_down(broker_.cluster(), -1);
  const Result<void> outcome = consumer.commit(offsets, milliseconds{200});
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, Errc::unavailable);
  rd_kafka_mock_broker_set_up(broker_.cluster(), -1);
}

TEST_F(KafkaOffsets, finds_offsets_by_time_and_the_end_where_nothing_is_that_late) {
  create_events(1, 10);  // timestamps 1000 to 1009
  Consumer consumer = make_consumer();
  const std::vector<TopicPartition> partitions{first_partition};
  const auto late = consumer.offsets_at(partitions, EventTime{5'000});
  ASSERT_TRUE(late) << late.error().detail;
  EXPECT_EQ((*late)[0].offset, 10);
}

TEST_F(KafkaOffsets, knows_its_lag_from_position_and_watermark) {
  create_events(1, 20);
  ConsumerSettings settings = consumer_settings();
  settings.batch_records_max = 5;
  Consumer consumer = make_consumer(settings);
  ASSERT_TRUE(assign(consumer, 0));
  EXPECT_TRUE(consumer.lag().empty()) << "no lag is known before the first fetch";
  ASSERT_EQ(read(consumer, 5).size(), 5);
  ASSERT_EQ(consumer.lag().size(), 1);
  EXPECT_EQ(consumer.lag()[0].position, 5);
  EXPECT_EQ(consumer.lag()[0].records(), 15);
  ASSERT_EQ(read(consumer, 15).size(), 15);
  EXPECT_EQ(consumer.lag()[0].records(), 0);
}

TEST_F(KafkaOffsets, moves_by_policy_when_its_next_record_is_gone) {
  create_events(2, 10);
  std::vector<StartPosition> moves;
  Consumer consumer =
      make_consumer({.assigned = {},
                     .revoked = {},
                     .lost = {},
                     .moved = [&](std::span<StartPosition> targets) -> Result<void> {
                       moves.insert(moves.end(), targets.begin(), targets.end());
                       return {};
                     },
                     .problem = {}});
  ASSERT_TRUE(assign(consumer, 1'000'000));
  const std::vector<Copy> records = read(consumer, 10);
  ASSERT_EQ(records.size(), 10);
  EXPECT_EQ(records[0].offset, 0);
  ASSERT_EQ(moves.size(), 1);
  EXPECT_EQ(moves[0].committed, 1'000'000);
  EXPECT_EQ(moves[0].start, 0);
}

TEST_F(KafkaOffsets, leaves_nothing_out_when_what_is_to_be_read_again_is_gone) {
  create_events(1, 20);
  PartitionReader reader{consumer_settings()};
  const auto records = reader.read({"events", 0}, 5, 20);
  ASSERT_TRUE(records);
  EXPECT_EQ(records->front().offset, 5);
  PartitionReader beyond{consumer_settings()};
  const auto deadline = std::chrono::steady_clock::now() + patience;
  auto refused = beyond.read({"events", 0}, 100, 200);
  while (!refused && refused.error().code == Errc::unavailable &&
         std::chrono::steady_clock::now() < deadline) {
    refused = beyond.read({"events", 0}, 100, 200);
  }
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::bad_data);
  EXPECT_NE(refused.error().detail.find("offset 100"), std::string::npos);
}

TEST_F(KafkaOffsets, refuses_to_move_under_the_policy_fail) {
  create_events(1, 10);
  ConsumerSettings settings = consumer_settings();
  settings.start = StartPolicy::fail;
  Consumer consumer = make_consumer(settings);
  ASSERT_TRUE(assign(consumer, 1'000'000));
  std::optional<Error> error;
  for (int polls = 0; polls < 100 && !error; ++polls) {
    if (const auto batch = consumer.poll(milliseconds{100}); !batch) {
      error = batch.error();
    }
  }
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, Errc::config);
  EXPECT_THAT(error->detail, ::testing::HasSubstr("found offset 1000000, which is not retained"));
}

}  // namespace
}  // namespace centinela::kafka
