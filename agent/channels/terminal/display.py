"""Output of the terminal: Markdown laid out with rich where a person reads it, and as it is everywhere else.

Both displays take the same Markdown, so that nothing is told in one that is missing in the other. A reply is shown
while it comes: finished paragraphs and tables stay, the unfinished one is drawn anew.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol, TextIO

from agent.explaining import plain
from agent.replies import Bar

if TYPE_CHECKING:
    from rich.console import Console
    from rich.live import Live

_BAR = 32
_SHORTEST = 12  # a bar that tells nothing any more
_AROUND = 6  # cells that no bar, name or figure takes
_EIGHTHS = " ▏▎▍▌▋▊▉"


class Stream(Protocol):
    """A reply on its way; ``finish`` may be called more than once."""

    def add(self, text: str) -> None: ...
    def finish(self) -> None: ...


class Display(Protocol):
    """Where a channel of the terminal writes."""

    @property
    def width(self) -> int: ...
    def markdown(self, text: str) -> None: ...
    def line(self, text: str = "", *, style: str = "") -> None: ...
    def stream(self, *, live: bool = False) -> Stream: ...
    def chart(self, bars: Sequence[Bar]) -> None: ...


def open_display(stream: TextIO | None = None, *, dumb: bool = False) -> Display:
    """A display that suits ``stream``: laid out on a terminal, plain in a pipe or a file."""
    stream = stream or sys.stdout
    return RichDisplay(stream) if stream.isatty() and not dumb else PlainDisplay(stream)


class PlainDisplay:
    """Text as it is, at once."""

    width = 100

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def markdown(self, text: str) -> None:
        self.line(text)

    def line(self, text: str = "", *, style: str = "") -> None:
        print(plain(text), file=self._stream, flush=True)

    def stream(self, *, live: bool = False) -> Stream:
        return _PlainStream(self._stream)

    def chart(self, bars: Sequence[Bar]) -> None:
        """None: the table that it would repeat can be read by programs, too."""


class _PlainStream:
    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._begun = False

    def add(self, text: str) -> None:
        self._begun = True
        self._stream.write(plain(text))
        self._stream.flush()

    def finish(self) -> None:
        if self._begun:
            self._stream.write("\n")
            self._stream.flush()
        self._begun = False


class RichDisplay:
    """Markdown laid out by rich, which also honours ``NO_COLOR``."""

    def __init__(self, stream: TextIO, *, width: int | None = None) -> None:
        from rich.console import Console

        self.console: Console = Console(file=stream, highlight=False, width=width)

    @property
    def width(self) -> int:
        return self.console.width

    def markdown(self, text: str) -> None:
        _print_markdown(self.console, plain(text))

    def line(self, text: str = "", *, style: str = "") -> None:
        from rich.text import Text

        from agent.channels.terminal.layout import wrapped

        for line in wrapped(Text(plain(text), style=style), self.console.width):
            self.console.print(line)

    def stream(self, *, live: bool = False) -> Stream:
        return _RichStream(self.console, live=live)

    def chart(self, bars: Sequence[Bar]) -> None:
        """A bar for each point, as long as its amount; none where name, bar and figure have no room side by side."""
        from rich.cells import cell_len, set_cell_size

        most = max((bar.value for bar in bars), default=Decimal(0))
        room = max((cell_len(bar.name) for bar in bars), default=0)
        longest = min(_BAR, self.console.width - room - max((cell_len(bar.text) for bar in bars), default=0) - _AROUND)
        if most <= 0 or longest < _SHORTEST:
            return
        self.console.print()
        ascii_only = not (self.console.encoding or "").lower().startswith("utf")
        for bar in bars:
            drawn = _bar(int(8 * longest * max(bar.value, Decimal(0)) / most), ascii_only=ascii_only)
            self.console.print(f"  {set_cell_size(bar.name, room)}  ", end="", markup=False)
            self.console.print(drawn, style="cyan", end=" ", markup=False)
            self.console.print(bar.text, markup=False)


def _bar(eighths: int, *, ascii_only: bool) -> str:
    if ascii_only:
        return "#" * max(1, round(eighths / 8))
    return ("█" * (eighths // 8) + _EIGHTHS[eighths % 8]).rstrip() or "▏"


def _print_markdown(console: Console, text: str) -> None:
    """Print ``text`` laid out, with one blank line between blocks where rich puts up to three."""
    from rich.segment import Segment, Segments

    from agent.channels.terminal.layout import Page

    kept: list[Segment] = []
    blank = True
    for line in console.render_lines(Page(text), pad=False):
        was, blank = blank, not "".join(segment.text for segment in line).strip()
        if not (was and blank):
            kept += [*line, Segment.line()] if not blank else [Segment.line()]
    if blank and kept:
        kept.pop()
    console.print(Segments(kept), end="")


class _RichStream:
    """Prints each block of Markdown when it is finished; ``live`` shows the one at work, and a spinner before it."""

    def __init__(self, console: Console, *, live: bool) -> None:
        self._console = console
        self._wanted = live
        self._printed = False
        self._rest = ""
        self._live: Live | None = None
        self._show()

    def add(self, text: str) -> None:
        self._rest += plain(text)
        done, gap, rest = self._rest.rpartition("\n\n")
        if gap and done.count("```") % 2 == 0:
            self._hide()
            self._print(done)
            self._rest = rest
        self._show()

    def finish(self) -> None:
        self._hide()
        if self._rest.strip():
            self._print(self._rest)
        self._rest = ""

    def _print(self, text: str) -> None:
        if self._printed:
            self._console.print()
        _print_markdown(self._console, text)
        self._printed = True

    def _show(self) -> None:
        if not self._wanted:
            return
        from rich.live import Live
        from rich.spinner import Spinner

        from agent.channels.terminal.layout import Page

        shown = Page(self._rest) if self._rest.strip() else Spinner("dots")
        if self._live is None:
            self._live = Live(shown, console=self._console, transient=True, refresh_per_second=8)
            self._live.start()
        else:
            self._live.update(shown)

    def _hide(self) -> None:
        if self._live is not None:
            self._live.stop()
            self._live = None
