// write_hostile_corpus FOLDER: the hostile records of the unit tests as seeds, one file each.
#include "codec/hostile_records.h"

#include <cstdio>
#include <filesystem>
#include <fstream>

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: write_hostile_corpus FOLDER\n", stderr);
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
  return 0;
}
