#include "source/whole_file.h"

#include "source/unpacker.h"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <system_error>
#include <utility>

namespace centinela::source {
namespace {

constexpr std::size_t chunk_bytes = std::size_t{256} << 10U;

Error file_error(const std::filesystem::path& path, std::string_view what) {
  return {Errc::io, fmt::format("{}: {}", path.string(), what)};
}

std::string last_error() {
  return std::generic_category().message(errno);
}

Result<void> write_bytes(const std::filesystem::path& path, std::string_view bytes) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.flush();
  if (!out) {
    return file_error(path, "cannot be written: " + last_error());
  }
  return {};
}

}  // namespace

Result<std::string> unpack(std::string bytes, std::size_t size_max) {
  const Packing packing = detect_packing(bytes);
  if (packing == Packing::plain) {
    return bytes;
  }
  Unpacker unpacker(packing);
  std::string out;
  std::string chunk(chunk_bytes, '\0');
  std::string_view rest = bytes;
  while (true) {
    CENTINELA_TRY(const Unpacker::Step step, unpacker.unpack(rest, chunk));
    rest.remove_prefix(step.consumed);
    if (step.produced > size_max - out.size()) {
      return Error{Errc::bad_data, fmt::format("unpacks to more than {} bytes", size_max)};
    }
    out.append(chunk, 0, step.produced);
    if (step.produced == 0 && (rest.empty() || step.consumed == 0)) {
      break;
    }
  }
  if (!rest.empty() || !unpacker.is_whole()) {
    return Error{Errc::bad_data, "it is cut short: it ends inside packed data"};
  }
  return out;
}

Result<std::string> read_whole_file(const std::filesystem::path& path, std::size_t size_max) {
  std::error_code failure;
  if (std::filesystem::is_directory(path, failure)) {
    return file_error(path, "expected a file, found a directory");
  }
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    return file_error(path, "cannot be opened: " + last_error());
  }
  std::string bytes;
  std::string chunk(chunk_bytes, '\0');
  while (in.read(chunk.data(), static_cast<std::streamsize>(chunk.size())) || in.gcount() > 0) {
    bytes.append(chunk, 0, static_cast<std::size_t>(in.gcount()));
    if (bytes.size() > size_max) {
      return Error{Errc::bad_data,
                   fmt::format("{}: larger than {} bytes", path.string(), size_max)};
    }
  }
  if (in.bad()) {
    return file_error(path, "cannot be read: " + last_error());
  }
  auto unpacked = unpack(std::move(bytes), size_max);
  if (!unpacked) {
    return Error{unpacked.error().code,
                 fmt::format("{}: {}", path.string(), unpacked.error().detail)};
  }
  return unpacked;
}

Result<std::string> read_whole_input(const std::filesystem::path& path, std::size_t size_max) {
  return path == "-" ? read_whole_file("/dev/stdin", size_max) : read_whole_file(path, size_max);
}

Result<void> write_whole_file(const std::filesystem::path& path, std::string_view bytes) {
  std::error_code failure;
  if (std::filesystem::is_other(std::filesystem::status(path, failure))) {
    return write_bytes(path, bytes);  // a device or a pipe must stay what it is
  }
  std::filesystem::path beside = path;
  beside += ".new";
  CENTINELA_TRY(write_bytes(beside, bytes));
  std::filesystem::rename(beside, path, failure);
  if (failure) {
    return file_error(path, "cannot be replaced: " + failure.message());
  }
  return {};
}

}  // namespace centinela::source
