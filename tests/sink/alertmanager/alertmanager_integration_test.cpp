#include "sink/alertmanager/http_client.h"
#include "sink/alertmanager/notifier.h"
#include "sink/sample_alert.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <thread>

namespace centinela::sink {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* binary = "/usr/bin/prometheus-alertmanager";
constexpr std::chrono::seconds patience{15};

EventTime wall_clock() {
  return EventTime{std::chrono::duration_cast<std::chrono::milliseconds>(
                       std::chrono::system_clock::now().time_since_epoch())
                       .count()};
}

std::uint16_t free_port() {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  socklen_t size = sizeof address;
  ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(descriptor);
  return ntohs(address.sin_port);
}

// A real Alertmanager on a port of its own, without gossip, with a receiver that goes nowhere.
class Alertmanager {
 public:
  Alertmanager() : port_(free_port()) {
    std::filesystem::create_directories(directory_);
    std::ofstream(directory_ / "alertmanager.yml")
        << "route: {receiver: none}\nreceivers: [{name: none}]\n";
    start();
  }
  Alertmanager(const Alertmanager&) = delete;
  Alertmanager& operator=(const Alertmanager&) = delete;
  ~Alertmanager() {
    stop();
    std::filesystem::remove_all(directory_);
  }

  void start() {
    std::vector<std::string> words = {binary,
                                      "--config.file=" + (directory_ / "alertmanager.yml").string(),
                                      "--storage.path=" + (directory_ / "data").string(),
                                      fmt::format("--web.listen-address=127.0.0.1:{}", port_),
                                      "--cluster.listen-address="};
    std::vector<char*> arguments;
    for (std::string& word : words) {
      arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    const std::string log = (directory_ / "log").string();
    posix_spawn_file_actions_addopen(&actions, 2, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ASSERT_EQ(::posix_spawn(&process_, binary, &actions, nullptr, arguments.data(), environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!probe_alertmanager(target(), std::chrono::seconds(1))) {
      ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "Alertmanager does not start";
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }
  void stop() {
    if (process_ > 0) {
      ::kill(process_, SIGKILL);
      ::waitpid(process_, nullptr, 0);
      process_ = 0;
    }
  }

  [[nodiscard]] AlertmanagerTarget target() const {
    return {.url = fmt::format("http://127.0.0.1:{}", port_)};
  }
  [[nodiscard]] HttpReply ask(const std::string& path, const std::string& body = {}) const {
    HttpClient client(std::chrono::seconds(5));
    client.start(target(), {.path = path, .body = body});
    while (true) {
      std::vector<HttpReply> replies = client.poll(std::chrono::milliseconds(100));
      if (!replies.empty()) {
        return replies.front();
      }
    }
  }
  [[nodiscard]] std::string alerts() const { return ask(std::string(alerts_path)).body; }

 private:
  std::filesystem::path directory_ =
      std::filesystem::temp_directory_path() / fmt::format("centinela-am-{}", ::getpid());
  std::uint16_t port_;
  pid_t process_ = 0;
};

class AlertmanagerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(binary)) {
      GTEST_FAIL() << binary << " is missing: apt-get install prometheus-alertmanager";
    }
    alertmanager_ = std::make_unique<Alertmanager>();
  }

  std::unique_ptr<Notifier> start() {
    auto notifier = Notifier::start(
        {.targets = {alertmanager_->target()},
         .limits = {.resend = std::chrono::seconds(1),
                    .backoff_min = std::chrono::milliseconds(50),
                    .backoff_max = std::chrono::milliseconds(200)},
         .links = {.console_url = {}, .runbook_url = {}, .generator_url = "http://127.0.0.1:9464/"},
         .silence_poll = std::chrono::milliseconds(300),
         .clock = wall_clock},
        {.on_silence = [this](const TaggedSilence&) { ++silences_; }, .on_problem = {}});
    EXPECT_TRUE(notifier);
    return std::move(*notifier);
  }
  static Alert fresh_alert() {
    Alert alert = sample_alert();
    alert.time = wall_clock();
    alert.episode.start = alert.time - one_minute;
    return alert;
  }
  // Asks until the answer fits.
  [[nodiscard]] bool eventually(const std::function<bool(const std::string&)>& fits) const {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < deadline) {
      if (fits(alertmanager_->alerts())) {
        return true;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return false;
  }
  [[nodiscard]] bool eventually_has(const std::string& text) const {
    return eventually(
        [&](const std::string& answer) { return answer.find(text) != std::string::npos; });
  }

  std::unique_ptr<Alertmanager> alertmanager_;
  std::atomic<int> silences_ = 0;
};

TEST_F(AlertmanagerTest, accepts_an_alert_under_the_fingerprint_that_we_compute) {
  const auto notifier = start();
  const Alert alert = fresh_alert();
  ASSERT_TRUE(notifier->send({&alert, 1}));
  const std::string expected =
      fmt::format(R"("fingerprint":"{:016x}")", fingerprint(make_notice(alert, {}).labels));
  EXPECT_TRUE(eventually_has(expected));
  EXPECT_THAT(alertmanager_->alerts(), HasSubstr(R"("score":"93.1")"));
}

TEST_F(AlertmanagerTest, takes_new_annotations_and_a_rise_of_severity_that_resolves_the_old) {
  const auto notifier = start();
  Alert alert = fresh_alert();
  ASSERT_TRUE(notifier->send({&alert, 1}));
  ASSERT_TRUE(eventually_has(R"("severity":"high")"));
  alert.revision = 2;
  alert.score = 94;
  ASSERT_TRUE(notifier->send({&alert, 1}));
  ASSERT_TRUE(eventually_has(R"("score":"94")"));
  alert.revision = 3;
  alert.severity = Severity::critical;
  ASSERT_TRUE(notifier->send({&alert, 1}));
  ASSERT_TRUE(eventually_has(R"("severity":"critical")"));
  EXPECT_TRUE(eventually([](const std::string& answer) {
    return answer.find(R"("severity":"high")") == std::string::npos;
  })) << "the old one is resolved, not left to lapse";
}

TEST_F(AlertmanagerTest, drops_a_ticket_when_its_episode_closes) {
  const auto notifier = start();
  Alert alert = fresh_alert();
  alert.route = Route::ticket;
  ASSERT_TRUE(notifier->send({&alert, 1}));
  ASSERT_TRUE(eventually_has(R"("route":"ticket")"));
  alert.revision = 2;
  alert.state = AlertState::closed;
  ASSERT_TRUE(notifier->send({&alert, 1}));
  EXPECT_TRUE(
      eventually([](const std::string& answer) { return answer == "[]\n" || answer == "[]"; }));
}

TEST_F(AlertmanagerTest, is_told_again_after_it_was_killed_and_forgot) {
  const auto notifier = start();
  const Alert alert = fresh_alert();
  ASSERT_TRUE(notifier->send({&alert, 1}));
  ASSERT_TRUE(eventually_has("CentinelaAnomaly"));
  alertmanager_->stop();
  alertmanager_->start();
  EXPECT_TRUE(eventually_has("CentinelaAnomaly"));
}

TEST_F(AlertmanagerTest, stores_the_valid_alerts_of_a_batch_that_it_answers_with_400) {
  Notice good = make_notice(fresh_alert(), {});
  good.starts_at = wall_clock() - one_minute;
  good.ends_at = wall_clock() + one_minute;
  Notice bad = good;
  bad.labels["bad-name"] = "x";
  const std::array notices = {bad, good};
  const HttpReply reply = alertmanager_->ask(std::string(alerts_path), encode_notices(notices));
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(classify_post(reply.status), PostOutcome::refused);
  EXPECT_TRUE(eventually_has("CentinelaAnomaly")) << "so a refused batch is never sent again whole";
}

TEST_F(AlertmanagerTest, hands_an_acknowledging_silence_on_and_the_alert_stops) {
  const auto notifier = start();
  const Alert alert = fresh_alert();
  ASSERT_TRUE(notifier->send({&alert, 1}));
  ASSERT_TRUE(eventually_has("CentinelaAnomaly"));
  const std::string silence = fmt::format(
      R"({{"matchers":[{{"name":"episode","value":"{}","isRegex":false,"isEqual":true}}],)"
      R"("startsAt":"{}","endsAt":"{}","createdBy":"ana","comment":"centinela:ack looking"}})",
      print(alert.id),
      format_rfc3339(wall_clock()),
      format_rfc3339(wall_clock() + one_hour));
  ASSERT_EQ(alertmanager_->ask(std::string(silences_path), silence).status, 200);
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (notifier->counts().state.pages_active > 0 && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  EXPECT_EQ(notifier->counts().state.pages_active, 0U);
  EXPECT_EQ(silences_, 1);
}

}  // namespace
}  // namespace centinela::sink
