#include "app/evaluate_command.h"
#include "cli/commands.h"

#include <memory>

namespace centinela::cli {

void define_evaluate(Arguments& arguments) {
  const auto options = std::make_shared<app::EvaluateOptions>();
  arguments.add("--truth", options->truth, "Directory that simulate wrote.", Need::required);
  arguments.add("--alerts", options->alerts, "Alerts that replay wrote.", Need::required);
  constexpr std::uint64_t budget_max = 1'000'000;
  arguments.add(
      "--budget", options->budgets, "Alerts a day to judge at; 5,20,50 if not given.", budget_max);
  arguments.add("--scores",
                options->scores,
                "What replay --scores wrote: shows how often p-values were as rare as they said.");
  arguments.add("--against", options->against, "Other alerts to compare with.");
  arguments.add("--json",
                options->json,
                "Write the report as JSON, too; - is standard output, then without the table.");
  arguments.add("--markdown", options->markdown, "Write the report as Markdown, too.");
  arguments.add("--html", options->html, "Write the report as a page with plots, too.");
  arguments.run([options](Terminal& terminal) { return app::evaluate(*options, terminal.out); });
}

}  // namespace centinela::cli
