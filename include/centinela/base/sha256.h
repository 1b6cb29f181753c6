// SHA-256 and HMAC-SHA-256 over OpenSSL, as plain values. Floor 0.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace centinela {

using Sha256 = std::array<std::uint8_t, 32>;

[[nodiscard]] Sha256 sha256(std::string_view bytes) noexcept;
[[nodiscard]] Sha256 hmac_sha256(std::string_view key, std::string_view message) noexcept;

// Lower-case hex of the first `size` bytes.
[[nodiscard]] std::string to_hex(const Sha256& digest, std::size_t size = 32);

}  // namespace centinela
