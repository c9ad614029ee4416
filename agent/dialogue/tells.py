"""Applying what a message tells: budgets, shares, money spent, rates, weights, counts and KPIs.

Each role of a told figure has one function here. A tell that has no scenario to belong to yet raises :class:`Later` and is tried again at the end of
the message.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from agent.dialogue.intake import Intake
from agent.dialogue.message import Message
from agent.dialogue.moves import As, Tell
from agent.dialogue.names import AI, LAYERS, MARKETING, TURNOVER
from agent.dialogue.periods import months_of
from agent.dialogue.state import KpiEntry, Scenario, Spend, State
from tools.desk import Desk
from tools.facts import Fact
from tools.figures.model import Figure, Relation
from tools.identity import Identity, Label, Role
from tools.parameters import Framework, Measure
from tools.quantities import MULTIPLE, NUMBER, PERCENT, UNITS, Unit, UnitKind


class Later(Exception):
    """The move belongs to something that the message has not said yet."""


class Asked(Exception):
    """The move cannot be applied before something is known: ``lacks`` names it (``period``, ``budget``)."""

    def __init__(self, lacks: str, fig: str = "") -> None:
        self.lacks = lacks
        self.fig = fig
        super().__init__(lacks)


#: Which of two currencies a rate is quoted for, by custom: the earlier one is the base.
_QUOTED = (
    "EUR",
    "GBP",
    "AUD",
    "NZD",
    "USD",
    "CAD",
    "CHF",
    "SGD",
    "MYR",
    "HKD",
    "MOP",
    "CNY",
    "TWD",
    "THB",
    "INR",
    "RUB",
    "JPY",
    "KRW",
    "VND",
)
#: One of the former buys more than one of the latter, at any rate that anybody remembers.
_ABOVE_PARITY, _BELOW_PARITY = (
    ("EUR", "GBP", "USD"),
    ("USD", "CAD", "SGD", "MYR", "HKD", "CNY", "TWD", "THB", "INR", "RUB", "JPY", "KRW", "VND"),
)
#: Pairs whose base, by custom, buys less than one of the other.
_LESS = frozenset({("EUR", "GBP"), ("AUD", "USD"), ("NZD", "USD"), ("AUD", "CHF"), ("NZD", "AUD")})
_FINE = Decimal("0.000000000001")
#: Two readings of "biweekly", each told as a scenario of its own.
BIWEEK = {"biweekly": ("fortnight", "twice-a-week")}
READINGS = {"fortnight": "per fortnight", "twice-a-week": "twice a week"}
#: The label of money that somebody asks for and that nobody spent.
QUOTE = "quote"
#: Money that is signed for or accrued, and not paid yet.
COMMITTED = "committed"
#: What another person says of a spend that is told already.
RIVAL = "rival"
_ASKED_PERIODS = frozenset({"day", "hour"})


def name_of(framework: Framework, subject: str) -> Label:
    """What a subject is called."""
    general = {
        MARKETING: framework.base,
        AI: Label("AI预算", "AI budget"),
        LAYERS: Label("AI投入合计", "AI total"),
        TURNOVER: Label("营业额", "turnover"),
    }
    if subject in general:
        return general[subject]
    for concept in (*framework.layers, *framework.kpis, *framework.phases, *framework.projects, *framework.quadrants):
        if concept.id == subject:
            return concept.name
    plain = subject.partition(":")[2] or subject
    return Label(plain, plain)


class Teller:
    """Applies tells to a state. Speaker and turn are the message's unless a move names somebody else."""

    def __init__(self, state: State, desk: Desk, message: Message, intake: Intake) -> None:
        self.state, self.desk, self.message, self.intake = state, desk, message, intake
        self.opened: list[str] = []  # scenarios that this message opened, in order
        self._roles: Mapping[As, Callable[[Tell], None]] = {
            As.BUDGET: self._budget, As.SHARE: self._share, As.SPENT: self._spent, As.RATE: self._rate,
            As.WEIGHT: self._weight, As.FLOOR: self._limit, As.CAP: self._limit, As.COUNT: self._count,
            As.CONTEXT: self._context, As.FISCAL: self._fiscal,
        }  # fmt: skip

    def tell(self, move: Tell) -> None:
        """Apply one told figure. Raises :class:`Later`, :class:`Asked`, :class:`~agent.dialogue.intake.Doubtful`."""
        if move.echo and move.echo in self.state.figures:
            self.state.figures[move.fig] = self.state.figures[move.echo]
        self._roles.get(move.as_, self._kpi)(move)

    # -- budgets -----------------------------------------------------------------------------------------------------------

    def _budget(self, move: Tell) -> None:
        if move.divides:
            self._part(move)
        elif move.of.startswith("layer."):
            self._plan(move)
        else:
            self._whole(move)

    def _whole(self, move: Tell) -> None:
        base = AI if move.of == AI else MARKETING
        period = move.per or self._said_period(move.fig) or "year"
        period = {"biweek": "biweekly"}.get(period, period)
        if period in _ASKED_PERIODS:
            raise Asked(f"period.{period}", move.fig)
        self.intake.positive(move.fig)
        figure = self.intake.figure(move.fig)
        if figure is not None and figure.is_range:
            low, high = (self._open(base, move, label=end) for end in ("low", "high"))
            self._set(low, base, move, period=period, end="low")
            self._set(high, base, move, period=period, end="high")
            self._focus(low, high)
            return
        if period in BIWEEK:
            made = [self._open(base, move, label=READINGS[reading]) for reading in BIWEEK[period]]
            for scenario, reading in zip(made, BIWEEK[period], strict=True):
                self._set(scenario, base, move, period=reading)
            self._focus(*made)
            return
        scenario = self._home(base, move)
        self._set(scenario, base, move, period=period)
        if move.status == "actual" or move.in_ in ("last_year", "last_quarter", "last_q"):
            scenario.status = "actual"
        if scenario.status != "actual":
            self._focus(scenario)
        self._contest(scenario)

    def _plan(self, move: Tell) -> None:
        """What a layer was given by itself: held against what is spent of it, and no budget that is split."""
        from tools.conversions import annual

        scenario = self.state.current or self.state.fresh()
        self.state.focus = self.state.focus or [scenario.name]
        period = move.per or self._said_period(move.fig) or "year"
        name = name_of(self.desk.framework, move.of)
        told = self.intake.money(move.fig, Identity(Role.BUDGET, move.of, name, period=period, scenario=scenario.name))
        scenario.plans[move.of] = (
            told if period == "year" else annual(self.desk.at(scenario.name), amount=told, period=period)
        ).id

    def _part(self, move: Tell) -> None:
        """A named part of the budget at hand: its share of it, or what the parts told before leave."""
        from tools.changes import Change, change_amount

        current = self.state.current
        whole = self.state.scenarios.get(current.comes_from, current) if current and current.label else current
        if whole is None or not whole.budget:
            raise Later
        part = self._open(whole.base, move, label=move.in_)
        if part.name not in self.opened:
            self.opened.append(part.name)  # told anew: in focus beside the others
        part.comes_from, part.by, part.when = whole.name, part.by or whole.by, whole.when
        desk, amount = self.desk.at(part.name), self.desk.ledger[whole.budget]
        if move.status == "part":
            identity = Identity(Role.SHARE, whole.base, Label(move.in_, move.in_), base=whole.base, scenario=part.name)
            by, over = self.intake.portion(move.fig, identity)
            amount = change_amount(desk, budget=amount, by=by, over=over, op=Change.TIMES)
        else:
            others = [
                s for s in self.state.scenarios.values() if s.comes_from == whole.name and s.label and s is not part
            ]
            for other in others:
                amount = change_amount(desk, budget=amount, by=self.desk.ledger[other.budget], op=Change.SUB)
        part.money = {whole.base: amount.id}
        part.told = dict(part.money)
        self._focus(part)

    def _said_period(self, fig: str) -> str:
        figure = self.intake.figure(fig)
        return (figure.unit.per or "") if figure is not None else ""

    def _home(self, base: str, move: Tell) -> Scenario:
        """The scenario that a told budget belongs to: a named one, the one at hand that has no such money yet, or a new one."""
        if move.in_:
            return self._open(base, move, label=move.in_)
        current = self.state.current
        here = current is not None and base not in current.money and not current.label
        # An AI budget is part of the marketing budget at hand; a marketing budget told later is another budget.
        if here and current is not None and (base == AI or current.name in self.opened or not current.money):
            return current
        return self._open(base, move, label="")

    def _open(self, base: str, move: Tell, *, label: str) -> Scenario:
        if label and label in self.state.scenarios:
            return self.state.scenarios[label]
        scenario = self.state.fresh(label)
        scenario.by = move.by or self.message.speaker
        scenario.when = self.when(move.when)
        self.opened.append(scenario.name)
        return scenario

    def _set(self, scenario: Scenario, base: str, move: Tell, *, period: str, end: str = "low") -> None:
        from tools.conversions import annual

        name = name_of(self.desk.framework, base)
        identity = Identity(Role.BUDGET, base, name, period=period, scenario=scenario.name, speaker=scenario.by)
        told = self.intake.money(move.fig, identity, end=end)
        scenario.told[base] = told.id
        desk = self.desk.at(scenario.name)
        scenario.money[base] = (told if period == "year" else annual(desk, amount=told, period=period)).id
        if move.as_ is As.BUDGET and not move.of:
            self.intake.notes.append("base")

    def _focus(self, *scenarios: Scenario) -> None:
        """Told scenarios of one message are in focus together; one told alone replaces the focus."""
        names = [s.name for s in scenarios]
        earlier = [n for n in self.state.focus if n in self.opened and n not in names]
        joined = all(self.state.scenarios[n].label for n in (*earlier, *names))
        self.state.focus = [*earlier, *names] if joined else names

    def _contest(self, told: Scenario) -> None:
        """Another person's other budget is a conflict until someone settles it."""
        others = [s for s in self.state.scenarios.values() if s is not told and s.by and s.status == "told"]
        rival = next((s for s in reversed(others) if s.by != told.by and s.base == told.base), None)
        if not told.by or rival is None or not rival.budget:
            return
        if self.desk.ledger[rival.budget].value == self.desk.ledger[told.budget].value:
            self.state.conflict = ()
        else:
            self.state.conflict = (rival.name, told.name)

    # -- shares and own splits ---------------------------------------------------------------------------------------------

    def _share(self, move: Tell) -> None:
        if move.of == MARKETING:
            self._share_of_turnover(move)
            return
        scenario = self._scenario(move)
        identity = Identity(
            Role.SHARE, AI, name_of(self.desk.framework, AI), base=MARKETING, scenario=scenario.name, speaker=move.by
        )
        scenario.share = self.intake.ai_share(move.fig, identity).id

    def _share_of_turnover(self, move: Tell) -> None:
        """Marketing is a share of the company's turnover."""
        from tools.changes import share_of_turnover

        turnover = self.state.counts.get(TURNOVER)
        if turnover is None:
            raise Later
        identity = Identity(Role.SHARE, MARKETING, name_of(self.desk.framework, MARKETING), base=TURNOVER)
        share = self.intake.share(move.fig, identity)
        scenario = self.state.fresh()
        self.opened.append(scenario.name)
        budget = share_of_turnover(self.desk.at(scenario.name), turnover=self.desk.ledger[turnover], share=share)
        scenario.money[MARKETING] = scenario.told[MARKETING] = budget.id
        self._focus(scenario)

    def _weight(self, move: Tell) -> None:
        scenario = self._scenario(move)
        figure = self.intake.figure(move.fig)
        bare = figure is not None and figure.unit.kind is UnitKind.NUMBER
        unit = PERCENT if bare and not self._is_proportion(figure) else None
        if any(f.unit.kind is UnitKind.COUNT and f.text.endswith("分") for f in self.message.figures.values()):
            unit = NUMBER  # 按2:1分: the word behind the last weight says that it is divided
        identity = Identity(
            Role.WEIGHT,
            move.of,
            name_of(self.desk.framework, move.of),
            base=AI,
            scenario=scenario.name,
            speaker=move.by,
        )
        part = figure is not None and figure.fraction is not None and figure.unit != PERCENT
        fact = self.intake.share(move.fig, identity) if part else self.intake.fact(move.fig, identity, unit=unit)
        scenario.weights[move.of] = fact.id

    def _is_proportion(self, figure: Figure | None) -> bool:
        """Whether a weight is one of a proportion, as in 5 : 3 : 2; a row that comes to a hundred is of percentages."""
        if figure is None or figure.relation is not Relation.WEIGHT:
            return False
        row = [
            f.low for f in self.message.figures.values() if f.relation is Relation.WEIGHT and f.group == figure.group
        ]
        return sum(value or 0 for value in row) != 100

    def _limit(self, move: Tell) -> None:
        scenario = self._scenario(move)
        role = Role.FLOOR if move.as_ is As.FLOOR else Role.CAP
        name = name_of(self.desk.framework, move.of)
        figure = self.intake.figure(move.fig)
        identity = Identity(role, move.of, name, period="year", scenario=scenario.name, base=MARKETING)
        if figure is not None and (figure.unit.kind is UnitKind.PERCENT or figure.fraction is not None):
            fact = self.intake.share(move.fig, identity)
        else:
            fact = self.intake.money(move.fig, identity)
        kept = scenario.floors if role is Role.FLOOR else scenario.caps
        kept[move.of] = fact.id
        scenario.excess = move.label or scenario.excess

    def _scenario(self, move: Tell) -> Scenario:
        """The scenario that something told belongs to. A new name is a copy of the one at hand."""
        if move.in_:
            if move.in_ in self.state.scenarios:
                return self.state.scenarios[move.in_]
            if move.as_ is As.SHARE and self.state.current is not None:
                return copied(self.state, self.state.current, label=move.in_)
        current = self.state.current
        if current is None:
            if move.as_ is As.SHARE:
                made = self.state.fresh()
                self.state.focus = [made.name]
                return made
            raise Later
        return current

    # -- money spent, rates, counts ----------------------------------------------------------------------------------------

    def _spent(self, move: Tell) -> None:
        if move.status == "book" and self.state.current is None:  # an entry of the book needs no budget yet
            self.state.focus = [self.state.fresh().name]
        past = move.in_ and move.in_ not in self.state.scenarios
        scenario = self.state.fresh(move.in_) if past else self._of_its_year(move) or self._scenario(move)
        if past:
            scenario.status = "actual"
        subject = move.of or "plan"
        name = name_of(self.desk.framework, AI if subject == "plan" else subject)
        period = move.per or self.when(move.when) or "year"
        identity = Identity(Role.SPEND, subject, name, period=period, scenario=scenario.name, speaker=move.by)
        fact = self.intake.money(move.fig, identity)
        if move.per not in ("", "year"):
            # So much a month, for the whole year.
            from tools.conversions import annual

            fact = annual(self.desk.at(scenario.name), amount=fact, period=move.per)
        spend = Spend(
            subject, fact.id, self.when(move.when), move.label, move.by or self.message.speaker, self.message.turn
        )
        self._enter(scenario, spend, move.status)
        self._settle_quotes(move.fig, fact)

    def _enter(self, scenario: Scenario, spend: Spend, status: str) -> None:
        """An entry beside those of its line and period: in place of the same person's, held against another's."""
        same = [s for s in scenario.spends if (s.subject, s.when, s.label) == (spend.subject, spend.when, spend.label)]
        if status == "more":
            same = []  # "another 10k": beside what was told
        if any(old.by != spend.by for old in same) and (spend.when or status == RIVAL):
            scenario.contested.append(spend)  # the same spend told by two people, or two spends: they are asked
            return
        # Money of one line and period that one person gives twice is given anew, not spent twice.
        for old in same if spend.when else ():
            if old.by == spend.by and old.turn != spend.turn:
                scenario.spends.remove(old)
        scenario.spends.append(spend)

    def _of_its_year(self, move: Tell) -> Scenario | None:
        """Of budgets of several years in focus the one that money was spent of: of the day's year, else of this year, else the first."""
        years = {name: s.when or s.label for name in self.state.focus for s in (self.state.scenarios[name],)}
        if move.in_ or len(years) < 2 or not all(year.isdigit() for year in years.values()):
            return None
        named = (self.when(move.when)[:4], self.message.today[:4], min(years.values()))
        year = next(year for year in named if year in years.values())
        return next(self.state.scenarios[name] for name in years if years[name] == year)

    def _fiscal(self, move: Tell) -> None:
        """The month in which the fiscal year begins."""
        months = months_of(self.when(move.when))
        if len(months) != 1:
            raise Asked("fiscal")
        self.state.fiscal = f"M{min(months):02}"

    def _settle_quotes(self, fig: str, paid: Fact) -> None:
        """An offer that was signed, or paid as it was quoted, is none any more."""
        for quoted in [f for f, label in self.state.context.items() if label in (QUOTE, COMMITTED)]:
            offer = self.intake.known(quoted)
            if quoted == fig or (offer is not None and offer.value == paid.value and offer.unit == paid.unit):
                del self.state.context[quoted]

    def when(self, when: str) -> str:
        day = self.message.days.get(when)
        return day.key if day is not None else when

    def _rate(self, move: Tell) -> None:
        if "=" in move.fig:
            self._pair(move)
            return
        base, quote = self._sides(move)
        from tools.conversions import rate_identity
        from tools.quantities import NUMBER

        rate = self.intake.fact(move.fig, rate_identity(base, quote, speaker=move.by), unit=NUMBER)
        if rate.value <= 0:
            raise Asked("rate", move.fig)
        self.state.rates[f"{base}/{quote}"] = rate.id

    def _pair(self, move: Tell) -> None:
        """``1 euro = 1.1 dollar``: the second figure is what one (or so many) of the first buys."""
        from tools.conversions import rate_identity
        from tools.quantities import NUMBER

        left, right = self.intake.amount_of_rate(move.fig)
        first, second = move.fig.split("=")
        base, quote = move.base or left.unit.code, move.quote or right.unit.code
        if left.low == 1:
            fig, pair = second, f"{base}/{quote}"
        elif right.low == 1:
            fig, pair = first, f"{quote}/{base}"
        else:
            raise Asked("rate", first)
        identity = rate_identity(*pair.split("/"), speaker=move.by)
        self.state.rates[pair] = self.intake.fact(fig, identity, unit=NUMBER).id
        for each in (first, second):
            self.state.figures.setdefault(each, self.state.rates[pair])

    def _sides(self, move: Tell) -> tuple[str, str]:
        """The two currencies of a rate: as told, else those of the budget at hand and of the pending question, in the order of custom."""
        if move.base and move.quote:
            return move.base, move.quote
        figure = self.intake.figure(move.fig)
        if figure is not None and figure.per and figure.unit.code:
            return figure.per, figure.unit.code
        told = {move.base, move.quote, self._home_currency(), self._wanted_currency()} - {""}
        if len(told) > 2:
            told -= {self._home_currency()}
        if len(told) != 2 or not all(code in _QUOTED for code in told):
            raise Asked("rate.sides", move.fig)
        base, quote = sorted(told, key=_QUOTED.index)
        below = figure is not None and figure.low is not None and figure.low < 1
        if below and base in _ABOVE_PARITY and quote in _BELOW_PARITY and base == self._wanted(move):
            return quote, base  # "in euros at 0.9" of dollars: what one dollar buys
        above = figure is not None and figure.low is not None and figure.low > 1
        if above and (base, quote) in _LESS:
            return quote, base  # "in euro at 1.17" of pounds: what one pound buys
        return base, quote

    def _wanted(self, move: Tell) -> str:
        """The currency that amounts are to be told in."""
        return move.quote or self._wanted_currency()

    def _home_currency(self) -> str:
        current = self.state.current
        if current is None or not current.budget:
            return ""
        code = self.desk.ledger[current.budget].currency or ""
        return "" if code == "XXX" else code

    def _wanted_currency(self) -> str:
        for pending in reversed(self.state.pending):
            if code := str(pending.ask.get("cur", "")):
                return code
        return self.intake.currency

    def _count(self, move: Tell) -> None:
        subject = move.of or "team"
        identity = Identity(
            Role.COUNT,
            subject,
            Label("团队人数", "team") if subject == "team" else name_of(self.desk.framework, subject),
        )
        self.state.counts[subject] = self.intake.fact(move.fig, identity).id

    def _context(self, move: Tell) -> None:
        label = move.label or move.of
        base = move.of if label in (QUOTE, COMMITTED) else ""
        name = move.in_ if label == QUOTE and move.in_ else label  # an offer is called by who made it
        identity = Identity(Role.CONTEXT, label, Label(name, name), period=move.per, base=base)
        figure = self.intake.figure(move.fig)
        if figure is not None and (
            figure.unit.kind is UnitKind.MONEY or move.of == TURNOVER or label in (QUOTE, COMMITTED)
        ):
            fact = self.intake.money(move.fig, identity)
        else:
            fact = self.intake.fact(move.fig, identity)
        self.state.context[move.fig] = label
        self.state.figures[move.fig] = fact.id
        if move.of == TURNOVER:
            self.state.counts[TURNOVER] = fact.id

    def _beside_percent(self, role: Role, figure: Figure) -> bool:
        """Whether a bare weight stands beside percentages: "fifty percent, thirty, twenty"."""
        if figure.relation is Relation.WEIGHT:
            return False  # a row of its own: 5:3:2
        bare = figure.unit.kind is UnitKind.NUMBER and figure.low is not None and figure.low <= 100
        return role is Role.WEIGHT and bare and any(f.unit == PERCENT for f in self.message.figures.values())

    def figure_in_question(self, fig: str, role: Role, *, echo: str = "") -> None:
        """The fact of a figure that a question holds: money in a currency, a percentage as an AI share."""
        figure = self.intake.figure(fig)
        assert figure is not None
        known = self._equal(figure) if role is Role.CONTEXT else ""
        if known or echo == fig:
            self.state.figures[fig] = known or fig
            return
        part = role is Role.WEIGHT and figure.fraction is not None
        if figure.unit == PERCENT or role is Role.SHARE or part or self._beside_percent(role, figure):
            identity = Identity(
                Role.WEIGHT if role is Role.WEIGHT else Role.SHARE, AI, name_of(self.desk.framework, AI), base=MARKETING
            )
            if (
                part and figure.fraction is not None
            ):  # a third has no end in percent: its weight is close enough for a minor unit
                percent = Decimal(figure.fraction.numerator * 100) / Decimal(figure.fraction.denominator)
                self.intake.record(fig, percent.quantize(_FINE), PERCENT, identity)
            else:
                self.intake.share(fig, identity)
        elif figure.unit.kind is UnitKind.MONEY or role is Role.PLAN or self._is_money(figure):
            self._asked_amount(fig, role, per=figure.unit.per or "year")
        else:
            base = MARKETING if role is Role.WEIGHT else ""
            self.intake.fact(fig, Identity(role, "asked", Label("您问的数字", "the figure asked about"), base=base))

    def _asked_amount(self, fig: str, role: Role, *, per: str) -> None:
        """An amount of a question; one for a part of the year counts as what it comes to in a year, as the plans do."""
        from tools.conversions import annual

        period = per if per in ("month", "quarter", "half-year", "week", "fortnight") else "year"
        told = self.intake.money(
            fig, Identity(role, "asked", Label("您问的金额", "the amount asked about"), period=period)
        )
        if period != "year":
            self.state.figures[fig] = annual(self.desk, amount=told, period=period).id

    def _is_money(self, figure: Figure) -> bool:
        """Whether a bare number of a question is an amount: large, and a budget is being talked about ("what is 45k of it?")."""
        current = self.state.current
        large = figure.unit.kind is UnitKind.NUMBER and figure.low is not None and abs(figure.low) >= 1000
        return large and current is not None and bool(current.budget)

    def _equal(self, figure: Figure) -> str:
        """An equal figure of the user's that was told before: the question is about that one."""
        for fact_id in reversed(self.state.figures.values()):
            fact = self.desk.ledger.facts.get(fact_id)
            if fact is not None and fact.value == figure.low and fact.unit.kind is figure.unit.kind:
                return fact_id
        return ""

    # -- KPIs --------------------------------------------------------------------------------------------------------------

    def _kpi(self, move: Tell) -> None:
        record_kpi(self.state.kpis, move, self)

    def kpi_fact(self, move: Tell) -> Fact:
        """The fact of a KPI's figure."""
        roles = {
            As.NOW: Role.BASELINE,
            As.BEFORE: Role.BASELINE,
            As.AFTER: Role.ACTUAL,
            As.LEVEL: Role.ACTUAL,
            As.CHANGE: Role.CHANGE,
        }
        phase = next((p.number for p in self.desk.framework.phases for k in p.kpis if k.id == move.of), None)
        identity = Identity(
            roles.get(move.as_, Role.COUNT), move.of, name_of(self.desk.framework, move.of), phase=phase,
            base="relative" if move.as_ is As.CHANGE else "", period=move.per or self.when(move.when), speaker=move.by,
        )  # fmt: skip
        figure = self.intake.figure(move.fig)
        if figure is not None and figure.fraction is not None and figure.unit != PERCENT:
            return self._signed(self.intake.share(move.fig, identity), move)
        if figure is not None and figure.unit.kind is UnitKind.MONEY:
            return self.intake.money(move.fig, identity)
        return self.intake.fact(move.fig, identity, sign=move.sign, unit=self._kpi_unit(move))

    def _kpi_unit(self, move: Tell) -> Unit | None:
        """The unit of a KPI's figure where its own one is open: a bare level is a percentage, heads are counted as the KPI counts them."""
        figure = self.intake.figure(move.fig)
        kpi = next((k for k in self.desk.framework.kpis if k.id == move.of), None)
        if figure is None or kpi is None or figure.unit.kind not in (UnitKind.NUMBER, UnitKind.COUNT):
            return None
        before = self._other_unit(move)
        if before is not None and before.per and before.code == figure.unit.code and not figure.unit.per:
            return before  # "120 a month, then 236": both of a month
        plain = figure.unit.code in ("items", "pieces") and not figure.unit.per
        if before is not None and before.kind is UnitKind.COUNT and figure.unit.kind is UnitKind.COUNT and plain:
            return before  # "40 videos, then 75": of the same things
        counted = next((UNITS[u] for u in kpi.units if u in UNITS and UNITS[u].kind is UnitKind.COUNT), None)
        if move.as_ in (As.PART, As.WHOLE):
            return counted
        if figure.unit.kind is not UnitKind.NUMBER:
            several = figure.unit.code == "occasions" and move.as_ is As.CHANGE  # "content is two times"
            return MULTIPLE if several and kpi.measure is Measure.MULTIPLE else None
        if kpi.measure is Measure.LEVEL and move.as_ in (As.LEVEL, As.NOW, As.BEFORE, As.AFTER):
            return PERCENT
        if move.as_ is As.CHANGE:
            return MULTIPLE if kpi.measure is Measure.MULTIPLE else PERCENT
        if kpi.units == ("percent",):
            return PERCENT
        other = self._other_unit(move)
        if other is not None:
            return other
        return counted if kpi.measure is Measure.MULTIPLE else None

    def _other_unit(self, move: Tell) -> Unit | None:
        """The unit of the figure that this one is compared with: "was 40 days, now 29"."""
        entry = self.state.kpi(move.of)
        beside = entry.figures.get("before") or entry.figures.get("now") if entry is not None else None
        if move.as_ is not As.AFTER or beside is None:
            return None
        return self.desk.ledger[beside].unit

    def _signed(self, fact: Fact, move: Tell) -> Fact:
        if move.sign != "-" or fact.value < 0:
            return fact
        return self.intake.desk.ledger.add(
            value=-fact.value, unit=fact.unit, provenance=fact.provenance, comparator=fact.comparator,
            identity=fact.identity, fact_id=self.state.new_figure(),
        )  # fmt: skip


