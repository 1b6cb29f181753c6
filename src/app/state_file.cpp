#include "app/state_file.h"

#include "centinela/base/bytes.h"

#include "source/whole_file.h"
#include "storage/record_seal.h"

#include <fmt/format.h>

namespace centinela::app {
namespace {

constexpr std::string_view magic = "CNSF0001";
constexpr std::size_t part_bytes_max = std::size_t{1} << 30U;

std::string place(std::uint64_t number) {
  return std::to_string(number);
}

Error bad(const std::filesystem::path& path, std::string_view what) {
  return {Errc::bad_data, fmt::format("{}: {}", path.string(), what)};
}

// Of a file that was read: its parts one after the other.
class Parts {
 public:
  Parts(std::string_view bytes, const privacy::TokenKey& key)
      : reader_(bytes), seal_(key, "file", PartitionIndex{0}) {}

  [[nodiscard]] Result<std::string> next() {
    CENTINELA_TRY(const std::string_view sealed, reader_.get_string(part_bytes_max));
    return seal_.open(place(number_++), sealed);
  }
  [[nodiscard]] bool at_end() const noexcept { return reader_.at_end(); }

 private:
  ByteReader reader_;
  storage::RecordSeal seal_;
  std::uint64_t number_ = 0;
};

Result<pipeline::StateChanges> read_records(Parts& parts, const storage::Marker& marker) {
  pipeline::StateChanges changes;
  changes.is_everything = true;
  while (!parts.at_end()) {
    CENTINELA_TRY(const std::string part, parts.next());
    ByteReader reader(part);
    CENTINELA_TRY(const std::string_view key, reader.get_string(part_bytes_max));
    CENTINELA_TRY(const std::string_view value, reader.get_raw(reader.remaining()));
    changes.put(key, value);
    ++changes.sum.records;
    changes.sum.digest += pipeline::record_digest(key, value);
  }
  if (changes.sum != marker.sum) {
    return Error{Errc::bad_data,
                 fmt::format("expected {} records with digest {:016x}, found {} with {:016x}: it "
                             "was cut",
                             marker.sum.records,
                             marker.sum.digest,
                             changes.sum.records,
                             changes.sum.digest)};
  }
  return changes;
}

}  // namespace

Result<storage::Marker> export_state(storage::CheckpointStore& store,
                                     const privacy::TokenKey& key,
                                     const std::filesystem::path& path) {
  CENTINELA_TRY(std::optional<storage::Marker> marker, store.marker());
  if (!marker) {
    return bad(path, "not written: no checkpoint was taken yet");
  }
  storage::RecordSeal seal(key, "file", PartitionIndex{0});
  CENTINELA_TRY(seal.begin());
  ByteWriter writer;
  writer.put_raw(magic);
  std::uint64_t number = 0;
  writer.put_string(seal.seal(place(number++), storage::encode(*marker)));
  CENTINELA_TRY(store.load([&](std::string_view record, std::string_view value) -> Result<void> {
    ByteWriter part;
    part.put_string(record);
    part.put_raw(value);
    writer.put_string(seal.seal(place(number++), part.bytes()));
    return {};
  }));
  CENTINELA_TRY(source::write_whole_file(path, writer.bytes()));
  return *std::move(marker);
}

Result<storage::Marker> import_state(storage::CheckpointStore& store,
                                     const privacy::TokenKey& key,
                                     const std::filesystem::path& path) {
  CENTINELA_TRY(const std::string bytes, source::read_whole_file(path));
  if (!std::string_view{bytes}.starts_with(magic)) {
    return bad(path, "expected a file that centinela state export wrote");
  }
  Parts parts(std::string_view{bytes}.substr(magic.size()), key);
  CENTINELA_TRY(const std::string head, parts.next());
  CENTINELA_TRY(storage::Marker marker, storage::decode_marker(head));
  auto changes = read_records(parts, marker);
  if (!changes) {
    return bad(path, changes.error().detail);
  }
  CENTINELA_TRY(store.save(*changes, marker));
  return marker;
}

}  // namespace centinela::app
