// What an alerter does before an entity is forgotten.
#include "centinela/alerting/alerter.h"

namespace centinela::alerting {

std::vector<AlertId> Alerter::part_with(const state::Erasure& erasure,
                                        const LogPoint& point,
                                        std::vector<Decision>& out) {
  const std::vector<state::EntityKey> open = open_;
  for (const state::EntityKey& entity : open) {
    Episode* episode = erasure.names(entity) ? episodes_.find(entity) : nullptr;
    if (episode != nullptr) {
      close(entity, *episode, DecisionReason::episode_ended, point, out);
    }
  }
  std::vector<AlertId> told;
  for (const ToldAlert& alert : ledger_.alerts()) {
    if (state::is_about(alert, erasure)) {
      told.push_back(alert.id);
    }
  }
  return told;
}

}  // namespace centinela::alerting
