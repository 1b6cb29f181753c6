#include "app/accepted_loss.h"

#include "app/private_directory.h"
#include "app/state_store.h"

#include <fmt/format.h>

#include <fstream>
#include <system_error>

namespace centinela::app {
namespace {

std::filesystem::path accepted_loss_file(const std::filesystem::path& directory) {
  return directory / "loss-accepted";
}

}  // namespace

Result<void> accept_loss(const config::Config& config, const Slice& slice) {
  CENTINELA_TRY(forget_state(config, slice));
  const std::filesystem::path directory = slice_directory(config, slice);
  CENTINELA_TRY(make_private_directory(directory));
  std::ofstream file(accepted_loss_file(directory));
  file << "the next start without a checkpoint compares nothing with the last commits\n";
  file.close();
  if (!file) {
    return Error{Errc::io,
                 fmt::format("{}: cannot be written", accepted_loss_file(directory).string())};
  }
  return {};
}

bool is_loss_accepted(const config::Config& config, const Slice& slice) {
  std::error_code ignored;
  return std::filesystem::exists(accepted_loss_file(slice_directory(config, slice)), ignored);
}

void end_accepted_loss(const std::filesystem::path& directory) {
  std::error_code ignored;
  std::filesystem::remove(accepted_loss_file(directory), ignored);
}

}  // namespace centinela::app
