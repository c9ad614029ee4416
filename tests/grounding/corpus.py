"""Facts of two conversations and faithful replies about them, each written with references and with literals.

A template names facts in braces. ``{tactical}`` becomes ``[[F3]]`` in the reply with references, and the figure as a
person would type it in the reply with literals. Faithful means: every figure is said of what it belongs to, with its
comparator.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from agent.grounding import Gate, cite, quote, reference, render_fact
from agent.grounding.vocabulary import of_framework
from knowledge.corpus import load_corpus
from knowledge.framework import load_framework
from tools.budget import Base, budget_range, range_facts, split_budget
from tools.comparing import compare_splits, multiple_between
from tools.desk import Desk
from tools.facts import Fact, Given, Ledger
from tools.identity import Label
from tools.kpis import check_phase, kpi_target
from tools.quantities import PERCENT, UNITS, Unit, money_unit

FRAMEWORK = load_framework()
VOCABULARY = of_framework(FRAMEWORK)


@dataclass(frozen=True)
class Words:
    """The words of a passage in both languages."""

    text: str
    translation: str


PASSAGES = {p.id: Words(p.text, p.translation or "") for p in load_corpus().passages}


@dataclass
class World:
    """A conversation: its language, its ledger, and short names for its facts."""

    language: str
    ledger: Ledger
    names: dict[str, Fact] = field(default_factory=dict)

    @functools.cached_property
    def gate(self) -> Gate:
        return Gate(self.ledger, language=self.language, vocabulary=VOCABULARY, passages=PASSAGES)

    def shown(self, template: str) -> str:
        """What is shown of ``template`` with references; the codes of the problems in brackets if it is refused."""
        verdict = self.gate.check(self.filled(template, literal=False))
        return verdict.text if verdict.ok else f"<{','.join(dict.fromkeys(p.code for p in verdict.problems))}>"

    def filled(self, template: str, *, literal: bool) -> str:
        """``template`` with references, or with figures as they are typed."""

        def put(match: re.Match[str]) -> str:
            name, _, form = match[1].partition(":")
            if name in ("cite", "quote"):
                passage = f"budget:{form}"
                return cite(passage) if name == "cite" else quote(passage, self.language)
            fact = self.names[name]
            if not literal:
                return reference(fact.id)
            said = form == "said"  # the words around it say the comparator
            return render_fact(fact, self.language, comparator=not said, full=form == "full")

        return re.sub(r"\{([a-z0-9_]+(?::[a-z0-9]+)?)\}", put, template)


def _given(ledger: Ledger, zh: str, en: str, value: str, unit: Unit, *concepts: str) -> Fact:
    return ledger.add(
        label=Label(zh, en), value=Decimal(value), unit=unit, provenance=Given(1, 0, 1, value), concepts=concepts
    )


def world(language: str) -> World:
    """A conversation with a split, a range, a comparison, a phase's gate and targets."""
    desk = Desk(FRAMEWORK)
    ledger = desk.ledger
    code, amount, other = ("CNY", "30000000", "12500000") if language == "zh" else ("USD", "2400000", "1250000")
    budget = _given(
        ledger, "年度营销总预算", "annual marketing budget", amount, money_unit(code), "marketing", "budget"
    )
    second = _given(ledger, "另一个预算", "other budget", other, money_unit(code), "marketing", "budget")
    split, alternative = (
        split_budget(desk, budget=budget, base=Base.MARKETING),
        split_budget(desk, budget=second, base=Base.MARKETING),
    )
    spread = budget_range(desk, budget=budget)
    low, high = range_facts(desk)
    adoption = _given(ledger, "员工采纳率", "staff adoption", "45", PERCENT, "kpi.adoption", "actual")
    cost = _given(ledger, "成本变化", "cost change", "-22", PERCENT, "kpi.cost", "actual")
    posts = _given(
        ledger,
        "现在的内容产能",
        "content output today",
        "120",
        Unit(UNITS["posts"].kind, "posts", "month"),
        "kpi.output",
    )
    days = _given(ledger, "现在的项目周期", "project cycle today", "60", UNITS["day"], "kpi.cycle")
    kpis = {kpi.id: kpi for kpi in FRAMEWORK.kpis}
    checks = check_phase(desk, phase=FRAMEWORK.phases[0], actuals={"kpi.adoption": adoption, "kpi.cost": cost})
    output = kpi_target(desk, kpi=kpis["kpi.output"], baseline=posts)
    cycle = kpi_target(desk, kpi=kpis["kpi.cycle"], baseline=days)
    more = compare_splits(desk, splits=(split, alternative)).differences[0]
    rows = {row.layer.id.partition(".")[2]: row for row in split.rows}
    names = {
        "budget": budget, "total": split.total, "ratio": split.ratio, "low": low, "high": high,
        "least": spread.low, "most": spread.high, "adoption": adoption, "posts": posts, "days": days,
        "goal_output": output.value, "goal_cycle": cycle.value, "kpi_output": output.threshold, "kpi_cycle": cycle.threshold,
        "times": multiple_between(desk, before=rows["capability"].amount, after=rows["tactical"].amount),
        "more_tactical": more[0].amount, "cost": cost, "second": second, "total2": alternative.total,
    }  # fmt: skip
    names |= {name: row.amount for name, row in rows.items()}
    names |= {f"share_{name}": row.share for name, row in rows.items()}
    names |= {f"kpi_{check.kpi.id.partition('.')[2]}": check.threshold for check in checks.checks}
    names |= {f"gap_{check.kpi.id.partition('.')[2]}": check.distance for check in checks.checks}
    return World(language, ledger, {name: fact for name, fact in names.items() if fact is not None})


