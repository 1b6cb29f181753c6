#include "simulation/world.h"

#include "centinela/codec/alert_encoder.h"

#include "simulation/node.h"

#include <fmt/format.h>

#include <memory>
#include <vector>

namespace centinela::simulation {
namespace {

constexpr int rounds_max = 4000;

std::string input_line(Rng& rng, std::int32_t partition, std::int64_t offset) {
  if (rng.below(15) == 0) {
    return R"({"type":"access","id":7})";
  }
  const std::uint64_t who = rng.below(5);
  // A canary is told at once, whatever the history.
  const bool is_canary = rng.below(4) == 0;
  return fmt::format(
      R"({{"id":"e-{}-{}","time":{},"tenant":"acme","principal":{{"id":"u-{}","kind":"human",)"
      R"("role":"agent","team":"T"}},"action":"read","resource":{{"name":"crm","kind":"table",)"
      R"("class":"contact","fields":["email"],"sensitivity":"personal"}},"data_subjects":["c-{}"],)"
      R"("records":1,"outcome":"ok","producer":{{"name":"crm-1"}}{}}})",
      partition,
      offset,
      1'764'000'000'000 + offset * 1000,
      who,
      rng.below(40),
      is_canary ? R"(,"labels":["canary"])" : "");
}

struct Process {
  Disk disk;
  std::unique_ptr<Node> node;
};

class World {
 public:
  World(std::uint64_t seed, Bug bug)
      : rng_(seed), faults_(rng_, static_cast<int>(rng_.below(16))), bug_(bug) {
    log_.input.resize(1 + rng_.below(3));
    const std::uint64_t records = 15 + rng_.below(40);
    for (std::uint64_t i = 0; i < records; ++i) {
      const auto partition = static_cast<std::int32_t>(rng_.below(log_.input.size()));
      auto& lines = log_.input[static_cast<std::size_t>(partition)];
      lines.push_back(input_line(rng_, partition, static_cast<std::int64_t>(lines.size())));
    }
    may_tick_ = rng_.below(2) == 0;
    processes_.push_back(std::make_unique<Process>());
    rivals_left_ = rng_.below(3) == 0 ? 1 : 0;
  }

  Outcome live() {
    int round = 0;
    while (outcome_.violation.empty() && !is_done() && ++round < rounds_max) {
      step(*processes_[rng_.below(processes_.size())]);
    }
    if (outcome_.violation.empty() && !is_done()) {
      outcome_.violation = "no progress after the faults were over";
    }
    for (const auto& process : processes_) {
      end(*process);
    }
    if (outcome_.violation.empty() && log_.came_back) {
      outcome_.violation = "an instance that was fenced came back";
    }
    if (outcome_.violation.empty()) {
      judge();
    }
    return outcome_;
  }

 private:
  [[nodiscard]] bool is_done() const {
    for (std::size_t i = 0; i < log_.input.size(); ++i) {
      if (log_.committed(static_cast<std::int32_t>(i)) <
          static_cast<std::int64_t>(log_.input[i].size())) {
        return false;
      }
    }
    return true;
  }

  // With ticks or several partitions only the disk with the latest state knows the order of what
  // was told: it goes where the instance goes. Else each process may well have an older one, but
  // not none.
  void bring_disk(Process& process) {
    if (log_.input.size() == 1 && !may_tick_ && !process.disk.marker.empty()) {
      return;
    }
    for (const auto& each : processes_) {
      if (each->disk.deeds.size() > process.disk.deeds.size()) {
        process.disk = each->disk;
      }
    }
  }

  void step(Process& process) {
    try {
      if (process.node == nullptr) {
        bring_disk(process);
        process.node = std::make_unique<Node>(log_, process.disk, faults_, bug_);
        ++outcome_.lives;
        take(process, process.node->start());
        return;
      }
      if (rivals_left_ > 0 && rng_.below(12) == 0) {
        --rivals_left_;
        // Somebody starts the same instance a second time, elsewhere.
        processes_.push_back(std::make_unique<Process>(Process{process.disk, nullptr}));
        return;
      }
      take(process, process.node->round(may_tick_));
    } catch (const Died&) {
      process.node.reset();
    }
  }

