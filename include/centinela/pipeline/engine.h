// Engine: bytes of records in, decisions out. Floor 8, single-threaded, no I/O and no clock.
//
// Intake (decode, tokenise) and one shard, with the batch between them. Live, replayed and
// simulated input all run through here, so all give the same alerts.
#pragma once

#include "centinela/codec/decoder.h"
#include "centinela/pipeline/shard.h"
#include "centinela/pipeline/state_book.h"
#include "centinela/privacy/pseudonymiser.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace centinela::pipeline {

struct EngineSettings {
  codec::DecoderOptions decoder;
  privacy::PseudonymiserOptions privacy;
  ShardSettings shard;
  alerting::Provenance provenance;  // its key is filled in from the token key
  std::size_t batch_events_max = 128;
};

// An event that could not be decoded. Static text only: never a payload.
struct Rejected {
  Position position;
  DecodeFailure failure;
};

// A `switch` control record: the model and configuration that judge what comes after it.
struct SwitchRequest {
  Position position;
  std::uint64_t model = 0;   // first 64 bits of its hash; 0: stays
  std::uint64_t config = 0;  // likewise
};

class Engine {
 public:
  // Zones must outlive it.
  Engine(EngineSettings settings,
         const privacy::TokenKey& key,
         const std::shared_ptr<const Models>& models,
         const TimeZones& zones);

  // Takes one record; nothing of it is borrowed afterwards. Judged at the latest by flush().
  void take(const codec::RecordView& record,
            Position position,
            std::vector<alerting::Decision>& out,
            std::vector<Rejected>& rejected);
  // A record that is not to be read at all: counted at its place as one that did not decode.
  void reject(std::vector<alerting::Decision>& out);
  // Control records from beside the log: each enters before the first entry that the log received
  // later than it, the rest with finish_planned(). Anything else in the record is rejected.
  void plan(const codec::RecordView& record, Position position, std::vector<Rejected>& rejected);
  void finish_planned(std::vector<alerting::Decision>& out);
  // Judges what was taken.
  void flush(std::vector<alerting::Decision>& out);
  // A switch that the log asks for, once: the caller goes on with another engine that has this
  // one's state (engine_transfer.h), before it takes the next record.
  [[nodiscard]] std::optional<SwitchRequest> take_switch() noexcept {
    return std::exchange(switch_, std::nullopt);
  }
  void tick(const Tick& tick, std::vector<alerting::Decision>& out);
  void close_all(std::vector<alerting::Decision>& out);

  [[nodiscard]] std::uint64_t dead_lettered() const noexcept { return dead_lettered_; }
  [[nodiscard]] const codec::DecodeCounters& decoded() const noexcept {
    return decoder_.counters();
  }
  [[nodiscard]] Shard& shard() noexcept { return shard_; }
  [[nodiscard]] const Shard& shard() const noexcept { return shard_; }
  [[nodiscard]] const privacy::Pseudonymiser& pseudonymiser() const noexcept {
    return pseudonymiser_;
  }
  // Log entries counted so far.
  [[nodiscard]] std::uint64_t sequence() const noexcept { return sequence_; }
  // What a checkpoint has to write since the last save(), everything the first time and when asked.
  // REQUIRES: flushed. What is planned is not state. Read back by EngineLoader.
  [[nodiscard]] StateChanges save(bool everything = false);
  // The last save() was not kept: the next one is of everything.
  void forget_saved() noexcept { state_book_ = {}; }
  // Highest log time so far.
  [[nodiscard]] EventTime log_time() const noexcept { return shard_.world().log_time; }

 private:
  friend class EngineLoader;
  friend std::string state_layout(Engine& engine);
  template <class Visitor>
  void visit_state(Visitor& visit);  // engine_sections.h

  void take_items(const codec::Decoded& decoded,
                  Position position,
                  std::vector<alerting::Decision>& out,
                  std::vector<Rejected>& rejected);

  codec::Decoder decoder_;
  privacy::Pseudonymiser pseudonymiser_;
  Batch batch_;
  Shard shard_;
  struct Planned {
    EventTime received;
    ControlRecord record;
  };
  void take_planned(EventTime received,
                    const Position& position,
                    std::vector<alerting::Decision>& out);
  void add_control(const ControlRecord& record, std::vector<alerting::Decision>& out);

  std::deque<Planned> planned_;  // by `received`; equals keep their order
  std::uint64_t sequence_ = 0;
  std::uint64_t dead_lettered_ = 0;
  std::optional<SwitchRequest> switch_;
  StateBook state_book_;
};

}  // namespace centinela::pipeline
