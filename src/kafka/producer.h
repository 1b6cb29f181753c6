// An idempotent producer for alerts and dead letters that knows what the brokers have accepted.
// Floor 9.
//
// Confined to one thread: delivery reports are taken in serve(), wait_accepted() and flush() alone.
// Bounded: enqueue() refuses when the queue is full. librdkafka retries for as long as the brokers
// are away, so a record fails for good only when they refuse it or the producer is dead.
#pragma once

#include "centinela/base/result.h"
#include "centinela/base/strong.h"

#include "kafka/settings.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace centinela::kafka {

// Counts enqueued records from 1, across rebuilds. 0 is "none".
using Ticket = Strong<struct TicketTag, std::uint64_t>;

inline constexpr std::int32_t any_partition = -1;

// Values are bytes: they may hold zeros.
struct OutgoingHeader {
  std::string name;
  std::optional<std::string> value;  // nullopt: null
};

// Borrowed for the call; the producer copies.
struct OutgoingRecord {
  std::string_view topic;
  std::int32_t partition = any_partition;
  std::string_view key;                   // data() null: no key
  std::optional<std::string_view> value;  // nullopt: a tombstone
  std::span<const OutgoingHeader> headers;
  std::int64_t timestamp_ms = 0;  // 0: now
};

struct ProducerSettings {
  ClientSettings client;
  std::size_t records_max = 10'000;     // enqueued and not yet accepted
  std::size_t bytes_max = 64UL << 20U;  // the same, in bytes (whole KiB)
};

struct DeliveryFailure {
  Ticket ticket;
  Error error;
};

class Producer {
 public:
  [[nodiscard]] static Result<Producer> create(ProducerSettings settings);
  Producer(Producer&&) noexcept;
  Producer& operator=(Producer&&) noexcept;
  Producer(const Producer&) = delete;
  Producer& operator=(const Producer&) = delete;
  ~Producer();  // what is not accepted by then is dropped: flush first

  // Error: unavailable when full (serve, then try again), bad_data when the record can never be
  // sent (too large), and the fatal error of a dead producer (rebuild).
  [[nodiscard]] Result<Ticket> enqueue(const OutgoingRecord& record);

  // Takes delivery reports, waiting up to `timeout` for the first.
  void serve(std::chrono::milliseconds timeout);

  // Every record up to this ticket was accepted by all in-sync replicas (or abandoned).
  [[nodiscard]] Ticket accepted_through() const noexcept;
  // The failure that keeps accepted_through() from moving on, if it is one.
  [[nodiscard]] std::optional<DeliveryFailure> first_failure() const;
  [[nodiscard]] std::size_t outstanding() const noexcept;
  [[nodiscard]] bool is_connected() const noexcept;
  // A fatal error: it takes and sends nothing more until it is rebuilt.
  [[nodiscard]] bool is_dead() const;
  // Complaints of the client that may pass by themselves, so far.
  [[nodiscard]] std::uint64_t errors() const noexcept;

  // Error: the first failure at or before the ticket, or unavailable when time is up.
  [[nodiscard]] Result<void> wait_accepted(Ticket ticket, std::chrono::milliseconds timeout);
  // The same for everything that was enqueued; sends what lingers at once.
  [[nodiscard]] Result<void> flush(std::chrono::milliseconds timeout);

  // The owner has dealt with a failed record in another way, so that the ones after it may count.
  void abandon(Ticket failed);

  // After a fatal error: a new handle. What was outstanding has failed (or arrived unnoticed): the
  // owner enqueues everything after accepted_through() again, under new tickets.
  [[nodiscard]] Result<void> rebuild();

 private:
  struct Impl;
  explicit Producer(std::unique_ptr<Impl> impl) noexcept;

  std::unique_ptr<Impl> impl_;
};

}  // namespace centinela::kafka
