// What the rarer questions remember of one principal, each on the heap only once it is met:
// changes, page sweeps, searches, refusals, credentials, service habits, cadence, risk. Floor 3,
// plain data.
//
// All bounded; together below 3 KiB. Dropped when the principal has not used them for 90 days.
#pragma once

#include "centinela/base/fixed_vector.h"
#include "centinela/base/time.h"
#include "centinela/event/token.h"
#include "centinela/state/volume_track.h"
#include "centinela/stats/heavy_tail.h"

#include <array>
#include <cstdint>

namespace centinela::state {

// Changed records a day, and of those the weighty ones (payout, consent, second factor).
struct ChangeTrack {
  VolumeTrack all;
  VolumeTrack weighty;
  std::int64_t unbacked = 0;  // of today's weighty ones, without ticket, conversation or change
  EventTime first_today;

  template <class Archive>
  void describe(Archive& archive) {
    archive(all, weighty, unbacked, first_today);
  }
};

// Page after page over one filter.
struct Sweep {
  std::uint64_t filter = 0;
  EventTime start;
  EventTime last;
  std::int64_t page = -1;   // the latest
  std::int64_t turned = 0;  // pages turned forward in a row
  double records = 0;
  std::int64_t days = 0;  // on which it went on
  std::int64_t day = no_window;

  template <class Archive>
  void describe(Archive& archive) {
    archive(filter, start, last, page, turned, records, days, day);
  }
};

struct SearchTrack {
  EventTime last_by_name;
  std::int64_t day = no_window;
  double searches = 0;  // by name or wildcard, today
  double without_hit = 0;
  double opened = 0;  // after one, without work that leads there

  template <class Archive>
  void describe(Archive& archive) {
    archive(last_by_name, day, searches, without_hit, opened);
  }
};

// Refusals on one resource class within the past hour, and by which way it was tried.
struct Denial {
  std::uint64_t record_class = 0;
  std::uint64_t way = 0;  // role, application, client and tool
  std::int64_t count = 0;
  EventTime first;
  EventTime last;

  template <class Archive>
  void describe(Archive& archive) {
    archive(record_class, way, count, first, last);
  }
};

// Where the credential was used last, in turns: a change of place opens an entry.
struct CredentialUse {
  std::uint64_t place = 0;  // device, else network
  std::uint64_t session = 0;
  EventTime time;

  template <class Archive>
  void describe(Archive& archive) {
    archive(place, session, time);
  }
};

struct CredentialTrack {
  FixedVector<CredentialUse, 12> uses;
  std::int64_t day = no_window;
  std::int64_t alternations = 0;  // today's longest run of A, B, A, B within the quarter of an hour
  double days = 0;                // closed active days
  double alternating_days = 0;    // of those, with at least one alternation

  template <class Archive>
  void describe(Archive& archive) {
    archive(uses, day, alternations, days, alternating_days);
  }
};

// The ways in which a service account is used: pairs of application and device.
struct UsedWay {
  std::uint64_t way = 0;
  std::int64_t day = no_window;
  float days = 0;

  template <class Archive>
  void describe(Archive& archive) {
    archive(way, day, days);
  }
};

struct ServiceTrack {
  FixedVector<UsedWay, 8> ways;
  std::int64_t day = no_window;
  double days = 0;         // closed active days
  double days_before = 0;  // on which today's unusual way was used
  double look_ups = 0;     // today, single records by hand in an unusual way
  double in_office_hours = 0;
  double past_office = 0;  // decayed accesses of closed days, and of those in office hours
  double past_total = 0;
  double office_today = 0;
  double total_today = 0;
  std::uint64_t unusual_way = 0;

  template <class Archive>
  void describe(Archive& archive) {
    archive(ways, day, days, days_before, look_ups, in_office_hours, past_office, past_total);
    archive(office_today, total_today, unusual_way);
  }
};

// Pauses between a person's accesses; only where the optional pack is switched on.
struct CadenceTrack {
  static constexpr std::size_t gaps_max = 60;
  FixedVector<float, gaps_max> gaps;  // seconds, the latest at `next`
  std::uint16_t next = 0;
  EventTime last;
  EventTime busy_since;  // no pause above two minutes since then
  stats::LogQuantiles usual;

  void add(float gap) noexcept {
    if (!gaps.full()) {
      gaps.push_back(gap);
      return;
    }
    gaps[next] = gap;
    next = static_cast<std::uint16_t>((next + 1) % gaps_max);
  }

  template <class Archive>
  void describe(Archive& archive) {
    archive(gaps, next, last, busy_since, usual);
  }
};

// Weak signals that fade with half-lives of 3 and 30 days: no cliff, nothing rounds to zero.
struct RiskTrack {
  static constexpr std::size_t families = 12;
  std::array<float, families> quick{};
  std::array<float, families> lasting{};
  EventTime time;
  FixedVector<std::uint64_t, 16> counted;  // opportunities, the latest last
  double signals = 0;                      // faded with 30 days
  std::int64_t told_day = no_window;

  template <class Archive>
  void describe(Archive& archive) {
    archive(quick, lasting, time, counted, signals, told_day);
  }
};

}  // namespace centinela::state
