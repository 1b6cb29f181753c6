#include "app/state_text.h"

#include "support/golden_file.h"

#include <gtest/gtest.h>

namespace centinela::app {
namespace {

TEST(StateText, is_what_its_golden_file_says) {
  storage::Marker marker;
  marker.number = 12;
  marker.taken = EventTime{1'763'755'766'389};
  marker.log_time = EventTime{1'763'755'760'000};
  marker.origin = {"0123456789abcdef", "sha256:aa", "sha256:bb", "1c9e04b7", "0.1.0", "a CPU"};
  marker.counters = {100, 2, 3, 4};
  marker.sum = {0xfeed, 3};
  marker.positions = {{"data-access", 0, 1'203'317}, {"data-access", 1, 7}};
  marker.firing = {"{}"};
  SectionSizes sizes;
  count_record(sizes, std::string("\x01\0\0\0\0", 5), "0123456789");
  count_record(sizes, std::string(18, '\x21'), std::string(1000, 'x'));
  count_record(sizes, std::string(18, '\x21'), std::string(500, 'x'));
  count_record(sizes, std::string(18, '\x7f'), "?");
  testing_support::expect_golden(
      print_marker(marker, "/var/lib/centinela/checkpoint") + print_sections(sizes),
      "tests/golden/state/inspect.txt");
}

}  // namespace
}  // namespace centinela::app
