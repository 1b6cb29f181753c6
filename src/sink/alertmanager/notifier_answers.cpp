// What the Alertmanagers answer, and what follows from it.
#include "centinela/base/check.h"

#include "sink/alertmanager/notifier_implementation.h"

#include <fmt/format.h>

namespace centinela::sink {

void Notifier::Implementation::handle(HttpReply reply) {
  const auto target = static_cast<std::size_t>(reply.tag / kinds);
  switch (static_cast<Kind>(reply.tag % kinds)) {
    case Kind::post:
      handle_post(target, reply);
      break;
    case Kind::probe:
      note_answer(target, reply);
      break;
    case Kind::silences:
      note_answer(target, reply);
      if (reply.status == 200) {
        silences_ = std::move(reply.body);
        client_.start(options_.targets[target],
                      {.tag = tag_of(target, Kind::silenced_alerts),
                       .path = std::string(silenced_alerts_path),
                       .body = {}});
      }
      break;
    case Kind::silenced_alerts:
      if (reply.status == 200) {
        handle_silences(reply);
      }
      break;
  }
}

void Notifier::Implementation::handle_post(std::size_t target, const HttpReply& reply) {
  const PostOutcome outcome = classify_post(reply.status);
  const std::optional<NoticeBatch> batch = std::exchange(in_flight_[target], std::nullopt);
  CENTINELA_CHECK(batch.has_value());  // an answer belongs to a post
  state_.report(target, *batch, outcome, options_.clock());
  note_health(target, reply, outcome);
  switch (outcome) {
    case PostOutcome::accepted:
      ++posts_.posts_accepted;
      break;
    case PostOutcome::refused:
      ++posts_.posts_refused;
      problem(target,
              fmt::format(
                  "refused a post of {} alerts with status {}", batch->parts.size(), reply.status));
      break;
    case PostOutcome::failed:
      ++posts_.posts_failed;
      break;
  }
}

void Notifier::Implementation::note_answer(std::size_t target, const HttpReply& reply) {
  const bool is_lost = reply.status == 0;
  if (is_lost == is_lost_[target]) {
    return;
  }
  is_lost_[target] = is_lost;
  const PostOutcome outcome = is_lost ? PostOutcome::failed : PostOutcome::accepted;
  state_.report(target, {}, outcome, options_.clock());
  note_health(target, reply, outcome);
}

void Notifier::Implementation::note_health(std::size_t target,
                                           const HttpReply& reply,
                                           PostOutcome outcome) {
  const bool is_down = outcome == PostOutcome::failed;
  bool& is_up = posts_.targets[target].is_up;
  if (is_up != is_down) {
    return;
  }
  is_up = !is_down;
  if (is_down) {
    problem(target,
            reply.error.empty() ? fmt::format("answers with status {}", reply.status)
                                : fmt::format("does not answer: {}", reply.error));
  } else {
    problem(target, "answers again; everything that fires is told again", true);
  }
}

void Notifier::Implementation::handle_silences(const HttpReply& alerts) {
  const Result<std::vector<TaggedSilence>> news = silence_watch_.news(silences_, alerts.body);
  if (!news) {
    return;  // the next poll asks again; posts tell whether it is an Alertmanager at all
  }
  for (const TaggedSilence& silence : *news) {
    ++posts_.silences[static_cast<std::size_t>(silence.tag)];
    if (silence.tag == SilenceTag::ack) {
      acknowledge(silence);
    }
    if (events_.on_silence) {
      events_.on_silence(silence);
    }
  }
}

void Notifier::Implementation::acknowledge(const TaggedSilence& silence) {
  for (const std::string& episode : silence.episodes) {
    if (const std::optional<AlertId> id = parse_alert_id(episode)) {
      state_.settle(*id, options_.clock());
    }
  }
}

void Notifier::Implementation::problem(std::size_t target,
                                       std::string what,
                                       bool is_recovered) const {
  if (events_.on_problem) {
    events_.on_problem({.alertmanager = posts_.targets[target].url,
                        .what = std::move(what),
                        .is_recovered = is_recovered});
  }
}

void Notifier::Implementation::publish() {
  NotifierCounts counts = posts_;
  counts.state = state_.figures();
  const std::scoped_lock lock(mutex_);
  counts_ = std::move(counts);
}

}  // namespace centinela::sink
