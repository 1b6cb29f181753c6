// librdkafka's C handles as values that free themselves, its errors as ours, its log as a callback.
// Floor 9, private to this module: no header that others include shows librdkafka.
// A handle is used by one thread; the log callback alone comes from any.
#pragma once

#include "centinela/base/result.h"

#include "kafka/settings.h"

#include <librdkafka/rdkafka.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace centinela::kafka {

template <auto free_function>
struct FreeWith {
  template <class T>
  void operator()(T* handle) const noexcept {
    free_function(handle);
  }
};

using ConfigurationPtr = std::unique_ptr<rd_kafka_conf_t, FreeWith<rd_kafka_conf_destroy>>;
using HandlePtr = std::unique_ptr<rd_kafka_t, FreeWith<rd_kafka_destroy>>;
using QueuePtr = std::unique_ptr<rd_kafka_queue_t, FreeWith<rd_kafka_queue_destroy>>;
using EventPtr = std::unique_ptr<rd_kafka_event_t, FreeWith<rd_kafka_event_destroy>>;
using ErrorPtr = std::unique_ptr<rd_kafka_error_t, FreeWith<rd_kafka_error_destroy>>;
// One of these alive makes rd_kafka_destroy() wait for ever: members of this type stand below the
// handle in their class.
using PartitionListPtr = std::unique_ptr<rd_kafka_topic_partition_list_t,
                                         FreeWith<rd_kafka_topic_partition_list_destroy>>;

// What the callbacks of one handle write to; outlives it and does not move.
struct ClientContext {
  LogFunction log;
  void* owner = nullptr;            // for the callbacks of consumer and producer
  std::optional<Error> last_error;  // the last thing the client complained of, from its poll
  std::uint64_t errors = 0;         // complaints that may pass, counted by its poll
  bool are_brokers_down = false;    // told that all are; the owner clears it when one answers

  void write(LogLevel level, std::string_view facility, std::string_view text) const {
    if (log) {
      log(level, facility, text);
    }
  }
};

// A configuration with our settings below, the user's properties above them, and the callbacks.
// Error: config, naming the property.
[[nodiscard]] Result<ConfigurationPtr> make_configuration(const ClientSettings& settings,
                                                          const Properties& ours,
                                                          ClientContext& context,
                                                          int library_version);

// Takes the configuration. Error: config, in librdkafka's words.
[[nodiscard]] Result<HandlePtr> make_handle(rd_kafka_type_t type, ConfigurationPtr configuration);

[[nodiscard]] Errc classify(rd_kafka_resp_err_t code) noexcept;

// "what: words of librdkafka (NAME)", with the class of the code.
[[nodiscard]] Error to_error(rd_kafka_resp_err_t code, std::string_view what);
[[nodiscard]] Result<void> to_result(rd_kafka_resp_err_t code, std::string_view what);
// Frees the error; null is success.
[[nodiscard]] Result<void> to_result(rd_kafka_error_t* error, std::string_view what);
// The error behind RD_KAFKA_RESP_ERR__FATAL, if there is one.
[[nodiscard]] std::optional<Error> fatal_error(rd_kafka_t* handle);

// librdkafka takes an int; a longer wait than 2^31-1 ms is cut to that.
[[nodiscard]] int to_milliseconds(std::chrono::milliseconds timeout) noexcept;

}  // namespace centinela::kafka
