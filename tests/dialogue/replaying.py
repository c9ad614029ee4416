"""Runs annotated moves through the state and the answers, without reading a word."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from agent.answers.context import Context
from agent.answers.model import Answer, Statement
from agent.answers.registry import answer
from agent.dialogue.after import close_turn
from agent.dialogue.apply import Applied, apply
from agent.dialogue.message import Day, Message
from agent.dialogue.names import Names
from agent.dialogue.spelling import from_json
from agent.dialogue.state import State
from knowledge.framework import load_framework
from tools.desk import Desk
from tools.facts import Ledger
from tools.figures.model import Figure, FigureKind
from tools.money import CURRENCIES
from tools.quantities import MULTIPLE, PERCENT, UNITS, Unit, UnitKind

CORPUS = Path(__file__).parent / "annotated.jsonl"
FRAMEWORK = load_framework()
NAMES = Names(FRAMEWORK)


@dataclass(frozen=True)
class Played:
    """One replayed message: its annotation, what applying it gave, and the answers."""

    row: Mapping[str, Any]
    applied: Applied
    answers: tuple[Answer, ...]
    state: State


def conversations() -> dict[str, list[dict[str, Any]]]:
    """The annotated messages by conversation."""
    found: dict[str, list[dict[str, Any]]] = {}
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found.setdefault(row["conversation"], []).append(row)
    return found


def play(rows: list[dict[str, Any]]) -> Iterator[Played]:
    """A conversation, message by message."""
    state, ledger = State(), Ledger()
    for row in rows:
        message = message_of(row)
        desk = Desk(FRAMEWORK, ledger)
        applied = apply(state, from_json(row["moves"], NAMES), message, desk)
        context = Context(state, desk, message, notes=applied.notes)
        answers = tuple(answer(asked, context) for asked in applied.asks)
        close_turn(
            state, turn=row["turn"], asked=applied.asks, lacking=[a.lacking for a in answers],
            shown=[f.id for a in answers for f in a.facts], listed=[a.listed for a in answers], said=context.told,
        )  # fmt: skip
        yield Played(row, applied, answers, state)


def message_of(row: Mapping[str, Any]) -> Message:
    language = "zh" if any("\u4e00" <= ch <= "\u9fff" for ch in row["text"]) else "en"
    days = {f"D{n}": Day(f"2026-{9 + n:02}", f"D{n}") for n in range(1, 4)}
    return Message(row["text"], row["turn"], language, "", {f["id"]: _figure(f) for f in row["figures"]}, days)


def _figure(data: Mapping[str, Any]) -> Figure:
    name, _, per = (data["unit"] or "number").partition("/")
    low, _, high = data["value"].partition("..")
    unit = _unit(name)
    kind = FigureKind.MONEY if unit.kind is UnitKind.MONEY else FigureKind.NUMBER
    return Figure(
        0,
        len(data["text"]),
        data["text"],
        kind,
        Decimal(low),
        Decimal(high or low),
        Unit(unit.kind, unit.code, per or None),
    )


def _unit(name: str) -> Unit:
    if name in CURRENCIES:
        return Unit(UnitKind.MONEY, name)
    return {"percent": PERCENT, "x": MULTIPLE, "multiple": MULTIPLE, "number": Unit(UnitKind.NUMBER)}.get(
        name
    ) or UNITS[name]


def figures_of(played: Played) -> set[Decimal]:
    """Every figure that the answers show, falls without their sign too."""
    found = {fact.value.normalize() if fact.value else Decimal(0) for a in played.answers for fact in a.facts}
    return found | {abs(value) for value in found}


def verdicts_of(played: Played) -> set[str]:
    """The verdicts that the answers give."""
    kinds = {"gate_verdict", "range_verdict", "kpi_row"}
    told = [item for a in played.answers for item in a.items if isinstance(item, Statement)]
    return {item.variant for item in told if item.kind in kinds}
