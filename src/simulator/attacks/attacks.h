// The parts of the attack catalogue: one `plan`, and where needed `act`, `alter` and `sway`, for
// each scenario. Floor 9; used by attack_catalogue.cpp alone.
#pragma once

#include "simulator/plot.h"

namespace centinela::simulator::attacks {

bool plan_vendor_token(Planner&, Plot&);  // A1
void act_vendor_token(Workbench&, Plot&);
bool plan_bribed_agent(Planner&, Plot&);  // A2
void act_bribed_agent(Workbench&, Plot&);
bool plan_bribery_ring(Planner&, Plot&);  // A3
void act_bribery_ring(Workbench&, Plot&);
bool plan_merchant_pair(Planner&, Plot&);  // A4
void act_merchant_pair(Workbench&, Plot&);
bool plan_leaver_export(Planner&, Plot&);  // A5
void act_leaver_export(Workbench&, Plot&);
bool plan_curiosity(Planner&, Plot&);  // A6
void act_curiosity(Workbench&, Plot&);
bool plan_stalker(Planner&, Plot&);  // A7
void act_stalker(Workbench&, Plot&);
bool plan_foreign_orders(Planner&, Plot&);  // A8
void act_foreign_orders(Workbench&, Plot&);
bool plan_injection(Planner&, Plot&);  // A9
void act_injection(Workbench&, Plot&);
bool plan_over_collection(Planner&, Plot&);  // A10
void alter_over_collection(const World&, Plot&, Happening&);
bool plan_stolen_session(Planner&, Plot&);  // A11
void act_stolen_session(Workbench&, Plot&);
bool plan_service_misuse(Planner&, Plot&);  // A12
void act_service_misuse(Workbench&, Plot&);
bool plan_fake_loader(Planner&, Plot&);  // A13
void act_fake_loader(Workbench&, Plot&);
bool plan_dribble(Planner&, Plot&);  // A14
void act_dribble(Workbench&, Plot&);
bool plan_unmasking(Planner&, Plot&);  // A15
void act_unmasking(Workbench&, Plot&);
bool plan_payout_change(Planner&, Plot&);  // A16
void act_payout_change(Workbench&, Plot&);
bool plan_purpose_creep(Planner&, Plot&);  // A17
void act_purpose_creep(Workbench&, Plot&);
bool plan_leaver_account(Planner&, Plot&);  // A18
void act_leaver_account(Workbench&, Plot&);
bool plan_suppression(Planner&, Plot&);  // A19
void alter_suppression(const World&, Plot&, Happening&);
bool plan_boiling_frog(Planner&, Plot&);  // A20
void act_boiling_frog(Workbench&, Plot&);
bool plan_tenant_hopper(Planner&, Plot&);  // A21
void act_tenant_hopper(Workbench&, Plot&);
bool plan_malicious_hire(Planner&, Plot&);  // A22
void act_malicious_hire(Workbench&, Plot&);
bool plan_canary_touch(Planner&, Plot&);  // X1
void act_canary_touch(Workbench&, Plot&);
bool plan_night_access(Planner&, Plot&);  // X2
void act_night_access(Workbench&, Plot&);
bool plan_impossible_travel(Planner&, Plot&);  // X3
void act_impossible_travel(Workbench&, Plot&);
bool plan_excess(Planner&, Plot&);  // X4
void act_excess(Workbench&, Plot&);

// A look at one customer as somebody at a desk does it, with that reason; returns the first access.
Happening& look_up(
    Workbench& bench, PrincipalIndex who, Plot& plot, Customer customer, EventTime time);

}  // namespace centinela::simulator::attacks
