// Real services for the integration tests in C++: each is brought up by the script beside this file
// in a folder of its own, and ended with the object.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace centinela {

// Runs a command line of the shell; its exit status, and what it wrote to standard output.
std::pair<int, std::string> run_command(const std::string& command);

class KafkaService {
 public:
  // Options of `kafka.sh start`, e.g. "--brokers 3". Aborts the test program when it does not
  // start.
  explicit KafkaService(std::string_view options = "");
  KafkaService(const KafkaService&) = delete;
  KafkaService& operator=(const KafkaService&) = delete;
  ~KafkaService();

  [[nodiscard]] const std::string& bootstrap_servers() const noexcept { return bootstrap_servers_; }
  void create_topic(const std::string& name, int partitions, const std::string& settings = "");
  void stop();   // cleanly
  void kill();   // SIGKILL
  void start();  // again, with the same ports and data
  // `kafka.sh COMMAND DIR ARGUMENTS`; its standard output. Aborts when it fails.
  std::string run(const std::string& command, const std::string& arguments = "");

 private:
  std::string folder_;
  std::string bootstrap_servers_;
};

}  // namespace centinela
