#include "evaluation/svg.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace centinela::evaluation {
namespace {

constexpr double width = 720;
constexpr double label_width = 110;
constexpr double bar_width = 430;
constexpr double row_height = 22;

constexpr double chart_left = 62;
constexpr double chart_right = 560;
constexpr double chart_top = 14;
constexpr double chart_bottom = 250;
constexpr std::size_t colours = 8;

double unit(double value) noexcept {
  return std::clamp(value, 0.0, 1.0);
}

std::string open(double height, std::string_view title) {
  return fmt::format(R"(<svg role="img" aria-label="{}" viewBox="0 0 {:g} {:g}" width="{:g}">)"
                     "\n",
                     escaped(title),
                     width,
                     height,
                     width);
}

std::string text(double x, double y, std::string_view anchor, std::string_view words) {
  return fmt::format(
      R"(<text x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>)", x, y, anchor, escaped(words));
}

std::string line(std::string_view look, double x1, double y1, double x2, double y2) {
  return fmt::format(R"(<line class="{}" x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}"/>)",
                     look,
                     x1,
                     y1,
                     x2,
                     y2);
}

double chart_x(double value) noexcept {
  return chart_left + unit(value) * (chart_right - chart_left);
}
double chart_y(double value) noexcept {
  return chart_bottom - unit(value) * (chart_bottom - chart_top);
}

std::string polyline(const Line& drawn, std::string_view look) {
  std::string svg = fmt::format(R"(<polyline class="{}" points=")", look);
  for (const auto& [x, y] : drawn.points) {
    fmt::format_to(std::back_inserter(svg), "{:.1f},{:.1f} ", chart_x(x), chart_y(y));
  }
  svg += "\"/>\n";
  if (!look.starts_with("guide")) {
    for (const auto& [x, y] : drawn.points) {
      fmt::format_to(std::back_inserter(svg),
                     R"(<circle class="{}" cx="{:.1f}" cy="{:.1f}" r="2.5"/>)",
                     look,
                     chart_x(x),
                     chart_y(y));
    }
  }
  return svg + "\n";
}

std::string axes(const Chart& chart) {
  std::string svg;
  for (const Tick& tick : chart.y_axis) {
    const double y = chart_y(tick.at);
    svg += line("grid", chart_left, y, chart_right, y);
    svg += text(chart_left - 7, y + 4, "end", tick.text);
  }
  for (const Tick& tick : chart.x_axis) {
    svg += text(chart_x(tick.at), chart_bottom + 17, "middle", tick.text);
  }
  svg += line("axis", chart_left, chart_bottom, chart_right, chart_bottom);
  svg += text((chart_left + chart_right) / 2, chart_bottom + 36, "middle", chart.x_title);
  return svg + fmt::format(R"svg(<text transform="translate(13 {:.1f}) rotate(-90)" )svg"
                           R"svg(text-anchor="middle">{}</text>)svg"
                           "\n",
                           (chart_top + chart_bottom) / 2,
                           escaped(chart.y_title));
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string bars(const std::vector<Bar>& values) {
  std::string svg = open(row_height * static_cast<double>(values.size()) + 6, "bars");
  double y = 0;
  for (const Bar& bar : values) {
    const double length = bar_width * unit(bar.value);
    svg += text(label_width - 8, y + 16, "end", bar.name);
    svg +=
        fmt::format(R"(<rect class="track" x="{:g}" y="{:g}" width="{:g}" height="{:g}" rx="2"/>)"
                    R"(<rect class="bar" x="{:g}" y="{:g}" width="{:.1f}" height="{:g}" rx="2"/>)",
                    label_width,
                    y + 4,
                    bar_width,
                    row_height - 8,
                    label_width,
                    y + 4,
                    length,
                    row_height - 8);
    svg += text(label_width + bar_width + 8, y + 16, "start", bar.shown) + "\n";
    y += row_height;
  }
  return svg + "</svg>\n";
}

std::string spans(const std::vector<Span>& values, const std::vector<Tick>& axis) {
  const double height = row_height * static_cast<double>(values.size());
  std::string svg = open(height + 26, "medians and middle halves");
  for (const Tick& tick : axis) {
    const double x = label_width + bar_width * unit(tick.at);
    svg += line("grid", x, 2, x, height + 4);
    svg += text(x, height + 20, "middle", tick.text);
  }
  double y = 0;
  for (const Span& span : values) {
    const double middle = y + row_height / 2;
    svg += text(label_width - 8, y + 16, "end", span.name);
    svg += line("range",
                label_width + bar_width * unit(span.low),
                middle,
                label_width + bar_width * unit(span.high),
                middle);
    svg += fmt::format(R"(<circle class="dot" cx="{:.1f}" cy="{:.1f}" r="5"/>)",
                       label_width + bar_width * unit(span.middle),
                       middle);
    svg += text(label_width + bar_width + 14, y + 16, "start", span.shown) + "\n";
    y += row_height;
  }
  return svg + "</svg>\n";
}

std::string chart(const Chart& chart) {
  std::string svg = open(chart_bottom + 44, chart.y_title) + axes(chart);
  for (const Line& guide : chart.guides) {
    svg += polyline(guide, "guide");
  }
  double y = chart_top + 10;
  for (std::size_t i = 0; i < chart.lines.size(); ++i) {
    const std::string look = fmt::format("c{}", i % colours);
    svg += polyline(chart.lines[i], look);
    svg += line(look, chart_right + 16, y - 4, chart_right + 36, y - 4);
    svg += text(chart_right + 42, y, "start", chart.lines[i].name) + "\n";
    y += 18;
  }
  return svg + "</svg>\n";
}

std::string columns(const std::vector<Bar>& values) {
  constexpr double base = 130;
  constexpr double tallest = 105;
  const double step = (width - 20) / static_cast<double>(std::max<std::size_t>(1, values.size()));
  std::string svg = open(base + 24, "columns");
  double x = 10;
  for (const Bar& bar : values) {
    const double height = tallest * unit(bar.value);
    svg += fmt::format(
        R"(<rect class="bar" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="2"/>)",
        x + 2,
        base - height,
        step - 4,
        height);
    svg += text(x + step / 2, base - height - 4, "middle", bar.shown);
    svg += text(x + step / 2, base + 15, "middle", bar.name) + "\n";
    x += step;
  }
  return svg + line("axis", 10, base, width - 10, base) + "</svg>\n";
}

}  // namespace centinela::evaluation
