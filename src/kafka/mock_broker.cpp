#include "kafka/mock_broker.h"

#include "kafka/client.h"

#include <librdkafka/rdkafka_mock.h>

namespace centinela::kafka {

using ClusterPtr =
    std::unique_ptr<rd_kafka_mock_cluster_t, FreeWith<rd_kafka_mock_cluster_destroy>>;

struct MockBroker::Impl {
  ClientContext context;
  HandlePtr handle;  // keeps the cluster's books; no client of ours uses it
  ClusterPtr cluster;
  std::string bootstrap_servers;
};

MockBroker::MockBroker(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
MockBroker::MockBroker(MockBroker&&) noexcept = default;
MockBroker& MockBroker::operator=(MockBroker&&) noexcept = default;
MockBroker::~MockBroker() = default;

Result<MockBroker> MockBroker::start(int brokers, LogFunction log) {
  auto impl = std::make_unique<Impl>();
  impl->context.log = std::move(log);
  ClientSettings settings;
  settings.client_id = "centinela-mock";
  settings.bootstrap_servers = "";
  CENTINELA_TRY(ConfigurationPtr configuration,
                make_configuration(settings, {}, impl->context, rd_kafka_version()));
  CENTINELA_TRY(impl->handle, make_handle(RD_KAFKA_PRODUCER, std::move(configuration)));
  impl->cluster.reset(rd_kafka_mock_cluster_new(impl->handle.get(), brokers));
  if (!impl->cluster) {
    return Error{Errc::unavailable, "the embedded broker cannot listen on a loopback port"};
  }
  impl->bootstrap_servers = rd_kafka_mock_cluster_bootstraps(impl->cluster.get());
  return MockBroker{std::move(impl)};
}

const std::string& MockBroker::bootstrap_servers() const noexcept {
  return impl_->bootstrap_servers;
}

Result<void> MockBroker::create_topic(const std::string& name, int partitions) {
  return to_result(rd_kafka_mock_topic_create(impl_->cluster.get(), name.c_str(), partitions, 1),
                   name);
}

rd_kafka_mock_cluster_s* MockBroker::cluster() noexcept {
  return impl_->cluster.get();
}

}  // namespace centinela::kafka
