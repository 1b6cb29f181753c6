// Whole files in memory, unpacked by what they contain: plain, gzip or zstd. Floor 9.
//
// For tables and models; streams of records have their own readers.
#pragma once

#include "centinela/base/result.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace centinela::source {

inline constexpr std::size_t whole_file_bytes_max = std::size_t{2} << 30U;

// Error: io when the file cannot be read, bad_data when it is damaged or unpacks to more than
// size_max bytes.
[[nodiscard]] Result<std::string> read_whole_file(const std::filesystem::path& path,
                                                  std::size_t size_max = whole_file_bytes_max);

// The same; "-" is standard input.
[[nodiscard]] Result<std::string> read_whole_input(const std::filesystem::path& path,
                                                   std::size_t size_max = whole_file_bytes_max);

// Writes beside the file and renames, so that a reader never sees half of it. Error: io.
[[nodiscard]] Result<void> write_whole_file(const std::filesystem::path& path,
                                            std::string_view bytes);

// Unpacks gzip (several members too) or zstd (several frames too) by their magic numbers; what is
// neither is returned as it is.
[[nodiscard]] Result<std::string> unpack(std::string bytes, std::size_t size_max);

}  // namespace centinela::source
