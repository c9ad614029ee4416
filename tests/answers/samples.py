"""Samples of every kind of statement over a framework: facts as the calculators and the user give them, and the page that shows how all of them are said.

``python -m tests.answers.samples`` writes the pages anew; the diff is what a change of the texts changes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from agent.answers.kinds import KINDS, row, statement
from agent.answers.model import Cite, Column, Note, Piece, Printed, Quotation, Slot, Slots, Statement, Table
from agent.answers.notes import slots_of
from agent.answers.questions import meant
from agent.answers.quotations import say_quotation
from agent.answers.tables import listed, markdown, table
from agent.answers.texts import entry, texts
from agent.answers.voice import Voice
from agent.answers.wording import say_note, say_statement
from agent.dialogue.moves import Goal
from knowledge.library import open_library, use_framework
from tools.budget import Base, budget_range, split_budget
from tools.desk import Desk
from tools.facts import Fact, Given
from tools.identity import Identity, Label, Role
from tools.kpis import kpi_target, threshold_fact
from tools.parameters import Framework, Kpi, Measure
from tools.quantities import MULTIPLE, NUMBER, PERCENT, Comparator, Unit, UnitKind, count_unit, money_unit

HERE = Path(__file__).parent
RETAIL = HERE.parent / "frameworks" / "retail" / "framework.yaml"


@cache
def retail() -> Framework:
    with tempfile.TemporaryDirectory() as directory:
        assert use_framework(Path(directory), RETAIL) == ()
        return open_library(Path(directory)).framework


@cache
def shipped() -> Framework:
    with tempfile.TemporaryDirectory() as directory:
        return open_library(Path(directory)).framework


class Samples:
    """Facts over one framework; ``amount`` is the annual budget."""

    def __init__(self, framework: Framework, *, code: str = "USD", amount: int = 2_000_000) -> None:
        self.framework = framework
        self.desk = Desk(framework)
        self.code = code
        self.layer = framework.layers[0]
        self.budget = self.given(amount, money_unit(code), Role.BUDGET, "marketing", period="year")
        self.bigger = self.given(
            amount * 3 // 2, money_unit(code), Role.BUDGET, "marketing", period="year", scenario="K2"
        )
        self.ai = self.given(amount // 4, money_unit(code), Role.BUDGET, "ai", period="year")
        self.split = split_budget(self.desk, budget=self.budget, base=Base.MARKETING)
        self.split2 = split_budget(self.desk.at("K2"), budget=self.bigger, base=Base.MARKETING)
        self.split_ai = split_budget(self.desk, budget=self.ai, base=Base.AI)
        self.range = budget_range(self.desk, budget=self.budget)

    def given(
        self, value: Decimal | int | str, unit: Unit, role: Role, subject: str = "", *, base: str = "", period: str = "",
        scenario: str = "", comparator: Comparator = Comparator.EQUAL, text: str = "",
    ) -> Fact:  # fmt: skip
        start = 10 * len(self.desk.ledger)
        return self.desk.ledger.add(
            value=Decimal(value), unit=unit, comparator=comparator,
            identity=Identity(role, subject, base=base, period=period, scenario=scenario),
            provenance=Given(1, start, start + 5, text or str(value)),
        )  # fmt: skip

    def money(
        self, value: Decimal | int | str, role: Role = Role.DIFFERENCE, *, period: str = "", subject: str = ""
    ) -> Fact:
        return self.given(value, money_unit(self.code), role, subject, period=period)

    def percent(
        self, value: Decimal | int | str, role: Role = Role.SHARE, *, base: str = "marketing", subject: str = ""
    ) -> Fact:
        return self.given(value, PERCENT, role, subject, base=base)

    def kpi(self, measure: Measure, direction: str = "") -> Kpi:
        return next(
            k for k in self.framework.kpis if k.measure is measure and (not direction or k.direction == direction)
        )

    def rows(self, found: Any, *, share: bool = True) -> tuple[Slots, ...]:
        return tuple(
            row(layer=r.layer.name, amount=r.amount, **({"share": r.share} if share else {})) for r in found.rows
        )

    # ---- statements ---------------------------------------------------------------------------------------------------------

    def statements(self) -> Iterator[tuple[str, Statement]]:
        """A statement of every kind and variant, and one without its optional slots where it has some."""
        for kind, form in KINDS.items():
            for variant in form.variants:
                slots = self._slots(kind, variant)
                passages = (self.framework.share_min.source.passage,)
                yield entry(kind, variant), statement(kind, variant, filled=slots, passages=passages)
                least = {n: v for n, v in slots.items() if not form.slots[n].endswith("?")}
                if len(least) < len(slots):
                    yield f"{entry(kind, variant)} -", statement(kind, variant, filled=least, passages=passages)

    def _slots(self, kind: str, variant: str) -> dict[str, Slot]:
        own = {**self._common(), **self._own(kind, variant)}
        if variant in ("same", "even"):
            own["gap"] = self.money(0)
        return {name: own[name] for name in KINDS[kind].slots}

    def _common(self) -> dict[str, Slot]:
        r, s = self.split.rows[0], self.split
        phase = self.framework.phases[0]
        return {
            "budget": self.budget, "layer": r.layer.name, "amount": r.amount, "share": r.share, "total": s.total, "speaker": "",
            "ratio": self.percent(18), "rows": self.rows(s), "low": self.range.low, "high": self.range.high,
            "low_share": self.range.low_share, "high_share": self.range.high_share, "gap": self.money(20_000, Role.GAP),
            "subject": r.layer.name, "wanted": self.money(500_000, Role.ALLOCATION, period="year"),
            "item": self.framework.projects[0].name, "advice": self.framework.limited_budget_advice,
            "budget_from": self.budget, "budget_to": self.bigger, "from": s.total, "to": self.split2.total, "old": self.budget,
            "x_name": r.layer.name, "x": r.amount, "y_name": s.rows[1].layer.name, "y": s.rows[1].amount,
            "mean": self.money(75_000, Role.MEAN, period="year"), "base_name": Label("去年的战术层", "last year's tactical layer"),
            "sum": self.money(300_000, Role.SUM, period="year"), "whole": s.total, "whole_name": Label("AI投入合计", "AI total"),
            "parts": tuple(row(name=x.layer.name, amount=x.amount) for x in s.rows[:2]), "rest": self.money(60_000, Role.REMAINING),
            "limit": self.money(80_000, Role.CONTEXT), "divisor": 12, "project": self.framework.projects[0].name,
            "period": "Q1", "plan": r.amount, "outlay": self.money(30_000, Role.CONTEXT, period="year"), "spend": self.money(120_000, Role.SPEND, period="year"), "date": "2026-09-30",
            "rate": self.money(15_000, Role.RATE, period="month"), "projected": self.money(180_000, Role.SPEND, period="year"),
            "part": self.money("16666.67", Role.PERIOD_PART, period="month"), "count": self.given(12, count_unit("people"), Role.COUNT),
            "phase": phase.number, "number": phase.number, "next": phase.number + 1, "name": phase.name, "actions": phase.actions,
            "told": self.money(self.budget.value / 4, Role.BUDGET, period="quarter", subject="marketing"), "what": self.framework.base,
            "cost": self.money(180_000, Role.PRODUCT, period="year"), "today": self.money(150_000, Role.SPEND, period="year"),
            "unit": self.money(20_000, Role.UNIT_COST), "speaker1": "Anna", "speaker2": "Bob", "turn": 3, "line": 29,
            "claimed": self.percent(12, Role.CONTEXT), "stated": r.share, "result": r.amount,
            "figure": self.given(7, NUMBER, Role.CONTEXT, text="7 open positions"),
            "formula": (row(fact=self.budget), row(sign=Label(" × ", " × ")), row(fact=r.share)),
            "low_name": Label("", ""),
        }  # fmt: skip

    def _own(self, kind: str, variant: str) -> dict[str, Slot]:  # noqa: C901, PLR0912 - one case a kind
        s, period = self.split, {"month": 12, "quarter": 4, "half-year": 2, "week": 52, "day": 365}.get(variant, 12)
        match kind:
            case "allocation" if variant == "part":
                return {"amount": self.money("16666.67", Role.PERIOD_PART, period="month")}
            case "split" if variant:
                return (
                    {"budget": self.ai, "rows": self.rows(self.split_ai), "total": self.split_ai.total}
                    if variant == "ai"
                    else {}
                )
            case "split_of_ai_budget":
                return {"budget": self.ai, "rows": self.rows(self.split_ai, share=False)}
            case "budget_needed" if variant == "ai":
                return {"budget": self.ai}
            case "total" | "ai_budget":
                return {"amount": s.total, "share": self.percent(18)}
            case "share_order":
                return {"rows": tuple(row(layer=r.layer.name, share=r.share) for r in s.rows)}
            case "range_verdict":
                gap = self.percent({"in": 2, "above": 5, "below": 1}[variant], Role.GAP, base="points")
                return {
                    "share": self.percent({"in": 18, "above": 25, "below": 2}[variant]),
                    "amount": s.total,
                    "gap": gap,
                }
            case "part_of" | "part_in_words":
                part = self.money(40_000, Role.ALLOCATION, period="year", subject="part")
                words = Label("三分之一", "a third")
                return {"whole": s.rows[0].amount, "share": self.percent(40), "words": words, "part": part}
            case "share_implied" | "amount_at_share":
                return {"part": s.total, "share": self.percent(18), "amount": s.total}
            case "own_share" | "own_against_source" | "own_sum":
                rest = (
                    self.percent(5, Role.REMAINING, base="ai")
                    if variant == "rest"
                    else self.money(30_000, Role.OVERRUN)
                )
                return {
                    "own_share": self.percent(60, base="ai"), "own": self.money(216_000, Role.ALLOCATION, period="year"),
                    "source_share": s.rows[0].share, "source": s.rows[0].amount, "sum": self.percent(95, base="ai"), "rest": rest,
                    "gap": self.money(16_000),
                }  # fmt: skip
            case "current_scenario":
                return {"budget": self.bigger}
            case "layer_change":
                return {"from": s.rows[0].amount, "to": self.split2.rows[0].amount}
            case "ratio" if variant == "times":
                return {"ratio": self.given(2, MULTIPLE, Role.RATIO)}
            case "ratio" | "against_today":
                return {"ratio": self.percent("50", Role.RATIO, base="x")}
            case "above":
                return {"rows": tuple(row(name=r.layer.name, amount=r.amount) for r in s.rows[:2])}
            case "even_spread":
                rows = tuple(
                    row(
                        layer=r.layer.name,
                        amount=self.given(
                            (r.amount.value / period).quantize(Decimal("0.01")), money_unit(self.code), Role.PERIOD_PART, period=variant,
                            comparator=Comparator.ABOUT,
                        ),
                    )
                    for r in s.rows
                )  # fmt: skip
                return {"rows": rows, "divisor": period}
            case "phasing":
                weights = (40, 30, 20, 10)
                rows = tuple(
                    row(
                        part=Label(f"第{'一二三四'[n]}季度", f"Q{n + 1}"), weight=self.percent(w, Role.WEIGHT, base="user"),
                        amount=self.money(s.total.value * w / 100, Role.PERIOD_PART, period=f"Q{n + 1}"),
                    )
                    for n, w in enumerate(weights)
                )  # fmt: skip
                return {"rows": rows, "subject": Label("AI投入合计", "AI total")}
            case "floors_fit":
                return {"floors": self.money(500_000, Role.FLOOR), "budget": self.bigger}
            case "budget_within":
                return {
                    "rows": (
                        row(
                            name=Label(f"{s.rows[0].layer.name.zh}至少", f"{s.rows[0].layer.name.en} at least"),
                            amount=self.money(250_000, Role.FLOOR),
                        ),
                    )
                }
            case "spend_row":
                return {"share": self.percent(10, Role.RATIO, base="plan")}
            case "sum_of_figures":
                return {
                    "rows": (
                        row(name="Canva", amount=self.money(90_000, Role.CONTEXT)),
                        row(amount=self.money(35_000, Role.CONTEXT)),
                    ),
                    "sum": self.money(125_000, Role.SUM),
                }
            case "two_inputs":
                return {"x": self.budget, "y": self.bigger, "gap": self.money(1_000_000)}
            case "input_used":
                return {"speaker": "Bob", "figure": self.bigger}
            case "told":
                return {"speaker": "Anna", "figure": self.budget}
            case "conversion":
                return {
                    "name": Label("AI投入合计", "AI total"), "from": s.total, "rate": self.given("1.08", NUMBER, Role.RATE),
                    "to": self.given(s.total.value * Decimal("1.08"), money_unit("EUR"), Role.TOTAL, period="year"),
                }  # fmt: skip
            case "product":
                return {
                    "count": self.given(3, count_unit("people"), Role.COUNT), "unit": self.money(90_000, Role.UNIT_COST),
                    "amount": self.money(270_000, Role.PRODUCT, period="year"), "item": Label("designers", "designers"),
                }  # fmt: skip
            case "claim_right" | "stated_at":
                return {"claimed": self.percent(12 if variant == "other" else 10, Role.CONTEXT)}
            case "limited_budget" | "item_without_share":
                return {"item": self.framework.projects[-2].name}
            case "working":
                return {"name": Label(f"{s.rows[0].layer.name.zh}金额", f"{s.rows[0].layer.name.en} amount")}
            case "phase_of":
                return {"subject": self.framework.kpis[0].name, "phase": self.framework.phases[0].name}
        return self._kpi_slots(kind, variant)

    def _kpi_slots(self, kind: str, variant: str) -> dict[str, Slot]:  # noqa: C901, PLR0912 - one case a kind
        level = self.kpi(Measure.LEVEL)
        change_up, change_down = self.kpi(Measure.CHANGE, "up"), self.kpi(Measure.CHANGE, "down")
        many = self.kpi(Measure.MULTIPLE)
        phase_name = self.framework.phases[0].name

        def actual(kpi: Kpi, value: str, *, role: Role = Role.ACTUAL, unit: Unit = PERCENT, base: str = "") -> Fact:
            return self.given(value, unit, role, kpi.id, base=base)

        def threshold(kpi: Kpi) -> Fact:
            return threshold_fact(self.desk, kpi)

        def about(kpi: Kpi, **more: Slot) -> dict[str, Slot]:
            return {"kpi": kpi.name, "threshold": threshold(kpi), **more}

        points = self.given(5, PERCENT, Role.GAP, level.id, base="points")
        match kind:
            case "standing":
                return {"phase": phase_name}
            case "gate_verdict":
                rows: tuple[Slots, ...] = (
                    row(**about(change_down, actual=actual(change_down, "-42", role=Role.CHANGE), state="met")),
                    row(**about(level, actual=actual(level, "45"), gap=points, state="points")),
                    row(**about(many, state="missing")),
                    row(**about(change_up, actual=actual(change_up, "-3", role=Role.CHANGE), state="short")),
                )
                begun = row(**about(many, state="waiting"))
                kept = {"yes": rows[:1], "no": rows, "open": (rows[0], rows[2], begun)}[variant]
                return {"rows": kept, "phase": phase_name}
            case "kpi_row":
                if variant == "short":
                    return about(
                        many,
                        actual=actual(many, "1.8", unit=MULTIPLE),
                        gap=actual(many, "0.2", role=Role.GAP, unit=MULTIPLE),
                    )
                if variant == "met":
                    surplus = self.given(2, PERCENT, Role.SURPLUS, change_down.id, base="points")
                    return about(change_down, actual=actual(change_down, "-42", role=Role.CHANGE), gap=surplus)
                return about(level, actual=actual(level, "45"), gap=points)
            case "phase_asks":
                kpis = self.framework.phases[0].kpis
                return {"rows": tuple(row(kpi=k.measured, threshold=threshold(k)) for k in kpis)}
            case "threshold":
                return about(many, phase=phase_name)
            case "kpi_missing" | "kpi_given":
                return about(level, figure=actual(level, "45"))
            case "target":
                kpi = {"up": change_up, "down": change_down, "level": level, "multiple": many}[variant]
                units = {"up": PERCENT, "down": count_unit("hour"), "level": PERCENT, "multiple": count_unit("posts")}
                base = self.given("45" if variant == "level" else "40", units[variant], Role.BASELINE, kpi.id)
                return about(kpi, baseline=base, target=kpi_target(self.desk, kpi=kpi, baseline=base).value)
            case "target_whole":
                base = self.given("34.5", Unit(UnitKind.DURATION, "day"), Role.TARGET, many.id)
                return {"whole": self.given(34, Unit(UnitKind.DURATION, "day"), Role.TARGET, many.id), "target": base}
            case "target_exact":
                base = self.given(7, count_unit("posts"), Role.BASELINE, many.id)
                return {
                    "exact": self.given("8.4", NUMBER, Role.TARGET, many.id),
                    "target": kpi_target(self.desk, kpi=many, baseline=base).value,
                }
            case "target_not_level":
                return {
                    "kpi": change_up.name,
                    "share": self.percent(15, Role.THRESHOLD, base="relative", subject=change_up.id),
                }
            case "kpi_change":
                kpi, value, unit = {
                    "up": (change_up, "20", PERCENT), "down": (change_down, "-20", PERCENT), "times": (many, "1.8", MULTIPLE),
                }[variant]  # fmt: skip
                days = {"before_day": Label("2026-01-15", "2026-01-15"), "after_day": Label("2026-06-30", "2026-06-30")}
                return {
                    "kpi": kpi.name, "before": self.given(50, count_unit("day"), Role.BASELINE, kpi.id),
                    "after": self.given(60 if variant == "up" else 40, count_unit("day"), Role.ACTUAL, kpi.id),
                    "change": self.given(value, unit, Role.CHANGE, kpi.id), **days,
                }  # fmt: skip
            case "kpi_short":
                return about(
                    level,
                    gap=points,
                    target=self.given(50, PERCENT, Role.TARGET, level.id, comparator=Comparator.AT_LEAST),
                )
            case "people_target":
                people = count_unit("people")
                return about(
                    level, team=self.given(22, people, Role.COUNT), needed=self.given(11, people, Role.TARGET, level.id),
                    now=self.given(8 if variant != "met" else 13, people, Role.ACTUAL, level.id),
                    gap=self.given(3 if variant != "met" else 2, people, Role.GAP, level.id),
                )  # fmt: skip
            case "level_of":
                people = count_unit("people")
                return {
                    "kpi": level.name, "level": self.given("36.36", PERCENT, Role.ACTUAL, level.id, comparator=Comparator.ABOUT),
                    "part": self.given(8, people, Role.COUNT), "whole": self.given(22, people, Role.COUNT),
                }  # fmt: skip
        return {}

    # ---- tables and notes -----------------------------------------------------------------------------------------------------

    def tables(self) -> Iterator[Table]:
        """Tables of the kinds of the page of statements."""
        s, passages = self.split, (self.framework.share_min.source.passage,)
        phase, kpi = self.framework.phases[0], self.framework.phases[0].kpis[0]
        gap = self.money(-20_000)
        total = "total"
        layer = Column("layer", number=False)
        rows: list[tuple[Slot | None, ...]] = [(r.layer.name, r.share, r.amount) for r in s.rows]
        yield table(
            "split", (layer, Column("share"), Column("amount")), [*rows, (total, s.ratio, s.total)], budget=self.budget, passages=passages,
            total=True,
        )  # fmt: skip
        month = self.given(
            "16666.67", money_unit(self.code), Role.PERIOD_PART, period="month", comparator=Comparator.ABOUT
        )
        yield table(
            "spread",
            (layer, Column("year"), Column("month")),
            [(s.rows[0].layer.name, s.rows[0].amount, month)],
            budget=self.budget,
            divisor=12,
        )
        yield table(
            "phasing", (Column("quarter", number=False), Column("weight"), Column("amount")),
            [(Label("第一季度", "first quarter"), self.percent(40, Role.WEIGHT, base="user"), self.money(80_000, Role.PERIOD_PART, period="Q1"))],
            "weights", subject=self.layer.name, whole=s.rows[0].amount,
        )  # fmt: skip
        yield table(
            "scenarios", (layer, Column("budget"), Column("budget"), Column("difference")),
            [(s.rows[0].layer.name, s.rows[0].amount, self.split2.rows[0].amount, self.money(100_000))], budget1=self.budget,
            budget2=self.bigger, passages=passages,
        )  # fmt: skip
        yield table(
            "own_split", (layer, *(Column(n) for n in ("own_share", "own", "source_share", "source", "difference"))),
            [("SEO | paid", self.percent(60, base="ai"), self.money(180_000, Role.ALLOCATION, period="year"), s.rows[0].share, s.rows[0].amount, gap)], budget=self.budget,
        )  # fmt: skip
        yield table(
            "spend", (Column("item", number=False), Column("plan"), Column("spend"), Column("gap"), Column("percent")),
            [(self.layer.name, s.rows[0].amount, self.money(220_000, Role.SPEND, period="year"), gap, self.percent("10", Role.RATIO, base="plan"))],
            period="Q1", date="2026-03-31",
        )  # fmt: skip
        yield from self._books(gap)
        threshold = threshold_fact(self.desk, kpi)
        yield table(
            "gate", (Column("kpi", number=False), Column("required"), Column("actual"), Column("result", number=False)),
            [(kpi.measured, threshold, self.given("-22", PERCENT, Role.CHANGE, kpi.id), "met"), (phase.kpis[1].measured, threshold, None, "missing")],
            number=phase.number, phase=None, filled={"phase": phase.name}, passages=passages,
        )  # fmt: skip
        base = self.given(40, money_unit(self.code), Role.BASELINE, kpi.id)
        yield table(
            "targets", (Column("kpi", number=False), Column("today"), Column("target"), Column("change")),
            [(kpi.name, base, kpi_target(self.desk, kpi=kpi, baseline=base).value, threshold)], number=phase.number,
            filled={"phase": phase.name},
        )  # fmt: skip
        yield table(
            "history", (Column("date", number=False), Column("kpi", number=False), Column("measured"), Column("reached")),
            [("2026-03-01", kpi.name, base, "baseline")],
        )  # fmt: skip
        yield table(
            "shares", (layer, Column("share", label=Label("区间下限", "lower end")), Column("share", label=Label("框架比例", "the layers' shares"))),
            [("ai_share", self.range.low_share, s.ratio), (s.rows[0].layer.name, s.rows[1].amount, s.rows[0].amount)], budget=self.budget,
        )  # fmt: skip
        quadrant, project = self.framework.quadrants[0], self.framework.quadrants[0].projects[0]
        placed = (project.name, quadrant.name, quadrant.strategy)
        columns = tuple(Column(name, number=False) for name in ("layer", "project", "quadrant", "strategy"))
        yield table("projects", columns, [(s.rows[0].layer.name, *placed), ("unpaid", *placed)], passages=passages)
        standing = tuple(
            Column(name, number=name not in ("kpi", "result"))
            for name in ("kpi", "required", "target", "latest", "progress", "result", "short_by")
        )
        fall = self.given("-22.31", PERCENT, Role.CHANGE, kpi.id, comparator=Comparator.ABOUT)
        yield table(
            "gate", standing,
            [(kpi.measured, threshold, kpi_target(self.desk, kpi=kpi, baseline=base).value, base, fall, "met", None), (phase.kpis[1].measured, threshold, None, None, None, "waiting", None), (kpi.measured, threshold, None, None, fall, "short", self.given(5, PERCENT, Role.GAP, kpi.id, base="points"))],
            number=phase.number, filled={"phase": phase.name},
        )  # fmt: skip
        yield table(
            "two_inputs", (Column("item", number=False), Column("Anna", label=Label("Anna", "Anna")), Column("Bob", label=Label("Bob", "Bob")), Column("difference")),
            [(self.framework.base, self.budget, self.bigger, self.money(1_000_000))], speaker1="Anna", speaker2="Bob", what=self.framework.base,
        )  # fmt: skip

    def _books(self, gap: Fact) -> Iterator[Table]:
        """Tables of the books: spending against the plan, entries, bridges, budgets side by side, changes."""
        s, item = self.split, Column("item", number=False)
        spent = self.money(220_000, Role.SPEND, period="2026-03-01")
        heads = [Column(n, number=n != "judged") for n in ("plan", "spend", "gap", "used", "due", "judged")]
        words = ("favourable", "unfavourable", "ahead", "unplanned", "not_told")
        yield table(
            "spend", (item, *heads),
            [(self.layer.name, s.rows[0].amount, spent, gap, self.percent("10", Role.RATIO, base="plan"), s.rows[1].amount, word) for word in words],
            period="Q1",
        )  # fmt: skip
        entries = (Column("date", number=False), item, Column("amount"), Column("speaker", number=False))
        for variant in ("", "latest"):
            yield table(
                "spends",
                entries,
                [(Label("三月", "March"), "agency fees", spent, "Anna"), ("total", None, spent, None)],
                variant,
                total=True,
            )
        for variant, pair in (("", ("from", "to")), ("spent", ("plan", "spend"))):
            yield table(
                "bridge", (item, *(Column(n) for n in (*pair, "difference", "then"))),
                [(self.layer.name, s.rows[0].amount, spent, gap, spent)], variant, start=s.total, end=spent,
            )  # fmt: skip
        cases = [
            Column(n, number=n in ("budget", "ai_total"), label=Label("预算", "Budget") if n == "budget" else None)
            for n in ("name", "budget", "ai_total", "status", "comes_from", "speaker")
        ]
        yield table(
            "cases",
            cases,
            [
                ("Acme", self.budget, s.total, status, None, "Anna")
                for status in ("told", "supposed", "actual", "is_plan")
            ],
        )
        yield table(
            "changes", (Column("date", number=False), item, Column("was"), Column("is"), Column("speaker", number=False)),
            [("2026-03-01", self.layer.name, None, spent, "Anna")],
        )  # fmt: skip

    def notes(self, language: str) -> Iterator[tuple[str, str]]:
        """Every note as it is said."""
        voice = Voice(language, self.framework)
        for name, note in self.all_notes(language):
            yield name, say_note(note, voice).text

    def all_notes(self, language: str) -> Iterator[tuple[str, Note]]:
        """Every note, with and without what it may leave out."""
        filled: dict[str, Slot] = {
            "quoted": "7 in row 3", "kpi": self.framework.kpis[0].name, "speaker1": "Anna", "speaker2": "Bob", "rows": (
                row(name=self.framework.kpis[0].name), row(name=self.framework.kpis[1].name)),
            "choices": (row(name="Acme"), row(name="Zenith")), "quadrant": self.framework.quadrants[0].name,
            "payback": self.framework.quadrants[0].payback, "accumulation": self.framework.quadrants[0].accumulation,
            "strategy": self.framework.quadrants[0].strategy, "item": self.framework.projects[-2].name,
            "project": self.framework.projects[0].name, "layer": self.layer.name, "goal": self.layer.goal,
            "advice": Label("选择性价比高的单点工具", "good-value point tools"), "actions": self.framework.phases[0].actions,
            "missing": Label("各阶段的时长", "how long each phase takes"), "instead": Label("各阶段的KPI", "the KPIs of each phase"),
            "sentence": Label("金额必须是正数。", "The amount must be positive."),
            "phases": tuple(row(name=p.name) for p in self.framework.phases), "layers": tuple(row(name=x.name) for x in self.framework.layers),
            "base_": Label("EUR", "EUR"), "quote": Label("USD", "USD"), "first": Label("团队人数", "the size of your team"),
            "second": Label("支出", "spending"), "phase": self.framework.phases[0].name, "action": self.framework.phases[0].actions, "subject": self.layer.name, "what": self.framework.base,
            "date": Label("四月底", "the end of April"),
        }  # fmt: skip
        for name in texts(language).notes:
            if name == "unsure":
                asks = {goal: meant(Goal(goal)) for goal in texts(language).goals}
                yield from (
                    (f"unsure.{g}", Note(name, {"quoted": filled["quoted"], "what": w})) for g, w in asks.items()
                )
                continue
            needed, known = slots_of(name)
            full = {slot: filled[slot] for slot in known}
            least = {slot: filled[slot] for slot in needed}
            if name == "ask.rate":  # its base is a currency, not what shares are shares of
                full["base"] = filled["base_"]
            for slots in [full, least] if needed != known else [full]:
                yield name, Note(name, slots)


def spelled(printed: Printed) -> str:
    """A print with its facts' places left out and its citations as the ids of passages."""
    return "".join(
        part.text if isinstance(part, Piece) else f" [{part.passage}]"
        for part in printed.parts
        if isinstance(part, Piece | Cite)
    )


