// What a token and a whole event cost: the budget is in docs/privacy.md.
#include "centinela/base/rng.h"
#include "centinela/privacy/pseudonymiser.h"

#include "privacy/raw_event_builder.h"
#include "privacy/test_key.h"
#include "privacy/token_mac.h"

#include <benchmark/benchmark.h>

#include <array>
#include <string>
#include <vector>

namespace centinela::privacy {
namespace {

struct Identity {
  std::string id;
  std::string principal;
  std::string data_subject;
  std::string conversation;
  std::string ticket;
  std::string ip;
  std::string session;
};

// 2000 people, each event of another customer: the case that the cache helps least.
std::vector<Identity> identities(std::size_t count) {
  Rng rng(1);
  std::vector<Identity> made(count);
  for (Identity& one : made) {
    const std::string person = std::to_string(rng.below(2000));
    one.id = "01JD8Z6V3W" + std::to_string(1000000000000000 + rng.below(1000000000000000));
    one.principal = "u-" + person;
    one.data_subject = "c-" + std::to_string(10000000 + rng.below(10000000));
    one.conversation = "k-" + std::to_string(rng.below(10000000));
    one.ticket = "t-" + std::to_string(rng.below(10000000));
    one.ip = "203.0.113." + person;
    one.session = "s-" + person;
  }
  return made;
}

// The first day admits no word; the second, with three principals, all of them.
void admit_words(Pseudonymiser& pseudonymiser) {
  RawEvent raw = usual_event();
  Event event;
  for (const std::string_view principal : {"u-1", "u-2", "u-3"}) {
    raw.principal_id = principal;
    raw.received = raw.received + one_day;
    pseudonymiser.tokenise(raw, {}, 0, event);
  }
}

// Argument: 0 on the first day of a log, 1 when the words are admitted.
void tokenise_events(benchmark::State& state) {
  const TimeZones zones;
  Pseudonymiser pseudonymiser(test_key(), {}, zones);
  if (state.range(0) == 1) {
    admit_words(pseudonymiser);
  }
  const auto people = identities(1U << 13U);
  RawEvent raw = usual_event();
  std::array<std::string_view, 1> data_subjects{};
  Event event;
  std::uint64_t sequence = 0;
  for (auto _ : state) {
    const Identity& who = people[sequence % people.size()];
    raw.id = who.id;
    raw.principal_id = who.principal;
    data_subjects[0] = who.data_subject;
    raw.data_subjects = data_subjects;
    raw.acting_for = who.data_subject;
    raw.ticket_subject = who.data_subject;
    raw.conversation = who.conversation;
    raw.ticket = who.ticket;
    raw.ip = who.ip;
    raw.session = who.session;
    pseudonymiser.tokenise(raw, {}, ++sequence, event);
    benchmark::DoNotOptimize(event);
  }
}
BENCHMARK(tokenise_events)->Arg(0)->Arg(1);

void tokenise_a_repeated_event(benchmark::State& state) {
  const TimeZones zones;
  Pseudonymiser pseudonymiser(test_key(), {}, zones);
  const RawEvent raw = usual_event();
  admit_words(pseudonymiser);
  Event event;
  std::uint64_t sequence = 0;
  for (auto _ : state) {
    pseudonymiser.tokenise(raw, {}, ++sequence, event);
    benchmark::DoNotOptimize(event);
  }
}
BENCHMARK(tokenise_a_repeated_event);

void make_a_token(benchmark::State& state) {
  const TokenKey key = test_key();
  const TokenMac mac(key.secret());
  const std::string text = "c-00025603";
  for (auto _ : state) {
    benchmark::DoNotOptimize(mac(TokenKind::data_subject, {}, text));
  }
}
BENCHMARK(make_a_token);

}  // namespace
}  // namespace centinela::privacy
