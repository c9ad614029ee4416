"""Chinese numerals: 两千三百万, 一点五亿, 壹佰万零伍拾肆, 三五百万, 七百三四十, 1亿2000万, 3万5.

The reading follows speech: 三百二 is 320, 一万五 is 15000, 百二万 is 120 × 万. Neighbouring digits (三五, 七八) are a range.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from tools.figures.numeral import MAX_DIGITS, Numeral, product, trimmed
from tools.lexicon.numerals import STOP_WORDS, ZH_BIG, ZH_COUNTED, ZH_DIGITS, ZH_SMALL, ZH_TENS, ZH_VAGUE

_MULTIPLIERS = {**ZH_SMALL, **ZH_BIG}
_LONE_DIGITS = frozenset(map(Decimal, range(1, 10)))
#: After 3万, a lone digit with one of these behind it is the next figure (预算3万5人), not the tail of 35000.
_ONE_OF = frozenset("个年天周月季件条篇次家")
#: After 万 or 亿, a lone digit with one of these behind it counts parts (500万三层), it is no tail of thousands.
_PARTS = frozenset("层种档块类期步级轮")
#: 两个亿, 1个亿零5百万.
_LUMPS = frozenset("亿兆")


#: More tokens than any number has; a run that goes on is not read to its end from each of its characters.
_MOST_TOKENS = 48


class _Token(NamedTuple):
    kind: str  # d digit, z zero, t 廿/卅, s 十百千, b 万亿兆, n ASCII number, p decimals
    value: Decimal
    end: int
    digits: str = ""


@cache
def _ascii() -> re.Pattern[str]:
    return re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def _tokens(text: str, start: int, coefficient: Decimal | None) -> list[_Token]:
    found: list[_Token] = []
    if coefficient is not None:
        found.append(_Token("n", coefficient, start))
    position, length = start, len(text)
    while position < length and len(found) <= _MOST_TOKENS:
        if text[position] == " " and _goes_on(text, start, position, found):
            position += 1
        token = _token(text, position, found)
        if token is None:
            break
        found.append(token)
        position = found[-1].end
    return found


def past_long_run(text: str, start: int) -> int | None:
    """The end of the run of numeral characters at ``start`` where it is longer than any number, else ``None``."""
    tokens, end = _tokens(text, start, None), None
    while len(tokens) > _MOST_TOKENS:
        end = tokens[-1].end
        tokens = _tokens(text, end, None)
    return tokens[-1].end if end is not None and tokens else end


def _goes_on(text: str, start: int, position: int, found: list[_Token]) -> bool:
    """Whether a numeral goes on behind the blank at ``position``: 2 千 万, 三千 八百 九十六 万, 一百 五 十."""
    if not found or text[position + 1 : position + 3] in STOP_WORDS:
        return False
    following, before = text[position + 1 : position + 2], found[-1].kind
    if following in _MULTIPLIERS:
        return before in ("d", "n", "s")
    if before not in ("s", "b") or following not in ZH_DIGITS:
        return False
    after = text[position + 2 : position + 4].lstrip(" ")[:1]
    own = _MULTIPLIERS.get(after, 0) if after else 0
    # The last digit of a numeral that was parted by blanks before: 一百 五 十 二.
    last = not after or not (after.isalnum() or after in "%.")
    return 0 < own < found[-1].value or (last and " " in text[start:position])


def _token(text: str, position: int, found: list[_Token]) -> _Token | None:
    """The token at ``position`` behind ``found``, ``None`` where the numeral ends."""
    char, before = text[position], found[-1].kind if found else ""
    if char in ZH_DIGITS:
        if before == "n":
            return None
        value = ZH_DIGITS[char]
        return _Token("d" if value else "z", Decimal(value), position + 1)
    if char in _MULTIPLIERS:
        return _Token("b" if char in ZH_BIG else "s", Decimal(_MULTIPLIERS[char]), position + 1)
    if char in ZH_TENS:
        return None if before in ("n", "d") else _Token("t", Decimal(ZH_TENS[char]), position + 1)
    if char == "点":
        return _decimals(text, position + 1) if found and before != "p" else None
    if char == "个":
        lump = before in ("d", "n", "s", "p") and text[position + 1 : position + 2] in _LUMPS
        return _Token("b", Decimal(ZH_BIG[text[position + 1]]), position + 2) if lump else None
    if before in ("s", "b", "z") and (char.isdigit() or char == " "):
        # Only zeros may stand between a multiplier and the digits: 2千零30万.
        index = len(found) - 1
        while index and found[index].kind == "z":
            index -= 1
        return _mixed(text, position, found[index]) if found[index].kind in "sb" else None
    return None


def _decimals(text: str, start: int) -> _Token | None:
    end = start
    while end < len(text) and (text[end] in ZH_DIGITS and text[end] != "两") and end - start <= MAX_DIGITS:
        end += 1
    digits = "".join(str(ZH_DIGITS[char]) for char in text[start:end])
    if not digits:
        while end < len(text) and text[end].isascii() and text[end].isdigit() and end - start <= MAX_DIGITS:
            end += 1
        # 3点5分 and 8点30 are times, 3点5万 is an amount.
        if end == start or end >= len(text) or text[end] not in "万亿%倍":
            return None
        digits = text[start:end]
    return _Token("p", Decimal(f"0.{digits}"), end, digits)


def _mixed(text: str, start: int, multiplier: _Token) -> _Token | None:
    """ASCII digits after a multiplier: 1亿2000万, 3万5千, 7万 5千 4百, 2千零30万, and the lone tail of 3万5."""
    spaced = text[start] == " "
    match = _ascii().match(text, start + spaced)
    if match is None or len(match.group()) > MAX_DIGITS:
        return None
    value = Decimal(match.group().replace(",", ""))
    following = text[match.end() : match.end() + 2].lstrip(" ")[:1] if spaced else text[match.end() : match.end() + 1]
    if following in _MULTIPLIERS and following:
        # 2百50万 counts 250 times; "1百 300万" are two numbers.
        within = following in ZH_BIG and multiplier.kind == "s" and not spaced and value < multiplier.value
        fits = within or value * _MULTIPLIERS[following] < multiplier.value
        return _Token("n", value, match.end()) if fits else None
    if spaced or "." in match.group() or value >= multiplier.value or following in ("年", "-", "/", ":"):
        return None
    if len(match.group()) == 1 and (following in ZH_COUNTED or (following.isascii() and following.isalpha())):
        return None
    return _Token("n", value, match.end())


@dataclass(slots=True)
class _Sum:
    """An integer numeral half read: what is settled, the section below the next 万, the digit that waits."""

    total: Decimal = Decimal(0)
    section: Decimal = Decimal(0)
    digit: Decimal | None = None
    small: Decimal = Decimal(10**4)
    big: Decimal = Decimal(10**20)

    def multiply_small(self, value: Decimal) -> bool:
        if value >= self.small:
            return False
        self.section += (1 if self.digit is None else self.digit) * value
        self.digit, self.small = None, value
        return True

    def multiply_big(self, value: Decimal, tail: Decimal | None) -> bool:
        self.section += (self.digit or 0) * (tail or 1)
        if value < self.big:
            if not self.section and self.total:
                return False
            self.total += (self.section or 1) * value
        else:
            # 一万亿: what was counted so far is multiplied again.
            self.total = (self.total + self.section) * value
        self.section, self.digit, self.small, self.big = Decimal(0), None, Decimal(10**4), value
        return True


def _evaluate(tokens: list[_Token]) -> Decimal | None:
    """The value of integer tokens, ``None`` where they are no numeral of the language."""
    state = _Sum()
    for index, token in enumerate(tokens):
        fits = True
        if token.kind in {"d", "n"}:
            fits, state.digit = state.digit is None, token.value
        elif token.kind == "z":
            fits = state.digit is None
        elif token.kind == "t":
            fits = state.digit is None and state.small > 10
            state.section, state.small = state.section + token.value, Decimal(10)
        elif token.kind == "s":
            fits = state.multiply_small(token.value)
        else:
            # 百二万: the 二 counts tens; in 1亿5万 the 5 counts itself.
            spoken = state.digit is not None and index > 1 and tokens[index - 2].kind == "s"
            fits = state.multiply_big(token.value, _tail(tokens, index - 1) if spoken else None)
        if not fits:
            return None
    if state.digit is not None:
        state.section += state.digit * (_tail(tokens, len(tokens) - 1) or 1)
    return state.total + state.section


def _tail(tokens: list[_Token], index: int) -> Decimal | None:
    """The place of a digit that names none: in 三百二 it counts tens, in 一万五 thousands."""
    token = tokens[index]
    if index == 0 or tokens[index - 1].kind not in {"s", "b"} or tokens[index - 1].value < 100:
        return None
    return tokens[index - 1].value / 10 if token.value in _LONE_DIGITS else None


def _positional(tokens: list[_Token]) -> Decimal | None:
    """二零二五 and 八五 (in 八五折), read digit by digit."""
    if len(tokens) < 2 or len(tokens) > MAX_DIGITS or any(token.kind not in "dz" for token in tokens):
        return None
    return Decimal("".join(str(token.value) for token in tokens))


def _pair(tokens: list[_Token]) -> int | None:
    """Where two neighbouring digits stand for a range (三五百, 七八十, 一万六七), if in one place only."""
    spots = [i for i in range(len(tokens) - 1) if tokens[i].kind == "d" and tokens[i + 1].kind == "d"]
    if len(spots) != 1 or (len(tokens) > 2 and all(token.kind in "dz" for token in tokens)):
        return None
    first, second = tokens[spots[0]].value, tokens[spots[0] + 1].value
    return spots[0] if second == first + 1 or (int(first), int(second)) == (3, 5) else None


def _whole(tokens: list[_Token]) -> tuple[Decimal, Decimal] | None:
    if not tokens:
        return None
    spot = _pair(tokens)
    if spot is not None:
        low, high = _evaluate(tokens[: spot + 1] + tokens[spot + 2 :]), _evaluate(tokens[:spot] + tokens[spot + 1 :])
        return (low, high) if low is not None and high is not None and low < high else None
    value = _positional(tokens)
    if value is None:
        value = _evaluate(tokens)
    if value is None or value.adjusted() > MAX_DIGITS:
        return None
    return trimmed(value), trimmed(value)


def _scales(tokens: list[_Token], value: Decimal) -> tuple[tuple[Decimal, Decimal], ...]:
    run: list[_Token] = []
    for token in reversed(tokens):
        if token.kind not in "sb":
            break
        run.insert(0, token)
    if len(run) == len(tokens):
        run = run[1:]
    found = []
    for index, token in enumerate(run):
        if token.value != 10:
            scale = Decimal(1)
            for part in run[index:]:
                scale *= part.value
            found.append((value / scale, scale))
    return tuple(found)


def parse_chinese(text: str, start: int, coefficient: Decimal | None = None) -> Numeral | None:
    """The numeral at ``start``; with ``coefficient``, digits end there and multipliers (1.2亿) may follow.

    The longest run that reads as a number wins, so 三百二 in 三百二三 is not cut off where it need not be.
    """
    tokens = _tokens(text, start, coefficient)
    if len(tokens) > _MOST_TOKENS:
        return None
    while len(tokens) > 1 and tokens[-2].kind in "sb" and (tokens[-1].kind == "z" or text[tokens[-1].end - 1] == "两"):
        tokens.pop()
    if len(tokens) > 1 and tokens[-1].kind == "d":
        following = text[tokens[-1].end : tokens[-1].end + 1]
        # 30万一年: the 一 counts years, it is not the thousands of 31万.
        counts_one = (
            tokens[-1].value == 1 and tokens[-2].kind in "sb" and tokens[-2].value > 10 and following in _ONE_OF
        )
        if counts_one or (tokens[-2].kind == "b" and following in _PARTS):
            tokens.pop()
    for count in range(len(tokens), max(0, len(tokens) - 6), -1):
        numeral = _read(tokens[:count], start)
        if numeral is not None:
            return numeral
    return None


def _read(tokens: list[_Token], start: int) -> Numeral | None:
    point = next((i for i, token in enumerate(tokens) if token.kind == "p"), None)
    if point is None:
        ends = _whole(tokens)
        if ends is None:
            return None
        numeral = Numeral(start, tokens[-1].end, *ends)
        numeral.scales = _scales(tokens, ends[1])
    else:
        ends = _whole(tokens[:point])
        after = point + 1
        while after < len(tokens) and tokens[after].kind in "sb":
            after += 1
        if ends is None or ends[0] != ends[1]:
            return None
        scale = Decimal(1)
        for token in tokens[point + 1 : after]:
            scale *= token.value
        value = product(ends[0] + tokens[point].value, scale)
        if after < len(tokens):
            rest = _whole(tokens[after:])
            if rest is None or rest[0] != rest[1] or not 0 < rest[0] < scale:
                return None
            value += rest[0]
        numeral = Numeral.of(start, tokens[-1].end, value)
        if scale > 1 and after == len(tokens):
            numeral.scales = _scales(tokens, value)
    numeral.words = tokens[0].kind != "n"
    numeral.weak = numeral.words and (
        all(token.kind in "dz" for token in tokens) or all(token.kind in "sb" for token in tokens[:2])
    )
    if len(tokens) > 1 and tokens[0].value == 10 and tokens[0].kind == "s":
        numeral.weak = False
    return numeral


def parse_vague(text: str, start: int) -> Numeral | None:
    """几十万, 数百万: an amount of a size, without a value."""
    end = start
    if text[end] not in ZH_VAGUE:
        return None
    end += 1
    while end < len(text) and text[end] in _MULTIPLIERS:
        end += 1
    if end == start + 1:
        return None
    numeral = Numeral.of(start, end, 0)
    numeral.vague = True
    return numeral
