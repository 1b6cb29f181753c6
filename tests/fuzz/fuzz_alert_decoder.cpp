// Any bytes as an alert: an error, or an alert that its own encoding gives back.
#include "centinela/base/check.h"
#include "centinela/codec/alert_decoder.h"
#include "centinela/codec/alert_encoder.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace centinela::codec;
  const auto alert = decode_alert({reinterpret_cast<const char*>(data), size});
  if (!alert) {
    return 0;
  }
  const std::string once = encode_alert(*alert);
  const auto again = decode_alert(once);
  CENTINELA_CHECK(again.has_value());
  CENTINELA_CHECK(encode_alert(*again) == once);
  CENTINELA_CHECK(!encode_alert_ocsf(*alert).empty());
  return 0;
}
