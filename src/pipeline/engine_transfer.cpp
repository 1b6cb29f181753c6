#include "centinela/pipeline/engine_transfer.h"

#include "centinela/pipeline/engine.h"
#include "centinela/pipeline/engine_loader.h"

namespace centinela::pipeline {

// By way of the records of a checkpoint: what a restart keeps, a switch keeps, and nothing else.
Result<void> transfer_state(Engine& from, Engine& to) {
  const StateChanges everything = from.save(true);
  from.forget_saved();
  EngineLoader loader(to);
  Result<void> loaded;
  everything.for_each([&](std::string_view key, std::string_view value, bool /*is_erased*/) {
    if (loaded) {
      loaded = loader.add(key, value);
    }
  });
  CENTINELA_TRY(std::move(loaded));
  CENTINELA_TRY(const StateSum sum, loader.finish());
  if (sum != everything.sum) {
    return Error{Errc::internal, "a state that was handed on does not come to the same sum"};
  }
  to.forget_saved();
  return {};
}

}  // namespace centinela::pipeline
