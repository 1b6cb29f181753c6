// SubjectState: who looked at one data subject, and what staff changed about them. Floor 3.
//
// The data-subject view (D17, D19, D37): 24 hours of first accesses without an explanation, how
// many with one, the steps of a takeover within 72 hours, and the latest accessors where they are
// compared. Small in place; what few need is on the heap. Plain data, one thread.
#pragma once

#include "centinela/base/fixed_vector.h"
#include "centinela/base/time.h"
#include "centinela/event/position.h"
#include "centinela/event/token.h"
#include "centinela/state/handling.h"

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace centinela::state {

inline constexpr Duration hot_window = std::chrono::hours{24};
inline constexpr Duration takeover_window = std::chrono::hours{72};

// A principal's first access of a day that nothing explained, and where it stands in the log.
struct Visit {
  PrincipalToken principal;
  WordToken team;
  EventTime time;
  Position position;

  template <class Archive>
  void describe(Archive& archive) {
    archive(principal, team, time);
    archive(position.partition, position.offset, position.index, position.topic);
    archive(position.is_indexed);
  }
};
using Visits = FixedVector<Visit, 24>;

// A first access of a day that was settled with something left unexplained: what it takes to judge
// it again when an explanation comes late.
struct JudgedAccess {
  PrincipalToken principal;
  ConversationToken conversation;
  WordToken queue;
  WordToken team;
  WordToken record_class;
  EventTime time;
  std::int64_t day = 0;  // local
  Position position;
  float unexplained = 1;  // as it counts at present

  template <class Archive>
  void describe(Archive& archive) {
    archive(principal, conversation, queue, team, record_class, time, day);
    archive(position.partition, position.offset, position.index, position.topic);
    archive(position.is_indexed, unexplained);
  }
};

// The latest of one data subject, oldest first.
struct JudgedList {
  static constexpr std::size_t accesses_max = 24;
  std::vector<JudgedAccess> accesses;

  void note(const JudgedAccess& access);

  template <class Archive>
  void describe(Archive& archive) {
    archive(accesses);
  }
};

enum class TakeoverStep : std::uint8_t { contact, credential, payout };
inline constexpr std::size_t takeover_steps = 3;

struct TakeoverTrack {
  std::array<Visit, takeover_steps> steps{};
  std::array<bool, takeover_steps> is_done{};
  bool is_explained = false;  // the first step had a reason on record

  template <class Archive>
  void describe(Archive& archive) {
    archive(steps, is_done, is_explained);
  }
};

struct SubjectState {
  float explained = 0;  // first accesses by people with an explanation, half-life 12 h
  EventTime explained_at;
  std::unique_ptr<Visits> visits;
  std::unique_ptr<TakeoverTrack> takeover;
  std::unique_ptr<AccessorTrack> accessors;
  std::unique_ptr<JudgedList> judged;

  void note_explained(EventTime time) noexcept;
  [[nodiscard]] double explained_on(EventTime time) const noexcept;
  // Forgets visits older than the window, then adds this one; a principal stands in it once.
  // False when the principal was in it already.
  bool note_visit(const Visit& visit);
  // The visit was explained after all.
  void retract(PrincipalToken principal) noexcept;

  template <class Archive>
  void describe(Archive& archive) {
    archive(explained, explained_at, visits, takeover, accessors, judged);
  }
};

// One person's unexplained accesses to one data subject; those that a producer flags as close have
// an account of their own.
struct RelatedState {
  FixedVector<EventTime, 8> accesses;
  PrincipalToken principal;
  DataSubjectToken data_subject;

  // Number within 30 days, this one included.
  std::int64_t note(EventTime time) noexcept;
  // That access was explained after all. Number that is left.
  std::int64_t take_back(EventTime time) noexcept;

  template <class Archive>
  void describe(Archive& archive) {
    archive(accesses, principal, data_subject);
  }
};

// What a tenant's people do with data subjects: the null of both detectors. Decayed, half-life 30
// days.
struct SubjectBook {
  std::int64_t day = INT64_MIN;
  double explained = 0;
  double first_visits = 0;    // unexplained, first within the window of its data subject
  double further_visits = 0;  // and those that followed, at most a few a window
  double contacts = 0;        // first steps of a takeover, by staff
  double takeovers = 0;       // and completed ones
  double related_first = 0;   // unexplained accesses to somebody close, first of a pair
  double related_further = 0;
  double repeat_first = 0;  // unexplained accesses, first of a pair within 30 days
  double repeat_further = 0;

  void fade_to(std::int64_t today) noexcept;

  template <class Archive>
  void describe(Archive& archive) {
    archive(day, explained, first_visits, further_visits, contacts, takeovers);
    archive(related_first, related_further, repeat_first, repeat_further);
  }
};

// What one unexplained visit made of the data subject's day.
struct HotSight {
  std::int64_t principals = 0;  // without explanation, this one included; 0 = nothing new
  std::int64_t teams = 0;
  double explained = 0;  // first accesses with an explanation in the same time
  double mean = 0;       // expected further principals, once there is one
  EventTime first;
  std::int64_t related = 0;  // the principal's accesses to it within 30 days, if flagged as close
  double related_mean = 0;   // expected further ones
  std::int64_t repeats = 0;  // its accesses to it within 30 days that nothing explained
  double repeat_mean = 0;    // expected further ones
};

}  // namespace centinela::state
