#include "centinela/event/words.h"

#include "centinela/event/alert.h"

#include <gtest/gtest.h>

#include <set>

namespace centinela {
namespace {

template <class E>
class Vocabulary : public testing::Test {};

using Vocabularies = testing::Types<PrincipalKind,
                                    Action,
                                    Reach,
                                    Outcome,
                                    ResourceKind,
                                    Sensitivity,
                                    QueryShape,
                                    ContextKind,
                                    IssuedBy,
                                    ControlKind,
                                    Ruling,
                                    Label>;
TYPED_TEST_SUITE(Vocabulary, Vocabularies);

TYPED_TEST(Vocabulary, has_a_distinct_word_for_every_value) {
  std::set<std::string_view> words;
  for (std::size_t i = 0; i < word_count<TypeParam>; ++i) {
    words.insert(to_word(static_cast<TypeParam>(i)));
  }
  EXPECT_EQ(words.size(), word_count<TypeParam>);
}

TYPED_TEST(Vocabulary, reads_back_every_word_that_it_writes) {
  for (std::size_t i = 2; i < word_count<TypeParam>; ++i) {
    const auto value = static_cast<TypeParam>(i);
    EXPECT_EQ(from_word<TypeParam>(to_word(value)), value) << to_word(value);
  }
}

TYPED_TEST(Vocabulary, takes_an_unknown_word_as_other_and_never_as_absent) {
  EXPECT_EQ(from_word<TypeParam>("no such word"), TypeParam::other);
  EXPECT_EQ(from_word<TypeParam>(""), TypeParam::other);
  EXPECT_EQ(from_word<TypeParam>("other"), TypeParam::other);
  EXPECT_EQ(to_word(TypeParam::absent), "");
}

// The last enumerator of each table: a word that is left out would move all behind it.
TEST(Vocabularies, end_where_their_enums_end) {
  EXPECT_EQ(word_count<PrincipalKind>, static_cast<std::size_t>(PrincipalKind::vendor) + 1);
  EXPECT_EQ(word_count<Action>, static_cast<std::size_t>(Action::heartbeat) + 1);
  EXPECT_EQ(word_count<ResourceKind>, static_cast<std::size_t>(ResourceKind::job) + 1);
  EXPECT_EQ(word_count<QueryShape>, static_cast<std::size_t>(QueryShape::count) + 1);
  EXPECT_EQ(word_count<ContextKind>, static_cast<std::size_t>(ContextKind::event) + 1);
  EXPECT_EQ(word_count<Ruling>, static_cast<std::size_t>(Ruling::ack) + 1);
  EXPECT_EQ(word_count<Label>, static_cast<std::size_t>(Label::self) + 1);
}

TEST(Vocabularies, speak_the_words_of_the_contract_where_a_keyword_is_in_the_way) {
  EXPECT_EQ(to_word(Action::export_), "export");
  EXPECT_EQ(to_word(Action::delete_), "delete");
  EXPECT_EQ(to_word(Sensitivity::public_), "public");
  EXPECT_EQ(to_word(ControlKind::switch_), "switch");
  EXPECT_EQ(from_word<PrincipalKind>("api_key"), PrincipalKind::api_key);
}

TEST(LabelSet, holds_what_was_inserted_and_nothing_else) {
  LabelSet labels;
  EXPECT_TRUE(labels.empty());
  labels.insert(Label::canary);
  labels.insert(Label::self);
  EXPECT_TRUE(labels.contains(Label::canary));
  EXPECT_TRUE(labels.contains(Label::self));
  EXPECT_FALSE(labels.contains(Label::vip));
  EXPECT_FALSE(labels.contains(Label::household));
}

TEST(AlertWords, are_those_of_the_contract) {
  EXPECT_EQ(to_string(AlertState::shadow), "shadow");
  EXPECT_EQ(to_string(AlertState::closed), "closed");
  EXPECT_EQ(to_string(Route::digest), "digest");
  EXPECT_EQ(to_string(Route::page), "page");
  EXPECT_EQ(to_string(Severity::critical), "critical");
  EXPECT_EQ(to_string(EntityType::data_subject), "data_subject");
  EXPECT_EQ(to_string(EntityType::release), "release");
}

TEST(AlertId, prints_as_32_hex_digits) {
  EXPECT_EQ(print(AlertId{0x1, 0xABCDEF}), "00000000000000010000000000abcdef");
}

}  // namespace
}  // namespace centinela
