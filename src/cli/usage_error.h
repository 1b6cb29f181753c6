// What is wrong with a command line, in our words: CLI11's are of several minds about full stops,
// and repeat what was typed. Floor 10, pure.
#pragma once

#include <string>

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's own
class App;
class ParseError;
}  // namespace CLI

namespace centinela::cli {

// Sentences, each with its full stop: expected, found, and the word that was perhaps meant. `app`
// is the innermost command that was being parsed. Values are never repeated: one may be an
// identifier typed there by mistake, and errors end up in logs.
[[nodiscard]] std::string usage_complaint(const CLI::App& app, const CLI::ParseError& error);

}  // namespace centinela::cli
