// What people ask of a running engine by control records: to forget somebody, to go on under
// another model or configuration.
#include "centinela/codec/dead_letter_reason.h"
#include "centinela/pipeline/engine_transfer.h"

#include "app/audit_file.h"
#include "app/daemon/engine_loop.h"
#include "app/daemon/standing_metrics.h"
#include "app/state_store.h"
#include "codec/json_writer.h"
#include "config/print.h"

#include <fmt/format.h>

#include <filesystem>

namespace centinela::app {
namespace {

using telemetry::LogLine;

std::string audit_line(const pipeline::AppliedErasure& erasure) {
  codec::JsonWriter json;
  json.begin_object().key("time").text(format_rfc3339(erasure.time));
  json.key("action").text("erase");
  json.key("of").text(erasure.is_of_principal ? "principal" : "data_subject");
  json.key("position")
      .text(fmt::format(
          "{}:{}", erasure.position.partition.value(), erasure.position.offset.value()));
  json.key("entities").text(std::to_string(erasure.entities));
  json.key("fields").text(std::to_string(erasure.fields));
  json.end_object();
  return std::move(json).finish() + "\n";
}

// The first 64 bits of "sha256:…", as a switch carries them.
std::uint64_t prefix_of(const std::string& hash) {
  constexpr std::size_t scheme = 7;
  constexpr std::size_t digits = 16;
  return hash.size() < scheme + digits ? 0 : std::stoull(hash.substr(scheme, digits), nullptr, 16);
}

}  // namespace

// The state has forgotten; what the loop itself keeps of alerts must too. No name, no token: the
// position leads whoever may read the log to the record.
void EngineLoop::settle_erasures() {
  const std::filesystem::path trail =
      std::filesystem::path{parts_.config.state.directory} / "state-audit.jsonl";
  for (const pipeline::AppliedErasure& erasure : parts_.bundle.engine->shard().take_erasures()) {
    for (const AlertId& alert : erasure.alerts) {
      firing_.settle(alert);
      parts_.hooks.settle(alert);
    }
    firing_.forget(erasure.printed);
    parts_.metrics.set(
        telemetry::series("centinela_erased_entities_total"),
        static_cast<double>(parts_.bundle.engine->shard().counters().erased_entities));
    if (const auto written = append_audit_line(trail, audit_line(erasure)); !written) {
      log_.error(LogLine("an erasure was applied, but its line in the audit trail could not be "
                         "written")
                     .with("error", written.error().detail));
    }
    if (erasure.entities == 0 && erasure.fields == 0) {
      tell_of_nobody(erasure);
      continue;
    }
    log_.info(LogLine("somebody was forgotten, as a control record asked")
                  .with("of", erasure.is_of_principal ? "principal" : "data subject")
                  .with("partition", erasure.position.partition.value())
                  .with("offset", erasure.position.offset.value())
                  .with("entities", erasure.entities)
                  .with("fields", erasure.fields));
  }
}

// Of several shards most know nobody of that name.
void EngineLoop::tell_of_nobody(const pipeline::AppliedErasure& erasure) const {
  if (!parts_.slice.partition) {
    log_.warn(LogLine("an erasure found nobody: is the tenant the right one?")
                  .with("partition", erasure.position.partition.value())
                  .with("offset", erasure.position.offset.value()));
  }
}

void EngineLoop::switch_when_asked() {
  const auto asked = parts_.bundle.engine->take_switch();
  if (!asked) {
    return;
  }
  const auto refuse = [&](std::string_view why) {
    log_.error(LogLine("a switch was not done: the old model and configuration stay in force")
                   .with("offset", asked->position.offset.value())
                   .with("because", why));
  };
  if (asked->model == 0 && asked->config == 0) {
    refuse("the record names neither a model nor a configuration, as sha256:…");
    return;
  }
  const auto says = [](std::uint64_t hash, std::uint64_t wanted) {
    return wanted == 0 || hash == wanted;
  };
  const std::string before_model = parts_.bundle.models->hash;
  const std::string before_config = config::alert_hash(parts_.config);
  if (says(prefix_of(before_model), asked->model) &&
      says(prefix_of(switched_config_.empty() ? before_config : switched_config_), asked->config)) {
    parts_.bundle.engine->shard().note_switch();  // it judges so already
    return;
  }
  if (!parts_.hooks.rebuild) {
    refuse("this process cannot");
    return;
  }
  Result<RebuiltEngine> rebuilt = parts_.hooks.rebuild();
  if (!rebuilt) {
    refuse(rebuilt.error().detail);
    return;
  }
  if (!says(prefix_of(rebuilt->bundle.models->hash), asked->model) ||
      !says(prefix_of(rebuilt->config_hash), asked->config)) {
    refuse(
        fmt::format("the files here are of model {} and configuration {}, which is not what "
                    "the record asks for: put them in place and type centinela switch again",
                    rebuilt->bundle.models->hash,
                    rebuilt->config_hash));
    return;
  }
  settle_rulings();  // they are with the engine that goes
  const auto handed = pipeline::transfer_state(*parts_.bundle.engine, *rebuilt->bundle.engine);
  if (!handed) {
    refuse(handed.error().detail);
    return;
  }
  parts_.bundle = std::move(rebuilt->bundle);
  switched_config_ = rebuilt->config_hash;
  parts_.bundle.engine->shard().note_switch();
  if (parts_.checkpoints != nullptr) {
    parts_.checkpoints->change_origin(parts_.bundle.models->hash, switched_config_);
    // A start finds the new files: what was judged by the old ones must not be judged again.
    parts_.checkpoints->hurry();
  }
  publish_model(parts_.metrics, *parts_.bundle.models, parts_.hooks.clock());
  log_.info(LogLine("model and configuration were switched, with everything that was learnt")
                .with("partition", asked->position.partition.value())
                .with("offset", asked->position.offset.value())
                .with("model", parts_.bundle.models->hash)
                .with("config", switched_config_));
}

// Without the file a record that ends the process ends it every time; with a start that fails for
// want of it, so would a full disk.
void EngineLoop::open_crash_book() {
  auto book = CrashBook::open(slice_directory(parts_.config, parts_.slice) / "crash.book");
  if (!book) {
    log_.warn(
        LogLine("records that end the process cannot be noted").with("error", book.error().detail));
    return;
  }
  if (book->found() > 0) {
    log_.warn(
        LogLine("the last process ended while it worked on records: they are taken one by "
                "one, and the one that does it again goes to the dead letters"));
  }
  crashes_ = std::make_unique<CrashBook>(*std::move(book));
}

bool EngineLoop::gives_up(const kafka::KafkaRecord& record) {
  if (crashes_ == nullptr) {
    return false;
  }
  if (crashes_->is_poison(record.topic, record.partition, record.offset)) {
    parts_.bundle.engine->reject(decisions_);
    rejected_.clear();
    pipeline::Rejected rejected;
    rejected.failure = {codec::reason::crash, "the process ended twice while it read it", "", 0};
    rejected_.push_back(rejected);
    log_.error(LogLine("a record that ends the process goes to the dead letters")
                   .with("topic", record.topic)
                   .with("partition", record.partition)
                   .with("offset", record.offset));
    return true;
  }
  is_careful_ = crashes_->is_careful(record.topic, record.partition, record.offset);
  if (is_careful_ || crashes_->is_elsewhere(record.topic, record.partition)) {
    parts_.bundle.engine->flush(decisions_);
    crashes_->rest();
  }
  crashes_->begin(record.topic, record.partition, record.offset);
  return false;
}

}  // namespace centinela::app
