"""What each figure of a message is a figure of: a budget, a share, a KPI reached or its baseline, or a claim.

A role comes from the concepts, cues and units that stand beside the figure in its piece of the sentence; what is done
about it is the business of ``agent.planning``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from agent.language.cues import Cues
from agent.language.text import plain
from agent.language.vocabulary import Mention
from tools.figures import Figure, FigureKind
from tools.parameters import Direction, Framework, Kpi, Measure
from tools.quantities import MULTIPLE, PERCENT, Comparator, UnitKind


class Role(StrEnum):
    """What a figure is a figure of."""

    MARKETING_BUDGET = "marketing_budget"
    AI_BUDGET = "ai_budget"
    AMOUNT = "amount"  # money that the message does not attribute
    WANTED = "wanted"  # what a layer or project is to get
    SHARE = "share"  # AI share of the marketing budget
    MARKETING_SHARE = "marketing_share"  # the marketing budget's share of a larger one
    OF_LAYER = "of_layer"  # a part of one layer's amount, as the user sets it
    CLAIM = "claim"  # a number that the message ascribes to the framework
    ACTUAL = "actual"  # a KPI reached: a change, a level or a multiple
    BASELINE = "baseline"  # a KPI's figure of today
    PART = "part"  # so many of so many, of a KPI that is a level
    BEFORE = "before"
    AFTER = "after"
    ADDED = "added"  # to be added to the budget at hand
    REMOVED = "removed"
    SCALE = "scale"  # the budget at hand is to be multiplied by it
    RATE = "rate"
    RATE_BASE = "rate_base"  # the "1 dollar" of "1 dollar = 7.2 yuan"
    COMPANY = "company"  # the size of the company
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class RoleFigure:
    """A figure with its role; ``concept`` is the layer, project or KPI that it is about; ``sign`` −1 for a fall."""

    figure: Figure
    role: Role
    concept: str | None = None
    sign: int = 1

    @property
    def start(self) -> int:
        return self.figure.start


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a sentence that speaks of one thing, with what stands in it."""

    start: int
    end: int
    figures: tuple[Figure, ...]
    mentions: tuple[Mention, ...]


#: Units that anything may be counted in: alone they tell nothing about what is counted.
_ANYTHING = frozenset({"items", "entries", "sets", "copies", "layers", "occasions"})


#: What a message says that is required, right before the figure: a claim about the framework, not a result.
_REQUIRED = re.compile(
    r"(?:采纳率|利用率|自动化率|转化率|效率|覆盖率|成本|周期)?(?:要|需|得|须)(?:达到|做到|到)\s*$|(?:目标|要求|标准|门槛|指标|kpi|阈值|及格线)(?:值|线)?(?:应该|应|现在|已经|其实)?(?:是|为|改为|改成|变成|变为|=|：|:)\s*[+≥>]?\s*$"
    r"|(?:target|threshold|requirement|kpi|bar|standard|goal)s?(?: \w+){0,2} (?:is|are|=|was|becomes|:)(?: now)?\s*[+≥>]?\s*$"
)


_BUDGET_BEFORE = re.compile(
    r"预算(?:总共|一共|共|是|有|为|约|大概|大约|才)?\s*$|budget\s*(?:of|is|:|=)\s*(?:about |around )?$"
)
_BUDGET_BEHIND = re.compile(r"\s*(?:的)?(?:总|全年|年度)?预算|\s*(?:total |annual |yearly )?budget")


_PERIODS = (
    ("period_month", "month"),
    ("period_quarter", "quarter"),
    ("period_half", "half-year"),
    ("period_year", None),
)
#: Those that only count when they stand behind the amount: a weekly meeting makes no weekly budget.
_PERIODS_BEHIND = (
    *_PERIODS,
    ("period_fortnight", "fortnight"),
    ("period_week", "week"),
    ("period_day", "day"),
)

#: The size of a market, before the figure.
_MARKET = re.compile(
    r"(?:市场规模|市场|规模)(?:是|为|达|有|到)\s*$|(?<!marketing )market(?: size| volume| value)? (?:is|was|=|at|of|worth)\s*$"
)

#: A limit of the AI share that a message sets, right before the figure.
_BOUND = re.compile(
    r"(?:上限|下限|范围|区间|比例上限)(?:现在|已经|应该|应)?(?:是|为|改为|改成|变成|调到|调成|=|：|:)\s*$"
    r"|(?:ceiling|cap|limit|maximum|minimum|floor|range|band)s? (?:is|are|=|was|becomes|now)(?: now| raised to)?\s*$"
)
#: The marketing budget as a part of a larger one, before the share that it is.
_OF_ALL = re.compile(
    r"(?:营销|市场)(?!.{0,8}ai)[^，。,;ai]{0,4}(?:占|是|为)[^，。,;\d]{0,8}$|营销费用率[^，。,;\d]{0,4}$|^\s*(?:the |our )?marketing (?:is|gets|takes|makes up|at)\s*$"
)


