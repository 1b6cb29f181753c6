// TerminalSink: an alert as a person reads it, with colour on a terminal only. Floor 9.
//
// render_alert is pure and golden-tested. Whatever comes from outside is stripped of control
// characters first, so that no name can move the cursor. Confined to the delivery thread.
#pragma once

#include "sink/sink.h"

#include <cstdio>

namespace centinela::sink {

struct TerminalStyle {
  bool colour = false;
  std::size_t columns = 100;  // at least 40 are used
};

// What the terminal behind the stream can do: colour only on a terminal and without NO_COLOR.
[[nodiscard]] TerminalStyle detect_style(std::FILE* stream);

// Several lines, the last one empty.
[[nodiscard]] std::string render_alert(const Alert& alert, const TerminalStyle& style);

class TerminalSink final : public Sink {
 public:
  // Borrows the stream, which outlives it.
  TerminalSink(std::FILE* stream, TerminalStyle style) : stream_(stream), style_(style) {}

  [[nodiscard]] std::string_view name() const noexcept override { return "terminal"; }
  [[nodiscard]] Result<void> send(std::span<const Alert> alerts) override;
  [[nodiscard]] Result<void> flush() override;

 private:
  std::FILE* stream_;
  TerminalStyle style_;
};

}  // namespace centinela::sink
