#include "forest/container.h"

#include "centinela/base/sha256.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

namespace centinela::forest {
namespace {

using testing::HasSubstr;

// Replaces the checksum after a deliberate change, as someone who forges a file would.
std::string sealed(std::string bytes) {
  const Sha256 digest = sha256(std::string_view(bytes).substr(0, bytes.size() - 32));
  std::memcpy(bytes.data() + bytes.size() - 32, digest.data(), 32);
  return bytes;
}

std::string error_of(const std::string& bytes) {
  const auto sections = read_container(bytes);
  EXPECT_FALSE(sections.has_value());
  return sections.has_value() ? "" : sections.error().detail;
}

const std::string& sample() {
  static const std::string bytes = write_container({{"ABCD", "first"}, {"efgh", ""}});
  return bytes;
}

TEST(Container, gives_back_its_sections_in_order) {
  const auto sections = read_container(sample());
  ASSERT_TRUE(sections.has_value());
  ASSERT_EQ(sections->size(), 2U);
  EXPECT_EQ((*sections)[0].tag, "ABCD");
  EXPECT_EQ(find_section(*sections, "ABCD").value(), "first");
  EXPECT_EQ(find_section(*sections, "efgh").value(), "");
  EXPECT_FALSE(find_section(*sections, "XXXX").has_value());
  EXPECT_TRUE(has_section(*sections, "efgh"));
}

TEST(Container, may_skip_unknown_sections_in_small_letters_only) {
  const auto sections = read_container(sample());
  EXPECT_TRUE(refuse_unknown(*sections, {"ABCD"}).has_value());
  const auto refused = refuse_unknown(*sections, {"efgh"});
  EXPECT_THAT(refused.error().detail, HasSubstr("section ABCD is not known"));
}

TEST(Container, notices_any_changed_byte) {
  for (std::size_t i = 0; i < sample().size(); ++i) {
    std::string damaged = sample();
    damaged[i] = static_cast<char>(damaged[i] ^ 1);
    EXPECT_FALSE(read_container(damaged).has_value()) << "byte " << i;
  }
}

TEST(Container, notices_any_missing_end) {
  for (std::size_t size = 0; size < sample().size(); ++size) {
    EXPECT_FALSE(read_container(std::string_view(sample()).substr(0, size)).has_value()) << size;
  }
}

TEST(Container, says_what_is_wrong) {
  EXPECT_THAT(error_of("f0,f1\n1,2\n"), HasSubstr("no magic at byte 0"));
  EXPECT_THAT(error_of(sample().substr(0, 12)), HasSubstr("cut short"));
  std::string newer = sample();
  newer[9] = 2;
  EXPECT_THAT(error_of(newer), HasSubstr("expected format version 1, found 2"));
  std::string damaged = sample();
  damaged[20] = '?';
  EXPECT_THAT(error_of(damaged), HasSubstr("damaged"));
}

TEST(Container, does_not_trust_what_carries_a_right_checksum) {
  std::string many = sample();
  many[12] = 1;  // the third byte of the number of sections
  EXPECT_THAT(error_of(sealed(many)), HasSubstr("expected at most 64 sections"));
  std::string long_section = sample();
  long_section[24] = 1;  // the fifth byte of the first size
  EXPECT_THAT(error_of(sealed(long_section)), HasSubstr("longer than the file"));
  std::string odd_tag = sample();
  odd_tag[15] = '\n';
  EXPECT_THAT(error_of(sealed(odd_tag)), HasSubstr("tag of four letters"));
  std::string too_few = sample();
  too_few[11] = 1;
  EXPECT_THAT(error_of(sealed(too_few)), HasSubstr("after the last section"));
  EXPECT_THAT(error_of(write_container({{"ABCD", "1"}, {"ABCD", "2"}})), HasSubstr("twice"));
}

}  // namespace
}  // namespace centinela::forest
