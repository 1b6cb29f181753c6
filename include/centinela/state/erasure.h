// Erasure: whom the state is to forget, and the archive that takes them out of it. Floor 3, one
// thread.
//
// One tenant's person (or bot, or account) or data subject. What stands for the entity itself goes
// as a whole; elements of lists that are about it are removed, single fields are emptied. Sketches
// of many (Bloom filters, HyperLogLog registers, sums of groups) hold no token and stay.
#pragma once

#include "centinela/base/fixed_vector.h"
#include "centinela/base/strong.h"
#include "centinela/base/time.h"
#include "centinela/state/archive.h"
#include "centinela/state/day_table.h"
#include "centinela/state/entity_key.h"
#include "centinela/state/recent_ids.h"
#include "centinela/state/tally_table.h"
#include "centinela/state/value_table.h"
#include "centinela/stats/bloom_pair.h"
#include "centinela/stats/distinct_counter.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

namespace centinela::state {

struct Erasure {
  TenantToken tenant;
  PrincipalToken principal;       // absent: it is about a data subject
  DataSubjectToken data_subject;  // absent: it is about a principal
  std::vector<EntityKey> also;    // that went with it, and have episodes of their own

  [[nodiscard]] bool names(PrincipalToken token) const noexcept {
    return !is_absent(token) && token == principal;
  }
  [[nodiscard]] bool names(DataSubjectToken token) const noexcept {
    return !is_absent(token) && token == data_subject;
  }
  // Fields that hold a token of some kind.
  [[nodiscard]] bool names(std::uint64_t token) const noexcept {
    return token != 0 && (token == principal.value() || token == data_subject.value());
  }
  [[nodiscard]] bool names(const EntityKey& key) const noexcept {
    const bool is_it = (key.type == EntityType::principal && names(PrincipalToken{key.id})) ||
                       (key.type == EntityType::data_subject && names(DataSubjectToken{key.id}));
    return key.tenant == tenant &&
           (is_it || std::find(also.begin(), also.end(), key) != also.end());
  }
  // Where only a hash of the entity is kept.
  [[nodiscard]] bool names_hash(std::uint64_t hash) const noexcept {
    const auto is_of = [hash](const EntityKey& key) { return key.hash() == hash; };
    return is_of({EntityType::principal, tenant, principal.value()}) ||
           is_of({EntityType::data_subject, tenant, data_subject.value()}) ||
           std::any_of(also.begin(), also.end(), is_of);
  }
};

template <class T>
[[nodiscard]] bool is_about(const T& value, const Erasure& erasure) noexcept;

template <class T>
[[nodiscard]] bool belongs_to(const T& value, const Erasure& erasure) noexcept {
  if constexpr (requires { value.owner; }) {
    if (is_about(value.owner, erasure)) {
      return true;
    }
  }
  if constexpr (requires { value.principal; }) {
    if (is_about(value.principal, erasure)) {
      return true;
    }
  }
  if constexpr (requires { value.data_subject; }) {
    if (is_about(value.data_subject, erasure)) {
      return true;
    }
  }
  if constexpr (requires { value.acting_for; }) {
    if (is_about(value.acting_for, erasure)) {
      return true;
    }
  }
  return false;
}

// Does a record of the state stand for, or belong to, whom the erasure names? Found by its fields:
// `entity` decides where there is one; else `owner`, `principal`, `data_subject`, `acting_for`.
template <class T>
[[nodiscard]] bool is_about(const T& value, const Erasure& erasure) noexcept {
  if constexpr (std::is_same_v<T, std::uint64_t>) {
    return erasure.names_hash(value);
  } else if constexpr (requires { erasure.names(value); }) {
    return erasure.names(value);
  } else if constexpr (requires { value.told.entity; }) {
    return is_about(value.told, erasure) || is_about(value.author, erasure);
  } else if constexpr (requires { value.entity; }) {
    return is_about(value.entity, erasure);
  } else {
    return belongs_to(value, erasure);
  }
}

// Of another tenant: the same identifier is somebody else there.
template <class T>
[[nodiscard]] bool is_elsewhere(const T& value, TenantToken tenant) noexcept {
  if constexpr (std::is_same_v<T, EntityKey>) {
    return value.tenant != tenant;
  } else if constexpr (requires { value.told.entity.tenant; }) {
    return value.told.entity.tenant != tenant;
  } else if constexpr (requires { value.entity.tenant; }) {
    return value.entity.tenant != tenant;
  } else if constexpr (requires { value.principal.tenant; }) {
    return value.principal.tenant != tenant;
  } else {
    return false;
  }
}

class Eraser {
 public:
  static constexpr bool is_reader = false;

