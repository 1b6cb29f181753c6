// SessionState: what one conversation or session asks for, one after the other. Floor 3.
//
// Runs of neighbouring identifiers and refusals (D6) and retrieved chunks (D32). The ordinals are
// blinded (event.h) and only the latest is kept. RunCensus is the same over a role: the null.
// Plain data, one thread.
#pragma once

#include "centinela/event/event.h"
#include "centinela/state/volume_track.h"
#include "centinela/stats/count_model.h"

#include <array>
#include <cstdint>

namespace centinela::state {

struct SessionState {
  EventTime start;
  bool is_started = false;
  PrincipalToken owner;
  std::uint32_t ordinal = 0;   // latest
  std::int32_t run = 0;        // identifiers in the open run; 0 = none asked for yet
  std::int32_t direction = 0;  // +1 or -1 from the second of a run on
  std::int32_t skipped = 0;    // refusals since the latest identifier, which may stand in the run
  std::int32_t longest = 0;
  std::int32_t runs = 0;  // closed ones
  std::int32_t requests = 0;
  std::int32_t misses = 0;    // not found or denied, of requests
  std::int32_t reported = 0;  // requests that the census knows of
  std::int32_t misses_reported = 0;
  double chunks = 0;  // retrieved
  std::int64_t deepest_page = 0;
  std::int32_t retrievals = 0;
  std::int32_t foreign_retrievals = 0;  // that named data subjects outside the scope

  template <class Archive>
  void describe(Archive& archive) {
    archive(start, is_started, ordinal, run, direction, skipped, longest, runs, requests, misses);
    archive(reported, misses_reported, chunks, deepest_page, retrievals, foreign_retrievals);
    archive(owner);
  }
};

// Of one role: how long runs are, and how often something is refused. Half-life 60 days.
struct RunCensus {
  static constexpr std::size_t lengths = 24;  // the last holds all longer ones
  std::array<float, lengths> runs{};          // by length
  double requests = 0;
  double misses = 0;
  std::int64_t day = no_window;

  void fade_to(std::int64_t today) noexcept;
  // P(a run has at least that length), with a shipped tail of half as many for each one longer
  // behind it as 20 runs.
  [[nodiscard]] double p_run(std::int64_t length) const noexcept;
  [[nodiscard]] double total() const noexcept;

  template <class Archive>
  void describe(Archive& archive) {
    archive(runs, requests, misses, day);
  }
};

// What one bot, agent or person retrieves in a session.
struct RetrievalHabit {
  stats::CountModel per_session;
  double sessions = 0;
  double retrievals = 0;
  double foreign = 0;

  template <class Archive>
  void describe(Archive& archive) {
    archive(per_session, sessions, retrievals, foreign);
  }
};

// Chunks per session before anything is known: some ten, scattering by as much.
inline constexpr stats::GroupPrior retrieval_prior{10, 400, 1.5};

struct SessionSight {
  SessionState* session = nullptr;
  RunCensus* census = nullptr;
  RetrievalHabit* retrieval = nullptr;  // only for an event that retrieves
  bool asks = false;                    // for one identifier
  bool is_new_to_retrieval = false;     // first retrieval of the session
  double chunks = 0;                    // of this event
};

}  // namespace centinela::state
