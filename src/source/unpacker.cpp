// zlib's own word for an input that it does not write to.
#define ZLIB_CONST

#include "source/unpacker.h"

#include "centinela/base/check.h"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <climits>
#include <string>

namespace centinela::source {
namespace {

constexpr std::string_view gzip_magic = "\x1F\x8B";
constexpr std::string_view zstd_magic = "\x28\xB5\x2F\xFD";
constexpr int gzip_window_bits = 15 + 16;  // the largest window, in gzip's wrapping

unsigned int clip(std::size_t size) noexcept {
  return static_cast<unsigned int>(std::min<std::size_t>(size, UINT_MAX));
}

Error damaged(std::string_view packing, std::string_view why) {
  return {Errc::bad_data,
          "input is damaged: " + std::string(packing) + " says \"" + std::string(why) +
              "\"; expected an intact file, pack it again or test it with " + std::string(packing) +
              " -t"};
}

}  // namespace

struct Unpacker::State {
  explicit State(Packing kind) : packing(kind) {
    if (packing == Packing::gzip) {
      CENTINELA_CHECK(inflateInit2(&gzip, gzip_window_bits) == Z_OK);
    } else if (packing == Packing::zstd) {
      zstd = ZSTD_createDStream();
      CENTINELA_CHECK(zstd != nullptr);
    }
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  State(State&&) = delete;
  State& operator=(State&&) = delete;
  ~State() {
    if (packing == Packing::gzip) {
      inflateEnd(&gzip);
    }
    ZSTD_freeDStream(zstd);
  }

  Result<Step> unpack_gzip(std::string_view in, std::span<char> out) {
    std::size_t skipped = 0;
    if (is_whole && is_started) {
      // gzip allows a file to be padded with zeros behind its last member.
      skipped = std::min(in.find_first_not_of('\0'), in.size());
      if (skipped == in.size()) {
        return Step{skipped, 0};
      }
      inflateReset(&gzip);
    }
    is_started = true;
    is_whole = false;
    gzip.next_in = reinterpret_cast<const Bytef*>(in.data() + skipped);
    gzip.avail_in = clip(in.size() - skipped);
    gzip.next_out = reinterpret_cast<Bytef*>(out.data());
    gzip.avail_out = clip(out.size());
    const unsigned int in_before = gzip.avail_in;
    const unsigned int out_before = gzip.avail_out;
    const int code = inflate(&gzip, Z_NO_FLUSH);
    is_whole = code == Z_STREAM_END;
    // Z_BUF_ERROR: no progress was possible, which is no damage.
    if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR) {
      return damaged("gzip", gzip.msg != nullptr ? gzip.msg : "not a gzip member");
    }
    return Step{skipped + in_before - gzip.avail_in, out_before - gzip.avail_out};
  }

  Result<Step> unpack_zstd(std::string_view in, std::span<char> out) {
    ZSTD_inBuffer from{in.data(), in.size(), 0};
    ZSTD_outBuffer to{out.data(), out.size(), 0};
    const std::size_t code = ZSTD_decompressStream(zstd, &to, &from);
    if (ZSTD_isError(code) != 0) {
      return damaged("zstd", ZSTD_getErrorName(code));
    }
    // Asked again after the end of a frame, it hints at the next one: that is no half-read frame.
    const bool is_idle = from.pos == 0 && to.pos == 0;
    is_whole = code == 0 || (is_whole && is_idle);
    return Step{from.pos, to.pos};
  }

  Packing packing;
  z_stream gzip{};
  ZSTD_DStream* zstd = nullptr;
  bool is_started = false;
  bool is_whole = true;
};

Packing detect_packing(std::string_view first_bytes) noexcept {
  if (first_bytes.substr(0, gzip_magic.size()) == gzip_magic) {
    return Packing::gzip;
  }
  if (first_bytes.substr(0, zstd_magic.size()) == zstd_magic) {
    return Packing::zstd;
  }
  return Packing::plain;
}

Unpacker::Unpacker(Packing packing) : state_(std::make_unique<State>(packing)) {}
Unpacker::Unpacker(Unpacker&&) noexcept = default;
Unpacker& Unpacker::operator=(Unpacker&&) noexcept = default;
Unpacker::~Unpacker() = default;

Result<Unpacker::Step> Unpacker::unpack(std::string_view in, std::span<char> out) {
  if (state_->packing == Packing::gzip) {
    return state_->unpack_gzip(in, out);
  }
  if (state_->packing == Packing::zstd) {
    return state_->unpack_zstd(in, out);
  }
  const std::size_t size = std::min(in.size(), out.size());
  std::copy_n(in.begin(), size, out.begin());
  return Step{size, size};
}

bool Unpacker::is_whole() const noexcept {
  return state_->is_whole;
}

Packing Unpacker::packing() const noexcept {
  return state_->packing;
}

}  // namespace centinela::source
