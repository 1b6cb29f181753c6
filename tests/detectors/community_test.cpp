// community_misfit: who opens the customers of people with whom they have no customers in common.
#include "centinela/base/rng.h"

#include "office.h"

#include <gtest/gtest.h>

namespace centinela::detectors {
namespace {

using std::chrono::minutes;

constexpr std::uint64_t ours = 1000;    // the first of the customers that people 1 to 8 handle
constexpr std::uint64_t theirs = 5000;  // and those of 11 to 18
constexpr std::uint64_t customers = 60;
constexpr std::uint64_t insider = 12;
constexpr std::uint64_t outsider = 2;

class Community : public testing::Test {
 protected:
  Community() {
    office.watched.settings.watches_handling = true;
    office.settings.disabled = 0;
  }
  // Two teams, each with customers of its own that any member may get.
  void work(int days) {
    for (int day = 0; day < days; ++day) {
      for (std::uint64_t i = 0; i < 12; ++i) {
        for (std::uint64_t member = 1; member <= 8; ++member) {
          const std::uint64_t which = (member * 7 + i * 5 + office_day_ * 11) % customers;
          open(member, ours + which);
          open(10 + member, theirs + which);
        }
      }
      tomorrow();
    }
  }
  void tomorrow() {
    office.morning = office.morning + one_day;
    ++office_day_;
    opened_ = 0;
  }
  EventBuilder access(std::uint64_t who, std::uint64_t customer) {
    opened_ = (opened_ + 1) % 240;
    EventBuilder event = office.usual(office.at_hour(9) + minutes{opened_}, who);
    return event.conversation(customer, customer).subjects({customer});
  }
  std::optional<Evidence> open(std::uint64_t who, std::uint64_t customer) {
    EventBuilder event = access(who, customer);
    return office.judge(event, DetectorId::community_misfit);
  }
  const state::SubjectState* subject(std::uint64_t customer) {
    return office.watched.world.subjects.find({EntityType::data_subject, TenantToken{1}, customer});
  }

  Office office;

