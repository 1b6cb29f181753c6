#include "app/field_census.h"

namespace centinela::app {
namespace {

// A field that fewer events have does not carry a tier: a producer's slip, or one test.
constexpr double share_of_tier = 0.05;
constexpr std::size_t sets_max = 4096;

}  // namespace

void FieldCensus::add(FieldSet present, double events) {
  events_ += events;
  for (std::size_t i = 0; i < field_count; ++i) {
    with_field_[i] += present.contains(static_cast<Field>(i)) ? events : 0;
  }
  // A hostile sample could have any number of sets; what is beyond the bound counts as bare.
  const bool has_room = sets_.size() < sets_max || sets_.contains(present.bits());
  sets_[has_room ? present.bits() : 0] += events;
}

double FieldCensus::share(Field field) const noexcept {
  return events_ == 0 ? 0 : with_field_[static_cast<std::size_t>(field)] / events_;
}

double FieldCensus::fed(const detectors::DetectorNeeds& needs) const noexcept {
  double count = 0;
  for (const auto& [bits, events] : sets_) {
    count += needs.are_met(FieldSet::from_bits(bits), has_context_records_) ? events : 0;
  }
  return events_ == 0 ? 0 : count / events_;
}

std::vector<Field> FieldCensus::missing(const detectors::DetectorNeeds& needs) const {
  std::uint64_t anywhere = 0;
  for (const auto& [bits, events] : sets_) {
    anywhere |= bits;
  }
  std::vector<Field> fields;
  for (const detectors::AnyOf& need : needs.needs) {
    if (!need.is_met(FieldSet::from_bits(anywhere), has_context_records_)) {
      fields.push_back(need.first());
    }
  }
  return fields;
}

DataTier FieldCensus::tier() const noexcept {
  const auto carries = [this](Field field) { return share(field) >= share_of_tier; };
  if (!carries(Field::data_subjects)) {
    return DataTier::t0;
  }
  if (!carries(Field::conversation) || !carries(Field::acting_for)) {
    return DataTier::t1;
  }
  return has_context_records_ ? DataTier::t3 : DataTier::t2;
}

std::string FieldCensus::tier_words() const {
  switch (tier()) {
    case DataTier::t0:
      return share(Field::records) > 0
                 ? "T0: who, action, records; T1 needs data_subjects"
                 : "T0 without records: who and action; add records, T1 needs data_subjects";
    case DataTier::t1:
      return "T1: who, action and data subjects; T2 needs context.conversation and "
             "context.acting_for";
    case DataTier::t2:
      return "T2: conversations and whom they are for; T3 needs context records (tickets, "
             "assignments, call-backs)";
    case DataTier::t3:
      break;
  }
  return "T3: everything, context records too";
}

std::string paths_of(const std::vector<Field>& fields) {
  std::string text;
  for (const Field field : fields) {
    text.append(text.empty() ? "" : ", ").append(field_path(field));
  }
  return text;
}

}  // namespace centinela::app
