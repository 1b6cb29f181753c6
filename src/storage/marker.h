// Marker: what a checkpoint stands for, and who may read it. Floor 9, plain value.
//
// Written in one piece with the records, so that positions and state never disagree.
#pragma once

#include "centinela/base/result.h"
#include "centinela/base/time.h"
#include "centinela/pipeline/state_changes.h"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace centinela::storage {

// Where the state stands in one partition of the input.
struct InputPosition {
  std::string topic;
  std::int32_t partition = 0;
  std::int64_t next = 0;  // first offset that the state does not know

  friend auto operator<=>(const InputPosition&, const InputPosition&) = default;
};

// What makes a state readable, and its judgements comparable.
struct Origin {
  std::string layout;   // pipeline::state_layout: how the records are laid out
  std::string model;    // "sha256:…"
  std::string config;   // "sha256:…", of what can change an alert
  std::string key;      // fingerprint of the token key
  std::string version;  // of the program
  std::string machine;  // kind of CPU

  friend bool operator==(const Origin&, const Origin&) = default;
};

// read = scored + late + duplicates + dead_lettered.
struct MarkerCounters {
  std::uint64_t scored = 0;
  std::uint64_t late = 0;
  std::uint64_t duplicates = 0;
  std::uint64_t dead_lettered = 0;

  friend bool operator==(const MarkerCounters&, const MarkerCounters&) = default;
};

// Where among the commits the state stands; empty under kafka.commit: at_least_once.
struct CommitMark {
  std::string lineage;        // of the engine, from its fresh start on
  std::string hash;           // of all alerts that it decided
  std::uint64_t alerts = 0;   // how many those are
  std::uint64_t entries = 0;  // of its journal that the state knows

  friend bool operator==(const CommitMark&, const CommitMark&) = default;
};

struct Marker {
  std::uint64_t number = 0;  // 1 is the first of a store
  EventTime taken;           // wall clock
  EventTime log_time;        // highest `received` that the state knows
  Origin origin;
  MarkerCounters counters;
  pipeline::StateSum sum;
  std::uint64_t bytes = 0;               // of the records, before sealing
  std::vector<InputPosition> positions;  // ascending
  std::vector<std::string> firing;       // alerts that a notifier has to go on with, encoded
  CommitMark commit;

  friend bool operator==(const Marker&, const Marker&) = default;
};

[[nodiscard]] std::string encode(const Marker& marker);
// bad_data: another version of the layout, or not a marker.
[[nodiscard]] Result<Marker> decode_marker(std::string_view bytes);

}  // namespace centinela::storage
