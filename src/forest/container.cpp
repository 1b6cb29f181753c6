#include "forest/container.h"

#include "centinela/base/bytes.h"
#include "centinela/base/check.h"
#include "centinela/base/sha256.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace centinela::forest {
namespace {

// The first byte is not ASCII and the last two are CR LF, so a transfer as text shows at once.
constexpr std::string_view magic =
    "\xC3"
    "FOREST\r\n";
constexpr std::uint16_t version = 1;
constexpr std::size_t tag_size = 4;
constexpr std::size_t digest_size = 32;
constexpr std::size_t sections_max = 64;

std::string digest_of(std::string_view bytes) {
  const Sha256 digest = sha256(bytes);
  std::string raw(digest_size, '\0');
  std::memcpy(raw.data(), digest.data(), digest_size);
  return raw;
}

bool is_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

Error bad_model(std::string what) {
  return {Errc::bad_data, "model file: " + std::move(what)};
}

Result<void> check_tag(const std::vector<Section>& before, std::string_view tag) {
  if (!std::all_of(tag.begin(), tag.end(), is_letter)) {
    return bad_model(fmt::format("section {}: expected a tag of four letters", before.size()));
  }
  if (has_section(before, tag)) {
    return bad_model(fmt::format("section {} is there twice", tag));
  }
  return {};
}

// Checks what frames the sections; returns what lies between the version and the checksum.
Result<std::string_view> unwrap(std::string_view bytes) {
  if (!bytes.starts_with(magic)) {
    return bad_model("expected a forest model, found other contents (no magic at byte 0)");
  }
  if (bytes.size() < magic.size() + sizeof(version) + digest_size) {
    return bad_model(fmt::format("cut short at {} bytes", bytes.size()));
  }
  std::uint16_t found = 0;
  std::memcpy(&found, bytes.data() + magic.size(), sizeof(found));
  if (found != version) {
    return bad_model(fmt::format(
        "expected format version {}, found {}: made by another release; train or export it again",
        version,
        found));
  }
  const std::string_view body = bytes.substr(0, bytes.size() - digest_size);
  if (digest_of(body) != bytes.substr(body.size())) {
    return bad_model("damaged: the SHA-256 in its last 32 bytes is not that of the rest");
  }
  return body.substr(magic.size() + sizeof(version));
}

}  // namespace

std::string write_container(const std::vector<Section>& sections) {
  ByteWriter out;
  out.put_raw(magic);
  out.put(version);
  out.put(static_cast<std::uint32_t>(sections.size()));
  for (const Section& section : sections) {
    CENTINELA_CHECK(section.tag.size() == tag_size);
    out.put_raw(section.tag);
    out.put(static_cast<std::uint64_t>(section.bytes.size()));
    out.put_raw(section.bytes);
  }
  const std::string bytes = std::move(out).bytes();
  return bytes + digest_of(bytes);
}

Result<std::vector<Section>> read_container(std::string_view bytes) {
  CENTINELA_TRY(const std::string_view body, unwrap(bytes));
  ByteReader in(body);
  CENTINELA_TRY(const auto count, in.get<std::uint32_t>());
  if (count > sections_max) {
    return bad_model(fmt::format("expected at most {} sections, found {}", sections_max, count));
  }
  std::vector<Section> sections;
  for (std::uint32_t i = 0; i < count; ++i) {
    CENTINELA_TRY(const std::string_view tag, in.get_raw(tag_size));
    CENTINELA_TRY(check_tag(sections, tag));
    CENTINELA_TRY(const auto size, in.get<std::uint64_t>());
    if (size > in.remaining()) {
      return bad_model(fmt::format("section {} is longer than the file", tag));
    }
    CENTINELA_TRY(const std::string_view contents, in.get_raw(size));
    sections.push_back({.tag = tag, .bytes = contents});
  }
  if (!in.at_end()) {
    return bad_model(fmt::format("{} bytes after the last section", in.remaining()));
  }
  return sections;
}

bool has_section(const std::vector<Section>& sections, std::string_view tag) noexcept {
  return std::any_of(
      sections.begin(), sections.end(), [&](const Section& section) { return section.tag == tag; });
}

Result<std::string_view> find_section(const std::vector<Section>& sections, std::string_view tag) {
  const auto found = std::find_if(
      sections.begin(), sections.end(), [&](const Section& section) { return section.tag == tag; });
  if (found == sections.end()) {
    return bad_model(fmt::format("expected a section {}", tag));
  }
  return found->bytes;
}

Result<void> refuse_unknown(const std::vector<Section>& sections,
                            const std::vector<std::string_view>& known) {
  for (const Section& section : sections) {
    const bool may_be_skipped = section.tag[0] >= 'a';
    const bool is_known = std::find(known.begin(), known.end(), section.tag) != known.end();
    if (!may_be_skipped && !is_known) {
      return bad_model(fmt::format("section {} is not known to this release", section.tag));
    }
  }
  return {};
}

}  // namespace centinela::forest
