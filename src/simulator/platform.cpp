#include "simulator/platform.h"

#include "simulator/behaviour.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace centinela::simulator {
namespace {

constexpr std::uint64_t relation_salt = 0x81;

std::uint8_t labels_of(const World& world, const Happening& happening) noexcept {
  std::uint8_t labels = happening.access.labels;
  if (happening.access.subjects.size() > 256) {
    return labels;
  }
  for (const Customer customer : happening.access.subjects) {
    if (world.is_vip(happening.tenant, customer)) {
      labels |= label::vip;
    }
    if (world.is_canary(happening.tenant, customer)) {
      labels |= label::canary;
    }
    const double relation =
        world.chance(hash_combine(relation_salt, happening.principal), customer);
    if (world.principals[happening.principal].kind == Kind::human && relation < 0.003) {
      labels |=
          relation < 0.001 ? label::household : (relation < 0.0027 ? label::coworker : label::self);
    }
  }
  return labels;
}

// Refused, not found and failed accesses are part of every day.
void refuse_some(Rng& rng, Access& access) {
  const double u = rng.uniform();
  if (access.outcome != Outcome::ok || access.action == Action::heartbeat ||
      access.action == Action::login) {
    return;
  }
  if (u < 0.007) {
    access.outcome = Outcome::denied;
  } else if (u < 0.011) {
    access.outcome = Outcome::not_found;
  } else if (u < 0.012) {
    access.outcome = Outcome::error;
  }
}

std::uint64_t bytes_of(Rng& rng, const Access& access) {
  const auto fields = static_cast<double>(__builtin_popcountll(access.fields));
  const double each = 60 + 34 * fields * (0.8 + 0.4 * rng.uniform());
  return static_cast<std::uint64_t>(each * static_cast<double>(access.records));
}

void forget_context(AccessContext& context) {
  context.ticket = 0;
  context.ticket_subject = 0;
  context.assigned = false;
  context.callback = false;
  context.handover_from = nobody;
  context.conversation = 0;
  context.acting_for = 0;
  context.linked.clear();
}

}  // namespace

Platform::Platform(const Profile& profile, std::uint64_t seed)
    : world_(build_world(profile, seed)),
      plots_(schedule(world_)),
      bench_(world_),
      sequencer_(bench_, seed),
      writer_(world_),
      slot_(profile.start),
      moods_(world_.principals.size()),
      altered_(world_.principals.size()) {}

bool Platform::next(Record& record) {
  if (has_shown_) {
    bench_.recycle(shown_);
    has_shown_ = false;
  }
  while (!sequencer_.pop(shown_)) {
    if (!advance()) {
      return false;
    }
  }
  has_shown_ = true;
  const Happening& happening = bench_.at(shown_);
  key_ = writer_.routing_key(happening);
  event_id_ = RecordWriter::identifier(happening);
  std::string_view incident;
  if (happening.plot != no_plot && !happening.is_context) {
    Plot& plot = plots_[happening.plot];
    ++plot.events;
    incident = plot.story->is_attack ? std::string_view(plot.id) : std::string_view();
  }
  record = {.time = happening.time,
            .received = happening.received,
            .is_access = !happening.is_context,
            .json = writer_.write(happening),
            .key = key_,
            .event_id = event_id_,
            .incident = incident};
  return true;
}

bool Platform::advance() {
  const EventTime end = world_.profile.end();
  if (slot_ < end) {
    plan_slot();
    slot_ = slot_ + slot_length;
    sequencer_.settle(slot_ - planning_lead);
    return true;
  }
  if (sequencer_.is_empty()) {
    return false;
  }
  sequencer_.settle(EventTime{INT64_MAX / 2});
  return true;
}

void Platform::plan_slot() {
  bench_.begin(slot_);
  gather_plots();
  work();
  tell_of_leavers();
  alter();
  play_plots();
  surround_planted();
  for (const Workbench::Handle handle : bench_.fresh()) {
    finish(handle);
  }
}

