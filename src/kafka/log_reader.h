// LogReader: partitions read from given places, each at its own pace, without a group. Floor 9.
//
// An interface, so that what reads again runs against brokers and against a simulated log.
#pragma once

#include "centinela/base/result.h"

#include "kafka/partitions.h"
#include "kafka/record.h"

#include <cstdint>
#include <span>

namespace centinela::kafka {

class LogReader {
 public:
  LogReader() = default;
  LogReader(const LogReader&) = delete;
  LogReader& operator=(const LogReader&) = delete;
  LogReader(LogReader&&) = delete;
  LogReader& operator=(LogReader&&) = delete;
  virtual ~LogReader() = default;

  // The next records of the partition in [from, to), at least one, borrowed until the next call
  // for it; none when the log holds no more before `to`. REQUIRES: `from` is the end of the call
  // before. Error: unavailable (ask again), else what does not pass.
  [[nodiscard]] virtual Result<std::span<const KafkaRecord>> read(const TopicPartition& partition,
                                                                  std::int64_t from,
                                                                  std::int64_t to) = 0;
};

}  // namespace centinela::kafka
