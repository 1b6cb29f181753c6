#include "centinela/base/bytes.h"

#include <limits>

namespace centinela {

void ByteWriter::put_string(std::string_view text) {
  CENTINELA_CHECK(text.size() <= std::numeric_limits<std::uint32_t>::max());
  put(static_cast<std::uint32_t>(text.size()));
  put_raw(text);
}

Result<std::string_view> ByteReader::get_string(std::size_t size_max) {
  CENTINELA_TRY(const auto size, get<std::uint32_t>());
  if (size > size_max) {
    return Error{Errc::bad_data,
                 "expected a field of at most " + std::to_string(size_max) + " bytes, found " +
                     std::to_string(size) + " at byte " + std::to_string(offset_ - 4)};
  }
  return get_raw(size);
}

Result<std::string_view> ByteReader::get_raw(std::size_t size) {
  if (remaining() < size) {
    return short_read(size);
  }
  const std::string_view raw = bytes_.substr(offset_, size);
  offset_ += size;
  return raw;
}

Error ByteReader::short_read(std::size_t wanted) const {
  return {Errc::bad_data,
          "expected " + std::to_string(wanted) + " more bytes, found " +
              std::to_string(remaining()) + " at byte " + std::to_string(offset_)};
}

}  // namespace centinela
