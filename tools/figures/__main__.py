"""``python -m tools.figures FILE.jsonl``: read ``{"text": …}`` lines, write each with its figures."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from decimal import Decimal
from pathlib import Path
from typing import Any

from tools.figures.model import Figure
from tools.figures.reader import find_figures
from tools.quantities import plain


def as_json(figure: Figure) -> dict[str, Any]:
    """``figure`` as JSON values; numbers are strings, so that none becomes a float."""

    def number(value: Decimal | None) -> str | None:
        return None if value is None else plain(value)

    return {
        "start": figure.start,
        "end": figure.end,
        "text": figure.text,
        "kind": figure.kind.value,
        "low": number(figure.low),
        "high": number(figure.high),
        "unit": str(figure.unit),
        "comparator": figure.comparator.value,
        "ambiguous": figure.ambiguous,
    }


def main(arguments: list[str]) -> int:
    """Read the file named in ``arguments`` (``-`` is standard input) and print one line per line of it."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m tools.figures FILE.jsonl\n")
        return 2
    with nullcontext(sys.stdin) if arguments[0] == "-" else Path(arguments[0]).open(encoding="utf-8") as stream:
        for line in stream:
            if line.strip():
                text = json.loads(line)["text"]
                figures = [as_json(figure) for figure in find_figures(text)]
                sys.stdout.write(json.dumps({"text": text, "figures": figures}, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
