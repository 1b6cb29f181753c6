// Terminal: what a command reads and writes. Floor 10, borrowed streams.
#pragma once

#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

namespace centinela::cli {

struct Terminal {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool is_out_terminal = false;  // colour is allowed there
  bool is_err_terminal = false;  // progress is allowed there
  std::vector<std::pair<std::string, std::string>> environment;
};

}  // namespace centinela::cli
