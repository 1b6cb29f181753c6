#include "simulator/happening.h"

#include <utility>

namespace centinela::simulator {

void Happening::reset() {
  std::vector<Customer> subjects = std::move(access.subjects);
  std::vector<Customer> linked = std::move(access.context.linked);
  *this = Happening{};
  subjects.clear();
  linked.clear();
  access.subjects = std::move(subjects);
  access.context.linked = std::move(linked);
}

}  // namespace centinela::simulator
