"""Pasted tables of actuals: what was spent by layer, by month, line by line, plan beside actual.

Every amount gets the layer and the period that its row and its column name. What the words around the table say is read as if the table had been a message of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from agent.dialogue.message import Day
from agent.dialogue.moves import As, Correct, Move, Tell, Unread, What
from agent.dialogue.names import AI
from agent.dialogue.periods import months_of
from agent.understanding.ahead import Ahead
from agent.understanding.tokens import Stream
from agent.understanding.windows import between
from tools.figures.model import Figure
from tools.figures.tables import Cell, header, tables, walls
from tools.quantities import UnitKind

_TOTAL = re.compile(r"\b(?:grand |sub)?totals?\b|\bsum\b|\ball layers\b|合计|合計|总计|總計|小计|小計|总额|總額")
_SPENT = re.compile(
    r"\bspen[dt]\w*\b|\bactuals?\b|\bbooked\b|\bpaid\b|\bytd\b|\bto date\b|\bledger\b|\binvoiced\b|\bactls?\b|\bact\b|\bpostings?\b|\bcharges?\b|\bspends\b"
    r"|支出|花费|花費|花了|实际|實際|实支|實支|已用|已花|用掉|发生|發生|实付|實付|账上|帳上|入账|入帳|流水|执行|執行"
)
_PLANNED = re.compile(r"\bbudget(?:ed)?\b|\bplan(?:ned)?\b|\btargets?\b|\bbgt\b|预算|預算|计划|計劃|额度|額度")
_BESIDE = re.compile(
    r"\bvar(?:iance)?s?\b|\bleft\b|\bremain\w*\b|\bbalance\b|\bdiff\w*\b|\bprior\b|\blast year\b|\bforecast\b|\bcommit\w*\b|\baccru\w*\b|\bpo\b|%|差异|差異|差额|差額|剩|余|餘|去年|上年|预测|預測|承诺|占比|比例|进度|已占"
)
_ASKS_OF_SPENDING = re.compile(
    r"\bleft\b|\bremain\w*\b|\bover\b|\bunder\b|\bused\b|\bbridge\b|剩|超|余|餘|用了|用掉|花了|结余|結餘"
)
_ENGLISH = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = re.compile(
    r"(?P<name>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*(?:[ \-/'’.]*(?:20)?\d\d)?|(?P<iso>20\d\d)[-/.年](?P<m>1[0-2]|0?[1-9])月?|(?P<q>q[1-4])[ \-/'’]*(?:fy)? ?(?:20)?\d\d|(?:fy)?(?:20)?\d\d[ \-/]?(?P<q2>q[1-4])"
)
_RUN = re.compile(
    r"(?P<a>1[0-2]|[1-9]) ?(?:月)?[-–—~至到](?P<b>1[0-2]|[1-9]) ?月|(?P<x>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* ?(?:-|–|—|to|through) ?(?P<y>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
)
_SKIP, _PLAN, _PAID, _DUE = "beside", "plan", "spent", "due"


#: The moves of a part of the message, and the names of the rules that proposed them.
_Part = tuple[tuple[Move, ...], tuple[str, ...]]


@dataclass(slots=True)
class _Label:
    """What a row or a column says of its amounts."""

    subject: str = ""
    when: str = ""
    role: str = ""


@dataclass(slots=True)
class Ledger:
    """A table as it was read: what it tells, with the days that are its own."""

    tells: list[Tell] = field(default_factory=list)
    days: dict[str, Day] = field(default_factory=dict)
    scaled: dict[str, Figure] = field(default_factory=dict)
    doubtful: bool = False

    def paid(self, stream: Stream) -> list[Figure]:
        """The amounts that were spent, in their unit."""
        return [self.scaled.get(m.fig) or stream.figures[m.fig] for m in self.tells if m.as_ is As.SPENT]

    def asks_beside(self, outside: str) -> bool:
        """Whether the words ask about columns that the table is not read by: plans of single months, and what is committed."""
        months = any(m.label == _DUE for m in self.tells) and _AGAINST_PLAN.search(outside)
        return bool(months) or (any(m.label == _SKIP for m in self.tells) and _COMMITTED.search(outside) is not None)


@dataclass(frozen=True, slots=True)
class Told:
    """The moves of a message with a table of actuals."""

    moves: tuple[Move, ...]
    days: Mapping[str, Day]
    named: tuple[str, ...]
    figures: Mapping[str, Figure]


def read(stream: Stream, ahead: Ahead) -> Told | None:
    """The moves of a message that holds one table of actuals; ``None`` for any other."""
    walled = walls(stream.plain)
    found = tables(walled) if "\n" in stream.text else []
    if len(found) != 1:
        return None
    first, last = min(c.start for c in found[0]), max(c.end for c in found[0])
    outside = f"{stream.plain[:first]}\n{stream.plain[last:]}"
    table = _Grid(stream, walled, found[0], outside).ledger()
    if table is None:
        return None
    table.scaled = _scaled(stream, walled, table, outside)
    before = between(stream, 0, first)
    says = any(t.is_figure or t.kind == "?" for t in before.spots)
    opening, names = ahead.read(before) if says else ((), ())
    ahead = ahead.after(opening) if says else ahead
    if table.doubtful or table.asks_beside(outside) or ahead.too_large_for(table.paid(stream)):
        return _put_back(stream, table, first, last)
    if not ahead.known and not any(t.as_ is As.BUDGET for t in table.tells):
        return None
    return _booked(stream, table, last, ahead.reading(table.scaled), (opening, names))


def _booked(stream: Stream, table: Ledger, last: int, ahead: Ahead, opening: _Part) -> Told:
    """What the table tells, behind what stands before it, and what is asked of it."""
    told: tuple[Move, ...] = (*_replaced(ahead, table, stream.plain), *ahead.worth_telling(table.tells))
    asked, names = _behind(stream, last, ahead.after(told, table.days))
    return Told((*opening[0], *told, *asked), table.days, (*opening[1], "ledger", *names), table.scaled)


def _behind(stream: Stream, last: int, ahead: Ahead) -> _Part:
    """What the words behind the table say, read after it."""
    behind = between(stream, last, len(stream.text))
    return ahead.read(behind) if any(not t.is_boundary for t in behind.spots) else ((), ())


def _put_back(stream: Stream, table: Ledger, first: int, last: int) -> Told:
    """A table of actuals that leaves open what it says, or does not answer what is asked of it: nothing of it is booked."""
    kept = tuple(Tell(fig=m.fig, as_=As.CONTEXT, label=m.label or "table") for m in table.tells)
    text = stream.text[last:].strip(" |\n") or stream.text[:first].strip()
    at = max(stream.text.find(text), 0)
    asked = Unread(text=text or stream.text.strip()[:60], why="question", start=at, end=at + len(text))
    return Told((*kept, asked), table.days, ("ledger.open",), {})


_AGAINST_PLAN = re.compile(
    r"\bover\b|\bunder\b|\bplan\b|\bbudget\b|\bagainst\b|\bvariance\b|\bbridge\b|超|预算|預算|计划|計劃|差"
)
_COMMITTED = re.compile(
    r"\bcommit\w*|\baccru\w*|\bopen pos?\b|\bforecast\b|承诺|承諾|预提|預提|计提|計提|未付|已签|预测"
)
_UNITS = {
    Decimal(1000): re.compile(
        r"[$€£¥]k\b|\((?:in )?k\)|'000|\bin (?:[a-z]{3} )?(?:k|thousands)\b|\b[a-z]{3} ?k\b|\(000s?\)|千元|[(（]千[)）]"
    ),
    Decimal(10000): re.compile(
        r"[(（][^()（）\n]{0,6}[万萬][元塊块]?[)）]|单位[:： ]*[万萬]|單位[:： ]*[万萬]|以[万萬]元?[为為计計]"
    ),
    Decimal(1000000): re.compile(r"[$€£¥]m\b|\((?:in )?m\)|\bin (?:[a-z]{3} )?(?:m|millions)\b|百万元|百萬"),
}


def _scaled(stream: Stream, walled: str, table: Ledger, outside: str) -> dict[str, Figure]:
    """The bare amounts of the table in the unit that the words around it name; those that have one stay."""
    found = [times for times, said in _UNITS.items() if said.search(outside)]
    bare = {m.fig: stream.figures[m.fig] for m in table.tells if stream.figures[m.fig].unit.kind is UnitKind.NUMBER}
    plain = all(walled[f.start : f.end].replace(".", "").replace(",", "").lstrip("-").isdigit() for f in bare.values())
    if len(found) != 1 or not plain or any(f.low is None or f.high is None for f in bare.values()):
        return {}
    times = found[0]
    return {fig: replace(f, low=(f.low or 0) * times, high=(f.high or 0) * times) for fig, f in bare.items()}


_SO_FAR = re.compile(r"\bytd\b|\bto date\b|\bso far\b|\bcumulative\b|\bup to\b|累计|累計|截至|截止|至今|到目前|迄今")


def _replaced(ahead: Ahead, table: Ledger, plain: str) -> Iterator[Move]:
    """Entries that a table of all that was spent so far takes the place of: those of its lines."""
    lines = {m.of for m in table.tells if m.as_ is As.SPENT and not m.when}
    current = ahead.state.current
    if not lines or current is None or not _SO_FAR.search(plain):
        return
    known = {fact: fig for fig, fact in ahead.state.figures.items()}
    for spend in current.spends:
        if spend.subject in lines and spend.fact in known:
            yield Correct(what=What.GONE, target=known[spend.fact])


@dataclass(slots=True)
class _Grid:
    """The cells of a table with the labels of its rows and columns."""

    stream: Stream
    walled: str
    cells: list[Cell]
    outside: str
    days: dict[str, Day] = field(default_factory=dict)

    def ledger(self) -> Ledger | None:
        """What the table tells; ``None`` where one of its amounts has neither layer nor period, or none was spent."""
        heads = {c.column: self._label(c) for c in header(self.walled, self.cells)}
        body = [c for c in self.cells if c.row or not heads]
        rows = {n: self._row(n, body) for n in dict.fromkeys(c.row for c in body)}
        told = list(self._told(heads, rows, body))
        paid = [m for m in told if m.as_ is As.SPENT]
        if not paid or len(told) < 2 or any(not m.of for m in told if m.as_ is not As.CONTEXT):
            return None
        if len({(m.of, m.when) for m in paid}) != len(paid) and not all(m.when for m in paid):
            return Ledger(told, self.days, doubtful=True)  # a layer twice, and nothing that tells the two apart
        if self._twice_in_a_row(paid, body):
            return Ledger(told, self.days, doubtful=True)  # two columns, and nothing that tells what each is
        return Ledger([m for m in told if m.as_ is not As.CONTEXT] + _beside(told), self.days)

    def _told(self, heads: Mapping[int, _Label], rows: Mapping[int, _Label], body: list[Cell]) -> Iterator[Tell]:
        given = self._by_the_words()
        several = len({h.role for h in heads.values() if h.role}) > 1
        for cell in body:
            row, head = rows[cell.row], heads.get(cell.column, _Label())
            for fig in self._figures(cell):
                role = row.role or head.role or ("" if several else given)
                when = head.when or row.when
                subject = row.subject or head.subject or (AI if when else "")
                if role == _PAID:
                    yield Tell(fig=fig, as_=As.SPENT, of=subject, when=when)
                elif role == _PLAN and not when:
                    yield Tell(fig=fig, as_=As.BUDGET, of=subject)
                elif role == _PLAN:
                    yield Tell(fig=fig, as_=As.CONTEXT, of=subject, label=_DUE)
                else:
                    yield Tell(fig=fig, as_=As.CONTEXT, of=subject if role else "", label=role or _SKIP)

    def _twice_in_a_row(self, paid: list[Tell], body: list[Cell]) -> bool:
        row = {fig: cell.row for cell in body for fig in self._figures(cell)}
        return len({(row[m.fig], m.of, m.when) for m in paid}) != len(paid)

    def _by_the_words(self) -> str:
        """What the amounts are by the words around the table, where its labels do not say."""
        if _SPENT.search(self.outside) or _ASKS_OF_SPENDING.search(self.outside):
            return _PAID
        return ""

    def _row(self, number: int, body: list[Cell]) -> _Label:
        """What the cells of a row that are no amounts say together."""
        made = _Label()
        for cell in body:
            if cell.row == number and not self._figures(cell):
                one = self._label(cell)
                made = _Label(made.subject or one.subject, made.when or one.when, made.role or one.role)
        return made

    def _label(self, cell: Cell) -> _Label:
        text = self.walled[cell.start : cell.end].strip(' |*"')
        inside = [t for t in self.stream.spots if cell.start <= t.start and t.end <= cell.end]
        layers = [t.value for t in inside if t.kind in ("layer", "project")]
        ai = any(t.kind in ("ai", "aibudget") for t in inside)
        return _Label(layers[0] if len(layers) == 1 else AI if ai else "", self._when(cell, text), _role(text))

    def _when(self, cell: Cell, text: str) -> str:
        """The period that a label names, as a day of the message or of the table's own."""
        named = [n for n, d in self.stream.days.items() if cell.start <= d.start and d.end <= cell.end]
        if named and self.stream.days[named[0]].text == text:
            return named[0] if months_of(self.stream.days[named[0]].key) else ""
        if (run := _RUN.search(text)) is not None:
            return self._day(_run_key(run), text, cell)
        if (found := _MONTH.fullmatch(text)) is not None and self._is_month(cell):
            return self._day(_key(found), text, cell)
        return named[0] if named and months_of(self.stream.days[named[0]].key) else ""

    def _day(self, key: str, text: str, cell: Cell) -> str:
        """A day of the table's own by its key; none for an empty key."""
        if not key:
            return ""
        name = f"D{len(self.stream.days) + len(self.days) + 1}"
        self.days[name] = Day(key, text, cell.start, cell.end)
        return name

    def _is_month(self, cell: Cell) -> bool:
        """Whether a cell is a month or a quarter; 2026.03 is one in the first column alone."""
        text = self.walled[cell.start : cell.end].strip(' |*"')
        return _MONTH.fullmatch(text) is not None and ("." not in text or cell.column == 0)

    def _figures(self, cell: Cell) -> list[str]:
        """The amounts of a cell; a percentage is none, and what stands in a date is none."""
        if self._is_month(cell):
            return []
        found = self.stream.figures.items()
        money = (UnitKind.MONEY, UnitKind.NUMBER)
        return [fig for fig, f in found if cell.start <= f.start and f.end <= cell.end and f.unit.kind in money]


def _beside(told: list[Tell]) -> list[Tell]:
    """Totals and what stands beside are kept as context."""
    return [m for m in told if m.as_ is As.CONTEXT]


def _role(text: str) -> str:
    if _TOTAL.search(text) or _BESIDE.search(text):
        return _SKIP
    if _SPENT.search(text):
        return _PAID
    return _PLAN if _PLANNED.search(text) else ""


def _key(found: re.Match[str]) -> str:
    if found["name"]:
        return f"M{_ENGLISH.index(found['name'][:3]) + 1:02}"
    if found["iso"]:
        return f"{found['iso']}-{int(found['m']):02}"
    return (found["q"] or found["q2"]).upper()


def _run_key(run: re.Match[str]) -> str:
    """The part of a calendar year that a run of months is; none where it is no quarter and no half."""
    first, last = (
        (int(run["a"]), int(run["b"])) if run["a"] else (_ENGLISH.index(run["x"]) + 1, _ENGLISH.index(run["y"]) + 1)
    )
    for letter, length in (("Q", 3), ("H", 6)):
        if last - first + 1 == length and last % length == 0:
            return f"{letter}{last // length}"
    return ""
