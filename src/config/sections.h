// Config: every setting as plain values, one small struct per section of the file. Floor 9.
//
// The member initialisers are the defaults; fields_*.cpp holds meaning, unit and bounds of each.
// Values only: copy it freely between threads. docs/config.md is the manual.
#pragma once

#include "centinela/base/time.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace centinela::config {

using Words = std::vector<std::string>;

struct Size {
  std::int64_t bytes = 0;
  friend bool operator==(Size, Size) = default;
};

// Time of day as minutes since local midnight.
struct ClockTime {
  std::int64_t minutes = 0;
  friend bool operator==(ClockTime, ClockTime) = default;
};

// A civil day, as its first millisecond in UTC.
struct Date {
  EventTime start;
  friend bool operator==(Date, Date) = default;
};

enum class Commit : std::uint8_t { transactional, at_least_once };
enum class Start : std::uint8_t { earliest, latest, fail };
enum class InputFormat : std::uint8_t {
  detect,  // "auto" in the file
  pgaudit,
  cloudtrail,
  cloudtrail_flat,
  mongodb,
  otel,
};
enum class AlertFormat : std::uint8_t { native, ocsf };
enum class StateStore : std::uint8_t { directory, topic };
enum class Shards : std::uint8_t { one, per_partition };
enum class PrincipalDisplay : std::uint8_t { token, clear };
enum class Profile : std::uint8_t { standard, eu_strict };
enum class LogFormat : std::uint8_t { text, json };
enum class LogLevel : std::uint8_t { error, warn, info, debug };

struct Kafka {
  std::string bootstrap_servers = "localhost:9092";
  Words topics = {"data-access"};
  std::string group_id = "centinela";
  Commit commit = Commit::transactional;
  Duration commit_interval{200};
  Start start = Start::earliest;
  Size queue_size_max{std::int64_t{64} << 20};
  std::string dead_letters = "data-access.DLT";
  // librdkafka's own names; values of properties_file have been read into it after loading.
  std::map<std::string, std::string> properties;
  std::map<std::string, std::string> properties_file;  // property → path of the file with its value
};

struct Input {
  InputFormat format = InputFormat::detect;
  std::string default_tenant = "default";
};

struct Alerting {
  std::string topic = "centinela.alerts";
  AlertFormat format = AlertFormat::native;
  Words alertmanagers;  // base URLs; every one gets every alert
  std::string alertmanager_username;
  std::string alertmanager_password;  // holds the twin's contents after loading
  std::string alertmanager_password_file;
  std::string alertmanager_bearer_token;  // holds the twin's contents after loading
  std::string alertmanager_bearer_token_file;
  std::string alertmanager_ca_file;
  std::int64_t budget_per_day = 5;
  std::int64_t tickets_per_day = 20;
  Duration max_age = one_hour;
  std::int64_t active_max = 1000;
  std::int64_t queue_max = 10'000;
  std::string runbook_base;
  std::string console_base;
};

struct Http {
  std::string listen = "127.0.0.1:9464";
  std::string web_config_file;
};

struct State {
  std::string directory = "/var/lib/centinela";
  StateStore store = StateStore::directory;
  std::string topic = "centinela.state";
  Duration checkpoint_interval = std::chrono::seconds{30};
  std::string key_file;  // empty: state.key in state.directory; see state_key_file()
  Duration unsaved_max = 10 * one_minute;
};

struct Privacy {
  std::string key_file;  // empty: token.key in state.directory; see token_key_file()
  PrincipalDisplay principals = PrincipalDisplay::token;
};

// Absolute limits of one resource class that no learning moves; 0 means none.
struct Ceiling {
  std::int64_t records_per_access = 0;
  std::int64_t records_per_day = 0;
  std::int64_t data_subjects_per_day = 0;
};

struct Detection {
  Profile profile = Profile::standard;
  Duration warm_up = 7 * one_day;
  std::int64_t warm_up_principals = 30;
  Duration explanation_grace = 30 * one_minute;
  Words disabled;                           // detector names
  Words optional;                           // detectors of the optional pack that are switched on
  std::map<std::string, Ceiling> ceilings;  // by resource class
};

// Bounds on what is remembered; the least recently seen go first.
struct EntitiesMax {
  std::int64_t principals = 100'000;
  std::int64_t conversations = 200'000;
  std::int64_t producers = 1'000;
  std::int64_t principal_classes = 400'000;
};

struct Engine {
  Shards shards = Shards::one;
  std::int64_t threads = 1;
  Duration lateness = 10 * one_minute;
  Duration warm_up = 30 * one_day;
  std::int64_t batch_size = 128;
  std::int64_t queue_batches = 8;
  EntitiesMax entities_max;
  Duration forget_after = 400 * one_day;
};

struct Model {
  std::string directory;  // empty: the model that ships with the program
};

struct Log {
  LogFormat format = LogFormat::text;
  LogLevel level = LogLevel::info;
};

// What a declared intent needs: more than that is over-collection.
struct Intent {
  Words classes;
  Words fields;
};

// What a vendor's client is there for.
struct Vendor {
  Words classes;
  Words actions;
  Words tools;
  Words countries;
  std::vector<std::int64_t> asns;
  Words tenants;  // that it works for
};

// Hours that a team is expected at work, local to `time_zone`; end ≤ start runs past midnight.
struct Roster {
  std::string tenant;  // empty: every tenant
  std::string team;
  Words days;
  ClockTime start;
  ClockTime end;
  std::string time_zone = "UTC";
};

struct Holiday {
  std::string tenant;  // empty: every tenant
  std::string site;    // empty: every site
  Date date;
  std::string name;
};

// A campaign, migration or audit that explains more work than usual.
struct PlannedEvent {
  std::string tenant;  // empty: every tenant
  std::string team;    // empty: every team
  std::string name;
  std::string owner;
  EventTime start;
  EventTime end;
  double factor = 1;  // how many times the usual volume is expected
};

struct Calendar {
  std::vector<Holiday> holidays;
  std::vector<PlannedEvent> events;
};

struct Reference {
  std::map<std::string, Intent> intents;
  std::map<std::string, Words> purposes;  // by role
  std::map<std::string, Vendor> vendors;  // by client name
  Words payout_fields = {"iban",
                         "bic",
                         "bank_account",
                         "payout_account",
                         "account_number",
                         "sort_code",
                         "routing_number",
                         "beneficiary",
                         "payout"};
  std::vector<Roster> rosters;
  Calendar calendar;
  Words vocabulary;
};

// Withholds alerts that match every scope key given; never invariants' and canaries'.
struct Suppression {
  std::string tenant;
  std::string detector;
  std::string entity;  // token of the entity, as alerts print it
  std::string role;
  std::string team;
  std::string record_class;  // "class" in the file
  std::string owner;
  std::string reason;
  EventTime expires;
};

struct Config {
  Kafka kafka;
  Input input;
  Alerting alerting;
  Http http;
  State state;
  Privacy privacy;
  Detection detection;
  Engine engine;
  Model model;
  Log log;
  Reference reference;
  std::vector<Suppression> suppressions;
};

// privacy.key_file, or its default inside state.directory.
[[nodiscard]] std::string token_key_file(const Config& config);
[[nodiscard]] std::string state_key_file(const Config& config);

}  // namespace centinela::config
