#include "simulator/record_writer.h"

#include "simulator/producer_habits.h"

#include <fmt/format.h>

#include <array>

namespace centinela::simulator {
namespace {

constexpr std::string_view base32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

}  // namespace

std::string RecordWriter::identifier(const Happening& happening) {
  std::string id(26, '0');
  auto time = static_cast<std::uint64_t>(happening.time.milliseconds());
  for (std::size_t i = 10; i > 0; --i, time >>= 5U) {
    id[i - 1] = base32[time & 31U];
  }
  std::uint64_t low = mix64(happening.serial);
  std::uint64_t high = mix64(~happening.serial);
  for (std::size_t i = 26; i > 18; --i, low >>= 5U, high >>= 5U) {
    id[i - 1] = base32[low & 31U];
    id[i - 9] = base32[high & 31U];
  }
  return id;
}

std::string RecordWriter::routing_key(const Happening& happening) const {
  if (happening.is_context) {
    const Explanation& about = happening.explanation;
    return about.conversation != 0 ? fmt::format("k-{:010x}", about.conversation)
                                   : fmt::format("c-{:08}", about.data_subject);
  }
  const Principal& who = world_->principals[happening.principal];
  const std::uint64_t conversation = happening.access.context.conversation;
  const bool by_conversation =
      conversation != 0 && (who.kind == Kind::bot || who.kind == Kind::agent);
  return by_conversation ? fmt::format("k-{:010x}", conversation) : who.id;
}

std::string_view RecordWriter::write(const Happening& happening) {
  out_.clear();
  if (happening.is_context) {
    write_explanation(happening);
  } else {
    write_access(happening);
  }
  return out_.view();
}

void RecordWriter::customer(Customer value) {
  out_.raw("\"c-");
  out_.number(value, 8);
  out_.raw("\"");
}

void RecordWriter::prefixed(std::string_view prefix, std::uint64_t value) {
  out_.raw("\"");
  out_.raw(prefix);
  out_.hexadecimal(value, 10);
  out_.raw("\"");
}

void RecordWriter::write_head(const Happening& happening, std::string_view type) {
  out_.open('{');
  out_.key("\"type\":");
  out_.text(type);
  out_.key("\"id\":");
  out_.text(identifier(happening));
  out_.key("\"time\":");
  out_.time(happening.time);
  out_.key("\"received\":");
  out_.time(happening.received);
  out_.key("\"tenant\":");
  out_.text(world_->tenants[happening.tenant].name);
}

void RecordWriter::write_access(const Happening& happening) {
  const Producer& producer = world_->producers[happening.producer];
  const Access& access = happening.access;
  write_head(happening, "access");
  write_principal(happening);
  out_.key("\"action\":");
  out_.text(word(access.action));
  write_touched(happening);
  out_.key("\"outcome\":");
  out_.text(word(access.outcome));
  if (access.tool != Tool::none) {
    out_.key("\"tool\":");
    out_.text(name(access.tool));
  }
  write_context(happening);
  write_origin(happening);
  if (access.destination != Destination::none) {
    out_.key("\"destination\":");
    out_.text(name(access.destination));
  } else if (habits(producer.kind).null_destination) {
    out_.key("\"destination\":null");
  }
  out_.key("\"labels\":");
  out_.open('[');
  for (std::size_t i = 0; i < label::words.size(); ++i) {
    if ((access.labels >> i & 1U) != 0) {
      out_.separate();
      out_.text(label::words.at(i));
    }
  }
  out_.close(']');
  out_.key("\"producer\":{\"name\":");
  out_.text(producer.name);
  out_.key("\"boot\":");
  out_.number(happening.boot);
  out_.key("\"sequence\":");
  out_.number(happening.sequence);
  out_.close('}');
  if (habits(producer.kind).trace) {
    out_.key("\"trace\":\"");
    out_.hexadecimal(mix64(happening.serial ^ 0x7ACEU), 16);
    out_.hexadecimal(mix64(happening.serial + 0x7ACEU), 16);
    out_.raw("\"");
  }
  out_.close('}');
}

void RecordWriter::write_principal(const Happening& happening) {
  const Principal& who = world_->principals[happening.principal];
  out_.key("\"principal\":");
  out_.open('{');
  out_.key("\"id\":");
  out_.text(who.id);
  out_.key("\"kind\":");
  out_.text(word(who.kind));
  out_.key("\"role\":");
  out_.text(word(who.role));
  if (happening.team != nobody) {
    const Site& site = world_->site_of(who);
    out_.key("\"team\":");
    out_.text(world_->teams[happening.team].name);
    out_.key("\"site\":");
    out_.text(site.name);
    out_.key("\"time_zone\":");
    out_.text(site.time_zone);
  }
  out_.key("\"since\":");
  out_.date(who.since);
  if (who.kind == Kind::human) {
    const bool is_known = who.until != 0 && utc_day(happening.time) >= who.notice;
    out_.key("\"until\":");
    if (is_known) {
      out_.date(who.until);
    } else {
      out_.raw("null");
    }
  }
  if (happening.access.on_behalf_of != nobody) {
    out_.key("\"on_behalf_of\":[");
    out_.text(world_->principals[happening.access.on_behalf_of].id);
    out_.raw("]");
  }
  out_.close('}');
}

void RecordWriter::write_touched(const Happening& happening) {
  const Access& access = happening.access;
  if (access.listing != Listing::absent) {
    out_.key("\"result\":");
    out_.text(word(access.listing));
  }
  if (access.resource == ResourceId::none) {
    return;
  }
  const Resource& touched = resource(access.resource);
  out_.key("\"resource\":");
  out_.open('{');
  out_.key("\"name\":");
  out_.text(touched.name);
  out_.key("\"kind\":");
  out_.text(touched.kind);
  out_.key("\"class\":");
  out_.text(touched.record_class);
  out_.key("\"fields\":");
  out_.open('[');
  for (std::size_t i = 0; i < touched.fields.size(); ++i) {
    if ((access.fields >> i & 1U) != 0) {
      out_.separate();
      out_.text(touched.fields[i]);
    }
  }
  out_.close(']');
  out_.key("\"sensitivity\":");
  out_.text(touched.sensitivity);
  out_.close('}');
  write_subjects(access.subjects);
  out_.key("\"records\":");
  out_.number(access.records);
  out_.key("\"bytes\":");
  out_.number(access.bytes);
  const Habits& sends = habits(world_->producers[happening.producer].kind);
  if (sends.query && access.shape != Shape::absent) {
    out_.key("\"query\":");
    out_.open('{');
    out_.key("\"shape\":");
    out_.text(word(access.shape));
    out_.key("\"limit\":");
    out_.number(access.limit);
    out_.key("\"page\":");
    out_.number(access.page);
    out_.close('}');
  }
}

void RecordWriter::write_subjects(const std::vector<Customer>& subjects) {
  out_.key("\"data_subjects\":");
  out_.open('[');
  for (const Customer subject : subjects) {
    out_.separate();
    customer(subject);
  }
  out_.close(']');
}

void RecordWriter::write_origin(const Happening& happening) {
  const Origin& origin = happening.access.origin;
  const Habits& sends = habits(world_->producers[happening.producer].kind);
  const Place& place = places()[origin.network.place];
  out_.key("\"origin\":");
  out_.open('{');
  out_.key("\"ip\":");
  out_.address(origin.network.address);
  out_.key("\"country\":");
  out_.text(place.country);
  if (sends.coordinates) {
    out_.key("\"city\":");
    out_.text(place.city);
    out_.key("\"latitude\":");
    out_.decimal(place.latitude);
    out_.key("\"longitude\":");
    out_.decimal(place.longitude);
  }
  out_.key("\"asn\":");
  out_.number(origin.network.autonomous_system);
  out_.key("\"app\":");
  out_.text(name(origin.app));
  if (sends.session && origin.device != 0) {
    out_.key("\"device\":");
    prefixed("d-", origin.device);
    out_.key("\"session\":");
    prefixed("s-", origin.session & 0xFFFFFFFFFFU);
  }
  if (origin.client != 0) {
    out_.key("\"client\":\"oauth-");
    out_.number(origin.client);
    out_.raw("\"");
  }
  out_.close('}');
}

}  // namespace centinela::simulator
