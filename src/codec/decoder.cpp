#include "centinela/codec/decoder.h"

#include "codec/decoder_core.h"

namespace centinela::codec {
namespace {

constexpr std::array<std::string_view, vocabulary_count> vocabularies = {"principal.kind",
                                                                         "action",
                                                                         "result",
                                                                         "outcome",
                                                                         "resource.kind",
                                                                         "resource.sensitivity",
                                                                         "query.shape",
                                                                         "labels",
                                                                         "context kind",
                                                                         "issued_by",
                                                                         "control kind",
                                                                         "ruling"};

}  // namespace

std::string_view to_string(Vocabulary vocabulary) noexcept {
  return vocabularies[static_cast<std::size_t>(vocabulary)];
}

Decoder::Decoder(DecoderOptions options) {
  core_ = std::make_unique<DecoderCore>(std::move(options));
}
Decoder::~Decoder() = default;
Decoder::Decoder(Decoder&&) noexcept = default;
Decoder& Decoder::operator=(Decoder&&) noexcept = default;

Decoded Decoder::decode(const RecordView& record) {
  return core_->decode(record);
}

const DecodeCounters& Decoder::counters() const noexcept {
  return core_->counters();
}

}  // namespace centinela::codec
