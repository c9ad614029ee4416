"""Pictures of amounts: a bar for each and one for their total, with shares, readable in Chinese and English, as PNG bytes.

A figure is drawn from the facts of a reply or plan and printed as statements print them, so a picture shows no number
that the text could not. The Chinese font comes with a package; the drawing library is imported when a picture is wanted.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Sequence
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.answers.printing import print_fact
from agent.replies.whole import TOTAL, share_of, whole_of
from knowledge.parts import need
from tools.facts import Fact
from tools.money import format_money

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

    from agent.replies import Answered

_BAR = "#2F6DB5"
_TOTAL = "#1B3A5F"
_INK = "#222222"


def split_png(
    amounts: Answered | Sequence[Fact],
    language: str,
    *,
    title: str = "",
    names: Sequence[str] | None = None,
    total: Fact | None = None,
) -> bytes:
    """A picture of ``amounts``: those that a reply's chart shows, or facts with one unit. Without any: empty bytes.

    ``names`` stand beside the bars; by default each fact's own label. Parts of one whole have their share of it beside the amount, and a last
    bar is the whole: ``total``, else what they come to.
    Raises :class:`knowledge.parts.PartMissing`.
    """
    facts = tuple(amounts) if isinstance(amounts, Sequence) else amounts.chart
    if not facts:
        return b""
    labels = list(names) if names is not None else [fact.label.in_language(language) for fact in facts]
    values = [fact.value for fact in facts]
    shown = [print_fact(fact, language) for fact in facts]
    whole = total.value if total is not None else whole_of(facts)
    if whole:
        shown = [f"{text}  {share_of(value, whole)}" for text, value in zip(shown, values, strict=True)]
        labels.append(TOTAL.in_language(language))
        values.append(whole)
        shown.append(format_money(whole, facts[0].unit.code, language))
    return _bars([_short(label) for label in labels], values, shown, title, ending=bool(whole))


def _short(label: str) -> str:
    text = " ".join(label.split())
    return text if len(text) <= 40 else f"{text[:39]}…"


@functools.cache
def font_file() -> Path | None:
    """The font with Chinese characters that an installed package ships."""
    spec = find_spec("zhplot")
    if spec is None or spec.origin is None:
        return None
    return next(iter(sorted((Path(spec.origin).parent / "fonts").glob("*.ttf"))), None)


def _font(size: int) -> FontProperties:
    from matplotlib.font_manager import FontProperties

    path = font_file()
    return FontProperties(fname=path, size=size) if path else FontProperties(size=size)


def _bars(
    labels: Sequence[str], amounts: Sequence[Decimal], shown: Sequence[str], title: str, *, ending: bool
) -> bytes:
    """The picture; ``ending`` sets the last bar, which is the whole, apart from its parts."""
    need("charts")
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 1.2 + 0.75 * len(labels)), dpi=150, layout="constrained")
    FigureCanvasAgg(figure)
    axes: Any = figure.add_subplot()
    places = range(len(labels))
    values = [int(amount) for amount in amounts]  # a bar's length; what is printed is the exact figure
    colours = [_BAR] * len(values)
    if ending:
        colours[-1] = _TOTAL
        axes.axhline(len(values) - 1.5, color="#BBBBBB", linewidth=0.8)
    axes.barh(places, values, color=colours, height=0.6)
    axes.set_yticks(places, [_plain(label) for label in labels], fontproperties=_font(13), color=_INK)
    axes.invert_yaxis()
    room = 1.1 + 0.025 * max(sum(2 if ord(char) > 0x2E80 else 1 for char in text) for text in shown)
    axes.set_xlim(0, max(*values, 1) * room)
    axes.xaxis.set_visible(False)
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
    for place, value, text in zip(places, values, shown, strict=True):
        axes.annotate(
            _plain(text), (value, place), xytext=(6, 0), textcoords="offset points", va="center",
            fontproperties=_font(13), color=_INK,
        )  # fmt: skip
    if title:
        axes.set_title(_plain(title), fontproperties=_font(15), color=_INK, loc="left")
    made = io.BytesIO()
    figure.savefig(made, format="png", metadata={"Software": None})
    return made.getvalue()


def _plain(text: str) -> str:
    """``text`` without the dollar signs that the drawing library reads as mathematics."""
    return text.replace("$", r"\$")
