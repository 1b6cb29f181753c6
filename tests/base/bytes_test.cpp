#include "centinela/base/bytes.h"

#include "centinela/base/rng.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace centinela {
namespace {

TEST(Bytes, come_back_as_they_were_written) {
  ByteWriter writer;
  writer.put(std::uint8_t{0xAB});
  writer.put(std::int64_t{std::numeric_limits<std::int64_t>::min()});
  writer.put(-0.0);
  writer.put_string("añb");
  writer.put(Errc::fenced);
  writer.put_string("");

  ByteReader reader(writer.bytes());
  EXPECT_EQ(*reader.get<std::uint8_t>(), 0xAB);
  EXPECT_EQ(*reader.get<std::int64_t>(), std::numeric_limits<std::int64_t>::min());
  EXPECT_TRUE(std::signbit(*reader.get<double>()));
  EXPECT_EQ(*reader.get_string(4), "añb");
  EXPECT_EQ(*reader.get<Errc>(), Errc::fenced);
  EXPECT_EQ(*reader.get_string(0), "");
  EXPECT_TRUE(reader.at_end());
}

TEST(Bytes, are_little_endian_without_padding) {
  ByteWriter writer;
  writer.put(std::uint8_t{1});
  writer.put(std::uint32_t{0x0A0B0C0D});
  writer.put_string("z");
  EXPECT_EQ(writer.bytes(), std::string("\x01\x0D\x0C\x0B\x0A\x01\x00\x00\x00z", 10));
}

TEST(ByteReader, names_the_byte_at_which_the_input_ends) {
  ByteReader reader("abc");
  ASSERT_TRUE(reader.get<std::uint8_t>().has_value());
  const Result<std::uint32_t> value = reader.get<std::uint32_t>();
  ASSERT_FALSE(value.has_value());
  EXPECT_EQ(value.error(), (Error{Errc::bad_data, "expected 4 more bytes, found 2 at byte 1"}));
  EXPECT_EQ(reader.offset(), 1U) << "a failed read takes nothing";
}

TEST(ByteReader, refuses_a_long_string_before_it_looks_at_its_contents) {
  ByteWriter writer;
  writer.put(std::uint32_t{0xFFFFFFFF});
  ByteReader reader(writer.bytes());
  const Result<std::string_view> text = reader.get_string(16);
  ASSERT_FALSE(text.has_value());
  EXPECT_EQ(text.error().detail,
            "expected a field of at most 16 bytes, found 4294967295 at byte 0");
}

TEST(ByteReader, refuses_every_truncation_of_what_was_written) {
  ByteWriter writer;
  writer.put(std::uint16_t{7});
  writer.put_string("eight by");
  writer.put(2.5);
  const std::string& whole = writer.bytes();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    ByteReader reader(std::string_view(whole).substr(0, size));
    const bool is_read = reader.get<std::uint16_t>().has_value() &&
                         reader.get_string(64).has_value() && reader.get<double>().has_value();
    EXPECT_FALSE(is_read) << "cut after " << size << " bytes";
  }
}

TEST(Bytes, of_random_numbers_come_back_in_order) {
  Rng rng(11);
  std::vector<std::uint64_t> numbers;
  ByteWriter writer;
  for (int i = 0; i < 1000; ++i) {
    numbers.push_back(rng.next());
    writer.put(numbers.back());
  }
  ByteReader reader(writer.bytes());
  for (const std::uint64_t number : numbers) {
    ASSERT_EQ(*reader.get<std::uint64_t>(), number);
  }
  EXPECT_EQ(reader.remaining(), 0U);
}

}  // namespace
}  // namespace centinela
