// GroupPriorEstimator: a peer group's mean, spread and scatter by moments. Floor 1, pure values.
//
// Everything is a sum over members, so estimators of several shards merge, and a member can be
// taken out again to judge it by the others. One thread.
#pragma once

#include "centinela/stats/count_model.h"

namespace centinela::stats {

inline constexpr double kappa_floor = 1;
inline constexpr double kappa_cap = 1e6;
inline constexpr double prior_mean_floor = 1e-6;
// Bounds of the squared coefficient of variation between members (1/a0): no team is so even that
// nobody may differ by a tenth, none so uneven that a newcomer may do anything.
inline constexpr double between_cv2_floor = 0.01;
inline constexpr double between_cv2_cap = 25;

// One member's closed windows as sums: count x, exposure m.
struct MemberSums {
  double windows = 0;
  double x = 0;
  double exposure = 0;
  double x_squared = 0;
  double x_exposure = 0;
  double exposure_squared = 0;

  // Windows without exposure are left out.
  void add(double count, double window_exposure) noexcept;
  void decay(double forget) noexcept;

  template <class Archive>
  void describe(Archive& archive) {
    archive(windows, x, exposure, x_squared, x_exposure, exposure_squared);
  }
};

class GroupPriorEstimator {
 public:
  // A member without exposure is left out.
  void add(const MemberSums& member) noexcept { accumulate(member, 1); }
  // Takes a member that was added out again, exactly as it was added.
  void remove(const MemberSums& member) noexcept { accumulate(member, -1); }
  void merge(const GroupPriorEstimator& other) noexcept;

  [[nodiscard]] double members() const noexcept { return members_; }

  // Bühlmann–Straub moments for the two variances, then shrunk towards the shipped default as if
  // that were `default_members` members; the default itself when nobody was added.
  [[nodiscard]] GroupPrior estimate(const GroupPrior& shipped_default,
                                    double default_members = 5) const noexcept;

  template <class Archive>
  void describe(Archive& archive) {
    archive(members_, x_, exposure_, exposure_squared_, x2_by_exposure_, rates_);
    archive(scatter_by_exposure_, scatter_, scatter_known_, excess_, informed_);
  }

 private:
  void accumulate(const MemberSums& member, double sign) noexcept;
  [[nodiscard]] double inverse_kappa() const noexcept;
  [[nodiscard]] double between_variance(double inverse_kappa) const noexcept;

  double members_ = 0;
  double x_ = 0;                    // Σ X_i
  double exposure_ = 0;             // Σ M_i
  double exposure_squared_ = 0;     // Σ M_i²
  double x2_by_exposure_ = 0;       // Σ X_i²/M_i
  double rates_ = 0;                // Σ λ_i
  double scatter_by_exposure_ = 0;  // Σ λ_i² Q_i/M_i, Q_i = Σ m²
  double scatter_ = 0;              // Σ λ_i² Q_i
  double scatter_known_ = 0;        // the same over members with at least two windows
  double excess_ = 0;               // Σ (variance within − Poisson's), over the same
  double informed_ = 0;             // how many those are
};

}  // namespace centinela::stats
