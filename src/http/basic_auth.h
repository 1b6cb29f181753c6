// BasicAuth: checks an Authorization header against bcrypt hashes. Floor 9.
//
// A verification costs tens of milliseconds on purpose, so its outcome is remembered under a
// keyed digest of name and password, in bounded memory. Not safe from several threads.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace centinela::http {

struct Credentials {
  std::string user;
  std::string password;
};

// From "Basic <base64>"; nothing when it is not that.
[[nodiscard]] std::optional<Credentials> parse_basic_auth(std::string_view header);

// True when the password fits the bcrypt hash; slow on purpose.
[[nodiscard]] bool matches_bcrypt(const std::string& password, const std::string& hash);

class BasicAuth {
 public:
  // Outcomes remembered; when full, the failures are forgotten, then all.
  static constexpr std::size_t cache_entries_max = 256;

  explicit BasicAuth(std::map<std::string, std::string> users);

  [[nodiscard]] bool required() const noexcept { return !users_.empty(); }
  // What an earlier check of the same credentials said; nothing when there was none.
  [[nodiscard]] std::optional<bool> remembered(const Credentials& credentials) const;
  // The hash to check against. An unknown user gets some hash too, so that names cannot be told
  // apart by the time the answer takes.
  [[nodiscard]] std::string hash_to_check(const Credentials& credentials) const;
  // Takes the outcome of matches_bcrypt(password, hash_to_check(…)); returns the verdict.
  bool remember(const Credentials& credentials, bool hash_matches);

 private:
  using Digest = std::array<std::uint8_t, 32>;
  [[nodiscard]] Digest digest(const Credentials& credentials) const;

  std::map<std::string, std::string> users_;
  std::array<std::uint8_t, 32> key_{};
  std::map<Digest, bool> outcomes_;
};

}  // namespace centinela::http
