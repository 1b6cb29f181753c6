#include "app/exactly_once/committer.h"

#include "centinela/base/check.h"

#include <algorithm>
#include <utility>

namespace centinela::app {
namespace {

using kafka::PartitionOffset;
using kafka::Step;
using kafka::StepVerdict;

constexpr std::string_view gave_up = "the daemon is stopping";

bool stands(const std::vector<PartitionOffset>& committed,
            const std::vector<PartitionOffset>& expected,
            const kafka::TopicPartition& partition) {
  const auto of = [&partition](const std::vector<PartitionOffset>& list) {
    return std::find_if(list.begin(), list.end(), [&](const PartitionOffset& each) {
      return each.partition == partition.partition && each.topic == partition.topic;
    });
  };
  const auto found = of(committed);
  const auto wanted = of(expected);
  if (found == committed.end() || wanted == expected.end()) {
    return found == committed.end() && wanted == expected.end();
  }
  return *found == *wanted;
}

}  // namespace

Committer::Next Committer::leave(CommitVerdict verdict, std::string detail) {
  outcome_ = {verdict, std::move(detail)};
  return Next::leave;
}

Step Committer::persist(const std::function<Step()>& step) {
  for (;;) {
    Step taken = step();
    if (taken.verdict != StepVerdict::again) {
      return taken;
    }
    if (!keep_waiting_(taken.detail)) {
      return taken;
    }
  }
}

// Aborting is for transactions that are open; everything that says more than `abort` ends there
// too.
Committer::Next Committer::after(const Step& step) {
  if (step.verdict != StepVerdict::done) {
    trouble_ = step.detail;
  }
  switch (step.verdict) {
    case StepVerdict::done:
      return Next::go_on;
    case StepVerdict::again:
      return leave(CommitVerdict::given_up, std::string{gave_up} + ": " + step.detail);
    case StepVerdict::abort:
      return abort();
    case StepVerdict::refused:
      refused_ = step.record;
      return abort();
    case StepVerdict::stale_member: {
      const Next next = abort();
      return next == Next::start_over ? leave(CommitVerdict::stale_member, step.detail) : next;
    }
    case StepVerdict::rebuild:
      return Next::resolve;
    case StepVerdict::fenced:
      return leave(CommitVerdict::fenced, step.detail);
    case StepVerdict::failed:
      break;
  }
  return leave(CommitVerdict::failed, step.detail);
}

Committer::Next Committer::abort() {
  ++counts_.aborted;
  const Step aborted = persist([this] { return transactions_.abort(); });
  if (aborted.verdict == StepVerdict::done) {
    return Next::start_over;
  }
  if (aborted.verdict == StepVerdict::again || aborted.verdict == StepVerdict::fenced ||
      aborted.verdict == StepVerdict::failed) {
    return after(aborted);
  }
  return Next::resolve;
}

Committer::Next Committer::send(const Interval& interval) {
  for (std::size_t i = 0; i < interval.outputs.size(); ++i) {
    Step sent = persist([&] { return transactions_.send(borrow(interval.outputs[i])); });
    sent.record = i;
    if (const Next next = after(sent); next != Next::go_on) {
      return next;
    }
  }
  return Next::go_on;
}

Committer::Next Committer::attempt(Interval& interval) {
  Next next = after(persist([this] { return transactions_.begin(); }));
  if (next == Next::go_on) {
    next = send(interval);
  }
  if (next == Next::go_on) {
    next = after(
        persist([&] { return transactions_.send_offsets(interval.offsets, interval.membership); }));
  }
  if (next == Next::go_on) {
    next = after(persist([this] { return transactions_.commit(); }));
  }
  return next;
}

Committer::Next Committer::resolve(const Interval& interval, bool& is_committed) {
  ++counts_.rebuilt;
  const Step opened = persist([this] { return transactions_.open(); });
  if (opened.verdict != StepVerdict::done) {
    return opened.verdict == StepVerdict::rebuild ? Next::resolve : after(opened);
  }
  std::vector<kafka::TopicPartition> partitions;
  partitions.reserve(interval.offsets.size());
  for (const PartitionOffset& each : interval.offsets) {
    partitions.push_back({each.topic, each.partition});
  }
  for (;;) {
    const auto found = transactions_.committed(partitions);
    if (!found) {
      if (found.error().code != Errc::unavailable) {
        return leave(CommitVerdict::failed, found.error().detail);
      }
      if (!keep_waiting_(found.error().detail)) {
        return leave(CommitVerdict::given_up, std::string{gave_up} + ": " + found.error().detail);
      }
      continue;
    }
    const auto stand = [&](const std::vector<PartitionOffset>& expected) {
      return std::any_of(partitions.begin(), partitions.end(), [&](const auto& partition) {
        return stands(*found, expected, partition);
      });
    };
    ++counts_.resolved;
    is_committed = stand(interval.offsets);
    return is_committed || stand(interval.before) ? Next::start_over : overtaken(interval);
  }
}

// The group's offsets are neither those of the interval nor those before it.
Committer::Next Committer::overtaken(const Interval& interval) {
  const Result<std::string> now = transactions_.membership();
  if (!now || *now != interval.membership) {
    return leave(CommitVerdict::stale_member, "other members of the group have gone on");
  }
  return leave(CommitVerdict::fenced,
               "the group's offsets are neither those of the last commit nor those before it: "
               "another instance has gone on in this one's place");
}

void Committer::do_without(Interval& interval, std::size_t record) {
  CENTINELA_CHECK(record < interval.outputs.size());
  ++counts_.refused;
  Outgoing& output = interval.outputs[record];
  if (drop_value(output)) {
    return;
  }
  // A record that can never be stored must not keep all others from it.
  interval.outputs.erase(interval.outputs.begin() + static_cast<std::ptrdiff_t>(record));
}

CommitOutcome Committer::open() {
  for (;;) {
    const Step opened = persist([this] { return transactions_.open(); });
    if (opened.verdict == StepVerdict::done) {
      return {};
    }
    if (opened.verdict != StepVerdict::rebuild) {
      static_cast<void>(after(opened));
      return std::exchange(outcome_, {});
    }
    if (!keep_waiting_(opened.detail)) {
      return {CommitVerdict::given_up, std::string{gave_up}};
    }
  }
}

CommitOutcome Committer::commit(Interval& interval) {
  refused_.reset();
  Next next = Next::start_over;
  for (;;) {
    bool is_committed = false;
    if (next == Next::resolve) {
      next = resolve(interval, is_committed);
    } else {
      next = attempt(interval);
      is_committed = next == Next::go_on;
    }
    if (is_committed) {
      ++counts_.committed;
      return {};
    }
    if (next == Next::leave) {
      return std::exchange(outcome_, {});
    }
    if (const auto record = std::exchange(refused_, std::nullopt)) {
      do_without(interval, *record);
      continue;
    }
    if (!keep_waiting_(trouble_)) {
      return {CommitVerdict::given_up, std::string{gave_up}};
    }
  }
}

}  // namespace centinela::app
