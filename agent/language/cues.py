"""Cues: whether a message asks, corrects, frames or greets, looked up in ``cues.yaml``.

A cue is matched when it is first asked for: compiling every pattern would cost more than answering.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from agent.language.text import has_cjk

_LATIN = re.compile(r"[a-z%/<>+\-]")


@functools.cache
def _patterns() -> dict[str, dict[str, list[str]]]:
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with (Path(__file__).parent / "cues.yaml").open(encoding="utf-8") as file:
        return dict(yaml.load(file, Loader=loader))  # noqa: S506 - a safe loader, in C where there is one


@functools.cache
def _compiled(name: str, language: str) -> re.Pattern[str]:
    body = "|".join(_patterns()[name].get(language) or ["(?!)"])
    if language == "en":
        return re.compile(rf"(?<![a-z0-9])(?:{body})(?![a-z0-9])")
    return re.compile(body)


class Cues:
    """The cues of one message, given in its plain form."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._languages = (("zh",) if has_cjk(text) else ()) + (("en",) if _LATIN.search(text) else ())
        self._found: dict[str, tuple[tuple[int, int], ...]] = {}

    def spans(self, name: str) -> tuple[tuple[int, int], ...]:
        """Where the cue stands in the message."""
        if name not in self._found:
            matches: Iterator[re.Match[str]] = (
                match for language in self._languages for match in _compiled(name, language).finditer(self._text)
            )
            self._found[name] = tuple(sorted(match.span() for match in matches if match.end() > match.start()))
        return self._found[name]

    def __contains__(self, name: str) -> bool:
        return bool(self.spans(name))

    def any(self, *names: str) -> bool:
        return any(name in self for name in names)

    def within(self, name: str, start: int, end: int) -> bool:
        """Whether the cue stands between ``start`` and ``end``."""
        return any(start <= a and b <= end for a, b in self.spans(name))


def names() -> tuple[str, ...]:
    """Every cue there is."""
    return tuple(_patterns())
