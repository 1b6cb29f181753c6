#include "cli/program.h"

#include "cli/commands.h"
#include "cli/usage_error.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include <iostream>
#include <memory>

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX has no header for it

// NOLINTBEGIN(misc-no-recursion): a command has at most two levels.
namespace centinela::cli {
namespace {

constexpr std::string_view exit_codes =
    "Exit codes: 0 success; 64 usage; 65 bad data or model; 69 broker or service unavailable;\n"
    "70 internal; 74 I/O; 75 fenced, try again; 78 configuration.";

struct Parser {
  CLI::App app{"Centinela watches who touches customers' data, and says so when it looks wrong."};
  Invocation invocation;
};

std::unique_ptr<Parser> make_parser() {
  auto parser = std::make_unique<Parser>();
  CLI::App& app = parser->app;
  app.name("centinela");
  app.set_help_flag("-h,--help", "Prints this help.");
  app.footer("`centinela COMMAND --help` shows the options of a command and an example.\n" +
             std::string(exit_codes));
  app.require_subcommand(1);
  for (const Command& command : commands()) {
    CLI::App* const child =
        app.add_subcommand(std::string(command.name), std::string(command.help));
    child->group(std::string(command.group));
    child->footer("Example:\n  " + std::string(command.example));
    child->add_flag("--quiet", parser->invocation.is_quiet, "No progress on standard error.");
    Arguments arguments(*child, parser->invocation);
    command.define(arguments);
  }
  return parser;
}

// The command that was being parsed when it failed, for "… --help".
const CLI::App& innermost(const CLI::App& app) {
  const auto chosen = app.get_subcommands();
  return chosen.empty() ? app : innermost(*chosen.front());
}

std::string full_name(const CLI::App& app) {
  return app.get_parent() == nullptr ? app.get_name()
                                     : full_name(*app.get_parent()) + " " + app.get_name();
}

std::string help_of(const CLI::App& app) {
  return app.help(app.get_parent() == nullptr ? "" : full_name(*app.get_parent()));
}

std::string one_line(std::string text) {
  for (char& c : text) {
    c = c == '\n' ? ' ' : c;
  }
  return text;
}

int report_usage(const CLI::App& root, const CLI::ParseError& error, Terminal& terminal) {
  const CLI::App& app = innermost(root);
  terminal.err << fmt::format(
      "centinela: {} See {} --help\n", one_line(usage_complaint(app, error)), full_name(app));
  return exit_code(Errc::usage);
}

int report(const Error& error, Terminal& terminal) {
  terminal.err << fmt::format("centinela: {}\n", one_line(error.detail));
  return exit_code(error.code);
}

// What people type at programs that they do not know yet.
std::vector<std::string> conventional(std::span<const std::string> arguments) {
  const bool asks_version = arguments.front() == "--version";
  const bool asks_help = arguments.front() == "help";
  std::vector<std::string> words;
  if (asks_version) {
    words.emplace_back("version");
  }
  for (const std::string& word : arguments.subspan(asks_version || asks_help ? 1 : 0)) {
    words.push_back(word);
  }
  if (asks_help) {
    words.emplace_back("--help");
  }
  return words;
}

int parse_and_run(std::span<const std::string> arguments, Terminal& terminal) {
  const auto parser = make_parser();
  if (arguments.empty()) {
    terminal.err << help_of(parser->app);
    return exit_code(Errc::usage);
  }
  try {
    // CLI11 takes them from the back.
    const std::vector<std::string> words = conventional(arguments);
    parser->app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
  } catch (const CLI::CallForHelp&) {
    terminal.out << help_of(innermost(parser->app));
    return 0;
  } catch (const CLI::ParseError& error) {
    return report_usage(parser->app, error, terminal);
  }
  CENTINELA_CHECK(parser->invocation.action);
  terminal.is_err_terminal = terminal.is_err_terminal && !parser->invocation.is_quiet;
  const auto result = parser->invocation.action(terminal);
  terminal.out.flush();
  if (!result) {
    return report(result.error(), terminal);
  }
  const bool is_written = terminal.out.good();
  return is_written ? 0
                    : report({Errc::io, "standard output: cannot be written; is the disk full?"},
                             terminal);
}

std::string markdown_of(const Command& command, const CLI::App& app) {
  std::string text = fmt::format("\n## `centinela {}`\n\n{}\n\n```console\n$ {}\n```\n",
                                 command.name,
                                 command.help,
                                 command.example);
  const auto nested = app.get_subcommands([](const CLI::App*) { return true; });
  if (nested.empty()) {
    return text + fmt::format("\n```text\n{}```\n", help_of(app));
  }
  for (const CLI::App* child : nested) {
    text += fmt::format("\n```text\n{}```\n", help_of(*child));
  }
  return text;
}

}  // namespace

int run(std::span<const std::string> arguments, Terminal& terminal) {
  try {
    return parse_and_run(arguments, terminal);
  } catch (const std::exception& error) {
    return report(
        {Errc::internal, fmt::format("internal error: {}; please report it", error.what())},
        terminal);
  }
}

int run_program(int argc, const char* const* argv) {
  const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  Terminal terminal{.in = std::cin,
                    .out = std::cout,
                    .err = std::cerr,
                    .is_out_terminal = ::isatty(STDOUT_FILENO) == 1,
                    .is_err_terminal = ::isatty(STDERR_FILENO) == 1,
                    .environment = {}};
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view variable = *entry;
    const std::size_t equals = variable.find('=');
    if (equals != std::string_view::npos) {
      terminal.environment.emplace_back(variable.substr(0, equals), variable.substr(equals + 1));
    }
  }
  return run(arguments, terminal);
}

std::string commands_markdown() {
  const auto parser = make_parser();
  std::string text =
      "# Commands\n\n"
      "<!-- Generated by `centinela print-config --commands > docs/commands.md`; do not edit. "
      "-->\n\n"
      "Errors are one line on standard error. Identifiers of people come on standard input, never\n"
      "on the command line, where every user of the machine could read them.\n\n";
  text += fmt::format("{}\n", exit_codes);
  for (const Command& command : commands()) {
    text += markdown_of(command, *parser->app.get_subcommand(std::string(command.name)));
  }
  return text;
}

}  // namespace centinela::cli
// NOLINTEND(misc-no-recursion)
