"""An amount shared out over a number of parts that the message gives: 摊到每家门诊，我们26家; "per office, I got fourteen"; "13 periods a year, tactical per period"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.dialogue.moves import Ask, Goal, Move
from agent.dialogue.names import AI, LAYERS
from agent.understanding import counted
from agent.understanding.candidates import Candidate
from agent.understanding.elapsed import WORDS
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View

#: Words that share out. A unit that is a part of the year by itself ("per month") needs no number.
_EACH = re.compile(
    r"每一?(?:家|个|间|店|位|人|名|天|日|支|所|校|份|期|处|条|门店|城市|部门|项目|渠道|品牌)|一(?:家|间|个人|人|位|天|日|个店)(?=[^年月，,。；;]{0,4}(?:分|摊|能|有|多少|几多|得|拿))|摊到|平均到|除以|均摊|平均下来|分给|平均摊|[平均等]分(?=[给到呢吧，,。？?！]|$)|家平分|间平分|个平分|平均(?:到|给)"
    r"|\b(?:per|each|every) (?!cent\b|annum\b|year\b|layer\b)[a-z]|\bapiece\b|\bdivided? (?:it |that |them |this )?(?:by|over|among|between)\b|\bspread (?:it |that |evenly )?(?:over|across)\b|[÷]|\b(?:divv(?:y|ied)(?: it| that)? up|split|shared?|divided?|spread|carved?(?: up)?|broken down)\b[^.?!]{0,24}\b(?:between|among(?:st)?|across|over) (?:the |our |all |those |these )?(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b|\bequal(?:ly)? (?:shares?|parts?)?[^.?!]{0,12}\b(?:between|among(?:st)?|across|for|over)\b"
)
_DIVIDED = re.compile(r"除以|÷|\bdivided? (?:it |that |them |this )?by\b")
#: What such a number counts, to call the part by it.
_KINDS = (
    ("month", re.compile(r"^\s?(?:个?月|months?)")),
    ("week", re.compile(r"^\s?(?:周|个?星期|weeks?)")),
    (
        "head",
        re.compile(r"^\s?(?:个?人|位|名|个?同事|个?员工|people|persons?|staff|heads?|of us|colleagues|employees)"),
    ),
)
#: All of the layers as one amount.
_AS_ONE = re.compile(
    r"\b(?:together|combined|in total|in all|altogether|the (?:whole )?lot|everything|whole (?:thing|pot|amount)|grand total|ai total|total (?:ai|for all))\b|总共|總共|一共|加起来|加起來|加在一起|合计|合計|合在一[起块]|合起来|全部|整个|整個|总额|總額|总的|大盘"
)
_COUNTING = ("num", "count", "people", "dur")
_MOST = 10_000


def candidates(view: View) -> Iterator[Candidate]:
    """Sharing out, where one number of the message can be the number of parts and there is an amount to share."""
    plain = view.stream.plain
    if _EACH.search(plain) is None or view.has(*KPIS, "phase", "process", "use") or (view.known and view.has("money")):
        return  # "2 engineers, 300k each": what each costs is told
    subjects = _subjects(view)
    if subjects and (view.known or view.has("money")):
        yield from _by_places(view, subjects)
        yield from _shared(view, subjects)


def _shared(view: View, subjects: tuple[str, ...]) -> Iterator[Candidate]:
    """An amount over parts whose number the message gives, or one told before of what it names."""
    asking = frozenset(f"ask{n}" for n, c in enumerate(view.clauses) if not c.of("money", "spent"))
    things = counted.parts(view)
    numbers = [t for t in view.stream.spots if t.kind in _COUNTING]
    named = [t for t in view.stream.spots if t.value == things and t.is_figure]
    if things and not named:
        of, per = _of_what(view, "part"), _per(view)
        ask = Ask(goal=Goal.PERPART, about=subjects, of=of, by="part", parts=things, per=per)
        yield Candidate("portions.things", (ask,), 7.0, keys=asking, place=0.0)
        return
    parts = named or _told_apart(view, [t for t in numbers if _counts(view, t)])
    if len(parts) != 1:
        return
    token = parts[0]
    by = _by(view, token)
    per = _per(view) if by in ("part", "head") else ""
    move: Move = Ask(goal=Goal.PERPART, about=subjects, of=_of_what(view, by), by=by, parts=token.value, per=per)
    same = {t.value for t in numbers if view.figure(t.value).low == view.figure(token.value).low}
    yield Candidate("portions", (move,), 10.0 if named else 7.0, frozenset(same), keys=asking, place=float(token.start))


_PLACES = re.compile(
    r"(?P<n>十[一二]|[两兩二三四五六七八九十]|1[0-2]|[2-9])(?:家|间|間|个(?:店|分公司|门店|城市|部门|品牌|区|地区|分部)|店|门店)"
)
_ZH = dict(zip("二三四五六七八九十", range(2, 11), strict=True)) | {"两": 2, "兩": 2, "十一": 11, "十二": 12}


def _places(view: View) -> str:
    """The number of shops or branches, spelled, where one is counted: 六家平分, 平均摊到12家."""
    found = {m["n"] for m in _PLACES.finditer(view.stream.plain)}
    number = found.pop() if len(found) == 1 else ""
    return WORDS[_ZH.get(number) or int(number)] if number else ""


def _by_places(view: View, subjects: tuple[str, ...]) -> Iterator[Candidate]:
    """Sharing out over shops that are counted, where no other figure stands."""
    named = _places(view) if view.known and not view.place_of and not counted.parts(view) else ""
    if named:
        ask = Ask(goal=Goal.PERPART, about=subjects, of="plan", by="part", parts=named)
        yield Candidate("portions", (ask,), 7.0, keys=view.ask_keys, place=0.0)


def _per(view: View) -> str:
    """The part of the year that each part is asked for, beside the parts themselves."""
    return next((t.value for t in view.of("per") if t.value in ("month", "quarter", "week")), "")


def _of_what(view: View, by: str) -> str:
    """All of the plan is shared out over units and heads; what is left of it where the message says so, and over periods."""
    return "plan" if by in ("part", "head") and not view.has("left", "unspent", "rest") else ""


def _told_apart(view: View, parts: list[Token]) -> list[Token]:
    """One number said twice counts once, and how long a part is ("13 four-week periods") is not how many there are."""
    values = {view.figure(t.value).low for t in parts}
    if len(values) == 1:
        return parts[:1]
    counted = [t for t in parts if t.kind != "dur"]
    return counted if len(counted) == 1 else parts


def _counts(view: View, token: Token) -> bool:
    """Whether a figure may be a number of parts: whole, small, not the year's own months where those are named anyway."""
    figure = view.figure(token.value)
    value = figure.low
    if value is None or figure.is_range or value != int(value) or not 1 < value <= _MOST:
        return False
    return value != 365 or view.has("per")


