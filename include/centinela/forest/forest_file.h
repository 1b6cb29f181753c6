// The model file: a Forest as versioned, checksummed bytes, and trees of scikit-learn. Floor 2.
//
// Pure values. Nothing here trusts its input: whatever decodes is a forest that Forest::build took.
// docs/forest-format.md describes every byte.
#pragma once

#include "centinela/base/result.h"
#include "centinela/forest/forest.h"

#include <string>
#include <string_view>

namespace centinela::forest {

inline constexpr std::size_t model_bytes_max = std::size_t{1} << 30U;

// Deterministic: equal parts give equal bytes.
[[nodiscard]] std::string encode(const Forest& forest);

// Error (bad_data) with the byte offset or the section: not a model file, damaged (the checksum
// disagrees), a newer version, an unknown section that matters, or a forest that build() refuses.
[[nodiscard]] Result<Forest> decode(std::string_view bytes);

// Reads the JSON that models/export_sklearn.py writes from a fitted IsolationForest.
// Thresholds are double there and rows are float32: each is rounded down to the nearest float32,
// which keeps every comparison x <= threshold as it was.
[[nodiscard]] Result<Forest> import_sklearn_json(std::string_view json);

}  // namespace centinela::forest
