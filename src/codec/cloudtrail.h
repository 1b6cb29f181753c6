// AWS CloudTrail: an event, a file's `Records`, and the flat form of tables. Floor 2.
//
// Request parameters other than a bucket's, table's or function's name are never read.
#pragma once

#include "codec/rows.h"

namespace centinela::codec::cloudtrail {

struct CloudTrailFacts {
  std::string_view identity_type;
  std::string_view arn;
  std::string_view user_id;
  std::string_view invoked_by;
  std::string_view issuer_name;
  std::string_view service;
  std::string_view operation;
  std::string_view address;
  std::string_view error;
  std::string_view login;
  std::string_view bucket;
  std::string_view table;
  std::string_view resource;
  std::string_view arn_of_resource;
  bool is_read_only = false;
};

[[nodiscard]] Rows event_rows() noexcept;  // extra: CloudTrailFacts
[[nodiscard]] Rows flat_rows() noexcept;   // extra: CloudTrailFacts

// Settles what the rows of either form gathered. `at`: where the event begins, for the error.
void finish(Reader& reader, RawEvent& event, const CloudTrailFacts& facts, const char* at);

}  // namespace centinela::codec::cloudtrail
