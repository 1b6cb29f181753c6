#include "app/reference_setup.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace centinela::app {
namespace {

template <TokenKind K>
std::vector<std::uint64_t> tokens_of(const config::Words& words,
                                     const privacy::Pseudonymiser& pseudonymiser) {
  std::vector<std::uint64_t> tokens;
  for (const std::string& word : words) {
    tokens.push_back(pseudonymiser.token<K>(word).value());
  }
  return tokens;
}

std::vector<WordToken> sorted_words(const config::Words& words,
                                    const privacy::Pseudonymiser& pseudonymiser) {
  std::vector<WordToken> tokens;
  for (const std::string& word : words) {
    tokens.push_back(pseudonymiser.token<TokenKind::word>(word));
  }
  std::sort(tokens.begin(), tokens.end());
  return tokens;
}

// As events carry it: two ASCII letters.
std::uint64_t country_code(const std::string& country) noexcept {
  return country.size() == 2
             ? (static_cast<std::uint64_t>(static_cast<unsigned char>(country[0])) << 8U) |
                   static_cast<unsigned char>(country[1])
             : 0;
}

state::VendorManifest manifest_of(const std::string& name,
                                  const config::Vendor& vendor,
                                  const privacy::Pseudonymiser& pseudonymiser) {
  state::VendorManifest manifest;
  manifest.client = pseudonymiser.token<TokenKind::client>(name).value();
  manifest.principal = pseudonymiser.token<TokenKind::principal>(name).value();
  manifest.classes = tokens_of<TokenKind::word>(vendor.classes, pseudonymiser);
  manifest.tenants = tokens_of<TokenKind::tenant>(vendor.tenants, pseudonymiser);
  manifest.tools = tokens_of<TokenKind::word>(vendor.tools, pseudonymiser);
  for (const std::string& action : vendor.actions) {
    manifest.actions.push_back(static_cast<std::uint64_t>(from_word<Action>(action)));
  }
  for (const std::string& country : vendor.countries) {
    manifest.countries.push_back(country_code(country));
  }
  for (const std::int64_t asn : vendor.asns) {
    manifest.networks.push_back(static_cast<std::uint64_t>(asn));
  }
  return manifest;
}

}  // namespace

void add_reference(const config::Config& config,
                   const privacy::Pseudonymiser& pseudonymiser,
                   state::ObserveSettings& observe) {
  observe.weighty_words = sorted_words(config.reference.payout_fields, pseudonymiser);
  for (const auto& [role, purposes] : config.reference.purposes) {
    observe.purposes.push_back(
        {pseudonymiser.token<TokenKind::word>(role), sorted_words(purposes, pseudonymiser)});
  }
  for (const config::Holiday& from : config.reference.calendar.holidays) {
    state::Holiday holiday;
    if (!from.tenant.empty()) {
      holiday.tenant = pseudonymiser.token<TokenKind::tenant>(from.tenant);
    }
    holiday.start = from.date.start;
    observe.holidays.push_back(holiday);
  }
  for (const auto& [name, vendor] : config.reference.vendors) {
    observe.manifests.push_back(manifest_of(name, vendor, pseudonymiser));
  }
}

std::vector<detectors::DeclaredIntent> intents_of(const config::Config& config,
                                                  const privacy::Pseudonymiser& pseudonymiser) {
  std::vector<detectors::DeclaredIntent> intents;
  for (const auto& [name, intent] : config.reference.intents) {
    detectors::DeclaredIntent declared;
    declared.intent = pseudonymiser.token<TokenKind::word>(name);
    for (const std::string& record_class : intent.classes) {
      declared.classes.push_back(pseudonymiser.token<TokenKind::word>(record_class));
    }
    for (const std::string& field : intent.fields) {
      declared.fields.push_back(pseudonymiser.token<TokenKind::word>(field));
    }
    intents.push_back(std::move(declared));
  }
  return intents;
}

detectors::Roster roster_of(const config::Config& config,
                            const privacy::Pseudonymiser& pseudonymiser,
                            const TimeZones& zones) {
  constexpr std::array<std::string_view, 7> weekdays = {
      "mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  std::vector<detectors::Shift> shifts;
  for (const config::Roster& from : config.reference.rosters) {
    detectors::Shift shift;
    if (!from.tenant.empty()) {
      shift.tenant = pseudonymiser.token<TokenKind::tenant>(from.tenant);
    }
    shift.team = pseudonymiser.token<TokenKind::word>(from.team);
    for (std::size_t i = 0; i < weekdays.size(); ++i) {
      const bool is_named =
          std::find(from.days.begin(), from.days.end(), weekdays[i]) != from.days.end();
      shift.days |= static_cast<std::uint8_t>(is_named ? 1U << i : 0U);
    }
    shift.start_minute = static_cast<int>(from.start.minutes);
    shift.end_minute = static_cast<int>(from.end.minutes);
    shift.zone = zones.find(from.time_zone);
    shifts.push_back(shift);
  }
  return {zones, std::move(shifts)};
}

}  // namespace centinela::app
