// CrashBook: which records were being worked on when a process died. Floor 10, one thread.
//
// A small file that is mapped into memory, so that what was noted outlives the process (not the
// machine) without a system call per record. A death is first known by the stretch of records that
// were in work; from then on the caller works one by one (is_careful) until it is past it, so that
// the next death names its record. Whoever ends a process by force is a death too: only the third
// at the same record counts.
#pragma once

#include "centinela/base/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

namespace centinela::app {

class CrashBook {
 public:
  static constexpr std::uint32_t deaths_max = 2;  // the next time it is not tried again

  // Made when it is not there; what does not read is begun anew. Error: io.
  [[nodiscard]] static Result<CrashBook> open(const std::filesystem::path& path);
  CrashBook(CrashBook&&) noexcept;
  CrashBook& operator=(CrashBook&&) noexcept;
  CrashBook(const CrashBook&) = delete;
  CrashBook& operator=(const CrashBook&) = delete;
  ~CrashBook();

  // The record is taken now, and in work until rest(). Records of one stretch are of one partition
  // and follow one another.
  void begin(std::string_view topic, std::int32_t partition, std::int64_t offset) noexcept;
  // Nothing is in work.
  void rest() noexcept;
  // Records of another partition are in work: finish them first.
  [[nodiscard]] bool is_elsewhere(std::string_view topic, std::int32_t partition) const noexcept;

  // The process died of it so often that it is not to be tried again.
  [[nodiscard]] bool is_poison(std::string_view topic,
                               std::int32_t partition,
                               std::int64_t offset) const noexcept;
  // The record lies in a stretch in which a process died: work on it alone.
  [[nodiscard]] bool is_careful(std::string_view topic,
                                std::int32_t partition,
                                std::int64_t offset) const noexcept;
  // Deaths noted at this start: 0 or 1.
  [[nodiscard]] std::uint32_t found() const noexcept;

 private:
  struct Impl;
  explicit CrashBook(std::unique_ptr<Impl> impl) noexcept;

  std::unique_ptr<Impl> impl_;
};

}  // namespace centinela::app
