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

_CELL = re.compile(r"(?:'([^']+)'!)?\$?\b([A-Z]{1,2})\$?(\d+)(?::\$?([A-Z]{1,2})\$?(\d+))?")


def _rounding(mode: str):
    def rounded(value: float, digits: int) -> float:
        return float(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), mode))

    return rounded


FUNCTIONS = {
    "INT": math.floor,
    "ROUND": _rounding(ROUND_HALF_UP),
    "ROUNDUP": _rounding(ROUND_UP),
    "ROUNDDOWN": _rounding(ROUND_DOWN),
    "SUM": sum,
    "INDEX": lambda cells, at: cells[at - 1],
    "IF": lambda test, yes, no: yes if test else no,
}


class Spreadsheet:
    """A workbook in which `changes` (by "Sheet!A1") were typed."""

    def __init__(self, data: bytes, changes: Mapping[str, float]) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(data))
        for address, value in changes.items():
            sheet, _, cell = address.partition("!")
            self.book[sheet][cell] = value
        self.known: dict[str, float] = {}

    def value(self, sheet: str, cell: str) -> float:
        address = f"{sheet}!{cell}"
        if address not in self.known:
            content = self.book[sheet][cell].value
            self.known[address] = self._compute(sheet, content[1:]) if str(content).startswith("=") else content
        return self.known[address]

    def _compute(self, sheet: str, formula: str) -> float:
        names: dict[str, object] = {}

        def name(match: re.Match[str]) -> str:
            where, column, row, last_column, last_row = match.groups()
            key = f"v{len(names)}"
            if last_row:
                assert last_column == column
                rows = range(int(row), int(last_row) + 1)
                names[key] = [self.value(where or sheet, f"{column}{at}") for at in rows]
            else:
                names[key] = self.value(where or sheet, f"{column}{row}")
            return key

        text = re.sub(r"(?<![<>])=", "==", _CELL.sub(name, formula))
        result: float = eval(text, {"__builtins__": {}, **FUNCTIONS}, names)  # the formulas are ours
        return result
