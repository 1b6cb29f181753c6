// RecordWriter: turns happenings into the native JSON of events and context records. Floor 9.
//
// Each kind of producer sends the fields that such a system has, whoever acts: nothing but the
// deed itself may tell an attack from work. One thread; the text lives until the next `write`.
#pragma once

#include "simulator/happening.h"
#include "simulator/json_text.h"

#include <string>
#include <string_view>

namespace centinela::simulator {

class RecordWriter {
 public:
  explicit RecordWriter(const World& world) noexcept : world_(&world) {}

  std::string_view write(const Happening& happening);

  // The identifier of a happening, 26 characters (a ULID: time, then hashed serial number).
  [[nodiscard]] static std::string identifier(const Happening& happening);
  // The key under which it is produced: the conversation of bots and agents, else the principal.
  [[nodiscard]] std::string routing_key(const Happening& happening) const;

 private:
  void write_access(const Happening& happening);
  void write_head(const Happening& happening, std::string_view type);
  void write_principal(const Happening& happening);
  void write_touched(const Happening& happening);
  void write_subjects(const std::vector<Customer>& subjects);
  void write_context(const Happening& happening);
  void write_human_context(const AccessContext& context);
  void write_machine_context(const AccessContext& context);
  void write_origin(const Happening& happening);
  void write_explanation(const Happening& happening);
  void write_value(const Happening& happening);
  void customer(Customer value);
  void prefixed(std::string_view prefix, std::uint64_t value);

  const World* world_;
  JsonText out_;
};

}  // namespace centinela::simulator
