// What a name book consists of, and its bytes. Floor 2, internal to privacy.
#pragma once

#include "centinela/base/bytes.h"
#include "centinela/base/result.h"
#include "centinela/privacy/name_book.h"

#include "privacy/clock_table.h"

#include <array>
#include <cstdint>

namespace centinela::privacy {

// Bounded each for itself, so that a flood of team names evicts no vocabulary.
enum class NameClass : std::uint8_t { tenant, place, word, principal };
inline constexpr std::size_t name_class_count = 4;

struct ClearName {
  std::uint64_t token = 0;
  std::uint64_t sequence = 0;  // of the log entry that admitted it
  bool used = false;
  std::uint8_t size = 0;
  std::array<char, NameBook::text_bytes_max> text{};
};

// A word before its admission: who and when, never what.
struct Candidate {
  std::uint64_t token = 0;
  std::array<std::uint64_t, NameBook::principals_for_admission> principals{};
  std::uint8_t principal_count = 0;
  std::int64_t first_day = 0;
  bool is_of_two_days = false;
  bool used = false;
};

using NameTables = std::array<ClockTable<ClearName>, name_class_count>;

[[nodiscard]] Candidate first_sight(std::uint64_t token, const WordUse& use) noexcept;
void see_again(Candidate& candidate, const WordUse& use) noexcept;
[[nodiscard]] bool is_admitted(const Candidate& candidate) noexcept;

inline constexpr std::uint32_t name_book_version = 1;
[[nodiscard]] Result<void> check_version(ByteReader& reader);
void encode_names(const NameTables& tables, ByteWriter& writer);
void encode_candidates(const ClockTable<Candidate>& candidates, ByteWriter& writer);
// Into empty tables. What does not fit a smaller bound than it was written under is left out.
[[nodiscard]] Result<void> decode_names(ByteReader& reader, NameTables& tables);
[[nodiscard]] Result<void> decode_candidates(ByteReader& reader, ClockTable<Candidate>& candidates);

}  // namespace centinela::privacy