  void take(Process& process, const Result<void>& result) {
    if (result) {
      return;
    }
    process.node.reset();
    if (result.error().code == Errc::fenced) {
      ++outcome_.fenced;
      const auto alive = processes_.size();
      if (alive > 1) {
        std::erase_if(processes_, [&](const auto& each) { return each.get() == &process; });
      }
    } else if (result.error().code != Errc::unavailable) {
      outcome_.violation = "refused: " + result.error().detail;
    }
  }

  void end(Process& process) {
    try {
      if (process.node != nullptr) {
        const Result<void> finished = process.node->finish();
        if (!finished && finished.error().code != Errc::fenced &&
            finished.error().code != Errc::unavailable) {
          outcome_.violation = "not ended: " + finished.error().detail;
        }
      }
    } catch (const Died&) {
    }
    process.node.reset();
    // What was still to be committed is.
    if (log_.open && log_.open->is_ending) {
      log_.commit_open();
    }
  }

  void check_deeds() {
    std::vector<std::int64_t> next(log_.input.size(), 0);
    for (const Deed& deed : log_.committed_deeds) {
      if (deed.partition < 0) {
        continue;
      }
      std::int64_t& expected = next[static_cast<std::size_t>(deed.partition)];
      if (deed.value != expected++) {
        outcome_.violation = "a record was judged twice or never";
        return;
      }
    }
    for (std::size_t i = 0; i < next.size(); ++i) {
      if (next[i] != static_cast<std::int64_t>(log_.input[i].size())) {
        outcome_.violation = "records are acknowledged that nobody judged";
      }
    }
  }

  // What an engine tells that nothing interrupts, over what was committed in its order.
  void judge() {
    check_deeds();
    const auto engine = make_small_engine();
    std::vector<alerting::Decision> decisions;
    std::vector<pipeline::Rejected> rejected;
    for (const Deed& deed : log_.committed_deeds) {
      if (deed.partition < 0) {
        engine->flush(decisions);
        engine->tick({EventTime{deed.value}}, decisions);
        continue;
      }
      const kafka::KafkaRecord record = record_at(log_, deed.partition, deed.value);
      codec::RecordView view;
      view.value = *record.value;
      view.timestamp = EventTime{record.timestamp_ms};
      Position position;
      position.partition = PartitionIndex{deed.partition};
      position.offset = Offset{deed.value};
      engine->take(view, position, decisions, rejected);
    }
    engine->flush(decisions);
    compare(decisions, rejected.size());
  }

  void compare(const std::vector<alerting::Decision>& decisions, std::size_t letters) {
    std::vector<std::string> expected;
    for (const alerting::Decision& decision : decisions) {
      expected.push_back(codec::encode_alert(decision.alert));
    }
    std::vector<std::string> told;
    std::size_t told_letters = 0;
    for (const Told& each : log_.told) {
      if (each.topic == "centinela.alerts") {
        told.push_back(each.value);
      } else {
        ++told_letters;
      }
    }
    outcome_.alerts = expected.size();
    if (outcome_.violation.empty() && told != expected) {
      outcome_.violation = fmt::format(
          "told {} alerts, an uninterrupted run tells {}, or others", told.size(), expected.size());
    }
    if (outcome_.violation.empty() && told_letters != letters) {
      outcome_.violation = fmt::format("told {} dead letters of {}", told_letters, letters);
    }
  }

  Rng rng_;
  Faults faults_;
  Bug bug_;
  SimulatedLog log_;
  bool may_tick_ = false;
  std::uint64_t rivals_left_ = 0;
  std::vector<std::unique_ptr<Process>> processes_;  // a node refers to its disk
  Outcome outcome_;
};

}  // namespace

Outcome live_through(std::uint64_t seed, Bug bug) {
  return World{seed, bug}.live();
}

}  // namespace centinela::simulation
