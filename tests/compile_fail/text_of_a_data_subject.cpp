// The name book has no text for kinds that the table never shows in clear.
#include "centinela/privacy/name_book.h"

bool test(const centinela::privacy::NameBook& names) {
  bool is_clear = names.text(centinela::WordToken{42}, 0).has_value();
#ifdef CENTINELA_FORBIDDEN
  is_clear = names.text(centinela::DataSubjectToken{42}, 0).has_value();
#endif
  return is_clear;
}