#: What a new figure of a KPI makes void of what was told before.
_VOIDS: Mapping[str, tuple[str, ...]] = {
    "level": ("part",), "part": ("level",), "change": ("before", "after"), "before": ("change",), "after": ("change",),
}  # fmt: skip


def record_kpi(book: dict[str, KpiEntry], move: Tell, teller: Teller) -> None:
    """Enter a KPI's figure into ``book``; of two days the later one counts, and a first one is the baseline of a change."""
    entry = book.setdefault(move.of, KpiEntry())
    if move.as_ is As.NONE:
        entry.none = True
        return
    role, when = move.as_.value, teller.when(move.when)
    fact = teller.kpi_fact(move)
    entry.none = False
    older = entry.figures.get(role)
    if older and when and entry.when.get(role) and role in ("level", "now"):
        earlier, later = sorted(((entry.when[role], older), (when, fact.id)))
        entry.figures[role], entry.when[role] = later[1], later[0]
        entry.figures.setdefault("before", earlier[1])
        entry.when.setdefault("before", earlier[0])
        return
    for void in _VOIDS.get(role, ()):
        entry.figures.pop(void, None)
    entry.figures[role] = fact.id
    if when:
        entry.when[role] = when


def copied(state: State, origin: Scenario, *, label: str = "") -> Scenario:
    """A scenario of its own with everything that ``origin`` has."""
    import copy

    made = state.fresh(label)
    twin = copy.deepcopy(origin)
    for name in (
        "money",
        "told",
        "plans",
        "share",
        "weights",
        "floors",
        "caps",
        "excess",
        "spends",
        "contested",
        "kpis",
        "counts",
        "expenses",
        "when",
    ):
        setattr(made, name, getattr(twin, name))
    made.by, made.comes_from, made.status = origin.by, origin.name, "supposed"
    return made


def as_told(move: Tell, **changes: object) -> Tell:
    """``move`` with other slots."""
    return replace(move, **changes)  # type: ignore[arg-type]
