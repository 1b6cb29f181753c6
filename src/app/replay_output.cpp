#include "app/replay_output.h"

#include "centinela/detectors/catalogue.h"
#include "centinela/event/words.h"

#include <fmt/format.h>

#include <iterator>

namespace centinela::app {

std::string encode_summary(const ReplaySummary& summary) {
  const double rate =
      summary.seconds > 0 ? static_cast<double>(summary.read()) / summary.seconds : 0;
  return fmt::format(
      "{{\"read\":{},\"scored\":{},\"late\":{},\"duplicates\":{},\"dead_lettered\":{},"
      "\"context_records\":{},\"control_records\":{},\"alerts\":{},\"seconds\":{:.3f},"
      "\"events_per_second\":{:.0f}}}",
      summary.read(),
      summary.scored,
      summary.late,
      summary.duplicates,
      summary.dead_lettered,
      summary.contexts,
      summary.controls,
      summary.alerts,
      summary.seconds,
      rate);
}

Result<ReplayOutput::Stream> ReplayOutput::open_stream(const std::filesystem::path& path,
                                                       std::ostream& out) {
  Stream stream;
  stream.path = path.string();
  if (path == "-") {
    stream.stream = &out;
    return stream;
  }
  stream.file = std::make_unique<std::ofstream>(path, std::ios::binary | std::ios::trunc);
  if (!*stream.file) {
    return Error{Errc::io,
                 fmt::format("{}: cannot be written; is its folder there?", path.string())};
  }
  stream.stream = stream.file.get();
  return stream;
}

Result<ReplayOutput> ReplayOutput::open(const ReplayOptions& options,
                                        std::ostream& out,
                                        std::ostream& err) {
  ReplayOutput output{err};
  CENTINELA_TRY(output.alerts_, open_stream(options.alerts, out));
  if (options.dead_letters) {
    CENTINELA_TRY(output.dead_letters_, open_stream(*options.dead_letters, out));
  }
  if (options.summary) {
    CENTINELA_TRY(output.summary_, open_stream(*options.summary, out));
  }
  if (options.scores) {
    CENTINELA_TRY(output.scores_, open_stream(*options.scores, out));
  }
  output.shows_progress_ = options.shows_progress;
  return output;
}

Result<void> ReplayOutput::write(Stream& to, std::string_view line) {
  if (to.stream == nullptr) {
    return {};
  }
  *to.stream << line << '\n';
  if (!*to.stream) {
    return Error{Errc::io, fmt::format("{}: write failed; is the disk full?", to.path)};
  }
  return {};
}

Result<void> ReplayOutput::finish(Stream& stream) {
  if (stream.stream != nullptr && !stream.stream->flush()) {
    return Error{Errc::io, fmt::format("{}: write failed; is the disk full?", stream.path)};
  }
  return {};
}

Result<void> ReplayOutput::alert(std::string_view line) {
  return write(alerts_, line);
}

Result<void> ReplayOutput::dead_letter(const pipeline::Rejected& rejected) {
  // Reasons, details and fields are static text of ours: nothing needs escaping.
  const std::string_view field = rejected.failure.field;
  return write(dead_letters_,
               fmt::format("{{\"line\":{},\"reason\":\"{}\",\"detail\":\"{}{}{}\",\"byte\":{}}}",
                           rejected.position.offset.value(),
                           rejected.failure.reason,
                           field,
                           field.empty() ? "" : ": ",
                           rejected.failure.detail,
                           rejected.failure.byte));
}

Result<void> ReplayOutput::scores(const pipeline::Reliability& reliability) {
  for (const auto& [key, entry] : reliability.counts()) {
    const EventTime day = window_start(key.first, one_day);
    const std::string_view kind = to_word(entry.stratum.kind);
    std::string counts;
    for (std::size_t i = 0; i < entry.count.at_most.size(); ++i) {
      fmt::format_to(std::back_inserter(counts),
                     "{}\"{:g}\":{}",
                     i == 0 ? "" : ",",
                     pipeline::Reliability::levels.at(i),
                     entry.count.at_most.at(i));
    }
    CENTINELA_TRY(
        write(scores_,
              fmt::format(R"({{"day":"{}","detector":"{}","leg":{},"kind":"{}","opportunities":{},)"
                          R"("at_most":{{{}}}}})",
                          format_rfc3339(day).substr(0, 10),
                          detectors::name(entry.stratum.detector),
                          entry.stratum.leg,
                          kind.empty() ? "none" : kind,
                          entry.count.opportunities,
                          counts)));
  }
  return finish(scores_);
}

Result<void> ReplayOutput::summarise(const ReplaySummary& summary) {
  if (shows_progress_) {
    *err_ << "\r\x1b[K";
  }
  CENTINELA_TRY(write(summary_, encode_summary(summary)));
  CENTINELA_TRY(finish(alerts_));
  CENTINELA_TRY(finish(dead_letters_));
  return finish(summary_);
}

void ReplayOutput::progress(std::uint64_t records) {
  constexpr std::uint64_t step = 50'000;
  if (shows_progress_ && records >= progress_told_ + step) {
    progress_told_ = records;
    *err_ << fmt::format("\rreplay: {} records", records) << std::flush;
  }
}

}  // namespace centinela::app