#: People that are to come are none that a KPI counts.
_HIRING = re.compile(r"(?:(?:hir|recruit)(?:e|ing)?|bring in|招(?:聘|到|募)?|雇(?:佣)?|聘(?:用)?|新增|扩招)\s*$")
#: The same, behind the share: "we spend 8% on marketing", "8% of that is the marketing budget", "5%用于营销".
_FOR_MARKETING = re.compile(
    r"\s*(?:of (?:it|that|this|revenue|sales|turnover|our revenue) )?(?:is|are|goes?|spent|for|on|to|as|into)(?: to| for| on)? (?:the |our )?marketing\b(?! budget (?:to|for|on) ai)"
    r"|\s*(?:用于|用来|做|投入|拿来做|是|作为)(?:了)?(?:市场)?营销(?!.{0,6}ai)"
)
#: Percentages that are no share of a budget.
_NO_SHARE = re.compile(
    r"\s*(?:of )?(?:vat|gst|tax|discount|commission|interest|inflation|margin|deposit|growth)\b|\s*(?:的)?(?:增值税|税|折扣|佣金|利率|毛利)"
)
_NO_SHARE_BEFORE = re.compile(
    r"(?:增值税|税率|税|折扣|佣金|利率|通胀|毛利率?|vat|gst|tax|discount|commission|interest)\s*(?:rate)?\s*(?:是|为|有|is|at|of|=|:|：)?\s*$"
)
#: Money that is not to be spent on marketing, where something else is.
_OTHER_MONEY = re.compile(
    r"(?:invoice|bill|contract|revenue|turnover|salary|salaries|deposit|rent|发票|账单|合同|营收|年收入|销售额|工资|租金|押金)[^,.;，。；]{0,24}$"
)
#: "翻倍吗", "to double": what is asked about or aimed at was not reached.
_ASKED_AFTER = re.compile(r"\s*(?:了)?(?:吗|么|没有|没|后|之后|的话|需要|要)")
_ASKED_BEFORE = re.compile(
    r"(?:算|是不是|是否|有没有|能不能|能否|要|得|需要|想|如果|to|should|must|if we|if it|is (?:it|that))\s*$"
)
#: Denied, aimed at, asked about, of others or of another year: then nothing was reached.
_NOT_REACHED = re.compile(
    r"(?:\bnot\b|n.t\b|\bnever\b|\b(?:want|wants|wish|hope|aim|aims|plan|target|goal|must|should|need|needs|would|could|can|may|will|competitors?|peers?|industry|others?|"
    r"last year|previous year)\b|没|未|不|希望|想|目标|要|必须|能|可以|预计|计划|争取|竞争对手|对手|同行|同业|行业|别人|他们|竞品|去年|前年)[^.。;；!！?？\n]{0,40}$"
)
#: What a KPI is to be, before a figure.
_AIM = re.compile(
    r"(?:\b(?:target|goal|aim|aiming for|should be|should reach|want|hope for)\b|目标|希望|想要|争取|预计|计划)[^,，。;；.!?\d]{0,16}$"
)
#: What a layer is a part of stands behind these.
_OUT_OF = re.compile(r"\b(?:for|of|on|with|from|out of|based on|given)(?: a| an| our| the| about| around)?\s*$")
#: Between an amount and a period: then the period is of something else.
_ELSE = re.compile(r"[,，。;；、\d]|\b(?:and|with|plus|then|but|while)\b|并|且|还|开|做|发|写|产")
#: A change told by where it ended: "rose to 2.6%", "缩短到了45天".
_ENDED_AT = re.compile(
    r"(?:升|涨|提|增|降|压|缩|减|跌|变|达|做|跑|干)[^，。,;\d]{0,4}(?:到了?|至|成|为)\s*$"
    r"|(?:rose|risen|rise|rises|grew|grown|went up|up|climbed|improved|increased|raised|jumped|fell|fallen|dropped|cut|down|reduced|shortened|"
    r"lowered|declined|went|got|reached|is now|now at|now is|it.s now)(?: from [^,;]{1,20})?(?: it| that)?(?<!now) to(?: about| around)?\s*$|(?:is now|now at|now is|it.s now)(?: at)?\s*$"
)


def gap(a: tuple[int, int], b: tuple[int, int]) -> int:
    """How far two spans lie apart; 0 when they touch or overlap."""
    return max(0, max(a[0], b[0]) - min(a[1], b[1]))


