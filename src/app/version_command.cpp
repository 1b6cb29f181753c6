#include "app/version_command.h"

#include <curl/curl.h>
#include <fmt/format.h>
#include <librdkafka/rdkafka.h>
#include <openssl/crypto.h>

#include <ostream>

namespace centinela::app {

std::string_view version() noexcept {
  return CENTINELA_VERSION;
}

void print_version(std::ostream& out) {
  out << fmt::format("centinela {} (librdkafka {}, {}, libcurl {}, compiler {})\n",
                     version(),
                     rd_kafka_version_str(),
                     OpenSSL_version(OPENSSL_VERSION),
                     curl_version_info(CURLVERSION_NOW)->version,
                     __VERSION__);
}

}  // namespace centinela::app
