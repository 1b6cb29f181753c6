#include "app/simulate_command.h"

#include "app/named_files.h"
#include "simulator/workload.h"

#include <fmt/format.h>

#include <ostream>

namespace centinela::app {

Result<void> simulate(const SimulateOptions& options, std::ostream& out, std::ostream& progress) {
  CENTINELA_TRY(NamedFiles{}.needs_place("--output", options.output).check());
  CENTINELA_TRY(const simulator::Profile profile, simulator::find_profile(options.profile));
  simulator::Progress report;
  if (options.shows_progress) {
    report = [&progress](double share) {
      progress << fmt::format("\rsimulating {:3.0f} %", 100 * share) << std::flush;
    };
  }
  CENTINELA_TRY(const simulator::WorkloadSummary summary,
                simulator::write_workload(profile, options.seed, options.output, report));
  if (options.shows_progress) {
    progress << '\r' << std::string(20, ' ') << '\r';
  }
  out << fmt::format(
      "{}: {} records ({} accesses) of {} principals, {} incidents with {} labelled events, {} "
      "look-alikes\n",
      options.output.string(),
      summary.records,
      summary.accesses,
      summary.principals,
      summary.incidents,
      summary.labelled,
      summary.look_alikes);
  return {};
}

std::string list_profiles() {
  std::string text;
  for (const simulator::Profile& profile : simulator::profiles()) {
    text += fmt::format("  {:<16} {}\n", profile.name, profile.summary);
  }
  return text;
}

}  // namespace centinela::app
