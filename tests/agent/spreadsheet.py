"""A spreadsheet program of a page: it changes cells of a workbook and computes the formulas that follow, in doubles.

It knows the functions that our workbooks use and no others. What LibreOffice makes of them is tested with LibreOffice.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Mapping
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal

import openpyxl

Value = float | str | None
_CELL = re.compile(r"(?:'([^']+)'!)?\$?\b([A-Z]{1,2})\$?(\d+)(?::\$?([A-Z]{1,2})\$?(\d+))?")


class Cells(list):
    """A range: compared and negated cell by cell, as within SUMPRODUCT."""

    def __eq__(self, other):
        return Cells(int(cell == other) for cell in self)

    def __neg__(self):
        return Cells(-cell for cell in self)

    __hash__ = None


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _rounding(mode: str):
    def rounded(value: float, digits: int) -> float:
        return float(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), mode))

    return rounded


def _text(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value == int(value) else str(value)


class Text(str):
    """A text that ``&`` joins to what follows."""

    def __and__(self, other):
        return Text(self + _text(other))

    def __rand__(self, other):
        return Text(_text(other) + self)


FUNCTIONS = {
    "ABS": abs,
    "AND": lambda *tests: all(tests),
    "OR": lambda *tests: any(tests),
    "NOT": lambda test: not test,
    "INT": math.floor,
    "ISNUMBER": _number,
    "ROUND": _rounding(ROUND_HALF_UP),
    "ROUNDUP": _rounding(ROUND_UP),
    "ROUNDDOWN": _rounding(ROUND_DOWN),
    "SUM": lambda cells: sum(cell for cell in cells if _number(cell)),
    "SUMPRODUCT": lambda *columns: sum(
        math.prod(cell if _number(cell) else 0 for cell in row) for row in zip(*columns, strict=True)
    ),
    "INDEX": lambda cells, at: cells[at - 1],
}


class Spreadsheet:
    """A workbook in which `changes` (by "Sheet!A1") were typed."""

    def __init__(self, data: bytes, changes: Mapping[str, Value]) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(data))
        for address, value in changes.items():
            sheet, _, cell = address.partition("!")
            self.book[sheet][cell] = value
        self.known: dict[str, Value] = {}

    def value(self, sheet: str, cell: str) -> Value:
        address = f"{sheet}!{cell}"
        if address not in self.known:
            content = self.book[sheet][cell].value
            self.known[address] = self.computed(sheet, content[1:]) if str(content).startswith("=") else content
        return self.known[address]

    def takes(self, sheet: str, cell: str, typed: Value) -> bool:
        """Whether an input takes what is typed into it: by the rule that it has."""
        for rule in self.book[sheet].data_validations.dataValidation:
            if cell in rule.sqref:
                was, self.known[f"{sheet}!{cell}"] = self.value(sheet, cell), typed
                if rule.type == "list":
                    source = _CELL.search(rule.formula1)
                    assert source is not None
                    taken = typed in list(self._range(sheet, source))
                else:
                    taken = self._true(sheet, rule.formula1.removeprefix("="))
                self.known[f"{sheet}!{cell}"] = was
                return taken
        raise AssertionError(f"{sheet}!{cell} takes anything")

    def _true(self, sheet: str, formula: str) -> bool:
        """Whether a rule is true; one that cannot be computed is not."""
        try:
            return bool(self.computed(sheet, formula))
        except TypeError:
            return False

    def computed(self, sheet: str, formula: str) -> Value:
        names: dict[str, object] = {}
        pieces = re.split(r'("[^"]*")', formula)
        for at in range(0, len(pieces), 2):
            pieces[at] = self._translated(sheet, pieces[at], names)
        for at in range(1, len(pieces), 2):
            names[f"s{at}"] = Text(pieces[at][1:-1])
            pieces[at] = f"s{at}"
        known = {"__builtins__": {}, "IF": _choice, **FUNCTIONS, **names}
        result: Value = eval(lazy("".join(pieces)), known)
        return result

    def _translated(self, sheet: str, text: str, names: dict[str, object]) -> str:
        def name(match: re.Match[str]) -> str:
            key = f"v{len(names)}"
            found = self._range(sheet, match) if match[5] else self.value(match[1] or sheet, f"{match[2]}{match[3]}")
            names[key] = Text(found) if isinstance(found, str) else Blank() if found is None else found
            return key

        text = _CELL.sub(name, text)
        return re.sub(r"(?<![<>])=", "==", text).replace("<>", "!=")

    def _range(self, sheet: str, match: re.Match[str]) -> Cells:
        where, first, row, last, last_row = match.groups()
        rows = range(int(row), int(last_row) + 1)
        columns = range(_column(first), _column(last) + 1)
        return Cells(self.value(where or sheet, f"{_letters(c)}{r}") for r in rows for c in columns)


class Blank:
    """An empty cell: no number, and nothing where one is needed."""

    def __float__(self):
        return 0.0

    def __eq__(self, other):
        return other in (0, "")

    def __ge__(self, other):
        return other <= 0

    def __gt__(self, other):
        return other < 0

    def __le__(self, other):
        return other >= 0

    def __mul__(self, other):
        return 0

    __rmul__ = __mul__

    def __hash__(self):
        return 0


def lazy(text: str) -> str:
    """A formula in which only the chosen side of an IF is computed."""
    made, at = "", 0
    while (start := text.find("IF(", at)) >= 0:
        parts, depth, begin, end = [], 1, start + 3, start + 3
        while depth:
            depth += {"(": 1, ")": -1}.get(text[end], 0)
            if (depth == 1 and text[end] == ",") or not depth:
                parts.append(text[begin:end])
                begin = end + 1
            end += 1
        test, *sides = map(lazy, parts)
        made += f"{text[at:start]}IF({', '.join([test, *(f'lambda: ({side})' for side in sides)])})"
        at = end
    return made + text[at:]


def _choice(test, yes, no):
    return yes() if test else no()


def _column(letters: str) -> int:
    return int(openpyxl.utils.column_index_from_string(letters))


def _letters(column: int) -> str:
    return str(openpyxl.utils.get_column_letter(column))
