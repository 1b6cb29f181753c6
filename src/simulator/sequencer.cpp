#include "simulator/sequencer.h"

#include "centinela/base/check.h"

#include <algorithm>

namespace centinela::simulator {
namespace {

constexpr double late_share = 0.005;
constexpr double duplicate_share = 0.001;
// A producer is restarted for maintenance one day in sixteen.
constexpr std::uint64_t boot_salt = 0x61;
constexpr double boot_chance = 1.0 / 16;

}  // namespace

Sequencer::Sequencer(Workbench& bench, std::uint64_t seed)
    : bench_(&bench),
      rng_(hash_combine(seed, 0x5E)),
      streams_(bench.world().producers.size()),
      serial_(mix64(seed)) {}

void Sequencer::add(Handle handle) {
  const EventTime time = bench_->at(handle).time;
  CENTINELA_CHECK(time >= settled_);
  waiting_.push({time.milliseconds(), order_++, handle});
}

void Sequencer::settle(EventTime time) {
  settled_ = time;
  while (!waiting_.empty() && waiting_.top().time < time.milliseconds()) {
    const Handle handle = waiting_.top().handle;
    waiting_.pop();
    deliver(handle);
  }
}

bool Sequencer::pop(Handle& handle) {
  if (outbox_.empty() || outbox_.top().time >= settled_.milliseconds()) {
    return false;
  }
  handle = outbox_.top().handle;
  outbox_.pop();
  return true;
}

void Sequencer::number(Happening& happening) {
  Stream& stream = streams_[happening.producer];
  const World& world = bench_->world();
  // Restarts happen at half past two UTC.
  const std::int64_t day = utc_day(happening.time - Duration{9'000'000});
  if (stream.boot_day == INT64_MIN) {
    stream.boot_day = day;
    stream.sequence = world.draw(boot_salt, happening.producer) % 90'000;
  }
  for (; stream.boot_day < day; ++stream.boot_day) {
    const auto today = static_cast<std::uint64_t>(stream.boot_day + 1);
    if (world.chance(hash_combine(boot_salt, today), happening.producer) < boot_chance) {
      ++stream.boot;
      stream.sequence = 0;
    }
  }
  happening.boot = stream.boot;
  happening.sequence = stream.sequence++;
}

Duration Sequencer::latency(const Happening& happening) {
  const double u = rng_.uniform();
  const auto usual = static_cast<std::int64_t>(40 + 260 * rng_.exponential());
  if (u < late_share) {
    // One minute to six hours, most of them short.
    const double minutes = 1 + 359 * rng_.uniform() * rng_.uniform() * rng_.uniform();
    return Duration{usual + static_cast<std::int64_t>(minutes * 60'000)};
  }
  if (!happening.is_context && bench_->world().producers[happening.producer].is_hourly) {
    const std::int64_t hour = one_hour.count();
    return Duration{hour - happening.time.milliseconds() % hour + usual};
  }
  return Duration{std::min<std::int64_t>(usual, 5'000)};
}

void Sequencer::deliver(Handle handle) {
  Happening& happening = bench_->at(handle);
  happening.serial = ++serial_;
  if (!happening.is_context) {
    number(happening);
    Stream& stream = streams_[happening.producer];
    if (happening.is_suppressed) {
      stream.gap_plot = happening.plot;
      bench_->recycle(handle);
      return;
    }
    if (stream.gap_plot != no_plot) {
      // What betrays a gap is the event after it.
      happening.plot = happening.plot == no_plot ? stream.gap_plot : happening.plot;
      stream.gap_plot = no_plot;
    }
  }
  happening.received = happening.time + latency(happening) + happening.delay;
  push_outbox(handle);
  if (rng_.uniform() < duplicate_share) {
    const Handle twin = bench_->copy(handle);
    Happening& again = bench_->at(twin);
    again.received =
        again.received + Duration{1'000 + static_cast<std::int64_t>(60'000 * rng_.uniform())};
    push_outbox(twin);
  }
}

void Sequencer::push_outbox(Handle handle) {
  outbox_.push({bench_->at(handle).received.milliseconds(), order_++, handle});
}

}  // namespace centinela::simulator
