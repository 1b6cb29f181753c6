// A URL as it may be shown. Floor 0, pure.
#pragma once

#include <string>
#include <string_view>

namespace centinela {

// "http://user:secret@host/path?token=x" as "http://***@host/path?***": who it is for and what it
// asks may be secrets. Text that holds no URL stays as it is.
[[nodiscard]] std::string masked_url(std::string_view text);

}  // namespace centinela
