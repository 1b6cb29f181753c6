// Helpers of the simulator's tests: a whole stream as parsed records.
#pragma once

#include "simulator/platform.h"

#include <simdjson.h>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace centinela::simulator {

struct Seen {
  EventTime time;
  EventTime received;
  bool is_access = false;
  std::string json;
  std::string event_id;
  std::string incident;
};

inline Profile profile_named(std::string_view name) {
  return *find_profile(name);
}

// A profile cut down to so many days.
inline Profile cut(std::string_view name, int days, int warm_up_days) {
  Profile profile = profile_named(name);
  profile.days = days;
  profile.warm_up_days = warm_up_days;
  profile.conversations_per_bot = 40;
  return profile;
}

inline std::vector<Seen> play(const Profile& profile, std::uint64_t seed) {
  Platform platform(profile, seed);
  std::vector<Seen> all;
  Record record;
  while (platform.next(record)) {
    all.push_back({record.time,
                   record.received,
                   record.is_access,
                   std::string(record.json),
                   std::string(record.event_id),
                   std::string(record.incident)});
  }
  return all;
}

// The names of all members, nested ones as "context.ticket"; lists are leaves.
inline void collect_keys(simdjson::dom::element element,
                         const std::string& prefix,
                         std::set<std::string>& keys) {
  simdjson::dom::object object;
  if (element.get(object) != simdjson::SUCCESS) {
    keys.insert(prefix);
    return;
  }
  for (const auto [key, value] : object) {
    collect_keys(value, prefix.empty() ? std::string(key) : prefix + "." + std::string(key), keys);
  }
}

inline std::string text_at(simdjson::dom::element root, std::string_view pointer) {
  std::string_view value;
  return root.at_pointer(pointer).get(value) == simdjson::SUCCESS ? std::string(value)
                                                                  : std::string();
}

// Letters become a, digits 0: what an identifier looks like.
inline std::string shape_of(std::string_view text) {
  std::string shape;
  for (const char c : text) {
    const bool is_digit = c >= '0' && c <= '9';
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    shape += is_digit || is_letter ? 'x' : c;
  }
  return shape;
}

}  // namespace centinela::simulator
