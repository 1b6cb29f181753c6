// Which dead letters of a partition went back to their topic already. Floor 10, plain value.
//
// Kept by Kafka as the committed offset of a group of its own, with the reasons that are ahead of
// it in the offset's metadata: one run may send those of one reason only.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace centinela::app {

inline constexpr std::size_t reason_bytes_most = 64;
inline constexpr std::size_t reasons_ahead_max = 32;

struct ResendMark {
  std::int64_t all = 0;                       // every letter before it was dealt with
  std::map<std::string, std::int64_t> ahead;  // by reason, each beyond `all`

  friend bool operator==(const ResendMark&, const ResendMark&) = default;
};

// Lower case letters, digits and underscores, as in the header centinela-error-code.
[[nodiscard]] bool is_reason(std::string_view text) noexcept;

// "bad_json=120 crash=7"; what does not read so, another program's say, counts for nothing, nor
// does what lies behind the end of the partition: it is of an earlier topic of that name.
[[nodiscard]] std::string metadata_of(const ResendMark& mark);
[[nodiscard]] ResendMark mark_of(std::int64_t committed,
                                 std::string_view metadata,
                                 std::int64_t end);

[[nodiscard]] bool was_sent(const ResendMark& mark, const std::string& reason, std::int64_t offset);
// First offset that a run for that reason (empty: all) has to look at.
[[nodiscard]] std::int64_t first_unsent(const ResendMark& mark, const std::string& reason);
// A run for that reason has dealt with everything before `next`.
void pass(ResendMark& mark, const std::string& reason, std::int64_t next);

}  // namespace centinela::app
