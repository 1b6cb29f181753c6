#include "centinela/state/day_table.h"

#include "centinela/base/hash.h"

#include <utility>

namespace centinela::state {

std::size_t DayTable::home(DataSubjectToken data_subject) const noexcept {
  return mix64(data_subject.value()) & (slots_.size() - 1);
}

DayMark* DayTable::find(DataSubjectToken data_subject) noexcept {
  if (slots_.empty()) {
    return nullptr;
  }
  for (std::size_t at = home(data_subject);; at = (at + 1) & (slots_.size() - 1)) {
    if (slots_[at].data_subject == data_subject) {
      return &slots_[at];
    }
    if (is_absent(slots_[at].data_subject)) {
      return nullptr;
    }
  }
}

DayTable::Found DayTable::insert(DataSubjectToken data_subject) {
  if (DayMark* known = find(data_subject); known != nullptr) {
    return {known, false};
  }
  if (size_ == exact_max) {
    return {nullptr, overflow_.add(data_subject.value())};
  }
  if ((std::size_t{size_} + 1) * 4 > slots_.size() * 3) {
    grow();
  }
  std::size_t at = home(data_subject);
  while (!is_absent(slots_[at].data_subject)) {
    at = (at + 1) & (slots_.size() - 1);
  }
  slots_[at] = DayMark{};
  slots_[at].data_subject = data_subject;
  ++size_;
  return {&slots_[at], true};
}

std::int64_t DayTable::count() const noexcept {
  return size_ + overflow_.count();
}

void DayTable::clear() noexcept {
  constexpr std::size_t kept_max = 64;
  if (slots_.size() > kept_max) {
    std::vector<DayMark>().swap(slots_);  // assigning {} would keep the memory
  }
  for (DayMark& mark : slots_) {
    mark = DayMark{};
  }
  size_ = 0;
  overflow_.clear();
}

std::size_t DayTable::heap_bytes() const noexcept {
  return slots_.capacity() * sizeof(DayMark) + overflow_.heap_bytes();
}

void DayTable::grow() {
  const std::vector<DayMark> old = std::exchange(slots_, {});
  slots_.resize(old.empty() ? 16 : old.size() * 2);
  fill(old);
}

bool DayTable::remove(DataSubjectToken data_subject) {
  DayMark* mark = is_absent(data_subject) ? nullptr : find(data_subject);
  if (mark == nullptr) {
    overflow_.remove(data_subject.value());
    return false;
  }
  *mark = DayMark{};
  --size_;
  const std::vector<DayMark> old = std::exchange(slots_, {});
  slots_.resize(old.size());
  fill(old);
  return true;
}

// Into empty slots.
void DayTable::fill(const std::vector<DayMark>& marks) {
  for (const DayMark& mark : marks) {
    if (!is_absent(mark.data_subject)) {
      std::size_t at = home(mark.data_subject);
      while (!is_absent(slots_[at].data_subject)) {
        at = (at + 1) & (slots_.size() - 1);
      }
      slots_[at] = mark;
    }
  }
}

}  // namespace centinela::state
