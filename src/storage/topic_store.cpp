#include "storage/topic_store.h"

#include "centinela/base/bytes.h"
#include "centinela/base/check.h"

#include "storage/record_key.h"
#include "storage/record_seal.h"

#include <fmt/format.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace centinela::storage {
namespace {

constexpr std::string_view store_name = "topic";

// Sealed values by key, without the identity.
using Kept = std::map<std::string, std::string, std::less<>>;

std::string prefix_of(const std::string& identity) {
  CENTINELA_CHECK(identity.find('\0') == std::string::npos);
  return identity + '\0';
}

Result<Kept> read_kept(CompactedLog& log, const std::string& identity) {
  const std::string prefix = prefix_of(identity);
  Kept kept;
  CENTINELA_TRY(
      log.read([&](std::string_view full, std::optional<std::string_view> value) -> Result<void> {
        if (!full.starts_with(prefix)) {
          return {};
        }
        const std::string_view key = full.substr(prefix.size());
        if (value) {
          kept.insert_or_assign(std::string{key}, std::string{*value});
        } else if (const auto found = kept.find(key); found != kept.end()) {
          kept.erase(found);
        }
        return {};
      }));
  return kept;
}

std::string with_generation(std::uint64_t generation, std::string_view value) {
  ByteWriter writer;
  writer.put(generation);
  writer.put_raw(value);
  return std::move(writer).bytes();
}

class TopicStore final : public CheckpointStore {
 public:
  TopicStore(std::unique_ptr<CompactedLog> log,
             TopicStoreOptions options,
             const privacy::TokenKey& key)
      : log_(std::move(log)),
        options_(std::move(options)),
        prefix_(prefix_of(options_.identity)),
        seal_(key, store_name, options_.partition) {}

  [[nodiscard]] Result<std::optional<Marker>> marker() override {
    if (!kept_) {
      CENTINELA_TRY(kept_, read_kept(*log_, options_.identity));
    }
    const auto found = kept_->find(marker_key);
    if (found == kept_->end()) {
      return std::optional<Marker>{};
    }
    CENTINELA_TRY(const Opened opened, open_record(marker_key, found->second));
    CENTINELA_TRY(Marker marker, decode_marker(opened.value()));
    generation_ = opened.generation;
    return std::optional<Marker>{std::move(marker)};
  }

  [[nodiscard]] Result<void> load(const RecordVisitor& visit) override {
    CENTINELA_TRY(const std::optional<Marker> marker, this->marker());
    const Kept kept = std::exchange(kept_, std::nullopt).value_or(Kept{});
    void_.clear();
    pipeline::StateSum sum;
    for (const auto& [full, sealed] : kept) {
      if (full.front() != record_prefix) {
        continue;
      }
      CENTINELA_TRY(const Opened opened, open_record(full, sealed));
      if (!marker || opened.generation != generation_) {
        void_.push_back(full);
        continue;
      }
      const std::string_view key = std::string_view{full}.substr(1);
      ++sum.records;
      sum.digest += pipeline::record_digest(key, opened.value());
      CENTINELA_TRY(visit(key, opened.value()));
    }
    return check_sum(options_.place, marker, sum);
  }

  [[nodiscard]] Result<void> save(const pipeline::StateChanges& changes,
                                  const Marker& marker) override {
    CENTINELA_TRY(seal_.begin());
    if (!generation_ && !changes.is_everything) {
      CENTINELA_TRY(this->marker());
    }
    // Random: another process may count on from the same one.
    if (!generation_ || changes.is_everything) {
      generation_ = seal_.number();
    }
    kept_.reset();
    Result<void> written =
        log_->write([&](const CompactedLog::Record& put) { return put_all(put, changes, marker); });
    if (written) {
      void_.clear();
    }
    return written;
  }

  [[nodiscard]] Result<void> reset() override {
    kept_.reset();
    void_.clear();
    return erase_records(*log_, options_.identity);
  }

 private:
  struct Opened {
    std::uint64_t generation = 0;
    std::string bytes;  // generation and value
    [[nodiscard]] std::string_view value() const noexcept {
      return std::string_view{bytes}.substr(sizeof(std::uint64_t));
    }
  };

  [[nodiscard]] Result<Opened> open_record(std::string_view key, std::string_view sealed) const {
    auto opened = seal_.open(prefix_ + std::string{key}, sealed);
    if (!opened) {
      return not_opened(options_.place, opened.error());
    }
    ByteReader reader(*opened);
    CENTINELA_TRY(const std::uint64_t generation, reader.get<std::uint64_t>());
    return Opened{generation, *std::move(opened)};
  }

  [[nodiscard]] Result<void> put_all(const CompactedLog::Record& put,
                                     const pipeline::StateChanges& changes,
                                     const Marker& marker) {
    for (const std::string& key : void_) {
      CENTINELA_TRY(put(prefix_ + key, std::nullopt));
    }
    Result<void> done;
    changes.for_each([&](std::string_view key, std::string_view value, bool is_erased) {
      if (done) {
        done = is_erased ? put(prefix_ + record_key(key), std::nullopt)
                         : put_sealed(put, record_key(key), value);
      }
    });
    CENTINELA_TRY(done);
    return put_sealed(put, std::string{marker_key}, encode(marker));
  }

  [[nodiscard]] Result<void> put_sealed(const CompactedLog::Record& put,
                                        const std::string& key,
                                        std::string_view value) {
    const std::string full = prefix_ + key;
    return put(full, seal_.seal(full, with_generation(generation_.value_or(0), value)));
  }

  std::unique_ptr<CompactedLog> log_;
  TopicStoreOptions options_;
  std::string prefix_;
  RecordSeal seal_;
  std::optional<Kept> kept_;                 // as read and not yet loaded
  std::optional<std::uint64_t> generation_;  // of what the marker stands for; none: not known
  std::vector<std::string> void_;            // keys of older generations
};

}  // namespace

std::unique_ptr<CheckpointStore> make_topic_store(std::unique_ptr<CompactedLog> log,
                                                  TopicStoreOptions options,
                                                  const privacy::TokenKey& sealing_key) {
  return std::make_unique<TopicStore>(std::move(log), std::move(options), sealing_key);
}

Result<bool> has_records(CompactedLog& log, const std::string& identity) {
  CENTINELA_TRY(const Kept kept, read_kept(log, identity));
  return !kept.empty();
}

Result<void> erase_records(CompactedLog& log, const std::string& identity) {
  CENTINELA_TRY(const Kept kept, read_kept(log, identity));
  if (kept.empty()) {
    return {};
  }
  const std::string prefix = prefix_of(identity);
  return log.write([&](const CompactedLog::Record& put) -> Result<void> {
    for (const auto& [key, sealed] : kept) {
      CENTINELA_TRY(put(prefix + key, std::nullopt));
    }
    return {};
  });
}

}  // namespace centinela::storage
