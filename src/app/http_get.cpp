#include "app/http_get.h"

#include "centinela/base/url.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <memory>

namespace centinela::app {
namespace {

constexpr std::size_t body_size_max = std::size_t{1} << 20;

struct FreeEasy {
  void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};

std::size_t append_body(const char* bytes, std::size_t /*one*/, std::size_t size, void* target) {
  auto& body = *static_cast<std::string*>(target);
  if (size > body_size_max - body.size()) {
    return 0;  // libcurl gives up with a write error
  }
  body.append(bytes, size);
  return size;
}

void set_credentials(CURL* handle, const HttpRequest& request) {
  if (!request.user.empty()) {
    curl_easy_setopt(handle, CURLOPT_USERNAME, request.user.c_str());
    curl_easy_setopt(handle, CURLOPT_PASSWORD, request.password.c_str());
  }
  if (!request.ca_file.empty()) {
    curl_easy_setopt(handle, CURLOPT_CAINFO, request.ca_file.c_str());
  }
}

void set_limits(CURL* handle, const HttpRequest& request) {
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_PROXY, "");
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
}

}  // namespace

Result<HttpReply> http_get(const HttpRequest& request) {
  const std::unique_ptr<CURL, FreeEasy> handle(curl_easy_init());
  if (handle == nullptr) {
    return Error{Errc::internal, "libcurl cannot be started"};
  }
  HttpReply reply;
  curl_easy_setopt(handle.get(), CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, append_body);
  curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &reply.body);
  set_limits(handle.get(), request);
  set_credentials(handle.get(), request);
  std::unique_ptr<curl_slist, FreeList> headers;
  if (!request.bearer_token.empty()) {
    headers.reset(
        curl_slist_append(nullptr, ("Authorization: Bearer " + request.bearer_token).c_str()));
    curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, headers.get());
  }
  const CURLcode code = curl_easy_perform(handle.get());
  if (code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL) {
    return Error{Errc::usage,
                 fmt::format("expected a URL such as http://127.0.0.1:9464, found {}",
                             masked_url(request.url))};
  }
  if (code != CURLE_OK) {
    return Error{
        Errc::unavailable,
        fmt::format("{} does not answer: {}", masked_url(request.url), curl_easy_strerror(code))};
  }
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &reply.status);
  return reply;
}

}  // namespace centinela::app