class RoleReader:
    """Gives every figure of a message its role, chunk by chunk."""

    def __init__(
        self,
        text: str,
        cues: Cues,
        framework: Framework,
        mentions: Sequence[Mention],
        *,
        expecting_money: bool,
        baselines: Collection[str] = (),
    ) -> None:
        self.text = text
        self.cues = cues
        self.kpis = {kpi.id: kpi for kpi in framework.kpis}
        self.all_mentions = mentions
        self.expecting_money = expecting_money
        self.baselines = set(baselines)
        self.at_hand = expecting_money  # whether a budget was told that more can be added to
        self.overriding = "override" in cues
        self.last_told: Kpi | None = None
        self.amounts = 0
        self.total = sum((layer.share.value for layer in framework.layers if layer.share), Decimal(0))
        self.shares = 0
        self.several_kpis = len({m.concept for m in mentions if m.concept in self.kpis}) > 1

    def read(self, chunks: Sequence[Chunk]) -> Iterator[RoleFigure]:
        amounts = [f for chunk in chunks for f in chunk.figures if f.kind is FigureKind.MONEY or _has_magnitude(f.text)]
        self.amounts = len(amounts)
        self.shares = sum(f.unit.kind is UnitKind.PERCENT for chunk in chunks for f in chunk.figures)
        last_kpi: Kpi | None = None
        budgets = (Role.MARKETING_BUDGET, Role.AI_BUDGET, Role.AMOUNT)
        for chunk in chunks:
            kpi_mentions = [m for m in chunk.mentions if m.concept in self.kpis]
            found = list(self._chunk(chunk, kpi_mentions, last_kpi))
            self.at_hand = self.at_hand or any(f.role in budgets for f in found)
            yield from found
            told = [f.concept for f in found if f.role in (Role.ACTUAL, Role.BASELINE, Role.AFTER)]
            if told and told[-1]:
                self.last_told = self.kpis[told[-1]]
            self.baselines |= {f.concept for f in found if f.role is Role.BASELINE and f.concept}
            last_kpi = None if told else self.kpis[kpi_mentions[-1].concept] if kpi_mentions else last_kpi

    def _chunk(self, chunk: Chunk, kpi_mentions: Sequence[Mention], last_kpi: Kpi | None) -> Iterator[RoleFigure]:
        pair = self._pair(chunk, kpi_mentions, last_kpi)
        if pair:
            yield from pair
            return
        for figure in chunk.figures:
            kpi = self._kpi(figure, chunk, kpi_mentions, last_kpi)
            yield self._role(figure, chunk, kpi)

    # -- KPIs ------------------------------------------------------------------------------------------------------

    def _pair(self, chunk: Chunk, kpi_mentions: Sequence[Mention], last_kpi: Kpi | None) -> list[RoleFigure] | None:
        """``from 40 days to 30``, ``80人里45人在用``: two figures of one unit that belong to one KPI."""
        begins = r"(?:从|由|from )(?:每(?:个)?[月周天季年]度?)?\s*$"
        whole = [f for f in chunk.figures if f.is_range and re.search(begins, self.text[: f.start])]
        figures = [f for f in chunk.figures if f.value is not None and f.unit.kind is not UnitKind.MULTIPLE]
        if (
            len(whole) == 1 and sum(f.unit.kind is not UnitKind.MULTIPLE for f in chunk.figures) == 1
        ):  # "从1000元到1100元" is read as a range
            figures = [replace(whole[0], high=whole[0].low), replace(whole[0], low=whole[0].high)]
        kpi = self.kpis[kpi_mentions[0].concept] if kpi_mentions else last_kpi
        if len(figures) != 2 or kpi is None:
            return None
        per = next((f.unit.per for f in figures if f.unit.per), None)  # "from 40 a month to 75"
        a, b = (replace(f, unit=replace(f.unit, per=per)) for f in figures)
        alike = a.unit == b.unit or UnitKind.NUMBER in (a.unit.kind, b.unit.kind)
        if not alike or kpi.measure is Measure.LEVEL or not self.cues.within("from_to", chunk.start, chunk.end):
            return None
        if re.search(r"(?:\bby|了)\s*$", self.text[: a.start]):
            return None  # "rose by 10% to 2.2%": not where it began
        if re.search(r"\bto\s*$", self.text[: a.start]) and re.search(r"\bfrom\s*$", self.text[: b.start]):
            a, b = b, a
        return [RoleFigure(a, Role.BEFORE, kpi.id), RoleFigure(replace(b, unit=a.unit), Role.AFTER, kpi.id)]

    def _kpi(self, figure: Figure, chunk: Chunk, kpi_mentions: Sequence[Mention], last_kpi: Kpi | None) -> Kpi | None:
        """The KPI that a figure belongs to: the nearest one named in its chunk, else the one named just before."""
        if figure.unit.kind is UnitKind.MONEY and self._base_near(figure, chunk):
            return None
        suitable = [m for m in kpi_mentions if self._suits(self.kpis[m.concept], figure)]
        if not suitable and figure.unit.kind is not UnitKind.MONEY:
            suitable = list(kpi_mentions)
        if suitable:
            nearest = min(suitable, key=lambda m: (gap((m.start, m.end), (figure.start, figure.end)), -m.start))
            return self.kpis[nearest.concept]
        if last_kpi and not chunk.mentions and self._suits(last_kpi, figure):
            return last_kpi
        if (
            self.last_told
            and not chunk.mentions
            and (self._near("correction now", chunk) or _ENDED_AT.search(self.text[: figure.start]))
            and self._suits(self.last_told, figure)
        ):
            return self.last_told  # "cost fell 15%, no, 25%"
        return None

    def _suits(self, kpi: Kpi, figure: Figure) -> bool:
        kind = figure.unit.kind
        if kind in (UnitKind.PERCENT, UnitKind.MULTIPLE):
            return True
        codes = {figure.unit.code, kind.value}
        return bool(codes & set(kpi.units)) or kind is UnitKind.NUMBER

    def _after(self, figure: Figure, kpi: Kpi) -> RoleFigure | None:
        """``conversion rose to 2.6%`` where it is known from what: where the change ended, in what the KPI is measured in."""
        measured = figure.unit.code in kpi.units or figure.unit.kind.value in kpi.units
        told = kpi.id in self.baselines and kpi.measure is Measure.CHANGE and measured
        before = self.text[: figure.start]
        if not told or not _ENDED_AT.search(before):
            return None
        return RoleFigure(figure, Role.OTHER if _NOT_REACHED.search(before) else Role.AFTER, kpi.id)

    def _direction(self, figure: Figure, chunk: Chunk) -> int:
        """+1, −1 or 0: whether the chunk says that something rose or fell; the cue nearest the figure counts."""
        at = (figure.start, figure.end)
        near = {
            sign: min(
                (gap(span, at) for span in self.cues.spans(name) if chunk.start <= span[0] < chunk.end), default=None
            )
            for name, sign in (("down", -1), ("up", 1))
        }
        down, up = near[-1], near[1]
        if down is None and up is None:
            return 0
        if up is None or (down is not None and down <= up):
            return -1
        return 1

    def _kpi_figure(self, figure: Figure, chunk: Chunk, kpi: Kpi) -> RoleFigure:
        kind = figure.unit.kind
        sign = self._direction(figure, chunk)
        if (
            kind is UnitKind.NUMBER
            and self.several_kpis
            and "ask_gate" in self.cues
            and kpi.measure is not Measure.MULTIPLE
            and _is_share(figure)
        ):
            figure, kind = (
                replace(figure, unit=PERCENT),
                UnitKind.PERCENT,
            )  # "adoption 52, cost -21": percent signs left out
        if kind is UnitKind.MULTIPLE:
            asked = _ASKED_AFTER.match(self.text, figure.end) or _ASKED_BEFORE.search(self.text[: figure.start])
            return RoleFigure(figure, Role.OTHER if asked else Role.ACTUAL, kpi.id)
        if kpi.measure is Measure.MULTIPLE and figure.text.endswith(" times"):  # "1.9 times" of before
            return RoleFigure(replace(figure, unit=MULTIPLE), Role.ACTUAL, kpi.id)
        if figure.kind is FigureKind.FRACTION and kpi.measure is Measure.LEVEL:
            return RoleFigure(figure, Role.PART, kpi.id)
        if figure.kind is FigureKind.FRACTION and kpi.measure is not Measure.MULTIPLE and figure.fraction is not None:
            percent = Decimal(figure.fraction.numerator * 100) / Decimal(figure.fraction.denominator)
            part = replace(figure, unit=PERCENT, low=percent, high=percent)
            return RoleFigure(part, Role.ACTUAL, kpi.id, sign or (-1 if kpi.direction is Direction.DOWN else 1))
        if kind is UnitKind.PERCENT:
            if figure.low is not None and figure.low < 0:  # the sign is in the figure already
                return RoleFigure(figure, Role.ACTUAL, kpi.id)
            if self.text[: figure.end].endswith("+" + figure.text) or figure.text.startswith("+"):
                return RoleFigure(figure, Role.ACTUAL, kpi.id)
            if kpi.measure is Measure.LEVEL:
                return RoleFigure(figure, Role.ACTUAL, kpi.id)
            if sign == 0 and "percent" not in kpi.units:
                sign = -1 if kpi.direction is Direction.DOWN else 1
            if sign:
                return RoleFigure(figure, Role.ACTUAL, kpi.id, sign)
        elsewhere = _AIM.search(self.text[chunk.start : figure.start]) or self._near("past", chunk)
        return RoleFigure(
            figure, Role.OTHER if elsewhere else Role.BASELINE, kpi.id
        )  # what it is to be, or was long ago

    # -- money and shares ----------------------------------------------------------------------------------------------

    def _role(self, figure: Figure, chunk: Chunk, kpi: Kpi | None) -> RoleFigure:
        kind = figure.unit.kind
        if self._of_no_kpi(figure, chunk):
            return RoleFigure(figure, Role.OTHER)
        pays_for = next((m.concept for m in chunk.mentions if m.kind in ("layer", "project")), None)
        if figure.kind is FigureKind.PERCENT or figure.unit.kind is UnitKind.PERCENT:
            return self._percent(figure, chunk, kpi, pays_for)
        if self._is_rate(figure):
            return RoleFigure(figure, Role.RATE)
        if "ask_convert" in self.cues and figure.value == 1 and kind is UnitKind.MONEY:
            return RoleFigure(figure, Role.RATE_BASE)
        if kpi is not None and not (kind is UnitKind.NUMBER and self._base_near(figure, chunk)):
            return self._after(figure, kpi) or self._kpi_figure(figure, chunk, kpi)
        if kind is UnitKind.MULTIPLE or figure.kind is FigureKind.FRACTION:
            scaled = self._factor(figure, chunk, pays_for)
            if scaled is not None:
                return scaled
        if kind is UnitKind.MONEY or (kind is UnitKind.NUMBER and self._may_be_money(figure, chunk)):
            return self._money(figure, chunk, pays_for)
        if kind in (UnitKind.COUNT, UnitKind.DURATION, UnitKind.NUMBER):
            return self._counted(figure)
        return RoleFigure(figure, Role.OTHER)

    def _of_no_kpi(self, figure: Figure, chunk: Chunk) -> bool:
        """``our ROI is 3``, ``18% VAT``: what the figure is said of is no KPI of the framework, and none stands between."""
        if figure.unit.kind is UnitKind.MONEY:
            return False
        before = self.text[chunk.start : figure.start]
        if figure.unit.kind is UnitKind.PERCENT and (
            _NO_SHARE_BEFORE.search(before) or _NO_SHARE.match(self.text, figure.end)
        ):
            return True
        spans = [span for span in self.cues.spans("attr_roi") if chunk.start <= span[0] and span[1] <= figure.start]
        if not spans:
            return False
        last = max(spans)[1]
        return not any(last <= m.start < figure.start for m in chunk.mentions) and figure.start - last <= 12

    def _factor(self, figure: Figure, chunk: Chunk, pays_for: str | None) -> RoleFigure | None:
        """Multiples and fractions: of a layer, of heads, of the budget, or a KPI told in multiples."""
        multiple = figure.unit.kind is UnitKind.MULTIPLE
        layer = self._part_of_layer(figure, chunk)
        if layer is not None and not self.overriding:
            return RoleFigure(figure, Role.OF_LAYER, layer)
        if not multiple and (of := self._beside(figure)) and of.measure is Measure.LEVEL:
            return RoleFigure(figure, Role.PART, of.id)  # "6 out of 14 people"
        if not multiple and figure.fraction and self._near("ai_use", chunk) and not pays_for:
            share = Decimal(figure.fraction.numerator * 100) / Decimal(figure.fraction.denominator)
            return RoleFigure(replace(figure, unit=PERCENT, low=share, high=share), Role.SHARE)  # "a tenth for AI"
        told_so = [k for k in self.kpis.values() if k.measure is Measure.MULTIPLE]
        if multiple and len(told_so) == 1 and any(m.concept in self.kpis for m in self.all_mentions):
            return RoleFigure(figure, Role.ACTUAL, told_so[0].id)  # the only thing that is told in multiples
        return RoleFigure(figure, Role.SCALE) if multiple or self.expecting_money else None

    def _percent(self, figure: Figure, chunk: Chunk, kpi: Kpi | None, pays_for: str | None) -> RoleFigure:
        layer = self._part_of_layer(figure, chunk)
        if layer is not None and not self.overriding:
            return RoleFigure(figure, Role.OF_LAYER, layer)
        if figure.value in {self.total, 100 - self.total} and self.cues.any(
            "ask_why", "together", "left", "ask_source"
        ):
            return RoleFigure(figure, Role.OTHER)  # "why only 18%?", "and the remaining 82%?"
        # What an instruction wants the framework to say is a claim, never an input.
        if self.overriding and self.shares > 1 and kpi is None:
            return RoleFigure(figure, Role.CLAIM, "share")  # "new rule: shares are 50%, 30%, 20%"
        if kpi is not None:
            told = _REQUIRED.search(self.text[: figure.start]) or self._near("doc_says", chunk)
            bound = figure.comparator is Comparator.AT_LEAST and any(m.kind == "phase" for m in chunk.mentions)
            if told or bound or (self.overriding and self.cues.within("ask_target", chunk.start, chunk.end)):
                return RoleFigure(figure, Role.CLAIM, kpi.id)
            return self._after(figure, kpi) or self._kpi_figure(figure, chunk, kpi)
        if _BOUND.search(self.text[: figure.start]) or (self._near("doc_says", chunk) and figure.is_range):
            return RoleFigure(figure, Role.CLAIM, "share")
        if _OF_ALL.search(self.text[chunk.start : figure.start]) or _FOR_MARKETING.match(self.text, figure.end):
            return RoleFigure(figure, Role.MARKETING_SHARE)
        counted = self._counted_in(chunk)
        if counted is not None and not pays_for and not self._near("share_of_ai base_marketing", chunk):
            return RoleFigure(figure, Role.ACTUAL, counted.id)
        if pays_for and pays_for.startswith("layer"):
            return RoleFigure(figure, Role.CLAIM, pays_for)
        if self.overriding and (figure.is_range or self._near("ask_range ask_high ask_low", chunk)):
            return RoleFigure(figure, Role.CLAIM, "share")
        changes = self._near("add", chunk) or self._near("remove", chunk)
        if changes and self.at_hand and not self._near("share_of_ai", chunk):
            return RoleFigure(figure, Role.REMOVED if self._near("remove", chunk) else Role.ADDED)
        shared = not self.last_told or self._near(
            "share_of_ai share_word base_ai ai_use ask_split ask_plan what_if", chunk
        )
        return RoleFigure(figure, Role.SHARE if shared else Role.OTHER)  # "conversion is 2%, up from 1.8%"

    def _part_of_layer(self, figure: Figure, chunk: Chunk) -> str | None:
        """``战术层的30%``, ``占战术层60%``, ``half of the tactical layer``: the layer that the figure is a part of."""
        for mention in (m for m in chunk.mentions if m.kind == "layer"):
            before = self.text[mention.end : figure.start].strip()
            if mention.end <= figure.start and (
                before == "的" or (not before and self.text[: mention.start].endswith("占"))
            ):
                return mention.concept
            behind = self.text[figure.end : mention.start]
            if figure.end <= mention.start and re.fullmatch(r"\s*(?:of|in|out of)(?: the| our)?\s*", behind):
                return mention.concept
        return None

    def _counted_in(self, chunk: Chunk) -> Kpi | None:
        """``五成员工在用``: a level told by the things that it counts."""
        text = self.text[chunk.start : chunk.end]
        if not self._near("already", chunk):
            return None
        for kpi in self.kpis.values():
            if kpi.measure is Measure.LEVEL and any(
                starts_with_term(text, term, anywhere=True)
                for term in (*kpi.counted.zh, *kpi.counted.en)
                if len(term) > 1
            ):
                return kpi
        return None

    def _near(self, names: str, chunk: Chunk) -> bool:
        return any(self.cues.within(name, chunk.start, chunk.end) for name in names.split())

    def _base_near(self, figure: Figure, chunk: Chunk) -> Role | None:
        """The base whose cue stands nearest to the figure in its chunk."""
        at = (figure.start, figure.end)
        best: tuple[int, Role] | None = None
        for name, role in (("base_ai", Role.AI_BUDGET), ("base_marketing", Role.MARKETING_BUDGET)):
            for span in self.cues.spans(name):
                if chunk.start <= span[0] < chunk.end and (best is None or gap(span, at) < best[0]):
                    best = (gap(span, at), role)
        if best is None and self._near("ai_use", chunk) and "share_given" not in self.cues:
            return Role.AI_BUDGET  # "270k for AI", "拿30万做AI"
        return best[1] if best else None

    def _money(self, figure: Figure, chunk: Chunk, pays_for: str | None) -> RoleFigure:
        figure = self._per_period(figure, chunk)
        if "ask_split" in self.cues and re.search(r"(?:monthly|quarterly)$", plain(figure.text)):
            figure = replace(figure, unit=replace(figure.unit, per=None))  # "split 3m euros quarterly": into quarters
        base = self._base_near(figure, chunk)
        if self._beside_the_point(figure, chunk):
            return RoleFigure(figure, Role.OTHER)
        if base is None and not pays_for and (change := self._change(chunk)):
            return RoleFigure(figure, change)
        if len([f for f in chunk.figures if f.unit == figure.unit]) > 1 and self._near("from_to", chunk):
            return RoleFigure(figure, base or Role.AMOUNT)  # "if marketing goes from $2m to $2.6m": two budgets
        if base is None and not pays_for and (priced := self._priced(figure, chunk)):
            return RoleFigure(figure, Role.BASELINE, priced)
        if base is not None and not (pays_for and self._wanted(figure, chunk, pays_for)):
            return RoleFigure(figure, base)
        if pays_for is None or self._several_layers(chunk) or self._called_budget(figure, chunk):
            return RoleFigure(figure, Role.AMOUNT)  # "our €2m budget for AIGC": not what AIGC is to get
        inverse = "ask_inverse" in self.cues
        if not inverse and _OUT_OF.search(self.text[chunk.start : figure.start]):
            return RoleFigure(figure, Role.AMOUNT)  # "just the tactical part of $2m"
        wanted = inverse or pays_for.startswith("layer")
        return RoleFigure(figure, Role.WANTED, pays_for) if wanted else RoleFigure(figure, Role.AMOUNT)

    def _beside_the_point(self, figure: Figure, chunk: Chunk) -> bool:
        """Money that is nobody's budget: a market's size, what was spent last year, what the user thinks layers make."""
        return bool(
            _MARKET.search(self.text[: figure.start])
            or (self.amounts > 1 and _OTHER_MONEY.search(self.text[chunk.start : figure.start]))
            or (self._near("past", chunk) and self.amounts > 1)
            or (self._several_layers(chunk) and self.expecting_money)
        )

    def _change(self, chunk: Chunk) -> Role | None:
        """Whether the amount is to be added to the budget at hand, or taken off."""
        if not self.at_hand or self._near("from_to", chunk):
            return None
        return Role.REMOVED if self._near("remove", chunk) else Role.ADDED if self._near("add", chunk) else None

    def _priced(self, figure: Figure, chunk: Chunk) -> str | None:
        """The KPI told in money that the message names, where no budget is talked about."""
        if self.expecting_money or self._near("ask_plan ask_split", chunk) or self._called_budget(figure, chunk):
            return None
        named = (m.concept for m in self.all_mentions if m.concept in self.kpis)
        return next((concept for concept in named if "money" in self.kpis[concept].units), None)

    def _called_budget(self, figure: Figure, chunk: Chunk) -> bool:
        """Whether the amount is called a budget, and not that of a layer or project (``知识库预算30万``)."""
        before = _BUDGET_BEFORE.search(self.text[: figure.start])
        if before:
            own = [m for m in chunk.mentions if m.end <= before.start()]
            return not any(self.text[m.end : before.start()].strip() in ("", "的") for m in own)
        return _BUDGET_BEHIND.match(self.text, figure.end) is not None

    def _per_period(self, figure: Figure, chunk: Chunk) -> Figure:
        """``季度营销预算250万``: the period stands before the budget's name, not beside the amount."""
        if figure.unit.per is not None or figure.unit.kind not in (UnitKind.MONEY, UnitKind.NUMBER):
            return figure
        found = [
            (span[0], period)
            for cue, period in _PERIODS
            for span in self.cues.spans(cue)
            if chunk.start <= span[0] < (chunk.end if period == "half-year" else figure.start)
            and self.text[span[0] : span[1]] not in ("月", "month")
        ]
        found = found or self._period_behind(figure, chunk)
        period = max(found, key=lambda f: f[0])[1] if found else None
        return replace(figure, unit=replace(figure.unit, per=period)) if period else figure

    def _period_behind(self, figure: Figure, chunk: Chunk) -> list[tuple[int, str | None]]:
        """``we spend $250k on marketing each month``: behind the amount, where nothing is asked for per month."""
        if self._near("ask_amount ask_split ask_range ask_low ask_high every_layer", chunk):
            return []
        return [
            (span[0], period)
            for cue, period in _PERIODS_BEHIND
            for span in self.cues.spans(cue)
            if figure.end <= span[0] < chunk.end
            and self.text[span[0] : span[1]].startswith(("each", "every", "per", "a ", "每"))
            and not _ELSE.search(self.text[figure.end : span[0]])
        ]

    def _several_layers(self, chunk: Chunk) -> bool:
        return len({m.concept for m in chunk.mentions if m.kind == "layer"}) > 1

    def _wanted(self, figure: Figure, chunk: Chunk, pays_for: str) -> bool:
        """``what marketing budget gives tactical $42k``: the layer stands nearer to the amount than the base does."""
        at = (figure.start, figure.end)
        layer = min(gap((m.start, m.end), at) for m in chunk.mentions if m.concept == pays_for)
        bases = [
            s for n in ("base_ai", "base_marketing") for s in self.cues.spans(n) if chunk.start <= s[0] < chunk.end
        ]
        return "ask_inverse" in self.cues and layer < min((gap(s, at) for s in bases), default=layer + 1)

    def _may_be_money(self, figure: Figure, chunk: Chunk) -> bool:
        """A bare number is money beside a budget's name, or where money is talked about and it is big enough."""
        if _has_magnitude(figure.text) and self._base_near(figure, chunk):
            return True
        size = figure.low if figure.low is not None else figure.high
        if re.fullmatch(r"(?:19|20)\d\d", figure.text):  # a year
            return False
        if figure.ambiguous == "vague":
            return _has_magnitude(figure.text)
        big = size is not None and abs(size) >= Decimal(1000)
        if size is not None and size < 0 and self._base_near(figure, chunk):
            return True
        if self._base_near(figure, chunk):
            return big or bool(
                re.search(r"(?:预算|费用|budget|spend)\s*(?:是|为|有|of|is|:)?\s*$", self.text[: figure.start])
            )
        alone = not any(char.isalnum() for char in self.text[: figure.start] + self.text[figure.end :])
        return big and (alone or self.expecting_money or bool(chunk.mentions) or _has_magnitude(figure.text))

    def _is_rate(self, figure: Figure) -> bool:
        if (
            "ask_convert" not in self.cues
            or figure.value is None
            or figure.unit.kind not in (UnitKind.NUMBER, UnitKind.MONEY)
        ):
            return False
        around = self.text[max(0, figure.start - 12) : figure.end + 8]
        if figure.value == 1 and figure.unit.kind is UnitKind.MONEY:
            return False  # the "1 dollar" of "1 dollar = 7.2 yuan"
        return figure.value < 1000 and bool(re.search(r"汇率|rate|=|按|at |兑|1:", around))

    def _counted(self, figure: Figure) -> RoleFigure:
        """A number of people, posts or days without a KPI's name beside it.

        It belongs to the KPI whose things stand right beside it, to one that the rest of the message names, or to one that is
        counted in its unit.
        """
        if "per_head" in self.cues:
            return RoleFigure(figure, Role.OTHER)
        if _HIRING.search(self.text[: figure.start]) and not any(m.concept in self.kpis for m in self.all_mentions):
            return RoleFigure(figure, Role.OTHER)
        kpi = self._beside(figure) or self._named_elsewhere(figure) or self._by_unit(figure)
        if kpi is None:
            return RoleFigure(figure, Role.OTHER)
        return self._after(figure, kpi) or RoleFigure(figure, Role.BASELINE, kpi.id)

    def _beside(self, figure: Figure) -> Kpi | None:
        """The KPI whose things are named right after the number ("64个运营") or before it ("team of 63")."""
        after = _JOINT.split(self.text[figure.end : figure.end + 24])[0]
        before = self.text[: figure.start]
        if re.match(
            r"\s*-?(?:个)?(?:人|person|people|名员工)[^，。,;]{0,6}?(?:公司|企业|店|工作室|company|firm|agency|startup|business|shop)",
            self.text[figure.end - 1 :],
        ):
            return None  # the size of a company
        for near, text in ((starts_with_term, after), (ends_with_term, before)):
            for kpi in self.kpis.values():
                if any(near(text, term) for term in (*kpi.counted.zh, *kpi.counted.en)):
                    return kpi
        return None

    def _named_elsewhere(self, figure: Figure) -> Kpi | None:
        named = [self.kpis[m.concept] for m in self.all_mentions if m.concept in self.kpis]
        levels = [kpi for kpi in named if kpi.measure is Measure.LEVEL]
        if figure.unit.kind is UnitKind.NUMBER:
            whole = figure.value is not None and figure.value == figure.value.to_integral_value() and figure.value > 1
            return levels[0] if len(levels) == 1 and whole else None
        for kpi in named:
            if figure.unit.code in kpi.units or (kpi in levels and figure.unit.kind is UnitKind.COUNT):
                return kpi
        return None

    def _by_unit(self, figure: Figure) -> Kpi | None:
        if figure.unit.kind is UnitKind.NUMBER or figure.unit.code in _ANYTHING:
            return None
        if figure.unit.kind is UnitKind.DURATION:
            asked = self.cues.any("ask_target") or any(m.kind == "phase" for m in self.all_mentions)
            if not asked or figure.value is None or figure.value <= 1:
                return None
        return next((kpi for kpi in self.kpis.values() if figure.unit.code in kpi.units), None)


