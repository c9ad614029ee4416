"""Pasted tables: headers are years or names, a total row is the total, and what no row says stays context."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agent.dialogue.moves import As, Ask, Goal, Move, Tell
from agent.dialogue.names import MARKETING
from agent.dialogue.state import State
from agent.understanding.tokens import Stream
from tools.figures.tables import Cell, tables, walls
from tools.parameters import Framework

_TOTAL = re.compile(r"\b(?:grand )?totals?\b|\bsum\b|合计|总计|总额|总预算|小计")
_SPENT = re.compile(r"spent|actual|spend|支出|花费|实际|已用")
_BUDGET = re.compile(r"budget|marketing|mktg|spend|envelope|营销|行销|市场费|推广|预算")
_GONE = re.compile(r"spent|actual|支出|实际|已用|花掉")
_AI = re.compile(r"\bai\b|人工智能")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Table:
    moves: tuple[Move, ...]


def read(stream: Stream, state: State, framework: Framework) -> Table | None:
    """The moves of a message that holds a table; ``None`` where it holds none."""
    if stream.text.count("\n") < 1:
        return None
    walled = walls(stream.plain)
    found = tables(walled)
    if not found or not any(_in_table(stream, cells) for cells in found):
        return None
    return Table(tuple(_moves(stream, walled, found[0], framework)))


def _in_table(stream: Stream, cells: list[Cell]) -> list[str]:
    return [fig for fig, f in stream.figures.items() if any(c.start <= f.start and f.end <= c.end for c in cells)]


def _moves(stream: Stream, walled: str, cells: list[Cell], framework: Framework) -> list[Move]:
    heads = {c.column: walled[c.start : c.end].strip() for c in cells if c.row == 0}
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    named = _names_budgets(walled, heads, rows)
    told: list[Tell] = []
    for number, row in rows.items():
        label = next((text for c in row if (text := walled[c.start : c.end].strip(" |*"))), "")
        if number and label.strip("-: "):
            layer = _layer(framework, label)
            if named:
                told.extend(_named_budget(stream, row))
                continue
            told.extend(
                _cell(fig, label, heads.get(cell.column, ""), layer, whole=len(rows) <= 2)
                for cell in row
                for fig in _inside(stream, cell)
            )
    budgets = [move.in_ for move in told if move.as_ is As.BUDGET]
    return [*told, *_outside(stream, cells, budgets)]


def _names_budgets(walled: str, heads: dict[int, str], rows: dict[int, list[Cell]]) -> bool:
    """Whether every row is somebody's marketing budget: one column of amounts under a word for it, and no row for the total."""
    labels = [
        next((text for c in row if (text := walled[c.start : c.end].strip(" |*"))), "") for n, row in rows.items() if n
    ]
    single = len([h for h in heads.values() if _BUDGET.search(h)]) == 1 and len(heads) == 2
    wrong = any(_AI.search(h) or _GONE.search(h) for h in heads.values())
    plain = [label for label in labels if label.strip("-: ")]
    return single and not wrong and len(plain) > 1 and not any(_TOTAL.search(label) for label in plain)


def _named_budget(stream: Stream, row: list[Cell]) -> Iterator[Tell]:
    """The budget of the one that a row is named after."""
    name = next((text for c in row if (text := stream.text[c.start : c.end].strip(" |*"))), "")
    for cell in row:
        for fig in _inside(stream, cell):
            yield Tell(fig=fig, as_=As.BUDGET, of=MARKETING, in_=name, per=stream.figures[fig].unit.per or "")


def _layer(framework: Framework, label: str) -> str:
    """The layer that a row is named after."""
    found = (x.id for x in framework.layers if x.name.zh in label or x.name.en.split()[0].lower() in label)
    return next(found, "")


def _inside(stream: Stream, cell: Cell) -> list[str]:
    return [fig for fig, f in stream.figures.items() if cell.start <= f.start and f.end <= cell.end]


def _cell(fig: str, label: str, head: str, layer: str, *, whole: bool) -> Tell:
    year = _YEAR.search(head)
    if _SPENT.search(head) and layer:
        return Tell(fig=fig, as_=As.SPENT, of=layer)
    if _TOTAL.search(label) or whole:
        return Tell(fig=fig, as_=As.BUDGET, of=MARKETING, in_=year[0] if year else head)
    return Tell(fig=fig, as_=As.CONTEXT, label=label)


def _outside(stream: Stream, cells: list[Cell], budgets: list[str]) -> list[Move]:
    """What the words around the table ask: the layers, or the one named, of the year named."""
    first, last = min(c.start for c in cells), max(c.end for c in cells)
    around = [t for t in stream.tokens if t.end <= first or t.start >= last] if budgets else []
    over = tuple(key for t in around if t.kind == "day" and (key := stream.days[t.value].key) in budgets)
    layers = tuple(t.value for t in around if t.kind == "layer")
    several = len(set(budgets)) > 1 and not over
    if layers and several:
        return _of_all(
            tuple(dict.fromkeys(budgets)),
            tuple(dict.fromkeys(layers)),
            together=any(t.kind in ("sum", "total") for t in around),
        )
    if layers:
        return [Ask(goal=Goal.AMOUNT, about=layers, over=over)]
    if len(budgets) > 1 and not over:
        over = tuple(budgets)
    asked = {"layers", "split", "howmuch", "aibudget"} & {t.kind for t in around}
    return [Ask(goal=Goal.SPLIT, over=over)] if asked else []


def _of_all(names: tuple[str, ...], layers: tuple[str, ...], *, together: bool) -> list[Move]:
    """Layers of every row, and what they come to where that is asked."""
    found: list[Move] = [Ask(goal=Goal.AMOUNT, about=layers, over=names)]
    if together:
        found.extend(Ask(goal=Goal.SUM, args=tuple(f"{layer}@{name}" for name in names)) for layer in layers)
    return found
