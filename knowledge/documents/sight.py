"""What of a PDF page can be seen: characters that are drawn, on the page, in a colour of their own, and not struck through."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from knowledge.documents.model import Tally

#: Letters smaller than this, in points, are read by nobody.
_SMALLEST = 1.5
_NEAR = 0.06
#: Colour spaces in which a number says how much of an ink is printed.
_INKS = frozenset(("Separation", "DeviceN", "Indexed", "Pattern"))


def visible(page: Any, place: str, tally: Tally) -> list[dict[str, Any]]:
    """The characters of ``page`` that a reader sees; the others are counted."""
    grounds = [*page.rects, *page.curves]
    strokes = _strokes(page)
    pictures = [(image["x0"], image["top"], image["x1"], image["bottom"]) for image in page.images]
    covered = _covers(pictures, page)
    seen: list[dict[str, Any]] = []
    hidden: list[str] = []
    struck: list[str] = []
    turned: list[str] = []
    doubled: set[tuple[str, int, int]] = set()
    for char in page.chars:
        key = (char["text"], round(char["x0"]), round(char["top"]))
        if key in doubled and char["text"].strip():
            continue  # bold type made by printing twice
        doubled.add(key)
        if not char["text"].strip():
            seen.append(char)
        elif not char.get("upright", True):
            turned.append(char["text"])
        elif not _drawn(char, page) or _as_its_ground(char, grounds, pictures, covered=covered):
            hidden.append(char["text"])
        elif _crossed(char, strokes):
            struck.append(char["text"])
        else:
            seen.append(char)
    tally.add("invisible", place, int(bool(hidden)))
    tally.add("turned", place, int(bool(turned)))
    if len(struck) > 1:
        tally.add("struck", f"{place}: {''.join(struck)[:40]}")
    return seen


def _drawn(char: dict[str, Any], page: Any) -> bool:
    """Whether a character is large enough and on the page, upright or turned by a quarter at most."""
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    left, top, right, bottom = page.bbox
    return bool(char["size"] >= _SMALLEST) and bool(left - 1 <= x <= right + 1 and top - 1 <= y <= bottom + 1)


def _grey(color: Any) -> tuple[float, ...] | None:
    """A colour as red, green and blue from 0 to 1; ``None`` where it is a pattern or unknown."""
    if color is None:
        return None
    values = [color] if isinstance(color, int | float) else [c for c in color if isinstance(c, int | float)]
    if len(values) == 1:
        return (float(values[0]),) * 3
    if len(values) == 3:
        return tuple(float(v) for v in values)
    if len(values) == 4:
        return tuple((1 - float(v)) * (1 - float(values[3])) for v in values[:3])
    return None


def _as_its_ground(
    char: dict[str, Any], grounds: Sequence[dict[str, Any]], pictures: Sequence[tuple[float, ...]], *, covered: bool
) -> bool:
    """Whether a character is white on white; on a picture it is taken as seen."""
    if str(char.get("ncs") or "") in _INKS:
        return False  # of an ink, one is all of it and not white
    own = _grey(char.get("non_stroking_color"))
    if own is None or min(own) < 1 - _NEAR or covered:
        return False  # dark letters are seen on whatever a file calls their ground
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    if any(b[0] <= x <= b[2] and b[1] <= y <= b[3] for b in pictures):
        return False
    under = [g for g in grounds if g.get("fill") and g["x0"] <= x <= g["x1"] and g["top"] <= y <= g["bottom"]]
    colors = [_grey(g.get("non_stroking_color")) for g in under]
    return all(color is not None and min(color) > 1 - _NEAR for color in colors)


def _covers(pictures: Iterable[tuple[float, ...]], page: Any) -> bool:
    """Whether a picture fills most of the page: a scan with its recognised text behind it."""
    whole = float(page.width) * float(page.height)
    return any((b[2] - b[0]) * (b[3] - b[1]) > 0.5 * whole for b in pictures)


def _strokes(page: Any) -> list[tuple[float, float, float]]:
    """Thin horizontal lines, which may strike text through: left, right, height from the top."""
    lines = [(e["x0"], e["x1"], (e["top"] + e["bottom"]) / 2) for e in page.lines if abs(e["top"] - e["bottom"]) < 1]
    lines += [(r["x0"], r["x1"], (r["top"] + r["bottom"]) / 2) for r in page.rects if r["bottom"] - r["top"] < 2]
    return lines


def _crossed(char: dict[str, Any], strokes: Sequence[tuple[float, float, float]]) -> bool:
    """Whether a line runs through the middle of a character."""
    height = char["bottom"] - char["top"]
    x = (char["x0"] + char["x1"]) / 2
    return any(
        left <= x <= right and char["top"] + 0.38 * height < y < char["top"] + 0.72 * height
        for left, right, y in strokes
    )
