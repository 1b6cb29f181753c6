#include "centinela/base/bytes.h"
#include "centinela/forest/ensemble.h"

#include "forest/container.h"
#include "forest/ensemble_parts.h"
#include "forest/forest_sections.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <utility>

namespace centinela::forest {
namespace {

// Enough for 16 neighbours of 64 draws in 256 columns.
constexpr std::size_t numbers_max = std::size_t{1} << 20U;

template <class Number>
void put_numbers(ByteWriter& out, const std::vector<Number>& numbers) {
  out.put(static_cast<std::uint32_t>(numbers.size()));
  for (const Number number : numbers) {
    out.put(number);
  }
}

template <class Number>
Result<std::vector<Number>> read_numbers(ByteReader& in) {
  CENTINELA_TRY(const auto count, in.get<std::uint32_t>());
  if (count > numbers_max || count * sizeof(Number) > in.remaining()) {
    return Error{Errc::bad_data,
                 fmt::format("model file: byte {} of a section: expected fewer than {} numbers",
                             in.offset(),
                             count)};
  }
  std::vector<Number> numbers(count);
  for (Number& number : numbers) {
    CENTINELA_TRY(number, in.get<Number>());
  }
  return numbers;
}

Result<void> check_end(const ByteReader& in, std::string_view tag) {
  if (!in.at_end()) {
    return Error{Errc::bad_data,
                 fmt::format("model file: section {}: {} bytes too many", tag, in.remaining())};
  }
  return {};
}

std::string write_means(const EnsembleParts& parts) {
  ByteWriter out;
  put_numbers(out, parts.standardiser.mean);
  put_numbers(out, parts.standardiser.inverse_sigma);
  return std::move(out).bytes();
}

std::string write_neighbours(const EnsembleParts& parts) {
  ByteWriter out;
  put_numbers(out, parts.neighbours.points);
  return std::move(out).bytes();
}

std::string write_shape(const EnsembleParts& parts) {
  ByteWriter out;
  put_numbers(out, parts.shape.centre);
  put_numbers(out, parts.shape.whitening);
  return std::move(out).bytes();
}

std::string write_scales(const EnsembleParts& parts) {
  ByteWriter out;
  for (const TailScale& scale : parts.scales) {
    put_numbers(out, scale.score);
    put_numbers(out, scale.bits);
  }
  return std::move(out).bytes();
}

Result<void> read_means(const std::vector<Section>& sections, EnsembleParts& parts) {
  CENTINELA_TRY(const std::string_view bytes, find_section(sections, means_tag));
  ByteReader in(bytes);
  CENTINELA_TRY(parts.standardiser.mean, read_numbers<double>(in));
  CENTINELA_TRY(parts.standardiser.inverse_sigma, read_numbers<double>(in));
  return check_end(in, means_tag);
}

Result<void> read_neighbours(const std::vector<Section>& sections, EnsembleParts& parts) {
  CENTINELA_TRY(const std::string_view bytes, find_section(sections, neighbours_tag));
  ByteReader in(bytes);
  CENTINELA_TRY(parts.neighbours.points, read_numbers<float>(in));
  return check_end(in, neighbours_tag);
}

Result<void> read_shape(const std::vector<Section>& sections, EnsembleParts& parts) {
  CENTINELA_TRY(const std::string_view bytes, find_section(sections, shape_tag));
  ByteReader in(bytes);
  CENTINELA_TRY(parts.shape.centre, read_numbers<double>(in));
  CENTINELA_TRY(parts.shape.whitening, read_numbers<double>(in));
  return check_end(in, shape_tag);
}

Result<void> read_scales(const std::vector<Section>& sections, EnsembleParts& parts) {
  CENTINELA_TRY(const std::string_view bytes, find_section(sections, scales_tag));
  ByteReader in(bytes);
  for (TailScale& scale : parts.scales) {
    CENTINELA_TRY(scale.score, read_numbers<double>(in));
    CENTINELA_TRY(scale.bits, read_numbers<double>(in));
  }
  return check_end(in, scales_tag);
}

}  // namespace

std::string encode(const Ensemble& ensemble) {
  const ForestParts& forest = ensemble.forest().parts();
  const std::string facts = write_facts(forest);
  const std::string names = write_names(forest);
  const std::string trees = write_trees(forest);
  const std::string means = write_means(ensemble.parts());
  const std::string neighbours = write_neighbours(ensemble.parts());
  const std::string shape = write_shape(ensemble.parts());
  const std::string scales = write_scales(ensemble.parts());
  return write_container({{facts_tag, facts},
                          {names_tag, names},
                          {trees_tag, trees},
                          {means_tag, means},
                          {neighbours_tag, neighbours},
                          {shape_tag, shape},
                          {scales_tag, scales}});
}

bool holds_ensemble(std::string_view bytes) noexcept {
  const auto sections = read_container(bytes);
  return sections.has_value() && has_section(*sections, scales_tag);
}

Result<Ensemble> decode_ensemble(std::string_view bytes) {
  CENTINELA_TRY(const std::vector<Section> sections, read_container(bytes));
  CENTINELA_TRY(refuse_unknown(
      sections,
      {facts_tag, names_tag, trees_tag, means_tag, neighbours_tag, shape_tag, scales_tag}));
  CENTINELA_TRY(Forest forest, read_forest(sections));
  EnsembleParts parts;
  CENTINELA_TRY(read_means(sections, parts));
  CENTINELA_TRY(read_neighbours(sections, parts));
  CENTINELA_TRY(read_shape(sections, parts));
  CENTINELA_TRY(read_scales(sections, parts));
  return Ensemble::build(std::move(forest), std::move(parts));
}

}  // namespace centinela::forest
