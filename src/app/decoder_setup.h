// From the configuration to the decoder's options. Floor 10, pure.
#pragma once

#include "centinela/codec/decoder.h"

#include "config/sections.h"

namespace centinela::app {

[[nodiscard]] codec::DecoderOptions decoder_options(const config::Config& config);

}  // namespace centinela::app
