#include "http/connection.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

namespace centinela::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace ssl = boost::asio::ssl;
using boost::system::error_code;
using Reply = beast::http::response<beast::http::string_body>;
using RequestParser = beast::http::request_parser<beast::http::string_body>;

auto into(error_code& error) {
  return asio::redirect_error(asio::use_awaitable, error);
}

std::string_view view(boost::string_view text) {
  return {text.data(), text.size()};
}

asio::awaitable<bool> verify_password(std::string password, std::string hash) {
  co_return matches_bcrypt(password, hash);
}

// 431, 413 or 400 by what the parser refused; 0 where an answer is of no use.
int status_of(const error_code& error) {
  if (error == beast::http::error::header_limit || error == beast::http::error::buffer_overflow) {
    return 431;
  }
  if (error == beast::http::error::body_limit) {
    return 413;
  }
  const bool is_syntax = error.category() == error_code(beast::http::error::bad_method).category();
  const bool is_end =
      error == beast::http::error::end_of_stream || error == beast::http::error::partial_message;
  return is_syntax && !is_end ? 400 : 0;
}

class Connection {
 public:
  Connection(Security& security, Service& service) : security_(security), service_(service) {}

  template <class Stream>
  asio::awaitable<void> serve(Stream& stream);

 private:
  template <class Stream>
  asio::awaitable<bool> read_request(Stream& stream,
                                     beast::flat_buffer& buffer,
                                     RequestParser& parser,
                                     error_code& error);
  template <class Stream>
  asio::awaitable<bool> write_reply(Stream& stream, Reply reply);
  // 0 when the request may pass, else the status to answer with.
  asio::awaitable<int> authorize(std::string_view header);
  Reply make_reply(Outgoing outgoing);

  Security& security_;
  Service& service_;
};

template <class Stream>
asio::awaitable<void> Connection::serve(Stream& stream) {
  beast::flat_buffer buffer(service_.limits.header_bytes_max + service_.limits.body_bytes_max);
  bool keep_alive = true;
  while (keep_alive) {
    RequestParser parser;
    error_code error;
    if (!co_await read_request(stream, buffer, parser, error)) {
      if (const int status = status_of(error); status != 0) {
        co_await write_reply(stream, make_reply(Responder::refuse(status)));
      }
      co_return;
    }
    const auto& request = parser.get();
    const int refusal = co_await authorize(view(request[beast::http::field::authorization]));
    Outgoing outgoing =
        refusal != 0 ? Responder::refuse(refusal)
                     : service_.responder.answer(
                           {.method = view(request.method_string()),
                            .target = view(request.target()),
                            .accept_encoding = view(request[beast::http::field::accept_encoding])});
    Reply reply = make_reply(std::move(outgoing));
    if (request.method() == beast::http::verb::head) {
      reply.body().clear();  // its length stays announced
    }
    reply.version(request.version());
    reply.keep_alive(request.keep_alive());
    keep_alive = co_await write_reply(stream, std::move(reply));
  }
}

template <class Stream>
asio::awaitable<bool> Connection::read_request(Stream& stream,
                                               beast::flat_buffer& buffer,
                                               RequestParser& parser,
                                               error_code& error) {
  parser.header_limit(service_.limits.header_bytes_max);
  parser.body_limit(service_.limits.body_bytes_max);
  if (buffer.size() == 0) {
    beast::get_lowest_layer(stream).expires_after(service_.limits.idle);
    const std::size_t size = co_await stream.async_read_some(buffer.prepare(1024), into(error));
    buffer.commit(size);
    if (error) {
      co_return false;
    }
  }
  // From here to the last byte of the answer there is one deadline.
  beast::get_lowest_layer(stream).expires_after(service_.limits.request_deadline);
  co_await beast::http::async_read(stream, buffer, parser, into(error));
  co_return !error;
}

template <class Stream>
asio::awaitable<bool> Connection::write_reply(Stream& stream, Reply reply) {
  const std::size_t first_digit = reply.result_int() / 100;
  service_.responses[std::min<std::size_t>(first_digit, 5)].fetch_add(1, std::memory_order_relaxed);
  const bool keep_alive = reply.keep_alive();
  error_code error;
  beast::http::response_serializer<beast::http::string_body> serializer(reply);
  co_await beast::http::async_write(stream, serializer, into(error));
  co_return keep_alive && !error;
}

asio::awaitable<int> Connection::authorize(std::string_view header) {
  if (!security_.auth.required()) {
    co_return 0;
  }
  const std::optional<Credentials> credentials = parse_basic_auth(header);
  if (!credentials) {
    co_return 401;
  }
  if (const std::optional<bool> known = security_.auth.remembered(*credentials)) {
    co_return *known ? 0 : 401;
  }
  if (service_.password_checks >= Service::password_checks_max) {
    co_return 503;
  }
  ++service_.password_checks;
  const bool matches = co_await asio::co_spawn(
      service_.password_thread->get_executor(),
      verify_password(credentials->password, security_.auth.hash_to_check(*credentials)),
      asio::use_awaitable);
  --service_.password_checks;
  co_return security_.auth.remember(*credentials, matches) ? 0 : 401;
}

Reply Connection::make_reply(Outgoing outgoing) {
  Reply reply;
  reply.result(static_cast<unsigned>(outgoing.status));
  reply.keep_alive(false);
  reply.set(beast::http::field::cache_control, "no-store");
  reply.set("X-Content-Type-Options", "nosniff");
  for (const auto& [name, value] : outgoing.headers) {
    reply.set(name, value);
  }
  for (const auto& [name, value] : security_.headers) {
    reply.set(name, value);
  }
  reply.body() = std::move(outgoing.body);
  reply.prepare_payload();
  return reply;
}

}  // namespace

asio::awaitable<void> serve_connection(asio::ip::tcp::socket socket,
                                       std::shared_ptr<Security> security,
                                       Service& service) {
  Connection connection(*security, service);
  if (!security->tls) {
    beast::tcp_stream stream(std::move(socket));
    co_await connection.serve(stream);
    co_return;
  }
  beast::ssl_stream<beast::tcp_stream> stream(beast::tcp_stream(std::move(socket)), *security->tls);
  beast::get_lowest_layer(stream).expires_after(service.limits.request_deadline);
  error_code error;
  co_await stream.async_handshake(ssl::stream_base::server, into(error));
  if (!error) {
    co_await connection.serve(stream);
    beast::get_lowest_layer(stream).expires_after(service.limits.request_deadline);
    co_await stream.async_shutdown(into(error));
  }
}

}  // namespace centinela::http
