// FiringBook: the alerts that a notifier would have to go on with after a restart. Floor 10, pure.
//
// The latest revision of each, as it was told: a page until it is ruled on or a day old, a ticket
// until its episode closes. Bounded; the oldest makes room. Confined to the engine thread.
#pragma once

#include "centinela/base/result.h"
#include "centinela/event/alert.h"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace centinela::app {

class FiringBook {
 public:
  static constexpr Duration page_for = std::chrono::hours{24};
  static constexpr Duration ticket_for = std::chrono::hours{26};
  static constexpr std::size_t alerts_max = 4096;

  void note(const Alert& alert);
  void settle(const AlertId& id);
  // Drops what names that token.
  void forget(std::string_view token);
  [[nodiscard]] std::vector<AlertId> ids() const;
  // What still fires at that time of the log, encoded, in the order of ids.
  [[nodiscard]] std::vector<std::string> list(EventTime log_time);
  // The alerts of such a list; bad_data when one does not decode.
  [[nodiscard]] Result<std::vector<Alert>> restore(const std::vector<std::string>& encoded);

 private:
  struct Firing {
    EventTime time;
    Duration lasts;
    std::string encoded;
  };
  using Key = std::pair<std::uint64_t, std::uint64_t>;

  void make_room();

  std::map<Key, Firing> alerts_;
};

}  // namespace centinela::app
