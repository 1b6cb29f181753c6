// Alerts on their way to brokers that kill the producer.
#include "app/daemon/delivery.h"

#include "contract/kafka_fixture.h"

#include <librdkafka/rdkafka.h>

namespace centinela::app {
namespace {

using kafka::milliseconds;
using std::chrono::steady_clock;

constexpr std::int16_t api_produce = 0;

class DeliveryTest : public kafka::KafkaTest {
 protected:
  DeliveryTest() {
    config_.kafka.bootstrap_servers = broker_.bootstrap_servers();
    config_.kafka.topics = {"events"};
    create_events(1, 0);
  }

  config::Config config_;
};

TEST_F(DeliveryTest, replaces_a_producer_that_died_before_it_was_given_the_next_record) {
  const auto deadline = steady_clock::now() + patience;
  auto delivery =
      Delivery::start(config_, {}, [deadline] { return steady_clock::now() < deadline; });
  ASSERT_TRUE(delivery);
  fail_requests(api_produce, {RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER});
  std::size_t submitted = 0;
  while (delivery->counts().rebuilt == 0) {
    const auto outcome = delivery->control(std::to_string(submitted));
    ASSERT_TRUE(outcome) << outcome.error().detail;
    ++submitted;
  }
  ASSERT_TRUE(delivery->flush(patience));
  EXPECT_EQ(delivery->waiting(), 0U);
  EXPECT_EQ(delivery->accepted(), submitted);
}

}  // namespace
}  // namespace centinela::app
