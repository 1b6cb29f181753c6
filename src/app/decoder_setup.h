// From the configuration to the decoder's options. Floor 10, pure.
#pragma once

#include "centinela/codec/decoder.h"

#include "config/sections.h"
#include "source/input_file.h"
#include "source/source.h"

#include <memory>

namespace centinela::app {

[[nodiscard]] codec::DecoderOptions decoder_options(const config::Config& config);

// The records of a file or of standard input: lines, and under a flat preset the rows of a table.
[[nodiscard]] std::unique_ptr<source::Source> record_source(const config::Config& config,
                                                            source::InputFile input);

}  // namespace centinela::app
