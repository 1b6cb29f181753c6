#include "app/exactly_once/chain.h"

#include "centinela/base/sha256.h"

#include <fmt/format.h>

#include <random>

namespace centinela::app {

void Chain::add(std::string_view alert) {
  std::string link = hash;
  link.append(alert);
  hash = to_hex(sha256(link), hash.size() / 2);
  ++alerts;
}

std::string lineage_stem(std::string_view identity) {
  return to_hex(sha256(identity), 4);
}

std::string new_lineage(std::string_view identity) {
  std::random_device device;
  return lineage_stem(identity) + fmt::format("{:08x}", device());
}

}  // namespace centinela::app
