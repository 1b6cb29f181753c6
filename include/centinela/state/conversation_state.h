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

  [[nodiscard]] bool has_scope() const noexcept { return !is_absent(acting_for); }

  template <class Archive>
  void describe(Archive& archive) {
    archive(start, last, is_started, principal, acting_for, linked, before, foreign, opened);
    archive(opened_count, special_foreign, first_foreign);
  }
};

}  // namespace centinela::state
