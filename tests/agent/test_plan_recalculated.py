"""Workbooks whose inputs were changed, recalculated by LibreOffice: every figure is what the advisor makes of the changed inputs."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from agent.plans.pen import TABLE
from agent.plans.terms import OwnTerms, Spent
from agent.plans.words import Words
from agent.plans.workbook import largest_budget, write_workbook
from knowledge.framework import load_framework
from tools.budget import Base
from tools.desk import Desk
from tools.errors import InvalidInput
from tools.facts import Fact, Given
from tools.identity import Identity, Label, Role
from tools.kpis import kpi_target
from tools.parameters import Framework, Kpi, Measure
from tools.plans import BudgetPlan, draw_up
from tools.quantities import NUMBER, PERCENT, UNITS, Unit, UnitKind, money_unit
from tools.shares import OwnSplit, own_split
from tools.spend import phase_out, remaining

BOOKS = 1_000
BATCH = 50  # with hundreds of files in one run LibreOffice leaves some out
FRAMEWORK = load_framework()
LAYERS = [layer.id for layer in FRAMEWORK.layers]

# Without this LibreOffice shows the results that stand in the file.
ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def given(desk: Desk, value: Decimal, unit: Unit, role: Role | None = None, subject: str = "") -> Fact:
    identity = Identity(role, subject) if role is not None else None
    label = Label("给出的数字", "figure given")
    return desk.ledger.add(label=label, value=value, unit=unit, provenance=Given(0, 0, 0, ""), identity=identity)


@dataclass
class Case:
    """What a workbook was written from, and what was typed into it afterwards."""

    plan: BudgetPlan
    own: OwnSplit | None
    terms: OwnTerms
    spent: tuple[Spent, ...]
    typed: dict[str, dict[str, object]] = field(default_factory=dict)
    expected: dict[str, dict[str, Decimal]] = field(default_factory=dict)

    def type(self, sheet: str, cell: str, value: Decimal | str, *, percent: bool = False) -> None:
        shown = value if isinstance(value, str) else float(value) / 100 if percent else float(value)
        self.typed.setdefault(sheet, {})[cell] = shown

    def expect(self, sheet: str, cell: str, value: Decimal) -> None:
        self.expected.setdefault(sheet, {})[cell] = value

    def data(self) -> bytes:
        words = Words("en", self.plan, self.own)
        return write_workbook(words, assumptions=(), passages={}, spent=self.spent, terms=self.terms, stale=True)


class Drawer:
    """Random workbooks: any size of budget, with or without an AI share, an own split, baselines and entries."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)

    def percent(self, least: str, most: str, places: int) -> Decimal:
        step = Decimal(10) ** places
        return Decimal(self.draw.randint(int(Decimal(least) * step), int(Decimal(most) * step))) / step

    def amount(self, most: int, code: str) -> Decimal:
        minor = 0 if code == "JPY" else 2
        step = Decimal(10) ** minor
        size = self.draw.choice([10**3, 10**5, 10**7, 10**9, 10**11, 10**12])
        return Decimal(self.draw.randrange(100, min(size, most) * int(step))) / step

    def framework(self) -> Framework:
        """The framework with other shares of the layers, another range and other thresholds, as somebody may type them."""
        shares = [self.percent("0.0001", "30", self.draw.choice([0, 1, 4])) or Decimal(1) for _ in LAYERS]
        low, high = sorted((self.percent("0.1", "40", 2), self.percent("0.1", "60", 2)))
        layers = tuple(
            replace(layer, share=replace(layer.share, value=share))
            for layer, share in zip(FRAMEWORK.layers, shares, strict=True)
            if layer.share
        )
        phases = tuple(replace(p, kpis=tuple(map(self._kpi, p.kpis))) for p in FRAMEWORK.phases)
        least, most = replace(FRAMEWORK.share_min, value=low), replace(FRAMEWORK.share_max, value=high)
        return replace(FRAMEWORK, layers=layers, phases=phases, share_min=least, share_max=most)

    def _kpi(self, kpi: Kpi) -> Kpi:
        assert kpi.threshold is not None
        least, most = ("1", "20") if kpi.measure is Measure.MULTIPLE else ("1", "95")
        return replace(kpi, threshold=replace(kpi.threshold, value=self.percent(least, most, self.draw.choice([0, 2]))))

    def terms(self, desk: Desk, code: str, whole: Decimal) -> OwnTerms:
        """Weights, floors and caps for some layers."""
        draw = self.draw
        kind = draw.choice(["none", "some", "all", "proportions"])
        some = {"none": [], "some": draw.sample(LAYERS, 1), "all": LAYERS, "proportions": LAYERS}[kind]
        unit = NUMBER if kind == "proportions" else PERCENT
        weights = {layer: given(desk, self.percent("0.5", "33", 2), unit) for layer in some}
        limits: list[dict[str, Fact]] = []
        for most in ("0.4", "1.2"):
            picked = draw.sample(LAYERS, draw.randrange(0, 3))
            limits.append({layer: self._limit(desk, code, whole * Decimal(most), most) for layer in picked})
        return OwnTerms(weights, limits[0], limits[1])

    def _limit(self, desk: Desk, code: str, most: Decimal, share: str) -> Fact:
        if self.draw.random() < 0.4:
            return given(desk, self.percent("1", str(int(Decimal(share) * 80)), 2), PERCENT)
        places = 0 if code == "JPY" else 2
        value = (most * self.draw.randrange(1, 1000) / 1000).quantize(Decimal(1).scaleb(-places))
        return given(desk, value, money_unit(code))

    # -- a case --------------------------------------------------------------------------------------------------------

    def case(self) -> Case:
        """A workbook and what is typed into it; drawn anew where the calculators refuse what was drawn."""
        while True:
            try:
                return self._case()
            except InvalidInput:
                continue

    def _case(self) -> Case:
        draw, desk = self.draw, Desk(FRAMEWORK)
        code = draw.choice(["CNY", "CNY", "USD", "JPY"])
        base = draw.choice([Base.MARKETING, Base.MARKETING, Base.AI])
        share = None
        if base is Base.MARKETING and draw.random() < 0.4:
            share = given(desk, self.percent("1", "30", 1), PERCENT)
        started = draw.sample(FRAMEWORK.kpis, draw.randrange(0, 4))
        baselines = {kpi.id: given(desk, *self._start(kpi, code)) for kpi in started}
        budget = given(desk, self.amount(10**12, code), money_unit(code))
        plan = draw_up(desk, budget=budget, base=base, share=share, baselines=baselines)
        terms, own = OwnTerms(), None
        if draw.random() < 0.5:
            terms = self.terms(desk, code, plan.split.total.value)
            own = own_split(desk, whole=plan.split.total, weights=terms.weights, floors=terms.floors, caps=terms.caps)
        spent = tuple(self._spent(code) for _ in range(draw.randrange(0, 4)))
        case = Case(plan, own, terms, spent)
        self._change(case, code)
        return case

    def _spent(self, code: str) -> Spent:
        return Spent(self.draw.choice([*LAYERS, "ai"]), self.amount(10**7, code), "M03")

    def _start(self, kpi: Kpi, code: str) -> tuple[Decimal, Unit]:
        """A baseline in the unit that a workbook takes an untold one in."""
        first = kpi.units[0]
        if first == "money":
            return self.amount(10**6, code), money_unit(code)
        unit = UNITS.get(first, PERCENT)
        if unit.kind is UnitKind.COUNT:
            return Decimal(self.draw.randrange(1, 5000)), unit
        return self.percent("0.01", "90", 2), unit

    def _change(self, case: Case, code: str) -> None:
        """Type other inputs everywhere, and tell what the advisor makes of them."""
        desk = Desk(self.framework())
        plan, split = case.plan, case.plan.split
        value = self.amount(int(largest_budget(plan)), code)
        case.type("Plan", "C4", value)
        share = None
        if split.share is not None:
            share = given(desk, self.percent("0.5", "40", 4), PERCENT)
            case.type("Plan", "C6", share.value, percent=True)
        changed = draw_up(desk, budget=given(desk, value, money_unit(code)), base=split.base, share=share)
        for row, part in enumerate(changed.split.rows, 9):
            case.type("Plan", f"B{row}", part.share.value, percent=True)
            case.expect("Plan", f"C{row}", part.amount.value)
        bottom = 9 + len(LAYERS)
        case.expect("Plan", f"C{bottom}", changed.split.total.value)
        if changed.range is not None:
            for row, end in ((bottom + 2, "low"), (bottom + 3, "high")):
                case.type("Plan", f"B{row}", getattr(changed.range, f"{end}_share").value, percent=True)
                case.expect("Plan", f"C{row}", getattr(changed.range, end).value)
        self._scenarios(case, changed)
        lines = self._own(case, changed, code) if case.own is not None else [r.amount for r in changed.split.rows]
        self._quarters(case, desk, lines)
        self._actuals(case, desk, lines, code)
        self._phases(case, desk, code)

    def _scenarios(self, case: Case, changed: BudgetPlan) -> None:
        """The columns stand in the order in which they were written; each is known by its name."""
        by_name = {scenario.name: scenario.split for scenario in changed.scenarios}
        for column, scenario in zip("BCDE", case.plan.scenarios, strict=False):
            split = by_name[scenario.name]
            for row, part in enumerate(split.rows, TABLE + 3):
                case.expect("Scenarios", f"{column}{row}", part.amount.value)
            case.expect("Scenarios", f"{column}{TABLE + 3 + len(LAYERS)}", split.total.value)

    def _own(self, case: Case, changed: BudgetPlan, code: str) -> list[Fact]:
        """The user's own split of the changed money with other shares and limits; the source's proportion is the source's."""
        desk, terms = Desk(FRAMEWORK), case.terms
        whole = given(desk, changed.split.total.value, money_unit(code), Role.TOTAL, "ai")

        def again(facts: Mapping[str, Fact], *, up: bool) -> dict[str, Fact]:
            most = whole.value * Decimal("0.3" if not up else "0.9")
            return {
                layer: given(desk, self.percent("0.5", "30", 2), fact.unit)
                if fact.unit in (PERCENT, NUMBER)
                else given(desk, (most * self.draw.randrange(1, 1000) / 1000).quantize(Decimal(1) if code == "JPY" else Decimal("0.01")), fact.unit)
                for layer, fact in facts.items()
            }  # fmt: skip

        weights, floors, caps = (
            again(terms.weights, up=False),
            again(terms.floors, up=False),
            again(terms.caps, up=True),
        )
        own = own_split(desk, whole=whole, weights=weights, floors=floors, caps=caps)
        for row, (layer, part) in enumerate(zip(LAYERS, own.rows, strict=True), TABLE + 2):
            for column, facts in (("B", weights), ("C", floors), ("D", caps)):
                if layer in facts:
                    case.type("Your split", f"{column}{row}", facts[layer].value, percent=facts[layer].unit == PERCENT)
            case.expect("Your split", f"E{row}", part.amount.value)
        case.expect("Your split", f"E{TABLE + 2 + len(LAYERS)}", own.total.value)
        return [part.amount for part in own.rows]

    def _quarters(self, case: Case, desk: Desk, lines: list[Fact]) -> None:
        weights = {f"Q{at}": given(desk, self.percent("0.01", "100", 2), NUMBER) for at in range(1, 5)}
        for column, fact in zip("CDEF", weights.values(), strict=True):
            case.type("Quarters", f"{column}{TABLE + 2}", fact.value)
        for row, line in enumerate(lines, TABLE + 4):
            amount = given(desk, line.value, line.unit, Role.ALLOCATION, "ai")
            for column, part in zip("CDEF", phase_out(desk, amount=amount, weights=weights).parts, strict=True):
                case.expect("Quarters", f"{column}{row}", part.amount.value)
            case.expect("Quarters", f"G{row}", line.value)

    def _actuals(self, case: Case, desk: Desk, lines: list[Fact], code: str) -> None:
        """What was told stays; more is written below it."""
        names = [layer.name.en.capitalize() for layer in FRAMEWORK.layers]
        first = TABLE + 2 + len(LAYERS) + 5
        spent = {layer: Decimal(0) for layer in [*LAYERS, "ai"]}
        for entry in case.spent:
            spent[entry.line] += entry.amount
        for row in range(first + len(case.spent), first + len(case.spent) + self.draw.randrange(0, 6)):
            at, amount = self.draw.randrange(len(LAYERS)), self.amount(10**8, code)
            case.type("Actuals", f"A{row}", names[at])
            case.type("Actuals", f"C{row}", amount)
            spent[LAYERS[at]] += amount
        for row, (layer, line) in enumerate(zip(LAYERS, lines, strict=True), TABLE + 2):
            plan = given(desk, line.value, line.unit, Role.ALLOCATION, layer)
            paid = given(desk, spent[layer], line.unit, Role.SPEND, layer)
            left = remaining(desk, planned=plan, spent=(paid,))
            case.expect("Actuals", f"C{row}", spent[layer])
            case.expect("Actuals", f"D{row}", -left.amount.value if left.over else left.amount.value)
        bottom = TABLE + 3 + len(LAYERS)
        case.expect("Actuals", f"C{bottom}", sum(spent.values(), Decimal(0)))

    def _phases(self, case: Case, desk: Desk, code: str) -> None:
        """Another threshold and a baseline for every KPI, also for those that had none."""
        kpis = [kpi for phase in desk.framework.phases for kpi in phase.kpis]
        for row, kpi in enumerate(kpis, TABLE + 2):
            assert kpi.threshold is not None
            value, unit = self._start(kpi, code)
            target = kpi_target(desk, kpi=kpi, baseline=given(desk, value, unit)).value
            case.type("Phases", f"C{row}", kpi.threshold.value, percent=kpi.measure is not Measure.MULTIPLE)
            case.type("Phases", f"D{row}", value, percent=unit == PERCENT)
            case.expect("Phases", f"F{row}", target.value / 100 if unit == PERCENT else target.value)