def page(framework: Framework, language: str, *, code: str, amount: int) -> str:
    """How everything is said over a framework in a language."""
    samples = Samples(framework, code=code, amount=amount)
    voice, both = Voice(language, framework), Voice(language, framework, {"K2": "Acme"}, several=True)
    lines = [f"# Statements in {language}, over {framework.name.en}", ""]
    for name, made in samples.statements():
        lines.append(f"## {name}")
        lines.append("")
        full = [say_statement(made, voice, opens=True, choice=choice).text for choice in (0, 1)]
        lines += [f"- full:  {text}" for text in dict.fromkeys(full)]
        again = say_statement(made, voice, again=True).text
        if again[1:] != full[0][1:]:
            lines.append(f"- again: {again}")
        several = say_statement(made, both, again=True).text
        if several != again:
            lines.append(f"- among several: {several}")
        lines += [f"- brief: {say_statement(made, voice, brief=True).text}", ""]
    lines += ["# Notes", ""]
    lines += [f"- {name}: {text}" for name, text in samples.notes(language)]
    lines += ["", "# Tables", ""]
    for made_table in samples.tables():
        lines += [spelled(markdown(made_table, both)), "", spelled(listed(made_table, both)), ""]
    lines += ["# Quotations", ""]
    for quotation in (Quotation("p:1", cut_off=True), Quotation("p:1", phase=2)):
        lines += [spelled(say_quotation(quotation, Passage(), voice)), ""]
    return "\n".join(lines)


class Passage:
    """A passage with a translation."""

    text = "速赢区项目通常在1-3个月内就能看到可量化的回报。"
    translation = "Quick-win projects usually show measurable returns within 1-3 months."


PAGES = {
    "shipped.en.md": (shipped, "en", "USD", 2_000_000),
    "shipped.zh.md": (shipped, "zh", "CNY", 20_000_000),
    "retail.en.md": (retail, "en", "CNY", 30_000_000),
    "retail.zh.md": (retail, "zh", "CNY", 30_000_000),
}


def written(name: str) -> str:
    """The page ``name`` as the texts have it now."""
    framework, language, code, amount = PAGES[name]
    return page(framework(), language, code=code, amount=amount)


if __name__ == "__main__":
    for page_name in PAGES:
        (HERE / "said" / page_name).parent.mkdir(exist_ok=True)
        (HERE / "said" / page_name).write_text(written(page_name), encoding="utf-8")
