#include "follow_sequence.h"

#include "centinela/base/hash.h"

#include "lacking.h"

#include <algorithm>
#include <chrono>

namespace centinela::state {
namespace {

// A gap younger than this makes room unsaid when there are too many: it is most likely being
// filled.
constexpr Duration young_gap = std::chrono::seconds{5};
// A stream that was blocked catches up within a working day; what has not come by then never will.
constexpr std::int64_t settled_after_hours = 7;
// Steps of the quantile that is learnt (Robbins, Monro 1951, in logs): up by 0.05·0.9 when a fill
// took longer, down by 0.05·0.1 when not, so that nine in ten fills take less.
constexpr double step_up = 1.046028;
constexpr double step_down = 0.995012;

BootState* boot_of(Scene& scene) {
  ProducerState& producer = scene.producer;
  for (BootState& boot : producer.boots) {
    if (boot.boot == scene.event.producer.boot) {
      return &boot;
    }
  }
  if (scene.is_late && !producer.boots.empty()) {
    return nullptr;  // of a boot that is forgotten: how far it had come is not known
  }
  scene.is_new_boot = true;
  BootState fresh;
  fresh.boot = scene.event.producer.boot;
  if (producer.boots.full()) {
    const auto* const oldest = std::min_element(
        producer.boots.begin(), producer.boots.end(), [](const auto& a, const auto& b) {
          return a.last < b.last;
        });
    producer.boots.erase_at(static_cast<std::size_t>(oldest - producer.boots.begin()));
  }
  producer.boots.push_back(fresh);
  return &producer.boots.back();
}

MissingHour& missing_hour(ProducerState& producer, std::int64_t hour) {
  for (MissingHour& known : producer.missing_hours) {
    if (known.hour == hour) {
      return known;
    }
  }
  if (producer.missing_hours.full()) {
    producer.missing_hours.erase_at(0);
  }
  MissingHour fresh;
  fresh.hour = hour;
  producer.missing_hours.push_back(fresh);
  return producer.missing_hours.back();
}

void count_missing(Scene& scene, SequenceGap& gap) {
  ProducerState& producer = scene.producer;
  gap.is_reported = true;
  gap.hour = producer.missing.window;
  producer.missing.x += gap.size();
  MissingHour& counted = missing_hour(producer, gap.hour);
  counted.missing += gap.size();
  counted.run = std::max(counted.run, gap.size());
  if (LackingProducer* const entry = lacking_entry(scene); entry != nullptr) {
    entry->missing += gap.size();
  }
  scene.silence.is_due = true;
  scene.silence.missing += gap.size();
  scene.silence.run = std::max(scene.silence.run, gap.size());
  if (scene.gaps.full()) {
    scene.gaps.erase_at(0);
  }
  scene.gaps.push_back(gap);
}

// A number that had been counted as missing came after all.
void retract(Scene& scene, std::int64_t hour) {
  ProducerState& producer = scene.producer;
  if (hour == producer.missing.window && producer.missing.x > 0) {
    --producer.missing.x;
  }
  for (MissingHour& known : producer.missing_hours) {
    if (known.hour == hour && known.missing > 0) {
      --known.missing;
      ++known.filled;
      scene.silence.filled_hour = hour;
      scene.silence.filled = known;
    }
  }
  if (LackingProducer* const entry = lacking_entry(scene); entry != nullptr && entry->missing > 0) {
    --entry->missing;
    scene.silence.is_lacking = true;
  }
}

void learn_disorder(ProducerState& producer, Duration took, const ObserveSettings& settings) {
  const double floor = std::chrono::duration<double>(settings.gap_disorder).count();
  const double cap = std::chrono::duration<double>(settings.gap_disorder_max).count();
  const double seconds = std::chrono::duration<double>(took).count();
  if (seconds > cap) {
    return;  // too late to be waited for: that many are judged by their number
  }
  const double known = std::max(producer.disorder_seconds, floor);
  producer.disorder_seconds =
      std::clamp(known * (seconds > known ? step_up : step_down), floor, std::max(floor, cap));
}

// The interval shrinks, splits or goes.
void close_up(ProducerState& producer, BootState& boot, std::size_t index, std::int64_t sequence) {
  SequenceGap& gap = boot.gaps[index];
  if (gap.size() == 1) {
    producer.largest_fill = std::max(producer.largest_fill, gap.original);
    boot.gaps.erase_at(index);
  } else if (sequence == gap.from) {
    ++gap.from;
  } else if (sequence == gap.to) {
    --gap.to;
  } else {
    SequenceGap upper = gap;
    upper.from = sequence + 1;
    upper.original = upper.size();
    gap.to = sequence - 1;
    gap.original = gap.size();
    boot.gaps.push_back(upper);  // no room: the upper part is forgotten, never reported wrongly
  }
}

void fill(Scene& scene, BootState& boot, const ObserveSettings& settings) {
  const std::int64_t sequence = scene.event.producer.sequence;
  for (std::size_t i = 0; i < boot.gaps.size(); ++i) {
    const SequenceGap& gap = boot.gaps[i];
    if (sequence < gap.from || sequence > gap.to) {
      continue;
    }
    ++scene.producer.late_fills;
    learn_disorder(scene.producer, scene.event.received - gap.noticed, settings);
    if (gap.is_reported) {
      retract(scene, gap.hour);
    }
    close_up(scene.producer, boot, i, sequence);
    return;
  }
}

void open_gap(Scene& scene, BootState& boot, Duration disorder) {
  const Event& event = scene.event;
  if (boot.gaps.full()) {
    SequenceGap& oldest = boot.gaps[0];
    if (!oldest.is_reported && event.received - oldest.noticed >= young_gap) {
      count_missing(scene, oldest);
    }
    boot.gaps.erase_at(0);
  }
  SequenceGap gap;
  gap.from = boot.highest + 1;
  gap.to = event.producer.sequence - 1;
  gap.noticed = event.received;
  gap.original = gap.size();
  gap.position = event.position;
  boot.gaps.push_back(gap);
  ProducerState& producer = scene.producer;
  const EventTime due = event.received + disorder;
  producer.next_due = producer.has_due ? std::min(producer.next_due, due) : due;
  producer.has_due = true;
}

void meet_number(Scene& scene, const ObserveSettings& settings, Duration disorder) {
  BootState* const boot = boot_of(scene);
  ProducerState& producer = scene.producer;
  ++producer.sequenced;
  if (boot == nullptr) {
    return;
  }
  boot->last = scene.event.received;
  const std::int64_t sequence = scene.event.producer.sequence;
  if (!boot->is_started) {
    boot->is_started = true;
    boot->highest = sequence;
    ++producer.issued;
    return;
  }
  if (sequence <= boot->highest) {
    fill(scene, *boot, settings);
    return;
  }
  if (sequence > boot->highest + 1) {
    open_gap(scene, *boot, disorder);
  }
  producer.issued += sequence - boot->highest;
  boot->highest = sequence;
}

void roll_missing(ProducerState& producer, const EntityKey& key, std::int64_t hour) {
  VolumeTrack& track = producer.missing;
  if (track.window == no_window) {
    track.window = hour;
  }
  if (hour > track.window) {
    // Quiet hours count: silence of gaps is what is usual.
    const double v = unit_interval(hash_combine(key.hash(), static_cast<std::uint64_t>(hour)));
    track.exposure = static_cast<double>(std::max<std::int64_t>(producer.issued, 1)) / missing_per;
    static_cast<void>(close_window(track, missing_prior, {1.0 / 24, track.window / 168}, v));
    for (MissingHour& known : producer.missing_hours) {
      known.issued = known.hour == track.window ? producer.issued : known.issued;
    }
    track.window = hour;
    producer.issued_before = producer.issued;
    producer.issued = 0;
  }
}

// Gaps that had their time to fill, each counted once.
void count_due_gaps(Scene& scene, Duration disorder) {
  ProducerState& producer = scene.producer;
  const EventTime now = scene.event.received;
  if (!producer.has_due || now < producer.next_due) {
    return;
  }
  producer.has_due = false;
  for (BootState& boot : producer.boots) {
    for (SequenceGap& gap : boot.gaps) {
      if (gap.is_reported) {
        continue;
      }
      const EventTime due = gap.noticed + disorder;
      if (due <= now) {
        count_missing(scene, gap);
        continue;
      }
      producer.next_due = producer.has_due ? std::min(producer.next_due, due) : due;
      producer.has_due = true;
    }
  }
}

// The oldest hour whose time to fill is over; the next event takes the next.
void settle_hour(Scene& scene, std::int64_t hour) {
  for (MissingHour& known : scene.producer.missing_hours) {
    if (!known.is_settled && hour - known.hour > settled_after_hours) {
      known.is_settled = true;
      scene.silence.settled = known;
      return;
    }
  }
}

Duration disorder_of(const ProducerState& producer, const ObserveSettings& settings) {
  const auto learnt = std::chrono::duration_cast<Duration>(
      std::chrono::duration<double>(producer.disorder_seconds));
  return std::max(settings.gap_disorder, learnt);
}

}  // namespace

VolumeView predict_missing(const ProducerState& producer) noexcept {
  const double exposure = std::max(producer.usual_issue(), 1.0) / missing_per;
  return predict(producer.missing, missing_prior, exposure, producer.missing.window / 168);
}

void follow_sequence(Scene& scene, const ObserveSettings& settings) {
  const std::int64_t hour = window_index(scene.event.received, one_hour);
  roll_missing(scene.producer, scene.producer_key, hour);
  const Duration disorder = disorder_of(scene.producer, settings);
  meet_number(scene, settings, disorder);
  count_due_gaps(scene, disorder);
  if (scene.silence.is_due) {
    scene.silence.p = predict_missing(scene.producer).p_at_least(scene.producer.missing.x);
    note_lacking(scene);
  }
  if (scene.silence.is_due || scene.silence.filled_hour != no_window) {
    survey_lacking(scene);
  }
  if (scene.silence.is_due) {
    MissingHour& now = missing_hour(scene.producer, scene.producer.missing.window);
    now.lacking = std::max(now.lacking, scene.silence.lacking);
  }
  settle_hour(scene, hour);
}

}  // namespace centinela::state
