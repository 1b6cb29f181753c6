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
  return {{"unjustified_access, with a near miss", evidence}, {"unjustified_access", plain}};
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
                {static_cast<double>(Label::household), 0, 0, 0})}};
}

std::vector<Case> other_cases() {
  Evidence forest =
      with(counted(of(DetectorId::forest), 0.71, 0, 0.58, 2e-4), {0.46, 0.3, 0.24, 0});
  forest.word = 7 | 14 << 8 | 18 << 16;
  return {
      {"unusual_time, with peers",
       beside(with(counted(of(DetectorId::unusual_time), 1, 0, 0.4, 2e-3), {830, 190, 0.002, 1}),
              46,
              0)},
      {"audit_silence",
       with(counted(of(DetectorId::audit_silence), 30, 0, 2, 1e-5), {11, 40, 88'120, 2})},
      {"canary_touch",
       with(counted(of(DetectorId::canary_touch), 1, 0, 0, 1e-9),
            {static_cast<double>(Action::read), 40, 0, 0})},
      {"forest", forest}};
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
