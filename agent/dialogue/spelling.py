"""Moves as lines and as JSON: ``tell U1 budget of=MKT; ask split``. One to one, for tools, tests and logs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from enum import StrEnum
from typing import Any

from agent.dialogue.moves import LISTS, MOVES, Move, filled, slot_name
from agent.dialogue.names import Names


class UnreadableMoves(ValueError):
    """Moves that are not in the language; the message says what is wrong and what would do."""


def to_line(moves: Sequence[Move], names: Names | None = None) -> str:
    """The moves as one line, with short names where ``names`` are given."""
    return "; ".join(_line(move, names) for move in moves)


def to_json(moves: Sequence[Move]) -> list[dict[str, Any]]:
    """The moves as JSON objects with ids."""
    found = []
    for move in moves:
        slots = {slot_name(name): list(v) if isinstance(v, tuple) else v for name, v in filled(move).items()}
        found.append({"do": move.DO, **slots})
    return found


def from_json(data: Sequence[Mapping[str, Any]], names: Names | None = None) -> tuple[Move, ...]:
    """The moves that JSON objects spell; short names become ids. Raises :class:`UnreadableMoves`."""
    return tuple(_move(item, names) for item in data)


def _line(move: Move, names: Names | None) -> str:
    words = [move.DO]
    for name, value in filled(move).items():
        text = ",".join(_brief(v, names) for v in value) if isinstance(value, tuple) else _brief(value, names)
        words.append(text if name in move.HEAD else f"{slot_name(name)}={text}")
    return " ".join(word for word in words if word)


def _brief(value: object, names: Names | None) -> str:
    text = value.value if isinstance(value, StrEnum) else str(value)
    return names.brief(text) if names else text


def _move(data: Mapping[str, Any], names: Names | None) -> Move:
    if not isinstance(data, Mapping):
        raise UnreadableMoves(f"a move is an object with “do”, not {data!r}")
    kind = MOVES.get(str(data.get("do", "")))
    if kind is None:
        raise UnreadableMoves(f"“do” is one of {', '.join(MOVES)}, not {data.get('do')!r}")
    slots = {slot_name(slot.name): slot for slot in fields(kind)}
    values: dict[str, Any] = {}
    for name, value in data.items():
        if name == "do" or value in (None, "", []):
            continue
        if name not in slots:
            raise UnreadableMoves(f"“{data['do']}” has the slots {', '.join(slots)}, not {name!r}")
        values[slots[name].name] = _value(slots[name].type, name, value, names)
    return kind(**values)


def _value(type_: Any, name: str, value: Any, names: Names | None) -> Any:
    if name in LISTS:
        items = value.split(",") if isinstance(value, str) else value
        return tuple(_long(str(item).strip(), names) for item in items)
    enum = _ENUMS.get(str(type_))
    if enum is not None:
        try:
            return enum(value)
        except ValueError:
            raise UnreadableMoves(f"“{name}” is one of {', '.join(enum)}, not {value!r}") from None
    if str(type_) == "int":
        return int(value)
    return _long(str(value), names) if name not in _WORDS else str(value)


def _long(text: str, names: Names | None) -> str:
    return names.long(text) if names else text


#: Slots that hold a word or the message's own text, not the name of something.
_WORDS = frozenset(
    {"text", "topic", "label", "why", "audience", "shape", "length", "lang", "kind", "per", "by", "hedge", "unsure"}
)


def _enums() -> dict[str, type[StrEnum]]:
    from agent.dialogue import moves

    return {name: getattr(moves, name) for name in ("As", "Op", "Goal", "What")}


_ENUMS = _enums()
