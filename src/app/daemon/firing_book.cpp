#include "app/daemon/firing_book.h"

#include "centinela/codec/alert_decoder.h"
#include "centinela/codec/alert_encoder.h"

#include <algorithm>

namespace centinela::app {

void FiringBook::note(const Alert& alert) {
  const bool is_told =
      !alert.daily && alert.state != AlertState::shadow && alert.route != Route::digest;
  if (!is_told) {
    return;
  }
  const Key key{alert.id.high, alert.id.low};
  const bool is_page = alert.route == Route::page;
  if (!is_page && alert.state == AlertState::closed) {
    alerts_.erase(key);
    return;
  }
  const auto known = alerts_.find(key);
  // A page is a day old from its first telling on, whatever is said of it later.
  const EventTime since = known == alerts_.end() ? alert.time : known->second.time;
  alerts_[key] = {since, is_page ? page_for : ticket_for, codec::encode_alert(alert)};
  make_room();
}

void FiringBook::settle(const AlertId& id) {
  alerts_.erase({id.high, id.low});
}

void FiringBook::forget(std::string_view token) {
  std::erase_if(alerts_, [token](const auto& each) {
    return each.second.encoded.find(token) != std::string::npos;
  });
}

std::vector<AlertId> FiringBook::ids() const {
  std::vector<AlertId> all;
  all.reserve(alerts_.size());
  for (const auto& [key, firing] : alerts_) {
    all.push_back({key.first, key.second});
  }
  return all;
}

std::vector<std::string> FiringBook::list(EventTime log_time) {
  std::erase_if(alerts_, [log_time](const auto& each) {
    return log_time - each.second.time >= each.second.lasts;
  });
  std::vector<std::string> encoded;
  encoded.reserve(alerts_.size());
  for (const auto& [key, firing] : alerts_) {
    encoded.push_back(firing.encoded);
  }
  return encoded;
}

Result<std::vector<Alert>> FiringBook::restore(const std::vector<std::string>& encoded) {
  std::vector<Alert> alerts;
  for (const std::string& text : encoded) {
    CENTINELA_TRY(Alert alert, codec::decode_alert(text));
    note(alert);
    alerts.push_back(std::move(alert));
  }
  return alerts;
}

void FiringBook::make_room() {
  if (alerts_.size() > alerts_max) {
    alerts_.erase(
        std::min_element(alerts_.begin(), alerts_.end(), [](const auto& a, const auto& b) {
          return a.second.time < b.second.time;
        }));
  }
}

}  // namespace centinela::app
