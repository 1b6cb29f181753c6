#include "config/yaml_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace centinela::config {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string error_in(std::string_view yaml) {
  const auto tree = parse_yaml(yaml, "f.yaml");
  return tree ? "parsed" : tree.error().detail;
}

TEST(ParseYaml, keeps_text_as_it_was_written) {
  const auto tree = parse_yaml("a: 010\nb: 'no'\nc: off\n", "f.yaml");
  ASSERT_TRUE(tree);
  ASSERT_EQ(tree->entries.size(), 3U);
  EXPECT_EQ(tree->entries[0].value.text, "010");
  EXPECT_FALSE(tree->entries[0].value.is_quoted);
  EXPECT_EQ(tree->entries[1].value.text, "no");
  EXPECT_TRUE(tree->entries[1].value.is_quoted);
  EXPECT_EQ(tree->entries[2].value.text, "off");
}

TEST(ParseYaml, counts_lines_and_columns_from_one) {
  const auto tree = parse_yaml("a:\n  bc: x\n", "f.yaml");
  ASSERT_TRUE(tree);
  const Node::Entry& inner = tree->entries[0].value.entries[0];
  EXPECT_EQ(place("f.yaml", inner.mark), "f.yaml:2:3");
  EXPECT_EQ(place("f.yaml", inner.value.mark), "f.yaml:2:7");
  EXPECT_EQ(place("--set", {}), "--set");
}

TEST(ParseYaml, takes_an_empty_document_and_one_of_comments_as_null) {
  for (const char* text : {"", "\n", "# nothing\n", "---\n", "--- ~\n"}) {
    const auto tree = parse_yaml(text, "f.yaml");
    ASSERT_TRUE(tree) << text;
    EXPECT_EQ(tree->kind, Node::Kind::null) << text;
  }
}

TEST(ParseYaml, refuses_a_key_that_is_given_twice) {
  EXPECT_EQ(error_in("a: 1\nb: 2\na: 3\n"),
            "f.yaml:3:1: key \"a\" is given twice; keep one of them");
  EXPECT_THAT(error_in("x: {a: 1, a: 2}\n"), StartsWith("f.yaml:1:11: key \"a\""));
  EXPECT_EQ(error_in("x: {a: 1}\ny: {a: 2}\n"), "parsed");
}

TEST(ParseYaml, refuses_merge_keys_anchors_aliases_and_tags) {
  EXPECT_THAT(error_in("a:\n  <<: {b: 1}\n"), StartsWith("f.yaml:2:3: merge keys"));
  EXPECT_THAT(error_in("a: &x 1\n"), HasSubstr("anchors"));
  EXPECT_THAT(error_in("a: &x {b: 1}\nc: *x\n"), HasSubstr("anchors"));
  EXPECT_THAT(error_in("a: !!int 1\n"), HasSubstr("tags"));
  EXPECT_THAT(error_in("a: !!map {b: 1}\n"), HasSubstr("tags"));
  EXPECT_EQ(error_in("a: {'<<': 1}\n"), "parsed");
}

TEST(ParseYaml, refuses_a_second_document) {
  EXPECT_THAT(error_in("a: 1\n---\nb: 2\n"), StartsWith("f.yaml:3:1: a second document"));
}

TEST(ParseYaml, refuses_bytes_that_are_not_utf8_at_their_place) {
  EXPECT_THAT(error_in("a: 1\nb: \xff\n"), StartsWith("f.yaml:2:4: expected UTF-8"));
  EXPECT_THAT(error_in("a: \xc0\xaf\n"), StartsWith("f.yaml:1:4: expected UTF-8"));  // overlong
  EXPECT_THAT(error_in("a: \xed\xa0\x80\n"),
              StartsWith("f.yaml:1:4: expected UTF-8"));                        // surrogate
  EXPECT_THAT(error_in("a: \xf4\x90\x80\x80\n"), HasSubstr("expected UTF-8"));  // above U+10FFFF
  EXPECT_THAT(error_in("a: \xe2\x82"), HasSubstr("expected UTF-8"));            // cut short
  EXPECT_THAT(error_in(std::string_view("a: \0b\n", 6)), HasSubstr("expected UTF-8"));
  EXPECT_EQ(error_in("a: Bogotá €\xf0\x9f\x98\x80\n"), "parsed");
}

TEST(ParseYaml, refuses_deep_nesting_however_deep) {
  for (const std::size_t depth : {17U, 500U, 5000U, 100'000U}) {
    EXPECT_THAT(error_in(std::string(depth, '[')), HasSubstr("nesting is deeper than 16")) << depth;
  }
  EXPECT_EQ(error_in(std::string(16, '[') + std::string(16, ']')), "parsed");
}

TEST(ParseYaml, names_the_place_of_a_syntax_error) {
  EXPECT_THAT(error_in("a: [1, 2\nb: 3\n"), StartsWith("f.yaml:2:"));
  EXPECT_THAT(error_in("\ta: 1\n"), StartsWith("f.yaml:1:"));
  EXPECT_THAT(error_in("a: 'x\n"), HasSubstr("not valid YAML"));
}

TEST(ParseYaml, refuses_a_quote_that_is_never_closed) {
  for (const char* text :
       {"a: 'x\n", "a: \"x\nb: 1\n", "a: 'x\n# end\n\n", "- 'x\n- y\n", "a: 'x"}) {
    EXPECT_THAT(error_in(text), HasSubstr("not valid YAML")) << text;
  }
  EXPECT_EQ(error_in("a: 'x'\n\n"), "parsed");
}

TEST(ParseYaml, refuses_keys_that_are_not_text) {
  EXPECT_THAT(error_in("{[a]: 1}\n"), HasSubstr("expected text as a key"));
  EXPECT_THAT(error_in("~: 1\n"), HasSubstr("expected text as a key"));
}

}  // namespace
}  // namespace centinela::config
