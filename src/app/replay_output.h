// ReplayOutput: the files that a replay writes. Floor 10.
#pragma once

#include "centinela/pipeline/engine.h"

#include "app/replay_command.h"

#include <cstdint>
#include <fstream>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>

namespace centinela::app {

// read = scored + late + duplicates + dead_lettered.
struct ReplaySummary {
  std::uint64_t scored = 0;
  std::uint64_t late = 0;
  std::uint64_t duplicates = 0;
  std::uint64_t dead_lettered = 0;
  std::uint64_t contexts = 0;
  std::uint64_t controls = 0;
  std::uint64_t alerts = 0;
  double seconds = 0;

  [[nodiscard]] std::uint64_t read() const noexcept {
    return scored + late + duplicates + dead_lettered;
  }
};

[[nodiscard]] std::string encode_summary(const ReplaySummary& summary);

class ReplayOutput {
 public:
  // `out` stands for "-". Error: io, naming the file that cannot be written.
  [[nodiscard]] static Result<ReplayOutput> open(const ReplayOptions& options,
                                                 std::ostream& out,
                                                 std::ostream& err);

  [[nodiscard]] Result<void> alert(std::string_view line);
  [[nodiscard]] Result<void> dead_letter(const pipeline::Rejected& rejected);
  [[nodiscard]] Result<void> summarise(const ReplaySummary& summary);
  [[nodiscard]] Result<void> scores(const pipeline::Reliability& reliability);
  void progress(std::uint64_t records);

 private:
  struct Stream {
    std::string path;
    std::unique_ptr<std::ofstream> file;
    std::ostream* stream = nullptr;
  };

  explicit ReplayOutput(std::ostream& err) : err_(&err) {}
  [[nodiscard]] static Result<Stream> open_stream(const std::filesystem::path& path,
                                                  std::ostream& out);
  [[nodiscard]] static Result<void> write(Stream& to, std::string_view line);
  [[nodiscard]] static Result<void> finish(Stream& stream);

  Stream alerts_;
  Stream dead_letters_;
  Stream summary_;
  Stream scores_;
  std::ostream* err_;
  bool shows_progress_ = false;
  std::uint64_t progress_told_ = 0;
};

}  // namespace centinela::app
