#include "sink/alertmanager/http_client.h"

#include "centinela/base/check.h"

#include "sink/alertmanager/protocol.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace centinela::sink {
namespace {

struct FreeEasy {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeMulti {
  void operator()(CURLM* handle) const { curl_multi_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

void initialise_curl() {
  static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
  CENTINELA_CHECK(initialised == CURLE_OK);
}

// One request on its way; libcurl keeps pointers into it, so it stays where it is.
struct Transfer {
  HttpRequest request;
  HttpReply reply;
  std::array<char, CURL_ERROR_SIZE> error{};
  std::unique_ptr<curl_slist, FreeList> headers;
  std::unique_ptr<CURL, FreeEasy> handle;
};

// libcurl's options are variadic by nature.
// NOLINTBEGIN(cppcoreguidelines-pro-type-vararg)
std::size_t take_body(char* bytes, std::size_t one, std::size_t count, void* transfer) {
  std::string& body = static_cast<Transfer*>(transfer)->reply.body;
  const std::size_t size = one * count;
  if (body.size() + size > HttpClient::reply_bytes_max) {
    return 0;  // ends the transfer with CURLE_WRITE_ERROR
  }
  body.append(bytes, size);
  return size;
}

void set_text(CURL* handle, CURLoption option, const std::string& text) {
  if (!text.empty()) {
    curl_easy_setopt(handle, option, text.c_str());
  }
}

void authenticate(CURL* handle, const AlertmanagerTarget& target) {
  if (!target.bearer_token.empty()) {
    curl_easy_setopt(handle, CURLOPT_HTTPAUTH, CURLAUTH_BEARER);
    set_text(handle, CURLOPT_XOAUTH2_BEARER, target.bearer_token);
  } else if (!target.user.empty()) {
    curl_easy_setopt(handle, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
    set_text(handle, CURLOPT_USERNAME, target.user);
    set_text(handle, CURLOPT_PASSWORD, target.password);
  }
  set_text(handle, CURLOPT_CAINFO, target.ca_file);
  set_text(handle, CURLOPT_SSLCERT, target.cert_file);
  set_text(handle, CURLOPT_SSLKEY, target.key_file);
}

std::string join_url(std::string_view url, std::string_view path) {
  while (url.ends_with('/')) {
    url.remove_suffix(1);
  }
  return fmt::format("{}{}", url, path);
}

std::unique_ptr<Transfer> make_transfer(const AlertmanagerTarget& target,
                                        HttpRequest request,
                                        std::chrono::milliseconds timeout) {
  initialise_curl();
  auto transfer = std::make_unique<Transfer>();
  transfer->request = std::move(request);
  transfer->reply.tag = transfer->request.tag;
  transfer->handle.reset(curl_easy_init());
  CURL* handle = transfer->handle.get();
  CENTINELA_CHECK(handle != nullptr);
  set_text(handle, CURLOPT_URL, join_url(target.url, transfer->request.path));
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.count()));
  curl_easy_setopt(handle, CURLOPT_USERAGENT, "centinela");
  curl_easy_setopt(handle, CURLOPT_NOPROXY, "*");
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, transfer->error.data());
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, transfer.get());
  curl_easy_setopt(handle, CURLOPT_PRIVATE, transfer.get());
  authenticate(handle, target);
  if (!transfer->request.body.empty()) {
    transfer->headers.reset(curl_slist_append(nullptr, "Content-Type: application/json"));
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, transfer->headers.get());
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, transfer->request.body.c_str());
    curl_easy_setopt(handle,
                     CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(transfer->request.body.size()));
  }
  return transfer;
}

void finish(Transfer& transfer, CURLcode code) {
  if (code == CURLE_OK) {
    curl_easy_getinfo(transfer.handle.get(), CURLINFO_RESPONSE_CODE, &transfer.reply.status);
  } else {
    transfer.reply.error =
        transfer.error[0] != '\0' ? transfer.error.data() : curl_easy_strerror(code);
  }
}

}  // namespace

