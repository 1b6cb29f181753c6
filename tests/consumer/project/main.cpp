// Uses the installed core as a stranger would: public headers, the exported target, nothing else.
#include <centinela/base/sha256.h>
#include <centinela/base/time.h>
#include <centinela/event/words.h>

#include <cstdio>

int main() {
  const auto time = centinela::parse_rfc3339("2026-11-21T19:49:26.389Z");
  const bool is_time = time && centinela::format_rfc3339(*time) == "2026-11-21T19:49:26.389Z";
  const bool is_digest = centinela::to_hex(centinela::sha256("abc"), 4) == "ba7816bf";
  const bool is_word = centinela::from_word<centinela::Action>("read") == centinela::Action::read;
  std::puts(is_time && is_digest && is_word ? "the installed core works" : "it does not");
  return is_time && is_digest && is_word ? 0 : 1;
}
