#include "centinela/privacy/name_book.h"

#include "centinela/base/check.h"
#include "centinela/privacy/word_shape.h"

#include "privacy/clock_table.h"
#include "privacy/name_book_codec.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>
#include <vector>

namespace centinela::privacy {
namespace {

std::string_view text_of(const ClearName& name) noexcept {
  return {name.text.data(), name.size};
}

ClearName make_name(std::uint64_t token, std::string_view text, std::uint64_t sequence) noexcept {
  ClearName name;
  name.token = token;
  name.sequence = sequence;
  name.size = static_cast<std::uint8_t>(text.size());
  std::copy(text.begin(), text.end(), name.text.begin());
  // As if used just now: else a use that the caller need not report would be lost to the hand.
  name.used = true;
  return name;
}

// What was evicted lately and when, for alerts decided before that.
struct EvictedName {
  ClearName name;
  NameClass name_class = NameClass::word;
  std::uint64_t evicted_at = 0;
};

}  // namespace

struct NameBook::State {
  explicit State(const NameBookOptions& options)
      : tables{ClockTable<ClearName>(options.entries_max),
               ClockTable<ClearName>(options.entries_max),
               ClockTable<ClearName>(options.entries_max),
               ClockTable<ClearName>(options.entries_max)},
        candidates(options.candidates_max) {}

  NameTables tables;
  ClockTable<Candidate> candidates;
  std::map<std::uint64_t, std::string> configured;
  std::vector<EvictedName> evicted;  // a ring of evicted_kept
  std::size_t oldest_evicted = 0;
  std::uint64_t evictions = 0;

  ClockTable<ClearName>& table(NameClass name_class) noexcept {
    return tables[static_cast<std::size_t>(name_class)];
  }

  bool use(NameClass name_class, std::uint64_t token) noexcept {
    ClearName* name = table(name_class).find(token);
    if (name == nullptr) {
      return false;
    }
    name->used = true;
    return true;
  }

  void insert(NameClass name_class, const ClearName& name) {
    const auto victim = table(name_class).insert(name);
    if (!victim) {
      return;
    }
    const EvictedName gone{*victim, name_class, name.sequence};
    if (evicted.size() < evicted_kept) {
      evicted.push_back(gone);
    } else {
      evicted[oldest_evicted] = gone;
      oldest_evicted = (oldest_evicted + 1) % evicted_kept;
    }
    ++evictions;
  }

  bool admit(NameClass name_class,
             std::uint64_t token,
             std::string_view text,
             std::uint64_t sequence) {
    if (use(name_class, token)) {
      return true;
    }
    if (!is_showable(text)) {
      return false;
    }
    insert(name_class, make_name(token, text, sequence));
    return true;
  }

