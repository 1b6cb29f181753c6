#include "centinela/alerting/ledger.h"

#include <algorithm>

namespace centinela::alerting {
namespace {

constexpr Duration precision_window = std::chrono::hours{28 * 24};

}  // namespace

std::optional<double> RulingTally::precision() const noexcept {
  const std::int64_t judged = malicious + benign + expected;
  if (judged == 0) {
    return std::nullopt;
  }
  return static_cast<double>(malicious) / static_cast<double>(judged);
}

void Ledger::note(const ToldAlert& told) {
  if (ToldAlert* known = find(told.id); known != nullptr) {
    known->detectors |= told.detectors;
    known->account = told.account == 0 ? known->account : told.account;
    known->start = std::min(known->start, told.start);
    known->end = std::max(known->end, told.end);
    return;
  }
  if (alerts_.size() == alerts_max_) {
    alerts_.pop_front();
  }
  alerts_.push_back(told);
}

// Rulings and revisions are about what is recent, so the search begins at the end.
ToldAlert* Ledger::find(const AlertId& id) noexcept {
  const auto found = std::find_if(
      alerts_.rbegin(), alerts_.rend(), [&](const ToldAlert& told) { return told.id == id; });
  return found == alerts_.rend() ? nullptr : &*found;
}

RulingTally Ledger::tally(TenantToken tenant, EventTime now) const noexcept {
  RulingTally tally;
  for (const ToldAlert& told : alerts_) {
    if (!(told.entity.tenant == tenant) || now - told.ruled_at > precision_window) {
      continue;
    }
    tally.malicious += told.ruling == Ruling::malicious ? 1 : 0;
    tally.benign += told.ruling == Ruling::benign ? 1 : 0;
    tally.expected += told.ruling == Ruling::expected ? 1 : 0;
  }
  return tally;
}

}  // namespace centinela::alerting
