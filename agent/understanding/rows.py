"""Tokens of two kinds that belong together pair by pair: taking turns, or in two rows of one length."""

from __future__ import annotations

from collections.abc import Sequence

from agent.understanding.tokens import Token


def pairs(row: Sequence[Token], kind: str) -> list[tuple[Token, Token]] | None:
    """Tokens of ``kind`` each with one of another kind, in order; ``None`` where they do not pair."""
    half = len(row) // 2
    named = [t.kind == kind for t in row]
    if not row or len(row) % 2 or sum(named) != half:
        return None
    found = list(zip(row[::2], row[1::2], strict=True))
    if len(set(named[:half])) == 1 and half > 1:
        found = list(zip(row[:half], row[half:], strict=True))
    if any((a.kind == kind) == (b.kind == kind) for a, b in found):
        return None
    return [(a, b) if a.kind == kind else (b, a) for a, b in found]
