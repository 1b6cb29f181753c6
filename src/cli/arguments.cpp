#include "cli/arguments.h"

#include "config/load.h"
#include "config/value_text.h"

#include <CLI/CLI.hpp>

#include <charconv>
#include <memory>
#include <system_error>

namespace centinela::cli {
namespace {

template <class Value>
void add_option(CLI::App& app,
                std::string_view flag,
                Value& value,
                std::string_view help,
                std::string_view placeholder) {
  app.add_option(std::string(flag), value, std::string(help))->type_name(std::string(placeholder));
}

void require(CLI::App& app, std::string_view flag, Need need) {
  app.get_option(std::string(flag))->required(need == Need::required);
}

// "5,20,50"; nothing when one of them is no number from 1 to `most`.
std::optional<std::vector<double>> parse_numbers(std::string_view text, double most) {
  std::vector<double> numbers;
  for (bool is_more = true; is_more;) {
    const std::size_t comma = text.find(',');
    const std::string_view word = text.substr(0, comma);
    double number = 0;
    const auto read = std::from_chars(word.data(), word.data() + word.size(), number);
    const bool is_whole = read.ec == std::errc{} && read.ptr == word.data() + word.size();
    if (!is_whole || !(number >= 1 && number <= most)) {
      return std::nullopt;
    }
    numbers.push_back(number);
    is_more = comma != std::string_view::npos;
    text.remove_prefix(is_more ? comma + 1 : text.size());
  }
  return numbers;
}

// Into a Duration or an optional one.
template <class Value>
void add_duration(CLI::App& app, std::string_view flag, Value& value, std::string_view help) {
  app.add_option_function<std::string>(
         std::string(flag),
         [&value, name = std::string(flag)](const std::string& text) {
           const auto parsed = config::parse_duration(text);
           if (!parsed) {
             throw CLI::ValidationError(name, parsed.error().detail);
           }
           value = *parsed;
         },
         std::string(help))
      ->type_name("DURATION");
}

}  // namespace

void Arguments::add(std::string_view flag, std::string& value, std::string_view help, Need need) {
  add_option(app_, flag, value, help, "TEXT");
  require(app_, flag, need);
}

void Arguments::add(std::string_view flag,
                    std::optional<std::string>& value,
                    std::string_view help) {
  add_option(app_, flag, value, help, "TEXT");
}

void Arguments::add(std::string_view flag,
                    std::filesystem::path& value,
                    std::string_view help,
                    Need need) {
  add_option(app_, flag, value, help, "PATH");
  require(app_, flag, need);
}

void Arguments::add(std::string_view flag,
                    std::optional<std::filesystem::path>& value,
                    std::string_view help) {
  add_option(app_, flag, value, help, "PATH");
}

void Arguments::add(std::string_view flag,
                    std::vector<std::filesystem::path>& values,
                    std::string_view help,
                    Need need) {
  add_option(app_, flag, values, help, "PATH");
  require(app_, flag, need);
}

void Arguments::add(std::string_view flag,
                    std::vector<std::string>& values,
                    std::string_view help) {
  // One value each time, so that what follows is not swallowed.
  app_.add_option(std::string(flag), values, std::string(help))
      ->type_name("TEXT")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
}

void Arguments::add(std::string_view flag,
                    std::vector<double>& values,
                    std::string_view help,
                    std::uint64_t most) {
  app_.add_option_function<std::string>(
          std::string(flag),
          [&values, most, name = std::string(flag)](const std::string& text) {
            auto read = parse_numbers(text, static_cast<double>(most));
            if (!read) {
              throw CLI::ValidationError(
                  name, "expected numbers from 1 to " + std::to_string(most) + " such as 5,20,50");
            }
            values = *std::move(read);
          },
          std::string(help))
      ->type_name("NUMBER,NUMBER,…");
}

namespace {

template <class Value>
void add_number(CLI::App& app, std::string_view flag, Value& value, std::string_view help) {
  // CLI11's own reading takes -1 for 2^64 - 1.
  app.add_option_function<std::string>(
         std::string(flag),
         [&value, name = std::string(flag)](const std::string& text) {
           std::uint64_t number = 0;
           const char* const end = text.data() + text.size();
           const auto read = std::from_chars(text.data(), end, number);
           if (read.ec != std::errc{} || read.ptr != end) {
             throw CLI::ValidationError(name, "expected a whole number such as 6");
           }
           value = number;
         },
         std::string(help))
      ->type_name("NUMBER");
}

}  // namespace

void Arguments::add(std::string_view flag, std::uint64_t& value, std::string_view help) {
  add_number(app_, flag, value, help);
}

void Arguments::add(std::string_view flag,
                    std::optional<std::uint64_t>& value,
                    std::string_view help) {
  add_number(app_, flag, value, help);
}

void Arguments::add(std::string_view flag, Duration& value, std::string_view help) {
  add_duration(app_, flag, value, help);
}

void Arguments::add(std::string_view flag, std::optional<Duration>& value, std::string_view help) {
  add_duration(app_, flag, value, help);
}

void Arguments::add(std::string_view flag, bool& value, std::string_view help) {
  app_.add_flag(std::string(flag), value, std::string(help));
}

void Arguments::add_config(config::LoadOptions& load, Need need) {
  app_.add_option("--config", load.file, "Configuration file; docs/config.md is its manual.")
      ->type_name("FILE")
      ->required(need == Need::required);
  add("--set", load.sets, "One setting, as section.key=value; may be repeated.");
}

Arguments Arguments::subcommand(std::string_view name,
                                std::string_view help,
                                std::string_view example) {
  CLI::App* const child = app_.add_subcommand(std::string(name), std::string(help));
  child->footer("Example:\n  " + std::string(example));
  app_.require_subcommand(1);
  return {*child, invocation_};
}

void Arguments::run(Action action) {
  app_.callback([this_invocation = &invocation_, action = std::move(action)] {
    this_invocation->action = action;
  });
}

}  // namespace centinela::cli
