#include "simulator/compressed_file.h"

#include "centinela/base/check.h"

#include <fmt/format.h>
#include <zstd.h>

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace centinela::simulator {
namespace {

// Level 1: a workload is written once and read a few times; speed counts more than the last tenth.
constexpr int compression_level = 1;
constexpr std::size_t buffer_bytes = std::size_t{1} << 20U;

struct FileCloser {
  void operator()(std::FILE* file) const noexcept {
    static_cast<void>(std::fclose(file));  // what was written has been flushed and checked
  }
};
struct ContextFreer {
  void operator()(ZSTD_CCtx* context) const noexcept { ZSTD_freeCCtx(context); }
};

}  // namespace

struct CompressedFile::State {
  std::string name;
  std::unique_ptr<std::FILE, FileCloser> file;
  std::unique_ptr<ZSTD_CCtx, ContextFreer> context;
  std::string pending;
  std::vector<char> output;
};

CompressedFile::CompressedFile(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
CompressedFile::CompressedFile(CompressedFile&&) noexcept = default;
CompressedFile& CompressedFile::operator=(CompressedFile&&) noexcept = default;
CompressedFile::~CompressedFile() = default;

Result<CompressedFile> CompressedFile::create(const std::filesystem::path& path) {
  auto state = std::make_unique<State>();
  state->name = path.string();
  state->file.reset(std::fopen(path.c_str(), "wb"));
  if (!state->file) {
    return Error{Errc::io,
                 fmt::format("expected to create {}, the system refuses it", path.string())};
  }
  state->context.reset(ZSTD_createCCtx());
  CENTINELA_CHECK(state->context != nullptr);
  ZSTD_CCtx_setParameter(state->context.get(), ZSTD_c_compressionLevel, compression_level);
  ZSTD_CCtx_setParameter(state->context.get(), ZSTD_c_checksumFlag, 1);
  state->output.resize(ZSTD_CStreamOutSize());
  state->pending.reserve(buffer_bytes + 65'536);
  return CompressedFile(std::move(state));
}

Result<void> CompressedFile::write_line(std::string_view line) {
  state_->pending += line;
  state_->pending += '\n';
  if (state_->pending.size() < buffer_bytes) {
    return {};
  }
  CENTINELA_TRY(compress(state_->pending, false));
  state_->pending.clear();
  return {};
}

Result<void> CompressedFile::finish() {
  CENTINELA_TRY(compress(state_->pending, true));
  state_->pending.clear();
  if (std::fclose(state_->file.release()) != 0) {
    return Error{Errc::io, fmt::format("cannot finish {}: is the disk full?", state_->name)};
  }
  return {};
}

Result<void> CompressedFile::compress(std::string_view bytes, bool is_end) {
  ZSTD_inBuffer input{bytes.data(), bytes.size(), 0};
  std::size_t remaining = 0;
  do {
    ZSTD_outBuffer output{state_->output.data(), state_->output.size(), 0};
    remaining = ZSTD_compressStream2(
        state_->context.get(), &output, &input, is_end ? ZSTD_e_end : ZSTD_e_continue);
    CENTINELA_CHECK(ZSTD_isError(remaining) == 0);
    const std::size_t written =
        std::fwrite(state_->output.data(), 1, output.pos, state_->file.get());
    if (written != output.pos) {
      return Error{Errc::io, fmt::format("cannot write {}: is the disk full?", state_->name)};
    }
  } while (is_end ? remaining != 0 : input.pos < input.size);
  return {};
}

}  // namespace centinela::simulator
