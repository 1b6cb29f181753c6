#include "sink/terminal_sink.h"

#include "centinela/alerting/line_words.h"
#include "centinela/base/text.h"
#include "centinela/detectors/words.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <system_error>

namespace centinela::sink {
namespace {

constexpr std::size_t columns_min = 40;
constexpr std::string_view indent = "  ";

// By severity: none, low, medium, high, critical.
constexpr std::array<std::string_view, 5> severity_colours = {
    "\x1b[2m", "\x1b[36m", "\x1b[33m", "\x1b[1;31m", "\x1b[1;37;41m"};
constexpr std::string_view dim = "\x1b[2m";
constexpr std::string_view bold = "\x1b[1m";
constexpr std::string_view reset = "\x1b[0m";

class Renderer {
 public:
  explicit Renderer(const TerminalStyle& style)
      : style_(style), columns_(std::max(style.columns, columns_min)) {}

  void head(const Alert& alert);
  // Words wrapped under the first indent, or under `hang` spaces.
  void paragraph(std::string_view text, std::size_t hang = 2);
  // "  name  words", with the words wrapped beside the name.
  void field(std::string_view name, const std::string& words);
  // Without its sentence where the summary has said it.
  void reason(const AlertReason& reason, std::string_view summary);
  [[nodiscard]] std::string finish() && { return std::move(out_) + "\n"; }

 private:
  [[nodiscard]] std::string paint(std::string_view colour, const std::string& text) const {
    return style_.colour ? fmt::format("{}{}{}", colour, text, reset) : text;
  }
  void wrap(const std::string& text, std::size_t column, std::size_t hang);

  TerminalStyle style_;
  std::size_t columns_;
  std::string out_;
};

// Code points, which is near enough to columns for what alerts say.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::string upper(std::string_view word) {
  std::string out(word);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return out;
}

std::string rarity(double p) {
  return p < 1e-4 ? "rarer than 1 in 10 000"
                  : fmt::format("1 in {}", detectors::number(std::round(1 / p)));
}

std::string counted(std::int64_t count, const std::string& noun) {
  return fmt::format("{} {}{}", detectors::whole_number(count), noun, count == 1 ? "" : "s");
}

std::string join(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

std::string print(const Position& position) {
  std::string text = fmt::format("{}:{}", position.partition.value(), position.offset.value());
  return position.is_indexed ? fmt::format("{}:{}", text, position.index) : text;
}

std::string evidence_of(const Alert& alert) {
  constexpr std::size_t shown_max = 5;
  std::vector<std::string> shown;
  for (std::size_t i = 0; i < std::min(alert.evidence.size(), shown_max); ++i) {
    shown.push_back(print(alert.evidence[i]));
  }
  const std::size_t more = alert.evidence.size() - shown.size();
  return more == 0 ? join(shown) : fmt::format("{} and {} more", join(shown), more);
}

// A space between digits is a thousands separator: "10 000" is one word.
std::size_t word_end(std::string_view text) {
  const auto is_digit = [&text](std::size_t at) {
    return at < text.size() && text[at] >= '0' && text[at] <= '9';
  };
  std::size_t end = text.find(' ');
  while (end != std::string_view::npos && end > 0 && is_digit(end - 1) && is_digit(end + 1)) {
    end = text.find(' ', end + 1);
  }
  return std::min(end, text.size());
}

void Renderer::wrap(const std::string& text, std::size_t column, std::size_t hang) {
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t end = word_end(rest);
    const std::string_view word = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const bool starts_line = column <= hang;
    if (!starts_line && column + 1 + width(word) > columns_) {
      out_ += fmt::format("\n{:{}}", "", hang);
      column = hang;
    } else if (!starts_line) {
      out_ += ' ';
      ++column;
    }
    out_ += word;
    column += width(word);
  }
  out_ += '\n';
}

void Renderer::head(const Alert& alert) {
  const auto severity = static_cast<std::size_t>(alert.severity);
  std::string state =
      alert.state == AlertState::open ? "" : fmt::format(" {}", to_string(alert.state));
  if (alert.revision > 1) {
    state += fmt::format(" (revision {})", alert.revision);
  }
  out_ += paint(severity_colours[severity], fmt::format(" {} ", upper(to_string(alert.severity))));
  out_ += fmt::format(
      " {}{}  {}  {}\n",
      paint(bold, std::string(to_string(alert.route))),
      state,
      format_rfc3339(alert.time),
      paint(dim, fmt::format("tenant {}, score {:.4g}", printable(alert.tenant), alert.score)));
}

void Renderer::paragraph(std::string_view text, std::size_t hang) {
  out_ += std::string(hang, ' ');
  wrap(printable(text), hang, hang);
}

void Renderer::field(std::string_view name, const std::string& words) {
  if (words.empty()) {
    return;
  }
  constexpr std::size_t name_columns = 14;
  out_ += indent;
  out_ += paint(dim, fmt::format("{:<{}}", name, name_columns));
  wrap(printable(words), indent.size() + name_columns, indent.size() + name_columns);
}

void Renderer::reason(const AlertReason& reason, std::string_view summary) {
  out_ += fmt::format("  {} ", paint(bold, fmt::format("{:>3.0f} %", reason.share * 100)));
  const bool is_said = summary.find(reason.sentence) != std::string_view::npos;
  // Not every sentence gives the odds.
  const std::string text = fmt::format("{}{} [{} against {} {}; calibrated: {}]",
                                       reason.detector,
                                       is_said ? "" : ": " + reason.sentence,
                                       detectors::number(reason.observed),
                                       detectors::range(reason.expected_low, reason.expected_high),
                                       reason.unit,
                                       rarity(reason.p_value));
  constexpr std::size_t hang = 8;
  wrap(printable(text), hang, hang);
}

}  // namespace

