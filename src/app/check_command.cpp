#include "app/check_command.h"

#include "app/check_steps.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

namespace centinela::app {
namespace {

struct Paint {
  std::string_view word;
  std::string_view colour;  // ANSI
};

Paint paint_of(Finding finding) noexcept {
  switch (finding) {
    case Finding::fine:
      return {"ok     ", "\x1b[32m"};
    case Finding::warning:
      return {"warning", "\x1b[33m"};
    case Finding::failure:
      break;
  }
  return {"failure", "\x1b[31m"};
}

void print(const CheckLine& line, bool has_colour, std::ostream& out) {
  const Paint paint = paint_of(line.finding);
  out << fmt::format("{}{}{}  {:<14} {}\n",
                     has_colour ? paint.colour : "",
                     paint.word,
                     has_colour ? "\x1b[0m" : "",
                     line.subject,
                     line.text);
}

// Everything that can be said of a configuration that loads.
Result<std::vector<CheckLine>> find_all(const CheckOptions& options, const config::Loaded& loaded) {
  std::vector<CheckLine> lines;
  for (const CheckStep& step : check_steps()) {
    if (!options.is_offline || step.works_offline) {
      for (CheckLine& line : step.find(loaded)) {
        lines.push_back(std::move(line));
      }
    }
  }
  if (options.report_start) {
    const bool has_broker =
        !options.is_offline && std::none_of(lines.begin(), lines.end(), [](const CheckLine& line) {
          return line.subject == "kafka" && line.finding == Finding::failure;
        });
    const std::vector<CheckLine> found = options.report_start(loaded.config, has_broker);
    lines.insert(lines.end(), found.begin(), found.end());
  }
  if (options.input) {
    CENTINELA_CHECK(options.report_input);
    CENTINELA_TRY(std::vector<CheckLine> found,
                  options.report_input(loaded.config, *options.input));
    lines.insert(lines.end(), found.begin(), found.end());
  }
  return lines;
}

}  // namespace

Result<void> check(const CheckOptions& options, std::ostream& out) {
  CENTINELA_TRY(const config::Loaded loaded, config::load_with_origins(options.config));
  CENTINELA_TRY(const std::vector<CheckLine> lines, find_all(options, loaded));
  std::size_t failures = 0;
  Errc code = Errc::internal;
  for (const CheckLine& line : lines) {
    print(line, options.has_colour, out);
    if (line.finding == Finding::failure) {
      code = failures == 0 ? line.code : code;
      ++failures;
    }
  }
  if (failures > 0) {
    return Error{code,
                 failures == 1
                     ? "the check found 1 failure: its line above says how to mend it"
                     : fmt::format("the check found {} failures: their lines above say how to "
                                   "mend them",
                                   failures)};
  }
  return {};
}

}  // namespace centinela::app
