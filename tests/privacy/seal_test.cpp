#include "centinela/privacy/seal.h"

#include "privacy/test_key.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace centinela::privacy {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr SealNonce nonce = {7, 7, 7};
constexpr std::string_view place = "store|3|p-7f3c";

TEST(Sealer, opens_what_it_sealed) {
  const Sealer sealer(test_key(), "state");
  for (const std::size_t size : {0UL, 1UL, 15UL, 16UL, 17UL, 100000UL}) {
    const std::string plain(size, 'x');
    EXPECT_EQ(*sealer.open(sealer.seal(plain, place, nonce), place), plain);
    EXPECT_EQ(*sealer.open(sealer.seal(plain, "", nonce), ""), plain);
  }
}

TEST(Sealer, shows_nothing_of_what_is_sealed) {
  const Sealer sealer(test_key(), "state");
  const std::string sealed = sealer.seal("Jane Roe lives here", place, nonce);
  EXPECT_THAT(sealed, Not(HasSubstr("Jane")));
  EXPECT_EQ(sealed.size(), 4U + 24U + 19U + 16U);
  EXPECT_EQ(sealed.substr(0, 4), "CNS1");
}

TEST(Sealer, does_not_open_anything_that_was_changed) {
  const Sealer sealer(test_key(), "state");
  const std::string sealed = sealer.seal("text", place, nonce);
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = sealed;
      changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
      EXPECT_FALSE(sealer.open(changed, place)) << "byte " << i << " bit " << bit;
    }
  }
  for (std::size_t size = 0; size < sealed.size(); ++size) {
    EXPECT_FALSE(sealer.open(sealed.substr(0, size), place)) << "cut at " << size;
  }
}

TEST(Sealer, does_not_open_under_another_key_or_purpose_or_in_another_place) {
  const std::string sealed = Sealer(test_key(), "state").seal("text", place, nonce);
  const auto moved = Sealer(test_key(), "state").open(sealed, "store|4|p-7f3c");
  ASSERT_FALSE(moved);
  EXPECT_EQ(moved.error().code, Errc::bad_data);
  EXPECT_THAT(moved.error().detail, HasSubstr("another token key, changed, or moved"));
  EXPECT_FALSE(Sealer(test_key(2), "state").open(sealed, place));
  EXPECT_FALSE(Sealer(test_key(), "dead letters").open(sealed, place));
}

TEST(Sealer, says_that_something_is_not_sealed_at_all) {
  const auto opened = Sealer(test_key(), "state").open("{\"plain\": \"Jane Roe\"}", place);
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error().detail, HasSubstr("expected \"CNS1\""));
  EXPECT_THAT(opened.error().detail, Not(HasSubstr("Jane")));
}

TEST(Sealer, gives_the_same_bytes_for_the_same_nonce_and_others_for_another) {
  const Sealer sealer(test_key(), "state");
  EXPECT_EQ(sealer.seal("text", place, nonce), sealer.seal("text", place, nonce));
  EXPECT_NE(sealer.seal("text", place, nonce).substr(28),
            sealer.seal("text", place, SealNonce{8}).substr(28));
}

}  // namespace
}  // namespace centinela::privacy
