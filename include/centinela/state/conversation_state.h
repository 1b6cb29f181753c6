// ConversationState: whom one conversation is about, and whose data it opened. Floor 3, plain data.
#pragma once

#include "centinela/base/fixed_vector.h"
#include "centinela/base/time.h"
#include "centinela/event/position.h"
#include "centinela/event/token.h"

#include <cstdint>
#include <vector>

namespace centinela::state {

// One opened data subject, kept with where and how, so that what came before the authentication
// can be judged then.
struct OpenedSubject {
  DataSubjectToken data_subject;
  Position position;
  EventTime time;
  bool is_special = false;
  bool is_candidate = false;  // opened from a search, before anybody was authenticated

  template <class Archive>
  void describe(Archive& archive) {
    archive(data_subject, position.partition, position.offset, position.index, position.topic);
    archive(position.is_indexed, time, is_special, is_candidate);
  }
};

// The three legs of an injected instruction, in order: text from outside, data that the
// conversation has no claim to, a way out.
struct ChainTrack {
  bool is_tainted = false;
  bool is_sensitive = false;
  bool is_out = false;
  EventTime tainted;
  EventTime sensitive;
  Position tainted_at;
  Position sensitive_at;
  WordToken tainted_by;      // resource of the first leg
  WordToken sensitive_from;  // and of the second
  std::uint32_t reads = 0;   // accesses of the second leg
  std::uint64_t step = 0;    // latest step, for the rarity of the order
  std::uint64_t step_before = 0;

  template <class Archive>
  void describe(Archive& archive) {
    archive(is_tainted, is_sensitive, is_out, tainted, sensitive, tainted_by, sensitive_from);
    describe_position(archive, tainted_at);
    describe_position(archive, sensitive_at);
    archive(reads, step, step_before);
  }

 private:
  template <class Archive>
  static void describe_position(Archive& archive, Position& at) {
    archive(at.partition, at.offset, at.index, at.topic, at.is_indexed);
  }
};

struct ConversationState {
  EventTime start;
  EventTime last;
  bool is_started = false;
  PrincipalToken principal;  // the bot or AI agent that speaks
  DataSubjectToken acting_for;
  std::vector<DataSubjectToken> linked;       // sorted, at most linked_max
  FixedVector<OpenedSubject, 24> before;      // opened while the scope was unknown
  FixedVector<DataSubjectToken, 64> foreign;  // opened outside the scope
  FixedVector<DataSubjectToken, 64> opened;   // distinct, all
  std::uint32_t opened_count = 0;             // distinct, also those beyond
  bool special_foreign = false;
  EventTime first_foreign;
  ChainTrack chain;
  FixedVector<std::uint32_t, 32> met;  // low bits of class-and-action and of steps, once each

  [[nodiscard]] bool has_scope() const noexcept { return !is_absent(acting_for); }

  template <class Archive>
  void describe(Archive& archive) {
    archive(start, last, is_started, principal, acting_for, linked, before, foreign, opened);
    archive(opened_count, special_foreign, first_foreign, chain, met);
  }
};

}  // namespace centinela::state
