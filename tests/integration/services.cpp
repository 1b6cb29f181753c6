#include "integration/services.h"

#include "centinela/base/check.h"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace centinela {

std::pair<int, std::string> run_command(const std::string& command) {
  std::string output;
  FILE* pipe = popen(command.c_str(), "r");
  CENTINELA_CHECK(pipe != nullptr);
  std::array<char, 4096> buffer{};
  while (const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    output.append(buffer.data(), size);
  }
  return {pclose(pipe), output};
}

KafkaService::KafkaService(std::string_view options) {
  std::string name = (std::filesystem::temp_directory_path() / "centinela-kafka-XXXXXX").string();
  CENTINELA_CHECK(mkdtemp(name.data()) != nullptr);
  folder_ = name;
  const auto [status, output] = run_command(fmt::format(
      "'{}/tests/integration/kafka.sh' start {} '{}'", CENTINELA_SOURCE_DIR, options, folder_));
  CENTINELA_CHECK(status == 0);
  bootstrap_servers_ = output.substr(0, output.find('\n'));
}

KafkaService::~KafkaService() {
  run("kill");
  std::filesystem::remove_all(folder_);
}

std::string KafkaService::run(const std::string& command, const std::string& arguments) {
  const auto [status, output] =
      run_command(fmt::format("'{}/tests/integration/kafka.sh' {} '{}' {}",
                              CENTINELA_SOURCE_DIR,
                              command,
                              folder_,
                              arguments));
  CENTINELA_CHECK(status == 0);
  return output;
}

void KafkaService::create_topic(const std::string& name,
                                int partitions,
                                const std::string& settings) {
  run("topic", fmt::format("{} {} {}", name, partitions, settings));
}

void KafkaService::stop() {
  run("stop");
}
void KafkaService::kill() {
  run("kill");
}
void KafkaService::start() {
  run("start");
}

}  // namespace centinela
