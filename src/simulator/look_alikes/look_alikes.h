// The parts of the look-alike catalogue: innocent things that resemble attacks. An alert on one is
// false by definition. Floor 9; used by look_alike_catalogue.cpp alone.
#pragma once

#include "simulator/plot.h"

namespace centinela::simulator::look_alikes {

bool plan_month_end(Planner&, Plot&);  // B1
void sway_month_end(const Plot&, EventTime, Mood&);
bool plan_quarter_end(Planner&, Plot&);  // B2
void sway_quarter_end(const Plot&, EventTime, Mood&);
bool plan_marketing_export(Planner&, Plot&);  // B3
void act_marketing_export(Workbench&, Plot&);
bool plan_new_hires(Planner&, Plot&);     // B4
bool plan_shift_change(Planner&, Plot&);  // B5
void sway_shift_change(const Plot&, EventTime, Mood&);
bool plan_clock_change(Planner&, Plot&);  // B6
bool plan_sales_week(Planner&, Plot&);    // B7
void sway_sales_week(const Plot&, EventTime, Mood&);
bool plan_outage(Planner&, Plot&);  // B8
void sway_outage(const Plot&, EventTime, Mood&);
bool plan_viral_customer(Planner&, Plot&);  // B9
void act_viral_customer(Workbench&, Plot&);
bool plan_privacy_wave(Planner&, Plot&);  // B10
void sway_privacy_wave(const Plot&, EventTime, Mood&);
bool plan_quality_sample(Planner&, Plot&);  // B11
void sway_quality_sample(const Plot&, EventTime, Mood&);
bool plan_audit(Planner&, Plot&);  // B12
void act_audit(Workbench&, Plot&);
bool plan_load_test(Planner&, Plot&);  // B13
void act_load_test(Workbench&, Plot&);
bool plan_vacation_cover(Planner&, Plot&);  // B14
void alter_vacation_cover(const World&, Plot&, Happening&);
bool plan_macro_roll_out(Planner&, Plot&);  // B15
void act_macro_roll_out(Workbench&, Plot&);
bool plan_reorganisation(Planner&, Plot&);  // B16
void alter_reorganisation(const World&, Plot&, Happening&);
bool plan_office_move(Planner&, Plot&);  // B17
void alter_office_move(const World&, Plot&, Happening&);
bool plan_ticket_merge(Planner&, Plot&);  // B18
void act_ticket_merge(Workbench&, Plot&);
bool plan_break_glass(Planner&, Plot&);  // B19
void act_break_glass(Workbench&, Plot&);
bool plan_back_fill(Planner&, Plot&);  // B20
void alter_back_fill(const World&, Plot&, Happening&);
bool plan_declared_release(Planner&, Plot&);  // B21
void act_declared_release(Workbench&, Plot&);
void alter_declared_release(const World&, Plot&, Happening&);
bool plan_holiday(Planner&, Plot&);  // B22
void sway_holiday(const Plot&, EventTime, Mood&);
bool plan_second_account(Planner&, Plot&);  // B23
void act_second_account(Workbench&, Plot&);
void alter_second_account(const World&, Plot&, Happening&);
bool plan_board_paper(Planner&, Plot&);  // B24
void act_board_paper(Workbench&, Plot&);

// Everybody of the plot's tenant for whom the test holds.
template <class Test>
std::vector<PrincipalIndex> everybody(const Planner& planner, Test&& test) {
  std::vector<PrincipalIndex> found;
  for (const PrincipalIndex who : planner.world().tenants[planner.tenant()].principals) {
    if (test(planner.world().principals[who])) {
      found.push_back(who);
    }
  }
  return found;
}

}  // namespace centinela::simulator::look_alikes
