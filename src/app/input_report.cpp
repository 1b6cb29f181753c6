#include "app/input_report.h"

#include "app/decoder_setup.h"
#include "app/input_survey.h"

namespace centinela::app {

Result<std::vector<CheckLine>> report_input(const config::Config& config,
                                            const std::filesystem::path& input) {
  constexpr std::uint64_t records_max = 1'000'000;
  constexpr std::chrono::milliseconds poll_timeout{1000};
  CENTINELA_TRY(source::InputFile file, source::InputFile::open(input.string()));
  const std::unique_ptr<source::Source> source = record_source(config, std::move(file));
  codec::Decoder decoder(decoder_options(config));
  InputSurvey survey;
  for (bool is_end = false; !is_end && decoder.counters().records < records_max;) {
    CENTINELA_TRY(const source::RecordBatch batch, source->poll(poll_timeout));
    is_end = batch.is_end;
    for (const source::SourceRecord& record : batch.records) {
      survey.take(decoder.decode(record.view));
    }
  }
  return survey.report(decoder.counters().ignored);
}

}  // namespace centinela::app
