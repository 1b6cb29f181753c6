// expect_golden: compares bytes with a file of the repository. Tests only.
//
// CENTINELA_UPDATE_GOLDEN=1 rewrites the files instead; the change is reviewed as a diff.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>

namespace centinela::testing_support {

inline std::string read_whole(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

// `file` is relative to the top of the repository.
inline void expect_golden(const std::string& actual, const std::string& file) {
  const std::string path = std::string(CENTINELA_SOURCE_DIR) + "/" + file;
  if (std::getenv("CENTINELA_UPDATE_GOLDEN") != nullptr) {  // NOLINT(concurrency-mt-unsafe)
    std::ofstream(path, std::ios::binary) << actual;
  }
  EXPECT_EQ(read_whole(path), actual)
      << "golden file " << file << "; CENTINELA_UPDATE_GOLDEN=1 rewrites it";
}

}  // namespace centinela::testing_support
