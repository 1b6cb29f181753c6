// Group membership. Joining costs the mock cluster 3 s, so there are few of these tests.
#include "contract/kafka_fixture.h"

#include <gmock/gmock.h>

#include <thread>

namespace centinela::kafka {
namespace {

class KafkaGroup : public KafkaTest {
 protected:
  // Polls until `done`, collecting values.
  template <class Done>
  static void poll_until(Consumer& consumer, std::vector<std::string>& values, Done done) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!done() && std::chrono::steady_clock::now() < deadline) {
      const auto batch = consumer.poll(milliseconds{50});
      ASSERT_TRUE(batch) << batch.error().detail;
      for (const KafkaRecord& record : *batch) {
        values.emplace_back(*record.value);
      }
    }
    ASSERT_TRUE(done());
  }
};

TEST_F(KafkaGroup, starts_where_the_owner_says_and_hands_back_what_it_holds) {
  create_events(2, 10);
  std::vector<TopicPartition> revoked;
  std::vector<StartPosition> assigned;
  Consumer consumer =
      make_consumer({.assigned = [&](std::span<StartPosition> positions) -> Result<void> {
                       assigned.assign(positions.begin(), positions.end());
                       // Silent replay begins before the committed offset.
                       positions[0].start = 6;
                       return {};
                     },
                     .revoked =
                         [&](std::span<const TopicPartition> partitions) {
                           revoked.assign(partitions.begin(), partitions.end());
                           const std::vector<PartitionOffset> next{
                               {.topic = "events", .partition = 0, .offset = 10, .metadata = {}}};
                           EXPECT_TRUE(consumer.commit(next, patience))
                               << "the last moment to commit";
                         },
                     .lost = {},
                     .moved = {},
                     .problem = {}});
  // What the brokers take offsets with: nobody's, and no two alike, until it has joined.
  EXPECT_NE(*consumer.membership(), *consumer.membership());
  ASSERT_TRUE(consumer.subscribe());
  std::vector<std::string> values;
  poll_until(consumer, values, [&] { return values.size() >= 4; });
  EXPECT_EQ(*consumer.membership(), *consumer.membership());
  EXPECT_THAT(values, ::testing::ElementsAre("6", "7", "8", "9"));
  ASSERT_EQ(assigned.size(), 2);
  EXPECT_EQ(assigned[0].start, 0) << "the policy's answer, before the owner changed it";
  EXPECT_EQ(consumer.assignment().size(), 2);
  // A partition without a commit is pinned where it started.
  poll_until(consumer, values, [&] { return consumer.commits().accepted == 1; });
  const std::vector<TopicPartition> both{{"events", 0}, {"events", 1}};
  EXPECT_EQ(consumer.committed(both)->size(), 2);

  ASSERT_TRUE(consumer.close(patience));
  EXPECT_EQ(revoked, both);
  Consumer next = make_consumer();
  EXPECT_EQ((*next.start_positions(both))[0].start, 10);
}

TEST_F(KafkaGroup, shares_partitions_with_a_second_member_that_comes_later) {
  create_events(2, 10);
  ConsumerSettings settings = consumer_settings();
  settings.client.properties = {{"session.timeout.ms", "3000"}, {"heartbeat.interval.ms", "200"}};
  std::size_t revocations = 0;
  Consumer first =
      make_consumer(settings,
                    {.assigned = {},
                     .revoked = [&](std::span<const TopicPartition>) { ++revocations; },
                     .lost = {},
                     .moved = {},
                     .problem = {}});
  ASSERT_TRUE(first.subscribe());
  std::vector<std::string> values;
  poll_until(first, values, [&] { return values.size() >= 10; });
  EXPECT_EQ(first.assignment().size(), 2);

  Consumer second = make_consumer(settings);
  ASSERT_TRUE(second.subscribe());
  std::vector<std::string> seconds_values;
  poll_until(first, values, [&] {
    EXPECT_TRUE(second.poll(milliseconds{10}));
    return first.assignment().size() == 1 && second.assignment().size() == 1;
  });
  EXPECT_GE(revocations, 1U);
  EXPECT_NE(first.assignment(), second.assignment());
  ASSERT_TRUE(second.close(patience));
  ASSERT_TRUE(first.close(patience));
}

TEST_F(KafkaGroup, is_joined_for_others_who_read_what_it_was_given) {
  create_events(2, 10);
  ConsumerSettings settings = consumer_settings();
  settings.reads = false;
  std::vector<TopicPartition> ours;
  std::vector<TopicPartition> gone;
  Consumer member =
      make_consumer(settings,
                    {.assigned = [&](std::span<StartPosition> positions) -> Result<void> {
                       for (const StartPosition& each : positions) {
                         ours.push_back(each.partition);
                       }
                       return {};
                     },
                     .revoked =
                         [&](std::span<const TopicPartition> partitions) {
                           gone.assign(partitions.begin(), partitions.end());
                         },
                     .lost = {},
                     .moved = {},
                     .problem = {}});
  ASSERT_TRUE(member.subscribe());
  std::vector<std::string> values;
  poll_until(member, values, [&] { return ours.size() == 2; });

  std::vector<StartPosition> taken;
  Consumer reader =
      make_consumer({.assigned = [&](std::span<StartPosition> positions) -> Result<void> {
                       taken.assign(positions.begin(), positions.end());
                       positions[0].start = 7;
                       return {};
                     },
                     .revoked = {},
                     .lost = {},
                     .moved = {},
                     .problem = {}});
  reader.take({{"events", 0}});
  std::vector<std::string> read;
  poll_until(reader, read, [&] { return read.size() >= 3; });
  EXPECT_THAT(read, ::testing::ElementsAre("7", "8", "9"));
  ASSERT_EQ(taken.size(), 1U);
  EXPECT_EQ(taken[0].high, 10);

  const auto fetched = member.poll(milliseconds{500});
  ASSERT_TRUE(fetched);
  EXPECT_TRUE(fetched->empty() && values.empty()) << "a member for others fetches nothing";
  ASSERT_TRUE(reader.close(patience));
  ASSERT_TRUE(member.close(patience));
  EXPECT_EQ(gone, ours) << "it is asked for what it was given, though it assigned nothing";
}

TEST_F(KafkaGroup, ends_the_poll_with_the_owners_error_and_still_closes) {
  create_events(1, 1);
  Consumer consumer = make_consumer({.assigned = [](std::span<StartPosition>) -> Result<void> {
                                       return Error{Errc::config, "gap not accepted"};
                                     },
                                     .revoked = {},
                                     .lost = {},
                                     .moved = {},
                                     .problem = {}});
  ASSERT_TRUE(consumer.subscribe());
  std::optional<Error> error;
  for (int polls = 0; polls < 200 && !error; ++polls) {
    if (const auto batch = consumer.poll(milliseconds{100}); !batch) {
      error = batch.error();
    }
  }
  ASSERT_TRUE(error);
  EXPECT_EQ(error->detail, "gap not accepted");
  EXPECT_TRUE(consumer.close(patience));
}

TEST_F(KafkaGroup, closes_in_time_before_it_was_assigned_anything) {
  create_events(1, 1);
  Consumer consumer = make_consumer();
  ASSERT_TRUE(consumer.subscribe());
  const auto before = std::chrono::steady_clock::now();
  EXPECT_TRUE(consumer.close(patience));
  EXPECT_LT(std::chrono::steady_clock::now() - before, patience);
}

}  // namespace
}  // namespace centinela::kafka
