// The parts of RecordWriter that say why: an access's context, and context records.
#include "simulator/producer_habits.h"
#include "simulator/record_writer.h"

namespace centinela::simulator {

void RecordWriter::write_context(const Happening& happening) {
  const Habits& sends = habits(world_->producers[happening.producer].kind);
  const AccessContext& context = happening.access.context;
  out_.key("\"context\":");
  out_.open('{');
  if (sends.work) {
    write_human_context(context);
  }
  if (sends.conversation) {
    write_machine_context(context);
  }
  if (context.purpose != Purpose::none) {
    out_.key("\"purpose\":");
    out_.text(word(context.purpose));
  }
  if (context.change != 0) {
    out_.key("\"change\":");
    prefixed("chg-", context.change);
  }
  if (context.incident != 0) {
    out_.key("\"incident\":");
    prefixed("inc-", context.incident);
  }
  if (context.without_consent != 0) {
    out_.key("\"without_consent\":");
    out_.number(context.without_consent);
  }
  if (context.automation) {
    out_.key("\"automation\":\"desktop-macro\"");
  }
  out_.close('}');
}

void RecordWriter::write_human_context(const AccessContext& context) {
  if (context.ticket != 0) {
    out_.key("\"ticket\":");
    prefixed("t-", context.ticket);
    out_.key("\"ticket_subject\":");
    customer(context.ticket_subject);
    out_.key("\"assigned\":");
    out_.raw(context.assigned ? "true" : "false");
  }
  if (context.queue != Queue::none) {
    out_.key("\"queue\":");
    out_.text(word(context.queue));
  }
  if (context.handover_from != nobody) {
    out_.key("\"handover_from\":");
    out_.text(world_->principals[context.handover_from].id);
  }
  if (context.callback) {
    out_.key("\"callback\":true");
  }
  if (context.conversation != 0) {
    out_.key("\"conversation\":");
    prefixed("k-", context.conversation);
    out_.key("\"acting_for\":");
    customer(context.acting_for);
  }
}

void RecordWriter::write_machine_context(const AccessContext& context) {
  if (context.conversation == 0) {
    return;
  }
  out_.key("\"conversation\":");
  prefixed("k-", context.conversation);
  if (context.acting_for != 0) {
    out_.key("\"acting_for\":");
    customer(context.acting_for);
  }
  out_.key("\"linked\":");
  out_.open('[');
  for (const Customer linked : context.linked) {
    out_.separate();
    customer(linked);
  }
  out_.close(']');
  if (context.intent != Intent::none) {
    out_.key("\"intent\":");
    out_.text(word(context.intent));
  }
  if (context.version != 0) {
    out_.key("\"version\":\"v");
    out_.number(context.version);
    out_.raw("\"");
  }
  out_.key("\"turn\":");
  out_.number(context.turn);
  out_.key("\"untrusted_input\":");
  out_.raw(context.untrusted_input ? "true" : "false");
}

void RecordWriter::write_explanation(const Happening& happening) {
  const Explanation& about = happening.explanation;
  write_head(happening, "context");
  out_.key("\"kind\":");
  out_.text(word(about.kind));
  if (happening.principal != nobody) {
    out_.key("\"principal\":");
    out_.text(world_->principals[happening.principal].id);
  }
  if (about.data_subject != 0) {
    out_.key("\"data_subject\":");
    customer(about.data_subject);
  }
  if (about.conversation != 0) {
    out_.key("\"conversation\":");
    prefixed("k-", about.conversation);
  }
  write_value(happening);
  out_.key("\"valid_from\":");
  out_.time(about.valid_from);
  if (about.valid_to > about.valid_from) {
    out_.key("\"valid_to\":");
    out_.time(about.valid_to);
  }
  out_.key("\"issued_by\":");
  out_.text(word(about.issuer));
  out_.close('}');
}

void RecordWriter::write_value(const Happening& happening) {
  const Explanation& about = happening.explanation;
  out_.key("\"value\":");
  out_.open('{');
  if (about.ticket != 0) {
    out_.key("\"ticket\":");
    prefixed("t-", about.ticket);
  }
  if (about.change != 0) {
    out_.key("\"change\":");
    prefixed("chg-", about.change);
  }
  if (about.queue != Queue::none) {
    out_.key("\"queue\":");
    out_.text(word(about.queue));
  }
  if (about.from != nobody) {
    out_.key("\"from\":");
    out_.text(world_->principals[about.from].id);
  }
  if (about.kind == ContextKind::employment) {
    out_.key("\"leave_date\":");
    out_.date(about.day);
  }
  out_.close('}');
}

}  // namespace centinela::simulator
