#include "kafka/produce.h"

#include <array>
#include <memory>
#include <string>

namespace centinela::kafka {
namespace {

using HeadersPtr = std::unique_ptr<rd_kafka_headers_t, FreeWith<rd_kafka_headers_destroy>>;

HeadersPtr to_headers(std::span<const OutgoingHeader> headers) {
  HeadersPtr list{rd_kafka_headers_new(headers.size())};
  for (const OutgoingHeader& each : headers) {
    rd_kafka_header_add(list.get(),
                        each.name.data(),
                        static_cast<ssize_t>(each.name.size()),
                        each.value ? each.value->data() : nullptr,
                        each.value ? static_cast<ssize_t>(each.value->size()) : 0);
  }
  return list;
}

rd_kafka_vu_t memory_argument(rd_kafka_vtype_t type, const char* bytes, std::size_t size) {
  rd_kafka_vu_t argument{};
  argument.vtype = type;
  // The C API takes it for writing, and with F_COPY only reads.
  argument.u.mem.ptr = const_cast<char*>(bytes);
  argument.u.mem.size = size;
  return argument;
}

}  // namespace

rd_kafka_resp_err_t produce(rd_kafka_t* handle, const OutgoingRecord& record, void* opaque) {
  const std::string topic{record.topic};
  HeadersPtr headers = to_headers(record.headers);
  std::array<rd_kafka_vu_t, 8> arguments{};
  arguments[0].vtype = RD_KAFKA_VTYPE_TOPIC;
  arguments[0].u.cstr = topic.c_str();
  arguments[1].vtype = RD_KAFKA_VTYPE_PARTITION;
  arguments[1].u.i32 = record.partition;
  arguments[2].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
  arguments[2].u.i = RD_KAFKA_MSG_F_COPY;
  arguments[3] = memory_argument(RD_KAFKA_VTYPE_KEY, record.key.data(), record.key.size());
  arguments[4] = memory_argument(RD_KAFKA_VTYPE_VALUE,
                                 record.value ? record.value->data() : nullptr,
                                 record.value ? record.value->size() : 0);
  arguments[5].vtype = RD_KAFKA_VTYPE_TIMESTAMP;
  arguments[5].u.i64 = record.timestamp_ms;
  arguments[6].vtype = RD_KAFKA_VTYPE_OPAQUE;
  arguments[6].u.ptr = opaque;
  arguments[7].vtype = RD_KAFKA_VTYPE_HEADERS;
  arguments[7].u.headers = headers.get();
  const ErrorPtr error{rd_kafka_produceva(handle, arguments.data(), arguments.size())};
  if (error) {
    return rd_kafka_error_code(error.get());
  }
  // Taken over on success only.
  static_cast<void>(headers.release());  // NOLINT(bugprone-unused-return-value)
  return RD_KAFKA_RESP_ERR_NO_ERROR;
}

}  // namespace centinela::kafka
