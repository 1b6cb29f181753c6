#include "centinela/base/sha256.h"
#include "centinela/features/features.h"

namespace centinela::features {
namespace {

constexpr std::array<FeatureInfo, feature_count> table = {{
    {"hour_subjects", "ln ratio", "data subjects this hour over the expected", "customers an hour"},
    {"day_subjects", "ln ratio", "data subjects today over the expected", "customers a day"},
    {"hour_surprise", "nats", "-ln p of this hour's count, at most 30", "volume of the hour"},
    {"day_surprise", "nats", "-ln p of today's count, at most 30", "volume of the day"},
    {"slice_pace", "ln ratio", "data subjects this quarter of an hour over the expected", "pace"},
    {"records", "ln ratio", "records of this event over the usual job", "records at once"},
    {"day_records",
     "robust deviations",
     "records of the class today against usual days",
     "records a day"},
    {"export_surprise", "nats", "-ln P(exports on such a day) when it exports", "exports"},
    {"unexplained_share",
     "share",
     "unexplained first accesses today, less the team's share",
     "unexplained accesses"},
    {"unexplained_surprise",
     "nats",
     "-ln p of today's unexplained accesses, at most 30",
     "lack of reasons"},
    {"class_novelty",
     "nats",
     "-ln p of the resource class, on its first sight today",
     "new data class"},
    {"tool_novelty", "nats", "-ln p of the tool, on its first sight today", "new tool"},
    {"action_novelty",
     "nats",
     "-ln p of the action on this class, first sight today",
     "new action"},
    {"destination_novelty",
     "nats",
     "-ln p of the destination, first sight today",
     "new destination"},
    {"network_novelty", "nats", "-ln p of country and network, first sight today", "new network"},
    {"device_novelty", "nats", "-ln p of the device, first sight today", "new device"},
    {"app_novelty",
     "nats",
     "-ln p of the application or client, first sight today",
     "new application"},
    {"week_surprise", "nats", "-ln p of being active in this hour of the week", "time of day"},
    {"denied", "deviations", "refused accesses lately against usual", "refusals"},
    {"not_found", "deviations", "misses lately against usual", "misses"},
    {"by_name", "deviations", "searches by name or wildcard lately against usual", "name searches"},
    {"listed", "deviations", "listed instead of opened lately against usual", "listing"},
    {"special", "deviations", "special-class reads lately against usual", "special data"},
    {"changes", "deviations", "updates and deletions lately against usual", "changes"},
    {"new_subjects",
     "deviations",
     "data subjects never met before, lately against usual",
     "new customers"},
    {"unmask", "deviations", "unmasking lately against usual", "unmasking"},
    {"fields", "ln ratio", "fields per access lately against usual", "fields"},
    {"gap", "ln ratio", "pause between events lately against usual", "pauses"},
    {"tenure", "ln days", "days since the principal was first seen", "tenure"},
    {"is_machine", "0 or 1", "bot, AI agent, service, key or vendor", "kind"},
}};

std::string hash_of_schema() {
  std::string text;
  for (const FeatureInfo& feature : table) {
    text.append(feature.name).append("\t").append(feature.unit).append("\t");
    text.append(feature.meaning).append("\n");
  }
  return "sha256:" + to_hex(sha256(text));
}

}  // namespace

const std::array<FeatureInfo, feature_count>& schema() noexcept {
  return table;
}

const std::string& schema_hash() {
  static const std::string hash = hash_of_schema();
  return hash;
}

}  // namespace centinela::features
