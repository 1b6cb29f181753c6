// HeldLessons: what an event that was judged p < 1e-3 was not allowed to teach, so that a benign
// ruling can let it, machinery (l). Floor 3, plain data.
//
// Counts have a quarantine of their own (VolumeTrack); these are the rest: values, hours, intents,
// turns, retrievals, amounts, likeness. Only principals that were ever surprising hold any.
#pragma once

#include "centinela/base/time.h"
#include "centinela/event/token.h"

#include <cstdint>
#include <vector>

namespace centinela::state {

struct HeldLesson {
  enum class Kind : std::uint8_t {
    value,         // `which` is its attribute
    hour,          // `value` is the hour of the week
    intent_class,  // `key` the intent
    intent_step,
    delegation,  // `value` is role and class
    turn,        // `key` the habit; log mass, fields; `which`: of a special class
    retrieval,   // chunks; `which`: 1 new session, 2 foreign
    class_day,   // `key` the class; records of the day, the largest job; `which`: exports
    difference,  // of likeness
  };
  Kind kind = Kind::value;
  std::uint8_t which = 0;
  ConversationToken conversation = {};  // in which it happened
  EventTime time = {};
  std::int64_t day = 0;  // local
  std::uint64_t key = 0;
  std::uint64_t value = 0;
  double amount = 0;
  double amount_2 = 0;

  template <class Archive>
  void describe(Archive& archive) {
    archive(kind, which, conversation, time, day, key, value, amount, amount_2);
  }
};

struct HeldLessons {
  static constexpr std::size_t lessons_max = 64;  // the oldest makes room
  std::vector<HeldLesson> lessons;

  void hold(const HeldLesson& lesson) {
    if (lessons.size() >= lessons_max) {
      lessons.erase(lessons.begin());
    }
    lessons.push_back(lesson);
  }

  template <class Archive>
  void describe(Archive& archive) {
    archive(lessons);
  }
};

// What is learnt at once of an event that is quarantined; the rest is held.
inline constexpr double quarantined_weight = 0.25;
inline constexpr double held_weight = 1 - quarantined_weight;

}  // namespace centinela::state
