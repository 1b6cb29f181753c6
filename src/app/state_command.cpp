#include "app/state_command.h"

#include "centinela/base/text.h"

#include "app/accepted_loss.h"
#include "app/audit_file.h"
#include "app/key_file.h"
#include "app/named_files.h"
#include "app/private_directory.h"
#include "app/state_file.h"
#include "app/state_store.h"
#include "app/state_text.h"
#include "app/wall_clock.h"

#include <fmt/format.h>
#include <unistd.h>

#include <ostream>
#include <string_view>

namespace centinela::app {
namespace {

constexpr std::size_t reason_bytes_max = 1000;

// Nobody means the first of several when he names none.
Result<Slice> slice_of(const config::Config& config, std::optional<std::uint64_t> partition) {
  if (!is_sliced(config)) {
    if (partition.value_or(0) != 0) {
      return Error{Errc::usage,
                   fmt::format("--partition: expected 0, the one shard that there is under "
                               "engine.shards: one, found {}",
                               *partition)};
    }
    return Slice{};
  }
  if (!partition || *partition > INT32_MAX) {
    return Error{Errc::usage,
                 "--partition: expected the number of a partition of the input: under "
                 "engine.shards: per_partition each has a state of its own"};
  }
  return Slice{static_cast<std::int32_t>(*partition)};
}

Result<storage::Marker> marker_of(storage::CheckpointStore& store,
                                  const config::Config& config,
                                  const Slice& slice) {
  CENTINELA_TRY(std::optional<storage::Marker> marker, store.marker());
  if (!marker) {
    return Error{Errc::io,
                 fmt::format("{}: no checkpoint was taken there yet", state_place(config, slice))};
  }
  return *std::move(marker);
}

Result<EngineBundle> engine_of(const config::Config& config) {
  CENTINELA_TRY(const privacy::TokenKey key, read_key_file(config::token_key_file(config)));
  return make_engine(config, key);
}

Result<void> note_reset(const config::Config& config,
                        const StateResetOptions& options,
                        std::string_view what) {
  std::string line = "{\"time\":";
  append_json_string(line, format_rfc3339(wall_clock()));
  line += fmt::format(",\"uid\":{},\"action\":", ::getuid());
  append_json_string(line, what);
  if (options.partition) {
    line += fmt::format(",\"partition\":{}", *options.partition);
  }
  line += ",\"reason\":";
  append_json_string(line, options.reason);
  line += "}\n";
  CENTINELA_TRY(make_private_directory(config.state.directory));
  return append_audit_line(std::filesystem::path{config.state.directory} / "state-audit.jsonl",
                           line);
}

Result<void> check(const StateResetOptions& options) {
  if (options.accepts_loss == options.keeps_baselines) {
    return Error{Errc::usage,
                 "say what becomes of the baselines: --accept-loss forgets them (the next start "
                 "learns again from what is retained of the input), --keep-baselines goes on with "
                 "them under the present model and configuration"};
  }
  if (options.reason.empty() || options.reason.size() > reason_bytes_max) {
    return Error{
        Errc::usage,
        fmt::format(
            "--reason: expected 1 to {} bytes, found {}", reason_bytes_max, options.reason.size())};
  }
  return {};
}

// Nothing of the state depends on model or configuration but its bounds, and load checks those.
Result<void> adopt(const config::Config& config,
                   const Slice& slice,
                   storage::CheckpointStore& store,
                   const StateResetOptions& options,
                   std::ostream& out) {
  CENTINELA_TRY(storage::Marker marker, marker_of(store, config, slice));
  CENTINELA_TRY(EngineBundle bundle, engine_of(config));
  storage::Origin origin = origin_of(config, bundle);
  storage::Origin readable = origin;
  readable.model = marker.origin.model;
  readable.config = marker.origin.config;
  CENTINELA_TRY(check_origin(marker.origin, readable));
  CENTINELA_TRY(load_state(store, marker, *bundle.engine));
  CENTINELA_TRY(note_reset(config, options, "keep-baselines"));
  marker.origin = std::move(origin);
  marker.commit = {};  // what was told under the old one is nothing to compare with
  ++marker.number;
  pipeline::StateChanges nothing;
  nothing.sum = marker.sum;
  CENTINELA_TRY(store.save(nothing, marker));
  out << fmt::format("the state is that of model {} and configuration {} from here on\n",
                     marker.origin.model,
                     marker.origin.config);
  return {};
}

}  // namespace

Result<void> state_inspect(const StateOptions& options, std::ostream& out) {
  CENTINELA_TRY(const config::Config config, config::load(options.config));
  CENTINELA_TRY(const Slice slice, slice_of(config, options.partition));
  CENTINELA_TRY(const auto store, look_at_state(config, slice));
  CENTINELA_TRY(const storage::Marker marker, marker_of(*store, config, slice));
  SectionSizes sizes;
  CENTINELA_TRY(store->load([&sizes](std::string_view key, std::string_view value) -> Result<void> {
    count_record(sizes, key, value);
    return {};
  }));
  out << print_marker(marker, state_place(config, slice)) << print_sections(sizes);
  return {};
}

Result<void> state_verify(const StateOptions& options, std::ostream& out) {
  CENTINELA_TRY(const config::Config config, config::load(options.config));
  CENTINELA_TRY(const Slice slice, slice_of(config, options.partition));
  CENTINELA_TRY(const auto store, look_at_state(config, slice));
  CENTINELA_TRY(const storage::Marker marker, marker_of(*store, config, slice));
  CENTINELA_TRY(EngineBundle bundle, engine_of(config));
  CENTINELA_TRY(check_origin(marker.origin, origin_of(config, bundle)));
  CENTINELA_TRY(const LoadedState loaded, load_state(*store, marker, *bundle.engine));
  out << fmt::format("ok: checkpoint {}, {} records, digest {:016x}, read in {:.3f} s\n",
                     marker.number,
                     marker.sum.records,
                     marker.sum.digest,
                     loaded.seconds);
  return {};
}

Result<void> state_reset(const StateResetOptions& options, std::ostream& out) {
  CENTINELA_TRY(check(options));
  CENTINELA_TRY(const config::Config config, config::load(options.config));
  CENTINELA_TRY(const Slice slice, slice_of(config, options.partition));
  if (!options.accepts_loss) {
    CENTINELA_TRY(const auto store, open_state(config, slice));
    return adopt(config, slice, *store, options, out);
  }
  // Also without the key, or when nothing in it can be read any more.
  CENTINELA_TRY(note_reset(config, options, "accept-loss"));
  CENTINELA_TRY(accept_loss(config, slice));
  out << "the state is forgotten: the next start learns again from what is retained of the input "
         "(engine.warm_up)\n";
  return {};
}

Result<void> state_export(const StateFileOptions& options, std::ostream& out) {
  CENTINELA_TRY(const config::Config config, config::load(options.config));
  CENTINELA_TRY(NamedFiles(options.config, config)
                    .writes("--output", options.file)
                    .needs_place("--output", options.file)
                    .check());
  CENTINELA_TRY(const Slice slice, slice_of(config, options.partition));
  CENTINELA_TRY(const auto store, look_at_state(config, slice));
  CENTINELA_TRY(const privacy::TokenKey key,
                read_key_file(config::state_key_file(config), KeyUse::state));
  CENTINELA_TRY(const storage::Marker marker, export_state(*store, key, options.file));
  out << fmt::format(
      "checkpoint {}, {} records: {}\n", marker.number, marker.sum.records, options.file.string());
  return {};
}

Result<void> state_import(const StateFileOptions& options, std::ostream& out) {
  CENTINELA_TRY(NamedFiles{}.needs_place("--input", options.file).check());
  CENTINELA_TRY(const config::Config config, config::load(options.config));
  CENTINELA_TRY(const privacy::TokenKey key,
                read_key_file(config::state_key_file(config), KeyUse::state));
  CENTINELA_TRY(const Slice slice, slice_of(config, options.partition));
  CENTINELA_TRY(const auto store, open_state(config, slice));
  CENTINELA_TRY(const std::optional<storage::Marker> before, store->marker());
  if (before && !options.replaces) {
    return Error{Errc::usage,
                 fmt::format("{} holds checkpoint {} already: --replace puts the file in its place",
                             state_place(config, slice),
                             before->number)};
  }
  CENTINELA_TRY(const storage::Marker marker, import_state(*store, key, options.file));
  out << fmt::format(
      "checkpoint {}, {} records: {}\n", marker.number, marker.sum.records, options.file.string());
  return {};
}

}  // namespace centinela::app
