// The catalogue of look-alikes, B1 to B24 of the evaluation's world.
#include "simulator/look_alikes/look_alikes.h"

#include <array>

namespace centinela::simulator {
namespace {

using namespace look_alikes;  // NOLINT(google-build-using-namespace): the catalogue of that
                              // namespace

constexpr Story innocent(std::string_view id,
                         std::string_view title,
                         bool (*plan)(Planner&, Plot&)) {
  return {.id = id,
          .title = title,
          .cause = "",
          .detectors = {},
          .is_attack = false,
          .is_slow = false,
          .plan = plan};
}
constexpr Story acted(Story story, void (*act)(Workbench&, Plot&)) {
  story.act = act;
  return story;
}
constexpr Story altered(Story story, void (*alter)(const World&, Plot&, Happening&)) {
  story.alter = alter;
  return story;
}
constexpr Story surrounding(Story story, void (*alter)(const World&, Plot&, Happening&)) {
  story.surrounds = true;
  return altered(story, alter);
}
constexpr Story swayed(Story story, void (*sway)(const Plot&, EventTime, Mood&)) {
  story.sway = sway;
  return story;
}

constexpr std::array<Story, 24> catalogue{
    swayed(innocent("B1", "month-end billing batch", plan_month_end), sway_month_end),
    swayed(innocent("B2", "quarter end", plan_quarter_end), sway_quarter_end),
    acted(innocent("B3", "approved marketing export", plan_marketing_export), act_marketing_export),
    innocent("B4", "class of new hires", plan_new_hires),
    swayed(innocent("B5", "team moves to another shift", plan_shift_change), sway_shift_change),
    innocent("B6", "clock change at a site", plan_clock_change),
    swayed(innocent("B7", "sales week", plan_sales_week), sway_sales_week),
    swayed(innocent("B8", "outage, surge of contacts", plan_outage), sway_outage),
    acted(innocent("B9", "viral customer with tickets", plan_viral_customer), act_viral_customer),
    swayed(innocent("B10", "wave of subject-access requests", plan_privacy_wave),
           sway_privacy_wave),
    swayed(innocent("B11", "quality team samples more", plan_quality_sample), sway_quality_sample),
    acted(innocent("B12", "internal audit", plan_audit), act_audit),
    acted(innocent("B13", "load test with sequential customers", plan_load_test), act_load_test),
    altered(innocent("B14", "vacation cover in a foreign queue", plan_vacation_cover),
            alter_vacation_cover),
    acted(innocent("B15", "registered macro for a team", plan_macro_roll_out), act_macro_roll_out),
    surrounding(innocent("B16", "re-organisation overnight", plan_reorganisation),
                alter_reorganisation),
    surrounding(innocent("B17", "new network for a third of the staff", plan_office_move),
                alter_office_move),
    acted(innocent("B18", "bulk merge of tickets", plan_ticket_merge), act_ticket_merge),
    acted(innocent("B19", "break-glass on call", plan_break_glass), act_break_glass),
    surrounding(innocent("B20", "six hours of events arrive late", plan_back_fill),
                alter_back_fill),
    altered(
        acted(innocent("B21", "declared bot release", plan_declared_release), act_declared_release),
        alter_declared_release),
    swayed(innocent("B22", "holiday, a fifth of the volume", plan_holiday), sway_holiday),
    altered(acted(innocent("B23", "second account after a change of name", plan_second_account),
                  act_second_account),
            alter_second_account),
    acted(innocent("B24", "first export of a manager", plan_board_paper), act_board_paper),
};

}  // namespace

std::span<const Story> look_alike_stories() noexcept {
  return catalogue;
}

}  // namespace centinela::simulator
