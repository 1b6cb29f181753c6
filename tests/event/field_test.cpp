#include "centinela/event/field.h"

#include <gtest/gtest.h>

#include <set>

namespace centinela {
namespace {

TEST(FieldPath, is_distinct_for_every_field) {
  std::set<std::string_view> paths;
  for (std::size_t i = 0; i < field_count; ++i) {
    paths.insert(field_path(static_cast<Field>(i)));
  }
  EXPECT_EQ(paths.size(), field_count);
  EXPECT_FALSE(paths.contains(""));
}

TEST(FieldPath, names_the_place_in_native_json) {
  EXPECT_EQ(field_path(Field::principal_id), "principal.id");
  EXPECT_EQ(field_path(Field::acting_for), "context.acting_for");
  EXPECT_EQ(field_path(Field::origin_latitude), "origin.latitude");
  EXPECT_EQ(field_path(Field::producer_sequence), "producer.sequence");
  EXPECT_EQ(field_path(Field::trace), "trace");
}

TEST(FieldSet, holds_each_field_apart_from_all_others) {
  for (std::size_t i = 0; i < field_count; ++i) {
    FieldSet set;
    set.insert(static_cast<Field>(i));
    EXPECT_EQ(set.size(), 1);
    for (std::size_t j = 0; j < field_count; ++j) {
      EXPECT_EQ(set.contains(static_cast<Field>(j)), i == j);
    }
    set.erase(static_cast<Field>(i));
    EXPECT_EQ(set, FieldSet{});
  }
}

}  // namespace
}  // namespace centinela
