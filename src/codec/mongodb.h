// MongoDB's audit messages (schema `mongo`, JSON). Floor 2.
//
// `param.args`, where the values of a query stand, is never read.
#pragma once

#include "codec/rows.h"

namespace centinela::codec::mongodb {

struct MongoFacts {
  std::string_view type;
  std::string_view user;
  std::string_view role;
  std::string_view tried_user;  // of a login that may have failed
  std::string_view command;
  std::string_view name_space;
  std::string_view address;
  std::int64_t result = -1;
};

[[nodiscard]] Rows event_rows() noexcept;  // extra: MongoFacts

// `text`: the message, whose hash is its id: it brings none of its own.
void finish(Reader& reader, RawEvent& event, const MongoFacts& facts, std::string_view text);

}  // namespace centinela::codec::mongodb
