#include "contract/kafka_fixture.h"
#include "kafka/dead_letter_headers.h"

#include <gmock/gmock.h>
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

namespace centinela::kafka {
namespace {

constexpr std::int16_t api_produce = 0;

OutgoingRecord record(std::string_view value) {
  return {.topic = "events", .partition = 0, .key = "k", .value = value, .headers = {}};
}

class KafkaProducer : public KafkaTest {
 protected:
  Producer make_producer() const { return make_producer(producer_settings()); }
  static Producer make_producer(ProducerSettings settings) {
    Result<Producer> producer = Producer::create(std::move(settings));
    CENTINELA_CHECK(producer.has_value());
    return *std::move(producer);
  }
  std::vector<Copy> read_all(std::size_t count) const {
    Consumer consumer = make_consumer();
    const std::vector<PartitionOffset> starts{
        {.topic = "events", .partition = 0, .offset = 0, .metadata = {}}};
    EXPECT_TRUE(consumer.assign(starts));
    return read(consumer, count);
  }
};

TEST_F(KafkaProducer, knows_up_to_which_ticket_everything_was_accepted) {
  create_events(1, 0);
  Producer producer = make_producer();
  EXPECT_EQ(producer.accepted_through(), Ticket{0});
  for (int i = 1; i <= 50; ++i) {
    EXPECT_EQ(*producer.enqueue(record("v")), Ticket{static_cast<std::uint64_t>(i)});
  }
  EXPECT_EQ(producer.outstanding(), 50);
  ASSERT_TRUE(producer.wait_accepted(Ticket{50}, patience));
  EXPECT_EQ(producer.accepted_through(), Ticket{50});
  EXPECT_EQ(producer.outstanding(), 0);
  EXPECT_EQ(read_all(50).size(), 50);
}

TEST_F(KafkaProducer, writes_each_record_once_although_requests_fail) {
  create_events(1, 0);
  Producer producer = make_producer();
  fail_requests(api_produce,
                {RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION,
                 RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS,
                 RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT});
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(producer.enqueue(record(std::to_string(i))));
  }
  ASSERT_TRUE(producer.flush(patience));
  const std::vector<Copy> records = read_all(20);
  ASSERT_EQ(records.size(), 20);
  for (std::size_t i = 0; i < records.size(); ++i) {
    EXPECT_EQ(records[i].value, std::to_string(i)) << "order is kept across repeats";
  }
}

TEST_F(KafkaProducer, waits_for_brokers_that_are_away_and_loses_nothing) {
  create_events(1, 0);
  Producer producer = make_producer();
  ASSERT_TRUE(producer.enqueue(record("before")));
  ASSERT_TRUE(producer.flush(patience));
  rd_kafka_mock_broker_set_down(broker_.cluster(), -1);
  const Ticket ticket = *producer.enqueue(record("during"));
  const Result<void> outcome = producer.wait_accepted(ticket, milliseconds{300});
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, Errc::unavailable);
  EXPECT_EQ(producer.accepted_through(), Ticket{1});
  EXPECT_EQ(producer.first_failure(), std::nullopt) << "not yet accepted is not failed";
  rd_kafka_mock_broker_set_up(broker_.cluster(), -1);
  ASSERT_TRUE(producer.wait_accepted(ticket, patience));
  EXPECT_EQ(read_all(2).size(), 2);
}

TEST_F(KafkaProducer, stops_at_the_first_record_that_is_refused_until_the_owner_abandons_it) {
  create_events(1, 0);
  ProducerSettings settings = producer_settings();
  settings.client.properties = {{"linger.ms", "0"}, {"batch.num.messages", "1"}};
  Producer producer = make_producer(settings);
  fail_requests(api_produce,
                {RD_KAFKA_RESP_ERR_NO_ERROR, RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED});
  ASSERT_TRUE(producer.enqueue(record("1")));
  ASSERT_TRUE(producer.flush(patience));
  ASSERT_TRUE(producer.enqueue(record("2")));
  const Result<void> refused = producer.flush(patience);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::config);
  ASSERT_TRUE(producer.first_failure());
  EXPECT_EQ(producer.first_failure()->ticket, Ticket{2});
  EXPECT_EQ(producer.accepted_through(), Ticket{1});
  producer.abandon(Ticket{2});
  EXPECT_EQ(producer.first_failure(), std::nullopt);
  EXPECT_EQ(producer.accepted_through(), Ticket{2});
}

