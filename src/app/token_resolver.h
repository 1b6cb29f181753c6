// TokenResolver: which identifiers of a record stand behind the tokens that are asked for.
// Floor 10, one thread. Holds names: what it found goes to the person who asked, nowhere else.
#pragma once

#include "centinela/event/raw_event.h"
#include "centinela/privacy/pseudonymiser.h"

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace centinela::app {

// Every printed token in a text, such as an alert: "p-7f3c91d20b44e8a1".
[[nodiscard]] std::set<std::string> find_tokens(std::string_view text);

class TokenResolver {
 public:
  // `pseudonymiser` must outlive it.
  TokenResolver(const privacy::Pseudonymiser& pseudonymiser, std::set<std::string> wanted);

  void look_at(const RawEvent& raw);
  void look_at(const RawContext& raw);
  void look_at(const RawControl& raw);

  // Token → identifier; a resource is told as its template, which is what its token stands for.
  [[nodiscard]] const std::map<std::string, std::string>& found() const noexcept { return found_; }
  [[nodiscard]] std::set<std::string> missing() const;

 private:
  template <TokenKind K>
  void look_at(std::string_view text);
  template <TokenKind K>
  void look_at_all(std::span<const std::string_view> texts);
  void look_at_words(const RawEvent& raw);
  void look_at_resource(std::string_view name);
  void keep(std::string token, std::string_view text);

  const privacy::Pseudonymiser& pseudonymiser_;
  std::set<std::string> wanted_;
  std::map<std::string, std::string> found_;
};

}  // namespace centinela::app
