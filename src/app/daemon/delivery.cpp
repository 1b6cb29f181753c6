#include "app/daemon/delivery.h"

#include "app/daemon/client_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>
#include <utility>

namespace centinela::app {
namespace {

constexpr std::chrono::seconds rebuild_pause{1};

}  // namespace

Delivery::Delivery(const config::Config& config,
                   kafka::Producer producer,
                   std::function<bool()> keep_waiting)
    : config_(config), producer_(std::move(producer)), keep_waiting_(std::move(keep_waiting)) {}

Result<Delivery> Delivery::start(const config::Config& config,
                                 kafka::LogFunction log,
                                 std::function<bool()> keep_waiting) {
  kafka::ProducerSettings settings;
  settings.client = client_settings(config, "centinela-alerts", std::move(log));
  CENTINELA_TRY(kafka::Producer producer, kafka::Producer::create(std::move(settings)));
  return Delivery{config, std::move(producer), std::move(keep_waiting)};
}

Result<void> Delivery::alert(const Alert& alert) {
  ++counts_.alerts;
  return submit(alert_record(config_, alert));
}

Result<void> Delivery::dead_letter(const kafka::KafkaRecord& record,
                                   const pipeline::Rejected& rejected) {
  ++counts_.dead_letters;
  return submit(dead_letter_record(config_, record, rejected));
}

Result<void> Delivery::control(std::string value, std::int32_t partition) {
  Outgoing outgoing;
  outgoing.partition = partition;
  outgoing.topic = config_.kafka.topics.front();
  outgoing.value = std::move(value);
  return submit(std::move(outgoing));
}

Result<kafka::Ticket> Delivery::put(const Outgoing& outgoing) {
  for (;;) {
    auto ticket = producer_.enqueue(borrow(outgoing));
    if (ticket || ticket.error().code != Errc::unavailable || producer_.is_dead()) {
      return ticket;
    }
    if (!keep_waiting_()) {
      return Error{
          Errc::unavailable,
          outgoing.topic + ": the brokers take no more records and the daemon is stopping"};
    }
    producer_.serve(std::chrono::milliseconds{100});
  }
}

Result<kafka::Ticket> Delivery::enqueue(const Outgoing& outgoing) {
  for (;;) {
    auto ticket = put(outgoing);
    if (ticket || ticket.error().code != Errc::unavailable || !producer_.is_dead()) {
      return ticket;
    }
    last_refusal_ = ticket.error().detail;
    producer_.serve(std::chrono::milliseconds{0});
    settle();
    CENTINELA_TRY(resend());
  }
}

Result<void> Delivery::submit(Outgoing record) {
  Submitted outgoing{std::move(record), {}};
  auto ticket = enqueue(outgoing);
  if (!ticket && ticket.error().code == Errc::bad_data && drop_value(outgoing)) {
    ticket = enqueue(outgoing);
  }
  if (!ticket) {
    count_failure(outgoing);
    // A record that can never be sent must not end the daemon, or one poison record would.
    return ticket.error().code == Errc::bad_data ? Result<void>{} : std::move(ticket).error();
  }
  outgoing.ticket = *ticket;
  last_ = *ticket;
  counts_.dead_letters_waiting += outgoing.is_dead_letter ? 1 : 0;
  unaccepted_.push_back(std::move(outgoing));
  return {};
}

// The brokers will never take this one (too large for the topic): the rest must not wait for it.
Result<void> Delivery::replace(kafka::Ticket refused) {
  const auto found = std::find_if(unaccepted_.begin(), unaccepted_.end(), [&](const auto& each) {
    return each.ticket == refused;
  });
  if (found != unaccepted_.end()) {
    count_failure(*found);
  }
  if (found != unaccepted_.end() && drop_value(*found)) {
    Submitted smaller = *found;
    CENTINELA_TRY(smaller.ticket, enqueue(smaller));
    last_ = smaller.ticket;
    for (Mark& mark : marks_) {
      mark.ticket = mark.ticket < refused ? mark.ticket : last_;
    }
    counts_.dead_letters_waiting += 1;
    unaccepted_.push_back(std::move(smaller));
  }
  producer_.abandon(refused);
  settle();
  return {};
}

Result<void> Delivery::mend_failures() {
  while (true) {
    const auto failure = producer_.first_failure();
    if (!failure.has_value()) {
      return {};
    }
    if (failure->error.code == Errc::bad_data) {
      CENTINELA_TRY(replace(failure->ticket));
      continue;
    }
    last_refusal_ = failure->error.detail;
    // A refusal that stands (a right that was taken away) must not make a producer per batch.
    const auto now = std::chrono::steady_clock::now();
    if (now - rebuilt_at_ < rebuild_pause) {
      return {};
    }
    rebuilt_at_ = now;
    CENTINELA_TRY(resend());
  }
}

void Delivery::mark(const Offsets& next_to_read) {
  if (!marks_.empty() && marks_.back().ticket == last_) {
    marks_.back().next_to_read = next_to_read;
    return;
  }
  marks_.push_back({last_, next_to_read});
}

void Delivery::count_failure(const Outgoing& outgoing) {
  ++(outgoing.is_dead_letter ? counts_.dead_letter_failures : counts_.failures);
}

void Delivery::settle() {
  while (!unaccepted_.empty() && unaccepted_.front().ticket <= producer_.accepted_through()) {
    counts_.dead_letters_waiting -= unaccepted_.front().is_dead_letter ? 1 : 0;
    unaccepted_.pop_front();
    ++accepted_;
  }
}

// The producer is dead: a new one takes everything that was not accepted, under new tickets.
Result<void> Delivery::resend() {
  std::vector<kafka::Ticket> before;
  for (const Submitted& outgoing : unaccepted_) {
    before.push_back(outgoing.ticket);
    count_failure(outgoing);
  }
  for (;;) {
    CENTINELA_TRY(const bool is_done, resend_once());
    if (is_done) {
      break;
    }
    if (!keep_waiting_()) {
      return Error{Errc::unavailable, last_refusal_ + "; the daemon is stopping"};
    }
    std::this_thread::sleep_for(rebuild_pause);
  }
  std::map<kafka::Ticket, kafka::Ticket> renamed;
  for (std::size_t i = 0; i < before.size(); ++i) {
    renamed[before[i]] = unaccepted_[i].ticket;
    last_ = unaccepted_[i].ticket;
  }
  for (Mark& mark : marks_) {
    if (const auto found = renamed.find(mark.ticket); found != renamed.end()) {
      mark.ticket = found->second;
    }
  }
  return {};
}

// False: the new one has died too.
Result<bool> Delivery::resend_once() {
  ++counts_.rebuilt;
  CENTINELA_TRY(producer_.rebuild());
  for (Submitted& outgoing : unaccepted_) {
    auto ticket = put(outgoing);
    if (!ticket && ticket.error().code == Errc::unavailable && producer_.is_dead()) {
      last_refusal_ = ticket.error().detail;
      return false;
    }
    CENTINELA_TRY(outgoing.ticket, std::move(ticket));
  }
  return true;
}

Result<std::optional<Offsets>> Delivery::serve(std::chrono::milliseconds timeout) {
  producer_.serve(timeout);
  settle();
  CENTINELA_TRY(mend_failures());
  std::optional<Offsets> free;
  while (!marks_.empty() && marks_.front().ticket <= producer_.accepted_through()) {
    free = std::move(marks_.front().next_to_read);
    marks_.pop_front();
  }
  return free;
}

Result<void> Delivery::flush(std::chrono::milliseconds timeout) {
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  for (;;) {
    CENTINELA_TRY(mend_failures());
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    auto flushed = producer_.flush(std::max(left, std::chrono::milliseconds{0}));
    settle();
    if (flushed) {
      return {};
    }
    if (!producer_.first_failure() || left <= std::chrono::milliseconds{0}) {
      return Error{flushed.error().code,
                   fmt::format("{} records for {} were not accepted within {} ms and are decided "
                               "again after the next start; are the brokers up and the topics "
                               "there, and may this client write to them? ({})",
                               waiting(),
                               topics(),
                               timeout.count(),
                               flushed.error().detail)};
    }
    producer_.serve(std::min(left, std::chrono::milliseconds{50}));
  }
}

std::string Delivery::topics() const {
  return fmt::format("{}, {}", config_.alerting.topic, config_.kafka.dead_letters);
}

void Delivery::forget(std::span<const kafka::TopicPartition> partitions) {
  for (Mark& mark : marks_) {
    for (const kafka::TopicPartition& partition : partitions) {
      mark.next_to_read.erase(partition);
    }
  }
}

}  // namespace centinela::app
