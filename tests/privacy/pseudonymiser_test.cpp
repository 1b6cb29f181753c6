#include "centinela/privacy/pseudonymiser.h"

#include "centinela/base/rng.h"

#include "privacy/raw_event_builder.h"
#include "privacy/test_key.h"

#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace centinela::privacy {
namespace {

const TimeZones& zones() {
  static const TimeZones made = [] {
    TimeZones table;
    table.add("America/Bogota", {{EventTime{INT64_MIN}, -5 * 3600}});
    return table;
  }();
  return made;
}

Pseudonymiser make(PseudonymiserOptions options = {}) {
  return Pseudonymiser(test_key(), std::move(options), zones());
}

// Uninitialised room behind the lists is no part of an event: compare what is in them.
void expect_same(const Event& a, const Event& b) {
  EXPECT_EQ(a.id, b.id);
  EXPECT_EQ(a.tenant, b.tenant);
  EXPECT_EQ(a.time, b.time);
  EXPECT_EQ(a.received, b.received);
  EXPECT_EQ(a.present, b.present);
  EXPECT_EQ(a.records, b.records);
  EXPECT_EQ(a.bytes, b.bytes);
  EXPECT_EQ(a.tool, b.tool);
  EXPECT_EQ(a.tool_version, b.tool_version);
  EXPECT_EQ(a.destination, b.destination);
  EXPECT_EQ(a.principal.id, b.principal.id);
  EXPECT_EQ(a.principal.role, b.principal.role);
  EXPECT_EQ(a.principal.team, b.principal.team);
  EXPECT_EQ(a.principal.site, b.principal.site);
  EXPECT_EQ(a.principal.time_zone, b.principal.time_zone);
  EXPECT_EQ(a.principal.since, b.principal.since);
  EXPECT_EQ(a.principal.kind, b.principal.kind);
  EXPECT_EQ(a.principal.on_behalf_of, b.principal.on_behalf_of);
  EXPECT_EQ(a.resource.name, b.resource.name);
  EXPECT_EQ(a.resource.record_class, b.resource.record_class);
  EXPECT_EQ(a.resource.fields, b.resource.fields);
  EXPECT_EQ(a.resource.field_total, b.resource.field_total);
  EXPECT_EQ(a.query.limit, b.query.limit);
  EXPECT_EQ(a.context.conversation, b.context.conversation);
  EXPECT_EQ(a.context.acting_for, b.context.acting_for);
  EXPECT_EQ(a.context.ticket, b.context.ticket);
  EXPECT_EQ(a.context.ticket_subject, b.context.ticket_subject);
  EXPECT_EQ(a.context.queue, b.context.queue);
  EXPECT_EQ(a.context.handover_from, b.context.handover_from);
  EXPECT_EQ(a.context.purpose, b.context.purpose);
  EXPECT_EQ(a.context.intent, b.context.intent);
  EXPECT_EQ(a.context.version, b.context.version);
  EXPECT_EQ(a.context.automation, b.context.automation);
  EXPECT_EQ(a.context.change, b.context.change);
  EXPECT_EQ(a.context.incident, b.context.incident);
  EXPECT_EQ(a.context.turn, b.context.turn);
  EXPECT_EQ(a.context.assigned, b.context.assigned);
  EXPECT_EQ(a.context.linked, b.context.linked);
  EXPECT_EQ(a.origin.ip, b.origin.ip);
  EXPECT_EQ(a.origin.device, b.origin.device);
  EXPECT_EQ(a.origin.session, b.origin.session);
  EXPECT_EQ(a.origin.client, b.origin.client);
  EXPECT_EQ(a.origin.app, b.origin.app);
  EXPECT_EQ(a.origin.city, b.origin.city);
  EXPECT_EQ(a.origin.country, b.origin.country);
  EXPECT_EQ(a.origin.asn, b.origin.asn);
  EXPECT_EQ(a.producer.name, b.producer.name);
  EXPECT_EQ(a.producer.sequence, b.producer.sequence);
  EXPECT_EQ(a.data_subject_total, b.data_subject_total);
  EXPECT_EQ(a.data_subjects, b.data_subjects);
  EXPECT_EQ(a.ordinals, b.ordinals);
}

std::unique_ptr<Event> tokenised(Pseudonymiser& pseudonymiser, const RawEvent& raw) {
  auto event = std::make_unique<Event>();
  pseudonymiser.tokenise(raw, {}, 1, *event);
  return event;
}

TEST(Pseudonymiser, turns_every_identifier_into_the_token_of_its_kind) {
  auto pseudonymiser = make();
  const auto event = tokenised(pseudonymiser, usual_event());
  EXPECT_EQ(print(event->principal.id), "p-dc8192a6cac22566");
  EXPECT_EQ(print(event->data_subjects[0]), "ds-2ef29f423d7c5a9b");
  EXPECT_EQ(print(event->resource.name), "w-a2e12d3d0db0481f");
  EXPECT_EQ(print(event->tenant), "tn-4115bf0724e1139a");
  EXPECT_EQ(event->context.acting_for, event->data_subjects[0]);
  EXPECT_EQ(event->context.ticket, pseudonymiser.token<TokenKind::ticket>("t-99"));
  EXPECT_EQ(event->origin.ip, pseudonymiser.token<TokenKind::ip>("203.0.113.7"));
  EXPECT_EQ(event->principal.time_zone, zones().find("America/Bogota"));
  EXPECT_EQ(event->resource.fields.size(), 2U);
  EXPECT_EQ(event->records, 1);
  EXPECT_EQ(event->origin.asn, 3352U);
}

TEST(Pseudonymiser, gives_one_principal_one_token_whatever_the_tenant) {
  auto pseudonymiser = make();
  RawEvent raw = usual_event();
  const auto here = tokenised(pseudonymiser, raw);
  raw.tenant = "other";
  const auto there = tokenised(pseudonymiser, raw);
  EXPECT_EQ(here->principal.id, there->principal.id);
  EXPECT_NE(here->tenant, there->tenant);
}

TEST(Pseudonymiser, tells_events_apart_by_tenant_producer_and_id) {
  auto pseudonymiser = make();
  std::set<EventIdToken> ids;
  for (const auto* tenant : {"a", "b"}) {
    for (const auto* producer : {"", "p", "q"}) {
      for (const auto* id : {"1", "2"}) {
        RawEvent raw = usual_event();
        raw.tenant = tenant;
        raw.producer_name = producer;
        raw.id = id;
        ids.insert(tokenised(pseudonymiser, raw)->id);
      }
    }
  }
  EXPECT_EQ(ids.size(), 12U);
}

TEST(Pseudonymiser, leaves_absent_what_is_absent) {
  auto pseudonymiser = make();
  const auto event = tokenised(pseudonymiser, RawEvent{});
  expect_same(*event, *std::make_unique<Event>([] {
    Event empty;
    empty.reach = Reach::opened;
    return empty;
  }()));
  EXPECT_EQ(pseudonymiser.names().size(), 0U);
}

// The caller reuses one event: nothing of the last may show through.
TEST(Pseudonymiser, sets_every_field_of_an_event_that_is_used_again) {
  auto pseudonymiser = make();
  RawEvent raw = usual_event();
  raw.on_behalf_of = usual_fields;
  raw.linked = usual_fields;
  raw.tool = "crm/search@ab12";
  raw.destination = "sftp://x";
  raw.handover_from = "u-1";
  raw.change = "ch-1";
  raw.incident = "in-1";
  raw.automation = "macro-1";
  raw.client = "oauth-1";
  Event reused;
  pseudonymiser.tokenise(raw, {}, 1, reused);
  EXPECT_EQ(reused.principal.on_behalf_of.size(), 2U);
  for (const RawEvent& next : {RawEvent{}, usual_event()}) {
    pseudonymiser.tokenise(next, {}, 2, reused);
    expect_same(reused, *tokenised(pseudonymiser, next));
  }
}

TEST(Pseudonymiser, cuts_lists_where_an_event_ends_and_keeps_the_totals) {
  std::vector<std::string> names;
  for (int i = 0; i < 400; ++i) {
    names.push_back("c-" + std::to_string(i));
  }
  const std::vector<std::string_view> views(names.begin(), names.end());
  RawEvent raw = usual_event();
  raw.data_subjects = views;
  raw.data_subject_total = 90000;
  raw.resource_fields = views;
  raw.resource_field_total = 70000;
  raw.linked = views;
  raw.on_behalf_of = views;
  auto pseudonymiser = make();
  const auto event = tokenised(pseudonymiser, raw);
  EXPECT_EQ(event->data_subjects.size(), data_subjects_max);
  EXPECT_EQ(event->ordinals.size(), data_subjects_max);
  EXPECT_EQ(event->data_subject_total, 90000U);
  EXPECT_EQ(event->resource.fields.size(), fields_max);
  EXPECT_EQ(event->resource.field_total, UINT16_MAX);
  EXPECT_EQ(event->context.linked.size(), linked_max);
  EXPECT_EQ(event->principal.on_behalf_of.size(), 4U);
}

TEST(Pseudonymiser, blinds_ordinals_alike_within_a_tenant_and_not_across) {
  auto pseudonymiser = make();
  RawEvent raw = usual_event();
  const std::uint32_t here = tokenised(pseudonymiser, raw)->ordinals[0];
  raw.tenant = "other";
  const std::uint32_t there = tokenised(pseudonymiser, raw)->ordinals[0];
  raw.tenant = "acme";
  EXPECT_EQ(tokenised(pseudonymiser, raw)->ordinals[0], here);
  EXPECT_NE(here, there);
  EXPECT_NE(here, 25603U);
}

TEST(Pseudonymiser, knows_a_resource_by_its_template) {
  auto pseudonymiser = make();
  RawEvent raw = usual_event();
  raw.resource_name = "/customers/42/notes";
  const auto event = tokenised(pseudonymiser, raw);
  EXPECT_EQ(event->resource.name, pseudonymiser.token<TokenKind::word>("/customers/{id}/notes"));
  EXPECT_EQ(event->resource.name, pseudonymiser.resource("/customers/jane/notes"));
}

TEST(Pseudonymiser, leaves_a_configured_resource_as_it_stands) {
  auto pseudonymiser = make({.vocabulary = {"archive_2019"}});
  RawEvent raw = usual_event();
  raw.resource_name = "archive_2019";
  const auto event = tokenised(pseudonymiser, raw);
  EXPECT_EQ(shown(pseudonymiser.names(), event->resource.name, 0), "archive_2019");
}

TEST(Pseudonymiser, shows_principals_only_where_the_configuration_says_so) {
  auto hidden = make();
  auto clear = make({.principals_in_clear = true});
  const auto event = tokenised(hidden, usual_event());
  static_cast<void>(tokenised(clear, usual_event()));
  EXPECT_EQ(shown(hidden.names(), event->principal.id, 1), "p-dc8192a6cac22566");
  EXPECT_EQ(shown(clear.names(), event->principal.id, 1), "u-42");
}

TEST(Pseudonymiser, shows_the_purpose_of_three_people_on_two_days_of_the_log) {
  auto pseudonymiser = make();
  RawEvent raw = usual_event();
  Event event;
  std::uint64_t sequence = 0;
  for (const auto* who : {"u-1", "u-2", "u-3", "u-1"}) {
    raw.principal_id = who;
    raw.received = raw.received + (++sequence == 4 ? one_day : Duration{0});
    EXPECT_EQ(shown(pseudonymiser.names(), event.context.purpose, sequence),
              is_absent(event.context.purpose) ? "" : print(event.context.purpose));
    pseudonymiser.tokenise(raw, {}, sequence, event);
  }
  EXPECT_EQ(shown(pseudonymiser.names(), event.context.purpose, 4), "support");
  EXPECT_EQ(shown(pseudonymiser.names(), event.context.purpose, 3), print(event.context.purpose));
  EXPECT_EQ(shown(pseudonymiser.names(), event.resource.name, 4), "crm.customers");
}

std::string state_after(const PseudonymiserOptions& options, bool restores_half_way) {
  Rng rng(9);
  auto pseudonymiser = make(options);
  Event event;
  std::vector<std::string> words;
  for (int i = 0; i < 300; ++i) {
    words.push_back("word_" + std::string(1, static_cast<char>('a' + i % 26)) + "_" +
                    std::string(static_cast<std::size_t>(1 + i / 26), 'x'));
  }
  for (std::uint64_t i = 0; i < 6000; ++i) {
    RawEvent raw = usual_event();
    raw.principal_id = words[rng.below(5)];
    raw.received = raw.received + static_cast<int>(rng.below(3)) * one_day;
    raw.purpose = words[rng.below(300)];
    raw.team = words[rng.below(20) == 0 ? rng.below(300) : 1];
    raw.resource_name = words[rng.below(40)];
    pseudonymiser.tokenise(raw, {}, i, event);
    if (restores_half_way && i == 3000) {
      ByteWriter writer;
      pseudonymiser.names().encode(writer);
      pseudonymiser = make(options);
      ByteReader reader(writer.bytes());
      EXPECT_TRUE(pseudonymiser.restore_names(reader));
    }
  }
  ByteWriter writer;
  pseudonymiser.names().encode(writer);
  return writer.bytes();
}

// The cache saves questions to the book; which ones it saves must never show in the book.
TEST(Pseudonymiser, keeps_the_same_book_with_any_cache_and_after_a_restart) {
  PseudonymiserOptions options{.cache_entries_max = 65536, .name_book_entries_max = 50};
  const std::string expected = state_after(options, false);
  EXPECT_EQ(state_after(options, true), expected);
  for (const std::size_t cache : {2UL, 16UL, 256UL}) {
    options.cache_entries_max = cache;
    EXPECT_EQ(state_after(options, false), expected) << cache;
  }
}

TEST(Pseudonymiser, tokenises_context_records_like_the_events_they_explain) {
  auto pseudonymiser = make();
  RawContext raw;
  raw.time = EventTime{1795290566389};
  raw.tenant = "acme";
  raw.kind = ContextKind::ticket;
  raw.principal = "u-42";
  raw.data_subject = "c-00025603";
  raw.conversation = "k-1061";
  raw.ticket = "t-99";
  raw.team = "BOG-AGE1";
  raw.queue = "billing";
  raw.from = "u-7";
  raw.is_closed = true;
  const ContextRecord record = pseudonymiser.tokenise(raw, {}, 1);
  const auto event = tokenised(pseudonymiser, usual_event());
  EXPECT_EQ(record.principal, event->principal.id);
  EXPECT_EQ(record.data_subject, event->data_subjects[0]);
  EXPECT_EQ(record.conversation, event->context.conversation);
  EXPECT_EQ(record.ticket, event->context.ticket);
  EXPECT_EQ(record.team, event->principal.team);
  EXPECT_EQ(record.queue, event->context.queue);
  EXPECT_EQ(record.tenant, event->tenant);
  EXPECT_EQ(record.received, raw.time);
  EXPECT_EQ(record.valid_from, raw.time);
  EXPECT_TRUE(record.is_closed);
}

TEST(Pseudonymiser, tokenises_control_records) {
  auto pseudonymiser = make();
  RawControl raw;
  raw.kind = ControlKind::erase;
  raw.alert = "000000000000000a000000000000000b";
  raw.principal = "u-42";
  raw.data_subject = "c-00025603";
  const ControlRecord record = pseudonymiser.tokenise(raw, {});
  EXPECT_EQ(print(record.principal), "p-dc8192a6cac22566");
  EXPECT_EQ(print(record.data_subject), "ds-2ef29f423d7c5a9b");
  EXPECT_EQ(record.alert_high, 10U);
  EXPECT_EQ(record.alert_low, 11U);
}

TEST(Pseudonymiser, gives_other_tokens_under_another_key) {
  Pseudonymiser other(test_key(2), {}, zones());
  EXPECT_NE(other.token<TokenKind::principal>("u-42"), make().token<TokenKind::principal>("u-42"));
  EXPECT_NE(other.key_fingerprint(), make().key_fingerprint());
}

}  // namespace
}  // namespace centinela::privacy
