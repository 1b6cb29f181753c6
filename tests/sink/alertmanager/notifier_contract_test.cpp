#include "sink/alertmanager/notifier.h"
#include "sink/alertmanager/stub_alertmanager.h"
#include "sink/sample_alert.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

namespace centinela::sink {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Request = StubAlertmanager::Request;
using Answer = StubAlertmanager::Answer;

EventTime wall_clock() {
  return EventTime{std::chrono::duration_cast<std::chrono::milliseconds>(
                       std::chrono::system_clock::now().time_since_epoch())
                       .count()};
}

Alert fresh_alert(std::uint64_t number = 1) {
  Alert alert = sample_alert();
  alert.id.low = number;
  alert.time = wall_clock();
  alert.episode.start = alert.time - one_minute;
  return alert;
}

bool is_post(const Request& request) {
  return request.method == "POST" && request.path == "/api/v2/alerts";
}

// Answers posts with the status, silences and alerts with empty lists.
Answer answer_as(const Request& request, int post_status) {
  return is_post(request) ? Answer{.status = post_status, .body = ""}
                          : Answer{.status = 200, .body = "[]"};
}

NotifierOptions options_for(std::vector<AlertmanagerTarget> targets) {
  return {.targets = std::move(targets),
          .limits = {.resend = std::chrono::milliseconds(200),
                     .backoff_min = std::chrono::milliseconds(10),
                     .backoff_max = std::chrono::milliseconds(50)},
          .links = {},
          .silence_poll = std::chrono::milliseconds(100),
          .clock = wall_clock};
}

std::unique_ptr<Notifier> start(NotifierOptions options, NotifierEvents events = {}) {
  auto notifier = Notifier::start(std::move(options), std::move(events));
  EXPECT_TRUE(notifier) << notifier.error().detail;
  return std::move(*notifier);
}

void send(Notifier& notifier, const Alert& alert) {
  EXPECT_TRUE(notifier.send({&alert, 1}));
}

TEST(Notifier, posts_json_to_the_second_version_of_the_api) {
  StubAlertmanager stub([](const Request& request) { return answer_as(request, 200); });
  const auto notifier = start(options_for({{.url = stub.url()}}));
  send(*notifier, fresh_alert());
  ASSERT_TRUE(stub.wait_for(1, is_post));
  for (const Request& request : stub.requests()) {
    if (is_post(request)) {
      EXPECT_THAT(request.headers, HasSubstr("Content-Type: application/json"));
      EXPECT_THAT(request.body, HasSubstr(R"("alertname":"CentinelaAnomaly")"));
      EXPECT_THAT(request.body, HasSubstr(R"("startsAt":")"));
      EXPECT_THAT(request.body, HasSubstr(R"("endsAt":")"));
    }
  }
}

TEST(Notifier, repeats_what_fires_without_being_asked) {
  StubAlertmanager stub([](const Request& request) { return answer_as(request, 200); });
  const auto notifier = start(options_for({{.url = stub.url()}}));
  send(*notifier, fresh_alert());
  EXPECT_TRUE(stub.wait_for(3, is_post));
}

TEST(Notifier, keeps_trying_while_an_alertmanager_fails_and_says_so_once) {
  std::atomic<int> posts = 0;
  StubAlertmanager stub([&posts](const Request& request) {
    return answer_as(request, is_post(request) && ++posts <= 3 ? 503 : 200);
  });
  std::mutex mutex;
  std::vector<NotifierProblem> problems;
  const auto notifier = start(options_for({{.url = stub.url()}}),
                              {.on_silence = {}, .on_problem = [&](const NotifierProblem& problem) {
                                 const std::scoped_lock lock(mutex);
                                 problems.push_back(problem);
                               }});
  send(*notifier, fresh_alert());
  ASSERT_TRUE(stub.wait_for(5, is_post));
  notifier->stop(std::chrono::milliseconds(0));
  const std::scoped_lock lock(mutex);
  ASSERT_EQ(problems.size(), 2U);
  EXPECT_EQ(problems[0].what, "answers with status 503");
  EXPECT_TRUE(problems[1].is_recovered);
  EXPECT_EQ(notifier->counts().posts_failed, 3U);
  EXPECT_TRUE(notifier->counts().targets[0].is_up);
}

TEST(Notifier, does_not_repeat_content_that_was_refused) {
  StubAlertmanager stub([](const Request& request) { return answer_as(request, 400); });
  const auto notifier = start(options_for({{.url = stub.url()}}));
  send(*notifier, fresh_alert());
  ASSERT_TRUE(stub.wait_for(1, is_post));
  // Two polls of silences later there was time enough for a resend.
  ASSERT_TRUE(stub.wait_for(4, [](const Request& request) { return !is_post(request); }));
  std::size_t posts = 0;
  for (const Request& request : stub.requests()) {
    posts += is_post(request) ? 1 : 0;
  }
  EXPECT_EQ(posts, 1U);
  notifier->stop(std::chrono::milliseconds(0));
  EXPECT_EQ(notifier->counts().posts_refused, 1U);
  EXPECT_EQ(notifier->counts().state.refused, 1U);
}

TEST(Notifier, does_not_wait_for_one_that_hangs_before_it_tells_another) {
  // Accepts connections (in the kernel) and never answers.
  std::atomic<bool> is_done = false;
  StubAlertmanager hanging([&is_done](const Request&) {
    for (int i = 0; i < 500 && !is_done; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return Answer{};
  });
  StubAlertmanager good([](const Request& request) { return answer_as(request, 200); });
  const auto notifier = start(options_for({{.url = hanging.url()}, {.url = good.url()}}));
  send(*notifier, fresh_alert());
  EXPECT_TRUE(good.wait_for(2, is_post));
  notifier->stop(std::chrono::milliseconds(0));
  is_done = true;
}

TEST(Notifier, authenticates_and_keeps_the_prefix_of_the_url) {
  StubAlertmanager stub([](const Request& request) {
    return request.method == "POST" ? Answer{} : Answer{.status = 200, .body = "[]"};
  });
  const auto notifier =
      start(options_for({{.url = stub.url() + "/prefix/", .user = "prom", .password = "pw"}}));
  send(*notifier, fresh_alert());
  const auto is_prefixed = [](const Request& request) {
    return request.path == "/prefix/api/v2/alerts";
  };
  ASSERT_TRUE(stub.wait_for(1, is_prefixed));
  EXPECT_THAT(stub.requests()[0].headers, HasSubstr("Authorization: Basic cHJvbTpwdw=="));
}

TEST(Notifier, hands_on_a_tagged_silence_and_stops_firing_what_was_acknowledged) {
  const std::string episode = print(fresh_alert().id);
  StubAlertmanager stub([&episode](const Request& request) {
    if (request.path == "/api/v2/silences") {
      return Answer{.status = 200,
                    .body =
                        R"([{"id":"s1","status":{"state":"active"},"comment":"centinela:ack me",)"
                        R"("createdBy":"ana","startsAt":"2026-11-21T10:00:00Z",)"
                        R"("endsAt":"2026-11-21T12:00:00Z"}])"};
    }
    if (request.method == "GET") {
      return Answer{.status = 200,
                    .body = R"([{"labels":{"episode":")" + episode +
                            R"("},"status":{"silencedBy":["s1"]}}])"};
    }
    return Answer{};
  });
  std::atomic<int> silences = 0;
  auto options = options_for({{.url = stub.url()}});
  options.silence_poll = std::chrono::milliseconds(400);
  const auto notifier = start(std::move(options),
                              {.on_silence =
                                   [&silences](const TaggedSilence& silence) {
                                     EXPECT_EQ(silence.tag, SilenceTag::ack);
                                     ++silences;
                                   },
                               .on_problem = {}});
  send(*notifier, fresh_alert());
  ASSERT_TRUE(stub.wait_for(5, [](const Request& request) { return request.method == "GET"; }));
  notifier->stop(std::chrono::milliseconds(500));
  EXPECT_EQ(silences, 1);
  EXPECT_EQ(notifier->counts().state.pages_active, 0U);
  EXPECT_EQ(notifier->counts().silences[static_cast<std::size_t>(SilenceTag::ack)], 1U);
}

