"""Entries of the spend book as they are typed or imported: ``/spend tactical=42k 2026-03-01``, one a line, ``by Anna`` behind it, ``-`` to take one back.

A line is a layer, a project, ``ai``, or the user's own words. The figures are those of the message, so that every entry has its receipt in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from agent.dialogue.message import Day
from agent.dialogue.moves import As, Ask, Correct, Goal, Move, Tell, Unread, What
from agent.dialogue.names import AI, MARKETING
from agent.dialogue.periods import months_of
from agent.dialogue.state import State
from agent.language.text import plain
from agent.language.vocabulary import Vocabulary
from agent.understanding.days import days
from agent.understanding.tokens import Stream
from tools.quantities import UnitKind

_HEAD = re.compile(r"\s*/?(?:spend|spent|spends|支出|记支出)(?:[\s:：]+|$)", re.IGNORECASE)
_LINE = re.compile(r"(?P<name>[^=＝\n;；]{1,80})[=＝](?P<rest>[^=＝\n;；]{1,160})")
_ISO = re.compile(r"(?<!\d)(20\d\d)[-/.年](1[0-2]|0?[1-9])(?:[-/.月](3[01]|[12]\d|0?[1-9])日?|月)?(?!\d)")
_BY = re.compile(
    r"(?:\bby |@|(?:由|记录人|经办人)[:： ]?)(?P<who>[^\s,，;；()（）]{1,40}(?: [A-Z][^\s,，;；]{0,30})?)\s*$",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"^\s*(?:-|–|—|－|无|none)(?=\s|$)", re.IGNORECASE)
_WHOLE = {
    "ai": AI,
    "ai budget": AI,
    "ai预算": AI,
    "marketing": MARKETING,
    "营销": MARKETING,
    "plan": "plan",
    "total": "plan",
    "计划": "plan",
}


@dataclass(slots=True)
class Entered:
    """The moves of the entries of a message, with the days that they name."""

    moves: list[Move] = field(default_factory=list)
    days: dict[str, Day] = field(default_factory=dict)


def is_entry(text: str) -> bool:
    """Whether a message is entries of the spend book, and no question."""
    head = _HEAD.match(text)
    return head is not None and _LINE.search(text, head.end()) is not None and "?" not in text and "？" not in text


def read(stream: Stream, state: State, vocabulary: Vocabulary) -> Entered | None:
    """The entries of a message; ``None`` for one that holds none."""
    text = stream.text
    if not is_entry(text):
        return None
    head = _HEAD.match(text)
    assert head is not None
    found = Entered()
    subjects: list[str] = []
    at = head.end()
    for match in _LINE.finditer(text, head.end()):
        subjects.extend(_entry(found, stream, state, vocabulary, match))
        if between := text[at : match.start()].strip(" \n;；,，"):
            found.moves.append(Unread(text=between[:60], why="text", start=at, end=match.start()))
        at = match.end()
    if rest := text[at:].strip(" \n;；,，。."):
        found.moves.append(Unread(text=rest[:60], why="text", start=at, end=len(text)))
    one = (
        len(subjects) == 1
        and subjects[0].startswith("layer.")
        and state.current is not None
        and bool(state.current.budget)
    )
    gone = any(isinstance(m, Correct) for m in found.moves)
    if subjects:  # what names nothing that was read is said to be unread, and answered with nothing else
        left = Ask(goal=Goal.LEFT, about=tuple(subjects))
        found.moves.append(left if one and not gone else Ask(goal=Goal.BOOK))
    return found


def _entry(found: Entered, stream: Stream, state: State, vocabulary: Vocabulary, match: re.Match[str]) -> Iterator[str]:
    """One line: money spent, or an entry taken back."""
    subject = subject_of(vocabulary, match["name"])
    rest, start = match["rest"], match.start("rest")
    by = _BY.search(rest)
    who = by["who"] if by else ""
    body = rest[: by.start()] if by else rest
    day = _day(found, body, start)
    if _NOTHING.match(body):
        entries = _known(state, subject, found.days[day].key if day else "")
        found.moves.extend(Correct(what=What.GONE, target=fact) for fact in entries)
        if entries:
            yield subject
        else:
            found.moves.append(Unread(text=match[0].strip(), why="reference", start=match.start(), end=match.end()))
        return
    spans = [(d.start, d.end) for d in found.days.values()]
    figures = [
        fig for fig, f in stream.figures.items()
        if start <= f.start < start + len(body) and not any(a <= f.start < b for a, b in spans)
        and f.unit.kind in (UnitKind.MONEY, UnitKind.NUMBER)
    ]  # fmt: skip
    if not figures:
        found.moves.append(Unread(text=match[0].strip(), why="text", start=match.start(), end=match.end()))
        return
    yield subject
    found.moves.append(Tell(fig=figures[0], as_=As.SPENT, of=subject, when=day, by=who, status="book"))


def _known(state: State, subject: str, key: str) -> list[str]:
    """The entries of a line and day; of the day's month where only a month is named."""
    spends = state.current.spends if state.current is not None else []
    same = [s for s in spends if s.subject == subject]
    exact = [s.fact for s in same if s.when == key]
    return exact or [s.fact for s in same if key and len(key) < 8 and months_of(s.when) == months_of(key)]


def _day(found: Entered, text: str, start: int) -> str:
    """The day of a line, entered among the days of the message; empty where it names none."""
    iso = _ISO.search(text)
    name = f"D{len(found.days) + 1}"
    if iso is not None:
        key = f"{iso[1]}-{int(iso[2]):02}" + (f"-{int(iso[3]):02}" if iso[3] else "")
        found.days[name] = Day(key, iso[0], start + iso.start(), start + iso.end())
        return name
    for lead in ("", _IN):  # a month by its name alone may be a word: it stands behind a preposition then
        named: Mapping[str, Day] = days(plain(_WORDS.sub(rf"{lead}\g<0>", text, count=1) if lead else text))
        for day in named.values():
            if months_of(day.key):
                found.days[name] = Day(
                    day.key, day.text, start + max(day.start - len(lead), 0), start + day.end - len(lead)
                )
                return name
    return ""


_IN = "in "
_WORDS = re.compile(
    r"(?<![A-Za-z])(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?![A-Za-z])", re.IGNORECASE
)


def subject_of(vocabulary: Vocabulary, name: str) -> str:
    """What a line is of: a layer, a project, all of the AI money, or the user's own words."""
    own = " ".join(name.split()).strip("\"'“”「」 ")
    if own.casefold() in _WHOLE:
        return _WHOLE[own.casefold()]
    framework = vocabulary.framework
    named = {m.concept for m in vocabulary.find(plain(own))}
    known = [
        x.id for x in (*framework.layers, *framework.projects) if x.id in named or own in (x.id, x.name.zh, x.name.en)
    ]
    return known[0] if len(known) == 1 else f"item:{own}"
