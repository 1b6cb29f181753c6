#include "app/daemon/status_page.h"

#include "centinela/detectors/catalogue.h"

#include <fmt/format.h>

#include <cmath>

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

std::string detectors_words(const pipeline::ShardCounters& counters) {
  std::string text = "detectors (spoke, found surprising):\n";
  for (const detectors::DetectorInfo& detector : detectors::catalogue()) {
    const auto index = static_cast<std::size_t>(detector.id);
    text += fmt::format(
        "  {:<20} {:>10} {:>8}{}\n",
        detector.name,
        counters.spoke[index],
        counters.surprising[index],
        counters.spoke[index] == 0 ? "  abstains: its input or history is missing" : "");
  }
  return text;
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

std::string precision_words(const alerting::RulingTally& tally) {
  const std::optional<double> precision = tally.precision();
  return precision ? fmt::format(
                         "  precision over 28 days: {:.0f} % ({} malicious, {} benign, {} "
                         "expected)\n",
                         100 * *precision,
                         tally.malicious,
                         tally.benign,
                         tally.expected)
                   : "";
}

std::string lines(const EventTime& first, const EventTime& last, const alerting::Budget* budget) {
  if (budget == nullptr) {
    return "";
  }
  return fmt::format(
      "  history {:.1f} days; page line 1 in {:.0f} ({} sent today), ticket line 1 in {:.0f} ({} "
      "sent today), {} candidates today\n",
      static_cast<double>((last - first).count()) / static_cast<double>(one_day.count()),
      1 / std::exp(budget->pages().log_p),
      budget->pages().sent,
      1 / std::exp(budget->tickets().log_p),
      budget->tickets().sent,
      budget->candidates_today());
}

}  // namespace

std::string status_page(pipeline::Engine& engine, const LoopFacts& facts) {
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
  text += "tenants:\n";
  engine.shard().for_each_tenant([&](TenantToken tenant, const state::TenantState& state) {
    text += fmt::format("  {}: {} events\n",
                        privacy::shown(engine.pseudonymiser().names(), tenant, engine.sequence()),
                        state.events);
    text += precision_words(engine.shard().alerter().ledger().tally(tenant, engine.log_time()));
    text += lines(state.first_event, state.last_event, engine.shard().alerter().budget(tenant));
  });
  text += rulings(engine.shard().alerter());
  text += detectors_words(engine.shard().counters());
  return text;
}

}  // namespace centinela::app
