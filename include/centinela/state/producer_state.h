// ProducerState: how complete one producer's stream is. Floor 3, plain data.
//
// Sequence numbers run per boot. Gaps are kept as intervals until they fill or their time of
// allowed disorder is over; what a producer usually carries is learnt per action (PathState).
#pragma once

#include "centinela/base/fixed_vector.h"
#include "centinela/base/time.h"
#include "centinela/event/field.h"
#include "centinela/event/position.h"
#include "centinela/state/rate_profile.h"
#include "centinela/state/volume_track.h"

#include <array>
#include <cstdint>
#include <memory>

namespace centinela::state {

// Sequence numbers [from, to] that have not come.
struct SequenceGap {
  std::int64_t from = 0;
  std::int64_t to = 0;
  EventTime noticed;              // log time
  bool is_reported = false;       // its time of disorder is over: it counts as missing
  std::int64_t hour = no_window;  // of log time, in which it was counted
  std::int64_t original = 0;      // size when noticed, or when split
  Position position{};            // of the event behind the gap

  [[nodiscard]] std::int64_t size() const noexcept { return to - from + 1; }

  template <class Archive>
  void describe(Archive& archive) {
    archive(from, to, noticed, is_reported, hour, original);
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

// Numbers counted as missing in one hour: what came after all is taken off again.
struct MissingHour {
  std::int64_t hour = no_window;
  std::int64_t missing = 0;  // counted and still open
  std::int64_t filled = 0;   // counted and then filled
  std::int64_t run = 0;      // the largest gap counted
  std::int64_t issued = 0;   // numbers of the hour, come or missing; known when it is over
  std::int64_t lacking = 0;  // most producers of the tenant that lacked events with it
  bool is_settled = false;   // it had the time that a blocked stream needs to catch up

  template <class Archive>
  void describe(Archive& archive) {
    archive(hour, missing, filled, run, issued, lacking, is_settled);
  }
};

struct ProducerState {
  EventTime watermark;  // highest event time seen
  EventTime last_received;
  EventTime first_seen;
  Duration longest_quiet{};  // between two of its events, in log time
  bool is_started = false;
  std::uint64_t events = 0;
  std::uint64_t late_fills = 0;     // sequence numbers that came after their gap was noticed
  std::int64_t largest_fill = 0;    // largest gap that filled by itself, to the last number
  std::uint64_t sequenced = 0;      // events that carried a sequence number
  FixedVector<BootState, 4> boots;  // the newest
  VolumeTrack missing;              // counted as missing and still open, per hour of log time
  FixedVector<MissingHour, 12> missing_hours;  // the newest with anything missing
  double disorder_seconds = 0;                 // that nine in ten of its short gaps fill within
  EventTime next_due;                          // no gap comes due before
  bool has_due = false;
  std::int64_t issued = 0;         // numbers of this hour, come or missing
  std::int64_t issued_before = 0;  // and of the last hour with any
  std::int64_t gap_week = no_window;
  std::int32_t gap_alerts_this_week = 0;
  std::unique_ptr<RateProfile> rates;  // once it has sent enough to be told from silence

  template <class Archive>
  void describe(Archive& archive) {
    archive(watermark, last_received, first_seen, is_started, events, late_fills, largest_fill);
    archive(sequenced, boots, missing, gap_week, gap_alerts_this_week);
    archive(missing_hours, disorder_seconds, next_due, has_due, issued, issued_before);
    std::int64_t quiet = longest_quiet.count();
    archive(quiet);
    longest_quiet = Duration{quiet};
    archive(rates);
  }

  // What it sends in an hour: this one so far, or a quarter of the last while this one is young.
  [[nodiscard]] double usual_issue() const noexcept {
    const std::int64_t young = issued_before / 4;
    return static_cast<double>(issued > young ? issued : young);
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
