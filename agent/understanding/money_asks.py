"""Questions about the framework's money: splits, amounts, shares, ranges, verdicts, currencies, follow-ups."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from agent.dialogue.moves import Ask, Goal, Move
from agent.dialogue.names import AI, LAYERS, MARKETING, MAX, MIN
from agent.understanding.clauses import Clause
from agent.understanding.rules import Rule
from agent.understanding.slots import (
    asking,
    currency,
    last_layer,
    limited,
    money_subjects,
    named_before,
    over,
    per,
    pers,
    placed,
    spending,
)
from agent.understanding.tokens import KPIS
from agent.understanding.view import View

Filler = Callable[[View, Rule, Clause], tuple[Move, ...] | None]


def _split(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    if clause.of("layer") and not clause.of("layers"):
        return None
    return (placed(view, clause, Ask(goal=Goal.SPLIT, over=over(view, clause))),)


def _amount(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    about = _asked_amounts(view, clause)
    if not about or not (asking(view, clause) or clause.of("money")) or _tells(view, clause, about):
        return None
    wanted = pers(view, clause) or ("",)
    cur = currency(view, clause)
    asked = view.state.last_asks()
    if asked and not view.place_of and all(t.kind in _GOING_ON for t in clause.tokens):
        # "And tactical?" behind "strategic per month?"
        wanted, cur = pers(view, clause) or (asked[-1].per,), cur or asked[-1].cur
    return tuple(Ask(goal=Goal.AMOUNT, about=about, over=_all_or(view, clause), per=each, cur=cur) for each in wanted)


def _amount_in_money(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """“多少钱” asks for an amount of the budget at hand, where "多少" alone could be a share."""
    said = [view.stream.plain[t.start : t.end] for t in clause.of("howmuch")]
    return _amount(view, rule, clause) if view.known and any("钱" in word for word in said) else None


def _amount_of_it(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """“它多少钱” behind an explanation of one layer: what that layer gets."""
    said = [view.stream.plain[t.start : t.end] for t in clause.of("howmuch")]
    explained = [a for a in view.state.last_asks() if a.goal is Goal.EXPLAIN and len(a.about) == 1]
    layer = last_layer(view) if explained and len(clause.tokens) <= 4 else ""
    if not layer or not view.known or not any("钱" in word for word in said):
        return None
    return (placed(view, clause, Ask(goal=Goal.AMOUNT, about=(layer,))),)


_GOING_ON = frozenset({"and", "also", "ne", "layer", "whatif", "now"})


def _asked_amounts(view: View, clause: Clause) -> tuple[str, ...]:
    """What a clause wants the amount of: named in it, all layers together, or the layer of a clause before."""
    projects = clause.values("project")
    if projects and not clause.of("layer", "layers", "thatlayer", "aibudget"):
        # Told with the layer that pays: the source has no share for a project alone.
        return tuple(dict.fromkeys(projects))
    if about := money_subjects(view, clause):
        return about
    if clause.of("layers") and clause.of("sum", "total"):
        return (LAYERS,)
    if clause.of("money") and clause.of("howmuch"):
        before = (c.values("layer") for c in reversed(view.clauses) if c.start < clause.start and c.of("layer"))
        return next(before, ())
    return ()


def _tells(view: View, clause: Clause, about: tuple[str, ...]) -> bool:
    """Whether a clause that names a subject tells of it, or could not be answered in money."""
    asked = clause.of("howmuch")
    if not asked and _beside_weights(view, clause):
        return True
    if clause.of("own", "claim") or (clause.of("keep") and not asked and not clause.of("give")):
        return True
    if not asked and _told_money(view, clause, about):
        return True
    if _weighed(view, clause) and not asked and not clause.of("max", "min"):
        return True
    money = view.known or view.has("money")
    named = clause.of("layer", "layers", "max", "min", "aibudget", "thatlayer")
    named = named or (clause.of("howmuch", "range") and clause.of("project"))
    return not money and (not named or MAX in about or MIN in about)


def _beside_weights(view: View, clause: Clause) -> bool:
    """Whether layers are only named beside a row of own weights: "我自己7:2:1，战术大头"."""
    sentence = view.sentence(clause)
    row = sum(len(c.of("num", "pct")) for c in sentence)
    return row == len(view.layers) and any(c.of("own") for c in sentence) and not clause.asked


def _all_or(view: View, clause: Clause) -> tuple[str, ...]:
    named = over(view, clause)
    here = set(view.names.values())
    if not named and clause.of("each", "pair") and here & {"last_year", "last_q"} and len(here) > 1:
        return tuple(dict.fromkeys(view.names.values()))
    return named if len(named) > 1 or (named and (len(here) > 1 or len(view.state.scenarios) > 1)) else ()


def _others(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """Everything but the layers named: those of the clause, or, for "the other two", those named or asked about before."""
    named = clause.values("layer") or named_before(view, clause)
    if any(c.of("pct", "num", "half") for c in view.sentence(clause)):
        return None
    about = tuple(layer for layer in view.layers if layer not in named)
    if not named or not about:
        return None
    if any(c.of("money") and c.of("layer") and limited(view, c) for c in view.clauses):
        return None
    together = placed(view, clause, Ask(goal=Goal.SUM, args=about))
    if clause.of("sum", "total") and len(about) > 1:
        return (together,)
    each = placed(view, clause, Ask(goal=Goal.AMOUNT, about=about))
    return (each, together) if len(about) > 1 else (each,)


def _share(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    layers = clause.values("layer")
    projects = clause.values("project")
    if projects and not layers:
        return None if spending(view, clause) else (Ask(goal=Goal.EXPLAIN, about=projects),)
    if not layers and clause.of("that", "thatlayer") and (last := last_layer(view)) and not view.known:
        layers = (last,)
    asked = view.state.last_asks()
    if layers and clause.of("range") and not clause.of("share", "ratio") and (view.known or view.has("money")):
        return (placed(view, clause, Ask(goal=Goal.AMOUNT, about=layers)),)
    if layers and clause.of("convert") and clause.of("cur") and view.known:
        return (
            placed(view, clause, Ask(goal=Goal.AMOUNT, about=layers)),
        )  # "convert the strategic portion into dollars"
    if layers:
        return (Ask(goal=Goal.SHARE, about=layers),)
    if clause.of("that", "budget") and asked and asked[-1].about and not clause.of("ai", "aibudget"):
        return (Ask(goal=Goal.SHARE, about=asked[-1].about, of=MARKETING),)
    if view.state.current is not None and AI in view.state.current.money and MARKETING in view.state.current.money:
        return (Ask(goal=Goal.SHARE, about=(AI,), of=MARKETING),)
    return None


def _told_money(view: View, clause: Clause, about: tuple[str, ...]) -> bool:
    """Whether an amount beside a subject is told of it: spent, or given for AI."""
    money = clause.of("money")
    if about == (AI,) and money and not (clause.asked and clause.of("marketing")):
        return True
    if clause.of("spent", "spends") and not (clause.asked and clause.of("aibudget")):
        return True
    return bool(money and clause.of("layer") and view.has("spent")) and not clause.of("give", "is", "what")


def _weighed(view: View, clause: Clause) -> bool:
    """Whether a part or a bare number stands beside a layer: "50% tactical", "70 tactical"."""
    spots = view.stream.spots
    places = [n for n in range(clause.start, clause.end) if spots[n].kind == "layer"]
    near = (m for n in places for m in range(max(n - 2, clause.start), min(n + 3, clause.end)))
    return any(spots[m].kind in ("pct", "frac", "num") for m in near)


#: A number of things: no amount and no share is as many.
_OF_THINGS = re.compile(
    r"\bhow many (?!percent|points|dollars|pounds|euros|quid|layers|months|per cent)|(?:多少|几)(?:张|个(?!点|百分点|亿|月)|条|篇|次|份|台|名|位|家|场|封|套)"
)


def _of_things(view: View, clause: Clause) -> bool:
    """Whether a clause asks how many of something: "at most how many visuals?" asks for no money."""
    heads = bool(clause.of("use", "process", "count")) and view.kpi_in_message
    return bool(heads or _OF_THINGS.search(view.said(clause)))


def _range(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """The source's range or one of its bounds, in money where there is some."""
    if clause.of("layer", "project", "phase", *KPIS, "team", "people") or _of_things(view, clause):
        return None
    if clause.of("which", "who") and clause.of("max", "min") and not clause.of("ai", "aibudget", "range", "share"):
        return (Ask(goal=Goal.SPLIT, over=over(view, clause)),)  # "which layer gets most?": all of them tell
    money = view.known or view.has("money")
    bound = MAX if clause.of("max") else MIN if clause.of("min") else AI
    if clause.of("max") and clause.of("min"):
        return (Ask(goal=Goal.RANGE, about=(AI,)),)
    if bound == AI:
        return _range_of_ai(view, rule, clause)
    words = " ".join(view.stream.plain[t.start : t.end] for t in clause.of("max", "min"))
    amount = clause.of("money") or (not clause.of("share") and "share" not in words)
    return _in_money(view, clause, (bound,)) if amount and money else (Ask(goal=Goal.RANGE, about=(bound,)),)


