#include "centinela/alerting/line_words.h"

#include "centinela/detectors/catalogue.h"
#include "centinela/detectors/words.h"

#include <cmath>

namespace centinela::alerting {

std::string line_words(double line, std::string_view unit) {
  const bool is_fraction = unit == detectors::to_string(detectors::Unit::risk) ||
                           unit == detectors::to_string(detectors::Unit::fields_per_turn) ||
                           unit == detectors::to_string(detectors::Unit::anomaly_score);
  return detectors::number(is_fraction ? line : std::ceil(line));
}

}  // namespace centinela::alerting
