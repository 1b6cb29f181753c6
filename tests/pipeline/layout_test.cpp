// Records of an earlier version: read where only something was appended, else refused.
#include "centinela/state/layout.h"

#include "centinela/state/archive.h"
#include "centinela/state/earlier_reader.h"

#include "life.h"

#include <gtest/gtest.h>

namespace centinela::state {
namespace {

struct Then {
  std::int64_t count = 7;
  std::array<float, 2> shares{1.5F, 2.5F};
  std::vector<std::pair<std::uint16_t, bool>> pairs;
  std::unique_ptr<std::uint32_t> maybe;

  template <class Archive>
  void describe(Archive& archive) {
    archive(count, shares, pairs, maybe);
  }
};

// With an element more in a fixed list and a field more at the end.
struct Now {
  std::int64_t count = 0;
  std::array<float, 3> shares{0, 0, 9};
  std::vector<std::pair<std::uint16_t, bool>> pairs;
  std::unique_ptr<std::uint32_t> maybe;
  std::vector<Then> more;
  EventTime since{5};

  template <class Archive>
  void describe(Archive& archive) {
    archive(count, shares, pairs, maybe, more, since);
  }
};

struct Changed {
  std::int32_t count = 0;

  template <class Archive>
  void describe(Archive& archive) {
    archive(count);
  }
};

// Lives as long as the tests: a reader borrows it.
template <class T>
const std::string& layout_of() {
  static const std::string text = [] {
    StateLayout layout;
    T empty;
    layout(empty);
    return std::move(layout).take();
  }();
  return text;
}

template <class T>
std::string bytes_of(T& value) {
  StateWriter writer;
  writer(value);
  return std::move(writer).take();
}

TEST(EarlierReader, reads_what_was_there_and_leaves_what_was_appended) {
  Then then;
  then.pairs.emplace_back(1, true);
  then.pairs.emplace_back(2, false);
  then.maybe = std::make_unique<std::uint32_t>(3);
  const std::string bytes = bytes_of(then);
  Now now;
  EarlierReader reader(bytes, layout_of<Then>());
  reader(now);
  ASSERT_TRUE(reader.ok());
  EXPECT_EQ(now.count, 7);
  EXPECT_EQ(now.shares, (std::array<float, 3>{1.5F, 2.5F, 9}));
  ASSERT_EQ(now.pairs.size(), 2U);
  EXPECT_EQ(now.pairs[1].first, 2);
  EXPECT_EQ(*now.maybe, 3U);
  EXPECT_TRUE(now.more.empty());
  EXPECT_EQ(now.since, EventTime{5});
}

TEST(EarlierReader, reads_its_own_layout_as_the_reader_of_today_does) {
  Now now;
  now.more.resize(2);
  now.pairs = {{4, true}};
  const std::string bytes = bytes_of(now);
  Now back;
  EarlierReader reader(bytes, layout_of<Now>());
  reader(back);
  ASSERT_TRUE(reader.ok());
  EXPECT_EQ(bytes_of(back), bytes);
}

TEST(EarlierReader, refuses_a_later_layout_and_another_type) {
  Now now;
  const std::string later = bytes_of(now);
  Then then;
  EarlierReader of_later(later, layout_of<Now>());
  of_later(then);
  EXPECT_FALSE(of_later.ok());

  const std::string bytes = bytes_of(then);
  Changed changed;
  EarlierReader of_changed(bytes, layout_of<Then>());
  of_changed(changed);
  EXPECT_FALSE(of_changed.ok());
}

TEST(EarlierReader, refuses_a_layout_that_is_cut_or_nonsense) {
  Then then;
  const std::string bytes = bytes_of(then);
  const std::string layout = layout_of<Then>();
  for (std::size_t size = 0; size < layout.size(); ++size) {
    Then back;
    EarlierReader reader(bytes, std::string_view{layout}.substr(0, size));
    reader(back);
    EXPECT_FALSE(reader.ok()) << size;
  }
}

}  // namespace
}  // namespace centinela::state