class HttpClient::Implementation {
 public:
  explicit Implementation(std::chrono::milliseconds timeout) : timeout_(timeout) {
    initialise_curl();
    multi_.reset(curl_multi_init());
    CENTINELA_CHECK(multi_ != nullptr);
  }
  Implementation(const Implementation&) = delete;
  Implementation& operator=(const Implementation&) = delete;
  Implementation(Implementation&&) = delete;
  Implementation& operator=(Implementation&&) = delete;
  ~Implementation() {
    for (const auto& [handle, transfer] : transfers_) {
      curl_multi_remove_handle(multi_.get(), handle);
    }
  }

  void start(const AlertmanagerTarget& target, HttpRequest request) {
    auto transfer = make_transfer(target, std::move(request), timeout_);
    CURL* handle = transfer->handle.get();
    CENTINELA_CHECK(curl_multi_add_handle(multi_.get(), handle) == CURLM_OK);
    transfers_.emplace(handle, std::move(transfer));
  }

  std::vector<HttpReply> poll(std::chrono::milliseconds timeout) {
    int running = 0;
    curl_multi_perform(multi_.get(), &running);
    std::vector<HttpReply> replies = collect();
    if (replies.empty()) {
      curl_multi_poll(multi_.get(), nullptr, 0, static_cast<int>(timeout.count()), nullptr);
      curl_multi_perform(multi_.get(), &running);
      replies = collect();
    }
    return replies;
  }

  void wake() { curl_multi_wakeup(multi_.get()); }
  [[nodiscard]] std::size_t in_flight() const { return transfers_.size(); }

 private:
  std::vector<HttpReply> collect() {
    std::vector<HttpReply> replies;
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
      if (message->msg != CURLMSG_DONE) {
        continue;
      }
      CURL* handle = message->easy_handle;
      const CURLcode code = message->data.result;
      const auto found = transfers_.find(handle);
      CENTINELA_CHECK(found != transfers_.end());
      finish(*found->second, code);
      replies.push_back(std::move(found->second->reply));
      curl_multi_remove_handle(multi_.get(), handle);
      transfers_.erase(found);
    }
    return replies;
  }

  std::chrono::milliseconds timeout_;
  std::unique_ptr<CURLM, FreeMulti> multi_;
  std::map<CURL*, std::unique_ptr<Transfer>> transfers_;
};
// NOLINTEND(cppcoreguidelines-pro-type-vararg)

HttpClient::HttpClient(std::chrono::milliseconds timeout)
    : implementation_(std::make_unique<Implementation>(timeout)) {}
HttpClient::~HttpClient() = default;

void HttpClient::start(const AlertmanagerTarget& target, HttpRequest request) {
  implementation_->start(target, std::move(request));
}
std::vector<HttpReply> HttpClient::poll(std::chrono::milliseconds timeout) {
  return implementation_->poll(timeout);
}
void HttpClient::wake() noexcept {
  implementation_->wake();
}
std::size_t HttpClient::in_flight() const noexcept {
  return implementation_->in_flight();
}

Result<std::string> probe_alertmanager(const AlertmanagerTarget& target,
                                       std::chrono::milliseconds timeout) {
  const auto transfer =
      make_transfer(target, {.path = std::string(status_path), .body = {}}, timeout);
  finish(*transfer, curl_easy_perform(transfer->handle.get()));
  const HttpReply& reply = transfer->reply;
  if (!reply.error.empty()) {
    return Error{Errc::unavailable, fmt::format("Alertmanager does not answer: {}", reply.error)};
  }
  if (reply.status == 401 || reply.status == 403) {
    return Error{
        Errc::unavailable,
        fmt::format("Alertmanager answers {}: check user and password or token", reply.status)};
  }
  if (reply.status != 200) {
    return Error{Errc::unavailable,
                 fmt::format("expected 200 of {}, found {}: is the url that of an Alertmanager, "
                             "0.16 or newer, with its route prefix?",
                             status_path,
                             reply.status)};
  }
  return parse_version(reply.body);
}

}  // namespace centinela::sink
