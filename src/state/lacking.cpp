#include "lacking.h"

#include <algorithm>
#include <chrono>

namespace centinela::state {
namespace {

// A producer lacks events from here on: fewer, or as usual, and nothing is the matter upstream.
constexpr std::int64_t lacking_min = 5;
constexpr double lacking_p = 1e-3;
constexpr Duration lacking_at_once = std::chrono::hours{1};
constexpr Duration lacking_kept = std::chrono::hours{12};

}  // namespace

LackingProducer* lacking_entry(Scene& scene) noexcept {
  for (LackingProducer& entry : scene.tenant.lacking) {
    if (entry.producer == scene.producer_key.id) {
      return &entry;
    }
  }
  return nullptr;
}

void note_lacking(Scene& scene) {
  auto& lacking = scene.tenant.lacking;
  LackingProducer* entry = lacking_entry(scene);
  const std::int64_t missing = scene.producer.missing.x;
  const bool lacks = missing >= lacking_min && scene.silence.p < lacking_p;
  if (entry == nullptr && lacks) {
    if (lacking.full()) {
      const auto* const oldest =
          std::min_element(lacking.begin(), lacking.end(), [](const auto& a, const auto& b) {
            return a.last < b.last;
          });
      lacking.erase_at(static_cast<std::size_t>(oldest - lacking.begin()));
    }
    lacking.push_back({scene.producer_key.id, missing, scene.event.received});
    entry = &lacking.back();
  }
  if (entry != nullptr && lacks) {
    if (scene.event.received - entry->last > lacking_at_once) {
      entry->missing = missing;  // another time that it lacks some
    }
    entry->last = scene.event.received;
    scene.silence.is_lacking = true;
  }
}

void survey_lacking(Scene& scene) {
  auto& lacking = scene.tenant.lacking;
  const EventTime now = scene.event.received;
  for (std::size_t i = lacking.size(); i > 0; --i) {
    const LackingProducer& entry = lacking[i - 1];
    if (now - entry.last > lacking_kept) {
      lacking.erase_at(i - 1);
      continue;
    }
    // What fills is taken off long after; who lacks events at the same time is a matter of now.
    const bool counts = !scene.silence.is_due || now - entry.last <= lacking_at_once;
    if (counts && entry.missing > 0) {
      ++scene.silence.lacking;
      scene.silence.lacking_missing += entry.missing;
    }
  }
}

}  // namespace centinela::state
