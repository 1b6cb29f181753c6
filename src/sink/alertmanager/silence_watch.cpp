#include "sink/alertmanager/silence_watch.h"

namespace centinela::sink {

Result<std::vector<TaggedSilence>> SilenceWatch::news(std::string_view silences_json,
                                                      std::string_view alerts_json) {
  CENTINELA_TRY(std::vector<TaggedSilence> tagged, join_silences(silences_json, alerts_json));
  std::set<std::pair<std::string, std::string>> present;
  for (TaggedSilence& silence : tagged) {
    for (const std::string& episode : silence.episodes) {
      present.emplace(silence.id, episode);
    }
    std::erase_if(silence.episodes, [&](const std::string& episode) {
      return told_.contains({silence.id, episode});
    });
  }
  told_ = std::move(present);
  std::erase_if(tagged, [](const TaggedSilence& silence) { return silence.episodes.empty(); });
  return tagged;
}

}  // namespace centinela::sink