_JOINT = re.compile(r"[,，。;；、]|\sand\s|\s&\s|和|跟")


def _is_share(figure: Figure) -> bool:
    return figure.value is not None and abs(figure.value) <= 100 and figure.kind is FigureKind.NUMBER


def starts_with_term(text: str, term: str, *, anywhere: bool = False) -> bool:
    """Whether ``term`` (a thing that is counted) begins ``text``, or stands in it ``anywhere``."""
    word = plain(term)
    if not word.isascii():
        return word in text if anywhere else text.lstrip(" 多来").startswith(word)
    text = re.sub(r"^\s*(?:out )?of (?:the |our |those )?[\d,]+", "", text)  # "12 of 23 people"
    pattern = rf"(?<![a-z]){re.escape(word)}(?:s|es)?(?![a-z])"
    return bool(re.search(pattern, text) if anywhere else re.match(rf"[\s-]*(?:\w+[\s-]+){{0,2}}?{pattern}", text))


def ends_with_term(text: str, term: str) -> bool:
    """Whether a thing that is counted stands right before a number: ``team of 63``, ``staff = 85``, ``团队共41``."""
    word = re.escape(plain(term))
    bounded = rf"(?<![a-z]){word}s?" if plain(term).isascii() else word
    return bool(re.search(rf"{bounded}\s*(?:of|is|are|=|:|：|一?共|总共|共有|有|是|size|拢共)*\s*$", text))


def _has_magnitude(text: str) -> bool:
    return bool(re.search(r"[万亿萬億千百]|\d\s*(?:k|m|w|kw|mn|bn|b)\b|thousand|million|billion", plain(text)))
