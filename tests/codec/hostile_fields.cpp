#include "codec/hostile_table.h"

namespace centinela::codec {
namespace {

using Records = std::vector<HostileRecord>;

void add_numbers(Records& all) {
  refuse(all, {"number_out_of_range", "records"}, "1e400", event_with(R"(,"records":1e400)"));
  accept(all, "1e400 in an unknown field", event_with(R"(,"x":1e400)"));
  refuse(all,
         {"number_out_of_range", "origin.latitude"},
         "1e400 degrees",
         event_with(R"(,"origin":{"latitude":1e400})"));
  refuse(all,
         {"number_out_of_range", "origin.latitude"},
         "91 degrees north",
         event_with(R"(,"origin":{"latitude":91})"));
  refuse(all,
         {"number_out_of_range", "records"},
         "an integer beyond 64 bits",
         event_with(R"(,"records":9223372036854775808)"));
  refuse(all,
         {"number_out_of_range", "bytes"},
         "a very long integer",
         event_with(joined({",\"bytes\":1", std::string(400, '0')})));
  accept(all, "the largest integer", event_with(R"(,"records":9223372036854775807)"));
  refuse(
      all, {"number_out_of_range", "records"}, "minus one record", event_with(R"(,"records":-1)"));
  refuse(all, {"wrong_type", "records"}, "half a record", event_with(R"(,"records":1.5)"));
  accept(all, "a whole number with a fraction", event_with(R"(,"records":1.0)"));
  refuse(all, {"wrong_type", "records"}, "a number in quotes", event_with(R"(,"records":"1")"));
  refuse(all, "bad_json", "NaN", event_with(R"(,"records":NaN)"));
  refuse(all, "bad_json", "minus infinity", event_with(R"(,"x":-Infinity)"));
  refuse(all, "bad_json", "a leading zero", event_with(R"(,"records":007)"));
  refuse(all, "bad_json", "a hexadecimal number", event_with(R"(,"records":0x10)"));
  refuse(all,
         {"wrong_type", "context.assigned"},
         "a flag of 1",
         event_with(R"(,"context":{"assigned":1})"));
}

void add_times(Records& all) {
  refuse(all, {"time_out_of_range", "time"}, "time 0", event_at("0"));
  refuse(all, {"time_out_of_range", "time"}, "time -1", event_at("-1"));
  refuse(
      all, {"time_out_of_range", "time"}, "seconds taken for milliseconds", event_at("1795290566"));
  refuse(all,
         {"time_out_of_range", "time"},
         "nanoseconds taken for milliseconds",
         event_at("1795290566389000000"));
  refuse(
      all, {"time_out_of_range", "time"}, "the year 9999", event_at(R"("9999-12-31T23:59:59Z")"));
  refuse(all,
         {"time_out_of_range", "time"},
         "the year 1999",
         event_at(R"("1999-12-31T23:59:59.999Z")"));
  accept(all, "the first millisecond of 2000", event_at(R"("2000-01-01T00:00:00Z")"));
  refuse(all, {"bad_time", "time"}, "30 February", event_at(R"("2026-02-30T00:00:00Z")"));
  refuse(all, {"bad_time", "time"}, "a time without a zone", event_at(R"("2026-11-21T19:49:26")"));
  refuse(all, {"bad_time", "time"}, "a day for a time", event_at(R"("2026-11-21")"));
  refuse(all, {"bad_time", "time"}, "a time of words", event_at(R"("yesterday")"));
  accept(all, "a leap second", event_at(R"("2016-12-31T23:59:60Z")"));
  refuse(all, {"wrong_type", "time"}, "a time of a fraction", event_at("1795290566389.5"));
  refuse(all,
         {"number_out_of_range", "time"},
         "a time beyond 64 bits",
         event_at("99999999999999999999"));
  refuse(all, {"wrong_type", "time"}, "an object for a time", event_at("{}"));
  accept(
      all,
      "employed since 1969",
      R"({"id":"e","time":1795290566389,"principal":{"id":"u","since":"1969-01-01"},"action":"read"})");
  refuse(all,
         {"time_out_of_range", "received"},
         "received in the year 0",
         event_with(R"(,"received":"0000-01-01T00:00:00Z")"));
}

void add_fields(Records& all) {
  const std::string_view rest = R"("time":1795290566389,"principal":{"id":"u"},"action":"read")";
  const auto with = [&](std::string_view id) { return joined({"{", id, rest, "}"}); };
  refuse(all, {"missing_field", "id"}, "no id", with(""));
  refuse(all, {"missing_field", "id"}, "an id of null", with(R"("id":null,)"));
  refuse(all, {"empty_field", "id"}, "an empty id", with(R"("id":"",)"));
  refuse(all, {"wrong_type", "id"}, "an id of a number", with(R"("id":7,)"));
  refuse(all, {"missing_field", "id"}, "an id of null, then one", with(R"("id":null,"id":"e",)"));
  accept(all, "an id twice", with(R"("id":"e","id":7,)"));
  refuse(all,
         {"wrong_type", "principal"},
         "a principal of a string",
         R"({"id":"e","time":1795290566389,"principal":"u","action":"read"})");
  refuse(all,
         {"missing_field", "principal.id"},
         "a principal without an id",
         R"({"id":"e","time":1795290566389,"principal":{},"action":"read"})");
  refuse(all,
         {"empty_field", "action"},
         "an empty action",
         R"({"id":"e","time":1795290566389,"principal":{"id":"u"},"action":""})");
  refuse(all,
         {"missing_field", "action"},
         "no action",
         R"({"id":"e","time":1795290566389,"principal":{"id":"u"}})");
  refuse(all,
         {"wrong_type", "data_subjects"},
         "data subjects in an object",
         event_with(R"(,"data_subjects":{"a":1})"));
  refuse(all,
         {"wrong_type", "data_subjects"},
         "data subjects of numbers",
         event_with(R"(,"data_subjects":[1])"));
  refuse(all,
         {"wrong_type", "data_subjects"},
         "data subjects of arrays",
         event_with(R"(,"data_subjects":[["c"]])"));
  accept(
      all,
      "everything optional null",
      event_with(
          R"(,"tenant":null,"resource":null,"data_subjects":null,"context":null,"origin":null,"labels":null,"records":null,"received":null)"));
}

void add_envelopes(Records& all) {
  const std::string data = event_with("");
  const auto structured = [&](std::string_view attributes) {
    return joined({"{", attributes, "}"});
  };
  refuse(all,
         "bad_envelope",
         "CloudEvents of another version",
         data,
         {{"ce_specversion", "0.3"}, {"ce_id", "1"}});
  refuse(all,
         "bad_envelope",
         "CloudEvents headers of an empty version",
         data,
         {{"ce_specversion", ""}});
  refuse(all,
         "bad_envelope",
         "CloudEvents data in Avro",
         data,
         {{"ce_specversion", "1.0"}, {"content-type", "application/avro"}});
  refuse(all,
         "bad_envelope",
         "structured CloudEvents in Avro",
         data,
         {{"content-type", "application/cloudevents+avro"}});
  refuse(all,
         "bad_envelope",
         "a structured header, a bare event",
         data,
         {{"content-type", "application/cloudevents+json"}});
  refuse(all,
         "bad_envelope",
         "a batch header, one object",
         data,
         {{"content-type", "application/cloudevents-batch+json"}});
  refuse(all,
         "bad_envelope",
         "a structured header, an array",
         joined({"[", data, "]"}),
         {{"content-type", "application/cloudevents+json"}});
  refuse(all,
         "bad_envelope",
         "a ce_id that is no UTF-8",
         data,
         {{"ce_specversion", "1.0"}, {"ce_id", "\xFF"}});
  refuse(all,
         {"bad_time", "ce_time"},
         "a ce_time of words",
         R"({"id":"e","principal":{"id":"u"},"action":"read"})",
         {{"ce_specversion", "1.0"}, {"ce_time", "noon"}});
  refuse(all,
         {"time_out_of_range", "ce_time"},
         "a ce_time in the year 9999",
         R"({"id":"e","principal":{"id":"u"},"action":"read"})",
         {{"ce_specversion", "1.0"}, {"ce_time", "9999-01-01T00:00:00Z"}});
  refuse(all,
         "bad_envelope",
         "an envelope without data",
         structured(R"("specversion":"1.0","id":"x","source":"s","type":"t")"));
  refuse(
      all,
      "bad_envelope",
      "an envelope with data in base64",
      structured(R"("specversion":"1.0","id":"x","source":"s","type":"t","data_base64":"e30=")"));
  refuse(all,
         "bad_envelope",
         "an envelope with data of text",
         structured(R"("specversion":"1.0","id":"x","source":"s","type":"t","data":"{}")"));
  refuse(all,
         {"wrong_type", "specversion"},
         "an envelope of a numeric version",
         structured(R"("specversion":1.0,"data":{})"));
  refuse(all,
         {"unsupported_schema", "class_uid"},
         "an OCSF class that is no access",
         R"({"class_uid":4001,"activity_id":1,"time":1795290566389})");
  refuse(all, {"wrong_type", "class_uid"}, "an OCSF class of text", R"({"class_uid":"6005"})");
  refuse(all,
         {"missing_field", "principal.id"},
         "an OCSF object without an actor",
         R"({"class_uid":6005,"activity_id":1,"time":1795290566389,"metadata":{"uid":"o"}})");
}

}  // namespace

void add_hostile_fields(Records& all) {
  add_numbers(all);
  add_times(all);
  add_fields(all);
  add_envelopes(all);
}

}  // namespace centinela::codec
