"""Templates of clauses: words, slots, and parts that stand only where their slots are given.

``{layer}`` is a slot, ``{amount:bare}`` one that is printed in another way, ``<, by {gap}>`` stands where ``gap`` is given, ``<{date}|the end of the year>`` has
something else to say where it is not. Nothing here knows what a slot prints.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(r"\{(?P<name>[a-z_0-9]+)(?::(?P<way>[a-z_]+))?\}|(?P<mark>[<>|])|(?P<text>[^{}<>|]+)")


@dataclass(frozen=True, slots=True)
class Place:
    """A slot and the way in which it is printed."""

    name: str
    way: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """``then`` where every slot in it is given, ``otherwise`` where one is not."""

    then: Parts
    otherwise: Parts


Parts = tuple["str | Place | Choice", ...]


@lru_cache(maxsize=1024)
def parse(text: str) -> Parts:
    """The parts of a template. Raises :class:`ValueError` for one that is not well formed."""
    tokens: list[re.Match[str]] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ValueError(f"not a template: {text!r} at {at}")
        tokens.append(match)
        at = match.end()
    stream = iter(tokens)
    parts, closed = _parts(stream)
    if closed:
        raise ValueError(f"not a template: {text!r} closes what it did not open")
    return parts


def _parts(stream: Iterator[re.Match[str]]) -> tuple[Parts, str]:
    """Parts up to the end or to the mark that closes them, and that mark."""
    found: list[str | Place | Choice] = []
    for token in stream:
        mark = token["mark"]
        if mark in (">", "|"):
            return tuple(found), mark
        if mark == "<":
            then, closed = _parts(stream)
            otherwise: Parts = ()
            if closed == "|":
                otherwise, closed = _parts(stream)
            if closed != ">":
                raise ValueError("a part of a template is not closed")
            found.append(Choice(then, otherwise))
        elif token["name"]:
            found.append(Place(token["name"], token["way"] or ""))
        else:
            found.append(token["text"])
    return tuple(found), ""


def settled(parts: Parts, given: Callable[[str], bool]) -> Iterator[str | Place]:
    """The words and slots that are said, for what is ``given``."""
    for part in parts:
        if isinstance(part, Choice):
            whole = all(given(place.name) for place in _own(part.then))
            yield from settled(part.then if whole else part.otherwise, given)
        else:
            yield part


def _own(parts: Parts) -> Iterator[Place]:
    return (part for part in parts if isinstance(part, Place))


def places(parts: Parts, *, required: bool = False) -> Iterator[Place]:
    """Every slot of a template, or only those that it cannot do without."""
    for part in parts:
        if isinstance(part, Place):
            yield part
        elif isinstance(part, Choice) and not required:
            yield from places(part.then)
            yield from places(part.otherwise)
