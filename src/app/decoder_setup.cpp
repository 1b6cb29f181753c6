#include "app/decoder_setup.h"

#include "source/line_source.h"
#include "source/row_source.h"

namespace centinela::app {
namespace {

codec::Format format_of(config::InputFormat format) noexcept {
  switch (format) {
    case config::InputFormat::pgaudit:
      return codec::Format::pgaudit;
    case config::InputFormat::cloudtrail:
      return codec::Format::cloudtrail;
    case config::InputFormat::cloudtrail_flat:
      return codec::Format::cloudtrail_flat;
    case config::InputFormat::mongodb:
      return codec::Format::mongodb;
    case config::InputFormat::otel:
      return codec::Format::otel;
    case config::InputFormat::detect:
      break;
  }
  return codec::Format::auto_;
}

}  // namespace

codec::DecoderOptions decoder_options(const config::Config& config) {
  return {.format = format_of(config.input.format), .default_tenant = config.input.default_tenant};
}

std::unique_ptr<source::Source> record_source(const config::Config& config,
                                              source::InputFile input) {
  if (config.input.format == config::InputFormat::cloudtrail_flat) {
    return std::make_unique<source::RowSource>(std::move(input));
  }
  return std::make_unique<source::LineSource>(std::move(input));
}

}  // namespace centinela::app
