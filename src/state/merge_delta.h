// One thing that a member did, merged into a group at a boundary. Floor 3, private to state.
#pragma once

#include "centinela/state/peer_group.h"

namespace centinela::state {

void merge_delta(PeerGroup& group, const PeerDelta& delta);

}  // namespace centinela::state
