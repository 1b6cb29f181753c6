// Field and FieldSet: which fields of the access event a producer sent. Floor 1, pure.
//
// Presence is evidence: a detector whose input a producer never sends abstains, and a field that
// is usually there and is missing now counts as not explained (path_change).
#pragma once

#include <bit>
#include <cstdint>
#include <string_view>

namespace centinela {

enum class Field : std::uint8_t {
  id,
  time,
  received,
  tenant,
  principal_id,
  principal_kind,
  principal_role,
  principal_team,
  principal_site,
  principal_time_zone,
  principal_since,
  principal_until,
  principal_on_behalf_of,
  action,
  result,
  resource_name,
  resource_kind,
  resource_class,
  resource_fields,
  resource_sensitivity,
  data_subjects,
  records,
  bytes,
  outcome,
  query_shape,
  query_limit,
  query_page,
  tool,
  conversation,
  acting_for,
  linked,
  ticket,
  ticket_subject,
  assigned,
  queue,
  handover_from,
  callback,
  purpose,
  intent,
  version,
  turn,
  automation,
  change,
  incident,
  without_consent,
  untrusted_input,
  origin_ip,
  origin_country,
  origin_city,
  origin_latitude,
  origin_longitude,
  origin_asn,
  origin_device,
  origin_app,
  origin_session,
  origin_client,
  destination,
  labels,
  producer_name,
  producer_boot,
  producer_sequence,
  trace,
};
inline constexpr std::size_t field_count = static_cast<std::size_t>(Field::trace) + 1;
static_assert(field_count <= 64);

// Dotted path of the field in native JSON, e.g. "context.acting_for".
[[nodiscard]] std::string_view field_path(Field field) noexcept;

class FieldSet {
 public:
  constexpr FieldSet() noexcept = default;
  [[nodiscard]] static constexpr FieldSet from_bits(std::uint64_t bits) noexcept {
    FieldSet set;
    set.bits_ = bits;
    return set;
  }
  constexpr void insert(Field field) noexcept { bits_ |= bit(field); }
  constexpr void erase(Field field) noexcept { bits_ &= ~bit(field); }
  [[nodiscard]] constexpr bool contains(Field field) const noexcept {
    return (bits_ & bit(field)) != 0;
  }
  [[nodiscard]] constexpr int size() const noexcept { return std::popcount(bits_); }
  [[nodiscard]] constexpr std::uint64_t bits() const noexcept { return bits_; }
  friend constexpr bool operator==(FieldSet, FieldSet) noexcept = default;

 private:
  static constexpr std::uint64_t bit(Field field) noexcept {
    return std::uint64_t{1} << static_cast<unsigned>(field);
  }
  std::uint64_t bits_ = 0;
};

}  // namespace centinela
