#include "centinela/base/hash.h"
#include "centinela/state/volume.h"

#include "observe_parts.h"

#include <algorithm>
namespace centinela::state {
namespace {

BootState& boot_of(ProducerState& producer, const Event& event, bool& is_new) {
  for (BootState& boot : producer.boots) {
    if (boot.boot == event.producer.boot) {
      return boot;
    }
  }
  is_new = true;
  BootState fresh;
  fresh.boot = event.producer.boot;
  if (producer.boots.full()) {
    const auto* const oldest = std::min_element(
        producer.boots.begin(), producer.boots.end(), [](const auto& a, const auto& b) {
          return a.last < b.last;
        });
    producer.boots.erase_at(static_cast<std::size_t>(oldest - producer.boots.begin()));
  }
  producer.boots.push_back(fresh);
  return producer.boots.back();
}

// A number that was missing came after all: its interval shrinks, splits or goes.
void fill(ProducerState& producer, BootState& boot, std::int64_t sequence) {
  for (std::size_t i = 0; i < boot.gaps.size(); ++i) {
    SequenceGap& gap = boot.gaps[i];
    if (sequence < gap.from || sequence > gap.to) {
      continue;
    }
    ++producer.late_fills;
    producer.largest_fill = std::max(producer.largest_fill, gap.size());
    if (gap.size() == 1) {
      boot.gaps.erase_at(i);
    } else if (sequence == gap.from) {
      ++gap.from;
    } else if (sequence == gap.to) {
      --gap.to;
    } else {
      SequenceGap upper = gap;
      upper.from = sequence + 1;
      gap.to = sequence - 1;
      boot.gaps.push_back(upper);  // no room: the upper part is forgotten, never reported wrongly
    }
    return;
  }
}

void follow_sequence(Scene& scene) {
  const Event& event = scene.event;
  ProducerState& producer = scene.producer;
  BootState& boot = boot_of(producer, event, scene.is_new_boot);
  ++producer.sequenced;
  boot.last = event.received;
  const std::int64_t sequence = event.producer.sequence;
  if (!boot.is_started) {
    boot.is_started = true;
    boot.highest = sequence;
    return;
  }
  if (sequence <= boot.highest) {
    fill(producer, boot, sequence);
    return;
  }
  if (sequence > boot.highest + 1) {
    if (boot.gaps.full()) {
      boot.gaps.erase_at(0);
    }
    boot.gaps.push_back({boot.highest + 1, sequence - 1, event.received, false, event.position});
  }
  boot.highest = sequence;
}

void roll_missing(ProducerState& producer, const EntityKey& key, std::int64_t hour) {
  VolumeTrack& track = producer.missing;
  if (track.window == no_window) {
    track.window = hour;
  }
  if (hour > track.window) {
    // Quiet hours count: silence of gaps is what is usual.
    const double v = unit_interval(hash_combine(key.hash(), static_cast<std::uint64_t>(hour)));
    static_cast<void>(close_window(track, missing_prior, {1.0 / 24, track.window / 168}, v));
    track.window = hour;
  }
}

// Gaps that had their time to fill, each told once.
void take_due_gaps(Scene& scene, Duration disorder) {
  roll_missing(scene.producer, scene.producer_key, window_index(scene.event.received, one_hour));
  for (BootState& boot : scene.producer.boots) {
    for (SequenceGap& gap : boot.gaps) {
      if (!gap.is_reported && scene.event.received - gap.noticed >= disorder &&
          scene.gaps.push_back(gap)) {
        gap.is_reported = true;
        scene.producer.missing.x += gap.size();
      }
    }
  }
}

}  // namespace

void observe_producer(Scene& scene, const ObserveSettings& settings) {
  const Event& event = scene.event;
  ProducerState& producer = scene.producer;
  if (!producer.is_started) {
    producer.is_started = true;
    producer.first_seen = event.received;
    producer.watermark = event.time;
  }
  scene.is_late = event.time < producer.watermark - settings.lateness;
  producer.watermark = std::max(producer.watermark, event.time);
  producer.last_received = std::max(producer.last_received, event.received);
  ++producer.events;
  if (event.has(Field::producer_sequence)) {
    follow_sequence(scene);
    take_due_gaps(scene, settings.gap_disorder);
  }
}

}  // namespace centinela::state