def typed_into(case: Case) -> bytes:
    """The workbook with what was typed into it; its formulas have no results any more."""
    book = openpyxl.load_workbook(io.BytesIO(case.data()))
    for sheet, cells in case.typed.items():
        for cell, value in cells.items():
            book[sheet][cell] = value
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def wrong(case: Case, path: Path) -> list[str]:
    """What is not as the advisor has it: money to the minor unit, targets to the ninth decimal."""
    book = openpyxl.load_workbook(path, data_only=True)
    found = []
    for sheet, cells in case.expected.items():
        fine = Decimal("0.000000001") if sheet == "Phases" else Decimal("0.01")
        for cell, value in cells.items():
            shown = book[sheet][cell].value
            if not isinstance(shown, int | float) or abs(Decimal(repr(shown)) - value) >= fine / 2:
                found.append(f"{path.name} {sheet}!{cell}: {shown}, not {value}")
    book.close()
    return found


def recalculate(files: list[Path], out: Path, profile: Path, soffice: str) -> None:
    """Open and write files anew, all in one process."""
    subprocess.run(
        [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
         "--outdir", str(out), *map(str, files)],
        check=True, capture_output=True, timeout=900,
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("batch", range(BOOKS // BATCH))
def test_libreoffice_computes_what_the_advisor_does_of_changed_inputs(batch: int, tmp_path: Path) -> None:
    """In a thousand random workbooks with every input changed, each figure that LibreOffice computes is the advisor's, to the cent."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("needs LibreOffice: apt-get install --no-install-recommends libreoffice-calc-nogui")
    profile = tmp_path / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE, encoding="utf-8")
    drawer = Drawer(20261130 + batch)
    cases = [drawer.case() for _ in range(BATCH)]
    files = [tmp_path / f"{batch}-{at}.xlsx" for at in range(BATCH)]
    for case, path in zip(cases, files, strict=True):
        path.write_bytes(typed_into(case))
    recalculate(files, tmp_path / "out", profile, soffice)

    assert [
        line for case, path in zip(cases, files, strict=True) for line in wrong(case, tmp_path / "out" / path.name)
    ] == []
    assert sum(len(cells) for case in cases for cells in case.expected.values()) > 40 * BATCH
