// Signal, Episode, NoticeBatch: the memory that NotifierState works on. Floor 9, plain values.
#pragma once

#include "sink/alertmanager/notice.h"

#include <optional>
#include <tuple>
#include <utility>
#include <vector>

namespace centinela::sink {

using AlertKey = std::pair<std::uint64_t, std::uint64_t>;  // AlertId, ordered

enum class PostOutcome : std::uint8_t {
  accepted,
  refused,  // 400, 413, 422: the content is at fault; the same bytes are never sent again
  failed,   // no answer or any other: tried again with back-off
};

// What one Alertmanager was told of one signal.
struct Told {
  std::uint32_t generation = 0;       // of the target when it last accepted; 0 = never
  EventTime at;                       // when it last accepted
  bool is_attempted = false;          // may have arrived, so it has to be resolved one day
  bool is_resolved = false;           // has accepted the end
  bool is_alone = false;              // was in a refused batch: goes by itself to find the culprit
  std::uint32_t refused_version = 0;  // this content was refused; 0 = none
};

// One label set of an episode: a rise of severity or route ends a signal and starts the next.
struct Signal {
  std::uint64_t serial = 0;
  Notice notice;
  std::uint32_t version = 1;  // of the content
  std::optional<EventTime> ended_at;
  std::vector<Told> told;  // [targets]
};

struct Episode {
  AlertId id;
  Route route = Route::digest;
  Severity severity = Severity::none;
  std::uint32_t revision = 0;
  std::uint64_t arrival = 0;  // order of arrival
  EventTime page_since;
  EventTime revised_at;
  bool is_folded = false;
  std::vector<Signal> signals;  // the last one is current; never empty

  [[nodiscard]] bool is_live() const { return !signals.back().ended_at.has_value(); }
};

// Who goes first: pages, then severity, then who came first.
[[nodiscard]] inline bool is_more_urgent(const Episode* a, const Episode* b) {
  return std::tuple(b->route, b->severity, a->arrival) <
         std::tuple(a->route, a->severity, b->arrival);
}

struct NoticeBatch {
  struct Part {
    AlertKey key;
    std::uint64_t serial = 0;
    std::uint32_t version = 0;
    bool is_end = false;
  };
  std::vector<Notice> notices;
  std::vector<Part> parts;  // the same order
};

[[nodiscard]] inline AlertKey key_of(const AlertId& id) noexcept {
  return {id.high, id.low};
}

}  // namespace centinela::sink
