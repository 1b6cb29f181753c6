#include "config/checks.h"
#include "config/fields.h"

namespace centinela::config {

template <>
Fields fields_of<Intent>() {
  static constexpr auto table = std::to_array<Field>({
      field<&Intent::classes>(
          "classes", "Resource classes that the intent needs.", {.example = "[order, shipment]"}),
      field<&Intent::fields>(
          "fields",
          "Fields that the intent needs: a bot's release that reads no others is not told of.",
          {.example = "[order_id, status, eta]"}),
  });
  return table;
}

template <>
Fields fields_of<Vendor>() {
  static constexpr auto table = std::to_array<Field>({
      field<&Vendor::classes>("classes", "Resource classes that it is there for."),
      field<&Vendor::actions>("actions",
                              "Actions that it is there for.",
                              {.example = "[read, export]", .check = check_actions}),
      field<&Vendor::tools>("tools",
                            "Tools that it uses, without their versions; another one is a step of "
                            "vendor_client_drift."),
      field<&Vendor::countries>(
          "countries", "Countries that it comes from, as in the events.", {.example = "[ES, CO]"}),
      field<&Vendor::asns>("asns",
                           "Numbers of the networks that it comes from.",
                           {.minimum = 0, .maximum = 4'294'967'295.0, .example = "[64500]"}),
      field<&Vendor::tenants>("tenants",
                              "Tenants that it works for; in any other an access breaks a promise.",
                              {.example = "[acme]"}),
  });
  return table;
}

template <>
Fields fields_of<Roster>() {
  static constexpr auto table = std::to_array<Field>({
      field<&Roster::tenant>("tenant", "Tenant. Empty: every one."),
      field<&Roster::team>("team", "Team.", {.check = check_not_empty, .is_required = true}),
      field<&Roster::days>(
          "days",
          "Days on which the shift starts: mon to sun.",
          {.example = "[mon, tue, wed, thu, fri]", .check = check_days, .is_required = true}),
      field<&Roster::start>(
          "start", "Start of the shift, local.", {.example = "\"08:00\"", .is_required = true}),
      field<&Roster::end>("end",
                          "End of the shift, local; at or before start: on the next day.",
                          {.example = "\"17:00\"", .is_required = true}),
      field<&Roster::time_zone>("time_zone",
                                "Its zone, by IANA name.",
                                {.example = "America/Bogota", .check = check_not_empty}),
  });
  return table;
}

template <>
Fields fields_of<Holiday>() {
  static constexpr auto table = std::to_array<Field>({
      field<&Holiday::tenant>("tenant", "Tenant. Empty: every one."),
      field<&Holiday::site>("site", "Site. Empty: every one."),
      field<&Holiday::date>(
          "date", "The day, local to the site.", {.example = "2026-12-25", .is_required = true}),
      field<&Holiday::name>("name", "Its name, for explanations."),
  });
  return table;
}

template <>
Fields fields_of<PlannedEvent>() {
  static constexpr auto table = std::to_array<Field>({
      field<&PlannedEvent::tenant>("tenant", "Tenant. Empty: every one."),
      field<&PlannedEvent::team>("team", "Team. Empty: every one."),
      field<&PlannedEvent::name>(
          "name", "Its name, for explanations.", {.check = check_not_empty, .is_required = true}),
      field<&PlannedEvent::owner>(
          "owner", "Who answers for it.", {.check = check_not_empty, .is_required = true}),
      field<&PlannedEvent::start>(
          "start", "First instant.", {.example = "2026-11-27", .is_required = true}),
      field<&PlannedEvent::end>(
          "end", "First instant after it.", {.example = "2026-12-01", .is_required = true}),
      field<&PlannedEvent::factor>("factor",
                                   "How many times the usual volume is expected.",
                                   {.minimum = 0.1, .maximum = 100}),
  });
  return table;
}

template <>
Fields fields_of<Calendar>() {
  static constexpr auto table = std::to_array<Field>({
      field<&Calendar::holidays>(
          "holidays",
          "Days on which little work is expected: a producer that sends less is not told of, of "
          "whatever site the holiday is.",
          {.example = "[{date: 2026-12-25, name: Christmas}]"}),
      field<&Calendar::events>(
          "events",
          "Campaigns, migrations and audits.",
          {.example = "[{name: sale, owner: ops, start: 2026-11-27, end: 2026-12-01, factor: 2}]"}),
  });
  return table;
}

template <>
Fields fields_of<Reference>() {
  static constexpr auto table = std::to_array<Field>({
      field<&Reference::intents>(
          "intents",
          "What each intent of a conversation needs to read.",
          {.example = "{order_status: {classes: [order], fields: [status, eta]}}"}),
      field<&Reference::purposes>("purposes",
                                  "Purposes that each role works for.",
                                  {.example = "{agent_l1: [support, billing]}"}),
      field<&Reference::vendors>(
          "vendors",
          "What each vendor's client is there for.",
          {.example = "{chat-vendor: {classes: [lead], actions: [read], asns: [64500]}}"}),
      field<&Reference::payout_fields>(
          "payout_fields",
          "Fields and resource classes that decide where money goes: changing them weighs ten "
          "times as much as changing others."),
      field<&Reference::rosters>(
          "rosters",
          "When teams are expected at work: hours of their shifts are never unusual.",
          {.example =
               "[{team: BOG-AGE1, days: [mon, tue, wed], start: \"08:00\", end: \"17:00\"}]"}),
      field<&Reference::calendar>("calendar", "Holidays and planned events."),
      field<&Reference::vocabulary>(
          "vocabulary",
          "Words that alerts may show in clear from the first day: names of resources, classes, "
          "fields, purposes, intents, queues, tools. A word not in it is shown as its token until "
          "3 principals on 2 days have used it.",
          {.example = "[crm.customers, contact, email, support]", .check = check_vocabulary}),
  });
  return table;
}

}  // namespace centinela::config
