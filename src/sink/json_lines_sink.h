// JsonLinesSink: one alert a line, to a file or to standard output. Floor 9.
//
// Lines are written whole; when a write fails half-way, the next one starts by ending the torn
// line, so that a reader loses at most that line. Confined to the delivery thread.
#pragma once

#include "sink/sink.h"

#include <filesystem>
#include <memory>

namespace centinela::sink {

class JsonLinesSink final : public Sink {
 public:
  // "-" is standard output. A file is appended to and made with mode 0640. Error: io.
  [[nodiscard]] static Result<std::unique_ptr<JsonLinesSink>> open(
      const std::filesystem::path& file, AlertEncoder encoder);
  ~JsonLinesSink() override;
  JsonLinesSink(const JsonLinesSink&) = delete;
  JsonLinesSink& operator=(const JsonLinesSink&) = delete;
  JsonLinesSink(JsonLinesSink&&) = delete;
  JsonLinesSink& operator=(JsonLinesSink&&) = delete;

  [[nodiscard]] std::string_view name() const noexcept override { return "file"; }
  [[nodiscard]] Result<void> send(std::span<const Alert> alerts) override;
  [[nodiscard]] Result<void> flush() override;  // fsync, where the file can

 private:
  JsonLinesSink(int descriptor, std::filesystem::path file, AlertEncoder encoder);
  [[nodiscard]] Result<void> write_all(std::string_view bytes);
  [[nodiscard]] Error failure(std::string_view what, int error_number) const;

  int descriptor_;
  std::filesystem::path file_;
  AlertEncoder encoder_;
  bool is_line_torn_ = false;
};

}  // namespace centinela::sink