  explicit Eraser(const Erasure& erasure) noexcept : erasure_(erasure) {}

  template <class... T>
  void operator()(T&... fields) {
    (visit(fields), ...);
  }
  // Fields emptied and elements removed so far.
  [[nodiscard]] std::uint64_t removed() const noexcept { return removed_; }

 private:
  // A number may be a token whose kind is not in its type.
  template <Scalar T>
  void visit(T& value) noexcept {
    if constexpr (std::is_same_v<T, std::uint64_t>) {
      if (erasure_.names(value)) {
        value = 0;
        ++removed_;
      }
    }
  }
  template <class Tag, class Rep>
  void visit(Strong<Tag, Rep>& value) noexcept {
    if constexpr (requires { erasure_.names(value); }) {
      if (erasure_.names(value)) {
        value = {};
        ++removed_;
      }
    }
  }
  void visit(EventTime& /*time*/) noexcept {}
  template <class A, class B>
  void visit(std::pair<A, B>& value) {
    (*this)(value.first, value.second);
  }
  template <class T, std::size_t N>
  void visit(std::array<T, N>& values) {
    if constexpr (!Scalar<T>) {
      for (T& value : values) {
        visit(value);
      }
    }
  }
  template <class T, std::size_t N>
  void visit(FixedVector<T, N>& values) {
    if constexpr (!Scalar<T>) {
      for (std::size_t i = values.size(); i-- > 0;) {
        if (is_about(values[i], erasure_)) {
          values.erase_at(i);
          ++removed_;
        } else {
          visit(values[i]);
        }
      }
    }
  }
  template <class T, class Allocator>
  void visit(std::vector<T, Allocator>& values) {
    visit_list(values);
  }
  template <class T>
  void visit(std::deque<T>& values) {
    visit_list(values);
  }
  template <class T>
  void visit(std::unique_ptr<T>& value) {
    if (value) {
      visit(*value);
    }
  }
  void visit(stats::DistinctCounter& counter) {
    const bool was_there =
        counter.remove(erasure_.principal.value()) || counter.remove(erasure_.data_subject.value());
    removed_ += was_there ? 1 : 0;
  }
  void visit(DayTable& table) { removed_ += table.remove(erasure_.data_subject) ? 1 : 0; }
  // Blinded, or tokens of other kinds.
  void visit(RecentIds& /*ids*/) noexcept {}
  void visit(stats::BloomPair& /*pairs*/) noexcept {}
  void visit(ValueTable& /*values*/) noexcept {}
  void visit(TallyTable& /*tallies*/) noexcept {}
  template <class T>
    requires requires(T& value, Eraser& archive) { value.describe(archive); }
  void visit(T& value) {
    value.describe(*this);
  }

  template <class List>
  void visit_list(List& values) {
    using T = typename List::value_type;
    if constexpr (!Scalar<T>) {
      const std::size_t before = values.size();
      std::erase_if(values, [this](const T& value) { return is_about(value, erasure_); });
      removed_ += before - values.size();
      for (T& value : values) {
        if (!is_elsewhere(value, erasure_.tenant)) {
          visit(value);
        }
      }
    }
  }

  const Erasure& erasure_;
  std::uint64_t removed_ = 0;
};

}  // namespace centinela::state
