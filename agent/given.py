"""Figures that somebody types outside a conversation: an option of a command, an argument of a calculator.

A text gives one figure or a sentence that says why it does not. It becomes a given fact with the words it was read from;
what may be done with it is the business of the tools. Figures in messages are read by ``agent.understanding``.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable

from tools.errors import InvalidInput
from tools.facts import Fact, Given, Ledger
from tools.figures import check_message, find_figures
from tools.figures.currencies import find_currencies
from tools.figures.model import Figure
from tools.identity import Identity, Label
from tools.quantities import Comparator, Unit, UnitKind, money_unit

#: Chinese amounts without a currency are yuan by usage; nobody knows what "2 million" is.
UNKNOWN_CURRENCY = "XXX"


def give(
    ledger: Ledger,
    text: str,
    *,
    label: Label | None = None,
    identity: Identity | None = None,
    concepts: Iterable[str] = (),
    money: bool = False,
    currency: str = "",
    day: str = "",
) -> Fact:
    """The one figure that ``text`` states, as a given fact of ``ledger``.

    It is called ``label``, or what its ``identity`` says. ``money`` reads a bare number as an amount, in ``currency`` where the text names none; ``day`` is when it was measured. Raises
    :class:`~tools.errors.InvalidInput` where there is no figure, more than one, or no single reading.
    """
    figures = _figures(text)
    if len(figures) != 1:
        raise InvalidInput(
            "one_figure", f"“{text}”里应当正好有一个数字。", f"“{text}” must state a single figure."
        )  # fmt: skip
    figure = figures[0]
    if figure.ambiguous or figure.value is None or figure.comparator is not Comparator.EQUAL:
        raise InvalidInput(
            "no_single_value", f"“{text}”不是一个确定的数，请写明确。", f"“{text}” is no definite figure; please write it out."
        )  # fmt: skip
    unit = figure.unit
    if money and unit.kind is UnitKind.NUMBER:
        unit = _as_money(text, unit, currency)
    return ledger.add(
        label=label,
        identity=identity,
        value=figure.value,
        unit=unit,
        provenance=Given(0, figure.start, figure.end, figure.text, day),
        concepts=tuple(concepts),
    )


@functools.lru_cache(maxsize=4096)
def _figures(text: str) -> tuple[Figure, ...]:
    """The figures of ``text``. A KPI book is read anew for every page of it."""
    check_message(text)
    return tuple(find_figures(text))


def names_currency(text: str) -> bool:
    """Whether ``text`` says which money it speaks of, in a word, a code or a sign."""
    return bool(find_currencies(text)) or any(sign in text for sign in "¥￥$€£元块")


def _as_money(text: str, unit: Unit, currency: str) -> Unit:
    named = find_currencies(text)
    chinese = any("\u4e00" <= char <= "\u9fff" for char in text)
    code = named[0] if named else currency or ("CNY" if chinese else UNKNOWN_CURRENCY)
    return money_unit(code, unit.per)
