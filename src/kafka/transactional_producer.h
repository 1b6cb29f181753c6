// TransactionalProducer: Transactions over librdkafka. Floor 9, one thread at a time.
//
// Each call returns within the time of a step; a call that said `again` goes on where it was.
// https://github.com/confluentinc/librdkafka/blob/v2.0.2/INTRODUCTION.md, "Transactional Producer".
#pragma once

#include "kafka/consumer.h"
#include "kafka/settings.h"
#include "kafka/transactions.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace centinela::kafka {

struct TransactionalSettings {
  ClientSettings client;
  std::string transactional_id;               // the identity: one at a time
  std::chrono::milliseconds step_time{3000};  // of one call
  std::size_t records_max = 100'000;          // of one transaction, in the queue
  std::size_t bytes_max = 256UL << 20U;
  // Of whoever is the member, where the consumer itself is none; any thread. Empty: it is.
  std::function<Result<std::string>()> membership = {};
};

// The consumer is asked for its membership and for committed offsets, from the thread that commits;
// it must outlive the producer. None: transactions of records alone, without offsets.
[[nodiscard]] Result<std::unique_ptr<Transactions>> make_transactional_producer(
    TransactionalSettings settings, const Consumer* consumer);

}  // namespace centinela::kafka
