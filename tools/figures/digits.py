"""Numbers in digits: 1,674.5 million, 1,0000,0000, 1.234.567,89, 3k, 500w, 1.5e6, 2 1/2, ¾.

Where grouping and decimals cannot be told apart the numeral carries both readings.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import cache

from tools.figures.letters import chinese_scale_follows, money_follows, read_letters, scale_follows
from tools.figures.numeral import MAX_DIGITS, ROUNDED, Numeral, product
from tools.lexicon.numerals import VULGAR

_WESTERN = frozenset("$€£")
_EXPONENT_CAP = 30
#: What 1-1/2 may be halves of; other hyphens join.
_COMMON = frozenset({2, 3, 4, 8})


@cache
def _run() -> re.Pattern[str]:
    return re.compile(r"\d+(?:[.,，]\d+)*|\.\d+")


@cache
def _spaced() -> re.Pattern[str]:
    return re.compile(
        r"\d{1,3}(?:[ '’]\d{3}){2,}(?:\.\d+|,\d{1,2})?(?!\d|[.,]\d)|\d{1,3}(?:['’]\d{3})+(?:\.\d+|,\d{1,2})?(?!\d|[.,]\d)"
    )


def _spaced_once(text: str, lower: str, start: int, *, money: bool) -> re.Match[str] | None:
    """10 000 and 1 099,00 €: one gap is grouping beside a currency or before three zeros, else two numbers."""
    match = _one_gap().match(text, start)
    if match is None or not (money or match.group(1) == "000" or money_follows(lower, match.end())):
        return None
    return match


@cache
def _one_gap() -> re.Pattern[str]:
    return re.compile(r"[1-9]\d{0,2} (\d{3})(?:[.,]\d{1,2})?(?!\d|[.,]\d)")


@cache
def _power() -> re.Pattern[str]:
    return re.compile(r"e([+-]?\d+)(?![a-z\d.])|\^([+-]?\d+)(?![a-z\d.])")


@cache
def _over() -> re.Pattern[str]:
    return re.compile(
        r"(?:([ -])(\d+))?/(\d+)(?:ths?|rds?)?(?![\d.,/%])(?!(?!(?:k|w|m|kw|mm|mn|mil|bn)(?![a-z]))[a-z])"
    )


def parse_vulgar(text: str, start: int, whole: Decimal | None = None) -> Numeral | None:
    """¾, or the ½ of 2½."""
    parts = VULGAR.get(text[start : start + 1])
    if parts is None:
        return None
    return Numeral.of_fraction(start, start + 1, Fraction(whole or 0) + Fraction(*parts))


def parse_plain(text: str, lower: str, start: int, *, money: bool = False) -> tuple[Numeral, int] | None:
    """The digits at ``start`` without multiplier, and the end of the whole run of digits and separators.

    Both ends differ where only a part of the run is one number: the list ``10,5,3``.
    """
    match = _spaced().match(text, start) or _spaced_once(text, lower, start, money=money)
    if match is not None:
        return Numeral.of(
            start, match.end(), Decimal(re.sub("[ '’]", "", match.group()).replace(",", "."))
        ), match.end()
    match = _run().match(text, start)
    if match is None:
        return None
    run, stop = match.group(), match.end()
    if len(run) > 2 * MAX_DIGITS:
        return None
    numeral = _interpret(run, lower, start, money=money)
    if numeral is None:
        return None
    if len(run) > 1 and run[0] == "0" and run[1].isdigit():
        numeral.weak = True
    return numeral, stop


def _interpret(run: str, lower: str, start: int, *, money: bool) -> Numeral | None:
    stop = start + len(run)
    marks = {char for char in run if char in ".,，"}
    if not marks or run.startswith("."):
        return Numeral.of(start, stop, Decimal("0" + run if run.startswith(".") else run))
    if "，" in marks:
        return _wide_comma(run, lower, start, money=money)
    if marks == {"."}:
        return _points(run, start)
    if marks == {","}:
        return _commas(run, lower, start, money=money)
    return _both_marks(run, lower, start)


def _points(run: str, start: int) -> Numeral | None:
    """1.5, the doubtful 1.234, and 1.234.567 as it is grouped in Europe."""
    pieces = run.split(".")
    if len(pieces) > 2 and not _of(pieces[1:], 3):
        return _unread(start, start + len(run))
    stop, groups = start + len(run), len(pieces[0]) <= 3 and pieces[0][0] != "0" and _of(pieces[1:], 3)
    if len(pieces) > 2:
        if not groups:
            return _unread(start, stop)
        numeral = Numeral.of(start, stop, Decimal("".join(pieces)))
        numeral.alternatives = (numeral.low, Decimal(pieces[0]))
        return numeral
    numeral = Numeral.of(start, stop, Decimal(run))
    if groups:
        numeral.alternatives = (numeral.low, Decimal("".join(pieces)))
    return numeral


def _commas(run: str, lower: str, start: int, *, money: bool) -> Numeral | None:
    """1,234 and 1,0000; 13,95 beside a currency; else a list, of which the first number is read."""
    pieces, stop = run.split(","), start + len(run)
    if all(len(piece) == 4 and piece[:2] in {"19", "20"} for piece in pieces):
        return Numeral.of(start, start + 4, Decimal(pieces[0]))
    if len(pieces) == 2 and len(pieces[1]) > 3 and _is_rate(lower, start, stop):
        return Numeral.of(start, stop, Decimal(".".join(pieces)))
    if pieces[0][0] != "0" and (
        (len(pieces[0]) <= 3 and _of(pieces[1:], 3)) or (len(pieces[0]) <= 4 and _of(pieces[1:], 4))
    ):
        numeral = Numeral.of(start, stop, Decimal("".join(pieces)))
        if len(pieces) == 2 and len(pieces[1]) == 4 and lower[start - 1 : start] in _WESTERN:
            numeral.ambiguous, numeral.alternatives = "malformed", (numeral.low, Decimal(pieces[0]))
        return numeral
    if len(pieces) == 2 and _is_decimal(pieces, lower, start, money=money):
        numeral = Numeral.of(start, stop, Decimal(".".join(pieces)))
        if chinese_scale_follows(lower, stop):
            # No commas part decimals in Chinese: 4,50万 may be 450万 as well.
            numeral.ambiguous = "decimal_comma"
            numeral.alternatives = (numeral.low, Decimal("".join(pieces)))
        return numeral
    if any(len(piece) > 2 for piece in pieces[1:]) and len(run) < MAX_DIGITS:
        return _malformed(pieces, lower, start, stop)
    return Numeral.of(start, start + len(pieces[0]), Decimal(pieces[0]))


def _is_decimal(pieces: list[str], lower: str, start: int, *, money: bool) -> bool:
    """Whether a lone comma parts decimals, as in most of Europe: 2,5 M€, 12,5 %, 2,5-3 k€, 0,925 €.

    Two small numbers without currency, multiplier or percent behind them are a list.
    """
    if len(pieces[1]) > 2:
        return pieces[0] == "0"
    stop = start + len(pieces[0]) + 1 + len(pieces[1])
    beyond = _other_end().match(lower, stop)
    ends = [stop] if beyond is None else [stop, beyond.end()]
    known = money or any(money_follows(lower, end) or scale_follows(lower, end) for end in ends)
    return known or any(_measured().match(lower, end) for end in ends) or _is_rate(lower, start, stop)


@cache
def _other_end() -> re.Pattern[str]:
    return re.compile(r" ?(?:-|–|to|à|bis|~) ?\d{1,3}(?:[.,]\d{1,2})?(?![\d.,])")


@cache
def _measured() -> re.Pattern[str]:
    return re.compile(r" ?(?:%|倍|(?:percent|per cent|pct|prozent|pour cent|x|fois)(?![a-z]))")


def _is_rate(lower: str, start: int, stop: int) -> bool:
    """Whether the digits are a rate of exchange: 1,0825 USD per euro, "rate 1,08"."""
    return bool(_rate_behind().match(lower, stop) or _rate_before().search(lower[max(0, start - 16) : start]))


@cache
def _rate_behind() -> re.Pattern[str]:
    return re.compile(r" ?(?:[€$£]|[a-z]{3,7}) ?(?:/|(?:per|for|to|je|pro|par|pour)(?![a-z]))")


@cache
def _rate_before() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?<![a-z])(?:exchange rate|fx rate|fx|rate|kurs|taux|cours)(?: (?:is|of|at|de|von))?|汇率[是为按]?) ?[:=]? ?$"
    )


def _malformed(pieces: list[str], lower: str, start: int, stop: int) -> Numeral:
    """1001,000 and 1,00,000: the whole, or its first number of several; Indian groups beside rupees are clear."""
    numeral = Numeral.of(start, stop, Decimal("".join(pieces)))
    indian = len(pieces[-1]) == 3 and len(pieces[0]) < 3 and _of(pieces[1:-1], 2)
    if indian and _beside_rupees(lower, start, stop):
        return numeral
    parts = pieces[:1] if any(piece[0] == "0" for piece in pieces) else pieces
    numeral.ambiguous, numeral.alternatives = "malformed", (numeral.low, *map(Decimal, parts))
    return numeral


def _beside_rupees(lower: str, start: int, stop: int) -> bool:
    return _rupees().search(lower[max(0, start - 5) : start] + "|" + lower[stop : stop + 8]) is not None


@cache
def _rupees() -> re.Pattern[str]:
    return re.compile(r"₹ ?\||(?<![a-z])(?:rs\.?|inr) ?\||\| ?(?:rupees|inr)")


def _unread(start: int, stop: int) -> Numeral:
    numeral = Numeral.of(start, stop, 0)
    numeral.unread, numeral.ambiguous = True, "malformed"
    return numeral


def _both_marks(run: str, lower: str, start: int) -> Numeral | None:
    """1,234.56 and 1.234,56: the last mark is the decimal one where it stands once."""
    pieces, marks = re.split("[.,]", run), [char for char in run if char in ".,"]
    last, others = marks[-1], set(marks[:-1])
    grouped = (len(pieces[0]) <= 3 and _of(pieces[1:-1], 3)) or (
        len(pieces[0]) <= 4 and _of(pieces[1:-1], 4) and last == "."
    )
    if last not in others and len(others) == 1 and grouped and pieces[0][0] != "0":
        numeral = Numeral.of(start, start + len(run), Decimal("".join(pieces[:-1]) + "." + pieces[-1]))
        if pieces[-1] == "000":
            numeral.ambiguous = "grouping"
            numeral.alternatives = (numeral.low, Decimal("".join(pieces)))
        return numeral
    if last == "." and others == {","} and len(pieces[0]) < 3 and len(pieces[-2]) == 3 and _of(pieces[1:-2], 2):
        # 12,34,567.89 is grouped as in India.
        numeral = Numeral.of(start, start + len(run), Decimal("".join(pieces[:-1]) + "." + pieces[-1]))
        if not _beside_rupees(lower, start, numeral.end):
            numeral.ambiguous, numeral.alternatives = "malformed", (numeral.low, Decimal(pieces[0]))
        return numeral
    if any(len(piece) > 2 for piece in pieces[1:]):
        return _unread(start, start + len(run))
    head = run[: run.index(",")]
    return Numeral.of(start, start + len(head), Decimal(head)) if head.count(".") < 2 else None


def _wide_comma(run: str, lower: str, start: int, *, money: bool) -> Numeral | None:
    """82，225.00 is one number; 500，300元 may be two."""
    grouped = re.fullmatch(r"\d{1,3}(?:，\d{3})+(\.\d+)?", run)
    if grouped and run[0] != "0":
        value = Decimal(run.replace("，", ""))
        numeral = Numeral.of(start, start + len(run), value)
        if grouped.group(1) or run.count("，") > 1:
            return numeral
        if money or money_follows(lower, start + len(run)):
            numeral.ambiguous = "list_or_group"
            numeral.alternatives = (value, Decimal(run.rpartition("，")[2]))
            return numeral
    return _interpret(run[: run.index("，")], lower, start, money=money)


def _of(pieces: list[str], size: int) -> bool:
    return bool(pieces) and all(len(piece) == size for piece in pieces)


def parse_digits(text: str, lower: str, start: int, *, money: bool, rupees: bool = False) -> tuple[Numeral, int] | None:
    """Digits with exponent, fraction part and letter multiplier; and where reading goes on if they are rejected.

    ``money``: a currency sign stands before, so a single letter is a multiplier; ``rupees``: the text speaks of rupees
    and no other currency stands before, so L and cr are.
    """
    found = parse_plain(text, lower, start, money=money)
    if found is None:
        return None
    numeral, stop = found
    if numeral.end != stop:
        return numeral, numeral.end
    whole = numeral.low == int(numeral.low) and numeral.low < 10**9
    if whole and text[stop : stop + 1] in VULGAR:
        vulgar = parse_vulgar(text, stop, numeral.low)
        if vulgar is not None:
            vulgar.start = start
            numeral, stop = vulgar, vulgar.end
    over = _over().match(lower, stop) if whole and lower[start - 1 : start] != "/" else None
    if over is not None and len(over.group()) < 16:
        fraction = _slash(int(numeral.low), over)
        if fraction is not None:
            numeral = Numeral.of_fraction(start, over.end(), fraction)
            stop = over.end()
    power = _power().match(lower, stop)
    if power is not None:
        raised = _raised(numeral.low, power)
        if raised is None:
            return None
        numeral = Numeral.of(start, power.end(), raised)
        stop = power.end()
    read_letters(text, lower, numeral, money=money, rupees=rupees)
    return numeral, numeral.end


def _slash(above: int, match: re.Match[str]) -> Fraction | None:
    joint, numerator, below = match.group(1), match.group(2), int(match.group(3))
    if not below:
        return None
    if joint == "-" and below not in _COMMON:
        return None
    if numerator is not None:
        return above + Fraction(int(numerator), below) if int(numerator) < below else None
    # 24/7 is a way to say always, 60/40 and 50/50 are splits.
    if (above, below) == (24, 7) or above + below == 100:
        return None
    return Fraction(above, below)


def _raised(value: Decimal, match: re.Match[str]) -> Decimal | None:
    exponent = match.group(1) or match.group(2)
    if len(exponent) > 4 or abs(int(exponent)) > _EXPONENT_CAP:
        return None
    if match.group(1):
        return product(value, Decimal(f"1e{exponent}")) + 0
    if not value or len(value.as_tuple().digits) > 6:
        return None
    return ROUNDED.power(value, int(exponent))
