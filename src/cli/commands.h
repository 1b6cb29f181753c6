// The commands: name, purpose, example, and who defines what they take. Floor 10, constant data.
//
// The table is the documentation: help, docs/commands.md and the did-you-mean come from it.
#pragma once

#include "cli/arguments.h"

#include <span>
#include <string_view>

namespace centinela::cli {

struct Command {
  std::string_view name;
  std::string_view group;
  std::string_view help;     // one line, a sentence
  std::string_view example;  // a command line that works
  void (*define)(Arguments& arguments) = nullptr;
};

// In the order of the help.
[[nodiscard]] std::span<const Command> commands() noexcept;

// One for each file <name>_cli.cpp. Each binds an options struct of src/app/<name>_command.h.
void define_run(Arguments& arguments);
void define_demo(Arguments& arguments);
void define_check(Arguments& arguments);
void define_status(Arguments& arguments);
void define_healthcheck(Arguments& arguments);
void define_print_config(Arguments& arguments);
void define_replay(Arguments& arguments);
void define_train(Arguments& arguments);
void define_forest(Arguments& arguments);
void define_series(Arguments& arguments);
void define_simulate(Arguments& arguments);
void define_evaluate(Arguments& arguments);
void define_explain(Arguments& arguments);
void define_token(Arguments& arguments);
void define_reveal(Arguments& arguments);
void define_verdict(Arguments& arguments);
void define_state(Arguments& arguments);
void define_bootstrap(Arguments& arguments);
void define_erase(Arguments& arguments);
void define_switch(Arguments& arguments);
void define_topics(Arguments& arguments);
void define_dlq(Arguments& arguments);
void define_version(Arguments& arguments);

}  // namespace centinela::cli
