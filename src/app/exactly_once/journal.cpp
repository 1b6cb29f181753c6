#include "app/exactly_once/journal.h"

#include "centinela/base/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace centinela::app {
namespace {

// Five bits a character, least significant first; the sixth says that more follow.
constexpr std::string_view digits =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+-";
constexpr unsigned digit_bits = 5;
constexpr std::uint64_t more = 1U << digit_bits;
constexpr unsigned shift_max = 60;

void put(std::string& text, std::uint64_t value) {
  while (value >= more) {
    text += digits[more | (value & (more - 1))];
    value >>= digit_bits;
  }
  text += digits[value];
}

std::size_t size_of(std::uint64_t value) noexcept {
  std::size_t size = 1;
  for (; value >= more; value >>= digit_bits) {
    ++size;
  }
  return size;
}

Error malformed(std::string_view what) {
  return {Errc::bad_data, fmt::format("journal of a commit: {}", what)};
}

Result<std::uint64_t> take(std::string_view& text) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; !text.empty() && shift <= shift_max; shift += digit_bits) {
    const std::size_t digit = digits.find(text.front());
    if (digit == std::string_view::npos) {
      return malformed("a character that is no digit");
    }
    text.remove_prefix(1);
    value |= (digit & (more - 1)) << shift;
    if ((digit & more) == 0) {
      return value;
    }
  }
  return malformed("it ends within a number");
}

// Numbers that count something never come near 2^62; a greater one is no number of ours.
Result<std::int64_t> take_signed(std::string_view& text) {
  CENTINELA_TRY(const std::uint64_t value, take(text));
  if (value >> 62U != 0) {
    return malformed("a number out of range");
  }
  return static_cast<std::int64_t>(value);
}

std::string_view cut(std::string_view& text, char end) {
  const std::size_t at = text.find(end);
  const std::string_view part = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
  return part;
}

Result<void> take_partitions(std::string_view table, Journal& journal) {
  while (!table.empty()) {
    std::string_view row = cut(table, ';');
    const std::string topic{cut(row, ' ')};
    CENTINELA_TRY(const std::int64_t partition, take_signed(row));
    CENTINELA_TRY(const std::int64_t base, take_signed(row));
    if (topic.empty() || !row.empty() || partition > INT32_MAX) {
      return malformed("a partition that is none");
    }
    journal.enter({topic, static_cast<std::int32_t>(partition)}, base);
  }
  return {};
}

}  // namespace

std::optional<std::size_t> Journal::find(const kafka::TopicPartition& partition) const {
  const auto found =
      std::find_if(partitions_.begin(), partitions_.end(), [&](const JournalPartition& each) {
        return each.partition == partition;
      });
  if (found == partitions_.end()) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(found - partitions_.begin());
}

void Journal::enter(const kafka::TopicPartition& partition, std::int64_t next) {
  if (!find(partition)) {
    partitions_.push_back({partition, next});
    ends_.push_back(next);
  }
}

void Journal::took(const kafka::TopicPartition& partition, std::int64_t next) {
  const std::optional<std::size_t> index = find(partition);
  CENTINELA_CHECK(index.has_value());
  if (next <= ends_[*index]) {
    return;
  }
  if (is_run_over_ || entries_.empty() || entries_.back().partition != index) {
    add({index, next}, ends_[*index]);
  } else {
    entries_.back().value = next;
  }
  ends_[*index] = next;
}

void Journal::ticked(EventTime time) {
  add({std::nullopt, time.milliseconds()}, 0);
}

std::size_t Journal::size_of_last() const noexcept {
  if (entries_.empty()) {
    return 0;
  }
  const JournalEntry& last = entries_.back();
  return size_of(last.partition ? *last.partition + 1 : 0) +
         size_of(static_cast<std::uint64_t>(last.value - last_begin_));
}

void Journal::add(JournalEntry entry, std::int64_t begin) {
  closed_size_ += size_of_last();
  entries_.push_back(entry);
  last_begin_ = begin;
  is_run_over_ = false;
}

std::uint64_t Journal::mark() {
  is_run_over_ = true;
  return next_entry();
}

void Journal::forget_before(std::uint64_t mark, std::uint64_t base) {
  CENTINELA_CHECK(mark >= first_entry_);
  CENTINELA_CHECK(mark <= next_entry());
  const std::vector<JournalEntry> all = std::exchange(entries_, {});
  const bool was_run_over = is_run_over_;
  closed_size_ = 0;
  std::vector<std::int64_t> before;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const JournalEntry& entry = all[i];
    if (i == mark - first_entry_) {
      before = bases();
    }
    if (i < mark - first_entry_) {
      if (entry.partition) {
        partitions_[*entry.partition].base = entry.value;
      }
      continue;
    }
    add(entry, entry.partition ? std::exchange(before[*entry.partition], entry.value) : 0);
  }
  is_run_over_ = was_run_over || entries_.empty();
  first_entry_ = mark;
  base_ = base;
}

std::vector<std::int64_t> Journal::bases() const {
  std::vector<std::int64_t> bases;
  bases.reserve(partitions_.size());
  for (const JournalPartition& each : partitions_) {
    bases.push_back(each.base);
  }
  return bases;
}

std::optional<std::int64_t> Journal::end_of(const kafka::TopicPartition& partition) const {
  const std::optional<std::size_t> index = find(partition);
  return index ? std::optional{ends_[*index]} : std::nullopt;
}

std::size_t Journal::size() const noexcept {
  std::size_t size = closed_size_ + size_of_last() + 1;
  for (const JournalPartition& each : partitions_) {
    size += each.partition.topic.size() + 2 +
            size_of(static_cast<std::uint64_t>(each.partition.partition)) +
            size_of(static_cast<std::uint64_t>(each.base));
  }
  return size;
}

std::string Journal::encode() const {
  std::string text;
  std::vector<std::int64_t> before = bases();
  for (const JournalPartition& each : partitions_) {
    text += each.partition.topic + ' ';
    put(text, static_cast<std::uint64_t>(each.partition.partition));
    put(text, static_cast<std::uint64_t>(each.base));
    text += ';';
  }
  text += '|';
  for (const JournalEntry& entry : entries_) {
    put(text, entry.partition ? *entry.partition + 1 : 0);
    if (entry.partition) {
      put(text, static_cast<std::uint64_t>(entry.value - before[*entry.partition]));
      before[*entry.partition] = entry.value;
    } else {
      put(text, static_cast<std::uint64_t>(entry.value));
    }
  }
  return text;
}

Result<Journal> Journal::decode(std::string_view text,
                                std::uint64_t base,
                                std::uint64_t first_entry) {
  Journal journal{base, first_entry};
  if (text.find('|') == std::string_view::npos) {
    return malformed("it ends within the partitions");
  }
  CENTINELA_TRY(take_partitions(cut(text, '|'), journal));
  while (!text.empty()) {
    CENTINELA_TRY(const std::uint64_t what, take(text));
    CENTINELA_TRY(const std::int64_t value, take_signed(text));
    if (what > journal.partitions_.size()) {
      return malformed("a partition that it does not name");
    }
    if (what == 0) {
      journal.ticked(EventTime{value});
      continue;
    }
    std::int64_t& end = journal.ends_[what - 1];
    const std::int64_t begin = std::exchange(end, end + value);
    journal.add({what - 1, end}, begin);
  }
  journal.is_run_over_ = true;
  return journal;
}

}  // namespace centinela::app
