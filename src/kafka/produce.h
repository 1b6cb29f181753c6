// One record into librdkafka's queue. Floor 9, private to this module.
#pragma once

#include "kafka/client.h"
#include "kafka/producer.h"

namespace centinela::kafka {

// Copies the record. The opaque comes back with its delivery report.
[[nodiscard]] rd_kafka_resp_err_t produce(rd_kafka_t* handle,
                                          const OutgoingRecord& record,
                                          void* opaque);

}  // namespace centinela::kafka
