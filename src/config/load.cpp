#include "config/load.h"

#include "config/fields.h"
#include "config/file_text.h"
#include "config/override.h"
#include "config/validate.h"
#include "config/yaml_reader.h"

#include <fmt/format.h>

namespace centinela::config {
namespace {

Result<void> apply_layer(const Node& tree, const Layer& layer, Loaded& loaded) {
  return apply(tree, layer, fields_of<Config>(), &loaded.config, loaded.origins);
}

Result<void> apply_file(const std::filesystem::path& path, Loaded& loaded) {
  const Result<std::string> text = read_text(path);
  if (!text) {
    return Error{Errc::io,
                 fmt::format("{}: the configuration cannot be read: {}; check the path and its "
                             "access rights",
                             path.string(),
                             text.error().detail)};
  }
  CENTINELA_TRY(const Node tree, parse_yaml(*text, path.string()));
  return apply_layer(tree, {.source = path.string()}, loaded);
}

Result<void> apply_environment(const LoadOptions& options, Loaded& loaded) {
  for (const auto& [name, value] : options.environment) {
    CENTINELA_TRY(const std::optional<Node> tree, parse_variable(name, value));
    if (tree) {
      const std::string source = fmt::format("environment {}", name);
      CENTINELA_TRY(apply_layer(*tree, {.source = source, .has_loose_scalars = true}, loaded));
    }
  }
  return {};
}

}  // namespace

Result<Loaded> load_with_origins(const LoadOptions& options) {
  Loaded loaded;
  if (options.file) {
    CENTINELA_TRY(apply_file(*options.file, loaded));
  }
  CENTINELA_TRY(apply_environment(options, loaded));
  for (const std::string& set : options.sets) {
    CENTINELA_TRY(const Node tree, parse_set(set));
    CENTINELA_TRY(apply_layer(tree, {.source = "--set", .has_loose_scalars = true}, loaded));
  }
  CENTINELA_TRY(validate(loaded.config, loaded.origins));
  CENTINELA_TRY(read_secret_files(loaded.config, loaded.origins));
  return loaded;
}

Result<Config> load(const LoadOptions& options) {
  CENTINELA_TRY(Loaded loaded, load_with_origins(options));
  return std::move(loaded.config);
}

std::string state_key_file(const Config& config) {
  return config.state.key_file.empty() ? config.state.directory + "/state.key"
                                       : config.state.key_file;
}

std::string token_key_file(const Config& config) {
  return config.privacy.key_file.empty() ? config.state.directory + "/token.key"
                                         : config.privacy.key_file;
}

}  // namespace centinela::config
