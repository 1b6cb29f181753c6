// Arguments: what one command takes, bound to the fields of its options struct. Floor 10.
//
// A thin face of CLI11, which appears in arguments.cpp alone because its headers cost seconds in
// every file that includes them. Bound variables must outlive the parsing.
#pragma once

#include "centinela/base/result.h"
#include "centinela/base/time.h"

#include "cli/terminal.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's own
class App;
}  // namespace CLI

namespace centinela::config {
struct LoadOptions;
}  // namespace centinela::config

namespace centinela::cli {

enum class Need : std::uint8_t { optional, required };

// What is left to do once the command line has been understood.
using Action = std::function<Result<void>(Terminal&)>;

// Shared by all commands of one parse.
struct Invocation {
  Action action;
  bool is_quiet = false;
};

class Arguments {
 public:
  Arguments(CLI::App& app, Invocation& invocation) noexcept : app_(app), invocation_(invocation) {}

  // `flag` is "--name"; `help` is one sentence. Values that do not parse are usage errors.
  void add(std::string_view flag,
           std::string& value,
           std::string_view help,
           Need need = Need::optional);
  void add(std::string_view flag, std::optional<std::string>& value, std::string_view help);
  void add(std::string_view flag,
           std::filesystem::path& value,
           std::string_view help,
           Need need = Need::optional);
  void add(std::string_view flag,
           std::optional<std::filesystem::path>& value,
           std::string_view help);
  void add(std::string_view flag,
           std::vector<std::filesystem::path>& values,
           std::string_view help,
           Need need = Need::optional);  // several, or the flag repeated
  void add(std::string_view flag, std::vector<std::string>& values, std::string_view help);
  void add(std::string_view flag,
           std::vector<double>& values,
           std::string_view help,
           std::uint64_t most);  // a,b,c of 1 to `most`
  void add(std::string_view flag, std::uint64_t& value, std::string_view help);
  void add(std::string_view flag, std::optional<std::uint64_t>& value, std::string_view help);
  void add(std::string_view flag, Duration& value, std::string_view help);  // 90s, 5m
  void add(std::string_view flag, std::optional<Duration>& value, std::string_view help);
  void add(std::string_view flag, bool& value, std::string_view help);  // true when given

  // --config and --set; the environment is filled in when the action runs.
  void add_config(config::LoadOptions& load, Need need = Need::optional);

  // A command of the command, such as `forest fit`.
  [[nodiscard]] Arguments subcommand(std::string_view name,
                                     std::string_view help,
                                     std::string_view example);

  // What to do; runs after everything has been parsed.
  void run(Action action);

  // --quiet was given; known inside the action.
  [[nodiscard]] const bool& is_quiet() const noexcept { return invocation_.is_quiet; }

 private:
  CLI::App& app_;
  Invocation& invocation_;
};

}  // namespace centinela::cli
