#include "storage/directory_store.h"

#include "centinela/pipeline/state_changes.h"

#include "storage/record_key.h"
#include "storage/record_seal.h"

#include <fmt/format.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/write_batch.h>

#include <cstdarg>
#include <memory>
#include <system_error>
#include <utility>

namespace centinela::storage {
namespace {

constexpr char behind_records = 's';
constexpr std::string_view store_name = "directory";
constexpr int open_files_max = 128;
constexpr std::size_t log_bytes_max = std::size_t{64} << 20U;

rocksdb::Slice slice(std::string_view text) noexcept {
  return {text.data(), text.size()};
}

Error locked(const std::string& path) {
  return {
      Errc::fenced,
      fmt::format("{}: another process has the checkpoints: one daemon per state.directory", path)};
}

// What no other try reads better, as far as RocksDB can tell: a table that ends early or does not
// come to its checksum, a file that its list of files names and that is not there.
bool is_damage(const rocksdb::Status& status) {
  return status.IsCorruption() || status.IsPathNotFound() || status.IsNotFound() ||
         status.IsInvalidArgument() || status.IsNotSupported();
}

// RocksDB's own log is a file beside the data, and Debian's build ends the process when that cannot
// be written (an assertion, on a full disk). What matters comes back as a status.
class NoLog : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char* /*format*/, va_list /*arguments*/) override {}
};

rocksdb::Options database_options(const DirectoryStoreOptions& options) {
  rocksdb::Options database;
  database.create_if_missing = !options.is_read_only;
  database.compression = rocksdb::kNoCompression;  // sealed bytes do not get smaller
  database.info_log = std::make_shared<NoLog>();
  database.max_open_files = open_files_max;
  // A torn end of its log is the checkpoint that was being written; before it stands the last one.
  database.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  if (options.system != nullptr) {
    database.env = options.system;
  }
  return database;
}

class DirectoryStore : public CheckpointStore {
 public:
  DirectoryStore(DirectoryStoreOptions options, const privacy::TokenKey& key)
      : options_(std::move(options)), seal_(key, store_name, options_.partition) {}

  [[nodiscard]] Result<void> open() {
    database_.reset();
    rocksdb::DB* opened = nullptr;
    const std::string path = options_.directory.string();
    const rocksdb::Options database = database_options(options_);
    const rocksdb::Status status = options_.is_read_only
                                       ? rocksdb::DB::OpenForReadOnly(database, path, &opened)
                                       : rocksdb::DB::Open(database, path, &opened);
    if (!status.ok()) {
      const bool is_locked =
          status.IsIOError() && status.ToString().find("lock") != std::string::npos;
      return is_locked ? locked(path) : unreadable("cannot be opened", status);
    }
    database_.reset(opened);
    return {};
  }

  [[nodiscard]] Result<std::optional<Marker>> marker() override {
    CENTINELA_TRY(ready());
    std::string sealed;
    const rocksdb::Status status = database_->Get({}, slice(marker_key), &sealed);
    if (status.IsNotFound()) {
      return std::optional<Marker>{};
    }
    if (!status.ok()) {
      return unreadable("the marker cannot be read", status);
    }
    CENTINELA_TRY(const std::string bytes, open_record(marker_key, sealed));
    CENTINELA_TRY(Marker marker, decode_marker(bytes));
    return std::optional<Marker>{std::move(marker)};
  }

  [[nodiscard]] Result<void> load(const RecordVisitor& visit) override {
    CENTINELA_TRY(const std::optional<Marker> marker, this->marker());
    pipeline::StateSum sum;
    rocksdb::ReadOptions reading;
    reading.fill_cache = false;
    const std::unique_ptr<rocksdb::Iterator> at{database_->NewIterator(reading)};
    for (at->Seek(rocksdb::Slice(&record_prefix, 1)); at->Valid(); at->Next()) {
      const std::string_view full = at->key().ToStringView();
      if (full.front() != record_prefix) {
        break;
      }
      CENTINELA_TRY(const std::string value, open_record(full, at->value().ToStringView()));
      const std::string_view key = full.substr(1);
      ++sum.records;
      sum.digest += pipeline::record_digest(key, value);
      CENTINELA_TRY(visit(key, value));
    }
    if (!at->status().ok()) {
      return unreadable("its records cannot be read", at->status());
    }
    return check_sum(options_.directory.string(), marker, sum);
  }

