// An embedded broker for `centinela demo` and the contract tests: librdkafka's mock cluster, which
// speaks Kafka's protocol on loopback ports. Floor 9. Used by one thread; clients may be on any.
//
// Not for real data: it keeps everything in memory, silently drops what exceeds the retention below
// (a producer must therefore not run ahead of its consumer by that much), and knows no
// exactly-once.
#pragma once

#include "centinela/base/result.h"

#include "kafka/settings.h"

#include <memory>
#include <string>

struct rd_kafka_mock_cluster_s;

namespace centinela::kafka {

// Per partition; the oldest records go first.
inline constexpr std::size_t mock_partition_bytes_max = 5UL << 20U;
inline constexpr std::size_t mock_partition_records_max = 100'000;

class MockBroker {
 public:
  [[nodiscard]] static Result<MockBroker> start(int brokers, LogFunction log);
  MockBroker(MockBroker&&) noexcept;
  MockBroker& operator=(MockBroker&&) noexcept;
  MockBroker(const MockBroker&) = delete;
  MockBroker& operator=(const MockBroker&) = delete;
  // Clients of it must be gone first, or they go on looking for it.
  ~MockBroker();

  [[nodiscard]] const std::string& bootstrap_servers() const noexcept;
  [[nodiscard]] Result<void> create_topic(const std::string& name, int partitions);

  // For tests that inject faults.
  [[nodiscard]] rd_kafka_mock_cluster_s* cluster() noexcept;

 private:
  struct Impl;
  explicit MockBroker(std::unique_ptr<Impl> impl) noexcept;

  std::unique_ptr<Impl> impl_;
};

}  // namespace centinela::kafka
