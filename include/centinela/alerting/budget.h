// Budget: how rare something must be to reach people, machinery (j). Floor 7, one thread.
//
// Per tenant and route, the line is the (B·d)-th most extreme gated candidate (one per entity and
// day) of the d ≤ 28 closed days, shrunk towards a start value, and moves by at most 5 % looser or
// 10 % tighter a day in log p. It is a ceiling: no day above 2·B + 3, whatever the line says.
#pragma once

#include "centinela/alerting/settings.h"
#include "centinela/event/alert.h"
#include "centinela/state/entity_key.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace centinela::alerting {

struct DayOfCandidates {
  std::int64_t day = 0;
  std::vector<double> log_p;  // ascending, the strongest 2048

  template <class Archive>
  void describe(Archive& archive) {
    archive(day, log_p);
  }
};

struct BudgetLine {
  double log_p = 0;       // ln of the line; candidates at or below it pass
  double per_day = 5;     // B
  std::int64_t sent = 0;  // today

  // 2·B + 3.
  [[nodiscard]] bool is_spent() const noexcept {
    return static_cast<double>(sent) >= 2 * per_day + 3;
  }

  template <class Archive>
  void describe(Archive& archive) {
    archive(log_p, per_day, sent);
  }
};

// Where a line comes from.
struct LineAim {
  double log_p = 0;            // that the closed days ask for; the line follows within its limits
  std::size_t days = 0;        // closed days that it rests on, at most 28
  std::size_t candidates = 0;  // of these days
};

class Budget {
 public:
  Budget() : Budget(Settings{}) {}
  explicit Budget(const Settings& settings);

  // The log has come to that day; a new one closes the old and moves the lines.
  void advance(std::int64_t day);
  // A gated candidate; only the most extreme of an entity and day counts.
  void note_candidate(const state::EntityKey& entity, double p);

  [[nodiscard]] BudgetLine& pages() noexcept { return pages_; }
  [[nodiscard]] BudgetLine& tickets() noexcept { return tickets_; }
  [[nodiscard]] const BudgetLine& pages() const noexcept { return pages_; }
  [[nodiscard]] const BudgetLine& tickets() const noexcept { return tickets_; }
  // Candidates of today that stayed below both lines.
  [[nodiscard]] std::int64_t candidates_today() const noexcept {
    return static_cast<std::int64_t>(today_.size());
  }
  // Candidates of today below the line of a route; none while its ceiling does not bind.
  [[nodiscard]] std::optional<std::int64_t> below_line(Route route) const noexcept;
  [[nodiscard]] LineAim aim(const BudgetLine& line) const;
  [[nodiscard]] std::int64_t closed_days() const noexcept { return days_closed_; }

  template <class Archive>
  void describe(Archive& archive) {
    archive(day_, is_started_, today_, history_, days_closed_, pages_, tickets_);
  }

 private:
  struct Candidate {
    std::uint64_t entity = 0;
    double log_p = 0;

    template <class Archive>
    void describe(Archive& archive) {
      archive(entity, log_p);
    }
  };

  void close_day();
  void move(BudgetLine& line) const;

  std::int64_t day_ = 0;
  bool is_started_ = false;
  std::vector<Candidate> today_;
  std::vector<DayOfCandidates> history_;  // at most 28
  std::int64_t days_closed_ = 0;
  BudgetLine pages_;
  BudgetLine tickets_;
};

}  // namespace centinela::alerting
