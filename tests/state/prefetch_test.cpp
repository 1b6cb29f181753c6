#include "centinela/state/prefetch.h"

#include "centinela/state/archive.h"

#include "support/watched_world.h"

#include <gtest/gtest.h>

namespace centinela::state {
namespace {

using testing_support::EventBuilder;
using testing_support::WatchedWorld;

std::string bytes_of(World& world) {
  StateWriter writer;
  writer(world);
  return std::move(writer).take();
}

TEST(Prefetch, changes_nothing_that_is_remembered) {
  WatchedWorld watched;
  EventBuilder known(EventTime{1'795'290'566'389});
  known.by(7).team(5, 6).resource(33, 6).conversation(11, 12);
  watched.observe(known);
  const std::string before = bytes_of(watched.world);

  EventBuilder unknown(EventTime{1'795'290'567'389});
  unknown.by(8).team(5, 6).resource(33, 6).conversation(13, 14);
  ContextRecord record;
  record.tenant = TenantToken{1};
  record.data_subject = DataSubjectToken{99};
  for (EventBuilder* event : {&known, &unknown}) {
    prefetch_index(watched.world, event->event());
    prefetch_state(watched.world, event->event());
  }
  prefetch_index(watched.world, record);
  prefetch_state(watched.world, record);
  EXPECT_EQ(bytes_of(watched.world), before);
}

TEST(Prefetch, of_an_empty_world_is_no_fault) {
  const World world{Bounds{}};
  EventBuilder event(EventTime{1'795'290'566'389});
  prefetch_index(world, event.event());
  prefetch_state(world, event.event());
}

}  // namespace
}  // namespace centinela::state
