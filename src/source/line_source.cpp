#include "source/line_source.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace centinela::source {
namespace {

constexpr std::size_t oversized_bytes = codec::record_bytes_max + 1;
constexpr std::size_t read_bytes = std::size_t{1} << 20U;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_blank(std::string_view line) noexcept {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

}  // namespace

LineSource::LineSource(InputFile input, LineSourceOptions options)
    : input_(std::move(input)), options_(options), buffer_(oversized_bytes + read_bytes) {
  records_.reserve(options_.batch_records_max);
}

Result<RecordBatch> LineSource::poll(std::chrono::milliseconds timeout) {
  records_.clear();
  while (true) {
    take_lines();
    if (!records_.empty()) {
      return batch();
    }
    if (failed_) {
      return *failed_;
    }
    if (is_at_end_) {
      take_last_line();
      return batch();
    }
    if (!input_.wait(timeout)) {
      return batch();
    }
    compact();
    read_more();
  }
}

Result<void> LineSource::acknowledge(Position /*through*/) {
  return {};
}

RecordBatch LineSource::batch() const noexcept {
  const bool is_end = is_at_end_ && !failed_ && begin_ == end_;
  return {.records = records_, .is_end = is_end};
}

void LineSource::take_lines() {
  while (records_.size() < options_.batch_records_max) {
    const char* from = buffer_.data() + scanned_;
    const void* found = std::memchr(from, '\n', end_ - scanned_);
    if (found == nullptr) {
      scanned_ = end_;
      break;
    }
    const auto line_end =
        static_cast<std::size_t>(static_cast<const char*>(found) - buffer_.data());
    if (!std::exchange(is_skipping_, false)) {
      take_line({buffer_.data() + begin_, line_end - begin_});
    }
    begin_ = line_end + 1;
    scanned_ = begin_;
  }
  if (is_skipping_) {
    begin_ = scanned_;
  } else if (scanned_ == end_ && end_ - begin_ >= oversized_bytes + 1 &&
             records_.size() < options_.batch_records_max) {
    // One byte more than the largest oversized view: it may have been a carriage return.
    take_line({buffer_.data() + begin_, end_ - begin_});
    begin_ = end_;
    is_skipping_ = true;
  }
}

void LineSource::take_line(std::string_view line) {
  if (is_blank(line) && line.size() < oversized_bytes) {
    return;
  }
  if (line.back() == '\r') {
    line.remove_suffix(1);
  }
  SourceRecord record;
  record.is_truncated = line.size() > codec::record_bytes_max;
  record.view.value = line.substr(0, oversized_bytes);
  record.position.offset = Offset{next_offset_++};
  records_.push_back(record);
}

void LineSource::take_last_line() {
  if (begin_ < end_) {
    take_line({buffer_.data() + begin_, end_ - begin_});
    begin_ = end_;
    scanned_ = end_;
  }
}

void LineSource::compact() noexcept {
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    scanned_ -= begin_;
    begin_ = 0;
  }
}

void LineSource::read_more() {
  const auto got = input_.read(std::span(buffer_).subspan(end_));
  if (!got) {
    // The unfinished line before the damage is not a record.
    failed_ = got.error();
    return;
  }
  is_at_end_ = *got == 0;
  end_ += *got;
  if (is_at_start_ && (end_ >= byte_order_mark.size() || is_at_end_)) {
    skip_byte_order_mark();
  }
}

void LineSource::skip_byte_order_mark() noexcept {
  is_at_start_ = false;
  const std::string_view text{buffer_.data(), end_};
  if (text.substr(0, byte_order_mark.size()) == byte_order_mark) {
    begin_ = byte_order_mark.size();
    scanned_ = begin_;
  }
}

}  // namespace centinela::source
