#include "app/engine_setup.h"

#include "centinela/detectors/catalogue.h"

#include "app/decoder_setup.h"
#include "app/model_directory.h"
#include "app/reference_setup.h"
#include "app/suppression_setup.h"
#include "config/print.h"
#include "source/time_zone_loader.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace centinela::app {
namespace {

state::Bounds bounds_of(const config::Engine& engine) noexcept {
  const config::EntitiesMax& entities = engine.entities_max;
  state::Bounds bounds;
  bounds.idle_days = engine.forget_after / one_day;
  bounds.principals_max = static_cast<std::size_t>(entities.principals);
  bounds.conversations_max = static_cast<std::size_t>(entities.conversations);
  bounds.producers_max = static_cast<std::size_t>(entities.producers);
  bounds.classes_max = static_cast<std::size_t>(entities.principal_classes);
  return bounds;
}

alerting::Settings alerting_of(const config::Config& config) noexcept {
  alerting::Settings settings;
  settings.pages_per_day = static_cast<double>(config.alerting.budget_per_day);
  settings.tickets_per_day = static_cast<double>(config.alerting.tickets_per_day);
  settings.warm_up = config.detection.warm_up;
  settings.warm_up_principals = static_cast<std::uint32_t>(config.detection.warm_up_principals);
  return settings;
}

// Words of the configuration become tokens under the key, like those of events.
std::vector<detectors::ClassCeiling> ceilings_of(const config::Config& config,
                                                 const privacy::Pseudonymiser& pseudonymiser) {
  std::vector<detectors::ClassCeiling> ceilings;
  for (const auto& [record_class, ceiling] : config.detection.ceilings) {
    if (ceiling.records_per_day > 0) {
      ceilings.push_back({pseudonymiser.token<TokenKind::word>(record_class),
                          static_cast<double>(ceiling.records_per_day)});
    }
  }
  return ceilings;
}

std::vector<WordToken> word_tokens(std::span<const std::string_view> words,
                                   const privacy::Pseudonymiser& pseudonymiser) {
  std::vector<WordToken> tokens;
  for (const std::string_view word : words) {
    tokens.push_back(pseudonymiser.token<TokenKind::word>(word));
  }
  return tokens;
}

// By what name systems usually call the fields of the three steps of a takeover.
state::FieldKinds field_kinds(const privacy::Pseudonymiser& pseudonymiser) {
  using namespace std::string_view_literals;
  constexpr std::array contact{"email"sv,
                               "e_mail"sv,
                               "email_address"sv,
                               "contact_email"sv,
                               "phone"sv,
                               "phone_number"sv,
                               "mobile"sv,
                               "mobile_phone"sv,
                               "contact"sv};
  constexpr std::array credential{"password"sv,
                                  "password_hash"sv,
                                  "password_reset"sv,
                                  "reset_token"sv,
                                  "second_factor"sv,
                                  "mfa"sv,
                                  "mfa_device"sv,
                                  "two_factor"sv,
                                  "totp"sv,
                                  "passkey"sv,
                                  "security_question"sv};
  constexpr std::array payout{"payout"sv,
                              "payout_account"sv,
                              "bank_account"sv,
                              "account_number"sv,
                              "iban"sv,
                              "bank"sv,
                              "address"sv,
                              "shipping_address"sv,
                              "delivery_address"sv,
                              "payment_method"sv};
  return {word_tokens(contact, pseudonymiser),
          word_tokens(credential, pseudonymiser),
          word_tokens(payout, pseudonymiser)};
}

std::uint64_t bits_of(const config::Words& names) {
  std::uint64_t bits = 0;
  for (const detectors::DetectorInfo& detector : detectors::catalogue()) {
    if (std::find(names.begin(), names.end(), detector.name) != names.end()) {
      bits |= detectors::detector_bit(detector.id);
    }
  }
  return bits;
}

// eu-strict keeps off what watches hours of work or compares people with those close to them,
// whatever else is asked for.
std::uint64_t disabled_of(const config::Detection& detection) {
  using detectors::DetectorId;
  const bool is_strict = detection.profile == config::Profile::eu_strict;
  std::uint64_t disabled = detectors::optional_detectors;
  if (is_strict) {
    disabled |= detectors::detector_bit(DetectorId::unusual_time) |
                detectors::detector_bit(DetectorId::entity_risk);
  } else {
    disabled &= ~bits_of(detection.optional);
  }
  return disabled | bits_of(detection.disabled);
}

}  // namespace

