// A CompactedLog that lives as long as the test program, by name; fails on demand. Tests only.
#pragma once

#include "storage/compacted_log.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace centinela::storage::testing {

struct LogRecords {
  std::vector<std::pair<std::string, std::optional<std::string>>> records;

  // What compaction leaves: of each key the last, and nothing of what was erased.
  void compact() {
    std::map<std::string, std::string> last;
    for (const auto& [key, value] : records) {
      if (value) {
        last[key] = *value;
      } else {
        last.erase(key);
      }
    }
    records.assign(last.begin(), last.end());
  }
};

enum class WriteFault { none, lost, unknown };  // unknown: written, and told to have failed

class MemoryLog final : public CompactedLog {
 public:
  explicit MemoryLog(LogRecords& kept) : kept_(kept) {}

  [[nodiscard]] Result<void> read(const Record& visit) override {
    for (const auto& [key, value] : kept_.records) {
      CENTINELA_TRY(visit(key, value));
    }
    return {};
  }

  [[nodiscard]] Result<void> write(
      const std::function<Result<void>(const Record& put)>& fill) override {
    LogRecords written;
    CENTINELA_TRY(fill([&](std::string_view key, std::optional<std::string_view> value) {
      written.records.emplace_back(std::string{key}, value);
      return Result<void>{};
    }));
    const WriteFault fault = std::exchange(next_fault, WriteFault::none);
    if (fault != WriteFault::lost) {
      kept_.records.insert(kept_.records.end(), written.records.begin(), written.records.end());
    }
    if (fault != WriteFault::none) {
      return Error{Errc::unavailable, "no broker answers"};
    }
    return {};
  }

  WriteFault next_fault = WriteFault::none;

 private:
  LogRecords& kept_;
};

}  // namespace centinela::storage::testing
