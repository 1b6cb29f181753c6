// OCSF 1.x: Datastore Activity (6005), API Activity (6003), Web Resources Activity (6001). Floor 2.
//
// The rows fill what has one place in the event; what has several, or needs the class to be
// understood, is gathered in OcsfFacts and settled when the whole object has been read.
#pragma once

#include "codec/rows.h"

namespace centinela::codec::ocsf {

struct OcsfFacts {
  std::int64_t class_uid = 0;
  std::int64_t type_uid = 0;
  std::int64_t activity_id = -1;
  std::int64_t status_id = 0;
  std::int64_t action_id = 0;
  std::int64_t user_type_id = 0;
  std::int64_t classification_id = 0;
  std::int64_t category_id = 0;
  std::int64_t response_code = 0;
  std::int64_t data_rows = -1;
  std::string_view activity_name;
  std::string_view version;
  std::string_view original_uid;
  std::string_view status_code;
  std::string_view user_uid;
  std::string_view user_name;
  std::string_view user_email;
  std::string_view app_uid;
  std::string_view app_name;
  std::string_view user_agent;
  std::string_view table_name;
  std::string_view table_uid;
  std::string_view bucket_name;
  std::string_view database_name;
  std::string_view resource_name;
  std::string_view resource_uid;
  std::string_view service_name;
  std::string_view group_name;
  std::string_view category;
  bool is_export = false;
};

[[nodiscard]] Rows event_rows() noexcept;  // extra: OcsfFacts

// Settles what the rows gathered. `at`: where the event begins, for the error.
void finish(Reader& reader, RawEvent& event, const OcsfFacts& facts, const char* at);

}  // namespace centinela::codec::ocsf
