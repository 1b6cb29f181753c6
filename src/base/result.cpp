#include "centinela/base/result.h"

namespace centinela {

std::string_view to_string(Errc code) noexcept {
  switch (code) {
    case Errc::usage:
      return "usage";
    case Errc::bad_data:
      return "bad_data";
    case Errc::unavailable:
      return "unavailable";
    case Errc::internal:
      return "internal";
    case Errc::io:
      return "io";
    case Errc::fenced:
      return "fenced";
    case Errc::config:
      return "config";
  }
  return "internal";
}

int exit_code(Errc code) noexcept {
  switch (code) {
    case Errc::usage:
      return 64;
    case Errc::bad_data:
      return 65;
    case Errc::unavailable:
      return 69;
    case Errc::internal:
      return 70;
    case Errc::io:
      return 74;
    case Errc::fenced:
      return 75;
    case Errc::config:
      return 78;
  }
  return 70;
}

}  // namespace centinela
