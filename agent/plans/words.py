"""The words of a plan in Chinese and English: headings, what it assumes, what it rests on.

Figures are printed as in statements; the order of a page is the business of the module that writes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agent.answers.printing import print_fact
from agent.dialogue.periods import label_of
from agent.language.tongue import Tongue
from tools.budget import Base, Bound
from tools.facts import Fact, Given
from tools.identity import Label
from tools.money import currency
from tools.parameters import Kpi
from tools.plans import BudgetPlan, Placement
from tools.quantities import UnitKind
from tools.shares import OwnPart, OwnSplit


@dataclass(frozen=True, slots=True)
class Words(Tongue):
    """The words for one plan in one language."""

    plan: BudgetPlan
    own: OwnSplit | None = None

    def title(self, label: Label) -> str:
        """A name at the head of a cell: English ones begin with a capital letter."""
        text = self.name(label)
        return text[:1].upper() + text[1:]

    def figure(self, fact: Fact | None, *, comparator: bool = True) -> str:
        """A figure in full digits, or nothing."""
        return print_fact(fact, self.language, full=True, comparator=comparator) if fact is not None else ""

    @property
    def heading(self) -> str:
        return self.say("AI 营销预算计划", "AI marketing budget plan")

    @property
    def base(self) -> str:
        if self.plan.split.base is Base.AI:
            return self.say("AI 预算", "AI budget")
        return self.title(self.plan.framework.base)

    @property
    def proportional(self) -> bool:
        """Whether the layers' percentages only weigh a total that is known otherwise."""
        split = self.plan.split
        return split.base is Base.AI or split.share is not None

    @property
    def kind(self) -> str:
        """What the layers' percentages are, as a reply calls it."""
        return self.say("权重", "Weight") if self.proportional else self.say("占比", "Share")

    @property
    def subject(self) -> str:
        """What is split: the budget, and the AI share of it where one was given."""
        share, told = self.plan.split.share, f"{self.base} {self.figure(self.plan.budget)}"
        return told if share is None else told + self.say("，AI 占比 ", ", AI share ") + self.figure(share)

    @property
    def bounds(self) -> str:
        """The recommended range in one line; empty where there is none."""
        found = self.plan.range
        if found is None:
            return ""
        low, high = self.figure(found.low, comparator=False), self.figure(found.high, comparator=False)
        told = self.say("建议的 AI 投入区间", "Recommended range for AI spending")
        return f"{told}: {low} – {high} ({self.figure(found.low_share)} – {self.figure(found.high_share)})"

    @property
    def money(self) -> str:
        """What the amounts are in."""
        found = currency(self.plan.currency)
        if found.code == "XXX":
            return self.say("未注明", "not named")
        return f"{found.zh}（{found.code}）" if self.zh else found.code

    @property
    def own_heading(self) -> str:
        return self.say("您自己的拆分", "Your own split")

    @property
    def own_header(self) -> tuple[str, ...]:
        return (
            self.say("层", "Layer"), self.say("您的比例", "Your share"), self.say("您的金额", "Your amount"),
            self.say("来源金额", "Source's amount"),
        )  # fmt: skip

    def own_share(self, part: OwnPart) -> str:
        """The share that the user gave; a layer that follows the source's proportion has none."""
        return self.figure(part.weight) if isinstance(part.weight.provenance, Given) else ""

    def own_amounts(self) -> Iterator[tuple[str, str, Fact, Fact]]:
        """Each layer of the user's own split: name, share, the user's amount and the source's; then what they come to."""
        if self.own is None:
            return
        source = {row.layer.id: row.amount for row in self.plan.split.rows}
        for part in self.own.rows:
            yield self.title(part.layer.name), self.own_share(part), part.amount, source[part.layer.id]
        yield self.say("合计", "Total"), "", self.own.total, self.plan.split.total

    def kpi(self, kpi: Kpi) -> str:
        """A KPI's name, and what its threshold measures where that is something else: a rate, and its gain."""
        if kpi.measured == kpi.name:
            return self.title(kpi.name)
        return self.title(kpi.name) + self.say(f"（门槛：{kpi.measured.zh}）", f" (threshold: {kpi.measured.en})")

    def project(self, placement: Placement) -> str:
        return self.say(
            f"{placement.project.name.zh}（{placement.quadrant.name.zh}）",
            f"{placement.project.name.en} ({placement.quadrant.name.en})",
        )

    def projects(self, placements: tuple[Placement, ...]) -> str:
        return self.say("；", "; ").join(self.project(placement) for placement in placements)

    def assumptions(self, *, base_assumed: bool, currency_assumed: bool) -> tuple[str, ...]:
        """What the plan takes for granted, each in one sentence."""
        plan, base = self.plan, self.plan.framework.base
        found: list[str] = []
        if base_assumed and plan.split.base is Base.MARKETING:
            found.append(
                self.say(
                    f"没有说明这是营销预算还是 AI 预算，按{base.zh}计算。",
                    f"It was not said whether this is the marketing or the AI budget; it is taken as the {base.en}.",
                )
            )
        if currency_assumed:
            found.append(
                self.say("未注明币种，按人民币计。", "No currency was given; the amounts are taken as renminbi.")
                if plan.currency == "CNY"
                else self.say("未注明币种。", "No currency was given.")
            )
        if plan.given is not plan.budget:
            given, annual = self.figure(plan.given), self.figure(plan.budget)
            found.append(self.say(f"{given}换算成全年是{annual}。", f"{given} comes to {annual} for a full year."))
        if plan.split.base is Base.MARKETING and not plan.framework.base_stated:
            found.append(
                self.say(
                    f"各层比例按占{base.zh}的比例理解，来源没有明说基数。",
                    f"The layers' percentages are read as shares of the {base.en}; the source does not name the base.",
                )
            )
        found.append(
            self.say(
                "各部分之和与合计一分不差：先向下取整，余下的最小货币单位依次给舍去最多的部分。",
                "The parts add up to the total exactly: each is rounded down, then the units that are left go to the parts that lost most.",
            )
        )
        if any(target.kpi.measure == "change" for target in plan.targets):
            found.append(self.say("百分比升降按相对变化计算。", "Percentage gains are read as relative changes."))
        if any(target.value.unit.kind is UnitKind.COUNT for target in plan.targets):
            found.append(
                self.say("人数和件数向上取整，上限向下取整。", "Heads and pieces are rounded up, upper limits down.")
            )
        found.extend(self.warnings())
        return tuple(found)

    def period(self, key: str) -> str:
        """A part of the year by its key (``M03``), in words; empty for none."""
        label = label_of(key.split())
        return self.title(label) if label is not None else ""

    def left_out(self, spent: Sequence[Fact]) -> tuple[str, ...]:
        """That money of another currency is not among the actuals."""
        if not spent:
            return ()
        amounts = self.join(self.figure(fact) for fact in spent)
        return (
            self.say(
                f"“实际”页不含其他币种的支出：{amounts}。",
                f"The sheet Actuals does not have what was spent in another currency: {amounts}.",
            ),
        )

    def usage(self) -> tuple[str, ...]:
        """How the workbook is read and changed."""
        say = self.say
        return (
            say(
                "黄底蓝字的单元格是输入，可以修改，选中时会说明能填什么；其余数字都是公式，随之变动。",
                "Yellow cells with blue figures are inputs, and say what they take when they are selected; every other figure is a formula and follows.",
            ),
            say(
                "显示的金额可能四舍五入到整数，单元格里的数值精确到最小货币单位。",
                "Amounts may be shown in whole units; what the cells hold is exact to the minor unit.",
            ),
            say(
                "“计算”页列出每一步整数运算，平时隐藏，也不打印；右键点击工作表标签可取消隐藏。",
                "The sheet Working has every step in whole numbers; it is hidden and not printed. Right-click a sheet's tab to unhide it.",
            ),
        )

    def warnings(self) -> tuple[str, ...]:
        """A share outside the range is computed all the same, and said to be outside."""
        split = self.plan.split
        if split.share is None or split.limit is None:
            return ()
        share, limit = self.figure(split.share), self.figure(split.limit, comparator=False)
        above = split.bound is Bound.ABOVE
        return (
            self.say(
                f"AI 占比{share}{'高' if above else '低'}于来源建议的界限{limit}，这里仍按它计算。",
                f"An AI share of {share} is {'above' if above else 'below'} the recommended limit of {limit}; it is computed all the same.",
            ),
        )

    def sources(self, passages: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
        """Document, line and words of each passage that the plan rests on."""
        found = []
        for passage_id in self.plan.passages:
            passage = passages.get(passage_id)
            if passage is not None:
                text = passage.text if self.zh or passage.translation is None else passage.translation
                found.append((passage.document, str(passage.line), " ".join(text.split())))
        return tuple(found)
