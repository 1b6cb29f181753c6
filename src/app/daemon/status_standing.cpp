#include "app/daemon/status_standing.h"

#include "centinela/detectors/catalogue.h"

#include "app/daemon/standing_metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

namespace centinela::app {
namespace {

constexpr std::size_t tenants_shown = 50;
constexpr std::size_t producers_shown = 20;  // of a tenant
// A field that fewer events of an action have is a slip.
constexpr float share_that_counts = 0.05F;
constexpr std::int64_t hours_looked_back = 24;

double days(Duration duration) {
  return static_cast<double>(duration.count()) / static_cast<double>(one_day.count());
}

double one_in(double log_p) {
  return std::round(std::exp(-log_p));
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

std::string warm_up_words(const state::TenantState& tenant, const config::Detection& detection) {
  const Duration left = warm_up_left(tenant, detection);
  const std::string history =
      fmt::format("  history {:.1f} days; ", days(tenant.last_event - tenant.first_event));
  return left == Duration{0}
             ? history + "warmed up\n"
             : history + fmt::format(
                             "warming up: {:.1f} days of the log left, until then alerts "
                             "but those of broken rules are shadows\n",
                             days(left));
}

std::string line_words(std::string_view name,
                       const alerting::Budget& budget,
                       const alerting::BudgetLine& line) {
  const alerting::LineAim aim = budget.aim(line);
  // Odds are told to whole numbers; a difference that nobody would see is none.
  const bool stands = std::abs(aim.log_p - line.log_p) < 0.01 * std::abs(line.log_p);
  const std::string_view moves = stands                   ? "stands there"
                                 : aim.log_p < line.log_p ? "tightens"
                                                          : "loosens";
  return fmt::format(
      "  {} line: 1 in {:.0f}, {} sent today of at most {:.0f}; {}: the {} candidates of {} days, "
      "and "
      "{} a day to be told, ask for 1 in {:.0f}\n",
      name,
      one_in(line.log_p),
      line.sent,
      2 * line.per_day + 3,
      moves,
      aim.candidates,
      aim.days,
      line.per_day,
      one_in(aim.log_p));
}

std::string budget_words(const alerting::Budget& budget) {
  return line_words("page", budget, budget.pages()) +
         line_words("ticket", budget, budget.tickets()) +
         fmt::format("  candidates today: {}\n", budget.candidates_today());
}

std::int64_t missing_lately(const state::ProducerState& producer) {
  std::int64_t missing = 0;
  for (const state::MissingHour& hour : producer.missing_hours) {
    missing += hour.hour > producer.missing.window - hours_looked_back ? hour.missing : 0;
  }
  return missing;
}

struct ProducerLine {
  std::string name;
  ProducerStanding standing = ProducerStanding::active;
  const state::ProducerState* state = nullptr;
  std::int64_t missing = 0;
};

std::string_view words_of(ProducerStanding standing) {
  switch (standing) {
    case ProducerStanding::active:
      return "active";
    case ProducerStanding::silent:
      return "SILENT";
    case ProducerStanding::forgotten:
      break;
  }
  return "gone for a day";
}

std::string coverage_words(const ProducerLine& line) {
  if (line.state->sequenced == 0) {
    return "sends no producer.sequence, so what it leaves out cannot be seen";
  }
  return line.missing == 0
             ? "complete by its sequence numbers"
             : fmt::format("{} of its last 24 hours' sequence numbers missing", line.missing);
}

std::string producers_text(std::vector<ProducerLine> lines) {
  // What is the matter comes first.
  std::sort(lines.begin(), lines.end(), [](const ProducerLine& a, const ProducerLine& b) {
    const auto rank = [](const ProducerLine& line) {
      return std::pair(line.standing != ProducerStanding::silent, -line.missing);
    };
    return std::pair(rank(a), a.name) < std::pair(rank(b), b.name);
  });
  std::string text;
  for (std::size_t i = 0; i < std::min(lines.size(), producers_shown); ++i) {
    text += fmt::format("  producer {}: {}, {} {}, the last at {}; {}\n",
                        lines[i].name,
                        words_of(lines[i].standing),
                        lines[i].state->events,
                        lines[i].state->events == 1 ? "event" : "events",
                        format_rfc3339(lines[i].state->last_received),
                        coverage_words(lines[i]));
  }
  return lines.size() > producers_shown
             ? text + fmt::format("  and {} producers more\n", lines.size() - producers_shown)
             : text;
}

std::map<std::uint64_t, std::vector<ProducerLine>> producers_by_tenant(
    const pipeline::Engine& engine) {
  std::map<std::uint64_t, std::vector<ProducerLine>> lines;
  engine.shard().for_each_producer(
      [&](TenantToken tenant, WordToken name, const state::ProducerState& producer) {
        if (producer.events == 0) {
          return;
        }
        const std::string shown =
            privacy::shown(engine.pseudonymiser().names(), name, engine.sequence());
        lines[tenant.value()].push_back({shown.empty() ? "(no producer.name)" : shown,
                                         standing_of(producer, engine.log_time()),
                                         &producer,
                                         missing_lately(producer)});
      });
  return lines;
}

std::string silence_words(const pipeline::Shard& shard,
                          const FieldCensus& census,
                          detectors::DetectorId detector) {
  const auto index = static_cast<std::size_t>(detector);
  if (!shard.is_on(detector)) {
    return "  off";
  }
  if (shard.counters().spoke[index] > 0) {
    return {};
  }
  const std::vector<Field> missing = census.missing(detectors::detector_needs()[index]);
  return census.events() > 0 && !missing.empty()
             ? "  abstains for want of " + paths_of(missing)
             : "  abstains: too little history, or nothing of its kind has happened";
}

}  // namespace

FieldCensus census_of(const pipeline::Shard& shard) {
  FieldCensus census;
  shard.world().paths.for_each_read([&](const state::EntityKey&, const state::PathState& path) {
    FieldSet fields;
    for (std::size_t i = 0; i < field_count; ++i) {
      if (path.share[i] >= share_that_counts) {
        fields.insert(static_cast<Field>(i));
      }
    }
    census.add(fields, path.events);
  });
  if (shard.counters().contexts > 0) {
    census.add_context_record();
  }
  return census;
}

std::string tenants_text(pipeline::Engine& engine, const config::Detection& detection) {
  pipeline::Shard& shard = engine.shard();
  auto producers = producers_by_tenant(engine);
  std::map<std::uint64_t, const alerting::Budget*> budgets;
  shard.alerter().for_each_budget([&](TenantToken tenant, const alerting::Budget& budget) {
    budgets[tenant.value()] = &budget;
  });
  std::size_t left_out = shard.world().tenants.size() > tenants_shown
                             ? shard.world().tenants.size() - tenants_shown
                             : 0;
  std::string text = left_out > 0 ? fmt::format(
                                        "tenants (without {} that were heard of longest "
                                        "ago):\n",
                                        left_out)
                                  : "tenants:\n";
  shard.for_each_tenant([&](TenantToken tenant, const state::TenantState& state) {
    if (left_out > 0) {
      --left_out;
      return;
    }
    text += fmt::format("  {}: {} events\n",
                        privacy::shown(engine.pseudonymiser().names(), tenant, engine.sequence()),
                        state.events);
    text += warm_up_words(state, detection);
    if (const auto budget = budgets.find(tenant.value()); budget != budgets.end()) {
      text += budget_words(*budget->second);
    }
    text += precision_words(shard.alerter().ledger().tally(tenant, engine.log_time()));
    text += producers_text(std::move(producers[tenant.value()]));
  });
  return text;
}

std::string detectors_text(const pipeline::Shard& shard, const FieldCensus& census) {
  std::string text = "detectors (spoke, found surprising):\n";
  for (const detectors::DetectorInfo& detector : detectors::catalogue()) {
    const auto index = static_cast<std::size_t>(detector.id);
    text += fmt::format("  {:<24} {:>10} {:>8}{}\n",
                        detector.name,
                        shard.counters().spoke[index],
                        shard.counters().surprising[index],
                        silence_words(shard, census, detector.id));
  }
  return text;
}

}  // namespace centinela::app
