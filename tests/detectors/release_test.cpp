// D7: releases of bots that read more than those before them.
#include "office.h"

#include <gtest/gtest.h>

namespace centinela::detectors {
namespace {

using std::chrono::seconds;

constexpr std::uint64_t bot = 91;
constexpr std::uint64_t customer = 50;

class Releases : public testing::Test {
 protected:
  EventBuilder turn(std::uint64_t version, std::uint16_t fields) {
    now_ = now_ + seconds{20};
    ++conversation_;
    EventBuilder event(now_);
    event.by(bot).kind(PrincipalKind::bot).conversation(conversation_, customer);
    event.resource(2, 1).subjects({customer});
    event.event().resource.field_total = fields;
    event.event().context.intent = WordToken{70};
    event.event().context.version = WordToken{version};
    return event;
  }
  std::optional<Evidence> read(std::uint64_t version, std::uint16_t fields, Leg leg = 0) {
    EventBuilder event = turn(version, fields);
    return office_.judge(event, DetectorId::over_collection, leg);
  }
  void live(std::uint64_t version, int turns) {
    for (int i = 0; i < turns; ++i) {
      EXPECT_FALSE(read(version, static_cast<std::uint16_t>(8 + i % 3)));
    }
  }

  Office office_;
  EventTime now_ = testing_support::at("2026-06-01T09:00:00Z");
  std::uint64_t conversation_ = 100;
};

TEST_F(Releases, that_read_25_fields_instead_of_9_are_told_from_the_twentieth_turn_on) {
  live(38, 400);
  for (int i = 0; i < 19; ++i) {
    EXPECT_FALSE(read(39, 25));
  }
  const auto wide = read(39, 25);
  ASSERT_TRUE(wide);
  EXPECT_TRUE(wide->passes_gate);
  EXPECT_LT(wide->p_value, 2e-3);
  EXPECT_EQ(wide->entity.type, EntityType::release);
  EXPECT_EQ(wide->observed, 25);
  EXPECT_NEAR(wide->expected_high, 9, 0.5);
}

// A release reads what it reads whatever the customer wants: turns count across intents.
TEST_F(Releases, are_told_by_twenty_turns_over_all_intents) {
  const auto with_intent = [this](std::uint64_t version, std::uint16_t fields, int i) {
    EventBuilder event = turn(version, fields);
    event.event().context.intent = WordToken{70 + static_cast<std::uint64_t>(i % 4)};
    return office_.judge(event, DetectorId::over_collection);
  };
  for (int i = 0; i < 800; ++i) {
    EXPECT_FALSE(with_intent(38, static_cast<std::uint16_t>(3 + 2 * (i % 4)), i));
  }
  std::optional<Evidence> wide;
  for (int i = 0; i < 20; ++i) {
    EXPECT_FALSE(wide);
    wide = with_intent(39, 41, i);
  }
  ASSERT_TRUE(wide);
  EXPECT_TRUE(wide->passes_gate);
}

TEST_F(Releases, that_read_as_before_are_quiet) {
  live(38, 400);
  live(39, 200);
}

TEST_F(Releases, are_not_their_own_yardstick) {
  live(38, 400);
  std::optional<Evidence> wide;
  for (int i = 0; i < 600; ++i) {
    wide = read(39, 25);
  }
  ASSERT_TRUE(wide) << "within its first week it teaches nothing";
  EXPECT_NEAR(wide->expected_high, 9, 0.5);
}

TEST_F(Releases, whose_wider_reading_went_on_for_weeks_are_what_the_next_is_measured_against) {
  live(38, 400);
  read(39, 25);
  now_ = now_ + 8 * one_day;
  for (int i = 0; i < 8'000; ++i) {
    read(39, 25);
  }
  for (int i = 0; i < 60; ++i) {
    EXPECT_FALSE(read(40, 25)) << i;
  }
}

TEST_F(Releases, with_a_change_record_are_quiet) {
  live(38, 400);
  for (int i = 0; i < 60; ++i) {
    EventBuilder event = turn(39, 25);
    event.event().context.change = ChangeToken{7};
    EXPECT_FALSE(office_.judge(event, DetectorId::over_collection));
  }
  ContextRecord approval{};
  approval.tenant = TenantToken{1};
  approval.kind = ContextKind::approval;
  approval.principal = PrincipalToken{bot};
  approval.received = now_;
  approval.valid_from = now_;
  approval.valid_to = now_ + one_day;
  office_.watched.apply(approval);
  for (int i = 0; i < 60; ++i) {
    EXPECT_FALSE(read(40, 25)) << "approved by a record of its own";
  }
}

TEST_F(Releases, that_read_only_what_their_intent_was_declared_to_need_are_quiet) {
  const auto wide = [this](std::uint64_t last_field) {
    EventBuilder event = turn(39, 25);
    for (std::uint64_t field = 1; field <= 25; ++field) {
      event.event().resource.fields.push_back(WordToken{field == 25 ? last_field : field});
    }
    return office_.judge(event, DetectorId::over_collection);
  };
  live(38, 400);
  DeclaredIntent declared{WordToken{70}, {}, {}};
  for (std::uint64_t field = 1; field <= 25; ++field) {
    declared.fields.push_back(WordToken{field});
  }
  office_.settings.intents = {declared};
  for (int i = 0; i < 30; ++i) {
    EXPECT_FALSE(wide(25));
  }
  EXPECT_TRUE(wide(26)) << "one field that the intent does not need";
}

TEST_F(Releases, that_read_special_data_for_the_first_time_are_told_at_once) {
  live(38, 400);
  EventBuilder event = turn(39, 9);
  event.special();
  const auto special = office_.judge(event, DetectorId::over_collection, 1);
  ASSERT_TRUE(special);
  EXPECT_LT(special->p_value, 0.01);
  EXPECT_TRUE(special->passes_gate);
}

TEST_F(Releases, are_not_judged_before_there_is_something_to_compare_with) {
  for (int i = 0; i < 40; ++i) {
    EXPECT_FALSE(read(38, static_cast<std::uint16_t>(i < 20 ? 9 : 40)));
  }
}

}  // namespace
}  // namespace centinela::detectors
