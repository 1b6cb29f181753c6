#include "privacy/name_book_codec.h"

#include "centinela/privacy/word_shape.h"

#include <algorithm>
#include <string>

namespace centinela::privacy {
namespace {

Error bad_book(const ByteReader& reader, std::string_view what) {
  return {Errc::bad_data,
          "name book: " + std::string(what) + " at byte " + std::to_string(reader.offset())};
}

void encode_name(const ClearName& name, ByteWriter& writer) {
  writer.put(name.token);
  writer.put(name.sequence);
  writer.put(static_cast<std::uint8_t>(name.used));
  writer.put_string({name.text.data(), name.size});
}

Result<ClearName> decode_name(ByteReader& reader) {
  ClearName name;
  CENTINELA_TRY(name.token, reader.get<std::uint64_t>());
  CENTINELA_TRY(name.sequence, reader.get<std::uint64_t>());
  CENTINELA_TRY(const auto used, reader.get<std::uint8_t>());
  CENTINELA_TRY(const auto text, reader.get_string(NameBook::text_bytes_max));
  if (name.token == 0 || used > 1 || !is_showable(text)) {
    return bad_book(reader, "an entry that the book never writes");
  }
  name.used = used == 1;
  name.size = static_cast<std::uint8_t>(text.size());
  std::copy(text.begin(), text.end(), name.text.begin());
  return name;
}

void encode_candidate(const Candidate& candidate, ByteWriter& writer) {
  writer.put(candidate.token);
  for (const std::uint64_t principal : candidate.principals) {
    writer.put(principal);
  }
  writer.put(candidate.principal_count);
  writer.put(candidate.first_day);
  writer.put(static_cast<std::uint8_t>(candidate.is_of_two_days));
  writer.put(static_cast<std::uint8_t>(candidate.used));
}

Result<Candidate> decode_candidate(ByteReader& reader) {
  Candidate candidate;
  CENTINELA_TRY(candidate.token, reader.get<std::uint64_t>());
  for (std::uint64_t& principal : candidate.principals) {
    CENTINELA_TRY(principal, reader.get<std::uint64_t>());
  }
  CENTINELA_TRY(candidate.principal_count, reader.get<std::uint8_t>());
  CENTINELA_TRY(candidate.first_day, reader.get<std::int64_t>());
  CENTINELA_TRY(const auto two_days, reader.get<std::uint8_t>());
  CENTINELA_TRY(const auto used, reader.get<std::uint8_t>());
  const bool is_counted = candidate.principal_count >= 1 &&
                          candidate.principal_count <= NameBook::principals_for_admission;
  if (candidate.token == 0 || !is_counted || two_days > 1 || used > 1) {
    return bad_book(reader, "a candidate that the book never writes");
  }
  candidate.is_of_two_days = two_days == 1;
  candidate.used = used == 1;
  return candidate;
}

template <class Entry>
void encode_table(const ClockTable<Entry>& table,
                  void (*encode_entry)(const Entry&, ByteWriter&),
                  ByteWriter& writer) {
  writer.put(static_cast<std::uint32_t>(table.size()));
  writer.put(static_cast<std::uint32_t>(table.hand()));
  for (const Entry& entry : table.entries()) {
    encode_entry(entry, writer);
  }
}

template <class Entry>
Result<void> decode_table(ByteReader& reader,
                          Result<Entry> (*decode_entry)(ByteReader&),
                          ClockTable<Entry>& table) {
  CENTINELA_TRY(const auto count, reader.get<std::uint32_t>());
  CENTINELA_TRY(const auto hand, reader.get<std::uint32_t>());
  for (std::uint32_t i = 0; i < count; ++i) {
    CENTINELA_TRY(const Entry entry, decode_entry(reader));
    if (table.find(entry.token) != nullptr) {
      return bad_book(reader, "a token that stands there twice");
    }
    if (table.size() < table.capacity()) {
      table.insert(entry);
    }
  }
  table.set_hand(hand);
  return {};
}

}  // namespace

Candidate first_sight(std::uint64_t token, const WordUse& use) noexcept {
  Candidate candidate;
  candidate.token = token;
  candidate.principals[0] = use.principal.value();
  candidate.principal_count = 1;
  candidate.first_day = use.day;
  return candidate;
}

void see_again(Candidate& candidate, const WordUse& use) noexcept {
  candidate.used = true;
  candidate.is_of_two_days = candidate.is_of_two_days || candidate.first_day != use.day;
  const auto* begin = candidate.principals.begin();
  const auto* end = begin + candidate.principal_count;
  const bool is_new = std::find(begin, end, use.principal.value()) == end;
  if (is_new && candidate.principal_count < candidate.principals.size()) {
    candidate.principals[candidate.principal_count++] = use.principal.value();
  }
}

bool is_admitted(const Candidate& candidate) noexcept {
  return candidate.is_of_two_days &&
         candidate.principal_count == NameBook::principals_for_admission;
}

Result<void> check_version(ByteReader& reader) {
  CENTINELA_TRY(const auto version, reader.get<std::uint32_t>());
  if (version != name_book_version) {
    return Error{Errc::bad_data,
                 "name book: expected version " + std::to_string(name_book_version) + ", found " +
                     std::to_string(version)};
  }
  return {};
}

void encode_names(const NameTables& tables, ByteWriter& writer) {
  for (const auto& table : tables) {
    encode_table(table, &encode_name, writer);
  }
}

void encode_candidates(const ClockTable<Candidate>& candidates, ByteWriter& writer) {
  encode_table(candidates, &encode_candidate, writer);
}

Result<void> decode_names(ByteReader& reader, NameTables& tables) {
  for (auto& table : tables) {
    CENTINELA_TRY(decode_table(reader, &decode_name, table));
  }
  return {};
}

Result<void> decode_candidates(ByteReader& reader, ClockTable<Candidate>& candidates) {
  return decode_table(reader, &decode_candidate, candidates);
}

}  // namespace centinela::privacy
