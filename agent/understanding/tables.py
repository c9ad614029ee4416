"""Pasted tables: headers are years or names, a total row is the total, and what no row says stays context."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from agent.dialogue.moves import As, Ask, Goal, Move, Op, Suppose, Tell, Unread
from agent.dialogue.names import LAYERS, MARKETING
from agent.dialogue.state import State
from agent.understanding.summed import SUMMED, asked
from agent.understanding.tokens import Stream
from tools.figures.tables import Cell, tables, walls
from tools.parameters import Framework

_TOTAL = re.compile(r"\b(?:grand )?totals?\b|\bsum\b|合计|总计|总额|总预算|小计")
_SPENT = re.compile(r"spent|actual|spend|支出|花费|实际|已用")
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
    told: list[Tell] = []
    parts = any(_TOTAL.search(walled[c.start : c.end]) for c in cells)
    for number, row in rows.items():
        label = _label(walled, row)
        if number and label.strip("-: "):
            layer = _layer(framework, label)
            told.extend(
                _cell(
                    fig, label, heads.get(cell.column, ""), layer, whole=len(rows) <= 2, several=not parts and not layer
                )
                for cell in row
                for fig in _inside(stream, cell)
            )
    told = _rows_as_budgets(stream, walled, rows, told, cells)
    if as_one := _as_one(stream, told, cells):
        return as_one
    budgets = [move.in_ for move in told if move.as_ is As.BUDGET]
    wanted = _outside(stream, cells, budgets)
    return [*told, *(wanted or _put_back(stream, cells))]


_BUDGET = re.compile(r"budget|marketing|mktg|预算|营销|市场费|推广费|费用|盘子")


def _rows_as_budgets(
    stream: Stream, walled: str, rows: dict[int, list[Cell]], told: list[Tell], cells: list[Cell]
) -> list[Tell]:
    """Rows of one amount each under a head that names a budget are budgets by their names: of brands, of years, of lines.

    A table with a total, with spending or with layers says what its rows are; so does one whose head names no budget.
    """
    plain = [m for m in told if m.as_ is As.CONTEXT]
    heads = " ".join(walled[c.start : c.end] for c in cells if c.row == 0)
    one_each = all(len([f for c in row for f in _inside(stream, c)]) == 1 for n, row in rows.items() if n)
    around = stream.plain[: min(c.start for c in cells)] + stream.plain[max(c.end for c in cells) :]
    money = all(stream.figures[m.fig].unit.kind.value in ("money", "number") for m in plain)
    if len(plain) != len(told) or len(plain) < 2 or not one_each or not money or _SPENT.search(heads):
        return told
    if not (_BUDGET.search(heads) or _BUDGET.search(around)):
        return told
    return [replace(m, as_=As.BUDGET, of=MARKETING, in_=_own_case(stream, m.label), label="") for m in plain]


def _as_one(stream: Stream, told: list[Tell], cells: list[Cell]) -> list[Move]:
    """Rows that the words around call the marketing budget together: each a part by its name, and all of them as one."""
    first, last = min(c.start for c in cells), max(c.end for c in cells)
    around = stream.plain[last:] if SUMMED.search(stream.plain[last:]) else stream.plain[:first]
    rows = [m for m in told if m.as_ in (As.BUDGET, As.CONTEXT)]
    names = [m.in_ or _own_case(stream, m.label) for m in rows]
    if not SUMMED.search(around) or len(rows) != len(told) or len(set(names)) != len(names) or len(rows) < 2:
        return []
    budgets = [replace(m, as_=As.BUDGET, of=MARKETING, in_=n, label="") for m, n in zip(rows, names, strict=True)]
    outside = [t for t in stream.tokens if t.end <= first or t.start >= last]
    layers = [t for t in outside if t.kind == "layer"]
    return [*budgets, Suppose(op=Op.TOGETHER), *asked(layers, {t.kind for t in outside}, around)]


def _own_case(stream: Stream, label: str) -> str:
    """A label as the message writes it."""
    at = stream.plain.find(label)
    return stream.text[at : at + len(label)] if at >= 0 else label


def _put_back(stream: Stream, cells: list[Cell]) -> list[Move]:
    """What the words around a table ask and nobody read."""
    end = max(c.end for c in cells)
    text = stream.text[end:].strip(" |\n") or stream.text[: min(c.start for c in cells)].strip()
    asks = any(
        t.kind in ("?", "howmuch", "give", "layer", "layers", "split", "sum", "total", "diff", "left")
        for t in stream.tokens
        if t.start >= end or t.end <= cells[0].start
    )
    return (
        [Unread(text=text, why="question", start=stream.text.find(text), end=stream.text.find(text) + len(text))]
        if text and asks
        else []
    )


def _layer(framework: Framework, label: str) -> str:
    """The layer that a row is named after."""
    found = (x.id for x in framework.layers if x.name.zh in label or x.name.en.split()[0].lower() in label)
    return next(found, "")


def _label(walled: str, row: list[Cell]) -> str:
    """The first cell of a row that holds a word."""
    return next((text for c in row if (text := walled[c.start : c.end].strip(" |*"))), "")


def _inside(stream: Stream, cell: Cell) -> list[str]:
    return [fig for fig, f in stream.figures.items() if cell.start <= f.start and f.end <= cell.end]


#: A column of budgets, each of the one that its row names.
_BUDGETS = re.compile(r"(?:营销|市场|推广|行销)[^\n]{0,4}(?:预算|经费|费用|总额)|marketing")


def _cell(fig: str, label: str, head: str, layer: str, *, whole: bool, several: bool = False) -> Tell:
    year = _YEAR.search(head)
    if _SPENT.search(head) and layer:
        return Tell(fig=fig, as_=As.SPENT, of=layer)
    if _TOTAL.search(label) or whole:
        return Tell(fig=fig, as_=As.BUDGET, of=MARKETING, in_=year[0] if year else head)
    if several and _BUDGETS.search(head.lower()):
        return Tell(fig=fig, as_=As.BUDGET, of=MARKETING, in_=label)
    return Tell(fig=fig, as_=As.CONTEXT, label=label)


def _outside(stream: Stream, cells: list[Cell], budgets: list[str]) -> list[Move]:
    """What the words around the table ask: the layers, or the one named, of the year named."""
    first, last = min(c.start for c in cells), max(c.end for c in cells)
    around = [t for t in stream.tokens if t.end <= first or t.start >= last] if budgets else []
    over = tuple(key for t in around if t.kind == "day" and (key := stream.days[t.value].key) in budgets)
    layers = tuple(t.value for t in around if t.kind == "layer")
    kinds = {t.kind for t in around}
    per = next((t.value for t in around if t.kind == "per" and t.value != "year"), "")
    named = tuple(dict.fromkeys(b for b in budgets if b))
    over = over or tuple(n for n in named if any(stream.text[t.start : t.end] == n for t in around))
    if len(named) > 1 and len(over) != 1 and kinds & {"sum", "total"} and (layers or kinds & {"layers", "aibudget"}):
        subjects = layers or (LAYERS,)
        each = [Ask(goal=Goal.AMOUNT, about=layers, over=over or named, per=per)] if layers and "each" in kinds else []
        return [
            *each,
            *(Ask(goal=Goal.SUM, args=tuple(f"{s}@{n}" for n in (over or named)), per=per) for s in subjects),
        ]
    if len(named) > 1 and "diff" in kinds and layers:
        return (
            [Ask(goal=Goal.DIFF, args=tuple(f"{layers[0]}@{n}" for n in (over or named)[:2]))]
            if len(over or named) == 2
            else []
        )
    if kinds & {"diff", "ratio", "left", "spent", "rest", "max", "min", "verdict", "inverse"}:
        return []
    if layers and len(named) > 1:
        return [Ask(goal=Goal.AMOUNT, about=layers, over=over or named, per=per)]
    if layers:
        return [Ask(goal=Goal.AMOUNT, about=layers, over=over)]
    of_all = {"layers", "split", "howmuch", "aibudget"} & {t.kind for t in around}
    return [Ask(goal=Goal.SPLIT, over=over or (named if len(named) > 1 else ()))] if of_all else []
