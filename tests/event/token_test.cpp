#include "centinela/event/token.h"

#include <gtest/gtest.h>

#include <set>
#include <type_traits>

namespace centinela {
namespace {

static_assert(!std::is_convertible_v<std::uint64_t, PrincipalToken>, "no implicit way in");
static_assert(!std::is_convertible_v<PrincipalToken, std::uint64_t>, "no implicit way back");
static_assert(!std::is_constructible_v<PrincipalToken, DataSubjectToken>, "kinds do not mix");

TEST(Token, prints_its_prefix_and_sixteen_hex_digits) {
  EXPECT_EQ(print(PrincipalToken{0x7F3C91D20B44E8A1}), "p-7f3c91d20b44e8a1");
  EXPECT_EQ(print(DataSubjectToken{1}), "ds-0000000000000001");
  EXPECT_EQ(print(WordToken{0xABC}), "w-0000000000000abc");
}

TEST(Token, has_a_prefix_of_its_own_for_every_kind) {
  std::set<std::string_view> prefixes;
  for (std::size_t i = 0; i < token_kind_count; ++i) {
    prefixes.insert(token_prefix(static_cast<TokenKind>(i)));
  }
  EXPECT_EQ(prefixes.size(), token_kind_count);
}

TEST(Token, is_absent_only_when_zero) {
  EXPECT_TRUE(is_absent(TicketToken{}));
  EXPECT_FALSE(is_absent(TicketToken{1}));
}

}  // namespace
}  // namespace centinela
