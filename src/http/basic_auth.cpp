#include "http/basic_auth.h"

#include "centinela/base/check.h"

#include <crypt.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <memory>
#include <vector>

namespace centinela::http {
namespace {

// An upper bound of what a client may make us decode.
constexpr std::size_t header_bytes_max = 4096;

std::optional<std::string> decode_base64(std::string_view text) {
  if (text.empty() || text.size() % 4 != 0 || text.size() > header_bytes_max) {
    return std::nullopt;
  }
  std::vector<unsigned char> out(text.size() / 4 * 3);
  const int size = EVP_DecodeBlock(out.data(),
                                   reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()));
  if (size < 0) {
    return std::nullopt;
  }
  const std::size_t padding = text.ends_with("==") ? 2U : (text.ends_with('=') ? 1U : 0U);
  return std::string(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(out.size() - padding));
}

bool has_scheme(std::string_view header) {
  constexpr std::string_view scheme = "basic ";
  if (header.size() <= scheme.size()) {
    return false;
  }
  for (std::size_t i = 0; i < scheme.size(); ++i) {
    const char lower =
        header[i] >= 'A' && header[i] <= 'Z' ? static_cast<char>(header[i] + 32) : header[i];
    if (lower != scheme[i]) {
      return false;
    }
  }
  return true;
}

}  // namespace

std::optional<Credentials> parse_basic_auth(std::string_view header) {
  if (!has_scheme(header)) {
    return std::nullopt;
  }
  const std::optional<std::string> plain = decode_base64(header.substr(6));
  if (!plain) {
    return std::nullopt;
  }
  const std::size_t colon = plain->find(':');
  if (colon == std::string::npos) {
    return std::nullopt;
  }
  return Credentials{.user = plain->substr(0, colon), .password = plain->substr(colon + 1)};
}

bool matches_bcrypt(const std::string& password, const std::string& hash) {
  // bcrypt ignores what follows byte 72 and a NUL ends the password early: both are refused.
  if (password.size() > 72 || password.find('\0') != std::string::npos) {
    return false;
  }
  const auto work = std::make_unique<crypt_data>();
  const char* made = ::crypt_r(password.c_str(), hash.c_str(), work.get());
  if (made == nullptr || std::string_view(made).size() != hash.size()) {
    return false;
  }
  return CRYPTO_memcmp(made, hash.data(), hash.size()) == 0;
}

BasicAuth::BasicAuth(std::map<std::string, std::string> users) : users_(std::move(users)) {
  CENTINELA_CHECK(RAND_bytes(key_.data(), static_cast<int>(key_.size())) == 1);
}

std::optional<bool> BasicAuth::remembered(const Credentials& credentials) const {
  const auto known = outcomes_.find(digest(credentials));
  return known == outcomes_.end() ? std::nullopt : std::optional(known->second);
}

std::string BasicAuth::hash_to_check(const Credentials& credentials) const {
  CENTINELA_CHECK(required());
  const auto user = users_.find(credentials.user);
  return user == users_.end() ? users_.begin()->second : user->second;
}

bool BasicAuth::remember(const Credentials& credentials, bool hash_matches) {
  const bool verdict = hash_matches && users_.contains(credentials.user);
  if (outcomes_.size() >= cache_entries_max) {
    // Failures go first: a guesser shall not make everybody else wait for bcrypt again.
    std::erase_if(outcomes_, [](const auto& outcome) { return !outcome.second; });
  }
  if (outcomes_.size() >= cache_entries_max) {
    outcomes_.clear();
  }
  outcomes_.insert_or_assign(digest(credentials), verdict);
  return verdict;
}

BasicAuth::Digest BasicAuth::digest(const Credentials& credentials) const {
  std::string text = credentials.user;
  text += '\0';
  text += credentials.password;
  Digest out{};
  unsigned int size = 0;
  const unsigned char* made = HMAC(EVP_sha256(),
                                   key_.data(),
                                   static_cast<int>(key_.size()),
                                   reinterpret_cast<const unsigned char*>(text.data()),
                                   text.size(),
                                   out.data(),
                                   &size);
  CENTINELA_CHECK(made != nullptr);
  return out;
}

}  // namespace centinela::http
