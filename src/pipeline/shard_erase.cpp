// Erasure: whom a control record names is taken out of every section of the state.
#include "centinela/state/erase_entity.h"
#include "centinela/state/erasure.h"

#include "shard_sections.h"

#include <utility>

namespace centinela::pipeline {
namespace {

using state::EntityKey;
using state::EntityStore;
using state::Erasure;
using state::Swept;

// Visits the sections as a checkpoint does, so that nothing that is saved can be left out.
class StateEraser {
 public:
  explicit StateEraser(const Erasure& erasure) noexcept : erasure_(erasure), eraser_(erasure) {}

  template <class Describe>
  void blob(state::StateSection /*section*/, const Describe& describe) {
    describe(eraser_);
  }
  template <class State>
  void store(state::StateSection /*section*/, EntityStore<State>& store) {
    store.forget_overflow({EntityType::principal, erasure_.tenant, erasure_.principal.value()});
    store.forget_overflow(
        {EntityType::data_subject, erasure_.tenant, erasure_.data_subject.value()});
    entities_ += store.sweep([&](const EntityKey& key, State& state) {
      if (key.tenant != erasure_.tenant) {
        return Swept::same;
      }
      if (erasure_.names(key) || belongs(key, state)) {
        return Swept::gone;
      }
      const std::uint64_t before = eraser_.removed();
      eraser_(state);
      return eraser_.removed() == before ? Swept::same : Swept::changed;
    });
  }

  [[nodiscard]] std::uint64_t entities() const noexcept { return entities_; }
  [[nodiscard]] std::uint64_t fields() const noexcept { return eraser_.removed(); }

 private:
  // An episode of another entity that the principal took part in stays, without it.
  [[nodiscard]] bool belongs(const EntityKey& /*key*/,
                             const alerting::Episode& /*episode*/) const noexcept {
    return false;
  }
  template <class State>
  [[nodiscard]] bool belongs(const EntityKey& /*key*/, const State& state) const noexcept {
    return state::is_about(state, erasure_);
  }

  const Erasure& erasure_;
  state::Eraser eraser_;
  std::uint64_t entities_ = 0;
};

}  // namespace

void Shard::erase(const ControlRecord& record,
                  std::uint64_t sequence,
                  std::vector<alerting::Decision>& out) {
  Erasure erasure;
  erasure.tenant = record.tenant;
  erasure.principal = record.principal;
  erasure.data_subject = record.data_subject;
  if (is_absent(record.principal) == is_absent(record.data_subject)) {
    return;  // names nobody, or two: counted as not applied
  }
  AppliedErasure applied;
  applied.position = record.position;
  applied.time = world_.log_time;
  applied.is_of_principal = !is_absent(record.principal);
  applied.printed = applied.is_of_principal ? print(record.principal) : print(record.data_subject);
  state::part_from_world(world_, erasure);
  applied.alerts = alerter_.part_with(erasure, {world_.log_time, record.position, sequence}, out);
  StateEraser eraser(erasure);
  visit_state(eraser);
  applied.entities = eraser.entities();
  applied.fields = eraser.fields();
  ++counters_.erasures;
  counters_.erased_entities += applied.entities;
  erasures_.push_back(std::move(applied));
}

std::vector<AppliedErasure> Shard::take_erasures() {
  return std::exchange(erasures_, {});
}

}  // namespace centinela::pipeline
