// ProducerState: how complete one producer's stream is. Floor 3, plain data.
//
// Sequence numbers run per boot. Gaps are kept as intervals until they fill or their time of
// allowed disorder is over; what a producer usually carries is learnt per action (PathState).
#pragma once

#include "centinela/base/fixed_vector.h"
#include "centinela/base/time.h"
#include "centinela/event/field.h"
#include "centinela/event/position.h"
#include "centinela/state/volume_track.h"

#include <array>
#include <cstdint>

namespace centinela::state {

// Sequence numbers [from, to] that have not come.
struct SequenceGap {
  std::int64_t from = 0;
  std::int64_t to = 0;
  EventTime noticed;  // log time
  bool is_reported = false;
  Position position;  // of the event behind the gap

  [[nodiscard]] std::int64_t size() const noexcept { return to - from + 1; }

  template <class Archive>
  void describe(Archive& archive) {
    archive(from, to, noticed, is_reported);
    archive(
        position.partition, position.offset, position.index, position.topic, position.is_indexed);
  }
};

struct BootState {
  std::int64_t boot = 0;
  std::int64_t highest = -1;
  bool is_started = false;
  EventTime last;
  FixedVector<SequenceGap, 32> gaps;

  template <class Archive>
  void describe(Archive& archive) {
    archive(boot, highest, is_started, last, gaps);
  }
};

struct ProducerState {
  EventTime watermark;  // highest event time seen
  EventTime last_received;
  EventTime first_seen;
  bool is_started = false;
  std::uint64_t events = 0;
  std::uint64_t late_fills = 0;     // sequence numbers that came after their gap was noticed
  std::int64_t largest_fill = 0;    // largest gap that filled by itself
  std::uint64_t sequenced = 0;      // events that carried a sequence number
  FixedVector<BootState, 4> boots;  // the newest
  VolumeTrack missing;              // sequence numbers missing, per hour of log time
  std::int64_t gap_week = no_window;
  std::int32_t gap_alerts_this_week = 0;

  template <class Archive>
  void describe(Archive& archive) {
    archive(watermark, last_received, first_seen, is_started, events, late_fills, largest_fill);
    archive(sequenced, boots, missing, gap_week, gap_alerts_this_week);
  }
};

// How often each field came with one action of one producer; a share per field.
struct PathState {
  double events = 0;
  std::array<float, 64> share{};
  FieldSet usual;  // usually_has, read out now and then

  template <class Archive>
  void describe(Archive& archive) {
    std::uint64_t bits = usual.bits();
    archive(events, share, bits);
    usual = FieldSet::from_bits(bits);
  }

  void learn(FieldSet present) noexcept;
  // Usually there: in at least 80 % of at least 50 events.
  [[nodiscard]] bool usually_has(Field field) const noexcept;
  // Which of the fields that say where an access comes from and why are usual and missing.
  [[nodiscard]] FieldSet missing(FieldSet present) const noexcept;
  // P(missing) of the rarest of them, (n + ½)/(N + 1).
  [[nodiscard]] double p_missing(FieldSet fields) const noexcept;
  [[nodiscard]] bool never_has(Field field) const noexcept;
};

}  // namespace centinela::state
