// The field tables: every setting's name, meaning, unit, bounds. Floor 9, constant data.
//
// Adding a setting: a member in sections.h, a row here (fields_*.cpp), then
// `centinela print-config --docs|--schema|--example` to renew the three generated files.
#pragma once

#include "config/field.h"

#include <array>

namespace centinela::config {

template <class E>
struct Choices;
using namespace std::string_view_literals;

#define CENTINELA_CHOICES(E, ...)                                     \
  template <>                                                         \
  struct Choices<E> {                                                 \
    static constexpr std::array words = std::to_array({__VA_ARGS__}); \
  }
CENTINELA_CHOICES(Commit, "transactional"sv, "at_least_once"sv);
CENTINELA_CHOICES(Start, "earliest"sv, "latest"sv, "fail"sv);
CENTINELA_CHOICES(
    InputFormat, "auto"sv, "pgaudit"sv, "cloudtrail"sv, "cloudtrail_flat"sv, "mongodb"sv, "otel"sv);
CENTINELA_CHOICES(AlertFormat, "native"sv, "ocsf"sv);
CENTINELA_CHOICES(StateStore, "directory"sv, "topic"sv);
CENTINELA_CHOICES(Shards, "one"sv, "per_partition"sv);
CENTINELA_CHOICES(PrincipalDisplay, "token"sv, "clear"sv);
CENTINELA_CHOICES(Profile, "standard"sv, "eu-strict"sv);
CENTINELA_CHOICES(LogFormat, "text"sv, "json"sv);
CENTINELA_CHOICES(LogLevel, "error"sv, "warn"sv, "info"sv, "debug"sv);
#undef CENTINELA_CHOICES

template <>
Fields fields_of<Kafka>();
template <>
Fields fields_of<Input>();
template <>
Fields fields_of<Alerting>();
template <>
Fields fields_of<Http>();
template <>
Fields fields_of<State>();
template <>
Fields fields_of<Privacy>();
template <>
Fields fields_of<Ceiling>();
template <>
Fields fields_of<Detection>();
template <>
Fields fields_of<EntitiesMax>();
template <>
Fields fields_of<Engine>();
template <>
Fields fields_of<Model>();
template <>
Fields fields_of<Log>();
template <>
Fields fields_of<Intent>();
template <>
Fields fields_of<Vendor>();
template <>
Fields fields_of<Roster>();
template <>
Fields fields_of<Holiday>();
template <>
Fields fields_of<PlannedEvent>();
template <>
Fields fields_of<Calendar>();
template <>
Fields fields_of<Reference>();
template <>
Fields fields_of<Suppression>();
// The top level: one row per section of the file.
template <>
Fields fields_of<Config>();

}  // namespace centinela::config
