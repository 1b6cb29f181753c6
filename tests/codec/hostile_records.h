// Records that a broken or malicious producer may send, each with its documented treatment.
#pragma once

#include "centinela/codec/decoder.h"

#include <string>
#include <string_view>
#include <vector>

namespace centinela::codec {

struct HostileRecord {
  std::string name;
  std::string value;
  // Reason of the dead letter; empty when the record is accepted.
  std::string_view reason;
  std::string_view field;  // of the failure, empty when none
  bool is_null = false;
  std::vector<Header> headers;
};

[[nodiscard]] std::vector<HostileRecord> hostile_records();

}  // namespace centinela::codec
