#include "cli/usage_error.h"

#include "config/did_you_mean.h"
#include "config/quote.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <vector>

namespace centinela::cli {
namespace {

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

// A command or option of `app` near the first word that nobody expected.
std::string suggestion(const CLI::App& app) {
  const std::vector<std::string> unexpected = app.remaining(true);
  if (unexpected.empty()) {
    return "";
  }
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    names.push_back(option->get_name());
  }
  for (const CLI::App* command : commands_of(app)) {
    names.push_back(command->get_name());
  }
  const std::vector<std::string_view> candidates(names.begin(), names.end());
  const std::string word = unexpected.front().substr(0, unexpected.front().find('='));
  const std::string_view meant = config::did_you_mean(word, candidates);
  return meant.empty() ? "" : fmt::format(" Did you mean {}?", meant);
}

// "a, b or c".
std::string listed(const std::vector<std::string>& names, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) {
      text += i + 1 == names.size() ? fmt::format(" {} ", last) : ", ";
    }
    text += names[i];
  }
  return text;
}

std::string expected_command(const CLI::App& app) {
  const bool is_program = app.get_parent() == nullptr;
  std::vector<std::string> names;
  for (const CLI::App* command : commands_of(app)) {
    names.push_back(command->get_name());
  }
  const std::vector<std::string> unexpected = app.remaining(true);
  return fmt::format("expected {}, found {}.",
                     is_program ? "a command" : listed(names, "or"),
                     unexpected.empty() ? "nothing"
                     : is_program       ? config::quote_for_error(
                                        unexpected.front().substr(0, unexpected.front().find('=')))
                                  : "another word");
}

std::string unexpected_word(const CLI::App& app) {
  const std::string word = app.remaining(true).front();
  return word.starts_with("--")
             ? fmt::format("this command has no option {}.",
                           config::quote_for_error(word.substr(0, word.find('='))))
             : "this command takes options only, found a word that belongs to none.";
}

std::string missing_options(const CLI::App& app) {
  std::vector<std::string> missing;
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_required() && option->count() == 0) {
      missing.push_back(fmt::format("{} {}", option->get_name(), option->get_type_name()));
    }
  }
  return fmt::format("{} {} missing.", listed(missing, "and"), missing.size() == 1 ? "is" : "are");
}

// CLI11 tells by its words alone which option it is about.
const CLI::Option* option_in(const CLI::App& app, const std::string& words) {
  for (const CLI::Option* option : app.get_options()) {
    const std::size_t at = words.find(option->get_name());
    const std::size_t end = at + option->get_name().size();
    if (at != std::string::npos &&
        (end == words.size() || words[end] == ':' || words[end] == ' ')) {
      return option;
    }
  }
  return nullptr;
}

std::string bad_value(const CLI::App& app, const CLI::ParseError& error) {
  const std::string words = error.what();
  const CLI::Option* const option = option_in(app, words);
  if (option == nullptr) {
    return words + ".";
  }
  const bool is_ours = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ValidationError);
  if (is_ours) {
    return words + ".";  // of a check in arguments.cpp
  }
  const bool is_missing =
      error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ArgumentMismatch);
  return fmt::format("{}: expected {}{}.",
                     option->get_name(),
                     option->get_type_name(),
                     is_missing ? ", found nothing" : "");
}

}  // namespace

std::string usage_complaint(const CLI::App& app, const CLI::ParseError& error) {
  const bool has_commands = !commands_of(app).empty();
  const bool has_unexpected = !app.remaining(true).empty();
  if (has_commands) {
    return expected_command(app) + suggestion(app);
  }
  if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::RequiredError)) {
    // What stands there in place of the option explains more than that it is missing.
    return has_unexpected ? unexpected_word(app) + suggestion(app) : missing_options(app);
  }
  return has_unexpected && error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError)
             ? unexpected_word(app) + suggestion(app)
             : bad_value(app, error);
}

}  // namespace centinela::cli
