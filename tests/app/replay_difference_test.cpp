#include "app/replay_difference.h"

#include <gtest/gtest.h>

namespace centinela::app {
namespace {

Alert alert(std::uint64_t id, const std::string& entity, Route route = Route::ticket) {
  Alert made;
  made.id = {0, id};
  made.tenant = "acme";
  made.entity = entity;
  made.route = route;
  made.severity = Severity::high;
  made.score = 91;
  made.episode.start = *parse_rfc3339("2026-11-21T09:00:00Z");
  made.episode.end = *parse_rfc3339("2026-11-21T10:00:00Z");
  AlertReason reason;
  reason.detector = "excessive_subjects";
  made.reasons.push_back(reason);
  return made;
}

AlertSet set_of(const std::vector<Alert>& alerts) {
  AlertSet set;
  for (const Alert& one : alerts) {
    set.take(one);
  }
  return set;
}

TEST(ReplayDifference, finds_nothing_between_equal_runs) {
  const AlertSet run = set_of({alert(1, "p-1"), alert(2, "p-2")});
  const ReplayDifference difference = compare(run, run);
  EXPECT_EQ(difference.same, 2U);
  EXPECT_TRUE(difference.lost.empty() && difference.gained.empty() && difference.changed.empty());
}

TEST(ReplayDifference, names_what_is_lost_gained_and_changed) {
  const AlertSet now = set_of({alert(1, "p-1"), alert(2, "p-2"), alert(3, "p-3")});
  const AlertSet then = set_of({alert(2, "p-2", Route::page), alert(3, "p-3"), alert(4, "p-4")});
  const ReplayDifference difference = compare(now, then);
  EXPECT_EQ(print(difference, {0, 5}),
            "1 alerts stay, 1 lost, 1 gained, 1 changed; 5 episodes withheld by suppressions, 0 "
            "before\n"
            "lost     2026-11-21T09:00:00.000Z acme p-1 00000000000000000000000000000001  ticket "
            "high 91.0 excessive_subjects\n"
            "gained   2026-11-21T09:00:00.000Z acme p-4 00000000000000000000000000000004  ticket "
            "high 91.0 excessive_subjects\n"
            "changed  2026-11-21T09:00:00.000Z acme p-2 00000000000000000000000000000002  ticket "
            "high 91.0 excessive_subjects -> page high 91.0 excessive_subjects\n");
}

TEST(ReplayDifference, knows_an_alert_again_that_begins_with_other_evidence) {
  const AlertSet now = set_of({alert(1, "p-1")});
  const AlertSet then = set_of({alert(9, "p-1")});
  EXPECT_EQ(compare(now, then).same, 1U);
  Alert later = alert(9, "p-1");
  later.episode.start = *parse_rfc3339("2026-11-22T09:00:00Z");
  later.episode.end = later.episode.start;
  EXPECT_EQ(compare(now, set_of({later})).lost.size(), 1U);
}

TEST(ReplayDifference, compares_last_revisions_and_no_daily_records) {
  Alert risen = alert(1, "p-1", Route::page);
  risen.revision = 2;
  Alert digest = alert(5, "acme", Route::digest);
  digest.daily.emplace();
  const AlertSet now = set_of({alert(1, "p-1"), risen, digest});
  ASSERT_EQ(now.alerts().size(), 1U);
  EXPECT_EQ(now.alerts()[0].route, Route::page);
}

}  // namespace
}  // namespace centinela::app
