#include "app/daemon/status_page.h"

#include "app/daemon/status_standing.h"

#include <fmt/format.h>

namespace centinela::app {
namespace {

std::string counts(const pipeline::Engine& engine) {
  const pipeline::ShardCounters& counters = engine.shard().counters();
  const std::uint64_t read =
      counters.scored + counters.late + counters.duplicates + engine.dead_lettered();
  return fmt::format(
      "events: {} read = {} scored + {} late + {} duplicates + {} dead letters; {} context "
      "records\n",
      read,
      counters.scored,
      counters.late,
      counters.duplicates,
      engine.dead_lettered(),
      counters.contexts);
}

std::string explanations(const pipeline::ShardCounters& counters) {
  const std::uint64_t settled = counters.settled_explained + counters.settled_unexplained;
  if (settled == 0) {
    return "explanations: every first access was explained at once, or none was judged yet\n";
  }
  return fmt::format("explanations: {} accesses waited for one, {} got it in time\n",
                     settled,
                     counters.settled_explained);
}

std::string ruling_words(const alerting::AppliedRuling& ruling) {
  const std::string_view word =
      ruling.ruling == Ruling::other ? std::string_view{"unknown word"} : to_word(ruling.ruling);
  return fmt::format("  {} {} on {} by {}: {}\n",
                     format_rfc3339(ruling.time),
                     word,
                     print(ruling.alert),
                     is_absent(ruling.author) ? "nobody named" : print(ruling.author),
                     to_string(ruling.outcome));
}

std::string rulings(const alerting::Alerter& alerter) {
  std::string text =
      fmt::format("suppressed: {} episodes; {} expected rulings hold\nlast rulings:{}\n",
                  alerter.suppressed(),
                  alerter.suppressions().expected(),
                  alerter.last_rulings().empty() ? " none" : "");
  for (const alerting::AppliedRuling& ruling : alerter.last_rulings()) {
    text += ruling_words(ruling);
  }
  return text;
}

std::string standing(pipeline::Engine& engine, const config::Config& config) {
  const FieldCensus census = census_of(engine.shard());
  const std::string tier = census.events() > 0 ? census.tier_words() : "no event yet";
  return "data tier: " + tier + "\n" + tenants_text(engine, config.detection) +
         detectors_text(engine.shard(), census);
}

}  // namespace

std::string StatusPage::render(pipeline::Engine& engine,
                               const LoopFacts& facts,
                               Clock::time_point now) {
  constexpr std::chrono::seconds standing_age_max{1};
  if (standing_.empty() || now - looked_ >= standing_age_max) {
    looked_ = now;
    standing_ = standing(engine, config_);
  }
  std::string text = fmt::format("log time: {}\n", format_rfc3339(engine.log_time()));
  text += counts(engine);
  text += explanations(engine.shard().counters());
  text += fmt::format("alerts: {} open, {} waiting for the alerts topic\n",
                      engine.shard().alerter().open_alerts(),
                      facts.outstanding);
  std::int64_t lag = 0;
  for (const kafka::PartitionLag& partition : facts.lag) {
    lag += partition.records();
  }
  text += fmt::format("kafka: {} partitions, {} messages behind\n", facts.lag.size(), lag);
  text += rulings(engine.shard().alerter());
  return text + standing_;
}

}  // namespace centinela::app
