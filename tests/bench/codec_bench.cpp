// Decoding, per event: native of three sizes, OCSF, CloudEvents; encoding an alert.
#include "centinela/codec/alert_encoder.h"
#include "centinela/codec/decoder.h"

#include <benchmark/benchmark.h>

#include <string>

namespace {

using namespace centinela;
using namespace centinela::codec;

constexpr std::string_view small_event =
    R"({"id":"01JD8Z6V3W9S4K2Q5T7X1Y0ABC","time":1795290566389,"tenant":"acme","principal":{"id":"u-42","kind":"human","role":"agent_l1","team":"BOG-AGE1"},"action":"read","resource":{"name":"crm.customers","kind":"table","class":"contact"},"data_subjects":["c-00025603"],"records":1,"bytes":1213,"outcome":"ok","context":{"conversation":"k-1061","ticket":"t-99"},"origin":{"ip":"203.0.113.7","country":"ES"}})";

constexpr std::string_view usual_event =
    R"({"type":"access","id":"01JD8Z6V3W9S4K2Q5T7X1Y0ABC","time":"2026-11-21T19:49:26.389Z","received":"2026-11-21T19:49:26.611Z","tenant":"acme","principal":{"id":"u-42","kind":"human","role":"agent_l1","team":"BOG-AGE1","site":"BOG"},"action":"read","result":"opened","resource":{"name":"crm.customers","kind":"table","class":"contact","fields":["email","phone"],"sensitivity":"personal"},"data_subjects":["c-00025603"],"records":1,"bytes":1213,"outcome":"ok","context":{"conversation":"k-1061","acting_for":"c-00025603","ticket":"t-99","purpose":"support"},"origin":{"ip":"203.0.113.7","country":"ES","app":"agent-desktop/4.1","session":"s-9"},"producer":{"name":"crm-1","boot":0,"sequence":88120}})";

constexpr std::string_view full_event =
    R"({"type":"access","id":"01JD8Z6V3W9S4K2Q5T7X1Y0ABC","time":"2026-11-21T19:49:26.389Z","received":"2026-11-21T19:49:26.611Z","tenant":"acme","principal":{"id":"u-42","kind":"human","role":"agent_l1","team":"BOG-AGE1","site":"BOG","time_zone":"America/Bogota","since":"2025-01-02","until":null,"on_behalf_of":[]},"action":"read","result":"opened","resource":{"name":"crm.customers","kind":"table","class":"contact","fields":["email","phone"],"sensitivity":"personal"},"data_subjects":["c-00025603"],"records":1,"bytes":1213,"outcome":"ok","query":{"shape":"by_id","limit":1,"page":0},"tool":null,"context":{"conversation":"k-1061","acting_for":"c-00025603","linked":[],"ticket":"t-99","ticket_subject":"c-00025603","assigned":true,"queue":"billing","handover_from":null,"callback":false,"purpose":"support","intent":"order_status","version":"v41","turn":3,"automation":null,"change":null,"incident":null,"without_consent":0,"untrusted_input":false},"origin":{"ip":"203.0.113.7","country":"ES","city":"Madrid","latitude":40.4,"longitude":-3.7,"asn":3352,"device":"d-1","app":"agent-desktop/4.1","session":"s-9","client":null},"destination":null,"labels":[],"producer":{"name":"crm-1","boot":0,"sequence":88120},"trace":"4bf92f3577b34da6a3ce929d0e0e4736"})";

constexpr std::string_view ocsf_event =
    R"({"metadata":{"version":"1.8.0","product":{"name":"chatbot"},"uid":"01JD8Z6V3W9S4K2Q5T7X1Y0ABC","tenant_uid":"t1"},"category_uid":6,"class_uid":6005,"activity_id":1,"type_uid":600501,"time":1795290566389,"severity_id":1,"status_id":1,"actor":{"user":{"uid":"u-42","type_id":1,"groups":[{"name":"support"}]},"session":{"uid":"s-9"},"app_name":"chatbot-api"},"src_endpoint":{"ip":"203.0.113.7"},"database":{"name":"crm","type_id":1},"table":{"name":"public.customers","uid":"customers"},"query_info":{"uid":"a1b2c3","query_string":"SELECT * FROM customers WHERE region = ?","bytes":482133},"unmapped":{"rows":900,"conversation_id":"c-77"}})";

void decode(benchmark::State& state, std::string_view value, std::span<const Header> headers) {
  Decoder decoder({.format = Format::auto_});
  const RecordView record{
      .value = value, .is_null = false, .headers = headers, .timestamp = EventTime{1795290567000}};
  for (auto step : state) {
    static_cast<void>(step);
    benchmark::DoNotOptimize(decoder.decode(record).items.data());
  }
  if (decoder.counters().dead_letters != 0) {
    state.SkipWithError("the event does not decode");
  }
  state.SetItemsProcessed(state.iterations());
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(value.size()));
}

void decode_native_small(benchmark::State& state) {
  decode(state, small_event, {});
}
void decode_native_usual(benchmark::State& state) {
  decode(state, usual_event, {});
}
void decode_native_full(benchmark::State& state) {
  decode(state, full_event, {});
}
void decode_ocsf(benchmark::State& state) {
  decode(state, ocsf_event, {});
}

void decode_cloud_events_binary(benchmark::State& state) {
  const std::array headers = {Header{"ce_specversion", "1.0"},
                              Header{"ce_id", "ce-1"},
                              Header{"ce_source", "/crm/1"},
                              Header{"ce_type", "access"},
                              Header{"content-type", "application/json"}};
  decode(state, usual_event, headers);
}

void decode_cloud_events_structured(benchmark::State& state) {
  std::string value =
      R"({"specversion":"1.0","id":"ce-1","source":"/crm/1","type":"access","data":)";
  value.append(usual_event).append("}");
  decode(state, value, {});
}

void encode_native_alert(benchmark::State& state) {
  Alert alert;
  alert.tenant = "acme";
  alert.entity = "p-7f3c91d20b44e8a1";
  alert.summary = "Agent p-7f3c opened 71 different customers between 14:00 and 15:00.";
  alert.reasons.resize(3);
  alert.evidence.resize(20);
  for (auto step : state) {
    static_cast<void>(step);
    benchmark::DoNotOptimize(encode_alert(alert));
  }
}

BENCHMARK(decode_native_small);
BENCHMARK(decode_native_usual);
BENCHMARK(decode_native_full);
BENCHMARK(decode_ocsf);
BENCHMARK(decode_cloud_events_binary);
BENCHMARK(decode_cloud_events_structured);
BENCHMARK(encode_native_alert);

}  // namespace
