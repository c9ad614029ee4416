"""A book with the statements of two conversations, worded by hand, for tests of the gate alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from agent.answers.model import Cite, Piece, Printed, Quotation, Statement, Table
from agent.grounding.gate import Gate
from agent.vocabulary import prose_vocabulary
from knowledge.framework import load_framework
from tools.facts import Fact, Given
from tools.identity import Identity, Label, Role
from tools.quantities import PERCENT

FRAMEWORK = load_framework()
VOCABULARY = prose_vocabulary(FRAMEWORK)


def fact(id_: str, role: Role, *, period: str = "year") -> Fact:
    """A fact of which only id and identity matter."""
    identity = Identity(role, "x", Label("甲", "x"), "marketing", period=period)
    return Fact(id_, Label("甲", "x"), Decimal(1), PERCENT, Given(1, 0, 1, "x"), identity=identity)


BUDGET = fact("U1", Role.BUDGET)


def said(
    kind: str, *ids: str, subjects: tuple[str, ...] = (), budget: bool = True, period: str = "year", **more: object
) -> Statement:
    slots = {f"f{n}": fact(i, Role.ALLOCATION, period=period) for n, i in enumerate(ids)}
    slots |= {"budget": BUDGET} if budget else {}
    return Statement(kind, slots, subjects=subjects, **more)  # type: ignore[arg-type]


_P = ("budget:29",)
TEXTS: Mapping[str, tuple[Statement, tuple[str, str], tuple[str, str]]] = {
    "C1": (said("allocation", "F1", "S1", subjects=("layer.tactical",), passages=_P), ("the tactical layer gets {F1:$200,000} a year, {S1:10%} of the annual marketing budget of {U1:$2,000,000}", "tactical layer: {F1:$200,000} ({S1:10%})"), ("战术层全年{F1:50万元}，占年度营销预算{U1:500万元}的{S1:10%}", "战术层{F1:50万元}（{S1:10%}）")),
    "C2": (said("allocation", "F2", "S2", subjects=("layer.capability",), passages=_P), ("the capability layer gets {F2:$100,000} a year, {S2:5%} of the annual marketing budget of {U1:$2,000,000}", "capability layer: {F2:$100,000} ({S2:5%})"), ("能力层全年{F2:25万元}，占年度营销预算{U1:500万元}的{S2:5%}", "能力层{F2:25万元}（{S2:5%}）")),
    "C3": (said("allocation", "F3", "S3", subjects=("layer.strategic",), passages=_P), ("the strategic layer gets {F3:$60,000} a year, {S3:3%} of the annual marketing budget of {U1:$2,000,000}", "strategic layer: {F3:$60,000} ({S3:3%})"), ("战略层全年{F3:15万元}，占年度营销预算{U1:500万元}的{S3:3%}", "战略层{F3:15万元}（{S3:3%}）")),
    "C4": (said("split", "F1", "F2", "F3", "F4", subjects=("layer.tactical", "layer.capability", "layer.strategic"), passages=_P), ("of the annual marketing budget of {U1:$2,000,000}, the tactical layer gets {F1:$200,000} and the strategic layer {F3:$60,000}, {F4:$360,000} in total", "AI total: {F4:$360,000}"), ("按年度营销预算{U1:500万元}计算，战术层{F1:50万元}、能力层{F2:25万元}、战略层{F3:15万元}，合计{F4:90万元}", "合计{F4:90万元}")),
    "C5": (said("total", "F4", "S4", passages=_P), ("AI takes {F4:$360,000} a year in total, {S4:18%} of the annual marketing budget of {U1:$2,000,000}", "AI total: {F4:$360,000} ({S4:18%})"), ("三层合计全年{F4:90万元}，占年度营销预算{U1:500万元}的{S4:18%}", "合计{F4:90万元}（{S4:18%}）")),
    "C6": (said("range", "F5", "F6", passages=("budget:27",)), ("the source recommends {S5:3%} to {S6:20%} of the annual marketing budget for AI, which is {F5:$60,000} to {F6:$400,000} a year on {U1:$2,000,000}", "recommended range: {F5:$60,000} to {F6:$400,000}"), ("来源建议把年度营销预算的{S5:3%}至{S6:20%}投入AI，按{U1:500万元}即全年{F5:15万元}至{F6:100万元}", "建议区间{F5:15万元}至{F6:100万元}")),
    "C7": (said("range_verdict", "F4", "F5", "F6", budget=False, verdict=True, passages=("budget:27",)), ("the AI total of {F4:$360,000} is inside the recommended range of {F5:$60,000} to {F6:$400,000}", "inside the range"), ("合计{F4:90万元}在来源建议的{F5:15万元}至{F6:100万元}之内", "在区间内")),
    "C8": (said("kpi_row", "U2", "S8", "F8", budget=False, subjects=("kpi.adoption",), phase=1, passages=("budget:20",)), ("staff adoption is {U2:45%}; phase 1 asks for at least {S8:50%}, so it is {F8:5 percentage points} short", "staff adoption: {U2:45%} against {S8:50%}"), ("员工采纳率{U2:45%}，第一阶段要求至少{S8:50%}，还差{F8:5个百分点}", "员工采纳率{U2:45%}，要求{S8:50%}")),
    "C9": (said("kpi_row", "U3", "S9", "F9", budget=False, subjects=("kpi.cost",), phase=1, passages=("budget:20",)), ("cost reduction is {U3:22%}; phase 1 asks for at least {S9:20%}, so it is met", "cost reduction: {U3:22%} against {S9:20%}"), ("成本降低{U3:22%}，第一阶段要求至少{S9:20%}，已达到", "成本降低{U3:22%}，要求{S9:20%}")),
    "C10": (said("target", "U4", "F10", "S10", budget=False, subjects=("kpi.conversion",), phase=2, passages=("budget:21",)), ("the conversion rate has to go from {U4:2%} today to at least {F10:2.3%}", "conversion rate: {U4:2%} to {F10:2.3%}"), ("转化率要从目前的{U4:2%}提高到至少{F10:2.3%}", "转化率：{U4:2%} → {F10:2.3%}")),
    "C11": (said("even_spread", "F11", budget=False, period="month", subjects=("layer.tactical",), passages=_P), ("spread evenly, the tactical layer has {F11:$16,666.67} a month", "tactical layer: {F11:$16,666.67} a month"), ("平均到每月，战术层{F11:41,666.67元}", "战术层每月{F11:41,666.67元}")),
    "C12": (said("note", budget=False), ("which of them is meant?", "which is meant?"), ("说的是哪一个？", "是哪一个？")),
}  # fmt: skip


@dataclass
class GateBook:
    """Implements :class:`agent.answers.book.Book` over :data:`TEXTS`."""

    language: str
    said: tuple[str, ...] = ("7 open positions", "7个岗位")
    more: Mapping[str, Statement] = field(default_factory=dict)

    def statement(self, reference: str) -> Statement | None:
        return self.more.get(reference) or (TEXTS[reference][0] if reference in TEXTS else None)

    def table(self, reference: str) -> Table | None:
        rows = tuple((Label("层", "layer"), fact(i, Role.ALLOCATION)) for i in ("F1", "F2", "F3"))
        if reference == "T2":  # with a row for the total
            return Table("split", (), (*rows, rows[0]), {"budget": BUDGET}, passages=_P, total=True)
        return Table("split", (), rows, {"budget": BUDGET}, passages=_P) if reference == "T1" else None

    def quotation(self, reference: str) -> Quotation | None:
        phases = {"X1": None, "X2": 2}
        return Quotation("budget:29", phase=phases[reference]) if reference in phases else None

    def clause(self, reference: str, *, brief: bool = False, again: bool = False, opens: bool = False) -> Printed:
        found, en, zh = TEXTS[reference]
        text = (zh if self.language == "zh" else en)[brief]
        if again:
            text = re.sub(r" of \{U1:[^}]*\}|\{U1:[^}]*\}", "", text)
        if opens:
            text = text[0].upper() + text[1:]
        return Printed((*self._parts(text), *(Cite(p) for p in found.passages)))

    @staticmethod
    def _parts(text: str) -> tuple[Piece, ...]:
        pieces = []
        for part in re.split(r"(\{[^}]*\})", text):
            match = re.fullmatch(r"\{([^:]*):(.*)\}", part)
            pieces.append(Piece(match[2], match[1]) if match else Piece(part))
        return tuple(p for p in pieces if p.text)

    def block(self, reference: str, *, words: tuple[str, ...] = ()) -> Printed:
        if reference[0] == "X":
            return Printed((Piece("> quoted words of 2024, 2024年"), Cite("budget:29")), block=True)
        rows = "\n".join(f"| row {n} | " + "|".join(words[n : n + 1]) for n in range(3))
        parts = (
            Piece("| layer | amount |\n|---|---|\n"),
            Piece("$200,000", "F1"),
            Piece("\n" + rows),
            Cite("budget:29"),
        )
        return Printed(parts, block=True)

    def budget(self, scenario: str = "") -> Printed | None:
        if scenario not in ("", "K1"):
            return None
        words = ("年度营销预算", "500万元") if self.language == "zh" else ("annual marketing budget of ", "$2,000,000")
        return Printed((Piece(words[0]), Piece(words[1], "U1")))

    def passage(self, passage_id: str) -> bool:
        return passage_id in ("budget:20", "budget:21", "budget:27", "budget:29")

    def holding(self, text: str) -> tuple[str, ...]:
        return tuple(
            r for r in TEXTS if any(p.fact and p.text == text for p in self.clause(r).parts if isinstance(p, Piece))
        )

    def quoted(self, text: str) -> bool:
        return text in self.said

    def all(self) -> tuple[str, ...]:
        return (*TEXTS, *self.more, "T1", "T2", "X1", "X2")


def gate(language: str = "en") -> Gate:
    """A gate over the book in ``language``."""
    return Gate(GateBook(language), VOCABULARY, language)
