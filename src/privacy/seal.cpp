#include "centinela/privacy/seal.h"

#include "centinela/base/check.h"
#include "centinela/base/sha256.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <memory>

namespace centinela::privacy {
namespace {

constexpr std::string_view magic = "CNS1";
constexpr std::size_t tag_bytes = 16;
constexpr std::size_t head_bytes = 4 + std::tuple_size_v<SealNonce>;
constexpr std::size_t iv_bytes = 12;

const unsigned char* bytes_of(std::string_view text) noexcept {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// A key for one message; GCM's own nonce is then the nonce's last 12 bytes.
class MessageCipher {
 public:
  enum class Direction : std::uint8_t { seal, open };

  MessageCipher(const TokenKey::Bytes& key, std::string_view nonce, Direction direction)
      : context_(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free) {
    CENTINELA_CHECK(context_ != nullptr);
    const std::string_view key_view{reinterpret_cast<const char*>(key.data()), key.size()};
    Sha256 message_key = hmac_sha256(key_view, nonce);
    const int ok = EVP_CipherInit_ex(context_.get(),
                                     EVP_aes_256_gcm(),
                                     nullptr,
                                     message_key.data(),
                                     bytes_of(nonce) + nonce.size() - iv_bytes,
                                     direction == Direction::seal ? 1 : 0);
    OPENSSL_cleanse(message_key.data(), message_key.size());
    CENTINELA_CHECK(ok == 1);
  }

  [[nodiscard]] EVP_CIPHER_CTX* get() const noexcept { return context_.get(); }

  void associate(std::string_view data) {
    if (data.empty()) {
      return;
    }
    int size = 0;
    const int ok = EVP_CipherUpdate(
        context_.get(), nullptr, &size, bytes_of(data), static_cast<int>(data.size()));
    CENTINELA_CHECK(ok == 1);
  }

  void transform(std::string_view in, char* out) {
    if (in.empty()) {
      return;
    }
    int size = 0;
    auto* to = reinterpret_cast<unsigned char*>(out);
    const int ok =
        EVP_CipherUpdate(context_.get(), to, &size, bytes_of(in), static_cast<int>(in.size()));
    CENTINELA_CHECK(ok == 1);
    CENTINELA_CHECK(static_cast<std::size_t>(size) == in.size());
  }

  // False when opening and the tag does not fit.
  [[nodiscard]] bool finish() {
    std::array<unsigned char, 16> rest{};
    int size = 0;
    return EVP_CipherFinal_ex(context_.get(), rest.data(), &size) == 1;
  }

 private:
  std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context_;
};

}  // namespace

Sealer::Sealer(const TokenKey& key, std::string_view purpose)
    : key_(key.derive("seal " + std::string(purpose))) {}

Sealer::~Sealer() {
  OPENSSL_cleanse(key_.data(), key_.size());
}

std::string Sealer::seal(std::string_view plain,
                         std::string_view associated_data,
                         const SealNonce& nonce) const {
  CENTINELA_CHECK(plain.size() <= INT32_MAX);
  CENTINELA_CHECK(associated_data.size() <= INT32_MAX);
  std::string sealed(magic);
  sealed.append(reinterpret_cast<const char*>(nonce.data()), nonce.size());
  sealed.resize(head_bytes + plain.size() + tag_bytes);

  const std::string_view nonce_view{sealed.data() + magic.size(), nonce.size()};
  MessageCipher cipher(key_, nonce_view, MessageCipher::Direction::seal);
  cipher.associate(associated_data);
  cipher.transform(plain, sealed.data() + head_bytes);
  CENTINELA_CHECK(cipher.finish());
  const int ok = EVP_CIPHER_CTX_ctrl(cipher.get(),
                                     EVP_CTRL_AEAD_GET_TAG,
                                     static_cast<int>(tag_bytes),
                                     sealed.data() + head_bytes + plain.size());
  CENTINELA_CHECK(ok == 1);
  return sealed;
}

Result<std::string> Sealer::open(std::string_view sealed, std::string_view associated_data) const {
  if (sealed.size() < head_bytes + tag_bytes || sealed.substr(0, magic.size()) != magic) {
    return Error{Errc::bad_data,
                 "sealed record: expected \"CNS1\", a nonce and a tag (44 bytes or more), found " +
                     std::to_string(sealed.size()) + " bytes of another form"};
  }
  if (sealed.size() > INT32_MAX || associated_data.size() > INT32_MAX) {
    return Error{Errc::bad_data, "sealed record: larger than 2 GiB"};
  }
  const std::string_view nonce = sealed.substr(magic.size(), std::tuple_size_v<SealNonce>);
  const std::string_view body = sealed.substr(head_bytes, sealed.size() - head_bytes - tag_bytes);
  std::string tag(sealed.substr(sealed.size() - tag_bytes));

  MessageCipher cipher(key_, nonce, MessageCipher::Direction::open);
  cipher.associate(associated_data);
  std::string plain(body.size(), '\0');
  cipher.transform(body, plain.data());
  const int ok = EVP_CIPHER_CTX_ctrl(
      cipher.get(), EVP_CTRL_AEAD_SET_TAG, static_cast<int>(tag_bytes), tag.data());
  CENTINELA_CHECK(ok == 1);
  if (!cipher.finish()) {
    OPENSSL_cleanse(plain.data(), plain.size());
    return Error{Errc::bad_data,
                 "sealed record: does not open: sealed under another token key, changed, or moved "
                 "from another place; restore the key file it was written with"};
  }
  return plain;
}

}  // namespace centinela::privacy