void Platform::gather_plots() {
  for (const PrincipalIndex who : touched_) {
    moods_[who] = Mood{};
    altered_[who].clear();
  }
  touched_.clear();
  active_.clear();
  for (const Plot& plot : plots_) {
    if (plot.start >= slot_ + slot_length || plot.end <= slot_) {
      continue;
    }
    active_.push_back(plot.index);
    if (plot.story->alter == nullptr && plot.story->sway == nullptr) {
      continue;
    }
    for (const PrincipalIndex who : plot.cast) {
      touched_.push_back(who);
      if (plot.story->sway != nullptr) {
        plot.story->sway(plot, slot_, moods_[who]);
      }
      if (plot.story->alter != nullptr) {
        altered_[who].push_back(plot.index);
      }
    }
  }
}

void Platform::work() {
  for (PrincipalIndex who = 0; who < world_.principals.size(); ++who) {
    if (world_.principals[who].alias_of == nobody) {
      bench_.seat(who);
      behaviour_of(world_.principals[who].role)(bench_, who, moods_[who]);
    }
  }
}

void Platform::alter() {
  for (const Workbench::Handle handle : bench_.fresh()) {
    Happening& happening = bench_.at(handle);
    if (happening.principal == nobody) {
      continue;
    }
    for (const PlotIndex index : altered_[happening.principal]) {
      Plot& plot = plots_[index];
      if (happening.time >= plot.start && happening.time < plot.end) {
        plot.story->alter(world_, plot, happening);
      }
    }
  }
}

// An attacker sits in the office that has moved, and writes by the producer that is late: were it
// otherwise, the change itself would tell the attack from the work.
void Platform::surround_planted() {
  for (const Workbench::Handle handle : bench_.fresh()) {
    Happening& happening = bench_.at(handle);
    if (happening.plot == no_plot || happening.principal == nobody) {
      continue;
    }
    for (const PlotIndex index : altered_[happening.principal]) {
      Plot& plot = plots_[index];
      const bool is_within = happening.time >= plot.start && happening.time < plot.end;
      if (is_within && plot.story->surrounds) {
        plot.story->alter(world_, plot, happening);
      }
    }
  }
}

void Platform::play_plots() {
  for (const PlotIndex index : active_) {
    Plot& plot = plots_[index];
    if (plot.story->act == nullptr) {
      continue;
    }
    bench_.seat(hash_combine(0x91, index));
    bench_.stage(plot.index);
    plot.story->act(bench_, plot);
    bench_.stage(no_plot);
  }
}

// Personnel announces on the first morning of the notice period when somebody leaves.
void Platform::tell_of_leavers() {
  if (slot_.milliseconds() % one_day.count() != 7 * one_hour.count()) {
    return;
  }
  const std::int64_t today = utc_day(slot_);
  const bool is_first_day = today == utc_day(world_.profile.start);
  for (PrincipalIndex who = 0; who < world_.principals.size(); ++who) {
    const Principal& person = world_.principals[who];
    const bool is_due = person.notice == today || (is_first_day && person.notice < today);
    if (person.until != 0 && is_due) {
      Happening& record = bench_.context(person.tenant, ContextKind::employment, slot_);
      record.principal = who;
      record.explanation.day = person.until;
    }
  }
}

void Platform::finish(Workbench::Handle handle) {
  Happening& happening = bench_.at(handle);
  const Temper& temper = world_.profile.temper;
  Rng rng(world_.draw(hash_combine(0x92, happening.principal),
                      static_cast<std::uint64_t>(happening.time.milliseconds())));
  const bool forgets = rng.uniform() < temper.context_missing;
  if (happening.is_context) {
    if (forgets) {
      bench_.recycle(handle);
      return;
    }
    sequencer_.add(handle);
    return;
  }
  Access& access = happening.access;
  refuse_some(rng, access);
  if (access.outcome != Outcome::ok && access.action != Action::login) {
    access.records = 0;
    access.bytes = 0;
  } else if (access.resource != ResourceId::none) {
    access.bytes = bytes_of(rng, access);
  }
  access.labels = labels_of(world_, happening);
  if (forgets) {
    forget_context(access.context);
  }
  sequencer_.add(handle);
}

}  // namespace centinela::simulator
