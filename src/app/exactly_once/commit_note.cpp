#include "app/exactly_once/commit_note.h"

#include "centinela/base/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <tuple>

namespace centinela::app {
namespace {

// Layout version 1; another one begins with another word.
constexpr std::string_view first_word = "c1 ";
constexpr std::size_t metadata_max = 4096;  // offset.metadata.max.bytes of a broker
// Seven numbers of at most 20 digits, two hashes, blanks.
constexpr std::size_t head_max = 224;

struct Piece {
  CommitNote note;  // without journal
  std::uint64_t base = 0;
  std::uint64_t first_entry = 0;
  std::uint64_t index = 0;
  std::uint64_t count = 0;  // of pieces; 0: the journal did not fit
  std::string_view text;
};

Error malformed(std::string_view what) {
  return {Errc::bad_data, fmt::format("note of a commit: {}", what)};
}

std::string_view word(std::string_view& text) {
  const std::size_t at = text.find(' ');
  const std::string_view found = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
  return found;
}

bool read_number(std::string_view& text, std::uint64_t& value) {
  const std::string_view found = word(text);
  const auto [end, error] = std::from_chars(found.data(), found.data() + found.size(), value);
  return error == std::errc{} && end == found.data() + found.size();
}

bool is_hex(std::string_view text, std::size_t size) {
  return text.size() == size &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Result<Piece> read_piece(std::string_view metadata) {
  metadata.remove_prefix(first_word.size());
  Piece piece;
  Chain& chain = piece.note.chain;
  chain.lineage = word(metadata);
  bool is_good = is_hex(chain.lineage, 16);
  for (std::uint64_t* number :
       {&piece.note.number, &chain.alerts, &piece.base, &piece.first_entry}) {
    is_good = is_good && read_number(metadata, *number);
  }
  chain.hash = word(metadata);
  is_good = is_good && is_hex(chain.hash, 32) && read_number(metadata, piece.index) &&
            read_number(metadata, piece.count);
  if (!is_good) {
    return malformed("a word of it is not what it should be");
  }
  piece.text = metadata;
  return piece;
}

Result<CommitNote> join(std::vector<Piece> pieces) {
  std::sort(pieces.begin(), pieces.end(), [](const Piece& a, const Piece& b) {
    return a.index < b.index;
  });
  Piece& first = pieces.front();
  if (first.count == 0) {
    return std::move(first.note);
  }
  std::string text;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (pieces[i].index != i || pieces[i].note != first.note) {
      return malformed("its pieces do not belong together");
    }
    text += pieces[i].text;
  }
  if (pieces.size() != first.count) {
    // Of partitions whose offset another tool has set since: what is left tells no order.
    return std::move(first.note);
  }
  CENTINELA_TRY(Journal journal, Journal::decode(text, first.base, first.first_entry));
  first.note.journal = std::move(journal);
  return std::move(first.note);
}

}  // namespace

std::size_t journal_size_max(std::size_t partitions) noexcept {
  return partitions * (metadata_max - head_max);
}

std::vector<std::string> encode(const CommitNote& note, std::size_t partitions) {
  CENTINELA_CHECK(partitions > 0);
  const std::string journal = note.journal ? note.journal->encode() : std::string{};
  CENTINELA_CHECK(journal.size() <= journal_size_max(partitions));
  const std::size_t each = journal.size() / partitions + 1;
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < partitions; ++i) {
    const std::size_t from = std::min(i * each, journal.size());
    texts.push_back(fmt::format("{}{} {} {} {} {} {} {} {} {}",
                                first_word,
                                note.chain.lineage,
                                note.number,
                                note.chain.alerts,
                                note.journal ? note.journal->base() : 0,
                                note.journal ? note.journal->first_entry() : 0,
                                note.chain.hash,
                                i,
                                note.journal ? partitions : 0,
                                std::string_view{journal}.substr(from, each)));
    CENTINELA_CHECK(texts.back().size() <= metadata_max);
  }
  return texts;
}

Result<std::optional<CommitNote>> latest_note(std::span<const std::string> metadata,
                                              std::string_view lineage) {
  std::vector<Piece> latest;
  for (const std::string& text : metadata) {
    if (!text.starts_with(first_word)) {
      continue;
    }
    CENTINELA_TRY(const Piece piece, read_piece(text));
    const auto rank = [lineage](const Piece& of) {
      return std::tuple{
          of.note.chain.lineage.starts_with(lineage), of.note.number, of.note.chain.lineage};
    };
    if (!latest.empty() && rank(piece) != rank(latest.front())) {
      if (rank(piece) < rank(latest.front())) {
        continue;
      }
      latest.clear();
    }
    latest.push_back(piece);
  }
  if (latest.empty()) {
    return std::optional<CommitNote>{};
  }
  CENTINELA_TRY(CommitNote note, join(std::move(latest)));
  return std::optional<CommitNote>{std::move(note)};
}

}  // namespace centinela::app
