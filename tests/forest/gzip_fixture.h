// Reads a gzipped fixture of tests/forest/data whole.
#pragma once

#include <zlib.h>

#include <array>
#include <string>

namespace centinela::forest {

inline std::string read_fixture(const std::string& name) {
  const std::string path = std::string(CENTINELA_SOURCE_DIR) + "/tests/forest/data/" + name;
  std::string text;
  gzFile file = gzopen(path.c_str(), "rb");
  std::array<char, 65536> chunk{};
  int size = 0;
  while (file != nullptr && (size = gzread(file, chunk.data(), chunk.size())) > 0) {
    text.append(chunk.data(), static_cast<std::size_t>(size));
  }
  if (file != nullptr) {
    gzclose(file);
  }
  return text;
}

}  // namespace centinela::forest