def _subjects(view: View) -> tuple[str, ...]:
    """What is shared out: what the message names, else what was answered last."""
    named = tuple(dict.fromkeys(t.value for t in view.of("layer")))
    if named:
        return named
    if _AS_ONE.search(view.stream.plain):
        return (LAYERS,)
    if view.has("aibudget") or (view.has("ai") and not view.has("layers")):
        return (AI,)
    last = tuple(a for ask in view.state.last_asks() for a in ask.about if a in (*view.layers, AI, LAYERS))
    if view.has("layers") or (
        view.state.asks and not last and any(a.goal is Goal.SPLIT for a in view.state.last_asks())
    ):
        return view.layers
    return last


def _by(view: View, token: Token) -> str:
    """What a part is called: a month, a week, a head, a quarter where it is divided into quarters; else a part."""
    tail = view.stream.plain[token.end - 2 : token.end + 12]
    behind = view.stream.plain[token.end : token.end + 12]
    for kind, pattern in _KINDS:
        if pattern.match(behind) or (
            token.kind in ("dur", "people", "count") and pattern.search(tail.lstrip("0123456789 "))
        ):
            return kind
    if _DIVIDED.search(view.stream.plain):
        return next((v for v in (t.value for t in view.of("per")) if v in ("month", "quarter", "week")), "part")
    return "head" if "head" in [t.value for t in view.of("per")] else "part"
