#include "app/daemon/firing_book.h"

#include <gtest/gtest.h>

namespace centinela::app {
namespace {

constexpr EventTime start{1'700'000'000'000};

Alert alert(std::uint64_t id, Route route, AlertState state = AlertState::open) {
  Alert made;
  made.id = {id, 1};
  made.route = route;
  made.state = state;
  made.time = start;
  made.topic = "data-access";
  made.severity = Severity::high;
  return made;
}

TEST(FiringBook, keeps_the_latest_revision_of_what_fires) {
  FiringBook book;
  book.note(alert(1, Route::ticket));
  Alert revised = alert(1, Route::page, AlertState::update);
  revised.revision = 2;
  book.note(revised);
  const auto listed = book.list(start);
  ASSERT_EQ(listed.size(), 1U);
  FiringBook other;
  const auto restored = other.restore(listed);
  ASSERT_TRUE(restored) << restored.error().detail;
  EXPECT_EQ(restored->front().revision, 2U);
  EXPECT_EQ(restored->front().route, Route::page);
  EXPECT_EQ(other.list(start), listed);
}

TEST(FiringBook, ends_a_ticket_with_its_episode_and_a_page_after_a_day) {
  FiringBook book;
  book.note(alert(1, Route::ticket));
  book.note(alert(2, Route::page));
  book.note(alert(1, Route::ticket, AlertState::closed));
  book.note(alert(2, Route::page, AlertState::closed));
  EXPECT_EQ(book.list(start + std::chrono::hours{23}).size(), 1U);
  EXPECT_TRUE(book.list(start + std::chrono::hours{24}).empty());
}

TEST(FiringBook, forgets_what_was_ruled_on_and_never_knew_what_nobody_is_told) {
  FiringBook book;
  book.note(alert(1, Route::page));
  book.note(alert(2, Route::digest));
  book.note(alert(3, Route::page, AlertState::shadow));
  EXPECT_EQ(book.list(start).size(), 1U);
  book.settle({1, 1});
  EXPECT_TRUE(book.list(start).empty());
}

TEST(FiringBook, is_bounded_and_drops_the_oldest) {
  FiringBook book;
  for (std::uint64_t id = 0; id <= FiringBook::alerts_max; ++id) {
    Alert page = alert(id, Route::page);
    page.time = start + std::chrono::seconds{static_cast<std::int64_t>(id)};
    book.note(page);
  }
  EXPECT_EQ(book.list(start).size(), FiringBook::alerts_max);
}

TEST(FiringBook, refuses_what_is_no_alert) {
  FiringBook book;
  EXPECT_FALSE(book.restore({"{"}));
}

}  // namespace
}  // namespace centinela::app
