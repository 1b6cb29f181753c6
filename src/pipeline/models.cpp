#include "centinela/pipeline/models.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace centinela::pipeline {
namespace {

constexpr std::array<double, 17> shares = {0.9,
                                           0.7,
                                           0.5,
                                           0.3,
                                           0.2,
                                           0.1,
                                           0.05,
                                           0.03,
                                           0.02,
                                           0.01,
                                           0.005,
                                           0.002,
                                           1e-3,
                                           5e-4,
                                           2e-4,
                                           1e-4,
                                           5e-5};
constexpr std::size_t rows_max = 256;

Result<double> parse_number(std::string_view text, std::size_t line) {
  double value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size() ||
      !std::isfinite(value)) {
    return Error{Errc::bad_data,
                 fmt::format("calibration, line {}: expected a finite number", line)};
  }
  return value;
}

}  // namespace

void ScoreTable::index_logs() {
  log_p.resize(p.size());
  std::transform(p.begin(), p.end(), log_p.begin(), [](double share) { return std::log(share); });
}

double ScoreTable::p_value(double at) const noexcept {
  if (score.empty() || at <= score.front()) {
    return 1;
  }
  const auto above = std::upper_bound(score.begin(), score.end(), at);
  if (above == score.end()) {
    return p.back();
  }
  const auto i = static_cast<std::size_t>(above - score.begin());
  const double width = score[i] - score[i - 1];
  const double t = width > 0 ? (at - score[i - 1]) / width : 1;
  const bool is_indexed = log_p.size() == p.size();
  const double before = is_indexed ? log_p[i - 1] : std::log(p[i - 1]);
  const double behind = is_indexed ? log_p[i] : std::log(p[i]);
  return std::exp((1 - t) * before + t * behind);
}

double ScoreTable::usual_high() const noexcept {
  const auto at = std::find_if(p.begin(), p.end(), [](double share) { return share <= 0.05; });
  return at == p.end() ? 0 : score[static_cast<std::size_t>(at - p.begin())];
}

std::string Models::encode_scores(const ScoreTable& table) {
  std::string text = "p\tanomaly_score\n";
  for (std::size_t i = 0; i < table.p.size(); ++i) {
    text += fmt::format("{}\t{}\n", table.p[i], table.score[i]);
  }
  return text;
}

Result<ScoreTable> Models::decode_scores(std::string_view text) {
  ScoreTable table;
  std::size_t line = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view row = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (++line == 1 || row.empty()) {
      continue;
    }
    const std::size_t tab = row.find('\t');
    if (tab == std::string_view::npos || table.p.size() == rows_max) {
      return Error{
          Errc::bad_data,
          fmt::format(
              "calibration, line {}: expected \"p<tab>score\", at most {} rows", line, rows_max)};
    }
    CENTINELA_TRY(const double p, parse_number(row.substr(0, tab), line));
    CENTINELA_TRY(const double score, parse_number(row.substr(tab + 1), line));
    const bool is_ordered = table.p.empty() || (p < table.p.back() && score >= table.score.back());
    if (p <= 0 || p > 1 || !is_ordered) {
      return Error{Errc::bad_data,
                   fmt::format("calibration, line {}: expected p falling and score rising", line)};
    }
    table.p.push_back(p);
    table.score.push_back(score);
  }
  table.index_logs();
  return table;
}

ScoreTable tabulate_scores(std::vector<double> scores) {
  CENTINELA_CHECK(scores.size() >= 100);
  std::sort(scores.begin(), scores.end());
  ScoreTable table;
  const auto n = static_cast<double>(scores.size());
  for (const double share : shares) {
    if (share * n < 10) {
      break;  // fewer than ten scores say nothing of a share
    }
    const auto rank = static_cast<std::size_t>(std::floor((1 - share) * n));
    table.p.push_back(share);
    table.score.push_back(scores[std::min(rank, scores.size() - 1)]);
  }
  table.index_logs();
  return table;
}

}  // namespace centinela::pipeline
