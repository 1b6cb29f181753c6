#include "simulator/behaviour.h"
#include "simulator/cases.h"

#include <algorithm>
#include <array>

namespace centinela::simulator {
namespace {

// What a conversation of an intent reads, turn by turn, and how much of it.
struct IntentPlan {
  Intent intent;
  double weight;
  std::array<ResourceId, 3> reads;
  std::array<unsigned, 3> fields;
};

constexpr std::array<IntentPlan, 6> intent_plans{{
    {Intent::order_status,
     0.34,
     {ResourceId::customers, ResourceId::orders, ResourceId::orders},
     {3, 5, 3}},
    {Intent::delivery_slot,
     0.2,
     {ResourceId::customers, ResourceId::orders, ResourceId::articles},
     {6, 4, 2}},
    {Intent::refund,
     0.14,
     {ResourceId::customers, ResourceId::orders, ResourceId::payment_methods},
     {4, 6, 2}},
    {Intent::account_update,
     0.1,
     {ResourceId::customers, ResourceId::customers, ResourceId::consents},
     {9, 7, 1}},
    {Intent::invoice_question,
     0.12,
     {ResourceId::customers, ResourceId::invoices, ResourceId::invoices},
     {4, 4, 3}},
    {Intent::general_question,
     0.1,
     {ResourceId::articles, ResourceId::articles, ResourceId::articles},
     {2, 2, 2}},
}};

const IntentPlan& plan_of(Intent intent) noexcept {
  const auto* found = std::find_if(intent_plans.begin(),
                                   intent_plans.end(),
                                   [&](const IntentPlan& plan) { return plan.intent == intent; });
  return found == intent_plans.end() ? intent_plans.back() : *found;
}

// Each bot has a trade of its own besides the common mix.
Intent draw_intent(Workbench& bench, PrincipalIndex bot) {
  if (bench.happens(0.5)) {
    return intent_plans.at(bot % 5).intent;
  }
  double u = bench.rng().uniform();
  for (const IntentPlan& plan : intent_plans) {
    u -= plan.weight;
    if (u < 0) {
      return plan.intent;
    }
  }
  return Intent::order_status;
}

// Share of the tenant's conversations that goes to this bot.
double bot_share(const World& world, PrincipalIndex bot) {
  const Profile& profile = world.profile;
  if (profile.temper.one_bot_share == 0) {
    return world.principals[bot].pace;
  }
  const auto& people = world.tenants[world.principals[bot].tenant].principals;
  const auto is_bot = [&](PrincipalIndex p) { return world.principals[p].role == Role::chatbot; };
  const auto n = static_cast<double>(std::count_if(people.begin(), people.end(), is_bot));
  const bool is_first = std::find_if(people.begin(), people.end(), is_bot)[0] == bot;
  return is_first ? n * profile.temper.one_bot_share
                  : n * (1 - profile.temper.one_bot_share) / std::max(1.0, n - 1);
}

Duration reply_time(Workbench& bench) {
  return Duration{static_cast<std::int64_t>(2'500 + 11'000 * bench.rng().exponential())};
}

}  // namespace

std::uint16_t release_of(const World& world, PrincipalIndex bot, EventTime time) noexcept {
  // A release every fortnight and a half or so, on a day of its own for each bot.
  const std::int64_t day = utc_day(time) + static_cast<std::int64_t>(world.draw(0x51, bot) % 17);
  const std::int64_t first = utc_day(world.profile.start);
  return static_cast<std::uint16_t>(38 + (day - first) / 17);
}

Conversation open_conversation(Workbench& bench, PrincipalIndex bot, EventTime time) {
  const World& world = bench.world();
  const TenantIndex tenant = world.principals[bot].tenant;
  Conversation talk{.id = bench.identifier(),
                    .customer = world.any_customer(tenant, bench.rng()),
                    .intent = draw_intent(bench, bot),
                    .version = release_of(world, bot, time),
                    .is_authenticated = bench.happens(0.92),
                    .time = time};
  // A household is spoken for in every third conversation of one who has somebody.
  talk.linked = bench.happens(0.35) ? world.partner(tenant, talk.customer) : 0;
  Happening& record = bench.context(tenant, ContextKind::conversation, time - Duration{1'500});
  record.principal = bot;
  record.explanation.issuer = Issuer::customer;
  record.explanation.conversation = talk.id;
  record.explanation.data_subject = talk.is_authenticated ? talk.customer : 0;
  record.explanation.valid_to = record.time + one_hour;
  return talk;
}

Happening& bot_turn(
    Workbench& bench, PrincipalIndex bot, const Conversation& talk, int turn, EventTime time) {
  const IntentPlan& plan = plan_of(talk.intent);
  const auto step = static_cast<std::size_t>(std::min(turn, 3) - 1) % 3;
  Happening& happening = bench.access(bot, time);
  Access& access = happening.access;
  const bool knows = talk.is_authenticated;
  access.resource = knows ? plan.reads.at(step) : ResourceId::articles;
  access.fields = first_fields(knows ? plan.fields.at(step) : 2);
  const bool is_article = access.resource == ResourceId::articles;
  access.action = is_article ? Action::retrieve : Action::read;
  access.shape = is_article ? Shape::semantic : Shape::by_id;
  access.limit = is_article ? 5 : 1;
  access.records = is_article ? 5 : 1;
  if (!is_article) {
    access.subjects.push_back(talk.customer);
  }
  AccessContext& context = access.context;
  context.conversation = talk.id;
  context.acting_for = knows ? talk.customer : 0;
  if (talk.linked != 0) {
    context.linked.push_back(talk.linked);
  }
  context.purpose = Purpose::support;
  context.intent = talk.intent;
  context.version = talk.version;
  context.turn = static_cast<std::uint16_t>(turn);
  return happening;
}

EventTime hold_conversation(Workbench& bench, PrincipalIndex bot, const Conversation& talk) {
  EventTime time = talk.time;
  int turn = 1;
  if (talk.is_authenticated && bench.happens(0.15)) {
    // Looking for the caller among a few candidates, before it is known who it is.
    Happening& search = bot_turn(bench, bot, talk, 1, time);
    search.access.resource = ResourceId::customers;
    search.access.action = Action::search;
    search.access.listing = Listing::listed;
    search.access.shape = Shape::filter;
    search.access.limit = 5;
    search.access.fields = first_fields(2);
    search.access.subjects.assign(1, talk.customer);
    search.access.context.acting_for = 0;
    for (std::uint64_t others = bench.rng().below(3); others > 0; --others) {
      search.access.subjects.push_back(bench.world().any_customer(search.tenant, bench.rng()));
    }
    search.access.records = search.access.subjects.size();
    time = time + reply_time(bench);
    ++turn;
  }
  for (std::int64_t reads = 2 + bench.rng().poisson(1.4); reads > 0; --reads, ++turn) {
    Happening& read = bot_turn(bench, bot, talk, turn, time);
    if (talk.linked != 0 && !read.access.subjects.empty() && bench.happens(0.3)) {
      read.access.subjects.assign(1, talk.linked);
    }
    time = time + reply_time(bench);
  }
  if (talk.intent == Intent::account_update && talk.is_authenticated && bench.happens(0.4)) {
    Happening& change = bot_turn(bench, bot, talk, turn, time);
    change.access.resource = ResourceId::customers;
    change.access.action = Action::update;
    change.access.fields = std::uint64_t{1} << bench.rng().below(3);
  }
  return time;
}

void hold_conversations(Workbench& bench, PrincipalIndex who, const Mood& mood) {
  const World& world = bench.world();
  const TenantIndex tenant = world.principals[who].tenant;
  const double expected = world.profile.conversations_per_bot * bot_share(world, who) * mood.rate *
                          contact_share(world, tenant, bench.slot());
  for (std::int64_t n = bench.rng().poisson(expected); n > 0; --n) {
    hold_conversation(bench, who, open_conversation(bench, who, bench.moment()));
  }
}

namespace {

// One help of an assistant for a person: reads the ticket, looks up its customer, drafts a reply.
void help_with_ticket(Workbench& bench, PrincipalIndex agent, PrincipalIndex person) {
  const World& world = bench.world();
  Conversation talk = open_conversation(bench, agent, bench.moment());
  talk.is_authenticated = true;
  talk.intent = bench.happens(0.6) ? Intent::summarise_ticket : Intent::draft_reply;
  struct Call {
    Tool tool;
    ResourceId what;
    Action action;
    double probability;
  };
  constexpr std::array<Call, 6> calls{{
      {Tool::read_ticket, ResourceId::tickets, Action::read, 1.0},
      {Tool::lookup_customer, ResourceId::customers, Action::read, 0.8},
      {Tool::read_order, ResourceId::orders, Action::read, 0.6},
      {Tool::search_articles, ResourceId::articles, Action::retrieve, 0.35},
      {Tool::draft_reply, ResourceId::tickets, Action::update, 0.7},
      {Tool::send_mail, ResourceId::tickets, Action::share, 0.06},
  }};
  EventTime time = talk.time;
  int turn = 1;
  for (const Call& call : calls) {
    if (!bench.happens(call.probability)) {
      continue;
    }
    Happening& use = bot_turn(bench, agent, talk, turn++, time);
    use.access.tool = call.tool;
    use.access.resource = call.what;
    use.access.action = call.action;
    use.access.fields =
        usual_fields(call.what, world.draw(agent, static_cast<std::uint64_t>(call.tool)));
    use.access.on_behalf_of = person;
    use.access.context.untrusted_input = call.tool == Tool::read_ticket;
    use.access.subjects.assign(call.what == ResourceId::articles ? 0 : 1, talk.customer);
    use.access.destination = call.tool == Tool::send_mail     ? Destination::customer_mail
                             : call.tool == Tool::draft_reply ? Destination::ticket_thread
                                                              : Destination::none;
    time = time + reply_time(bench);
  }
}

}  // namespace

void assist_agents(Workbench& bench, PrincipalIndex who, const Mood& mood) {
  const World& world = bench.world();
  const Tenant& tenant = world.tenants[world.principals[who].tenant];
  const double expected = 90 * world.principals[who].pace * mood.rate *
                          contact_share(world, world.principals[who].tenant, bench.slot());
  for (std::int64_t n = bench.rng().poisson(expected); n > 0; --n) {
    const TeamIndex team = tenant.teams[bench.rng().below(tenant.teams.size())];
    const auto& members = world.teams[team].members;
    help_with_ticket(bench, who, members[bench.rng().below(members.size())]);
  }
}

}  // namespace centinela::simulator
