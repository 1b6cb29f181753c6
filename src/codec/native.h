// The native tables: access event, context record, control record. Floor 2.
#pragma once

#include "codec/rows.h"

namespace centinela::codec::native {

// Speculative: an object that turns out to be something else reroutes the walk.
[[nodiscard]] Rows access_rows() noexcept;
[[nodiscard]] Rows context_rows() noexcept;  // extra: RawContext
[[nodiscard]] Rows control_rows() noexcept;  // extra: RawControl

// `type`: access goes on, context and control reroute.
bool read_type(Reader& reader, Cell& cell, const Target& target);

}  // namespace centinela::codec::native
