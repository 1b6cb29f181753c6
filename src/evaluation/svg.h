// Svg: plots drawn as text, for the page of an evaluation. Floor 9, pure; values in, markup out.
//
// Colours and fonts come from the page's style by class, so that they follow light and dark.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace centinela::evaluation {

// With the five characters that mark-up takes for its own replaced.
[[nodiscard]] std::string escaped(std::string_view text);

// A place on one axis: its value in [0, 1] of the axis, and what is written there.
struct Tick {
  double at = 0;
  std::string text;
};

struct Bar {
  std::string name;
  double value = 0;  // in [0, 1] of the axis
  std::string shown;
};
// Horizontal bars, one a line.
[[nodiscard]] std::string bars(const std::vector<Bar>& values);

// A median with the range of the middle half, on a common axis; all in [0, 1] of the axis.
struct Span {
  std::string name;
  double low = 0;
  double middle = 0;
  double high = 0;
  std::string shown;
};
[[nodiscard]] std::string spans(const std::vector<Span>& values, const std::vector<Tick>& axis);

struct Line {
  std::string name;
  std::vector<std::pair<double, double>> points;  // both in [0, 1]; outside is cut to it
};
struct Chart {
  std::vector<Tick> x_axis;
  std::vector<Tick> y_axis;
  std::string x_title;
  std::string y_title;
  std::vector<Line> lines;   // at most eight colours, then again from the first
  std::vector<Line> guides;  // what should be: dashed, not in the legend
};
[[nodiscard]] std::string chart(const Chart& chart);

// Upright columns, each with its count above it.
[[nodiscard]] std::string columns(const std::vector<Bar>& values);

}  // namespace centinela::evaluation
