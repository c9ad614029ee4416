"""Moves as somebody wrote them, a model above all, in one spelling: what can be meant only one way is set right, nothing is guessed.

``monthly`` is ``month``, a string is a list of one, ⟦U2 $120k⟧ is ``U2``, 战术层 is the layer's id. What is wrong stays wrong and is found by ``checks``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from agent.dialogue.moves import LISTS, MOVES, As, Goal, Op, What
from agent.dialogue.names import MARKETING, Names
from agent.dialogue.spelling import UnreadableMoves
from tools.parameters import Framework

#: Slots by other names that writers give them.
_SLOTS = {
    "figure": "fig", "id": "fig", "role": "as", "currency": "cur", "scenario": "in", "period": "per", "operation": "op",
    "subject": "of", "speaker": "by", "from_": "from", "in_": "in", "as_": "as", "question": "topic",
}  # fmt: skip
_KINDS = ("do", "move", "type", "action", "kind")
_PERIODS = {
    "monthly": "month", "months": "month", "yearly": "year", "annual": "year", "annually": "year", "years": "year",
    "quarterly": "quarter", "quarters": "quarter", "weekly": "week", "weeks": "week", "biweekly": "biweek", "daily": "day",
    "halfyear": "half-year", "half": "half-year", "half_year": "half-year", "semester": "half-year", "person": "head",
    "people": "head", "capita": "head", "hourly": "hour", "月": "month", "每月": "month", "年": "year", "每年": "year",
    "季度": "quarter", "每季度": "quarter", "人": "head", "每人": "head", "周": "week", "每周": "week",
}  # fmt: skip
_SIGNS = {"−": "-", "–": "-", "minus": "-", "negative": "-", "down": "-", "fall": "-", "+": "", "plus": "", "up": ""}
_ROLES = {"spend": "spent", "expense": "spent", "exchange_rate": "rate", "headcount": "count", "baseline": "now", "minimum": "floor", "maximum": "cap"}  # fmt: skip
_GOALS = {"remaining": "left", "difference": "diff", "total": "sum", "targets": "target", "convert": "same", "thresholds": "threshold", "phase": "phase_of"}  # fmt: skip
_OPS = {"multiply": "times", "increase": "up", "raise": "up", "decrease": "down", "cut": "down", "subtract": "sub", "minus": "sub", "plus": "add", "replace": "set"}  # fmt: skip
_CURRENCIES = {"rmb": "CNY", "yuan": "CNY", "元": "CNY", "人民币": "CNY", "dollar": "USD", "dollars": "USD", "usd": "USD", "美元": "USD", "euro": "EUR", "euros": "EUR", "欧元": "EUR"}  # fmt: skip
_SPELLINGS = {
    "per": _PERIODS, "sign": _SIGNS, "as": _ROLES, "goal": _GOALS, "op": _OPS, "cur": _CURRENCIES, "base": _CURRENCIES,
    "quote": _CURRENCIES,
}  # fmt: skip
_WORDS = frozenset(
    {"per", "sign", "as", "goal", "op", "cur", "base", "quote", "what", "kind", "shape", "length", "lang", "audience"}
)
_FREE = frozenset({"text", "topic", "label", "why", "by", "hedge", "in", "from", "over", "when"})
#: Names of whole families, which are no single thing's.
_FAMILIES = ("layers", "phases", "kpis", "quadrants", "trends", "risks", "projects", "first")
_MARKED = re.compile(r"⟦\s*([UuDd][0-9]+)[^⟧]*⟧")
_LOOSE = re.compile(r"\b([ud])([0-9]+)\b")


def normalised(data: Any, framework: Framework) -> list[dict[str, Any]]:
    """The moves in ``data`` as objects of one spelling. Raises :class:`UnreadableMoves` for what is no list of moves."""
    names = _Named(framework)
    found: list[dict[str, Any]] = []
    for item in _items(data):
        move = _move(item, names)
        if not found or move != found[-1]:  # a supposition between two equal questions makes them two
            found.append(move)
    return found


def _items(data: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(data, str):
        yield from _items(_parsed(data))
    elif isinstance(data, Mapping):
        if "moves" in data:
            yield from _items(data["moves"])
        else:
            yield data
    elif isinstance(data, Sequence):
        for item in data:
            if isinstance(item, str):
                yield from _items(item)
            elif isinstance(item, Mapping):
                yield item
            else:
                raise UnreadableMoves(f"a move is an object with “do”, not {str(item)[:40]!r}")
    else:
        raise UnreadableMoves("moves are a list of objects")


def _parsed(text: str) -> Any:
    """Moves in a string: as JSON, or as lines (``tell U1 budget of=MKT; ask left``)."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return [_line(part) for part in re.split(r"[;\n]+", text) if part.strip()]


