// The rules, in the order in which they apply, are the table of docs/privacy.md.
#include "centinela/privacy/word_shape.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>

namespace centinela::privacy {
namespace {

constexpr std::string_view id = "{id}";

bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) noexcept {
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'z';
}
bool is_upper(char c) noexcept {
  return c >= 'A' && c <= 'Z';
}
bool is_hex(char c) noexcept {
  const char lower = static_cast<char>(c | 0x20);
  return is_digit(c) || (lower >= 'a' && lower <= 'f');
}
bool is_ascii(char c) noexcept {
  return static_cast<unsigned char>(c) < 0x80;
}
bool is_separator(char c) noexcept {
  return is_ascii(c) && !is_digit(c) && !is_letter(c) && c != '{' && c != '}';
}
bool is_slash(char c) noexcept {
  return c == '/' || c == '\\';
}

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& words, std::string_view text) noexcept {
  return std::any_of(words.begin(), words.end(), [text](std::string_view word) {
    return word.size() == text.size() &&
           std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) {
             return a == (is_upper(b) ? static_cast<char>(b | 0x20) : b);
           });
  });
}

// What such a file is called is as free as what is in it.
constexpr std::array<std::string_view, 48> document_extensions = {
    "pdf",  "doc",   "docx", "xls",  "xlsx", "ppt",  "pptx", "csv", "tsv", "txt",
    "json", "jsonl", "xml",  "html", "htm",  "eml",  "msg",  "png", "jpg", "jpeg",
    "gif",  "tif",   "tiff", "bmp",  "heic", "webp", "wav",  "mp3", "mp4", "m4a",
    "ogg",  "avi",   "mov",  "webm", "zip",  "gz",   "tar",  "7z",  "rar", "parquet",
    "avro", "orc",   "log",  "md",   "rtf",  "odt",  "ods",  "vcf"};

// The next segment of a path names one of them …
constexpr std::array<std::string_view, 32> collections = {
    "customer", "customers", "client",       "clients",      "user",      "users",  "account",
    "accounts", "contact",   "contacts",     "person",       "persons",   "people", "patient",
    "patients", "member",    "members",      "employee",     "employees", "agent",  "agents",
    "profile",  "profiles",  "subscriber",   "subscribers",  "lead",      "leads",  "home",
    "ticket",   "tickets",   "conversation", "conversations"};

// … unless it is one of these.
constexpr std::array<std::string_view, 30> views = {
    "search", "list",    "export",  "exports", "import",   "new",      "me",     "all",
    "count",  "bulk",    "batch",   "active",  "inactive", "index",    "lookup", "query",
    "merge",  "report",  "reports", "stats",   "summary",  "settings", "recent", "archive",
    "notes",  "history", "details", "orders",  "payments", "contacts"};

class Output {
 public:
  explicit Output(TemplateBuffer& buffer) noexcept : buffer_(buffer) {}

  // Whole pieces only: what does not fit ends the text, so that the result is its own template.
  void append(std::string_view piece) noexcept {
    is_full_ = is_full_ || piece.size() > buffer_.size() - size_;
    if (!is_full_) {
      std::copy(piece.begin(), piece.end(), buffer_.begin() + static_cast<std::ptrdiff_t>(size_));
      size_ += piece.size();
    }
  }
  [[nodiscard]] std::string_view text() const noexcept { return {buffer_.data(), size_}; }

 private:
  TemplateBuffer& buffer_;
  std::size_t size_ = 0;
  bool is_full_ = false;
};

// "{id}" or "{customer_id}": a producer that templates already.
bool is_placeholder(std::string_view text) noexcept {
  return text.size() > 2 && text.size() <= 34 && text.front() == '{' && text.back() == '}' &&
         std::all_of(
             text.begin() + 1, text.end() - 1, [](char c) { return is_letter(c) || c == '_'; });
}

// Letters of both cases in no order, as base64 has them; camelCase switches once a word.
bool looks_random(std::string_view part) noexcept {
  constexpr std::size_t word_bytes_max = 32;
  constexpr std::size_t random_bytes_min = 20;
  constexpr std::size_t hex_bytes_min = 8;
  if (part.size() > word_bytes_max) {
    return true;
  }
  if (part.size() >= hex_bytes_min && std::all_of(part.begin(), part.end(), is_hex)) {
    return true;
  }
  std::size_t switches = 0;
  for (std::size_t i = 1; i < part.size(); ++i) {
    switches += is_upper(part[i]) != is_upper(part[i - 1]) ? 1U : 0U;
  }
  return part.size() >= random_bytes_min && 5 * switches > 2 * part.size();
}

