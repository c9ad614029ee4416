"""Score the figure reader on a file of labelled texts: ``python bench/figures.py FILE.jsonl [--misses]``.

A line holds ``text``, ``value`` (``5``, ``3..20``, ``500..``, ``..7`` or null), ``unit`` (``percent``, a currency code,
``none`` for any other unit), ``kind`` (``none``: nothing may be found) and ``bare`` (the text is one figure and nothing else).
A line counts where a figure has exactly the value and unit, and where it is the only one if the text is bare.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.figures import Figure, find_figures
from tools.quantities import UnitKind


def interval(value: str) -> tuple[Decimal | None, Decimal | None]:
    """``value`` as its two ends; an open end is ``None``."""
    if ".." not in value:
        return Decimal(value), Decimal(value)
    low, high = value.split("..")
    return (Decimal(low) if low else None), (Decimal(high) if high else None)


def agrees(figure: Figure, line: dict[str, Any]) -> bool:
    """Whether ``figure`` is the one that ``line`` expects."""
    unit = figure.unit
    if line["unit"] == "percent":
        right = unit.kind is UnitKind.PERCENT
    elif line["unit"] in (None, "none"):
        right = unit.kind not in (UnitKind.MONEY, UnitKind.PERCENT)
    else:
        right = unit.kind is UnitKind.MONEY and unit.code == line["unit"]
    return right and (figure.low, figure.high) == interval(line["value"])


def correct(line: dict[str, Any]) -> bool:
    """Whether the reader does with ``line`` what its label says."""
    found = find_figures(line["text"])
    if line["kind"] == "none":
        return not found
    return any(agrees(figure, line) for figure in found) and (not line.get("bare") or len(found) == 1)


def main(arguments: list[str]) -> int:
    lines = [json.loads(line) for line in Path(arguments[0]).read_text(encoding="utf-8").splitlines() if line.strip()]
    began = time.perf_counter()
    results = [correct(line) for line in lines]
    spent = time.perf_counter() - began
    kinds: Counter[str] = Counter(line["kind"] for line in lines)
    right: Counter[str] = Counter(line["kind"] for line, result in zip(lines, results, strict=True) if result)
    for kind, count in sorted(kinds.items()):
        print(f"{kind:10} {right[kind]:4} of {count:4}")
    print(
        f"{'all':10} {sum(results):4} of {len(lines):4}  {sum(results) / len(lines):.1%}  {spent / len(lines) * 1e3:.2f} ms a text"
    )
    if "--misses" in arguments:
        for line, result in zip(lines, results, strict=True):
            if not result:
                found = [f"{f.text} {f.comparator}{f.low}..{f.high} {f.unit}" for f in find_figures(line["text"])]
                print(f"- {line['text']!r}: {line['value']} {line['unit']}, found {found}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