TEST_F(KafkaProducer, refuses_what_does_not_fit_in_its_queue) {
  create_events(1, 0);
  rd_kafka_mock_broker_set_down(broker_.cluster(), -1);
  ProducerSettings settings = producer_settings();
  settings.records_max = 3;
  Producer producer = make_producer(settings);
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(producer.enqueue(record("v")));
  }
  const Result<Ticket> full = producer.enqueue(record("v"));
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().code, Errc::unavailable);
  rd_kafka_mock_broker_set_up(broker_.cluster(), -1);
  ASSERT_TRUE(producer.flush(patience));
  EXPECT_EQ(*producer.enqueue(record("v")), Ticket{4}) << "a refused record has no ticket";
  ASSERT_TRUE(producer.flush(patience));
}

TEST_F(KafkaProducer, refuses_at_once_what_can_never_be_sent) {
  create_events(1, 0);
  Producer producer = make_producer();
  const std::string large(2'000'000, 'x');
  const Result<Ticket> outcome = producer.enqueue(record(large));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, Errc::bad_data);
  EXPECT_THAT(outcome.error().detail, Not(::testing::HasSubstr("xxx")));
  EXPECT_EQ(producer.outstanding(), 0);
}

TEST_F(KafkaProducer, works_again_after_it_was_rebuilt_from_a_fatal_error) {
  create_events(1, 0);
  Producer producer = make_producer();
  ASSERT_TRUE(producer.enqueue(record("1")));
  ASSERT_TRUE(producer.flush(patience));
  fail_requests(api_produce, {RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER});
  const Ticket ticket = *producer.enqueue(record("2"));
  const Result<void> outcome = producer.wait_accepted(ticket, patience);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(producer.accepted_through(), Ticket{1});
  ASSERT_FALSE(producer.enqueue(record("3"))) << "a dead producer takes nothing";
  ASSERT_TRUE(producer.rebuild());
  const Ticket again = *producer.enqueue(record("2"));
  EXPECT_GT(again, ticket) << "tickets go on counting";
  ASSERT_TRUE(producer.wait_accepted(again, patience));
  EXPECT_EQ(producer.accepted_through(), again);
}

TEST_F(KafkaProducer, carries_a_dead_letter_with_its_own_headers_and_both_families) {
  create_events(1, 0);
  const std::vector<OutgoingHeader> original{{"ce_id", "1"}};
  produce(
      {.topic = "events", .partition = 0, .key = "k", .value = "not json", .headers = original});
  ASSERT_TRUE(broker_.create_topic("events.DLT", 1));
  Consumer consumer = make_consumer();
  const std::vector<PartitionOffset> starts{
      {.topic = "events", .partition = 0, .offset = 0, .metadata = {}}};
  ASSERT_TRUE(consumer.assign(starts));
  const auto batch = consumer.poll(patience);
  ASSERT_TRUE(batch);
  ASSERT_EQ(batch->size(), 1);
  const KafkaRecord& bad = batch->front();
  const std::vector<OutgoingHeader> headers = dead_letter_headers(
      bad,
      {.code = Errc::bad_data, .reason = "not_json", .detail = "expected an object at byte 0"},
      {.group_id = "centinela", .version = "0.1.0"});
  produce({.topic = "events.DLT",
           .partition = 0,
           .key = bad.key,
           .value = bad.value,
           .headers = headers});

  ConsumerSettings settings = consumer_settings();
  settings.topics = {"events.DLT"};
  Consumer dead_letters = make_consumer(settings);
  const std::vector<PartitionOffset> first{
      {.topic = "events.DLT", .partition = 0, .offset = 0, .metadata = {}}};
  ASSERT_TRUE(dead_letters.assign(first));
  const std::vector<Copy> letters = read(dead_letters, 1);
  ASSERT_EQ(letters.size(), 1);
  EXPECT_EQ(letters[0].value, "not json");
  EXPECT_EQ(letters[0].key, "k");
  EXPECT_EQ(letters[0].headers.size(), headers.size());
  EXPECT_EQ(letters[0].headers[0].name, "ce_id");
  EXPECT_EQ(letters[0].headers.back().name, "centinela-version");
}

}  // namespace
}  // namespace centinela::kafka
