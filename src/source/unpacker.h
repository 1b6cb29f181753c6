// Unpacker: plain, gzip or zstd bytes, told apart by how they begin. Floor 9, one thread.
#pragma once

#include "centinela/base/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace centinela::source {

enum class Packing : std::uint8_t { plain, gzip, zstd };

inline constexpr std::size_t packing_magic_bytes = 4;
[[nodiscard]] Packing detect_packing(std::string_view first_bytes) noexcept;

class Unpacker {
 public:
  struct Step {
    std::size_t consumed = 0;
    std::size_t produced = 0;
  };

  explicit Unpacker(Packing packing);
  Unpacker(Unpacker&&) noexcept;
  Unpacker& operator=(Unpacker&&) noexcept;
  Unpacker(const Unpacker&) = delete;
  Unpacker& operator=(const Unpacker&) = delete;
  ~Unpacker();

  // Several gzip members or zstd frames in a row read as one. Needs no more than a window of
  // memory (zstd: at most 128 MiB, else an error). bad_data when the bytes are damaged.
  [[nodiscard]] Result<Step> unpack(std::string_view in, std::span<char> out);
  // The input may end here: no member or frame is half read.
  [[nodiscard]] bool is_whole() const noexcept;
  [[nodiscard]] Packing packing() const noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace centinela::source
