// What an alerter does when its state came from a checkpoint.
#include "centinela/alerting/alerter.h"

namespace centinela::alerting {

void Alerter::settle_restored() {
  books_.for_each([this](const state::EntityKey&, TenantBook& book) {
    book.budget.pages().per_day = settings_.pages_per_day;
    book.budget.tickets().per_day = settings_.tickets_per_day;
  });
}

}  // namespace centinela::alerting
