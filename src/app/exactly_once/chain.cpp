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

std::string new_lineage() {
  std::random_device device;
  return fmt::format("{:08x}{:08x}", device(), device());
}

}  // namespace centinela::app
