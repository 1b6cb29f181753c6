// What the loop shows of itself after each batch: progress, metrics, the status page.
#include "app/daemon/engine_loop.h"
#include "app/daemon/loop_metrics.h"

namespace centinela::app {
namespace {

// Brokers that restart are back by then.
constexpr std::chrono::seconds waits_too_long{20};

}  // namespace

// A client that may no longer write, or a topic that was deleted, may pass: nothing ends, and so
// it must be said that alerts and commits wait.
void EngineLoop::warn_of_waiting_alerts() {
  const auto now = std::chrono::steady_clock::now();
  const bool is_exactly_once = exactly_once_ != nullptr;
  const std::size_t waiting = is_exactly_once ? exactly_once_->waiting() : delivery_->waiting();
  const std::uint64_t accepted =
      is_exactly_once ? exactly_once_->counts().commits.committed : delivery_->accepted();
  if (waiting == 0 || accepted_ != accepted) {
    accepted_ = accepted;
    last_accepted_ = now;
    return;
  }
  if (now - last_accepted_ < waits_too_long) {
    return;
  }
  last_accepted_ = now;
  log_.warn(telemetry::LogLine("alerts wait and nothing is committed: the brokers take no record; "
                               "are the topics there, and may this client write to them?")
                .with("waiting", waiting)
                .with("topics", delivery_->topics())
                .with("last_heard",
                      is_exactly_once ? exactly_once_->trouble() : delivery_->last_refusal()));
}

void EngineLoop::observe(std::size_t records, std::chrono::steady_clock::duration elapsed) {
  const EventTime now = parts_.hooks.clock();
  parts_.status.progress(now.milliseconds());
  parts_.status.set_not_ready(why_not_ready());
  warn_of_waiting_alerts();
  LoopFacts facts;
  facts.records = records;
  facts.seconds = std::chrono::duration<double>(elapsed).count();
  facts.lag = consumer_->lag();
  facts.commits = consumer_->commits();
  facts.errors = problems_ + consumer_->errors() + delivery_->errors();
  if (facts.commits.accepted > commits_seen_) {
    commits_seen_ = facts.commits.accepted;
    facts.is_committed = true;
    book_.committed(sent_);
  }
  facts.uncommitted = book_.uncommitted();
  facts.outstanding = delivery_->outstanding();
  facts.deliveries = delivery_->counts();
  observe_commits(facts);
  facts.now = now;
  publish(parts_.metrics, shard_, *parts_.bundle.engine, facts);
  // News is shown at once, but not made anew for every batch of a busy log.
  is_page_stale_ = is_page_stale_ || records > 0;
  const std::chrono::milliseconds page_age_max{is_page_stale_ ? 20 : 1000};
  if (const auto steady = std::chrono::steady_clock::now(); steady - last_page_ >= page_age_max) {
    last_page_ = steady;
    is_page_stale_ = false;
    publish_rulings(parts_.metrics, *parts_.bundle.engine);
    standing_.publish(*parts_.bundle.engine);
    parts_.status.set_page(page_.render(*parts_.bundle.engine, facts, steady));
  }
}

}  // namespace centinela::app
