// Property: what is written as native JSON comes back as it was.
#include "centinela/base/rng.h"

#include "codec/decoding.h"
#include "codec/json_writer.h"

#include <deque>

namespace centinela::codec {
namespace {

// An event and the memory of its names.
struct Generated {
  RawEvent event;
  std::deque<std::string> names;
  std::vector<std::string_view> data_subjects;
};

std::string_view name(Generated& generated, Rng& rng) {
  constexpr std::string_view pieces[] = {
      "a", "Q", "7", "-", "\"", "\\", "\n", "\x1b", "\xC3\xA9", "\xF0\x9F\x98\x80", " ", "/"};
  std::string& text = generated.names.emplace_back("n");
  for (std::uint64_t i = rng.below(10); i > 0; --i) {
    text += pieces[rng.below(std::size(pieces))];
  }
  return text;
}

template <class E>
E any_word(Rng& rng) {
  return static_cast<E>(2 + rng.below(word_count<E> - 2));
}

void fill(Generated& generated, Rng& rng) {
  RawEvent& event = generated.event;
  event.id = name(generated, rng);
  event.time = EventTime{946'684'800'000 + static_cast<std::int64_t>(rng.below(3'155'760'000'000))};
  event.received = event.time + Duration{static_cast<std::int64_t>(rng.below(100'000))};
  event.tenant = name(generated, rng);
  event.principal_id = name(generated, rng);
  event.kind = any_word<PrincipalKind>(rng);
  event.action = any_word<Action>(rng);
  event.reach = Reach::opened;
  event.outcome = any_word<Outcome>(rng);
  event.records = static_cast<std::int64_t>(rng.next() >> 1U);
  event.bytes = static_cast<std::int64_t>(rng.below(1000));
  event.conversation = name(generated, rng);
  event.assigned = rng.below(2) == 0;
  event.latitude = static_cast<double>(rng.below(180)) - 90;
  for (std::uint64_t i = rng.below(300); i > 0; --i) {
    generated.data_subjects.push_back(name(generated, rng));
  }
  event.data_subjects = generated.data_subjects;
}

std::string written(const RawEvent& event, Rng& rng) {
  JsonWriter json;
  json.begin_object().key("id").text(event.id);
  if (rng.below(2) == 0) {
    json.key("time").integer(event.time.milliseconds());
  } else {
    json.key("time").text(format_rfc3339(event.time));
  }
  json.key("extra").begin_array().begin_object().key("deep").null().end_object().end_array();
  json.key("received").integer(event.received.milliseconds()).key("tenant").text(event.tenant);
  json.key("principal").begin_object().key("id").text(event.principal_id);
  json.key("kind").text(to_word(event.kind)).end_object();
  json.key("action").text(to_word(event.action)).key("result").text("opened");
  json.key("outcome").text(to_word(event.outcome)).key("data_subjects").texts(event.data_subjects);
  json.key("records").integer(event.records).key("bytes").integer(event.bytes);
  json.key("context").begin_object().key("conversation").text(event.conversation);
  json.key("assigned").boolean(event.assigned).end_object();
  json.key("origin").begin_object().key("latitude").number(event.latitude).end_object();
  json.end_object();
  return std::move(json).finish();
}

void expect_same(const RawEvent& decoded, const RawEvent& event) {
  EXPECT_EQ(decoded.id, event.id);
  EXPECT_EQ(decoded.time, event.time);
  EXPECT_EQ(decoded.received, event.received);
  EXPECT_EQ(decoded.tenant, event.tenant);
  EXPECT_EQ(decoded.principal_id, event.principal_id);
  EXPECT_EQ(decoded.kind, event.kind);
  EXPECT_EQ(decoded.action, event.action);
  EXPECT_EQ(decoded.reach, event.reach);
  EXPECT_EQ(decoded.outcome, event.outcome);
  EXPECT_EQ(decoded.records, event.records);
  EXPECT_EQ(decoded.bytes, event.bytes);
  EXPECT_EQ(decoded.conversation, event.conversation);
  EXPECT_EQ(decoded.assigned, event.assigned);
  EXPECT_EQ(decoded.latitude, event.latitude);
  EXPECT_EQ(decoded.data_subject_total, event.data_subjects.size());
  const std::size_t kept = std::min<std::size_t>(event.data_subjects.size(), 256);
  ASSERT_EQ(decoded.data_subjects.size(), kept);
  for (std::size_t i = 0; i < kept; ++i) {
    EXPECT_EQ(decoded.data_subjects[i], event.data_subjects[i]);
  }
}

TEST(RoundTrip, gives_back_every_generated_event) {
  constexpr std::uint64_t seed = 4711;
  SCOPED_TRACE(seed);
  Rng rng(seed);
  Decoding decoding;
  for (int i = 0; i < 300 && !testing::Test::HasFailure(); ++i) {
    Generated generated;
    fill(generated, rng);
    expect_same(decoding.event(written(generated.event, rng)), generated.event);
  }
}

// Cutting a record anywhere, or changing any byte of it, may make a dead letter, never a crash.
TEST(RoundTrip, survives_every_cut_and_every_changed_byte) {
  const std::string whole = golden_event("access.json");
  Decoding decoding;
  for (std::size_t size = 0; size < whole.size() - 1; ++size) {
    const Decoded cut = decoding.decode(std::string_view(whole).substr(0, size));
    if (whole.substr(size).find_first_not_of(" \n") != std::string::npos) {
      ASSERT_EQ(cut.items.size(), 1U);
      ASSERT_TRUE(std::holds_alternative<DecodeFailure>(cut.items[0])) << size;
    }
  }
  Rng rng(99);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] = static_cast<char>(rng.below(256));
    ASSERT_EQ(decoding.decode(changed).items.size(), 1U) << at;
  }
}

}  // namespace
}  // namespace centinela::codec
