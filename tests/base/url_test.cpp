#include "centinela/base/url.h"

#include <gtest/gtest.h>

namespace centinela {
namespace {

TEST(MaskedUrl, hides_who_it_is_for_and_what_it_asks) {
  EXPECT_EQ(masked_url("http://user:hunter9@h:1"), "http://***@h:1");
  EXPECT_EQ(masked_url("https://h/alerts/?token=x&y=1"), "https://h/alerts/?***");
  EXPECT_EQ(masked_url("https://u:p@h?t=x#part"), "https://***@h?***");
  EXPECT_EQ(masked_url("https://h#t=x"), "https://h#***");
}

TEST(MaskedUrl, shows_no_part_of_a_password_that_was_not_escaped) {
  EXPECT_EQ(masked_url("http://u:p@ss@h:1/p@th"), "http://***@h:1/p@th");
}

TEST(MaskedUrl, leaves_alone_what_holds_no_secret) {
  for (const char* const text :
       {"", "http://127.0.0.1:9093", "https://h/p@th", "localhost:9092", "a?b", "://"}) {
    EXPECT_EQ(masked_url(text), text);
  }
}

}  // namespace
}  // namespace centinela
