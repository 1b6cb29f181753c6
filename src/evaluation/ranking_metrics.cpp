#include "evaluation/ranking_metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace centinela::evaluation {
namespace {

Result<double> count_anomalies(std::span<const double> scores,
                               std::span<const std::uint8_t> labels) {
  if (scores.size() != labels.size()) {
    return Error{
        Errc::bad_data,
        fmt::format(
            "metrics: expected one label a score, found {} and {}", labels.size(), scores.size())};
  }
  double anomalies = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] > 1 || std::isnan(scores[i])) {
      return Error{
          Errc::bad_data,
          fmt::format("metrics: row {}: expected label 0 or 1 and a score that is a number", i)};
    }
    anomalies += labels[i];
  }
  return anomalies;
}

}  // namespace

Result<RankingMetrics> ranking_metrics(std::span<const double> scores,
                                       std::span<const std::uint8_t> labels) {
  CENTINELA_TRY(const double anomalies, count_anomalies(scores, labels));
  const double normals = static_cast<double>(labels.size()) - anomalies;
  if (anomalies == 0 || normals == 0) {
    return Error{Errc::bad_data,
                 "metrics: expected anomalies and normal rows, found only one of the two"};
  }
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return scores[a] > scores[b];
  });

  RankingMetrics metrics;
  double true_positives = 0;
  double false_positives = 0;
  for (std::size_t i = 0; i < order.size();) {
    double tied_anomalies = 0;
    double tied_normals = 0;
    const double score = scores[order[i]];
    for (; i < order.size() && scores[order[i]] == score; ++i) {
      tied_anomalies += labels[order[i]];
      tied_normals += 1 - labels[order[i]];
    }
    metrics.auroc += tied_normals * (true_positives + tied_anomalies / 2);
    true_positives += tied_anomalies;
    false_positives += tied_normals;
    metrics.average_precision +=
        tied_anomalies / anomalies * true_positives / (true_positives + false_positives);
  }
  metrics.auroc /= anomalies * normals;
  return metrics;
}

}  // namespace centinela::evaluation
