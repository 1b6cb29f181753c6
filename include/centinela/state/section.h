// StateSection: the parts that a checkpoint is made of. Floor 3, plain values.
//
// The numbers are stored: they are appended to, never changed or used again.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace centinela::state {

enum class StateSection : std::uint8_t {
  engine = 1,
  shard = 2,
  world = 3,
  pending = 4,
  recent_ids = 5,
  explained_pairs = 6,
  known_pairs = 7,
  name_book = 8,
  peer_deltas = 9,
  calibration = 10,
  alerter = 11,
  tenants = 32,
  principals = 33,
  classes = 34,
  conversations = 35,
  explanations = 36,
  producers = 37,
  paths = 38,
  clients = 39,
  visits = 40,
  groups = 41,
  intents = 42,
  reading_habits = 43,
  release_readings = 44,
  approvals = 45,
  subjects = 46,
  related = 47,
  sessions = 48,
  censuses = 49,
  retrievals = 50,
  tools = 51,
  cohorts = 52,
  tenant_days = 53,
  episodes = 54,
  tenant_books = 55,
  malicious = 56,
  tenant_calibrations = 57,
};

struct StateSectionName {
  StateSection section;
  std::string_view name;
};

inline constexpr std::array state_sections{
    StateSectionName{StateSection::engine, "engine"},
    StateSectionName{StateSection::shard, "shard"},
    StateSectionName{StateSection::world, "world"},
    StateSectionName{StateSection::pending, "pending"},
    StateSectionName{StateSection::recent_ids, "recent_ids"},
    StateSectionName{StateSection::explained_pairs, "explained_pairs"},
    StateSectionName{StateSection::known_pairs, "known_pairs"},
    StateSectionName{StateSection::name_book, "name_book"},
    StateSectionName{StateSection::peer_deltas, "peer_deltas"},
    StateSectionName{StateSection::calibration, "calibration"},
    StateSectionName{StateSection::alerter, "alerter"},
    StateSectionName{StateSection::tenants, "tenants"},
    StateSectionName{StateSection::principals, "principals"},
    StateSectionName{StateSection::classes, "classes"},
    StateSectionName{StateSection::conversations, "conversations"},
    StateSectionName{StateSection::explanations, "explanations"},
    StateSectionName{StateSection::producers, "producers"},
    StateSectionName{StateSection::paths, "paths"},
    StateSectionName{StateSection::clients, "clients"},
    StateSectionName{StateSection::visits, "visits"},
    StateSectionName{StateSection::groups, "groups"},
    StateSectionName{StateSection::intents, "intents"},
    StateSectionName{StateSection::reading_habits, "reading_habits"},
    StateSectionName{StateSection::release_readings, "release_readings"},
    StateSectionName{StateSection::approvals, "approvals"},
    StateSectionName{StateSection::subjects, "subjects"},
    StateSectionName{StateSection::related, "related"},
    StateSectionName{StateSection::sessions, "sessions"},
    StateSectionName{StateSection::censuses, "censuses"},
    StateSectionName{StateSection::retrievals, "retrievals"},
    StateSectionName{StateSection::tools, "tools"},
    StateSectionName{StateSection::cohorts, "cohorts"},
    StateSectionName{StateSection::tenant_days, "tenant_days"},
    StateSectionName{StateSection::episodes, "episodes"},
    StateSectionName{StateSection::tenant_books, "tenant_books"},
    StateSectionName{StateSection::malicious, "malicious"},
    StateSectionName{StateSection::tenant_calibrations, "tenant_calibrations"},
};

[[nodiscard]] constexpr std::string_view to_string(StateSection section) noexcept {
  for (const StateSectionName& each : state_sections) {
    if (each.section == section) {
      return each.name;
    }
  }
  return "unknown";
}

}  // namespace centinela::state