def forms(fact: Fact, language: str) -> set[str]:
    """Every way in which the gate may print ``fact``."""
    whole = (fact, replace(fact, value=abs(fact.value)))
    return {
        render_fact(each, language, full=full, comparator=comparator)
        for each in whole
        for full in (False, True)
        for comparator in (False, True)
    }


ZH = (
    "战术层占年度营销总预算的{share_tactical}，即{tactical}。{cite:29}",
    "按{budget}的年度营销总预算，战术层{tactical}、能力层{capability}、战略层{strategic}。",
    "三层合计{total}，占总预算的{ratio}。",
    "- 战术层：{tactical}\n- 能力层：{capability}\n- 战略层：{strategic}\n- 合计：{total}\n",
    "1. **战术层**：{tactical}，追求短期降本增效。\n2. **能力层**：{capability}，追求中期组织提效。\n3. **战略层**：{strategic}。\n",
    (
        "| 层 | 占比 | 金额 |\n| --- | --- | --- |\n| 战术层 | {share_tactical} | {tactical} |\n| 能力层 | {share_capability} | {capability} |\n"
        "| 战略层 | {share_strategic} | {strategic} |\n| 合计 | {ratio} | {total} |\n"
    ),
    (
        "| 指标 | 战术层 | 能力层 | 战略层 |\n|---|---|---|---|\n| 占比 | {share_tactical} | {share_capability} | {share_strategic} |\n"
        "| 金额 | {tactical} | {capability} | {strategic} |\n"
    ),
    "战术层、能力层和战略层分别为{tactical}、{capability}和{strategic}。",
    "来源建议将年度营销总预算的{low}-{high}投入AI营销，具体比例取决于企业体量和发展阶段。{cite:27}",
    "按这个区间，AI 投入在{least:said}至{most:said}之间。",
    "第一阶段要求员工采纳率至少{kpi_adoption:said}；您目前的员工采纳率是{adoption}，还差{gap_adoption}。",
    "员工采纳率{adoption}低于{kpi_adoption:said}的门槛，暂时还不能进入第二阶段。",
    "成本降低{cost}，达到了{kpi_cost}的要求。",
    "## 战术层\n\n预算为{tactical}，占比{share_tactical}。\n\n## 能力层\n\n预算为{capability}，占比{share_capability}。\n",
    "**战术层**（AIGC内容生成、智能广告投放）：{tactical}。更快见效，是最重要的切入点。",
    "计算过程：{budget} × {share_tactical} = {tactical}，这是战术层的金额。",
    "战术层金额 + 能力层金额 + 战略层金额：{tactical} + {capability} + {strategic} = {total}。",
    "项目周期从{days}缩短到最多{goal_cycle:said}，即缩短{kpi_cycle}。",
    "内容产能目前是{posts}，目标是至少{goal_output:said}。",
    "战术层金额是能力层金额的{times}。",
    "原文这样说：{quote:29}",
    "建议先做速赢区的项目，通常在数月内就能看到可量化的回报。{cite:30}",
    "一方面，战术层见效快；另一方面，战略层需要耐心培育。两者并不矛盾，进一步的安排可以再商量。",
    "如果预算是{second}，三层合计为{total2}。",
    "> 战略层投入{strategic}，用于企业私域知识库构建。\n\n这是一个长期布局。",
    "战术层：{tactical:full}；能力层：{capability:full}；战略层：{strategic:full}。",
    "四象限里，AIGC内容生成属于速赢区。7x24小时的智能体属于长期布局。",
    "战术层占比最高，为{share_tactical}。",
)

