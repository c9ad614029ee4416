"""An amount spread over parts by weights: occasions that the user names, other weights for what was spread, and what some of the parts come to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from agent.dialogue.moves import Ask, Goal
from agent.understanding.candidates import Candidate
from agent.understanding.series import rows
from agent.understanding.slots import answered_layer
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View

#: What speaks of something else than a spread of money that is at hand.
_OTHER = ("claim", "source", "own", "aibudget", "layers", "money", "rate", "spent", *KPIS)
_NAME = r"[^\s,，。;；:：、/|=\d%]{1,8}"
_LISTED = (
    re.compile(rf"(?P<names>{_NAME}(?:[、/和及与]{_NAME}?)+)\s*(?:(?:分别|各)?(?:按照?|以|照|用)?)\s*$"),
    re.compile(r"(?P<names>[a-z][\w'’-]*(?: ?/ ?[a-z][\w'’-]*)+)(?: (?:at|in|by|as|with|of))?\s*[:,–-]?\s*$"),
    re.compile(r"(?P<names>(?:[a-z][\w'’-]*, )*[a-z][\w'’-]*,? and [a-z][\w'’-]*)(?: (?:at|in|by|as|with|of))?\s*[:,–-]?\s*$"),
)  # fmt: skip
_PARTING = re.compile(r"[、/]|和|及|与|,? and |, ")
#: What stands before the first name in Chinese.
_BEFORE = re.compile(r"^(?:这|那|该|此|把|将|就|请|按照?|在|给|到|分|用|了|个|笔|的|钱|金额|费用|预算|它|拨|往|投)+")


def candidates(view: View) -> Iterator[Candidate]:
    """What a message says of parts."""
    yield from _named(view)
    yield from _again(view)
    yield from _parts_together(view)


# -- occasions -------------------------------------------------------------------------------------------------------------------------------


def _named(view: View) -> Iterator[Candidate]:
    """“春节、五一、国庆按5比2比3分”, "launch/mid/close 50/30/20", "四成给春节": weights for parts that have names of their own."""
    if not view.known or view.has(*_OTHER, "per") or len(view.of("layer")) > 1:
        return
    for row in rows(view):
        tokens = [view.stream.spots[n] for n in row]
        names = _names_before(view, tokens)
        if names:
            yield _spread(view, tokens, names)
            return
    found = _one_each(view)
    if found:
        yield _spread(view, [t for t, _ in found], [name for _, name in found])


def _names_before(view: View, row: list[Token]) -> list[str]:
    """As many names as weights, in a list right before them."""
    ahead = view.stream.plain[: row[0].start]
    for pattern in _LISTED:
        if (found := pattern.search(ahead)) is None:
            continue
        names = [n.strip() for n in _PARTING.split(found["names"])]
        names[0] = _BEFORE.sub("", names[0])
        if len(names) == len(row) and all(names):
            return _as_written(view, names, found.start("names"))
    return []


def _as_written(view: View, names: list[str], start: int) -> list[str]:
    text, plain = view.stream.text, view.stream.plain
    places = [plain.find(name, start) for name in names]
    return [
        text[at : at + len(name)] if len(text) == len(plain) else name for at, name in zip(places, names, strict=True)
    ]


_EACH = re.compile(
    r"(?:^|[,，、;；]|\band )\s*(?P<name>[^\s,，。、;；\d%]{1,8}|[a-z][\w'’-]*)\s*(?:占|给|拿|用|是|at|gets|=|:|：)?\s*$"
)


def _one_each(view: View) -> list[tuple[Token, str]]:
    """“春节四成、中秋三成、国庆三成”: each name with its part, and the parts come to a whole."""
    shares = [t for t in view.stream.spots if t.kind == "pct"]
    if len(shares) < 2 or sum(view.figure(t.value).low or 0 for t in shares) != 100 or view.has("layer", "ai", "day"):
        return []
    found = []
    for token in shares:
        name = _EACH.search(view.stream.plain[: token.start])
        if name is None:
            return []
        found.append((token, _BEFORE.sub("", name["name"]) or name["name"]))
    return found


def _spread(view: View, row: list[Token], names: list[str]) -> Candidate:
    layers = tuple(dict.fromkeys(t.value for t in view.of("layer")))
    about = layers or tuple(filter(None, (answered_layer(view),)))
    figs = tuple(t.value for t in row)
    ask = Ask(goal=Goal.PHASING, about=about, by="part", weights=figs, topic="|".join(names))
    return Candidate(
        "spread.named", (ask,), 5.0 * len(figs), frozenset(figs), keys=view.ask_keys, place=float(row[0].start)
    )


# -- what was spread before ------------------------------------------------------------------------------------------------------------------


def _again(view: View) -> Iterator[Candidate]:
    """“请改为30:20:25:25” behind a spread: the same parts with other weights; and weights of a year's parts behind one layer."""
    if view.has(*_OTHER, "layer", "ai"):
        return
    found = [[view.stream.spots[n] for n in row] for row in rows(view)]
    if len(found) != 1 or len(found[0]) != len([t for t in view.stream.spots if t.is_figure]):
        return
    figs = tuple(t.value for t in found[0])
    last = _last_spread(view)
    by = next((t.value for t in view.of("per") if t.value in ("quarter", "month", "half-year")), "")
    if last is not None and len(last.weights) == len(figs):
        ask = replace(last, weights=figs, args=(), echo="", by=by or last.by)
    elif by and answered_layer(view) and len(figs) in (2, 4, 12):
        ask = Ask(goal=Goal.PHASING, about=(answered_layer(view),), by=by, weights=figs)
    else:
        return
    yield Candidate(
        "spread.again", (ask,), 5.0 * len(figs), frozenset(figs), keys=view.ask_keys, place=float(found[0][0].start)
    )


