"""One sentence, mail, note or table that is to hold the facts that are named: "short email to the board: AI in total, what's been spent, what's left".

Every named fact must be understood, else nothing is: a form that holds something else than was ordered is worse than a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from agent.dialogue.moves import Ask, Form, Goal, Move
from agent.dialogue.names import AI, LAYERS, MARKETING
from agent.understanding.candidates import Candidate
from agent.understanding.outlays import spends
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View

#: What parts the facts of an order.
_PARTS = frozenset({",", "and", "also", ";", ".", ":", "nl", "mark", "?"})
_SPENT = re.compile(r"\bspen[dt]\w*\b|\bpaid\b|\bused\b|\bburn(?:ed|t)\b|花|支出|已用|用了|用掉")
_LEFT = re.compile(r"\bleft\b|\bremain\w*\b|\bunspent\b|\bbalance\b|剩|结余|余额")
_TOTAL = re.compile(r"\btotal\b|\bsum\b|\boverall\b|\bcombined\b|\baltogether\b|合计|总额|一共|总共|总计|加起来|总数")
_AI = re.compile(
    r"\bai (?:total|budget|spend|money|pot|sum|amount|figure|number)\b|\b(?:for|on|of|to) ai\b|\bai\b(?=.*\b(?:total|sum|overall|altogether)\b)|\btotal ai\b|ai(?:预算|投入|总额|合计|一共|总共|总计|的钱|部分|费用)|^ai$"
)
_LAYERS = re.compile(r"\blayers?\b|\bbuckets\b|\bthe three\b|三层|各层|三个层|^层$|每层|分层")
_MARKETING = re.compile(
    r"\bmarketing (?:budget|total|spend|money|pot)\b|\b(?:total|whole|overall|full) (?:marketing )?budget\b|市场(?:费|预算|总)|营销(?:费|预算|总)|总预算|预算总额"
)
_SHARE = re.compile(
    r"\bshare\b|\bpercent(?:age)?\b|%|\bproportion\b|占比|占(?:了)?(?:总预算|预算|市场费|营销|整体|全部)?的?(?:几|多少|百分之)|比例|百分比"
)
_MONEY = re.compile(r"\bbudget\b|\bamount\b|\byear\b|\bannual\b|\blayer\b|额度|预算|全年|多少|金额|是多少")
#: How long the whole is to be, which is no fact.
_LENGTH = re.compile(
    r"\b(?:in |max(?:imum)?\.? |at most |no more than |under |within |only |just )?(?:\d|one|two|three|four|a couple of) (?:short |brief |tight )?(?:lines?|sentences?|bullets?(?: points)?|paragraphs?|words)(?: (?:max(?:imum)?|at most|tops|only|or less|or fewer|please|is fine|will do))?"
    r"|(?:不超过|最多|控制在|就)?[一两二三四五1-5](?:行|句话?|段|条|点)(?:以内|之内|左右|就行|就好|搞定|话)?"
)
#: What orders a form where no word of the lexicon does.
_ORDERED = re.compile(
    r"一句话|\b(?:one|two|three|a) (?:short )?(?:lines?|sentences?)\b|[两二三]句话|\bnote (?:for|to)\b"
)
_ONE_LINE = re.compile(r"一句话|\b(?:one|a) (?:short )?(?:line|sentence)\b")


@dataclass(slots=True)
class _Fact:
    """The words of one fact, with what its tokens name."""

    tokens: list[Token] = field(default_factory=list)
    text: str = ""
    ordered: bool = False  # behind the colon of the order

    def values(self, kind: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(t.value for t in self.tokens if t.kind == kind))

    @property
    def per(self) -> str:
        """The part of the year that an amount is wanted for."""
        return next((p for p in self.values("per") if p not in ("head", "year")), "")

    @property
    def only_per(self) -> bool:
        return all(t.kind == "per" for t in self.tokens)

    @property
    def ai(self) -> bool:
        return _AI.search(self.text) is not None and not self.values("layer")

    @property
    def every(self) -> bool:
        """Whether all layers are meant."""
        return _LAYERS.search(self.text) is not None and not self.values("layer")

    @property
    def total(self) -> bool:
        return _TOTAL.search(self.text) is not None


def candidates(view: View) -> Iterator[Candidate]:
    """An order of facts where every one of them is understood."""
    figs = _figures(view)
    if figs is None or not view.known or not _is_order(view):
        return
    made = _asks(view)
    if not made:
        return
    case = _case(view)
    if case is None:
        return
    made = [replace(a, over=(case,)) if case and not any("@" in x for x in a.args) else a for a in made]
    made[0] = replace(made[0], echo=" ".join(figs))
    moves: tuple[Move, ...] = tuple(made)
    if not view.has("form", "summary") and _ONE_LINE.search(view.stream.plain):
        moves = (*moves, Form(shape="sentence"))
    words = frozenset(n for n, t in enumerate(view.stream.spots) if not t.is_figure)
    yield Candidate("order.facts", moves, 10.0 * max(len(made), 2), frozenset(figs), words, view.ask_keys)


def _is_order(view: View) -> bool:
    """Whether a message orders a form, and supposes, corrects and compares nothing."""
    if view.has("whatif", "diff", "cur", "wrong", "back", "setto", *KPIS) or len(view.stream.spots) > 60:
        return False
    return view.has("form", "summary", "aud") or _ORDERED.search(view.stream.plain) is not None


def _figures(view: View) -> tuple[str, ...] | None:
    """The figures of an order: how many lines it may have, how many brands or layers there are, the budget at hand said again; ``None`` beside others."""
    spans = [m.span() for m in _LENGTH.finditer(view.stream.plain)]
    for fig in view.place_of:
        figure = view.figure(fig)
        of_length = any(start <= figure.start < end for start, end in spans)
        counted = figure.low is not None and figure.low <= 9 and figure.unit.code in ("", "items", "rows", "layers")
        if not (of_length or counted or _budget_said(view, fig)):
            return None
    return tuple(view.place_of)


def _budget_said(view: View, fig: str) -> str:
    """The case whose budget a figure says again: the one at hand first."""
    said = view.figure(fig).low
    current = [view.state.current] if view.state.current is not None else []
    for scenario in (*current, *(s for s in view.state.scenarios.values() if s.status == "told")):
        budget = view.amount_of(scenario.budget) if scenario.budget else None
        if said is not None and budget is not None and said in (budget, budget / 1000):
            return scenario.name
    return ""


def _case(view: View) -> str | None:
    """The case that an order is for: by its budget said again or by its name; empty for the one at hand, ``None`` where several are named."""
    told = [s for s in map(view.state.scenarios.get, view.names.values()) if s is not None and s.budget]
    cases = {name for fig in view.place_of if (name := _budget_said(view, fig))} | {s.name for s in told}
    if len(cases) > 1:
        return None if not _BOTH.search(view.stream.plain) else ""
    case = next(iter(cases), "")
    return "" if view.state.focus == [case] else case


def _asks(view: View) -> list[Ask]:
    """The questions of an order, in its order; none where a fact was not understood or none was named."""
    facts = _facts(view)
    by_layer = _is_table(view, facts)
    asks: list[Ask] = []
    layer: tuple[str, ...] = view.layers if by_layer else ()
    for fact in facts:
        if asks and not by_layer and fact.only_per:
            asks = _spread(asks, fact.values("per")[0])  # "tactical and strategic, per month"
            continue
        found = _of_brands(view, fact) or _ask(view, fact, layer, asks)
        if not found and _missed(fact, begun=bool(asks)):
            return []
        asks.extend(a for a in found if a not in asks)
        layer = fact.values("layer") or layer
    alone = len(asks) == 1 and not any(fact.ordered for fact in facts)
    return [] if alone else _tidied(asks)


def _is_table(view: View, facts: list[_Fact]) -> bool:
    """Whether a table of the layers is ordered."""
    return "table" in [t.value for t in view.of("form")] and any(fact.every for fact in facts)


def _spread(asks: list[Ask], per: str) -> list[Ask]:
    """The amounts that were asked for, each in a period."""
    period = "" if per == "year" else per
    return [replace(a, per=period) if a.goal in (Goal.AMOUNT, Goal.SPLIT) else a for a in asks]


def _missed(fact: _Fact, *, begun: bool) -> bool:
    """Whether a fact that nobody understood says something; the budget said again ("for the 1.2m") does not."""
    if all(t.is_figure for t in fact.tokens):
        return False
    if begun and _says_something(fact):
        return True
    return fact.ordered and not all(t.is_figure or t.kind in _WRITING for t in fact.tokens)


def _tidied(asks: list[Ask]) -> list[Ask]:
    """The questions without those that another of them answers, too."""
    split = any(a.goal is Goal.SPLIT and not a.per for a in asks)
    total = Ask(goal=Goal.AMOUNT, about=(LAYERS,))
    spread = any(a.goal is Goal.SPLIT and a.per for a in asks)  # tells the year beside each period
    asks = [a for a in asks if not (split and spread and a.goal is Goal.SPLIT and not a.per)]
    return [a for a in asks if not (split and a == total and len(asks) > 1)]


def _facts(view: View) -> list[_Fact]:
    """The parts of a message at its marks, commas and joining words, without what says how long it may be."""
    spans = [m.span() for m in _LENGTH.finditer(view.stream.plain)]
    found = [_Fact()]
    for token in view.stream.spots:
        if token.kind in _PARTS:
            found.append(_Fact())
        elif not any(start <= token.start < end for start, end in spans):
            found[-1].tokens.append(token)
    colon = next((t.end for t in view.stream.spots if t.kind == ":"), None)
    for fact in found:
        if fact.tokens:
            fact.ordered = colon is not None and fact.tokens[0].start >= colon
            fact.text = view.stream.plain[fact.tokens[0].start : fact.tokens[-1].end]
    return [fact for fact in found if fact.tokens]


_WRITING = frozenset({"form", "summary", "aud", "give", "make", "greet", "length", "lang", "thanks", "short", "verdict", "is", "that", "notmine", "time", "max", "at"})  # fmt: skip


def _says_something(fact: _Fact) -> bool:
    return any(t.kind not in _WRITING and t.kind not in ("word", "char", "name") for t in fact.tokens)


def _ask(view: View, fact: _Fact, layer: tuple[str, ...], before: list[Ask]) -> list[Ask]:
    """The questions that a fact answers; ``layer`` is that of the facts before (of a table all), ``before`` what they asked."""
    if _SPENT.search(fact.text) or _LEFT.search(fact.text):
        return [_of_spending(view, fact, layer)] if spends(view) else []
    if _SHARE.search(fact.text) and not fact.values("layer") and not fact.every:
        return [Ask(goal=Goal.RATIO, args=(LAYERS, MARKETING))] if _has_marketing(view) else []
    found = _amount(view, fact)
    if found is None and layer == view.layers and (fact.values("per") or _MONEY.search(fact.text)):
        found = Ask(goal=Goal.SPLIT, per=fact.per)
    if found is None and fact.per and before and before[-1].goal in (Goal.AMOUNT, Goal.SPLIT):
        found = replace(before[-1], per=fact.per)
    return [found] if found is not None else []


def _of_spending(view: View, fact: _Fact, layer: tuple[str, ...]) -> Ask:
    """What was spent or is left: of the layers named, of all of the AI money, of the layer of the fact before; in a table what each layer has left."""
    layers, row = fact.values("layer"), layer == view.layers
    whole = fact.ai or fact.every
    together = whole or fact.total
    if _SPENT.search(fact.text):
        own = layers or (() if together or row else layer)
        return Ask(
            goal=Goal.SPENT, about=own or ((AI,) if whole and not row else ()), when=" ".join(fact.values("day"))
        )
    own = layers or (() if together and not row else layer)
    return Ask(goal=Goal.LEFT, about=own or (LAYERS,))


def _amount(view: View, fact: _Fact) -> Ask | None:
    """The money that a fact names: layers, all of them, the AI money, the marketing budget."""
    if layers := fact.values("layer"):
        plain = _MONEY.search(fact.text) or fact.per or _bare(fact)
        return Ask(goal=Goal.AMOUNT, about=layers, per=fact.per) if plain else None
    if fact.every and not fact.total and not fact.ai:
        return Ask(goal=Goal.SPLIT, per=fact.per)
    if fact.ai or fact.every:
        return Ask(goal=Goal.AMOUNT, about=(LAYERS,), per=fact.per)
    if _MARKETING.search(fact.text) and _has_marketing(view):
        return Ask(goal=Goal.AMOUNT, about=(MARKETING,), per=fact.per)
    return None


#: Words that may stand beside a layer that is a fact by itself.
_BESIDE = frozenset({"layer", "form", "aud", "summary", "give", "per", "howmuch", "is", "each", "word", "char", "that", "also", "what"})  # fmt: skip


def _bare(fact: _Fact) -> bool:
    return all(t.kind in _BESIDE for t in fact.tokens)


def _has_marketing(view: View) -> bool:
    current = view.state.current
    return current is not None and MARKETING in current.money


# -- several brands -----------------------------------------------------------------------------------------------------------------------------

_BOTH = re.compile(
    r"\bboth\b|\btwo (?:brands|companies|clients|regions|units|shops|stores)\b|\bbrands\b|两个(?:牌子|品牌|公司|客户|店|地区|项目|部门)|两家|两边|两个|几个牌子|几家"
)


def _of_brands(view: View, fact: _Fact) -> list[Ask]:
    """Sums over several budgets that were told by name, where the order speaks of both: the marketing budgets, the AI money, what share that is."""
    named = [
        n
        for n, s in view.state.scenarios.items()
        if s.budget and s.label and s.status == "told" and MARKETING in s.money
    ]
    if len(named) < 2 or not _BOTH.search(view.stream.plain) or fact.values("layer"):
        return []
    marketing = tuple(f"{MARKETING}@{n}" for n in named)
    ai = tuple(f"{LAYERS}@{n}" for n in named)
    if _SHARE.search(fact.text):
        return [Ask(goal=Goal.RATIO, args=("+".join(ai), "+".join(marketing)))]
    if _AI.search(fact.text):
        return [Ask(goal=Goal.SUM, args=ai)]
    if _MARKETING.search(fact.text) or (_TOTAL.search(fact.text) and _MONEY.search(fact.text)):
        return [Ask(goal=Goal.SUM, args=marketing)]
    return []
