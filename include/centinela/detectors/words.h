// SentenceWords: what a sentence may name, already printed. Floor 5, borrowed for one call.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace centinela::detectors {

struct SentenceWords {
  std::string entity;     // "Agent p-7f3c (BOG-AGE1)", "Conversation cv-55e1 of bot p-0a12 v41"
  std::string principal;  // "p-7f3c"
  std::string kind;       // "agent", "bot", "service account"
  std::string team;       // clear word or empty
  std::string word;       // Evidence::word, a clear word or a printed token
  std::string word_2;
  std::string window;  // "between 14:00 and 15:00 UTC", "on 2026-11-21"
};

// "1 customer", "71 customers"; counts print plainly, thousands with a thin space from 10 000.
[[nodiscard]] std::string count_of(double count,
                                   std::string_view singular,
                                   std::string_view plural);
// To the 4 significant digits that fields have, and no finer than people write.
[[nodiscard]] std::string number(double value);
// "401 233": with all its digits, as integer fields have them.
[[nodiscard]] std::string whole_number(std::int64_t value);
// Names an event rather than counts any, so with all its digits, too; at most 2^53.
[[nodiscard]] std::string place_in_sequence(double value);
// Days of memory fade by fractions, which is nobody's business: "none", "8".
[[nodiscard]] std::string days_seen(double days);
// "35 min", from two hours on "14 h"; rounded up, for it is what the time was not more than.
[[nodiscard]] std::string minutes_long(double minutes);
// "1–24", or "24" when both are equal.
[[nodiscard]] std::string range(double low, double high);
// "1 in 4 000", "rarer than 1 in 10 000".
[[nodiscard]] std::string odds(double p);

}  // namespace centinela::detectors
