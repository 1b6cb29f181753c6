#include "kafka/transactional_producer.h"

#include "centinela/base/check.h"

#include "kafka/client.h"
#include "kafka/partition_list.h"
#include "kafka/produce.h"
#include "kafka/step.h"

#include <fmt/format.h>

#include <array>
#include <atomic>
#include <optional>

namespace centinela::kafka {
namespace {

using std::chrono::milliseconds;
using GroupMetadataPtr = std::unique_ptr<rd_kafka_consumer_group_metadata_t,
                                         FreeWith<rd_kafka_consumer_group_metadata_destroy>>;

// Kafka protocol, API keys: https://kafka.apache.org/protocol#protocol_api_keys
constexpr std::int16_t end_txn_request = 26;
// librdkafka #4849: an abort soon after a produce may miss what is just on its way.
constexpr milliseconds report_before_abort{1000};

class Producing final : public Transactions {
 public:
  Producing(TransactionalSettings settings, const Consumer* consumer)
      : settings_(std::move(settings)), consumer_(consumer) {
    context_.log = settings_.client.log;
    context_.owner = this;
  }
  Producing(const Producing&) = delete;
  Producing& operator=(const Producing&) = delete;
  Producing(Producing&&) = delete;
  Producing& operator=(Producing&&) = delete;
  ~Producing() override { discard(); }

  Step open() override;
  Step begin() override;
  Step send(const OutgoingRecord& record) override;
  Result<std::string> membership() override {
    CENTINELA_CHECK(consumer_ != nullptr);
    return settings_.membership ? settings_.membership() : consumer_->membership();
  }
  Step send_offsets(std::span<const PartitionOffset> next_to_read,
                    const std::string& membership) override;
  Step commit() override;
  Step abort() override;
  Result<std::vector<PartitionOffset>> committed(
      std::span<const TopicPartition> partitions) override {
    CENTINELA_CHECK(consumer_ != nullptr);
    return consumer_->committed(partitions);
  }

 private:
  [[nodiscard]] Result<void> make();
  void discard();
  [[nodiscard]] int time() const noexcept { return to_milliseconds(settings_.step_time); }
  // A handle whose client is dead says so in every call; which death it was decides.
  [[nodiscard]] Step judge(rd_kafka_error_t* error, std::string_view what);
  static void on_delivery(rd_kafka_t* handle, const rd_kafka_message_t* message, void* opaque);
  static rd_kafka_resp_err_t on_new(rd_kafka_t* handle,
                                    const rd_kafka_conf_t* configuration,
                                    void* opaque,
                                    char* text,
                                    std::size_t size);
  static rd_kafka_resp_err_t on_request(rd_kafka_t* handle,
                                        int socket,
                                        const char* broker,
                                        std::int32_t broker_id,
                                        std::int16_t api_key,
                                        std::int16_t api_version,
                                        std::int32_t correlation,
                                        std::size_t size,
                                        void* opaque);

