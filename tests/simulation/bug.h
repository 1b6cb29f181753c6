// The bugs that the simulation has to find. Tests only.
#pragma once

#include <array>
#include <string_view>

namespace centinela::simulation {

enum class Bug {
  none,
  offset_one_too_low,
  offset_one_too_high,
  offsets_outside_the_transaction,
  outputs_outside_the_transaction,
  no_fencing,
  unstable_offsets_read,
  unknown_taken_for_committed,
  unknown_taken_for_aborted,
  fenced_taken_for_retriable,
  buffers_dropped_on_abort,
  last_output_forgotten,
  checkpoint_before_commit,
  checkpoint_torn,
  journal_dropped_before_the_checkpoint_is_kept,
  journal_ignored,
  tick_not_journaled,
  chain_not_restored,
  record_skipped_in_silent_replay,
  outputs_told_in_silent_replay,
  live_at_the_checkpoint,
  live_one_too_late,
  count,
};

constexpr std::array<std::string_view, static_cast<std::size_t>(Bug::count)> bug_names = {
    "none",
    "offset_one_too_low",
    "offset_one_too_high",
    "offsets_outside_the_transaction",
    "outputs_outside_the_transaction",
    "no_fencing",
    "unstable_offsets_read",
    "unknown_taken_for_committed",
    "unknown_taken_for_aborted",
    "fenced_taken_for_retriable",
    "buffers_dropped_on_abort",
    "last_output_forgotten",
    "checkpoint_before_commit",
    "checkpoint_torn",
    "journal_dropped_before_the_checkpoint_is_kept",
    "journal_ignored",
    "tick_not_journaled",
    "chain_not_restored",
    "record_skipped_in_silent_replay",
    "outputs_told_in_silent_replay",
    "live_at_the_checkpoint",
    "live_one_too_late"};

}  // namespace centinela::simulation