EN = (
    "The tactical layer takes {share_tactical} of the annual marketing budget, which is {tactical}. {cite:29}",
    "Of the annual marketing budget of {budget}, the tactical layer gets {tactical}, the capability layer {capability}, and the strategic layer {strategic}.",
    "All three layers together come to a total of {total}, or {ratio} of the total budget.",
    "- Tactical layer: {tactical}\n- Capability layer: {capability}\n- Strategic layer: {strategic}\n- Total: {total}\n",
    "1. **Tactical layer**: {tactical}, for short-term efficiency.\n2. **Capability layer**: {capability}, for training.\n3. **Strategic layer**: {strategic}.\n",
    (
        "| Layer | Share | Amount |\n|---|---|---|\n| Tactical | {share_tactical} | {tactical} |\n| Capability | {share_capability} | {capability} |\n"
        "| Strategic | {share_strategic} | {strategic} |\n| Total | {ratio} | {total} |\n"
    ),
    (
        "| | Tactical | Capability | Strategic |\n|---|---|---|---|\n| Share | {share_tactical} | {share_capability} | {share_strategic} |\n"
        "| Amount | {tactical} | {capability} | {strategic} |\n"
    ),
    "The tactical, capability and strategic layers get {tactical}, {capability} and {strategic} respectively.",
    "The source recommends {low} to {high} of the annual marketing budget for AI; the share depends on company size and stage. {cite:27}",
    "That range comes to between {least:said} and {most:said}.",
    "Phase 1 asks for staff adoption of at least {kpi_adoption:said}; your staff adoption is {adoption}, so you are {gap_adoption} short.",
    "At {adoption}, staff adoption is below the {kpi_adoption:said} threshold, so phase two has to wait.",
    "Costs fell by {cost}, which meets the required {kpi_cost}.",
    "## Tactical layer\n\nThe budget is {tactical}, a share of {share_tactical}.\n\n## Capability layer\n\nThe budget is {capability}, a share of {share_capability}.\n",
    "**Tactical layer** (AIGC content, smart ad delivery): {tactical}. It is the most important place to start, and results come faster.",
    "The working for the tactical layer: {budget} × {share_tactical} = {tactical}.",
    "The layers together: {tactical} + {capability} + {strategic} = {total}.",
    "Cut the project cycle from {days} to at most {goal_cycle:said}, a reduction of {kpi_cycle}.",
    "Content output is {posts} today; the target is at least {goal_output:said}.",
    "The tactical amount is {times} the capability amount.",
    "In the source's own words: {quote:29}",
    "Start with the quick wins, which usually show a measurable return within months. {cite:30}",
    "On the one hand, the tactical layer pays back fast. On the other hand, the strategic layer needs patience.",
    "With a budget of {second}, the three layers come to {total2} together.",
    "> The strategic layer gets {strategic} for the private knowledge base.\n\nThat is a long-term bet.",
    "Tactical layer: {tactical:full}; capability layer: {capability:full}; strategic layer: {strategic:full}.",
    "In the four quadrants, AIGC content generation is a quick win. An agent that works 24/7 is a long-term bet.",
    "The tactical layer has the largest share, {share_tactical}.",
    "First, put {tactical} into the tactical layer. Second, train the team.",
)


@functools.cache
def worlds() -> dict[str, World]:
    return {language: world(language) for language in ("zh", "en")}


def faithful(*, literal: bool) -> Iterator[tuple[World, str]]:
    """Every faithful reply with its conversation."""
    for language, templates in (("zh", ZH), ("en", EN)):
        here = worlds()[language]
        for template in templates:
            yield here, here.filled(template, literal=literal)
