// Who handles which data subjects, and with whom they have them in common (D19). Floor 3, plain
// data, one thread.
//
// Only where the optional pack asks for it, and on the heap. A principal keeps sketches of the data
// subjects that it handled; with each first access of a day a summary of them, 80 bytes, goes to
// the data subject, which compares its latest accessors by these and never asks a principal.
#pragma once

#include "centinela/base/fixed_vector.h"
#include "centinela/event/token.h"
#include "centinela/stats/heavy_tail.h"
#include "centinela/stats/min_hash.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace centinela::state {

// What somebody handled, as of a first access of a day.
struct Accessor {
  PrincipalToken principal;
  std::int32_t day = 0;  // local
  float handled = 0;     // about how many data subjects
  stats::MinHashBytes signature;

  template <class Archive>
  void describe(Archive& archive) {
    archive(principal, day, handled, signature);
  }
};

// How alike the work of a data subject's accessors is: mean cosines of what they handle.
struct Likeness {
  std::int64_t others = 0;  // 0 = too little is known to say
  double among = 0;         // of the others with each other
  double with = 0;          // and with the one who comes

  // SNAD (Chen, Nyemba, Zhang, Malin 2012) takes the mean over all pairs without the one who comes
  // less the mean with it, which is 2/(others + 1) of this: there the few, who say least, would
  // weigh most.
  [[nodiscard]] double difference() const noexcept { return among - with; }
};

struct AccessorTrack {
  static constexpr std::size_t accessors_max = 12;
  static constexpr std::int64_t days_kept = 90;
  static constexpr double handled_min = 30;  // data subjects, lest a likeness be chance
  static constexpr std::size_t others_min = 5;

  // By last access, the newest last, each once; what is full forgets the oldest.
  void note(const Accessor& accessor);
  // Against the others of the last 90 days who handle enough.
  [[nodiscard]] Likeness likeness(const Accessor& coming) const noexcept;

  std::vector<Accessor> latest;

  template <class Archive>
  void describe(Archive& archive) {
    archive(latest);
  }
};

// One data subject that an event opens for the first time in a day.
struct Handled {
  DataSubjectToken data_subject;
  Likeness likeness;
};

// Of people only.
struct HandledTrack {
  stats::FadingMinHash data_subjects;
  stats::LogQuantiles usual;  // differences of earlier accesses, by log_scaled()
  std::int64_t faded_day = INT64_MIN;
  // Of the event at hand, judged before they are learnt; not saved.
  static constexpr std::size_t one_case = 4;  // who opens more does a job, and handles nobody
  FixedVector<Handled, one_case> now;

  [[nodiscard]] Accessor summary(PrincipalToken principal, std::int64_t day) const noexcept;
  // Half-life 90 days.
  void learn_difference(double difference, std::int64_t day, double weight) noexcept;

  // [-1, 1] over all bins of LogQuantiles: one is 0.014 of a cosine.
  [[nodiscard]] static double log_scaled(double difference) noexcept;
  [[nodiscard]] static double difference_of(double scaled) noexcept;

  template <class Archive>
  void describe(Archive& archive) {
    archive(data_subjects, usual, faded_day);
  }
};

}  // namespace centinela::state