pipeline::EngineSettings engine_settings(const config::Config& config) {
  pipeline::EngineSettings settings;
  settings.decoder = decoder_options(config);
  settings.privacy.principals_in_clear =
      config.privacy.principals == config::PrincipalDisplay::clear;
  settings.privacy.vocabulary = config.reference.vocabulary;
  settings.shard.bounds = bounds_of(config.engine);
  settings.shard.observe.lateness = config.engine.lateness;
  settings.shard.observe.explanation_grace = config.detection.explanation_grace;
  settings.shard.alerting = alerting_of(config);
  settings.shard.detectors.disabled = disabled_of(config.detection);
  settings.shard.observe.watches_cadence =
      settings.shard.detectors.is_on(detectors::DetectorId::machine_cadence);
  settings.shard.observe.watches_handling =
      settings.shard.detectors.is_on(detectors::DetectorId::community_misfit);
  settings.shard.cohorts.by_hire_month = config.detection.profile != config::Profile::eu_strict;
  settings.shard.tells_days = true;
  settings.provenance.config = config::alert_hash(config);
  settings.provenance.topics = config.kafka.topics;
  settings.batch_events_max = static_cast<std::size_t>(config.engine.batch_size);
  return settings;
}

Result<std::shared_ptr<const pipeline::Models>> models_of(const config::Config& config) {
  const std::filesystem::path directory = config.model.directory.empty()
                                              ? shipped_model_directory()
                                              : std::filesystem::path{config.model.directory};
  if (directory.empty()) {
    return std::make_shared<const pipeline::Models>();
  }
  auto models = load_models(directory);
  if (!models && models.error().code == Errc::io) {
    return Error{Errc::io,
                 models.error().detail +
                     "; model.directory must name a folder that `centinela train` made, and "
                     "without it the model that ships is used"};
  }
  return models;
}

namespace {

Result<EngineBundle> assemble(const config::Config& config,
                              const privacy::TokenKey& key,
                              std::shared_ptr<const pipeline::Models> models,
                              bool collects_features) {
  EngineBundle bundle;
  CENTINELA_TRY(TimeZones zones, source::load_time_zones());
  bundle.zones = std::make_unique<const TimeZones>(std::move(zones));
  bundle.models = std::move(models);
  pipeline::EngineSettings settings = engine_settings(config);
  constexpr std::size_t few = 64;
  const privacy::Pseudonymiser tokens(
      key, {.cache_entries_max = few, .name_book_entries_max = few}, *bundle.zones);
  settings.shard.detectors.ceilings = ceilings_of(config, tokens);
  settings.shard.detectors.weighs_notice = config.detection.profile != config::Profile::eu_strict;
  add_reference(config, tokens, settings.shard.observe);
  settings.shard.detectors.intents = intents_of(config, tokens);
  settings.shard.detectors.roster = roster_of(config, tokens, *bundle.zones);
  settings.shard.observe.fields = field_kinds(tokens);
  settings.shard.alerting.suppressions = suppressions_of(config, tokens);
  settings.shard.observe.planned = planned_of(config, tokens);
  settings.shard.collects_features = collects_features;
  bundle.engine =
      std::make_unique<pipeline::Engine>(std::move(settings), key, bundle.models, *bundle.zones);
  return bundle;
}

}  // namespace

Result<EngineBundle> make_engine(const config::Config& config, const privacy::TokenKey& key) {
  CENTINELA_TRY(std::shared_ptr<const pipeline::Models> models, models_of(config));
  return make_engine(config, key, std::move(models));
}

Result<EngineBundle> make_engine(const config::Config& config,
                                 const privacy::TokenKey& key,
                                 std::shared_ptr<const pipeline::Models> models) {
  return assemble(config, key, std::move(models), false);
}

Result<EngineBundle> make_training_engine(const config::Config& config,
                                          const privacy::TokenKey& key) {
  return assemble(config, key, std::make_shared<const pipeline::Models>(), true);
}

}  // namespace centinela::app
