// Who handles a data subject, and how alike the work of those is.
#include "centinela/state/handling.h"

#include "centinela/base/rng.h"
#include "centinela/state/archive.h"
#include "centinela/state/earlier_reader.h"
#include "centinela/state/layout.h"
#include "centinela/state/principal_state.h"
#include "centinela/state/subject_state.h"

#include <gtest/gtest.h>

#include <string>

namespace centinela::state {
namespace {

constexpr std::int64_t today = 20'600;

// Somebody who handled `count` data subjects from that token on.
Accessor who(std::uint64_t principal,
             std::uint64_t first,
             std::uint64_t count = 100,
             std::int64_t day = today) {
  HandledTrack track;
  for (std::uint64_t i = 0; i < count; ++i) {
    track.data_subjects.add(first + i, day);
  }
  return track.summary(PrincipalToken{principal}, day);
}

AccessorTrack handled_by(int people, std::uint64_t first) {
  AccessorTrack track;
  for (int i = 0; i < people; ++i) {
    track.note(who(static_cast<std::uint64_t>(i) + 1, first + static_cast<std::uint64_t>(i)));
  }
  return track;
}

TEST(AccessorTrack, keeps_the_newest_twelve_each_once) {
  AccessorTrack track;
  for (std::uint64_t round = 0; round < 2; ++round) {
    for (std::uint64_t principal = 1; principal <= 20; ++principal) {
      track.note(who(principal, 1000, 1, today));
    }
  }
  track.note(who(15, 1000, 2, today));
  ASSERT_EQ(track.latest.size(), AccessorTrack::accessors_max);
  EXPECT_EQ(track.latest.front().principal, PrincipalToken{9});
  EXPECT_EQ(track.latest.back().principal, PrincipalToken{15});
  EXPECT_EQ(track.latest[10].principal, PrincipalToken{20});
}

TEST(AccessorTrack, forgets_who_has_not_come_for_ninety_days) {
  AccessorTrack track = handled_by(6, 1000);
  EXPECT_EQ(track.likeness(who(99, 1000, 100, today + 89)).others, 6);
  EXPECT_EQ(track.likeness(who(99, 1000, 100, today + 90)).others, 0);
  track.note(who(99, 1000, 100, today + 90));
  EXPECT_EQ(track.latest.size(), 1U);
}

TEST(Likeness, sets_the_stranger_apart_from_those_who_share_their_work) {
  const AccessorTrack track = handled_by(8, 1000);
  const Likeness inside = track.likeness(who(50, 1003));
  EXPECT_EQ(inside.others, 8);
  EXPECT_GT(inside.among, 0.9);
  EXPECT_NEAR(inside.difference(), 0, 0.1);
  const Likeness outside = track.likeness(who(51, 9000));
  EXPECT_EQ(outside.among, inside.among);
  EXPECT_NEAR(outside.with, 0, 0.03);
  EXPECT_GT(outside.difference(), 0.85);
}

TEST(Likeness, of_people_who_have_nothing_in_common_sets_nobody_apart) {
  AccessorTrack track;
  for (std::uint64_t principal = 1; principal <= 10; ++principal) {
    track.note(who(principal, 1000 * principal));
  }
  const Likeness likeness = track.likeness(who(50, 90'000));
  EXPECT_EQ(likeness.others, 10);
  EXPECT_NEAR(likeness.difference(), 0, 0.03);
}

// Δ of SNAD over all pairs with and without the one who comes, from the exact sets.
TEST(Likeness, is_snads_difference_without_the_factor_of_the_groups_size) {
  const AccessorTrack track = handled_by(7, 1000);
  const Likeness likeness = track.likeness(who(51, 9000));
  const double n = 7;
  const double pairs = n * (n - 1) / 2;
  const double with_all = (likeness.among * pairs + likeness.with * n) / ((n + 1) * n / 2);
  EXPECT_NEAR(likeness.among - with_all, 2 / (n + 1) * likeness.difference(), 1e-12);
}

TEST(Likeness, is_unknown_of_fewer_than_five_others_or_thirty_data_subjects) {
  EXPECT_EQ(handled_by(4, 1000).likeness(who(51, 9000)).others, 0);
  EXPECT_EQ(handled_by(5, 1000).likeness(who(51, 9000)).others, 5);
  EXPECT_EQ(handled_by(5, 1000).likeness(who(51, 9000, 12)).others, 0);
  AccessorTrack beginners;
  for (std::uint64_t principal = 1; principal <= 8; ++principal) {
    beginners.note(who(principal, 1000, 12));
  }
  EXPECT_EQ(beginners.likeness(who(51, 9000)).others, 0);
}

TEST(Likeness, leaves_out_the_one_who_comes_again) {
  EXPECT_EQ(handled_by(6, 1000).likeness(who(3, 1000)).others, 5);
  EXPECT_EQ(handled_by(5, 1000).likeness(who(3, 1000)).others, 0);
}

TEST(HandledTrack, scales_differences_to_the_bins_and_back) {
  for (double difference = -1; difference <= 1; difference += 0.05) {
    EXPECT_NEAR(
        HandledTrack::difference_of(HandledTrack::log_scaled(difference)), difference, 1e-9);
  }
  HandledTrack track;
  track.learn_difference(-1.5, today, 1);
  track.learn_difference(1, today, 1);
  EXPECT_NEAR(track.usual.total(), 2, 1e-6) << "beyond the ends counts at the ends";
}

TEST(HandledTrack, forgets_differences_by_halves_in_ninety_days) {
  HandledTrack track;
  track.learn_difference(0.1, today, 1);
  track.learn_difference(0.1, today + 90, 1);
  EXPECT_NEAR(track.usual.total(), 1.5, 1e-6);
  track.learn_difference(0.1, today + 10, 0.25);
  EXPECT_NEAR(track.usual.total(), 1.75, 1e-6) << "a day that goes back fades nothing";
}

template <class State>
std::string written(State& state) {
  StateWriter writer;
  writer(state);
  return std::move(writer).take();
}

template <class State>
std::string layout_of() {
  StateLayout layout;
  State empty;
  layout(empty);
  return std::move(layout).take();
}

TEST(Handling, is_saved_and_read_back_whole) {
  PrincipalState principal;
  principal.handling = std::make_unique<HandledTrack>();
  principal.handling->learn_difference(0.4, today, 1);
  principal.handling->data_subjects.add(5, today);
  SubjectState subject;
  subject.accessors = std::make_unique<AccessorTrack>(handled_by(3, 1000));
  const std::string of_principal = written(principal);
  const std::string of_subject = written(subject);
  PrincipalState principal_back;
  StateReader principal_reader(of_principal);
  principal_reader(principal_back);
  ASSERT_TRUE(principal_reader.ok());
  EXPECT_EQ(written(principal_back), of_principal);
  SubjectState subject_back;
  StateReader subject_reader(of_subject);
  subject_reader(subject_back);
  ASSERT_TRUE(subject_reader.ok());
  EXPECT_EQ(written(subject_back), of_subject);
  EXPECT_EQ(subject_back.accessors->latest[1].signature, subject.accessors->latest[1].signature);
}

// A state of a version that did not know of handling: without the last field, which is one byte.
template <class State>
void expect_read_from_before(std::string layout, State& then) {
  std::string bytes = written(then);
  ASSERT_EQ(bytes.back(), '\0');
  bytes.pop_back();
  const std::size_t appended = layout.rfind('o');
  ASSERT_NE(appended, std::string::npos);
  layout = layout.substr(0, appended) + ')';
  State now;
  EarlierReader reader(bytes, layout);
  reader(now);
  ASSERT_TRUE(reader.ok());
  EXPECT_EQ(written(now), written(then));
}

TEST(Handling, is_absent_from_a_state_that_was_saved_before_there_was_any) {
  PrincipalState principal;
  principal.events = 12;
  principal.risk = std::make_unique<RiskTrack>();
  expect_read_from_before(layout_of<PrincipalState>(), principal);
  SubjectState subject;
  subject.explained = 3;
  expect_read_from_before(layout_of<SubjectState>(), subject);
}

}  // namespace
}  // namespace centinela::state
