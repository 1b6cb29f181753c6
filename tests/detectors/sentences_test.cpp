// Every sentence of every detector against tests/golden/sentences.txt.
// CENTINELA_UPDATE_GOLDEN=1 build/ci/tests/detectors/detectors_test rewrites the file.
#include "centinela/detectors/catalogue.h"
#include "centinela/state/explain_access.h"
#include "centinela/state/value_table.h"

#include "support/golden_file.h"

namespace centinela::detectors {
namespace {

struct Case {
  std::string name;
  Evidence evidence;
};

Evidence of(DetectorId detector, Leg leg = 0) {
  Evidence evidence{};
  evidence.detector = detector;
  evidence.leg = leg;
  evidence.word = 1;
  evidence.word_2 = 2;
  return evidence;
}

Evidence counted(Evidence evidence, double observed, double low, double high, double p) {
  evidence.observed = observed;
  evidence.expected_low = low;
  evidence.expected_high = high;
  evidence.p_value = p;
  evidence.p_at_least = p;
  return evidence;
}

Evidence with(Evidence evidence, const std::array<double, 4>& facts) {
  evidence.facts = facts;
  return evidence;
}

Evidence beside(Evidence evidence, std::uint16_t peers, double highest) {
  evidence.peers = peers;
  evidence.peers_highest = highest;
  return evidence;
}

double number_of(state::Attribute attribute) {
  return static_cast<double>(attribute);
}

std::vector<Case> volume_cases() {
  Evidence hour = counted(of(DetectorId::excessive_subjects), 71, 1, 24, 8e-6);
  hour.unexplained = 52.4;
  const Evidence day = counted(of(DetectorId::excessive_subjects, 1), 140, 30, 60, 2.5e-3);
  const Evidence job =
      with(counted(of(DetectorId::bulk_export), 48'000, 0, 900, 1e-5), {48'000, 1, 5.31, 650});
  Evidence ceiling =
      with(counted(of(DetectorId::bulk_export, 1), 5001, 0, 5000, 1e-6), {1, 0, 0, 0});
  ceiling.word_2 = 0;
  return {{"excessive_subjects, hour, with peers and unexplained", beside(hour, 46, 27)},
          {"excessive_subjects, day", day},
          {"bulk_export, with peers", beside(job, 31, 9400)},
          {"bulk_export, ceiling", ceiling}};
}

std::vector<Case> justification_cases() {
  Evidence evidence = with(counted(of(DetectorId::unjustified_access), 11, 0, 3, 6e-5),
                           {46, 0.03, static_cast<double>(state::NearestMiss::closed_ticket), 0});
  const Evidence plain =
      with(counted(of(DetectorId::unjustified_access), 5, 0, 2, 4e-3), {20, 0.05, 0, 0});
  Evidence less =
      with(counted(of(DetectorId::unjustified_access), 6, 0, 3, 2e-3), {46, 0.03, 0, 5});
  less.replaces = true;
  Evidence none =
      with(counted(of(DetectorId::unjustified_access), 0.4, 0, 3, 1), {11, 0.03, 0, 11});
  none.replaces = true;
  return {{"unjustified_access, with a near miss", evidence},
          {"unjustified_access", plain},
          {"unjustified_access, explained late in part", less},
          {"unjustified_access, explained late", none}};
}

std::vector<Case> conversation_cases() {
  return {
      {"conversation_scope, three foreign customers",
       with(counted(of(DetectorId::conversation_scope), 3, 0, 0, 1e-6), {1, 96, 5, 1})},
      {"conversation_scope, one foreign customer",
       with(counted(of(DetectorId::conversation_scope), 1, 0, 0, 1e-4), {0, 12, 2, 0})},
      {"conversation_scope, many", counted(of(DetectorId::conversation_scope, 1), 12, 1, 2, 1e-6)}};
}

std::vector<Case> novelty_cases() {
  const auto first = [](state::Attribute attribute) {
    return with(counted(of(DetectorId::first_access), 0, 1, 212, 1e-3),
                {number_of(attribute), 0, 0, static_cast<double>(Action::export_)});
  };
  const auto from = [](state::Attribute attribute, std::uint64_t word) {
    Evidence evidence =
        with(counted(of(DetectorId::new_origin), 0, 1, 120, 1e-3), {number_of(attribute), 0, 3, 0});
    evidence.word = word;
    return evidence;
  };
  return {{"first_access, class", beside(first(state::Attribute::record_class), 46, 0)},
          {"first_access, tool", first(state::Attribute::tool)},
          {"first_access, action", first(state::Attribute::action)},
          {"first_access, class and action", first(state::Attribute::class_action)},
          {"first_access, destination", first(state::Attribute::destination)},
          {"new_origin, country", beside(from(state::Attribute::country, 'B' << 8 | 'R'), 46, 0)},
          {"new_origin, network", from(state::Attribute::asn, 3352)},
          {"new_origin, device", from(state::Attribute::device, 9)},
          {"new_origin, travel",
           with(counted(of(DetectorId::new_origin, 1), 16'740, 0, 900, 5e-5),
                {8370, 30, 'E' << 8 | 'S', 'B' << 8 | 'R'})}};
}

std::vector<Case> chain_cases() {
  const auto action = [](Action value) { return static_cast<double>(value); };
  return {{"tainted_chain, three legs",
           with(counted(of(DetectorId::tainted_chain), 6, 0, 0, 1e-7),
                {38, action(Action::share), 0, 0})},
          {"tainted_chain, two legs",
           with(counted(of(DetectorId::tainted_chain, 1), 1, 0, 0, 5e-5),
                {12, action(Action::read), 18'211, 0})},
          {"intent_mismatch",
           with(counted(of(DetectorId::intent_mismatch), 1, 0, 0, 2e-4),
                {18'211, 0, action(Action::read), 0})},
          {"tool_surface, change",
           with(counted(of(DetectorId::tool_surface), 1, 0, 0, 4e-3), {1, 0, 0, 0})},
          {"tool_surface, first sensitive read",
           with(counted(of(DetectorId::tool_surface, 1), 1, 0, 0, 4e-3), {0, 7, 0, 0})},
          {"confused_deputy",
           with(counted(of(DetectorId::confused_deputy), 1, 0, 0, 4e-3), {61, 840, 0, 0})},
          {"retrieval_scope, sweep",
           with(counted(of(DetectorId::retrieval_scope), 3000, 2, 21, 1e-6), {60, 59, 0, 0})},
          {"retrieval_scope, foreign",
           with(counted(of(DetectorId::retrieval_scope, 1), 4, 0, 1, 3e-4), {11, 0, 0, 0})},
          {"id_enumeration, run",
           with(counted(of(DetectorId::id_enumeration), 50, 1, 2, 1e-6), {50, 19, 2.2, 0})},
          {"id_enumeration, refusals",
           with(counted(of(DetectorId::id_enumeration, 1), 18, 0, 2, 1e-6), {20, 18, 2.2, 0})}};
}

std::vector<Case> view_cases() {
  const auto trait = [](state::CohortTrait value) { return static_cast<double>(value); };
  return {{"over_collection, fields",
           with(counted(of(DetectorId::over_collection), 41, 0, 9, 1e-4), {1284, 9, 52, 0})},
          {"over_collection, special class",
           with(counted(of(DetectorId::over_collection, 1), 9, 0, 9, 1e-3), {3, 9, 2, 3})},
          {"hot_record, others had a reason",
           with(counted(of(DetectorId::hot_record), 9, 0, 2, 3e-6), {4, 3, 118, 0})},
          {"hot_record", with(counted(of(DetectorId::hot_record), 4, 0, 2, 2e-3), {1, 0, 20, 0})},
          {"takeover_chain, one person",
           with(counted(of(DetectorId::takeover_chain), 3, 0, 1, 1e-3), {190, 1, 0, 0})},
          {"takeover_chain, with a reason",
           with(counted(of(DetectorId::takeover_chain), 3, 0, 1, 1e-3), {190, 2, 1, 0})},
          {"cohort_surge, without a reason",
           with(counted(of(DetectorId::cohort_surge), 84, 0, 31, 1e-5),
                {12, 5, 40, trait(state::CohortTrait::site)})},
          {"cohort_surge, volume",
           with(counted(of(DetectorId::cohort_surge, 1), 610, 0, 466, 1e-5),
                {12, 5, 40, trait(state::CohortTrait::team)})},
          {"relationship_snoop",
           with(counted(of(DetectorId::relationship_snoop), 5, 0, 2, 2e-4),
                {static_cast<double>(Label::household), 0, 0, 0})},
          {"community_misfit",
           with(counted(of(DetectorId::community_misfit), 41, -6, 9, 2e-3), {41, 0, 12, 0})}};
}

std::vector<Case> other_cases() {
  Evidence forest =
      with(counted(of(DetectorId::forest), 0.71, 0, 0.58, 2e-4), {0.46, 0.3, 0.24, 0});
  forest.word = 7 | 14 << 8 | 18 << 16;
  Evidence by_night = beside(
      with(counted(of(DetectorId::unusual_time), 1, 0, 0.4, 2e-3), {830, 190, 0.002, 1}), 46, 0);
  const Evidence off_roster = by_night;
  by_night.word = 0;
  return {{"unusual_time, off the roster", off_roster},
          {"unusual_time, with peers", by_night},
          {"audit_silence",
           with(counted(of(DetectorId::audit_silence), 30, 0, 2, 1e-5), {11, 40, 120, 0})},
          {"audit_silence, partly filled",
           with(counted(of(DetectorId::audit_silence), 18, 0, 2, 1e-3), {0, 0, 120, 12})},
          {"audit_silence, filled",
           with(counted(of(DetectorId::audit_silence), 0, 0, 2, 1), {0, 0, 120, 30})},
          {"audit_silence, settled",
           with(counted(of(DetectorId::audit_silence, 2), 30, 0, 2, 1e-5), {8, 24, 120, 0})},
          {"audit_silence, far fewer than usual",
           with(counted(of(DetectorId::audit_silence, 3), 24, 98, 143, 3e-6), {2, 120, 0, 0})},
          {"audit_silence, settled, some late",
           with(counted(of(DetectorId::audit_silence, 2), 30, 0, 2, 1e-5), {8, 24, 120, 3})},
          {"audit_silence, tenant",
           with(counted(of(DetectorId::audit_silence, 1), 37, 0, 0, 1e-5), {4, 0, 0, 0})},
          {"audit_silence, tenant, one left",
           with(counted(of(DetectorId::audit_silence, 1), 42, 0, 0, 1), {1, 0, 0, 0})},
          {"audit_silence, tenant, filled",
           with(counted(of(DetectorId::audit_silence, 1), 0, 0, 0, 1), {0, 0, 0, 0})},
          {"canary_touch",
           with(counted(of(DetectorId::canary_touch), 1, 0, 0, 1e-9),
                {static_cast<double>(Action::read), 40, 0, 0})},
          {"forest", forest}};
}

std::vector<Case> patience_cases() {
  const Evidence drip =
      with(counted(of(DetectorId::slow_drip), 137, 16.2, 16.2, 2e-6), {12, 20'515, 11, 500});
  const Evidence subjects =
      with(counted(of(DetectorId::slow_drip, 1), 640, 480, 480, 3e-4), {9, 20'515, 8, 9});
  const Evidence records =
      with(counted(of(DetectorId::slow_drip, 2), 61'000, 35'000, 35'000, 8e-4), {8, 20'515, 7, 8});
  const Evidence month =
      with(counted(of(DetectorId::slow_drip, 3), 64, 12, 31, 5e-4), {800, 0, 0, 0});
  return {{"slow_drip, unexplained", drip},
          {"slow_drip, data subjects", subjects},
          {"slow_drip, records", records},
          {"slow_drip, four weeks", month},
          {"entity_risk", with(counted(of(DetectorId::entity_risk), 11.4, 0, 5.2, 6e-4), {7, 4})},
          {"pagination_sweep",
           with(counted(of(DetectorId::pagination_sweep), 84, 1, 4, 1e-7), {8400, 2})},
          {"search_then_open",
           with(counted(of(DetectorId::search_then_open), 14, 0, 3, 2e-4), {40, 19, 6})},
          {"shared_credential",
           with(counted(of(DetectorId::shared_credential), 6, 0, 0, 6e-4), {0, 44, 1})},
          {"machine_cadence",
           with(counted(of(DetectorId::machine_cadence), 4.02, 12, 540, 1e-9), {0.31, 55})},
          {"path_change",
           with(counted(of(DetectorId::path_change), 3, 0, 0, 5e-4),
                {static_cast<double>(Action::read), 7})}};
}

std::vector<Case> change_cases() {
  const double steps = 0b011011;
  return {
      {"bulk_change", with(counted(of(DetectorId::bulk_change), 320, 0, 12, 1e-5), {0, 50})},
      {"bulk_change, weighty",
       with(counted(of(DetectorId::bulk_change, 1), 26, 0, 2, 1e-6), {24, 14})},
      {"unmask_rate", with(counted(of(DetectorId::unmask_rate), 63, 2, 14, 1e-9), {70, 0.12})},
      {"deny_then_allow, refused",
       with(counted(of(DetectorId::deny_then_allow), 18, 0, 2, 1e-6), {20, 0, 0, 0.01})},
      {"deny_then_allow, let in",
       with(counted(of(DetectorId::deny_then_allow, 1), 18, 0, 2, 1e-6), {20, 16, 240, 0.01})},
      {"purpose_consent",
       with(counted(of(DetectorId::purpose_consent), 31, 0, 4, 1e-7), {210, 0.01})},
      {"purpose_consent, creep",
       with(counted(of(DetectorId::purpose_consent, 1), 190, 12, 12, 5e-5), {2375, 20'515, 18})},
      {"purpose_consent, special class",
       counted(of(DetectorId::purpose_consent, 2), 3, 0, 0, 1e-5)},
      {"vendor_client_drift, token stolen",
       with(counted(of(DetectorId::vendor_client_drift), 212'000, 0, 380, 1e-7),
            {steps, 14, 214, 4})},
      {"vendor_client_drift, new client",
       with(counted(of(DetectorId::vendor_client_drift), 90'000, 0, 0, 3e-4), {0b101000, 0, 0, 2})},
      {"cross_tenant, outside the assignment",
       counted(of(DetectorId::cross_tenant), 1, 0, 2, 1e-4)},
      {"cross_tenant, many", with(counted(of(DetectorId::cross_tenant, 1), 17, 1, 3, 1e-8), {1})},
      {"lifecycle_risk",
       with(counted(of(DetectorId::lifecycle_risk), 8, 0, 0, 1e-6), {212, 20'515})},
      {"service_account_human",
       with(counted(of(DetectorId::service_account_human), 37, 0, 0, 1e-5), {0, 400, 3, 37})}};
}

TEST(Sentences, read_as_they_were_agreed) {
  const SentenceWords words{"Employee p-7f3c (agent_l1, BOG-AGE1)",
                            "p-7f3c",
                            "Employee",
                            "BOG-AGE1",
                            "contact",
                            "de-1f00",
                            "between 14:00 and 15:00 UTC"};
  std::string text;
  for (const auto& cases : {volume_cases(),
                            justification_cases(),
                            conversation_cases(),
                            novelty_cases(),
                            patience_cases(),
                            change_cases(),
                            chain_cases(),
                            view_cases(),
                            other_cases()}) {
    for (const Case& one : cases) {
      text += one.name + "\n  " + info(one.evidence.detector).sentence(one.evidence, words) + "\n";
    }
  }
  testing_support::expect_golden(text, "tests/golden/sentences.txt");
}

}  // namespace
}  // namespace centinela::detectors
