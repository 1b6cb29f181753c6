#include "kafka/consumer.h"

#include "kafka/consumer_impl.h"

#include <fmt/format.h>

#include <algorithm>

namespace centinela::kafka {
namespace {

using std::chrono::milliseconds;

Properties owned_settings(const ConsumerSettings& settings) {
  return {
      {"group.id", settings.group_id},
      {"enable.auto.commit", "false"},
      {"enable.auto.offset.store", "false"},
      // No fault of the client may move a position: a missing offset is answered by choose_start().
      {"auto.offset.reset", "error"},
      {"isolation.level", "read_committed"},
      {"allow.auto.create.topics", "false"},
      {"partition.assignment.strategy", "range"},
      // Latency: the broker answers a fetch at once or after 10 ms.
      {"fetch.wait.max.ms", "10"},
      {"socket.nagle.disable", "true"},
      // A broker that restarts is back within seconds; 10 s would be most of the outage.
      {"reconnect.backoff.max.ms", "2000"},
      {"queued.max.messages.kbytes", "65536"},
      {"enable.partition.eof", settings.tells_end ? "true" : "false"},
  };
}

Result<void> check_topics_named(const ConsumerSettings& settings) {
  if (settings.topics.empty()) {
    return Error{Errc::config, "kafka.topics is empty: name at least one topic to read"};
  }
  for (const std::string& topic : settings.topics) {
    // librdkafka would take it for a pattern, and a pattern's matches have no fixed index.
    if (topic.empty() || topic.front() == '^') {
      return Error{Errc::config,
                   fmt::format("kafka.topics: expected the name of a topic, found '{}'", topic)};
    }
  }
  return {};
}

bool is_passing(rd_kafka_resp_err_t code) noexcept {
  switch (code) {
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID:
    case RD_KAFKA_RESP_ERR_INCONSISTENT_GROUP_PROTOCOL:
      return false;
    default:
      return true;
  }
}

}  // namespace

Consumer::Impl::~Impl() {
  release_batch();
}

void Consumer::Impl::release_batch() noexcept {
  records.clear();
  for (std::size_t i = 0; i < message_count; ++i) {
    rd_kafka_message_destroy(messages[i]);
  }
  message_count = 0;
}

void Consumer::Impl::report(const Error& error) const {
  if (handlers.problem) {
    handlers.problem(error);
  }
}

std::uint16_t Consumer::Impl::topic_index(const rd_kafka_message_t& message) {
  if (message.rkt != known_topic) {
    const std::string_view name = rd_kafka_topic_name(message.rkt);
    const auto found = std::find(settings.topics.begin(), settings.topics.end(), name);
    CENTINELA_CHECK(found != settings.topics.end());
    known_topic = message.rkt;
    known_topic_index = static_cast<std::uint16_t>(found - settings.topics.begin());
  }
  return known_topic_index;
}

void Consumer::Impl::take_error(const rd_kafka_message_t& message) {
  const std::string what =
      message.rkt == nullptr
          ? settings.group_id
          : fmt::format("{}[{}]", rd_kafka_topic_name(message.rkt), message.partition);
  if (message.err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
    ends.insert_or_assign({rd_kafka_topic_name(message.rkt), message.partition}, message.offset);
    return;
  }
  if (message.err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET ||
      message.err == RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE) {
    moved.insert_or_assign({rd_kafka_topic_name(message.rkt), message.partition}, message.offset);
    return;
  }
  if (message.err == RD_KAFKA_RESP_ERR__FATAL) {
    return;  // poll() asks for it
  }
  Error error = to_error(message.err, what);
  if (message.err == RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED) {
    error.detail +=
        "; grant this client's user the right Read of the group: kafka-acls.sh --add "
        "--allow-principal User:… --operation Read --group " +
        settings.group_id;
  }
  if (is_passing(message.err)) {
    report(error);
  } else {
    pending_error = error;
  }
}

void Consumer::Impl::take_message(rd_kafka_message_t& message) {
  context.are_brokers_down = false;
  if (message.err != RD_KAFKA_RESP_ERR_NO_ERROR) {
    take_error(message);
    return;
  }
  rd_kafka_timestamp_type_t type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
  const std::int64_t timestamp = rd_kafka_message_timestamp(&message, &type);
  KafkaRecord& record = records.emplace_back();
  record.topic_index = topic_index(message);
  record.topic = settings.topics[record.topic_index];
  record.partition = message.partition;
  record.offset = message.offset;
  record.timestamp_ms = type == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE ? -1 : timestamp;
  record.key = {static_cast<const char*>(message.key), message.key_len};
  if (message.payload != nullptr) {
    record.value.emplace(static_cast<const char*>(message.payload), message.len);
  }
  record.headers = RecordHeaders{&message};
}

Consumer::Consumer(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
Consumer::Consumer(Consumer&&) noexcept = default;
Consumer& Consumer::operator=(Consumer&& other) noexcept {
  std::swap(impl_, other.impl_);
  return *this;
}

Consumer::~Consumer() {
  if (impl_ && !impl_->is_closed) {
    static_cast<void>(close(milliseconds{5000}).has_value());
  }
}

Result<Consumer> Consumer::create(ConsumerSettings settings, ConsumerHandlers handlers) {
  CENTINELA_CHECK(settings.batch_records_max > 0);
  CENTINELA_TRY(check_topics_named(settings));
  if (settings.library_version == 0) {
    settings.library_version = rd_kafka_version();
  }
  auto impl = std::make_unique<Impl>();
  impl->settings = std::move(settings);
  impl->handlers = std::move(handlers);
  impl->context.log = impl->settings.client.log;
  impl->context.owner = impl.get();
  CENTINELA_TRY(ConfigurationPtr configuration,
                make_configuration(impl->settings.client,
                                   owned_settings(impl->settings),
                                   impl->context,
                                   impl->settings.library_version));
  rd_kafka_conf_set_rebalance_cb(configuration.get(), Impl::on_rebalance);
  CENTINELA_TRY(impl->handle, make_handle(RD_KAFKA_CONSUMER, std::move(configuration)));
  // Errors and log come through the consumer's queue too, so that one poll serves all.
  rd_kafka_poll_set_consumer(impl->handle.get());
  impl->queue.reset(rd_kafka_queue_get_consumer(impl->handle.get()));
  impl->commit_queue.reset(rd_kafka_queue_new(impl->handle.get()));
  impl->messages.resize(impl->settings.batch_records_max);
  impl->records.reserve(impl->settings.batch_records_max);
  return Consumer{std::move(impl)};
}

Result<void> Consumer::subscribe() {
  std::vector<TopicPartition> topics;
  for (const std::string& topic : impl_->settings.topics) {
    topics.push_back({.topic = topic, .partition = RD_KAFKA_PARTITION_UA});
  }
  return to_result(rd_kafka_subscribe(impl_->handle.get(), to_list(topics).get()), "subscribe");
}

void Consumer::take(std::vector<TopicPartition> partitions) {
  impl_->rebalance = PendingRebalance{.is_assignment = true, .partitions = std::move(partitions)};
}

Result<void> Consumer::assign(std::span<const PartitionOffset> starts) {
  impl_->release_batch();
  impl_->starts.clear();
  for (const PartitionOffset& each : starts) {
    CENTINELA_CHECK(
        std::count(impl_->settings.topics.begin(), impl_->settings.topics.end(), each.topic) == 1);
    impl_->starts.insert_or_assign({each.topic, each.partition}, each.offset);
  }
  return to_result(rd_kafka_assign(impl_->handle.get(), to_list(starts).get()), "assign");
}

Result<std::span<const KafkaRecord>> Consumer::poll(milliseconds timeout) {
  Impl& self = *impl_;
  CENTINELA_CHECK(!self.is_in_handler);
  CENTINELA_CHECK(!self.is_closed);
  self.release_batch();
  if (std::optional<Error> error = std::exchange(self.pending_error, std::nullopt)) {
    return *std::move(error);
  }
  self.serve_commits(milliseconds{0});
  self.forget_answered_commits();
  CENTINELA_TRY(self.serve_rebalance());
  CENTINELA_TRY(self.serve_moved());

  rd_kafka_message_t* first = rd_kafka_consumer_poll(self.handle.get(), to_milliseconds(timeout));
  if (first != nullptr) {
    self.messages[0] = first;
    // The batch call would wait for a full batch; with no time to wait it takes what is there.
    const ssize_t more = rd_kafka_consume_batch_queue(
        self.queue.get(), 0, self.messages.data() + 1, self.messages.size() - 1);
    self.message_count = 1 + static_cast<std::size_t>(std::max<ssize_t>(more, 0));
  }
  for (std::size_t i = 0; i < self.message_count; ++i) {
    self.take_message(*self.messages[i]);
  }
  if (!self.pending_error) {
    self.pending_error = fatal_error(self.handle.get());
  }
  if (self.records.empty()) {
    if (std::optional<Error> error = std::exchange(self.pending_error, std::nullopt)) {
      return *std::move(error);
    }
  }
  return std::span<const KafkaRecord>{self.records};
}

bool Consumer::is_connected() const noexcept {
  return !impl_->context.are_brokers_down;
}

std::uint64_t Consumer::errors() const noexcept {
  return impl_->context.errors;
}

CommitCounts Consumer::commits() const noexcept {
  return impl_->commit_counts;
}

Result<void> Consumer::close(milliseconds timeout) {
  Impl& self = *impl_;
  CENTINELA_CHECK(!self.is_in_handler);
  if (self.is_closed) {
    return {};
  }
  self.is_closed = true;
  self.release_batch();
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  // Closing asks for partitions back through the queue, like any other rebalance.
  Result<void> outcome =
      to_result(rd_kafka_consumer_close_queue(self.handle.get(), self.queue.get()), "close");
  while (outcome && rd_kafka_consumer_closed(self.handle.get()) == 0 &&
         std::chrono::steady_clock::now() < deadline) {
    outcome = self.serve_rebalance();
    // Records may come as well; nobody reads them any more.
    const ssize_t count = rd_kafka_consume_batch_queue(
        self.queue.get(), 20, self.messages.data(), self.messages.size());
    self.message_count = static_cast<std::size_t>(std::max<ssize_t>(count, 0));
    self.release_batch();
  }
  self.serve_commits(milliseconds{0});
  if (rd_kafka_consumer_closed(self.handle.get()) != 0) {
    return outcome;
  }
  CENTINELA_TRY(outcome);
  Error error{Errc::unavailable,
              fmt::format("group {} did not let go of its partitions within {} ms",
                          self.settings.group_id,
                          timeout.count())};
  static_cast<void>(impl_.release());  // NOLINT(bugprone-unused-return-value): see the header
  return error;
}

}  // namespace centinela::kafka
