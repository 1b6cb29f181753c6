// Places: at most so many threads work at the same time, in the order in which they came. Floor 10,
// safe from every thread.
//
// First come, first served: a shard whose partition is never empty keeps no other from its turn.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace centinela::app {

class Places {
 public:
  explicit Places(std::uint64_t count) noexcept : admitted_(count) {}

  // Held while working. Of no places: there is always room.
  class Place {
   public:
    explicit Place(Places* places) : places_(places) {
      if (places_ != nullptr) {
        places_->enter();
      }
    }
    ~Place() {
      if (places_ != nullptr) {
        places_->leave();
      }
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    Place(Place&&) = delete;
    Place& operator=(Place&&) = delete;

   private:
    Places* places_;
  };

 private:
  void enter() {
    std::unique_lock lock{mutex_};
    const std::uint64_t ticket = next_++;
    is_admitted_.wait(lock, [&] { return ticket < admitted_; });
  }
  void leave() {
    {
      const std::scoped_lock lock{mutex_};
      ++admitted_;
    }
    is_admitted_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable is_admitted_;
  std::uint64_t next_ = 0;      // ticket of whoever comes next
  std::uint64_t admitted_ = 0;  // tickets below it may work
};

}  // namespace centinela::app
