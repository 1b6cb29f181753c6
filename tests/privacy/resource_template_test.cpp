#include "centinela/base/rng.h"
#include "centinela/privacy/word_shape.h"

#include <gtest/gtest.h>

#include <string>

namespace centinela::privacy {
namespace {

std::string templated(std::string_view name) {
  TemplateBuffer buffer;
  return std::string(resource_template(name, buffer));
}

struct Case {
  const char* name;
  const char* expected;
};

void expect_all(std::initializer_list<Case> cases) {
  for (const Case& one : cases) {
    EXPECT_EQ(templated(one.name), one.expected) << one.name;
  }
}

TEST(ResourceTemplate, keeps_names_that_are_words) {
  for (const auto* name : {"crm.customers",
                           "public.order_items",
                           "/v1/customers/search",
                           "/api/v2/orders",
                           "getCustomerPaymentMethods",
                           "Customer Contacts",
                           "table2",
                           "oauth2.tokens",
                           "admin.$cmd",
                           "/customers/{customer_id}/notes",
                           "facturación",
                           "logs-*",
                           "",
                           "/"}) {
    EXPECT_EQ(templated(name), name);
  }
}

TEST(ResourceTemplate, replaces_numbers_and_dates) {
  expect_all({{"/customers/42", "/customers/{id}"},
              {"/orders/2026/11/21", "/orders/{id}/{id}/{id}"},
              {"table_2026_11_21", "table_{id}"},
              {"sessions-20261121", "sessions-{id}"},
              {"sessions_2026_11_21_archive", "sessions_{id}_archive"},
              {"u-42", "u-{id}"},
              {"c00025603", "{id}"},
              {"dt=2026-11-21", "dt={id}"},
              {"s3://bucket/dt=2026-11-21/part", "s3://bucket/dt={id}/part"},
              {"v4.1", "v4.{id}"}});
}

TEST(ResourceTemplate, replaces_hashes_uuids_and_what_looks_random) {
  expect_all({{"/files/550e8400-e29b-41d4-a716-446655440000", "/files/{id}"},
              {"blob-550e8400-e29b-41d4-a716-446655440000-x", "{id}"},
              {"cache:deadbeefcafe", "cache:{id}"},
              {"4a7d", "{id}"},
              {"01JD8Z6V3W9S4K2Q5T7X1Y0ABC", "{id}"},
              {"aGVsbG8gV29ybGQgSGVsbG8", "{id}"},
              {"/t/dQwXgWcQbTrFpLkMzVnB", "/t/{id}"}});
  EXPECT_EQ(templated(std::string(40, 'x')), "{id}");
}

TEST(ResourceTemplate, replaces_names_of_people_where_it_can_know_them) {
  expect_all({{"jane.roe@example.org", "{id}"},
              {"/mail/jane.roe@example.org/inbox", "/mail/{id}/inbox"},
              {"/files/Jane Roe", "/files/{id}"},
              {"/files/Jane%20Roe", "/files/{id}"},
              {"/files/José", "/files/{id}"},
              {"/customers/jane-roe", "/customers/{id}"},
              {"/Users/jane/notes", "/Users/{id}/notes"},
              {"C:\\Users\\jane\\Desktop", "C:/Users/{id}/Desktop"},
              {"/customers/jane-roe/contacts/john", "/customers/{id}/contacts/{id}"}});
}

TEST(ResourceTemplate, replaces_the_names_of_documents_but_keeps_their_kind) {
  expect_all({{"/exports/Jane Roe.pdf", "/exports/{file}.pdf"},
              {"contract-jane-roe.docx", "{file}.docx"},
              {"/customers/jane.csv.gz", "/customers/{file}.gz"},
              {"customers.CSV", "{file}.CSV"},
              {".json", ".json"}});
}

TEST(ResourceTemplate, drops_query_and_fragment_and_never_shows_a_statement) {
  expect_all({{"/customers?email=jane@example.org", "/customers"},
              {"/customers#jane", "/customers"},
              {"SELECT * FROM customers WHERE name = 'Jane'", "{text}"},
              {"jane's table", "{text}"},
              {"a b c d e f", "{text}"},
              {"https://crm.example.org:8080/customers/7?x=1",
               "https://crm.example.org:{id}/customers/{id}"}});
}

TEST(ResourceTemplate, of_a_template_is_itself) {
  Rng rng(5);
  constexpr std::string_view alphabet = "aB3-_./{}id@% =:\\?'9f\xC3\xB1";
  for (int i = 0; i < 20000; ++i) {
    std::string name;
    const std::size_t size = rng.below(40);
    while (name.size() < size) {
      name += rng.below(4) == 0 ? std::string("/users/")
                                : std::string(1, alphabet[rng.below(alphabet.size())]);
    }
    const std::string once = templated(name);
    ASSERT_EQ(templated(once), once) << name;
  }
}

TEST(ResourceTemplate, is_bounded_whatever_comes) {
  std::string name;
  for (int i = 0; i < 5000; ++i) {
    name += "/1";
  }
  const std::string bounded = templated(name);
  EXPECT_LE(bounded.size(), template_bytes_max);
  EXPECT_TRUE(bounded.starts_with("/{id}/{id}"));
  EXPECT_EQ(templated(bounded), bounded);
}

}  // namespace
}  // namespace centinela::privacy