 private:
  std::uint64_t office_day_ = 0;
  int opened_ = 0;
};

TEST_F(Community, is_left_alone_by_its_members_and_not_by_a_stranger) {
  work(14);
  const auto member = open(insider, theirs + 3);
  ASSERT_TRUE(member);
  EXPECT_FALSE(member->is_surprising());
  EXPECT_NEAR(member->facts[0], member->facts[1], 12) << "percent, of 64 minima";
  const auto stranger = open(outsider, theirs + 3);
  ASSERT_TRUE(stranger);
  EXPECT_LT(stranger->p_value, 0.01);
  EXPECT_EQ(stranger->family, Family::novelty);
  EXPECT_EQ(stranger->route_max, Route::digest) << "fusion only";
  EXPECT_FALSE(stranger->passes_gate);
  EXPECT_EQ(stranger->entity.id, outsider);
  EXPECT_EQ(stranger->word, theirs + 3);
  EXPECT_GT(stranger->facts[0], 80);
  EXPECT_LT(stranger->facts[1], 5);
  EXPECT_EQ(stranger->facts[2], 8) << "others";
  EXPECT_GT(stranger->observed, stranger->expected_high);
}

TEST_F(Community, is_asked_about_once_a_day_and_customer) {
  work(14);
  const auto morning = open(outsider, theirs + 3);
  ASSERT_TRUE(morning);
  EXPECT_FALSE(open(outsider, theirs + 3));
  const auto another = open(outsider, theirs + 4);
  ASSERT_TRUE(another);
  EXPECT_NE(another->opportunity, morning->opportunity);
}

TEST_F(Community, takes_in_who_works_in_it_for_a_month) {
  work(14);
  double first = 0;
  double last = 0;
  for (int day = 0; day < 30; ++day) {
    for (std::uint64_t i = 0; i < 12; ++i) {
      const auto evidence =
          open(outsider, theirs + (i * 5 + static_cast<std::uint64_t>(day) * 11) % customers);
      ASSERT_TRUE(evidence);
      first = first == 0 ? evidence->observed : first;
      last = evidence->observed;
    }
    work(1);
  }
  EXPECT_LT(last, first / 2);
}

TEST_F(Community, is_unknown_to_who_handled_fewer_than_thirty) {
  for (int day = 0; day < 14; ++day) {
    work(1);
    for (std::uint64_t i = 0; i < 10; ++i) {
      open(9, ours + i);
    }
  }
  EXPECT_FALSE(open(9, theirs + 3));
}

TEST_F(Community, is_unknown_of_a_customer_whom_fewer_than_five_others_opened) {
  work(14);
  for (std::uint64_t member = 11; member <= 14; ++member) {
    open(member, theirs + 500);
  }
  EXPECT_FALSE(open(outsider, theirs + 500));
  open(15, theirs + 500);
  tomorrow();
  EXPECT_TRUE(open(outsider, theirs + 500));
}

TEST_F(Community, is_unknown_before_thirty_accesses_were_ranked) {
  work(14);
  for (std::uint64_t i = 0; i < 60; ++i) {
    open(9, 90'000 + i);  // customers of nobody else
  }
  std::uint64_t ranked = 0;
  for (bool has_spoken = false; !has_spoken && ranked < 200;) {
    tomorrow();
    for (std::uint64_t i = 0; i < 10 && !has_spoken; ++i) {
      has_spoken = open(9, theirs + ranked % customers).has_value();
      ranked += has_spoken ? 0 : 1;
    }
  }
  // What something else found unusual counts a quarter.
  EXPECT_GE(ranked, 30U);
  EXPECT_LE(ranked, 120U);
}

TEST_F(Community, is_no_matter_of_machines_jobs_or_lists) {
  work(14);
  EventBuilder machine = access(outsider, theirs + 3);
  EXPECT_FALSE(office.judge(machine.kind(PrincipalKind::service), DetectorId::community_misfit));
  EventBuilder job = access(outsider, theirs + 4);
  job.kind(PrincipalKind::human).event().context.automation = AutomationToken{4};
  EXPECT_FALSE(office.judge(job, DetectorId::community_misfit));
  EventBuilder list = access(outsider, theirs + 5);
  list.subjects({theirs + 6, theirs + 7, theirs + 8, theirs + 9});
  EXPECT_FALSE(office.judge(list, DetectorId::community_misfit));
}

TEST_F(Community, is_not_watched_unless_the_pack_is_on) {
  office.watched.settings.watches_handling = false;
  work(14);
  EXPECT_FALSE(open(outsider, theirs + 3));
  EXPECT_FALSE(office.watched.principal(outsider).handling);
  ASSERT_NE(subject(theirs + 3), nullptr);
  EXPECT_FALSE(subject(theirs + 3)->accessors);
}

TEST_F(Community, is_dropped_from_what_is_said_where_the_detector_is_off) {
  work(14);
  office.settings.disabled = optional_detectors;
  EXPECT_FALSE(open(outsider, theirs + 3));
}

// Four teams of ten with 120 customers each; one access in seven is a colleague's elsewhere.
TEST_F(Community, p_is_not_rarer_than_it_says_where_people_cover_for_each_other) {
  Rng rng(6);
  double judged = 0;
  double below_one_in_ten = 0;
  double below_one_in_hundred = 0;
  for (int day = 0; day < 40; ++day) {
    EventTime now = office.at_hour(8);
    for (int i = 0; i < 15; ++i) {
      for (std::uint64_t who = 1; who <= 40; ++who) {
        const std::uint64_t team = rng.below(7) == 0 ? rng.below(4) : who % 4;
        const std::uint64_t customer = 1000 * (team + 1) + rng.below(120);
        now = now + std::chrono::seconds{40};
        EventBuilder event = office.usual(now, who);
        event.conversation(customer, customer).subjects({customer});
        const auto evidence = office.judge(event, DetectorId::community_misfit);
        if (evidence && day >= 20) {
          judged += 1;
          below_one_in_ten += evidence->p_value < 0.1 ? 1 : 0;
          below_one_in_hundred += evidence->p_value < 0.01 ? 1 : 0;
        }
      }
    }
    office.morning = office.morning + one_day;
  }
  RecordProperty("judged", std::to_string(judged));
  RecordProperty("below_0.1", std::to_string(below_one_in_ten / judged));
  RecordProperty("below_0.01", std::to_string(below_one_in_hundred / judged));
  EXPECT_GT(judged, 8000);
  EXPECT_LT(below_one_in_ten / judged, 0.11);
  EXPECT_GT(below_one_in_ten / judged, 0.04) << "nor mute";
  EXPECT_LT(below_one_in_hundred / judged, 0.0125);
}

}  // namespace
}  // namespace centinela::detectors
