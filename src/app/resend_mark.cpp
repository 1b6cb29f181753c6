#include "app/resend_mark.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <system_error>

namespace centinela::app {

bool is_reason(std::string_view text) noexcept {
  return !text.empty() && text.size() <= reason_bytes_most &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
         });
}

std::string metadata_of(const ResendMark& mark) {
  std::string text;
  for (const auto& [reason, next] : mark.ahead) {
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", reason, next);
  }
  return text;
}

ResendMark mark_of(std::int64_t committed, std::string_view metadata, std::int64_t end) {
  ResendMark mark{.all = committed <= end ? committed : 0, .ahead = {}};
  while (!metadata.empty() && mark.ahead.size() < reasons_ahead_max) {
    const std::string_view entry = metadata.substr(0, metadata.find(' '));
    metadata.remove_prefix(std::min(entry.size() + 1, metadata.size()));
    const std::string_view reason = entry.substr(0, entry.find('='));
    const std::string_view digits = entry.substr(std::min(reason.size() + 1, entry.size()));
    std::int64_t next = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), next);
    const bool is_whole = read.ec == std::errc{} && read.ptr == digits.data() + digits.size();
    if (is_whole && is_reason(reason) && next > mark.all && next <= end) {
      mark.ahead[std::string(reason)] = next;
    }
  }
  return mark;
}

bool was_sent(const ResendMark& mark, const std::string& reason, std::int64_t offset) {
  return offset < first_unsent(mark, reason);
}

std::int64_t first_unsent(const ResendMark& mark, const std::string& reason) {
  const auto found = mark.ahead.find(reason);
  return found == mark.ahead.end() ? mark.all : std::max(mark.all, found->second);
}

void pass(ResendMark& mark, const std::string& reason, std::int64_t next) {
  if (reason.empty()) {
    mark.all = std::max(mark.all, next);
    std::erase_if(mark.ahead, [&mark](const auto& each) { return each.second <= mark.all; });
    return;
  }
  if (next > first_unsent(mark, reason)) {
    mark.ahead[reason] = next;
  }
  if (mark.ahead.size() > reasons_ahead_max) {
    // The one that is least ahead has least to send twice.
    mark.ahead.erase(
        std::min_element(mark.ahead.begin(), mark.ahead.end(), [](const auto& a, const auto& b) {
          return a.second < b.second;
        }));
  }
}

}  // namespace centinela::app