  [[nodiscard]] std::optional<std::string_view> text(NameClass name_class,
                                                     std::uint64_t token,
                                                     std::uint64_t as_of) const {
    const ClearName* name = tables[static_cast<std::size_t>(name_class)].find(token);
    if (name != nullptr && name->sequence <= as_of) {
      return text_of(*name);
    }
    const auto at = std::find_if(evicted.begin(), evicted.end(), [&](const EvictedName& gone) {
      return gone.name.token == token && gone.name_class == name_class &&
             gone.name.sequence <= as_of && as_of < gone.evicted_at;
    });
    return at == evicted.end() ? std::nullopt : std::optional(text_of(at->name));
  }
};

NameBook::NameBook(const NameBookOptions& options) : state_(std::make_unique<State>(options)) {}
NameBook::NameBook(NameBook&&) noexcept = default;
NameBook& NameBook::operator=(NameBook&&) noexcept = default;
NameBook::~NameBook() = default;

bool NameBook::admit(TenantToken token, std::string_view text, std::uint64_t sequence) {
  return state_->admit(NameClass::tenant, token.value(), text, sequence);
}

bool NameBook::admit_place(WordToken token, std::string_view text, std::uint64_t sequence) {
  return state_->admit(NameClass::place, token.value(), text, sequence);
}

bool NameBook::admit(PrincipalToken token, std::string_view text, std::uint64_t sequence) {
  return state_->admit(NameClass::principal, token.value(), text, sequence);
}

bool NameBook::admit_configured(WordToken token, std::string_view text) {
  if (!is_showable(text)) {
    return false;
  }
  state_->configured.insert_or_assign(token.value(), std::string(text));
  return true;
}

bool NameBook::is_configured(WordToken token) const noexcept {
  return !state_->configured.empty() && state_->configured.contains(token.value());
}

bool NameBook::note_first(WordToken token, std::string_view text, const WordUse& use) {
  if (!has_word_shape(text)) {
    return true;
  }
  if (!is_absent(use.principal)) {
    state_->candidates.insert(first_sight(token.value(), use));
  }
  return false;
}

bool NameBook::note(WordToken token, std::string_view text, const WordUse& use) {
  const std::uint64_t key = token.value();
  if (state_->use(NameClass::word, key) || is_configured(token)) {
    return true;
  }
  Candidate* candidate = state_->candidates.find(key);
  if (candidate == nullptr) {
    return note_first(token, text, use);
  }
  if (is_absent(use.principal)) {
    return false;
  }
  see_again(*candidate, use);
  if (!is_admitted(*candidate)) {
    return false;
  }
  state_->candidates.erase(key);
  state_->insert(NameClass::word, make_name(key, text, use.sequence));
  return true;
}

std::optional<std::string_view> NameBook::text(TenantToken token, std::uint64_t as_of) const {
  return state_->text(NameClass::tenant, token.value(), as_of);
}

std::optional<std::string_view> NameBook::text(PrincipalToken token, std::uint64_t as_of) const {
  return state_->text(NameClass::principal, token.value(), as_of);
}

std::optional<std::string_view> NameBook::text(WordToken token, std::uint64_t as_of) const {
  if (const auto at = state_->configured.find(token.value()); at != state_->configured.end()) {
    return std::string_view(at->second);
  }
  const auto word = state_->text(NameClass::word, token.value(), as_of);
  return word ? word : state_->text(NameClass::place, token.value(), as_of);
}

void NameBook::forget(PrincipalToken principal) noexcept {
  const std::uint64_t token = principal.value();
  if (token == 0) {
    return;
  }
  ClockTable<ClearName>& names = state_->table(NameClass::principal);
  if (names.find(token) != nullptr) {
    names.erase(token);
  }
  for (EvictedName& gone : state_->evicted) {
    if (gone.name_class == NameClass::principal && gone.name.token == token) {
      gone = EvictedName{};
    }
  }
  std::vector<std::uint64_t> unsaid;  // by anybody who is still known
  for (const Candidate& each : state_->candidates.entries()) {
    Candidate* candidate = state_->candidates.find(each.token);
    if (candidate == nullptr) {
      continue;
    }
    const auto end = candidate->principals.begin() + candidate->principal_count;
    const auto rest = std::remove(candidate->principals.begin(), end, token);
    std::fill(rest, candidate->principals.end(), 0);
    candidate->principal_count = static_cast<std::uint8_t>(rest - candidate->principals.begin());
    if (candidate->principal_count == 0) {
      unsaid.push_back(candidate->token);
    }
  }
  for (const std::uint64_t word : unsaid) {
    state_->candidates.erase(word);
  }
}

std::uint64_t NameBook::evictions() const noexcept {
  return state_->evictions;
}

std::size_t NameBook::size() const noexcept {
  std::size_t total = state_->configured.size();
  for (const auto& table : state_->tables) {
    total += table.size();
  }
  return total;
}

std::size_t NameBook::candidates() const noexcept {
  return state_->candidates.size();
}

void NameBook::encode(ByteWriter& writer) const {
  writer.put(name_book_version);
  writer.put(state_->evictions);
  encode_names(state_->tables, writer);
  encode_candidates(state_->candidates, writer);
}

Result<void> NameBook::decode(ByteReader& reader) {
  CENTINELA_TRY(check_version(reader));
  CENTINELA_TRY(const std::uint64_t evictions, reader.get<std::uint64_t>());
  NameBookOptions options;
  options.entries_max = state_->tables[0].capacity();
  options.candidates_max = state_->candidates.capacity();
  auto restored = std::make_unique<State>(options);
  restored->evictions = evictions;
  CENTINELA_TRY(decode_names(reader, restored->tables));
  CENTINELA_TRY(decode_candidates(reader, restored->candidates));
  restored->configured = std::move(state_->configured);
  state_ = std::move(restored);
  return {};
}

}  // namespace centinela::privacy