  [[nodiscard]] Result<void> save(const pipeline::StateChanges& changes,
                                  const Marker& marker) override {
    CENTINELA_TRY(ready());
    CENTINELA_TRY(seal_.begin());
    rocksdb::WriteBatch batch(changes.bytes() + changes.size() * sealed_overhead);
    if (changes.is_everything) {
      erase_records(batch);
    }
    changes.for_each([&](std::string_view key, std::string_view value, bool is_erased) {
      const std::string full = record_key(key);
      if (is_erased) {
        static_cast<void>(batch.Delete(full));
      } else {
        static_cast<void>(batch.Put(full, seal_.seal(full, value)));
      }
    });
    static_cast<void>(batch.Put(slice(marker_key), seal_.seal(marker_key, encode(marker))));
    CENTINELA_TRY(write(batch));
    return settle(changes.bytes());
  }

  [[nodiscard]] Result<void> reset() override {
    CENTINELA_TRY(ready());
    rocksdb::WriteBatch batch;
    erase_records(batch);
    static_cast<void>(batch.Delete(slice(marker_key)));
    return write(batch);
  }

 private:
  static constexpr std::size_t sealed_overhead = 96;  // seal, key and RocksDB's own

  // After a failure the database is opened anew: what it has in memory may not be on the disk.
  [[nodiscard]] Result<void> ready() { return database_ == nullptr ? open() : Result<void>{}; }

  [[nodiscard]] Result<void> write(rocksdb::WriteBatch& batch) {
    rocksdb::WriteOptions writing;
    writing.sync = true;
    const rocksdb::Status status = database_->Write(writing, &batch);
    if (!status.ok()) {
      Error error = failed("the checkpoint could not be written", status);
      database_.reset();
      return error;
    }
    return {};
  }

  // What stands in RocksDB's log alone is read again by every start: much of it goes into tables.
  [[nodiscard]] Result<void> settle(std::size_t bytes) {
    in_log_ += bytes;
    if (in_log_ < log_bytes_max) {
      return {};
    }
    in_log_ = 0;
    const rocksdb::Status status = database_->Flush({});
    if (!status.ok()) {
      Error error = failed("the checkpoint could not be settled", status);
      database_.reset();
      return error;
    }
    return {};
  }

  static void erase_records(rocksdb::WriteBatch& batch) {
    static_cast<void>(
        batch.DeleteRange(rocksdb::Slice(&record_prefix, 1), rocksdb::Slice(&behind_records, 1)));
  }

  [[nodiscard]] Result<std::string> open_record(std::string_view full_key,
                                                std::string_view sealed) const {
    auto opened = seal_.open(full_key, sealed);
    if (!opened) {
      return not_opened(options_.directory.string(), opened.error());
    }
    return opened;
  }

  [[nodiscard]] Error failed(std::string_view what, const rocksdb::Status& status) const {
    return {Errc::io,
            fmt::format("{}: {}: {}", options_.directory.string(), what, status.ToString())};
  }

  // Of reading: where nothing was ever written, nothing can be damaged.
  [[nodiscard]] Error unreadable(std::string_view what, const rocksdb::Status& status) const {
    std::error_code ignored;
    if (!is_damage(status) || !std::filesystem::exists(options_.directory / "CURRENT", ignored)) {
      return failed(what, status);
    }
    return {Errc::bad_data,
            fmt::format("{}: the checkpoint is damaged: {} ({}); centinela state verify says "
                        "whether it reads again once the disk or a copy of the directory is back; "
                        "to begin without it: centinela state reset --accept-loss (both with "
                        "--config FILE, reset with --reason TEXT)",
                        options_.directory.string(),
                        what,
                        status.ToString())};
  }

  DirectoryStoreOptions options_;
  RecordSeal seal_;
  std::size_t in_log_ = 0;  // bytes saved since the last flush
  std::unique_ptr<rocksdb::DB> database_;
};

}  // namespace

Result<void> remove_directory_store(const std::filesystem::path& directory) {
  const rocksdb::Status status = rocksdb::DestroyDB(directory.string(), {});
  if (status.ok()) {
    return {};
  }
  return status.ToString().find("lock") != std::string::npos
             ? locked(directory.string())
             : Error{Errc::io, fmt::format("{}: {}", directory.string(), status.ToString())};
}

Result<std::unique_ptr<CheckpointStore>> open_directory_store(
    DirectoryStoreOptions options, const privacy::TokenKey& sealing_key) {
  std::error_code ignored;
  if (!options.is_read_only) {
    std::filesystem::create_directories(options.directory, ignored);
  }
  auto store = std::make_unique<DirectoryStore>(std::move(options), sealing_key);
  CENTINELA_TRY(store->open());
  return std::unique_ptr<CheckpointStore>{std::move(store)};
}

}  // namespace centinela::storage
