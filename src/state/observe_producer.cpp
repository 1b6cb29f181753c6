#include "follow_sequence.h"
#include "observe_parts.h"

#include <algorithm>

namespace centinela::state {
namespace {

// Heartbeats come whether or not anything is recorded.
void follow_rate(Scene& scene, const std::vector<Holiday>& holidays) {
  constexpr std::uint64_t events_min = 500;
  ProducerState& producer = scene.producer;
  if (scene.event.action == Action::heartbeat || producer.events < events_min) {
    return;
  }
  if (!producer.rates) {
    producer.rates = std::make_unique<RateProfile>();
  }
  ShortHour& hour = scene.silence.short_hour;
  const bool is_short = producer.rates->follow(scene.event.time, producer.watermark, hour);
  scene.silence.is_short =
      is_short && !is_holiday(holidays, scene.event.tenant, window_start(hour.hour, one_hour));
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
  if (producer.events > 0) {
    producer.longest_quiet =
        std::max(producer.longest_quiet, event.received - producer.last_received);
  }
  producer.last_received = std::max(producer.last_received, event.received);
  ++producer.events;
  follow_rate(scene, settings.holidays);
  if (event.has(Field::producer_sequence)) {
    follow_sequence(scene, settings);
  }
}

}  // namespace centinela::state
