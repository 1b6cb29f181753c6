// Bytes as a model file, as an ensemble and as JSON of scikit-learn: no input may crash, and what
// decodes must score and encode again. The checksum is made right, else it would stop all but a
// few.
#include "centinela/base/check.h"
#include "centinela/base/sha256.h"
#include "centinela/forest/ensemble.h"
#include "centinela/forest/forest_file.h"
#include "centinela/forest/scoring.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace {

namespace forest = centinela::forest;

std::string with_right_checksum(std::string bytes) {
  constexpr std::size_t digest_size = 32;
  if (bytes.size() >= digest_size) {
    const std::size_t body = bytes.size() - digest_size;
    const centinela::Sha256 digest = centinela::sha256(std::string_view(bytes).substr(0, body));
    std::memcpy(bytes.data() + body, digest.data(), digest_size);
  }
  return bytes;
}

void use(const forest::Forest& model) {
  const std::vector<float> row(model.n_columns(), 0.5F);
  std::array<double, 1> score{};
  forest::anomaly_scores(model, row, score);
  CENTINELA_CHECK(score[0] > 0 && score[0] <= 1);
  const auto again = forest::decode(forest::encode(model));
  CENTINELA_CHECK(again.has_value());
  CENTINELA_CHECK(again->parts() == model.parts());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const std::string sealed = with_right_checksum(bytes);
  if (const auto model = forest::decode(sealed)) {
    use(*model);
  }
  if (const auto ensemble = forest::decode_ensemble(sealed)) {
    const std::vector<float> row(ensemble->forest().n_columns(), 0.5F);
    std::array<double, 1> score{};
    forest::anomaly_scores(*ensemble, row, score);
  }
  if (const auto model = forest::import_sklearn_json(bytes)) {
    use(*model);
  }
  return 0;
}
