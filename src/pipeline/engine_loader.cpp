#include "centinela/pipeline/engine_loader.h"

#include "centinela/base/hash.h"
#include "centinela/state/archive.h"
#include "centinela/state/earlier_reader.h"
#include "centinela/state/layout.h"

#include "engine_sections.h"
#include "layout_difference.h"

#include <fmt/format.h>

#include <functional>
#include <map>

namespace centinela::pipeline {
namespace {

using state::EntityKey;
using state::EntityStore;
using state::StateReader;
using state::StateSection;

template <class T>
T big_endian(std::string_view bytes) noexcept {
  T value = 0;
  for (const char byte : bytes.substr(0, sizeof(T))) {
    value = static_cast<T>((value << 8U) | static_cast<unsigned char>(byte));
  }
  return value;
}

// REQUIRES: entity_key_bytes of them.
EntityKey entity_of(std::string_view key) noexcept {
  return {static_cast<EntityType>(key[1]),
          TenantToken{big_endian<std::uint64_t>(key.substr(2))},
          big_endian<std::uint64_t>(key.substr(10))};
}

Error bad(StateSection section, std::string_view what) {
  return {Errc::bad_data, fmt::format("checkpoint, section {}: {}", to_string(section), what)};
}

// With the layout of an earlier version, or with this one's when there is none.
template <class Describe>
bool read_as(std::string_view bytes, const std::string& earlier, const Describe& describe) {
  if (earlier.empty()) {
    StateReader reader(bytes);
    describe(reader);
    return reader.ok();
  }
  state::EarlierReader reader(bytes, earlier);
  describe(reader);
  return reader.ok();
}

struct SectionReader {
  StateSection section = StateSection::engine;
  std::string whole;  // its pieces so far
  std::map<std::uint32_t, std::string> pieces;
  std::function<Result<void>(std::string_view)> read_whole;
  std::function<Result<void>(std::string_view key, std::string_view value)> read_entity;
};

}  // namespace

struct EngineLoader::Parts {
  Engine& engine;
  LayoutDifference difference;
  StateSum sum;
  std::map<std::uint8_t, SectionReader> sections;

  SectionReader& section(StateSection number) {
    SectionReader& reader = sections[static_cast<std::uint8_t>(number)];
    reader.section = number;
    return reader;
  }

  template <class Describe>
  void blob(StateSection number, const Describe& describe) {
    const std::string earlier = difference.whole_of(number);
    section(number).read_whole =
        [number, describe, earlier](std::string_view bytes) -> Result<void> {
      if (!read_as(bytes, earlier, describe)) {
        return bad(number, "does not read");
      }
      return {};
    };
  }
  void names(StateSection number, privacy::Pseudonymiser& pseudonymiser) {
    section(number).read_whole = [&pseudonymiser](std::string_view bytes) -> Result<void> {
      ByteReader reader(bytes);
      return pseudonymiser.restore_names(reader);
    };
  }
  template <class State>
  void store(StateSection number, EntityStore<State>& store) {
    SectionReader& reader = section(number);
    const std::string head_layout = difference.whole_of(number);
    const std::string layout = difference.entity_of(number);
    reader.read_whole = [number, &store, head_layout](std::string_view bytes) -> Result<void> {
      state::StoreHead head;
      if (!read_as(bytes, head_layout, [&head](auto& archive) { archive(head); })) {
        return bad(number, "its head does not read");
      }
      store.finish_restore(head);
      return {};
    };
    reader.read_entity = [number, &store, layout](std::string_view key,
                                                  std::string_view value) -> Result<void> {
      ByteReader head(value);
      CENTINELA_TRY(const auto touched, head.get<std::uint64_t>());
      State* state = store.restore(entity_of(key), touched, record_digest(key, value));
      if (state == nullptr) {
        return bad(number,
                   fmt::format("an entity stands there twice, or there are more than the {} that "
                               "engine.entities_max leaves room for",
                               store.entities_max()));
      }
      const bool is_read =
          read_as(value.substr(head.offset()), layout, [state](auto& archive) { archive(*state); });
      return is_read ? Result<void>{} : bad(number, "an entity does not read");
    };
  }
};

EngineLoader::EngineLoader(Engine& engine, std::string_view layout)
    : parts_(std::make_unique<Parts>(
          Parts{engine, LayoutDifference{layout, state_layout(engine)}, {}, {}})) {
  engine.visit_state(*parts_);
  engine.state_book_ = {};
}

EngineLoader::~EngineLoader() = default;

Result<void> EngineLoader::add(std::string_view key, std::string_view value) {
  CENTINELA_TRY(parts_->difference.check());
  const bool is_piece = key.size() == piece_key_bytes;
  const auto found = key.empty() ? parts_->sections.end()
                                 : parts_->sections.find(static_cast<std::uint8_t>(key.front()));
  if (found == parts_->sections.end() || (!is_piece && key.size() != entity_key_bytes) ||
      (!is_piece && !found->second.read_entity)) {
    return Error{Errc::bad_data,
                 "checkpoint: a record of a section that this version does not know"};
  }
  SectionReader& section = found->second;
  ++parts_->sum.records;
  parts_->sum.digest += record_digest(key, value);
  if (!is_piece) {
    return section.read_entity(key, value);
  }
  section.pieces[big_endian<std::uint32_t>(key.substr(1))] = std::string{value};
  return {};
}

Result<StateSum> EngineLoader::finish() {
  CENTINELA_TRY(parts_->difference.check());
  StateBook& book = parts_->engine.state_book_;
  for (auto& [number, section] : parts_->sections) {
    if (section.pieces.empty() && parts_->difference.is_new(section.section)) {
      continue;  // begins empty
    }
    if (section.pieces.empty()) {
      return bad(section.section, "is missing");
    }
    for (auto& [piece, bytes] : section.pieces) {
      std::vector<std::uint64_t>& digests = book.pieces[number];
      if (piece != digests.size()) {
        return bad(section.section, fmt::format("piece {} is missing", digests.size()));
      }
      digests.push_back(record_digest(piece_key(section.section, piece), bytes));
      section.whole += std::exchange(bytes, {});
    }
    CENTINELA_TRY(section.read_whole(section.whole));
    section.whole = {};
  }
  parts_->engine.shard_.alerter().settle_restored();
  book.sum = parts_->sum;
  // Records of an earlier layout are not what this version would write: all are written anew.
  book.is_kept = !parts_->difference.is_any();
  return parts_->sum;
}

namespace {

class LayoutVisitor {
 public:
  template <class Describe>
  void blob(StateSection section, const Describe& describe) {
    state::StateLayout layout;
    describe(layout);
    add(section, std::move(layout).take());
  }
  void names(StateSection section, const privacy::Pseudonymiser& /*names*/) {
    add(section, "names");  // carries a version of its own
  }
  template <class State>
  void store(StateSection section, EntityStore<State>& /*store*/) {
    state::StateLayout head;
    state::StoreHead numbers;
    head(numbers);
    state::StateLayout layout;
    const auto empty = std::make_unique<State>();
    layout(*empty);
    add(section, std::move(head).take() + " " + std::move(layout).take());
  }
  [[nodiscard]] std::string take() && { return std::move(text_); }

 private:
  void add(StateSection section, std::string_view layout) {
    text_ += fmt::format("{} {}\n", to_string(section), layout);
  }
  std::string text_;
};

}  // namespace

std::string state_layout(Engine& engine) {
  LayoutVisitor visitor;
  engine.visit_state(visitor);
  return std::move(visitor).take();
}

}  // namespace centinela::pipeline
