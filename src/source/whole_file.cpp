#include "source/whole_file.h"

#include <fmt/format.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <limits>
#include <memory>
#include <system_error>
#include <utility>

namespace centinela::source {
namespace {

constexpr std::string_view gzip_magic = "\x1F\x8B";
constexpr std::string_view zstd_magic = "\x28\xB5\x2F\xFD";
constexpr std::size_t chunk_bytes = std::size_t{256} << 10U;

Error file_error(const std::filesystem::path& path, std::string_view what) {
  return {Errc::io, fmt::format("{}: {}", path.string(), what)};
}

std::string last_error() {
  return std::generic_category().message(errno);
}

Result<void> append(std::string& out, std::string_view piece, std::size_t size_max) {
  if (piece.size() > size_max - out.size()) {
    return Error{Errc::bad_data, fmt::format("unpacks to more than {} bytes", size_max)};
  }
  out.append(piece);
  return {};
}

class Inflater {
 public:
  // 15 bits of window, +16: gzip wrapping.
  Inflater() : is_ready_(inflateInit2(&stream_, 15 + 16) == Z_OK) {}
  ~Inflater() {
    if (is_ready_) {
      inflateEnd(&stream_);
    }
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  Inflater(Inflater&&) = delete;
  Inflater& operator=(Inflater&&) = delete;

  Result<std::string> run(std::string& packed, std::size_t size_max) {
    std::string out;
    std::string chunk(chunk_bytes, '\0');
    std::size_t fed = 0;
    while (is_ready_) {
      feed(packed, fed);
      stream_.next_out = reinterpret_cast<Bytef*>(chunk.data());
      stream_.avail_out = static_cast<uInt>(chunk.size());
      const int status = inflate(&stream_, Z_NO_FLUSH);
      CENTINELA_TRY(append(
          out, std::string_view(chunk).substr(0, chunk.size() - stream_.avail_out), size_max));
      const bool is_all_read = stream_.avail_in == 0 && fed == packed.size();
      if (status == Z_STREAM_END && is_all_read) {
        return out;
      }
      if (status == Z_STREAM_END) {
        inflateReset(&stream_);
      } else if (status != Z_OK || (is_all_read && stream_.avail_out > 0)) {
        break;
      }
    }
    return Error{Errc::bad_data, fmt::format("gzip data is damaged or cut short at byte {}", fed)};
  }

 private:
  // zlib counts in 32 bits.
  void feed(std::string& packed, std::size_t& fed) {
    if (stream_.avail_in == 0) {
      const std::size_t size = std::min<std::size_t>(packed.size() - fed, std::size_t{1} << 30U);
      stream_.next_in = reinterpret_cast<Bytef*>(packed.data() + fed);
      stream_.avail_in = static_cast<uInt>(size);
      fed += size;
    }
  }

  z_stream stream_{};
  bool is_ready_ = false;
};

Result<std::string> unpack_zstd(std::string_view packed, std::size_t size_max) {
  const std::unique_ptr<ZSTD_DStream, decltype(&ZSTD_freeDStream)> stream(ZSTD_createDStream(),
                                                                          &ZSTD_freeDStream);
  std::string out;
  std::string chunk(chunk_bytes, '\0');
  ZSTD_inBuffer in{packed.data(), packed.size(), 0};
  std::size_t status = 1;
  bool has_more = true;
  while (in.pos < in.size || (has_more && status != 0)) {
    ZSTD_outBuffer piece{chunk.data(), chunk.size(), 0};
    status = ZSTD_decompressStream(stream.get(), &piece, &in);
    if (ZSTD_isError(status) != 0U) {
      return Error{Errc::bad_data, fmt::format("zstd data is damaged at byte {}", in.pos)};
    }
    CENTINELA_TRY(append(out, std::string_view(chunk).substr(0, piece.pos), size_max));
    has_more = piece.pos == piece.size;
  }
  if (status != 0) {
    return Error{Errc::bad_data, "zstd data is cut short"};
  }
  return out;
}

}  // namespace

Result<std::string> unpack(std::string bytes, std::size_t size_max) {
  if (bytes.starts_with(gzip_magic)) {
    return Inflater().run(bytes, size_max);
  }
  if (bytes.starts_with(zstd_magic)) {
    return unpack_zstd(bytes, size_max);
  }
  return bytes;
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

Result<void> write_whole_file(const std::filesystem::path& path, std::string_view bytes) {
  std::filesystem::path beside = path;
  beside += ".new";
  {
    std::ofstream out(beside, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.flush();
    if (!out) {
      return file_error(beside, "cannot be written: " + last_error());
    }
  }
  std::error_code failure;
  std::filesystem::rename(beside, path, failure);
  if (failure) {
    return file_error(path, "cannot be replaced: " + failure.message());
  }
  return {};
}

}  // namespace centinela::source
