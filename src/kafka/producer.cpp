#include "kafka/producer.h"

#include "kafka/client.h"
#include "kafka/produce.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>

namespace centinela::kafka {
namespace {

using std::chrono::milliseconds;

// One enqueued record; librdkafka's delivery report points back at it.
struct Slot {
  Ticket ticket;
  bool is_accepted = false;
  std::optional<Error> error;
};

Properties owned_settings(const ProducerSettings& settings) {
  return {
      {"enable.idempotence", "true"},
      {"acks", "all"},
      // No record is given up for time: a time-out after the broker stored it is fatal for an
      // idempotent producer of librdkafka < 2.3.0, and whoever waits has a deadline of its own.
      {"message.timeout.ms", "0"},
      {"queue.buffering.max.messages", std::to_string(settings.records_max)},
      {"queue.buffering.max.kbytes",
       std::to_string(std::max<std::size_t>(settings.bytes_max >> 10U, 1))},
      {"reconnect.backoff.max.ms", "2000"},
      {"linger.ms", "5"},
      {"compression.codec", "lz4"},
      {"socket.nagle.disable", "true"},
  };
}

}  // namespace

struct Producer::Impl {
  ProducerSettings settings;
  ClientContext context;
  std::deque<Slot>
      slots;  // from the first not accepted; addresses stay valid while the ends change
  Ticket last;
  std::uint64_t unreported = 0;  // of the current handle
  HandlePtr handle;              // last: its destructor reports to the members above

  static void on_delivery(rd_kafka_t* handle, const rd_kafka_message_t* message, void* opaque);
  void forget_accepted();
  [[nodiscard]] Result<void> open();
  [[nodiscard]] Result<void> send(const OutgoingRecord& record, Slot& slot);
};

void Producer::Impl::on_delivery(rd_kafka_t* /*handle*/,
                                 const rd_kafka_message_t* message,
                                 void* opaque) {
  auto& self = *static_cast<Impl*>(static_cast<ClientContext*>(opaque)->owner);
  Slot& slot = *static_cast<Slot*>(message->_private);
  --self.unreported;
  if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
    slot.is_accepted = true;
    self.context.are_brokers_down = false;
  } else {
    slot.error = to_error(message->err, rd_kafka_topic_name(message->rkt));
  }
}

void Producer::Impl::forget_accepted() {
  while (!slots.empty() && slots.front().is_accepted) {
    slots.pop_front();
  }
}

Result<void> Producer::Impl::open() {
  CENTINELA_TRY(
      ConfigurationPtr configuration,
      make_configuration(settings.client, owned_settings(settings), context, rd_kafka_version()));
  rd_kafka_conf_set_dr_msg_cb(configuration.get(), on_delivery);
  CENTINELA_TRY(handle, make_handle(RD_KAFKA_PRODUCER, std::move(configuration)));
  return {};
}

Result<void> Producer::Impl::send(const OutgoingRecord& record, Slot& slot) {
  return to_result(produce(handle.get(), record, &slot), record.topic);
}

Producer::Producer(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
Producer::Producer(Producer&&) noexcept = default;
Producer& Producer::operator=(Producer&&) noexcept = default;

Producer::~Producer() {
  if (impl_) {
    rd_kafka_purge(impl_->handle.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    rd_kafka_flush(impl_->handle.get(), 1000);
  }
}

Result<Producer> Producer::create(ProducerSettings settings) {
  auto impl = std::make_unique<Impl>();
  impl->settings = std::move(settings);
  impl->context.log = impl->settings.client.log;
  impl->context.owner = impl.get();
  CENTINELA_TRY(impl->open());
  return Producer{std::move(impl)};
}

Result<Ticket> Producer::enqueue(const OutgoingRecord& record) {
  Impl& self = *impl_;
  Slot& slot =
      self.slots.emplace_back(Slot{.ticket = Ticket{self.last.value() + 1}, .error = std::nullopt});
  const Result<void> sent = self.send(record, slot);
  if (!sent) {
    self.slots.pop_back();
    if (std::optional<Error> fatal = fatal_error(self.handle.get())) {
      return *fatal;
    }
    return sent.error();
  }
  ++self.unreported;
  self.last = slot.ticket;
  return slot.ticket;
}

void Producer::serve(milliseconds timeout) {
  rd_kafka_poll(impl_->handle.get(), to_milliseconds(timeout));
  impl_->forget_accepted();
}

Ticket Producer::accepted_through() const noexcept {
  const auto& slots = impl_->slots;
  return slots.empty() ? impl_->last : Ticket{slots.front().ticket.value() - 1};
}

std::optional<DeliveryFailure> Producer::first_failure() const {
  for (const Slot& slot : impl_->slots) {
    if (slot.error) {
      return DeliveryFailure{.ticket = slot.ticket, .error = *slot.error};
    }
  }
  return std::nullopt;
}

std::size_t Producer::outstanding() const noexcept {
  return impl_->unreported;
}

std::uint64_t Producer::errors() const noexcept {
  return impl_->context.errors;
}

bool Producer::is_connected() const noexcept {
  return !impl_->context.are_brokers_down;
}

bool Producer::is_dead() const {
  return fatal_error(impl_->handle.get()).has_value();
}

Result<void> Producer::wait_accepted(Ticket ticket, milliseconds timeout) {
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  serve(milliseconds{0});
  while (accepted_through() < ticket) {
    if (const auto failure = first_failure(); failure && failure->ticket <= ticket) {
      return failure->error;
    }
    const auto left =
        std::chrono::duration_cast<milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left <= milliseconds{0}) {
      return Error{
          Errc::unavailable,
          fmt::format("the brokers did not accept {} records within {} ms{}",
                      ticket.value() - accepted_through().value(),
                      timeout.count(),
                      impl_->context.last_error ? ": " + impl_->context.last_error->detail : "")};
    }
    serve(left);
  }
  return {};
}

Result<void> Producer::flush(milliseconds timeout) {
  rd_kafka_flush(impl_->handle.get(), to_milliseconds(timeout));
  return wait_accepted(impl_->last, milliseconds{0});
}

void Producer::abandon(Ticket failed) {
  for (Slot& slot : impl_->slots) {
    if (slot.ticket == failed) {
      CENTINELA_CHECK(slot.error.has_value());
      slot.error.reset();
      slot.is_accepted = true;
    }
  }
  impl_->forget_accepted();
}

Result<void> Producer::rebuild() {
  Impl& self = *impl_;
  rd_kafka_purge(self.handle.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
  rd_kafka_flush(self.handle.get(), 1000);
  // Their owner enqueues them again; nothing may point at these slots once the handle is gone.
  self.handle.reset();
  self.slots.clear();
  self.unreported = 0;
  self.context.last_error.reset();
  return self.open();
}

}  // namespace centinela::kafka