TEST(Notifier, posts_what_is_due_before_it_stops) {
  StubAlertmanager stub([](const Request& request) { return answer_as(request, 200); });
  const auto notifier = start(options_for({{.url = stub.url()}}));
  send(*notifier, fresh_alert());
  notifier->stop(std::chrono::seconds(5));
  EXPECT_TRUE(stub.wait_for(1, is_post));
}

TEST(Notifier, stops_within_its_time_though_nobody_answers) {
  const auto notifier = start(options_for({{.url = "http://127.0.0.1:9"}}));
  send(*notifier, fresh_alert());
  const auto before = std::chrono::steady_clock::now();
  notifier->stop(std::chrono::milliseconds(100));
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(3));
}

TEST(Notifier, settles_what_was_ruled_on) {
  StubAlertmanager stub([](const Request& request) { return answer_as(request, 200); });
  const auto notifier = start(options_for({{.url = stub.url()}}));
  const Alert alert = fresh_alert();
  send(*notifier, alert);
  ASSERT_TRUE(stub.wait_for(1, is_post));
  notifier->settle(alert.id);
  notifier->stop(std::chrono::seconds(5));
  EXPECT_EQ(notifier->counts().state.pages_active, 0U);
}

TEST(Notifier, refuses_a_url_that_is_none_and_hides_its_password) {
  const auto notifier = Notifier::start(options_for({{.url = "ftp://u:secret@host"}}), {});
  ASSERT_FALSE(notifier);
  EXPECT_EQ(notifier.error().code, Errc::config);
  EXPECT_THAT(notifier.error().detail, Not(HasSubstr("secret")));
}

TEST(ProbeAlertmanager, says_how_to_mend_what_does_not_answer) {
  const auto nobody = probe_alertmanager({.url = "http://127.0.0.1:9"}, std::chrono::seconds(2));
  ASSERT_FALSE(nobody);
  EXPECT_EQ(nobody.error().code, Errc::unavailable);
  StubAlertmanager locked([](const Request&) { return Answer{.status = 401, .body = ""}; });
  const auto refused = probe_alertmanager({.url = locked.url()}, std::chrono::seconds(2));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().detail, HasSubstr("check user and password"));
  StubAlertmanager other([](const Request&) { return Answer{.status = 404, .body = ""}; });
  const auto wrong = probe_alertmanager({.url = other.url()}, std::chrono::seconds(2));
  ASSERT_FALSE(wrong);
  EXPECT_THAT(wrong.error().detail, HasSubstr("route prefix"));
}

}  // namespace
}  // namespace centinela::sink
