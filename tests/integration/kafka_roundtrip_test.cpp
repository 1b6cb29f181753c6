// Consumer and producer against a real Kafka broker: what no mock cluster can prove.
#include "integration/services.h"
#include "kafka/consumer.h"
#include "kafka/producer.h"
#include "kafka/topic_check.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <memory>
#include <numeric>

namespace centinela::kafka {
namespace {

using namespace std::string_literals;
using std::chrono::milliseconds;

constexpr milliseconds patience{60'000};

class KafkaRoundtrip : public ::testing::Test {
 protected:
  // A broker that would create a topic when somebody merely asks for it.
  static void SetUpTestSuite() {
    service_ = std::make_unique<KafkaService>("--set auto.create.topics.enable=true");
  }
  static void TearDownTestSuite() { service_.reset(); }

  // A topic of its own for each test.
  void SetUp() override {
    topic_ = ::testing::UnitTest::GetInstance()->current_test_info()->name();
    service_->create_topic(topic_, 2);
  }

  [[nodiscard]] ConsumerSettings consumer_settings() const {
    ConsumerSettings settings;
    settings.client.bootstrap_servers = service_->bootstrap_servers();
    settings.client.properties = {{"session.timeout.ms", "6000"}, {"heartbeat.interval.ms", "500"}};
    settings.group_id = "group-of-" + topic_;
    settings.topics = {topic_};
    return settings;
  }

  [[nodiscard]] static Producer make_producer() {
    ProducerSettings settings;
    settings.client.bootstrap_servers = service_->bootstrap_servers();
    Result<Producer> producer = Producer::create(settings);
    CENTINELA_CHECK(producer.has_value());
    return *std::move(producer);
  }

  [[nodiscard]] static Consumer make_consumer(const ConsumerSettings& settings,
                                              ConsumerHandlers handlers = {}) {
    Result<Consumer> consumer = Consumer::create(settings, std::move(handlers));
    CENTINELA_CHECK(consumer.has_value());
    return *std::move(consumer);
  }

  // Numbered records, alternating between the partitions.
  void enqueue(Producer& producer, int from, int to) const {
    for (int i = from; i < to; ++i) {
      const std::string value = std::to_string(i);
      ASSERT_TRUE(producer.enqueue({.topic = topic_,
                                    .partition = i % 2,
                                    .key = "k",
                                    .value = value,
                                    .headers = {},
                                    .timestamp_ms = 1'700'000'000'000 + i}));
    }
  }

  // One poll; counts each value, remembers where to go on.
  void take(Consumer& consumer, milliseconds timeout = milliseconds{100}) {
    const auto batch = consumer.poll(timeout);
    ASSERT_TRUE(batch) << batch.error().detail;
    for (const KafkaRecord& record : *batch) {
      ++seen_[std::stoi(std::string{*record.value})];
      next_[record.partition] = record.offset + 1;
    }
  }

  void take_until(Consumer& consumer, std::size_t distinct) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (seen_.size() < distinct && std::chrono::steady_clock::now() < deadline) {
      take(consumer);
    }
    ASSERT_EQ(seen_.size(), distinct);
  }

  [[nodiscard]] std::vector<PartitionOffset> next_to_read() const {
    std::vector<PartitionOffset> offsets;
    for (const auto& [partition, offset] : next_) {
      offsets.push_back(
          {.topic = topic_, .partition = partition, .offset = offset, .metadata = {}});
    }
    return offsets;
  }

  [[nodiscard]] int repeats() const {
    return std::accumulate(seen_.begin(), seen_.end(), 0, [](int sum, const auto& each) {
      return sum + each.second - 1;
    });
  }

  static std::unique_ptr<KafkaService> service_;
  std::string topic_;
  std::map<int, int> seen_;                    // value -> times
  std::map<std::int32_t, std::int64_t> next_;  // partition -> next record to read
};

std::unique_ptr<KafkaService> KafkaRoundtrip::service_;

TEST_F(KafkaRoundtrip, continues_after_a_restart_exactly_at_the_commit) {
  Producer producer = make_producer();
  enqueue(producer, 0, 1000);
  ASSERT_TRUE(producer.flush(patience));
  {
    ConsumerSettings settings = consumer_settings();
    settings.batch_records_max = 100;
    Consumer consumer = make_consumer(settings);
    ASSERT_TRUE(consumer.subscribe());
    while (seen_.size() < 300) {
      take(consumer);
    }
    const Result<void> committed = consumer.commit(next_to_read(), patience);
    ASSERT_TRUE(committed) << committed.error().detail;
    EXPECT_TRUE(consumer.close(patience));
  }
  ASSERT_LT(seen_.size(), 1000);
  Consumer consumer = make_consumer(consumer_settings());
  ASSERT_TRUE(consumer.subscribe());
  take_until(consumer, 1000);
  EXPECT_EQ(repeats(), 0);
}

TEST_F(KafkaRoundtrip, repeats_but_never_loses_what_was_not_committed) {
  Producer producer = make_producer();
  enqueue(producer, 0, 200);
  ASSERT_TRUE(producer.flush(patience));
  {
    Consumer consumer = make_consumer(consumer_settings());
    ASSERT_TRUE(consumer.subscribe());
    take_until(consumer, 200);
  }
  seen_.clear();
  Consumer consumer = make_consumer(consumer_settings());
  ASSERT_TRUE(consumer.subscribe());
  take_until(consumer, 200);
}

TEST_F(KafkaRoundtrip, survives_a_broker_that_stops_and_starts_again) {
  Producer producer = make_producer();
  Consumer consumer = make_consumer(consumer_settings());
  ASSERT_TRUE(consumer.subscribe());
  enqueue(producer, 0, 100);
  take_until(consumer, 100);
  ASSERT_TRUE(consumer.commit(next_to_read(), patience));

  service_->stop();
  enqueue(producer, 100, 200);
  EXPECT_FALSE(producer.flush(milliseconds{500}));
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (consumer.is_connected() && std::chrono::steady_clock::now() < deadline) {
    take(consumer);
  }
  EXPECT_FALSE(consumer.is_connected());
  service_->start();

  const Result<void> flushed = producer.flush(patience);
  ASSERT_TRUE(flushed) << flushed.error().detail;
  take_until(consumer, 200);
  EXPECT_EQ(repeats(), 0);
  ASSERT_TRUE(consumer.commit(next_to_read(), patience));
  EXPECT_TRUE(consumer.is_connected());
}

TEST_F(KafkaRoundtrip, loses_nothing_accepted_when_the_broker_is_killed) {
  Producer producer = make_producer();
  Consumer consumer = make_consumer(consumer_settings());
  ASSERT_TRUE(consumer.subscribe());
  enqueue(producer, 0, 500);
  take(consumer);
  service_->kill();
  enqueue(producer, 500, 600);
  service_->start();
  const Result<void> flushed = producer.flush(patience);
  ASSERT_TRUE(flushed) << flushed.error().detail;
  EXPECT_EQ(producer.accepted_through(), Ticket{600});
  take_until(consumer, 600);
}

TEST_F(KafkaRoundtrip, carries_headers_nulls_and_timestamps_unchanged) {
  const std::vector<OutgoingHeader> headers{
      {"binary", "\0\1\xff"s}, {"null", std::nullopt}, {"empty", ""}};
  Producer producer = make_producer();
  ASSERT_TRUE(producer.enqueue({.topic = topic_,
                                .partition = 0,
                                .key = {},
                                .value = std::nullopt,
                                .headers = headers,
                                .timestamp_ms = 1'700'000'000'123}));
  ASSERT_TRUE(producer.flush(patience));
  Consumer consumer = make_consumer(consumer_settings());
  const std::vector<PartitionOffset> starts{
      {.topic = topic_, .partition = 0, .offset = 0, .metadata = {}}};
  ASSERT_TRUE(consumer.assign(starts));
  const auto batch = consumer.poll(patience);
  ASSERT_TRUE(batch);
  ASSERT_EQ(batch->size(), 1);
  const KafkaRecord& record = batch->front();
  EXPECT_EQ(record.value, std::nullopt);
  EXPECT_EQ(record.key.data(), nullptr);
  EXPECT_EQ(record.timestamp_ms, 1'700'000'000'123);
  EXPECT_EQ(record.headers.find("binary"), "\0\1\xff"s);
  EXPECT_EQ(record.headers.at(1)->value, std::nullopt);
  EXPECT_EQ(record.headers.at(2)->value, "");
}

TEST_F(KafkaRoundtrip, finds_the_record_from_which_to_warm_up_by_its_time) {
  Producer producer = make_producer();
  enqueue(producer, 0, 100);  // record i of 1.7e12 + i ms stands at offset i / 2
  ASSERT_TRUE(producer.flush(patience));
  const Consumer consumer = make_consumer(consumer_settings());
  const std::vector<TopicPartition> partitions{{topic_, 0}, {topic_, 1}};
  const auto offsets = consumer.offsets_at(partitions, EventTime{1'700'000'000'050});
  ASSERT_TRUE(offsets) << offsets.error().detail;
  EXPECT_EQ((*offsets)[0].offset, 25);
  EXPECT_EQ((*offsets)[1].offset, 25);
  const auto end = consumer.offsets_at(partitions, EventTime{1'800'000'000'000});
  ASSERT_TRUE(end) << end.error().detail;
  EXPECT_EQ((*end)[0].offset, 50);
}

TEST_F(KafkaRoundtrip, reports_the_exact_gap_when_retention_overtook_the_group) {
  Producer producer = make_producer();
  enqueue(producer, 0, 100);
  ASSERT_TRUE(producer.flush(patience));
  Consumer consumer = make_consumer(consumer_settings());
  const std::vector<PartitionOffset> committed{
      {.topic = topic_, .partition = 0, .offset = 10, .metadata = {}}};
  ASSERT_TRUE(consumer.commit(committed, patience));
  service_->run("delete-records", fmt::format("{}:0:30", topic_));
  const std::vector<TopicPartition> partitions{{topic_, 0}};
  const auto positions = consumer.start_positions(partitions);
  ASSERT_TRUE(positions) << positions.error().detail;
  EXPECT_TRUE((*positions)[0].is_committed_lost());
  EXPECT_EQ((*positions)[0].committed, 10);
  EXPECT_EQ((*positions)[0].low, 30);
  EXPECT_EQ((*positions)[0].start, 30);
}

TEST_F(KafkaRoundtrip, moves_a_running_partition_past_what_the_log_deleted) {
  Producer producer = make_producer();
  enqueue(producer, 0, 100);
  ASSERT_TRUE(producer.flush(patience));
  service_->run("delete-records", fmt::format("{}:0:30", topic_));
  std::vector<StartPosition> moves;
  Consumer consumer =
      make_consumer(consumer_settings(),
                    {.assigned = [](std::span<StartPosition> positions) -> Result<void> {
                       for (StartPosition& each : positions) {
                         each.start = 5;  // gone since the owner looked
                       }
                       return {};
                     },
                     .revoked = {},
                     .lost = {},
                     .moved = [&](std::span<StartPosition> targets) -> Result<void> {
                       moves.assign(targets.begin(), targets.end());
                       return {};
                     },
                     .problem = {}});
  ASSERT_TRUE(consumer.subscribe());
  take_until(consumer, 20 + 45);
  ASSERT_EQ(moves.size(), 1);
  EXPECT_EQ(moves[0].committed, 5);
  EXPECT_EQ(moves[0].start, 30);
  EXPECT_EQ(repeats(), 0) << "the other partition goes on where it was";
}

TEST_F(KafkaRoundtrip, is_fenced_by_a_second_instance_with_the_same_identity) {
  ConsumerSettings settings = consumer_settings();
  settings.client.properties.insert_or_assign("group.instance.id", "centinela-0");
  Consumer older = make_consumer(settings);
  ASSERT_TRUE(older.subscribe());
  while (older.assignment().empty()) {
    take(older);
  }
  Consumer newer = make_consumer(settings);
  ASSERT_TRUE(newer.subscribe());
  std::optional<Error> error;
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (!error && std::chrono::steady_clock::now() < deadline) {
    take(newer, milliseconds{10});
    if (const auto batch = older.poll(milliseconds{50}); !batch) {
      error = batch.error();
    }
  }
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, Errc::fenced) << error->detail;
  while (newer.assignment().empty()) {
    take(newer);
  }
  EXPECT_EQ(newer.assignment().size(), 2);
}

TEST_F(KafkaRoundtrip, shares_the_partitions_of_a_group_under_both_protocols) {
  for (const std::string assignor : {"range", "cooperative-sticky"}) {
    ConsumerSettings settings = consumer_settings();
    settings.group_id += assignor;
    settings.library_version =
        0x02060100;  // the faults of older cooperative assignors need more members
    settings.client.properties.insert_or_assign("partition.assignment.strategy", assignor);
    Consumer first = make_consumer(settings);
    ASSERT_TRUE(first.subscribe());
    Consumer second = make_consumer(settings);
    while (first.assignment().size() < 2) {
      take(first);
    }
    ASSERT_TRUE(second.subscribe());
    while (first.assignment().size() != 1 || second.assignment().size() != 1) {
      take(first, milliseconds{10});
      take(second, milliseconds{10});
    }
    EXPECT_NE(first.assignment(), second.assignment());
    EXPECT_TRUE(second.close(patience));
    EXPECT_TRUE(first.close(patience));
  }
}

TEST_F(KafkaRoundtrip, does_not_create_the_topic_that_it_asks_for) {
  ClientSettings client;
  client.bootstrap_servers = service_->bootstrap_servers();
  const std::vector<TopicNeed> needs{{topic_, "kafka.topics", 6},
                                     {"never-created", "kafka.dead_letters", 1}};
  for (int i = 0; i < 2; ++i) {
    const auto found = check_topics(client, needs, patience);
    ASSERT_FALSE(found) << "asking must not create it";
    EXPECT_THAT(found.error().detail,
                ::testing::HasSubstr("topic never-created (kafka.dead_letters) does not exist"));
  }
  const std::vector<TopicNeed> known{{topic_, "kafka.topics", 6}};
  EXPECT_EQ(*check_topics(client, known, patience), (std::vector<TopicFound>{{topic_, 2, 1}}));
}

}  // namespace
}  // namespace centinela::kafka
