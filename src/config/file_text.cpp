#include "config/file_text.h"

#include <array>
#include <fstream>

namespace centinela::config {

std::optional<std::string> read_text(const std::filesystem::path& path) {
  std::error_code ignored;
  std::ifstream stream(path, std::ios::binary);
  if (!stream.is_open() || std::filesystem::is_directory(path, ignored)) {
    return std::nullopt;
  }
  std::string text;
  std::array<char, 4096> block{};
  while (stream.read(block.data(), block.size()) || stream.gcount() > 0) {
    text.append(block.data(), static_cast<std::size_t>(stream.gcount()));
  }
  return stream.bad() ? std::nullopt : std::optional<std::string>(std::move(text));
}

}  // namespace centinela::config