def _last_spread(view: View) -> Ask | None:
    return next((a for a in reversed(view.state.last_asks()) if a.goal is Goal.PHASING and a.weights), None)


_HALF = re.compile(r"\b(?P<w>first|second|last|latter) half\b|(?P<z>[上下前后])半年|\bh(?P<h>[12])\b")
_SOME = re.compile(
    r"(?P<zside>[前头后末])(?P<zn>[两二三])个?季度?"
    r"|\b(?P<side>first|last|final) (?P<n>two|three) quarters\b"
)
_COUNT = {"两": 2, "二": 2, "三": 3, "two": 2, "three": 3}


def _parts_together(view: View) -> Iterator[Candidate]:
    """“下半年合计是多少”, "Q3 plus Q4?", 春节和国庆一共: some parts of what was spread."""
    last = _last_spread(view)
    if last is None or view.place_of or view.has("layer", "layers", "budget", "marketing", "left", "spent", *KPIS):
        return
    keys = _keys(view, last)
    if keys and len(view.stream.spots) <= 12:
        ask = replace(last, args=keys, echo="")
        takes = frozenset(range(len(view.stream.spots)))
        yield Candidate("spread.parts", (ask,), 9.0, takes=takes, keys=view.ask_keys, place=0.0)


def _keys(view: View, last: Ask) -> tuple[str, ...]:
    text = view.stream.plain
    if last.topic:
        named = [f"P{n}" for n, name in enumerate(last.topic.split("|"), 1) if name.casefold() in text]
        if named:
            return tuple(named)
    if len(last.weights) not in (2, 4, 12) or last.by == "part":
        return ()
    if (half := _HALF.search(text)) is not None:
        first = (
            (half["w"] or "") == "first" or ((half["z"] or "") in ("上", "前") and bool(half["z"])) or half["h"] == "1"
        )
        return ("H1",) if first else ("H2",)
    if (some := _SOME.search(text)) is not None and len(last.weights) == 4:
        count = _COUNT[some["zn"] or some["n"]]
        first = ((some["zside"] or "") in ("前", "头") and bool(some["zside"])) or some["side"] == "first"
        quarters = ("Q1", "Q2", "Q3", "Q4")
        return quarters[:count] if first else quarters[-count:]
    days = tuple(view.stream.days[t.value].key for t in view.of("day"))
    return days if days and all(d[0] in "QHM" and len(d) < 4 for d in days) else ()