  TransactionalSettings settings_;
  const Consumer* consumer_;
  ClientContext context_;
  bool is_open_ = false;
  std::size_t sent_ = 0;      // records of this transaction
  std::size_t reported_ = 0;  // the same, with an answer
  std::optional<Step> refusal_;
  std::atomic<int> ends_sent_{0};  // EndTxn requests of this transaction; any thread of the client
  HandlePtr handle_;               // last: its destructor reports to the members above
};

void Producing::on_delivery(rd_kafka_t* /*handle*/,
                            const rd_kafka_message_t* message,
                            void* opaque) {
  auto& self = *static_cast<Producing*>(static_cast<ClientContext*>(opaque)->owner);
  ++self.reported_;
  if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR && classify(message->err) == Errc::bad_data &&
      !self.refusal_) {
    self.refusal_ = Step{StepVerdict::refused,
                         to_error(message->err, rd_kafka_topic_name(message->rkt)).detail,
                         reinterpret_cast<std::uintptr_t>(message->_private)};
  }
}

rd_kafka_resp_err_t Producing::on_new(rd_kafka_t* handle,
                                      const rd_kafka_conf_t* /*configuration*/,
                                      void* opaque,
                                      char* /*text*/,
                                      std::size_t /*size*/) {
  return rd_kafka_interceptor_add_on_request_sent(handle, "centinela", on_request, opaque);
}

// NOLINTNEXTLINE(readability-function-size): the library's signature
rd_kafka_resp_err_t Producing::on_request(rd_kafka_t* /*handle*/,
                                          int /*socket*/,
                                          const char* /*broker*/,
                                          std::int32_t /*broker_id*/,
                                          std::int16_t api_key,
                                          std::int16_t /*api_version*/,
                                          std::int32_t /*correlation*/,
                                          std::size_t /*size*/,
                                          void* opaque) {
  if (api_key == end_txn_request) {
    ++static_cast<Producing*>(opaque)->ends_sent_;
  }
  return RD_KAFKA_RESP_ERR_NO_ERROR;
}

Result<void> Producing::make() {
  const Properties ours{
      {"transactional.id", settings_.transactional_id},
      {"queue.buffering.max.messages", std::to_string(settings_.records_max)},
      {"queue.buffering.max.kbytes", std::to_string(settings_.bytes_max >> 10U)},
      {"reconnect.backoff.max.ms", "2000"},
      // A transaction is sent as a whole: nothing more comes that waiting would join.
      {"linger.ms", "0"},
      {"compression.codec", "lz4"},
      {"socket.nagle.disable", "true"},
  };
  CENTINELA_TRY(ConfigurationPtr configuration,
                make_configuration(settings_.client, ours, context_, rd_kafka_version()));
  rd_kafka_conf_set_dr_msg_cb(configuration.get(), on_delivery);
  CENTINELA_TRY(to_result(
      rd_kafka_conf_interceptor_add_on_new(configuration.get(), "centinela", on_new, this),
      "interceptor"));
  CENTINELA_TRY(handle_, make_handle(RD_KAFKA_PRODUCER, std::move(configuration)));
  return {};
}

void Producing::discard() {
  if (handle_) {
    rd_kafka_purge(handle_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    rd_kafka_flush(handle_.get(), 1000);
    handle_.reset();
  }
  is_open_ = false;
}

Step Producing::judge(rd_kafka_error_t* error, std::string_view what) {
  const ErrorPtr owned{error};
  if (!owned) {
    return {};
  }
  std::array<char, 512> reason{};
  const rd_kafka_resp_err_t death =
      rd_kafka_fatal_error(handle_.get(), reason.data(), reason.size());
  return step_of(*owned, death, what);
}

Step Producing::open() {
  if (is_open_ || !handle_) {
    discard();
    if (const Result<void> made = make(); !made) {
      return {StepVerdict::failed, made.error().detail};
    }
  }
  Step step = judge(rd_kafka_init_transactions(handle_.get(), time()), "taking the identity");
  is_open_ = step.verdict == StepVerdict::done;
  if (step.verdict == StepVerdict::rebuild || step.verdict == StepVerdict::abort) {
    discard();
    step.verdict = StepVerdict::rebuild;
  }
  return step;
}

Step Producing::begin() {
  sent_ = 0;
  reported_ = 0;
  refusal_.reset();
  ends_sent_ = 0;
  if (!is_open_) {
    return {StepVerdict::rebuild, "the producer is gone"};
  }
  return judge(rd_kafka_begin_transaction(handle_.get()), "beginning a transaction");
}

Step Producing::send(const OutgoingRecord& record) {
  // NOLINTNEXTLINE(performance-no-int-to-ptr): a number for the delivery report, never followed
  auto* const number = reinterpret_cast<void*>(static_cast<std::uintptr_t>(sent_));
  const rd_kafka_resp_err_t code = produce(handle_.get(), record, number);
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
    ++sent_;
    return {};
  }
  if (code == RD_KAFKA_RESP_ERR__QUEUE_FULL) {
    rd_kafka_poll(handle_.get(), 100);
  }
  return step_of_send(code, rd_kafka_fatal_error(handle_.get(), nullptr, 0), record.topic);
}

Step Producing::send_offsets(std::span<const PartitionOffset> next_to_read,
                             const std::string& membership) {
  rd_kafka_consumer_group_metadata_t* raw = nullptr;
  const ErrorPtr unread{
      rd_kafka_consumer_group_metadata_read(&raw, membership.data(), membership.size())};
  const GroupMetadataPtr group{raw};
  if (unread) {
    return {StepVerdict::failed, rd_kafka_error_string(unread.get())};
  }
  return judge(rd_kafka_send_offsets_to_transaction(
                   handle_.get(), to_list(next_to_read).get(), group.get(), time()),
               "sending offsets");
}

Step Producing::commit() {
  Step step = judge(rd_kafka_commit_transaction(handle_.get(), time()), "committing");
  if (step.verdict == StepVerdict::abort && refusal_) {
    return *refusal_;
  }
  if (step.verdict == StepVerdict::done && ends_sent_ > 1) {
    // KAFKA-17754: an end that was sent twice may have ended the next transaction.
    return {StepVerdict::rebuild, "the end of a transaction was sent twice"};
  }
  return step;
}

Step Producing::abort() {
  const std::size_t known = reported_;
  const auto deadline = std::chrono::steady_clock::now() + report_before_abort;
  while (reported_ < sent_ && reported_ == known && std::chrono::steady_clock::now() < deadline) {
    rd_kafka_poll(handle_.get(), 50);
  }
  return judge(rd_kafka_abort_transaction(handle_.get(), time()), "aborting a transaction");
}

}  // namespace

Result<std::unique_ptr<Transactions>> make_transactional_producer(TransactionalSettings settings,
                                                                  const Consumer* consumer) {
  return std::unique_ptr<Transactions>{std::make_unique<Producing>(std::move(settings), consumer)};
}

}  // namespace centinela::kafka
