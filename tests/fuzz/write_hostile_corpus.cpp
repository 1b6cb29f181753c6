// write_hostile_corpus FOLDER EVENTS: the hostile records of the unit tests as seeds, one file
// each, and the shipped samples with the first byte by which the fuzzer chooses each preset.
#include "codec/hostile_records.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace {

namespace fs = std::filesystem;

// The decoders of fuzz_decoder.cpp for pgaudit, cloudtrail, cloudtrail_flat, mongodb and otel.
constexpr char first_preset = 4;
constexpr char last_preset = 8;

bool write_samples(const fs::path& folder, const fs::path& events) {
  bool is_fine = true;
  for (const fs::directory_entry& sample : fs::directory_iterator(events)) {
    const std::ifstream in(sample.path(), std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    for (char preset = first_preset; preset <= last_preset; ++preset) {
      std::ofstream out(folder / (sample.path().filename().string() + std::to_string(preset)),
                        std::ios::binary);
      out << preset << text.str();
      is_fine = is_fine && in.good() && out.good();
    }
  }
  return is_fine;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: write_hostile_corpus FOLDER EVENTS\n", stderr);
    return 64;
  }
  constexpr std::size_t seed_bytes_max = 8192;
  const std::filesystem::path folder = argv[1];
  std::filesystem::create_directories(folder);
  int number = 0;
  for (const auto& record : centinela::codec::hostile_records()) {
    if (record.value.size() <= seed_bytes_max) {
      std::ofstream file(folder / ("hostile-" + std::to_string(number++)), std::ios::binary);
      file << record.value;
      if (!file) {
        return 74;
      }
    }
  }
  return write_samples(folder, argv[2]) ? 0 : 74;
}
