#include "telemetry/systemd_notify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace centinela::telemetry {
namespace {

// A service manager that hears datagrams under a path or, with '@', an abstract name.
class Manager {
 public:
  explicit Manager(const std::string& name) : descriptor_(::socket(AF_UNIX, SOCK_DGRAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, name.data(), name.size());
    if (name[0] == '@') {
      address.sun_path[0] = '\0';
    }
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
    EXPECT_EQ(::bind(descriptor_, reinterpret_cast<const sockaddr*>(&address), size), 0);
  }
  Manager(const Manager&) = delete;
  Manager& operator=(const Manager&) = delete;
  ~Manager() { ::close(descriptor_); }

  std::string heard() const {
    std::array<char, 512> buffer{};
    const ssize_t size = ::recv(descriptor_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    return size < 0 ? std::string("nothing") : std::string(buffer.data(), std::size_t(size));
  }

 private:
  int descriptor_;
};

std::string unique_name(const char* kind) {
  return std::string(kind) + "centinela-notify-" + std::to_string(::getpid());
}

TEST(SystemdNotify, says_ready_on_a_path_socket) {
  const std::string path = unique_name("/tmp/");
  {
    const Manager manager(path);
    EXPECT_TRUE(SystemdNotify(path).ready());
    EXPECT_EQ(manager.heard(), "READY=1");
  }
  std::filesystem::remove(path);
}

TEST(SystemdNotify, speaks_every_word_on_an_abstract_socket) {
  const Manager manager(unique_name("@"));
  const SystemdNotify notify(unique_name("@"));
  EXPECT_TRUE(notify.feed_watchdog());
  EXPECT_EQ(manager.heard(), "WATCHDOG=1");
  EXPECT_TRUE(notify.stopping());
  EXPECT_EQ(manager.heard(), "STOPPING=1");
  EXPECT_TRUE(notify.extend_timeout(std::chrono::seconds(5)));
  EXPECT_EQ(manager.heard(), "EXTEND_TIMEOUT_USEC=5000000");
  EXPECT_TRUE(notify.reloading());
  EXPECT_THAT(manager.heard(), ::testing::StartsWith("RELOADING=1\nMONOTONIC_USEC="));
}

TEST(SystemdNotify, keeps_a_status_from_smuggling_in_another_assignment) {
  const Manager manager(unique_name("@"));
  EXPECT_TRUE(SystemdNotify(unique_name("@")).status("live, lag 3\nSTOPPING=1"));
  EXPECT_EQ(manager.heard(), "STATUS=live, lag 3");
}

TEST(SystemdNotify, does_nothing_and_succeeds_without_a_manager) {
  const SystemdNotify notify("");
  EXPECT_FALSE(notify.enabled());
  EXPECT_TRUE(notify.ready());
}

TEST(SystemdNotify, reports_a_manager_that_is_gone) {
  const Result<void> sent = SystemdNotify("/nonexistent/notify").ready();
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, Errc::io);
}

TEST(SystemdNotify, refuses_a_name_that_is_neither_absolute_nor_abstract) {
  const Result<void> sent = SystemdNotify("relative").ready();
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, Errc::config);
  EXPECT_FALSE(SystemdNotify("/" + std::string(200, 'x')).ready());
}

TEST(SystemdNotify, feeds_the_watchdog_at_half_of_what_the_manager_waits_for) {
  ::setenv("WATCHDOG_USEC", "30000000", 1);
  ::setenv("WATCHDOG_PID", std::to_string(::getpid()).c_str(), 1);
  EXPECT_EQ(SystemdNotify::from_environment().watchdog_interval(), std::chrono::seconds(15));
  ::setenv("WATCHDOG_PID", "1", 1);
  EXPECT_FALSE(SystemdNotify::from_environment().watchdog_interval().has_value())
      << "the watchdog is another process's";
  ::setenv("WATCHDOG_USEC", "soon", 1);
  ::unsetenv("WATCHDOG_PID");
  EXPECT_FALSE(SystemdNotify::from_environment().watchdog_interval().has_value());
  ::unsetenv("WATCHDOG_USEC");
}

}  // namespace
}  // namespace centinela::telemetry