TerminalStyle detect_style(std::FILE* stream) {
  TerminalStyle style;
  const int descriptor = ::fileno(stream);
  if (::isatty(descriptor) != 1) {
    return style;
  }
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody changes the environment after start
  style.colour = std::getenv("NO_COLOR") == nullptr;
  winsize size{};
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg): ioctl has no other form
  if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    style.columns = std::min<std::size_t>(size.ws_col, 120);
  }
  return style;
}

std::string render_alert(const Alert& alert, const TerminalStyle& style) {
  Renderer renderer(style);
  renderer.head(alert);
  renderer.paragraph(alert.summary);
  for (const AlertReason& reason : alert.reasons) {
    renderer.reason(reason, alert.summary);
  }
  if (alert.peers) {
    renderer.field("peers",
                   fmt::format("{} compared, highest {}",
                               alert.peers->count,
                               detectors::number(alert.peers->highest)));
  }
  if (!alert.explanations_tried.empty()) {
    renderer.field(
        "unexplained",
        fmt::format("{}; tried: {}",
                    alert.unexplained == 0 ? "none" : fmt::format("{}", alert.unexplained),
                    join(alert.explanations_tried)));
  }
  renderer.field("nearest miss", alert.nearest_miss.value_or(""));
  if (alert.would_not_fire_below) {
    renderer.field("silent below",
                   alerting::line_words(*alert.would_not_fire_below,
                                        alert.reasons.empty() ? "" : alert.reasons.front().unit));
  }
  renderer.field("episode",
                 fmt::format("{} to {}: {}, {}, {}, {}",
                             format_rfc3339(alert.episode.start),
                             format_rfc3339(alert.episode.end),
                             counted(alert.episode.events, "event"),
                             counted(alert.episode.data_subjects, "data subject"),
                             counted(alert.episode.records, "record"),
                             counted(alert.episode.bytes, "byte")));
  renderer.field("evidence", evidence_of(alert));
  renderer.field("known as", join(alert.attack));
  renderer.field("alert", print(alert.id));
  return std::move(renderer).finish();
}

Result<void> TerminalSink::send(std::span<const Alert> alerts) {
  for (const Alert& alert : alerts) {
    const std::string text = render_alert(alert, style_);
    if (std::fwrite(text.data(), 1, text.size(), stream_) != text.size()) {
      return Error{Errc::io, "terminal: an alert could not be written"};
    }
  }
  return flush();
}

Result<void> TerminalSink::flush() {
  if (std::fflush(stream_) != 0) {
    return Error{
        Errc::io,
        fmt::format("terminal: cannot be written to: {}", std::generic_category().message(errno))};
  }
  return {};
}

}  // namespace centinela::sink
