#include "privacy/token_cache.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <bit>

namespace centinela::privacy {

TokenCache::TokenCache(std::size_t entries_max, Seeds seeds)
    : entries_(std::bit_ceil(std::max<std::size_t>(entries_max, 2))),
      // Even indexes: a set is an entry and its neighbour.
      mask_((entries_.size() - 1) & ~std::size_t{1}),
      seeds_(seeds) {}

TokenCache::~TokenCache() {
  OPENSSL_cleanse(entries_.data(), entries_.size() * sizeof(Entry));
}

void TokenCache::clear() noexcept {
  OPENSSL_cleanse(entries_.data(), entries_.size() * sizeof(Entry));
  std::fill(entries_.begin(), entries_.end(), Entry{});
}

void TokenCache::fill(Entry& entry,
                      std::uint8_t kind,
                      std::string_view text,
                      std::uint64_t token) noexcept {
  entry.token = token;
  entry.settled_at = unsettled;
  entry.kind = kind;
  entry.size = static_cast<std::uint8_t>(text.size());
  std::copy(text.begin(), text.end(), entry.text.begin());
}

}  // namespace centinela::privacy