// "v2" and "crm2" are names; "c00025603", "42" and "4a7d" are numbers of something.
bool is_particular(std::string_view part) noexcept {
  const auto digits = static_cast<std::size_t>(std::count_if(part.begin(), part.end(), is_digit));
  if (digits == 0) {
    return looks_random(part);
  }
  if (digits == part.size()) {
    return true;
  }
  if ((part[0] | 0x20) == 'v' && digits == part.size() - 1) {
    return digits > 3;
  }
  const auto* first = std::find_if(part.begin(), part.end(), is_digit);
  const bool is_pair = digits == 2 && is_digit(*(first + 1)) && part.size() > 3;
  return (digits > 1 && !is_pair) || looks_random(part);
}

bool is_uuid_at(std::string_view text) noexcept {
  constexpr std::size_t uuid_bytes = 36;
  if (text.size() < uuid_bytes) {
    return false;
  }
  for (std::size_t i = 0; i < uuid_bytes; ++i) {
    const bool is_dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (is_dash ? text[i] != '-' : !is_hex(text[i])) {
      return false;
    }
  }
  return true;
}

bool has_uuid(std::string_view segment) noexcept {
  for (std::size_t i = 0; i < segment.size(); ++i) {
    if (is_uuid_at(segment.substr(i))) {
      return true;
    }
  }
  return false;
}

std::string_view document_extension(std::string_view segment) noexcept {
  const std::size_t dot = segment.rfind('.');
  if (dot == std::string_view::npos || dot == 0) {
    return {};
  }
  const std::string_view extension = segment.substr(dot + 1);
  return is_one_of(document_extensions, extension) ? extension : std::string_view{};
}

// A path segment may hold anything; only plain ones are looked at part by part.
bool is_plain(std::string_view segment) noexcept {
  return std::all_of(segment.begin(), segment.end(), [](char c) {
    return is_digit(c) || is_letter(c) ||
           std::string_view("-_.=:,+~{}").find(c) != std::string_view::npos;
  });
}

// Parts between separators; neighbours that are both particular become one "{id}".
void append_parts(std::string_view segment, Output& out) noexcept {
  std::string_view separators;
  bool is_after_id = false;
  while (!segment.empty()) {
    const auto* at = std::find_if(segment.begin(), segment.end(), std::not_fn(is_separator));
    const auto separator_bytes = static_cast<std::size_t>(at - segment.begin());
    separators = segment.substr(0, separator_bytes);
    segment.remove_prefix(separator_bytes);
    // A placeholder may hold '_'.
    const std::size_t close = segment.find('}');
    const bool is_kept =
        close != std::string_view::npos && is_placeholder(segment.substr(0, close + 1));
    const auto* end = std::find_if(segment.begin(), segment.end(), is_separator);
    const std::size_t size = is_kept ? close + 1 : static_cast<std::size_t>(end - segment.begin());
    const std::string_view part = segment.substr(0, size);
    segment.remove_prefix(size);
    const bool is_id = !part.empty() && (part == id || (!is_kept && is_particular(part)));
    if (is_id && is_after_id) {
      continue;
    }
    out.append(separators);
    out.append(is_id ? id : part);
    is_after_id = is_id;
  }
}

void append_segment(std::string_view segment, bool is_path, Output& out) noexcept {
  if (const std::string_view extension = document_extension(segment); !extension.empty()) {
    out.append("{file}.");
    out.append(extension);
  } else if (segment.find_first_of("@%") != std::string_view::npos || has_uuid(segment) ||
             (is_path && !is_plain(segment))) {
    out.append(id);
  } else {
    append_parts(segment, out);
  }
}

// A statement or a sentence is no name.
bool is_free_text(std::string_view name) noexcept {
  constexpr auto spaces_max = 4;
  return name.find_first_of("';\n") != std::string_view::npos ||
         std::count(name.begin(), name.end(), ' ') > spaces_max;
}

void append_path(std::string_view path, Output& out) noexcept {
  std::string_view before;
  while (true) {
    const auto* slash = std::find_if(path.begin(), path.end(), is_slash);
    const std::string_view segment = path.substr(0, static_cast<std::size_t>(slash - path.begin()));
    const bool is_one = is_one_of(collections, before) && !is_one_of(views, segment) &&
                        document_extension(segment).empty();
    if (is_one && !segment.empty() && !is_placeholder(segment)) {
      append_segment("{id}", true, out);
    } else {
      append_segment(segment, true, out);
    }
    if (slash == path.end()) {
      return;
    }
    out.append("/");
    before = segment;
    path.remove_prefix(segment.size() + 1);
  }
}

}  // namespace

std::string_view resource_template(std::string_view name, TemplateBuffer& buffer) noexcept {
  Output out(buffer);
  name = name.substr(0, name.find_first_of("?#"));
  if (std::any_of(name.begin(), name.end(), is_slash)) {
    append_path(name, out);
  } else if (is_free_text(name)) {
    out.append("{text}");
  } else {
    append_segment(name, false, out);
  }
  return out.text();
}

}  // namespace centinela::privacy
