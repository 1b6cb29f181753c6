#include "codec/text_support.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace centinela::codec {

std::string golden_file(std::string_view name) {
  const std::ifstream file(joined({CENTINELA_SOURCE_DIR "/tests/golden/", name}));
  EXPECT_TRUE(file) << name;
  std::ostringstream content;
  content << file.rdbuf();
  std::string text = content.str();
  text.resize(text.find_last_not_of('\n') + 1);
  return text;
}

std::string golden_event(std::string_view name) {
  return golden_file(joined({"events/", name}));
}

}  // namespace centinela::codec
