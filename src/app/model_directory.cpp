#include "app/model_directory.h"

#include "centinela/base/sha256.h"
#include "centinela/features/features.h"
#include "centinela/forest/forest_file.h"

#include "source/whole_file.h"

#include <fmt/format.h>
#include <simdjson.h>

namespace centinela::app {
namespace {

constexpr std::string_view manifest_name = "manifest.json";
constexpr std::string_view forest_name = "forest.bin";
constexpr std::string_view calibration_name = "calibration.tsv";
constexpr std::string_view card_name = "MODEL_CARD.md";
constexpr std::int64_t format_version = 1;

struct Manifest {
  std::int64_t format = 0;
  std::string features;
  std::string forest;
  std::string calibration;
};

std::string digest(std::string_view bytes) {
  return "sha256:" + to_hex(sha256(bytes));
}

Error bad_manifest(const std::filesystem::path& path, std::string_view what) {
  return {Errc::bad_data,
          fmt::format("{}: {}; train the model again with: centinela train", path.string(), what)};
}

Result<Manifest> parse_manifest(const std::filesystem::path& path, const std::string& text) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  if (parser.parse(text).get(root) != simdjson::SUCCESS) {
    return bad_manifest(path, "expected a JSON object");
  }
  Manifest manifest;
  const auto read = [&root](const char* pointer, std::string& into) {
    std::string_view value;
    const bool found = root.at_pointer(pointer).get(value) == simdjson::SUCCESS;
    into = value;
    return found;
  };
  const bool is_whole = root.at_pointer("/format").get(manifest.format) == simdjson::SUCCESS &&
                        read("/features", manifest.features) &&
                        read("/files/forest.bin", manifest.forest) &&
                        read("/files/calibration.tsv", manifest.calibration);
  if (!is_whole) {
    return bad_manifest(path, "expected format, features and the hashes of its files");
  }
  return manifest;
}

Result<std::string> read_checked(const std::filesystem::path& path, const std::string& expected) {
  CENTINELA_TRY(std::string bytes, source::read_whole_file(path, forest::model_bytes_max));
  if (digest(bytes) != expected) {
    return Error{Errc::bad_data,
                 fmt::format("{}: its SHA-256 is not the manifest's; the file was changed or "
                             "damaged, restore it from where it was trained",
                             path.string())};
  }
  return bytes;
}

}  // namespace

std::filesystem::path shipped_model_directory() {
  std::error_code error;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", error);
  for (const std::filesystem::path& candidate :
       {self.parent_path() / "../share/centinela/models/baseline",
        std::filesystem::path{CENTINELA_MODELS_DIRECTORY} / "baseline"}) {
    if (std::filesystem::exists(candidate / manifest_name, error)) {
      return candidate;
    }
  }
  return {};
}

Result<std::shared_ptr<const pipeline::Models>> load_models(
    const std::filesystem::path& directory) {
  const std::filesystem::path path = directory / manifest_name;
  CENTINELA_TRY(const std::string text, source::read_whole_file(path, std::size_t{1} << 20U));
  CENTINELA_TRY(const Manifest manifest, parse_manifest(path, text));
  if (manifest.format != format_version) {
    return bad_manifest(path, fmt::format("expected format {}", format_version));
  }
  if (manifest.features != features::schema_hash()) {
    return bad_manifest(path, "it was trained on another feature schema");
  }
  CENTINELA_TRY(const std::string forest_bytes,
                read_checked(directory / forest_name, manifest.forest));
  CENTINELA_TRY(const std::string calibration,
                read_checked(directory / calibration_name, manifest.calibration));
  auto models = std::make_shared<pipeline::Models>();
  CENTINELA_TRY(models->forest, forest::decode(forest_bytes));
  const auto& forest = models->forest;
  if (!forest.has_value() || forest->n_columns() != features::feature_count) {
    return bad_manifest(path, "the forest has another number of features");
  }
  CENTINELA_TRY(models->scores, pipeline::Models::decode_scores(calibration));
  models->hash = digest(text);
  return std::shared_ptr<const pipeline::Models>{std::move(models)};
}

std::vector<std::filesystem::path> model_files(const std::filesystem::path& directory) {
  return {directory / forest_name,
          directory / calibration_name,
          directory / card_name,
          directory / manifest_name};
}

Result<void> save_models(const std::filesystem::path& directory, const ModelFiles& files) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) {
    return Error{Errc::io, fmt::format("{}: {}", directory.string(), error.message())};
  }
  const std::string manifest = fmt::format(
      "{{\n  \"format\": {},\n  \"features\": \"{}\",\n  \"command\": \"{}\",\n  \"files\": {{\n"
      "    \"{}\": \"{}\",\n    \"{}\": \"{}\",\n    \"{}\": \"{}\"\n  }}\n}}\n",
      format_version,
      features::schema_hash(),
      files.command,
      forest_name,
      digest(files.forest),
      calibration_name,
      digest(files.calibration),
      card_name,
      digest(files.card));
  CENTINELA_TRY(source::write_whole_file(directory / forest_name, files.forest));
  CENTINELA_TRY(source::write_whole_file(directory / calibration_name, files.calibration));
  CENTINELA_TRY(source::write_whole_file(directory / card_name, files.card));
  return source::write_whole_file(directory / manifest_name, manifest);
}

}  // namespace centinela::app
