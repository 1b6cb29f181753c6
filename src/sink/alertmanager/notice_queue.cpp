#include "sink/alertmanager/notice_queue.h"

#include <iterator>
#include <utility>

namespace centinela::sink {

void NoticeQueue::push(QueuedAlert queued) {
  const std::scoped_lock lock(mutex_);
  const bool is_page = queued.alert.route == Route::page;
  if (pages_.size() + others_.size() >= alerts_max_) {
    ++dropped_;
    if (others_.empty()) {
      return;  // nothing but pages waits; the one that comes is dropped, whatever it is
    }
    others_.pop_front();
  }
  (is_page ? pages_ : others_).push_back(std::move(queued));
}

std::vector<QueuedAlert> NoticeQueue::take_all() {
  const std::scoped_lock lock(mutex_);
  std::vector<QueuedAlert> all;
  all.reserve(pages_.size() + others_.size());
  for (std::deque<QueuedAlert>* kind : {&pages_, &others_}) {
    all.insert(
        all.end(), std::make_move_iterator(kind->begin()), std::make_move_iterator(kind->end()));
    kind->clear();
  }
  return all;
}

std::size_t NoticeQueue::size() const {
  const std::scoped_lock lock(mutex_);
  return pages_.size() + others_.size();
}

std::uint64_t NoticeQueue::dropped() const {
  const std::scoped_lock lock(mutex_);
  return dropped_;
}

}  // namespace centinela::sink
