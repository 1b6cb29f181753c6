#include "sink/alertmanager/notice_queue.h"

#include <gtest/gtest.h>

namespace centinela::sink {
namespace {

QueuedAlert queued(Route route, std::uint64_t number) {
  QueuedAlert one;
  one.alert.route = route;
  one.alert.id.low = number;
  return one;
}

std::vector<std::uint64_t> numbers(NoticeQueue& queue) {
  std::vector<std::uint64_t> all;
  for (const QueuedAlert& one : queue.take_all()) {
    all.push_back(one.alert.id.low);
  }
  return all;
}

TEST(NoticeQueue, gives_pages_first_and_each_kind_in_order) {
  NoticeQueue queue(10);
  queue.push(queued(Route::ticket, 1));
  queue.push(queued(Route::page, 2));
  queue.push(queued(Route::ticket, 3));
  queue.push(queued(Route::page, 4));
  EXPECT_EQ(numbers(queue), (std::vector<std::uint64_t>{2, 4, 1, 3}));
  EXPECT_EQ(queue.size(), 0U);
}

TEST(NoticeQueue, drops_the_oldest_ticket_before_any_page) {
  NoticeQueue queue(3);
  queue.push(queued(Route::ticket, 1));
  queue.push(queued(Route::page, 2));
  queue.push(queued(Route::ticket, 3));
  queue.push(queued(Route::page, 4));
  queue.push(queued(Route::page, 5));
  EXPECT_EQ(numbers(queue), (std::vector<std::uint64_t>{2, 4, 5}));
  EXPECT_EQ(queue.dropped(), 2U);
}

TEST(NoticeQueue, drops_what_comes_when_nothing_but_pages_waits) {
  NoticeQueue queue(2);
  queue.push(queued(Route::page, 1));
  queue.push(queued(Route::page, 2));
  queue.push(queued(Route::ticket, 3));
  queue.push(queued(Route::page, 4));
  EXPECT_EQ(numbers(queue), (std::vector<std::uint64_t>{1, 2}));
  EXPECT_EQ(queue.dropped(), 2U);
}

TEST(NoticeQueue, never_holds_more_than_its_bound) {
  NoticeQueue queue(5);
  for (std::uint64_t i = 0; i < 1000; ++i) {
    queue.push(queued(i % 3 == 0 ? Route::page : Route::ticket, i));
    EXPECT_LE(queue.size(), 5U);
  }
  EXPECT_EQ(queue.dropped() + queue.take_all().size(), 1000U);
}

}  // namespace
}  // namespace centinela::sink
