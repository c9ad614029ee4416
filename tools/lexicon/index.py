"""Looking words up by their first or last character."""

from __future__ import annotations

from collections.abc import Iterable


def by_edge(words: Iterable[str], edge: int) -> dict[str, tuple[str, ...]]:
    """``words`` by their first (0) or last (-1) character, longest first, so that the longest match is met first."""
    table: dict[str, list[str]] = {}
    for word in words:
        table.setdefault(word[edge], []).append(word)
    return {char: tuple(sorted(group, key=len, reverse=True)) for char, group in table.items()}
