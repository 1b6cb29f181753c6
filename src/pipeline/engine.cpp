#include "centinela/pipeline/engine.h"

#include "centinela/codec/dead_letter_reason.h"

#include <algorithm>

namespace centinela::pipeline {
namespace {

alerting::Provenance with_key(alerting::Provenance provenance,
                              const privacy::Pseudonymiser& pseudonymiser,
                              const Models& models) {
  provenance.key = pseudonymiser.key_fingerprint();
  provenance.model = models.hash;
  return provenance;
}

// Of what did not decode no time is known: nothing comes before it.
EventTime received_of(const RawItem& item) noexcept {
  if (const auto* event = std::get_if<RawEvent>(&item)) {
    return event->received;
  }
  if (const auto* context = std::get_if<RawContext>(&item)) {
    return context->received;
  }
  const auto* control = std::get_if<RawControl>(&item);
  return control == nullptr ? EventTime{} : control->received;
}

}  // namespace

Engine::Engine(EngineSettings settings,
               const privacy::TokenKey& key,
               const std::shared_ptr<const Models>& models,
               const TimeZones& zones)
    : decoder_(std::move(settings.decoder)),
      pseudonymiser_(key, settings.privacy, zones),
      batch_(settings.batch_events_max),
      shard_(settings.shard,
             models,
             zones,
             pseudonymiser_.names(),
             with_key(std::move(settings.provenance), pseudonymiser_, *models)) {}

void Engine::take(const codec::RecordView& record,
                  Position position,
                  std::vector<alerting::Decision>& out,
                  std::vector<Rejected>& rejected) {
  take_items(decoder_.decode(record), position, out, rejected);
}

void Engine::reject(std::vector<alerting::Decision>& out) {
  flush(out);
  ++dead_lettered_;
  batch_.add_rejected(++sequence_);
}

void Engine::take_items(const codec::Decoded& decoded,
                        Position position,
                        std::vector<alerting::Decision>& out,
                        std::vector<Rejected>& rejected) {
  position.is_indexed = decoded.is_indexed;
  for (const RawItem& item : decoded.items) {
    if (!planned_.empty()) {
      take_planned(received_of(item), position, out);
    }
    if (const auto* control = std::get_if<RawControl>(&item)) {
      add_control(pseudonymiser_.tokenise(*control, position), out);
      ++position.index;
      continue;
    }
    const std::uint64_t sequence = ++sequence_;
    if (const auto* event = std::get_if<RawEvent>(&item)) {
      if (batch_.is_full()) {
        flush(out);
      }
      pseudonymiser_.tokenise(*event, position, sequence, batch_.next_event());
      batch_.commit_event(sequence);
    } else if (const auto* context = std::get_if<RawContext>(&item)) {
      batch_.add(pseudonymiser_.tokenise(*context, position, sequence), sequence);
    } else {
      ++dead_lettered_;
      batch_.add_rejected(sequence);
      rejected.push_back({position, std::get<DecodeFailure>(item)});
    }
    ++position.index;
  }
}

void Engine::plan(const codec::RecordView& record,
                  Position position,
                  std::vector<Rejected>& rejected) {
  for (const RawItem& item : decoder_.decode(record).items) {
    const auto* control = std::get_if<RawControl>(&item);
    if (control == nullptr) {
      const auto* failure = std::get_if<DecodeFailure>(&item);
      rejected.push_back(
          {position,
           failure != nullptr
               ? *failure
               : DecodeFailure{
                     codec::reason::unknown_type, "expected a control record", "type", 0}});
      continue;
    }
    const ControlRecord tokenised = pseudonymiser_.tokenise(*control, position);
    const auto place = std::upper_bound(
        planned_.begin(),
        planned_.end(),
        tokenised.received,
        [](EventTime received, const Planned& other) { return received < other.received; });
    planned_.insert(place, {tokenised.received, tokenised});
  }
}

// They stand where the entry stands that they come before.
void Engine::take_planned(EventTime received,
                          const Position& position,
                          std::vector<alerting::Decision>& out) {
  while (!planned_.empty() && planned_.front().received < received) {
    ControlRecord record = planned_.front().record;
    record.position = position;
    planned_.pop_front();
    add_control(record, out);
  }
}

// What an erasure forgets was known to all that came before it: that is judged and told first.
void Engine::add_control(const ControlRecord& record, std::vector<alerting::Decision>& out) {
  batch_.add(record, ++sequence_);
  if (record.kind == ControlKind::erase) {
    flush(out);
    pseudonymiser_.forget(record.principal);
  } else if (record.kind == ControlKind::switch_) {
    flush(out);
    switch_ = SwitchRequest{record.position, record.model, record.config};
  }
}

void Engine::finish_planned(std::vector<alerting::Decision>& out) {
  for (const Planned& planned : planned_) {
    add_control(planned.record, out);
  }
  planned_.clear();
  flush(out);
}

void Engine::flush(std::vector<alerting::Decision>& out) {
  if (!batch_.is_empty()) {
    shard_.process(batch_, out);
    batch_.clear();
  }
}

void Engine::tick(const Tick& tick, std::vector<alerting::Decision>& out) {
  flush(out);
  shard_.tick(tick, ++sequence_, out);
}

void Engine::close_all(std::vector<alerting::Decision>& out) {
  flush(out);
  shard_.close_all(++sequence_, out);
}

}  // namespace centinela::pipeline
