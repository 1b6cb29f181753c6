// JsonLine: typed reads from one JSON object per line, with errors that name file, line and key.
// Floor 9, one thread. Includes simdjson: for source files of this module only.
#pragma once

#include "centinela/base/result.h"
#include "centinela/base/time.h"

#include <simdjson.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace centinela::evaluation {

class JsonLine {
 public:
  // Parses the object. The text must have 64 readable bytes behind it (a LineReader's has).
  [[nodiscard]] Result<void> parse(std::string_view text, std::string where);

  // Required members. Error: bad_data.
  [[nodiscard]] Result<std::string> text(const char* key);
  [[nodiscard]] Result<EventTime> time(const char* key);
  // Absent or null gives the fallback; another type is an error.
  [[nodiscard]] Result<std::string> text_or(const char* key, std::string_view fallback);
  [[nodiscard]] Result<double> number_or(const char* key, double fallback);
  [[nodiscard]] Result<EventTime> time_or(const char* key, EventTime fallback);
  // A string counts as a list of one; absent or null is empty.
  [[nodiscard]] Result<std::vector<std::string>> list(const char* key);

  [[nodiscard]] simdjson::dom::element root() const noexcept { return root_; }
  [[nodiscard]] Error wrong(const char* key, std::string_view expected) const;

 private:
  [[nodiscard]] std::optional<simdjson::dom::element> find(const char* key) const noexcept;

  simdjson::dom::parser parser_;
  simdjson::dom::element root_;
  std::string where_;
};

}  // namespace centinela::evaluation
