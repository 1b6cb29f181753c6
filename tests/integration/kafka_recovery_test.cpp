// Restarts, outages and rebalances against a real Kafka broker: what no mock cluster can prove.
#include "integration/kafka_fixture.h"

namespace centinela::kafka {
namespace {

using std::chrono::milliseconds;

class KafkaRecovery : public KafkaRoundtrip {};

TEST_F(KafkaRecovery, continues_after_a_restart_exactly_at_the_commit) {
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

TEST_F(KafkaRecovery, repeats_but_never_loses_what_was_not_committed) {
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

TEST_F(KafkaRecovery, survives_a_broker_that_stops_and_starts_again) {
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

TEST_F(KafkaRecovery, loses_nothing_accepted_when_the_broker_is_killed) {
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

TEST_F(KafkaRecovery, is_fenced_by_a_second_instance_with_the_same_identity) {
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

TEST_F(KafkaRecovery, shares_the_partitions_of_a_group_under_both_protocols) {
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

}  // namespace
}  // namespace centinela::kafka
