// CompactedLog: keys with their latest values, kept by a log. Floor 9, one thread.
//
// An interface, so that a store on it runs against brokers and against a simulated log.
#pragma once

#include "centinela/base/result.h"

#include <functional>
#include <optional>
#include <string_view>

namespace centinela::storage {

class CompactedLog {
 public:
  // No value: the key is erased.
  using Record =
      std::function<Result<void>(std::string_view key, std::optional<std::string_view> value)>;

  CompactedLog() = default;
  CompactedLog(const CompactedLog&) = delete;
  CompactedLog& operator=(const CompactedLog&) = delete;
  CompactedLog(CompactedLog&&) = delete;
  CompactedLog& operator=(CompactedLog&&) = delete;
  virtual ~CompactedLog() = default;

  // What was written and is kept, oldest first; a key may come several times. Error: also that of
  // `visit`.
  [[nodiscard]] virtual Result<void> read(const Record& visit) = 0;
  // What `fill` puts is there as a whole or not at all. Error: it may be there nevertheless, unless
  // `fill` failed; also fenced, when another process writes in our place.
  [[nodiscard]] virtual Result<void> write(
      const std::function<Result<void>(const Record& put)>& fill) = 0;
};

}  // namespace centinela::storage
