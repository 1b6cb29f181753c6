#include "centinela/state/apply_ruling.h"

#include "support/watched_world.h"

#include <gtest/gtest.h>

namespace centinela::state {
namespace {

using std::chrono::minutes;
using testing_support::at;
using testing_support::EventBuilder;
using testing_support::known;
using testing_support::WatchedWorld;

constexpr std::uint64_t who = 7;
constexpr std::uint64_t new_class = 99;
constexpr double rare = 1e-6;

class Ruling : public testing::Test {
 protected:
  void SetUp() override {
    for (int day = 0; day < 10; ++day) {
      EventBuilder event(nine_ + one_day * day);
      event.by(who).subjects({static_cast<std::uint64_t>(100 + day)}).resource(33, 5);
      watched_.see(event);
    }
    strange_ = nine_ + one_day * 10;
  }
  // Observed, and learnt as something that was judged with that p.
  void judge(EventBuilder& event, double p) {
    Scene scene = watched_.observe(event);
    learn(watched_.world, scene, p);
  }
  void release(ConversationToken conversation = {}) {
    release_stretch(watched_.world,
                    {key_, strange_ - minutes{5}, strange_ + minutes{30}, conversation});
  }
  double days_of(std::uint64_t record_class) {
    const SeenValue* seen =
        watched_.principal(who).values.find(Attribute::record_class, record_class);
    return seen == nullptr ? 0 : static_cast<double>(seen->days);
  }
  ClassState& amounts(std::uint64_t record_class) {
    return known(watched_.world.classes,
                 {EntityType::principal, TenantToken{1}, pair_id(who, record_class)});
  }

  WatchedWorld watched_;
  EventTime nine_ = at("2026-06-01T09:00:00Z");
  EventTime strange_;
  EntityKey key_{EntityType::principal, TenantToken{1}, who};
};

TEST_F(Ruling, lets_a_benign_value_count_as_a_whole_day) {
  EventBuilder event(strange_);
  judge(event.by(who).resource(new_class, 5), rare);
  EXPECT_FLOAT_EQ(static_cast<float>(days_of(new_class)), 0.25F);
  release();
  EXPECT_FLOAT_EQ(static_cast<float>(days_of(new_class)), 1);
  release();
  EXPECT_FLOAT_EQ(static_cast<float>(days_of(new_class)), 1) << "once is enough";
}

TEST_F(Ruling, leaves_alone_what_was_learnt_at_another_time) {
  EventBuilder event(strange_ + minutes{40});
  judge(event.by(who).resource(new_class, 5), rare);
  release();
  EXPECT_FLOAT_EQ(static_cast<float>(days_of(new_class)), 0.25F);
}

TEST_F(Ruling, lets_a_benign_hour_count) {
  EventBuilder event(strange_ + minutes{10});
  judge(event.by(who), rare);
  const double before = watched_.principal(who).week->total();
  release();
  EXPECT_NEAR(watched_.principal(who).week->total(), before + 0.75, 1e-6);
}

TEST_F(Ruling, lets_a_benign_days_amounts_count) {
  EventBuilder event(strange_);
  judge(event.by(who).action(Action::export_).resource(33, 5000), rare);
  EventBuilder next(strange_ + one_day);
  judge(next.by(who).resource(33, 5), 1);
  const double exports = amounts(33).export_days;
  const double jobs = amounts(33).jobs;
  release();
  EXPECT_NEAR(amounts(33).export_days, exports + 1, 1e-9);
  EXPECT_NEAR(amounts(33).jobs, jobs + 1, 1e-9);
}

TEST_F(Ruling, lets_the_amounts_of_an_open_day_count) {
  EventBuilder event(strange_);
  judge(event.by(who).action(Action::export_).resource(33, 5000), rare);
  release();
  EventBuilder next(strange_ + one_day);
  judge(next.by(who).resource(33, 5), 1);
  EXPECT_GT(amounts(33).export_days, 0.5);
}

TEST_F(Ruling, lets_a_benign_days_changes_count) {
  watched_.settings.weighty_words = {WordToken{55}};
  EventBuilder event(strange_);
  event.by(who).action(Action::update).resource(33, 400);
  event.event().resource.fields.push_back(WordToken{55});
  judge(event, 1);
  watched_.principal(who).changes->all.smallest_p = rare;
  // Beyond a tenant's first fortnight, in which changes are learnt whatever they are.
  watched_.tenant().first_event = nine_ - one_day * 20;
  EventBuilder next(strange_ + one_day);
  judge(next.by(who).resource(33, 5), 1);
  ASSERT_FALSE(watched_.principal(who).changes->all.quarantine.empty());
  const double before = watched_.principal(who).changes->all.model.mean();
  release();
  EXPECT_TRUE(watched_.principal(who).changes->all.quarantine.empty());
  EXPECT_GT(watched_.principal(who).changes->all.model.mean(), before);
}

TEST_F(Ruling, on_one_conversation_of_a_bot_lets_only_that_one_teach) {
  const auto speak = [&](std::uint64_t conversation, std::uint64_t record_class) {
    EventBuilder event(strange_);
    event.by(who).kind(PrincipalKind::bot).resource(record_class, 1);
    event.conversation(conversation, 500).subjects({500});
    event.event().context.intent = WordToken{4};
    event.has(Field::intent);
    judge(event, rare);
  };
  speak(60, new_class);
  speak(61, new_class + 1);
  release(ConversationToken{60});
  EXPECT_FLOAT_EQ(static_cast<float>(days_of(new_class)), 1);
  EXPECT_FLOAT_EQ(static_cast<float>(days_of(new_class + 1)), 0.25F);
  const IntentState& intent =
      known(watched_.world.intents, intent_key(TenantToken{1}, WordToken{4}));
  const auto day = utc_day(strange_);
  EXPECT_NEAR(intent.class_actions.count(intent.class_actions.values()[0].value, day), 1, 1e-3);
  EXPECT_NEAR(intent.class_actions.count(intent.class_actions.values()[1].value, day), 0.25, 1e-3);
}

}  // namespace
}  // namespace centinela::state
