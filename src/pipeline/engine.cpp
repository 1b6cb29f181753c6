#include "centinela/pipeline/engine.h"

namespace centinela::pipeline {
namespace {

alerting::Provenance with_key(alerting::Provenance provenance,
                              const privacy::Pseudonymiser& pseudonymiser,
                              const Models& models) {
  provenance.key = pseudonymiser.key_fingerprint();
  provenance.model = models.hash;
  return provenance;
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

void Engine::take_items(const codec::Decoded& decoded,
                        Position position,
                        std::vector<alerting::Decision>& out,
                        std::vector<Rejected>& rejected) {
  position.is_indexed = decoded.is_indexed;
  for (const RawItem& item : decoded.items) {
    const std::uint64_t sequence = ++sequence_;
    if (const auto* event = std::get_if<RawEvent>(&item)) {
      if (batch_.is_full()) {
        flush(out);
      }
      pseudonymiser_.tokenise(*event, position, sequence, batch_.next_event());
      batch_.commit_event(sequence);
    } else if (const auto* context = std::get_if<RawContext>(&item)) {
      batch_.add(pseudonymiser_.tokenise(*context, position, sequence), sequence);
    } else if (const auto* control = std::get_if<RawControl>(&item)) {
      batch_.add(pseudonymiser_.tokenise(*control, position), sequence);
    } else {
      ++dead_lettered_;
      rejected.push_back({position, std::get<DecodeFailure>(item)});
    }
    ++position.index;
  }
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