def _in_money(view: View, clause: Clause, about: tuple[str, ...]) -> tuple[Move, ...]:
    return (placed(view, clause, Ask(goal=Goal.AMOUNT, about=about, over=_all_or(view, clause))),)


def _range_of_ai(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    if rule.name == "ask.range.ai" and per(view, clause) and (view.known or view.has("money")):
        return _in_money(view, clause, (AI,))
    if clause.of("pct", "not") or (clause.of("money") and not clause.of("range")) or _only_how(view, clause):
        return None
    in_money = view.known or view.has("money")
    if in_money and (clause.of("layers") or _BY_LAYER.search(view.stream.plain)):
        return (Ask(goal=Goal.SPLIT, over=over(view, clause)),)  # "what's AI's cut, in the three layers?"
    if rule.name == "ask.range.ai" and in_money:
        return (*_in_money(view, clause, (LAYERS,)), Ask(goal=Goal.RANGE, about=(AI,)))
    speaks = clause.of("range", "ai", "aibudget", "marketing", "budget", "spends")
    return (Ask(goal=Goal.RANGE, about=(AI,)),) if speaks else None


_BY_LAYER = re.compile(
    r"\b(?:by|per|in|into|across|each|of) (?:the )?(?:three |all )?(?:layers?|buckets?|tiers?)\b|(?:三|各|每)个?层"
)


def _only_how(view: View, clause: Clause) -> bool:
    """Whether a clause asks in which way, not how much: "how do we keep data safe with AI?"."""
    return bool(clause.of("how")) and not clause.of("howmuch", "share", "ratio", "range", "budget", "spends")


#: "OK" before something else begins a message and judges nothing.
_OPENING = re.compile(r"^(?:ok|okay|fine|right)\b(?!\s*[?？]|\s+(?:for|with|by|if|to|at|as|though|though)\b)")


def _opens(view: View, clause: Clause) -> bool:
    """Whether the only word of judging is an "OK" that begins the message, with more behind it."""
    judging, first = clause.of("verdict", "range"), view.stream.spots[0]
    alone = len(judging) == 1 and judging[0].start == first.start and len(view.stream.spots) > 2
    return alone and _OPENING.match(view.stream.plain) is not None


def _of_an_amount(clause: Clause) -> bool:
    """Whether an amount stands where nothing judges: it is told, or its range is wanted ("AI range on $900k of marketing")."""
    if clause.of("verdict") or not clause.of("money"):
        return False
    return not clause.asked or bool(clause.of("marketing", "budget"))


def _verdict(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    if _opens(view, clause) or _of_an_amount(clause):
        return None
    figs = tuple(t.value for t in clause.of("pct", "frac"))
    if figs:
        several = tuple(t.value for c in view.sentence(clause) for t in c.of("pct"))
        return (Ask(goal=Goal.VERDICT, about=several),) if len(several) > 1 and not clause.of("layer") else None
    current = view.state.current
    told = any(c.of("pct") or (c.of("money") and c.of("ai", "aibudget")) for c in view.clauses)
    told = told or (current is not None and bool(current.share or AI in current.money))
    return (Ask(goal=Goal.VERDICT),) if told else None


#: Of these words a question for the budget itself is made.
_PLAIN = frozenset(
    {"howmuch", "is", "inverse", "budget", "marketing", "aibudget", "ai", "that", "give", "per", "now", "and", "also"}
)


def _recall_budget(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """“What is the marketing budget?”, where one was told."""
    if not view.known or view.stream.figures or any(t.kind not in _PLAIN for t in clause.tokens):
        return None
    current = view.state.current
    if clause.of("aibudget") and current is not None and AI not in current.told and AI not in current.money:
        return (placed(view, clause, Ask(goal=Goal.AMOUNT, about=(LAYERS,))),)  # nobody told one: it is reckoned
    return (Ask(goal=Goal.RECALL, about=(AI if clause.of("aibudget") else MARKETING,)),)


#: Last words of a question about what something is for.
PURPOSE_ENDS = (" for", " about", " do", " mean", " cover", " include", " like", " good for", " involve")


def _purpose(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """“What is the strategic layer for?”: told by the last word, as nothing else tells it from a question of money."""
    text = view.text(clause)
    about = clause.values("layer", "project", "quadrant", "phase", *KPIS)
    if not about and (last := last_layer(view)):
        about = (last,)
    if not text.rstrip(" ?.!").casefold().endswith(PURPOSE_ENDS) or clause.of("per", "sum", "split", "cur"):
        return None
    return (Ask(goal=Goal.EXPLAIN, about=about, topic=text),)


def _same(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """The question before with another subject, period, currency or scenario."""
    about = money_subjects(view, clause) or clause.values("klevel", "kchange", "kmult", "phase", "quadrant")
    wanted = placed(view, clause, Ask(goal=Goal.SAME))
    if any(t.is_figure for t in clause.tokens) or clause.of("own") or not (view.asked_before or clause.start > 0):
        return None
    if clause.of("ne") and len(clause.tokens) == 1 and any(c.of("whatif", "add", "setto") for c in view.clauses):
        return (Ask(goal=Goal.SAME),)
    named = over(view, clause)
    if not (about or wanted.per or wanted.cur or named) or _beside_weights(view, clause):
        return None
    if any(a.startswith(("quadrant.", "phase.")) for a in about) and view.stream.figures and clause.of("where"):
        return None  # "where must it be under phase two?" behind a figure
    if any(a.startswith("quadrant.") for a in about) and clause.of("howmuch", "when", "what", "how", "why"):
        return None  # a question of its own
    if wanted.per and not about and view.has("wrong") and not clause.asked and not clause.of("howmuch", "give"):
        return None  # the period of what is set right
    return (replace(wanted, about=about, over=named),)


def _in_currency(view: View, about: tuple[str, ...]) -> Goal:
    """What is wanted in another currency: what is named, all layers behind one amount (三層都換給我), else what was answered."""
    asked = view.state.last_asks()
    each = bool(asked) and asked[-1].goal is Goal.AMOUNT and view.has("layers")
    return Goal.AMOUNT if about else Goal.SPLIT if each else Goal.SAME


def _converted(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """Another currency for what was answered before."""
    code = currency(view, clause)
    if not code or clause.of("range"):
        return None
    about = money_subjects(view, clause)
    asked = view.state.last_asks()
    if asked and asked[-1].goal is Goal.SPLIT and not about and view.has("rate", "num"):
        # A rate that comes along: what was split is told in the other currency too.
        return (Ask(goal=Goal.SAME, cur=code), Ask(goal=Goal.AMOUNT, about=(MARKETING,), cur=code))
    if view.asked_before or about:
        return (Ask(goal=_in_currency(view, about), about=about, cur=code, per=per(view, clause)),)
    if (
        not view.known
        and clause.of("money")
        and not view.has("budget", "marketing", "ai", "aibudget", "split", "layers")
    ):
        return (Ask(goal=Goal.AMOUNT, about=(MARKETING,), cur=code),)  # an amount by itself is wanted, nothing of it
    return (Ask(goal=Goal.SPLIT, cur=code),) if view.known or view.has("money") else None


def _verdict_over(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """“Is that over?” behind AI money that is planned, not spent, asks about the range."""
    current = view.state.current
    spending = current is not None and bool(current.spends) and not view.stream.figures
    return None if spending or view.has("spent", "layer") else _verdict(view, rule, clause)


MONEY_ASKS: Mapping[str, Filler] = {
    "split": _split,
    "amount": _amount,
    "amount_in_money": _amount_in_money,
    "amount_of_it": _amount_of_it,
    "others": _others,
    "share": _share,
    "range": _range,
    "verdict": _verdict,
    "verdict_over": _verdict_over,
    "recall_budget": _recall_budget,
    "purpose": _purpose,
    "same": _same,
    "converted": _converted,
}
