// What an engine knows, as records: entities that changed, and pieces of what is saved whole.
#include "centinela/base/hash.h"
#include "centinela/state/archive.h"

#include "engine_sections.h"

#include <algorithm>

namespace centinela::pipeline {
namespace {

using state::EntityKey;
using state::EntityStore;
using state::StateSection;
using state::StateWriter;

// Big-endian, so that records sort as their numbers do.
template <class T>
void put_big_endian(std::string& key, T value) {
  for (std::size_t byte = sizeof(T); byte-- > 0;) {
    key += static_cast<char>((value >> (8 * byte)) & 0xFFU);
  }
}

// Is every store able to tell its changes?
class BookCheck {
 public:
  template <class Describe>
  void blob(StateSection /*section*/, const Describe& /*describe*/) {}
  void names(StateSection /*section*/, const privacy::Pseudonymiser& /*names*/) {}
  template <class State>
  void store(StateSection /*section*/, const EntityStore<State>& store) {
    is_kept = is_kept && store.keeps_changes();
  }
  bool is_kept = true;
};

class Saver {
 public:
  Saver(StateBook& book, StateChanges& out) : book_(book), out_(out) {}

  template <class Describe>
  void blob(StateSection section, const Describe& describe) {
    StateWriter writer;
    describe(writer);
    put_pieces(section, std::move(writer).take());
  }
  void names(StateSection section, const privacy::Pseudonymiser& pseudonymiser) {
    ByteWriter writer;
    pseudonymiser.names().encode(writer);
    put_pieces(section, writer.bytes());
  }
  template <class State>
  void store(StateSection section, EntityStore<State>& store) {
    state::StoreHead head = store.head();
    blob(section, [&head](auto& archive) { archive(head); });
    store.take_changes(
        out_.is_everything,
        [&](const EntityKey& key, std::uint64_t touched, State& state, std::uint64_t& digest) {
          writer_.clear();
          writer_(touched, state);
          put(entity_key(section, key), writer_.bytes().bytes(), digest);
        },
        [&](const EntityKey& key, std::uint64_t digest) {
          erase(entity_key(section, key), digest);
        });
  }

 private:
  void put(const std::string& key, std::string_view value, std::uint64_t& digest) {
    const std::uint64_t now = record_digest(key, value);
    if (now == digest) {
      return;
    }
    book_.sum.records += digest == 0 ? 1 : 0;
    book_.sum.digest += now - digest;
    digest = now;
    out_.put(key, value);
  }
  void erase(const std::string& key, std::uint64_t digest) {
    --book_.sum.records;
    book_.sum.digest -= digest;
    out_.erase(key);
  }
  void put_pieces(StateSection section, std::string_view bytes) {
    std::vector<std::uint64_t>& digests = book_.pieces[static_cast<std::uint8_t>(section)];
    const std::size_t count =
        std::max<std::size_t>(1, (bytes.size() + piece_bytes - 1) / piece_bytes);
    for (std::size_t i = count; i < digests.size(); ++i) {
      erase(piece_key(section, static_cast<std::uint32_t>(i)), digests[i]);
    }
    digests.resize(count, 0);
    for (std::size_t i = 0; i < count; ++i) {
      put(piece_key(section, static_cast<std::uint32_t>(i)),
          bytes.substr(std::min(i * piece_bytes, bytes.size()), piece_bytes),
          digests[i]);
    }
  }

  StateBook& book_;
  StateChanges& out_;
  StateWriter writer_;  // one room for all entities
};

}  // namespace

std::string piece_key(StateSection section, std::uint32_t piece) {
  std::string key(1, static_cast<char>(section));
  put_big_endian(key, piece);
  return key;
}

std::string entity_key(StateSection section, const EntityKey& entity) {
  std::string key(1, static_cast<char>(section));
  key += static_cast<char>(entity.type);
  put_big_endian(key, entity.tenant.value());
  put_big_endian(key, entity.id);
  return key;
}

std::uint64_t record_digest(std::string_view key, std::string_view value) noexcept {
  return std::max<std::uint64_t>(1, hash_bytes(value, hash_bytes(key)));
}

StateChanges Engine::save(bool everything) {
  CENTINELA_CHECK(batch_.is_empty());
  BookCheck check;
  visit_state(check);
  StateChanges changes;
  changes.is_everything = everything || !state_book_.is_kept || !check.is_kept;
  if (changes.is_everything) {
    state_book_ = {};
  }
  Saver saver(state_book_, changes);
  visit_state(saver);
  state_book_.is_kept = true;
  changes.sum = state_book_.sum;
  return changes;
}

}  // namespace centinela::pipeline