def _line(text: str) -> dict[str, Any]:
    words = text.split()
    kind = MOVES.get(words[0])
    if kind is None:
        raise UnreadableMoves(f"“do” is one of {', '.join(MOVES)}, not {words[0]!r}")
    found: dict[str, Any] = {"do": words[0]}
    head = [name.rstrip("_") for name in kind.HEAD]
    for word in words[1:]:
        name, equals, value = word.partition("=")
        if equals and name.isalpha() and name.islower():
            found[name] = value
        elif head:
            found[head.pop(0)] = word
        else:
            raise UnreadableMoves(f"{word!r} has no place in {text.strip()!r}")
    return found


def _move(item: Mapping[str, Any], names: _Named) -> dict[str, Any]:
    slots = {str(k): v for k, v in item.items() if v not in (None, "", [], {})}
    do = next((str(slots[k]) for k in _KINDS if str(slots.get(k)) in MOVES), "")
    if not do and len(slots) == 1:
        (key, inner), *_ = slots.items()
        if key in MOVES and isinstance(inner, Mapping):  # {"tell": {…}}
            return _move({"do": key, **inner}, names)
    if not do:
        raise UnreadableMoves(f"“do” is one of {', '.join(MOVES)}, not {item.get('do')!r}")
    known = {name.rstrip("_") for name in MOVES[do].__dataclass_fields__}
    found: dict[str, Any] = {"do": do}
    for key, value in slots.items():
        if key in _KINDS and str(value) == do:
            continue
        name = key if key in known else _SLOTS.get(key, key)
        if do == "ask" and name == "of" and key == "subject":
            name = "about"
        found[name] = _listed(value, name, names) if name in LISTS else _value(_single(value), name, names)
    return _defaults(found)


def _single(value: Any) -> str:
    if isinstance(value, list | tuple):
        if len(value) != 1:
            raise UnreadableMoves(f"one value was expected, not {value!r}")
        value = value[0]
    if isinstance(value, bool | Mapping):
        raise UnreadableMoves(f"a name or an id was expected, not {value!r}")
    return str(value)


def _listed(value: Any, name: str, names: _Named) -> list[str]:
    items = value if isinstance(value, list | tuple) else re.split(r"[,、]", str(value))
    return [_value(_single(item), name, names) for item in items if str(item).strip()]


def _value(text: str, name: str, names: _Named) -> str:
    text = _MARKED.sub(lambda m: m[1].upper(), text).strip()
    if name in _WORDS:
        lower = text.lower()
        bare = lower.removeprefix("per ").removeprefix("per_") if name == "per" else lower
        said = _SPELLINGS.get(name, {}).get(bare)
        if said is not None:
            return said
        if name in ("cur", "base", "quote"):
            return text.upper()
        return bare if bare in _ENUMERATED.get(name, ()) else text
    if name in _FREE:
        return text
    text = _LOOSE.sub(lambda m: m[1].upper() + m[2], text).replace(" × ", "*").replace("×", "*").replace(" * ", "*")
    return names.id_of(text)


_ENUMERATED = {
    "as": frozenset(As), "goal": frozenset(Goal), "op": frozenset(Op), "what": frozenset(What),
    "per": frozenset({"year", "half-year", "quarter", "month", "week", "biweek", "fortnight", "twice-a-week", "day", "hour", "head"}),
}  # fmt: skip


def _defaults(move: dict[str, Any]) -> dict[str, Any]:
    if move["do"] == "tell" and move.get("as") == As.BUDGET and not move.get("of"):
        move["of"] = MARKETING
    if move["do"] == "correct" and not move.get("what"):
        move["what"] = What.VALUE.value
    return move


class _Named:
    """The framework's things by every name that people and models give them."""

    def __init__(self, framework: Framework) -> None:
        self._names = Names(framework)
        self._ids: dict[str, str] = {}
        kpis = framework.kpis
        for concept in (*framework.layers, *kpis, *framework.phases, *framework.projects, *framework.quadrants, *framework.topics, *framework.gaps):  # fmt: skip
            for said in (concept.id, concept.id.partition(".")[2], concept.name.zh, concept.name.en, *concept.terms.zh, *concept.terms.en):  # fmt: skip
                if said:
                    self._ids.setdefault(said.lower(), concept.id)
        for family in _FAMILIES:
            self._ids.pop(family, None)
        self._ids |= {short.lower(): long for short, long in self._names.ids.items()}
        self._ids |= {long.lower(): long for long in self._names.ids.values()}

    def id_of(self, text: str) -> str:
        """The id of what ``text`` names, ``text`` itself where it names nothing."""
        if "@" in text:
            subject, _, scenario = text.partition("@")
            return f"{self.id_of(subject)}@{scenario}"
        return self._ids.get(text.lower(), text)
