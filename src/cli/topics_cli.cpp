#include "app/topics_command.h"
#include "cli/commands.h"
#include "cli/shared_arguments.h"

#include <memory>

namespace centinela::cli {
namespace {

using Work = Result<void> (*)(const app::TopicsOptions& options, std::ostream& out);

void define_work(Arguments arguments, Work work) {
  const auto options = std::make_shared<app::TopicsOptions>();
  arguments.add_config(options->config);
  arguments.add("--partitions", options->partitions, "Of input topics that are missing; 6.");
  arguments.add("--replicas",
                options->replicas,
                "Of topics that are missing; 3, or as many as there are brokers.");
  run_configured(arguments, options, work);
}

}  // namespace

void define_topics(Arguments& arguments) {
  define_work(
      arguments.subcommand("plan",
                           "Prints what is missing and what differs; changes nothing. Exits with "
                           "69 when a topic is missing, with 78 when one would lose records.",
                           "centinela topics plan --config centinela.yaml"),
      app::topics_plan);
  define_work(arguments.subcommand("apply",
                                   "Makes the topics that are missing.",
                                   "centinela topics apply --config centinela.yaml"),
              app::topics_apply);
}

}  // namespace centinela::cli
