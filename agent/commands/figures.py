"""JSON lines of texts in, the same lines with the figures found in them out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from agent.errors import AdvisorError
from tools.figures import Figure, find_figures
from tools.quantities import plain


class BadText(AdvisorError):
    """A line that holds no text."""


def read(lines: Iterable[bytes]) -> Iterator[str]:
    """For each line ``{"text": …}``, itself with its ``figures``. Raises :class:`BadText` with the line's number."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            text = json.loads(line)["text"]
        except (ValueError, TypeError, KeyError):
            raise BadText(f'line {number} is not JSON such as {{"text": "…"}}') from None
        if not isinstance(text, str):
            raise BadText(f'line {number}: "text" is no text')
        yield json.dumps({"text": text, "figures": list(map(_told, find_figures(text)))}, ensure_ascii=False)


def _told(figure: Figure) -> dict[str, Any]:
    """``figure`` as JSON values; numbers are strings, so that none becomes a float."""
    return {
        "start": figure.start,
        "end": figure.end,
        "text": figure.text,
        "kind": figure.kind.value,
        "low": _number(figure.low),
        "high": _number(figure.high),
        "unit": str(figure.unit),
        "comparator": figure.comparator.value,
        "ambiguous": figure.ambiguous,
    }


def _number(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)
