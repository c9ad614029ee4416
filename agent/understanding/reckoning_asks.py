"""Questions that reckon with amounts: sums, differences, what is left, pace, phasing, ratios."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from agent.dialogue.moves import Ask, Goal, Move
from agent.dialogue.names import AI, LAYERS, MARKETING, MAX, MIN
from agent.understanding.clauses import Clause
from agent.understanding.elapsed import WORDS, elapsed, part_named, quarters_done, remaining
from agent.understanding.rules import Rule
from agent.understanding.slots import (
    answered_layer,
    currency,
    layers_in,
    layers_shown,
    limited,
    named_before,
    over,
    per,
    placed,
)
from agent.understanding.view import View
from tools.quantities import Comparator

Filler = Callable[[View, Rule, Clause], tuple[Move, ...] | None]


def _unspent(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """What is left of the marketing budget beside the layers, where nothing was spent."""
    if _spent_subjects(view) or not (view.known or view.has("budget")):
        return None
    if clause.of("after") and clause.of("that"):
        return None  # of something said before that was not read
    if clause.of("layer", "unspent") or view.has("spent") or view.state.context or named_before(view, clause):
        return None
    after_split = any(a.goal in (Goal.SPLIT, Goal.AMOUNT, Goal.RANGE) for a in view.state.last_asks())
    if not (clause.of("rest", "layers", "marketing", "budget") or after_split or view.has("layers")):
        return None
    if view.known and clause.of("money"):
        return None
    whole = next((t.value for t in clause.of("money")), "") or MARKETING
    return (Ask(goal=Goal.REST, about=(whole,), args=(LAYERS,)),)


def _rest_of_limit(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """What a floor or cap told here leaves for the others."""
    limits = [t.value for c in view.clauses for t in c.of("money") if c.of("layer") and limited(view, c)]
    if not limits:
        return None
    asks = any(c.of("howmuch", "what", "how", "give", "sum") for c in view.sentence(clause))
    if not clause.asked and not asks:
        return (Ask(goal=Goal.SPLIT),)  # "the rest in the source's proportion": what it comes to
    return (Ask(goal=Goal.REST, about=(LAYERS,), args=tuple(limits[:1])),)


def _spent_subjects(view: View) -> tuple[str, ...]:
    state = view.state.current
    return tuple(dict.fromkeys(s.subject for s in state.spends)) if state is not None else ()


#: Layers that nothing was spent of are asked about too.
_EVERY_LAYER = re.compile(
    r"\b(?:each|every|per|all three) (?:layer|bucket|tier)s?\b|\b(?:for each|by) layer\b|\blayer by layer\b|[各每]一?[层層]"
)


def _of_every_layer(view: View, clause: Clause) -> bool:
    """Whether all layers are meant, one by one, and not only those that money was spent on."""
    if clause.of("layers") and clause.of("each", "unspent"):
        return True
    return _EVERY_LAYER.search(view.stream.plain[clause.tokens[0].start : clause.tokens[-1].end]) is not None


_OF_THE_SOURCE = re.compile(
    r"(?:文章|原文|来源|來源|作者).{0,6}(?:有没有|有沒有|[讲講说說提写寫])|\b(?:does|do|did|what does) the (?:article|source|framework|author)\b"
)


def _paid_projects(view: View) -> bool:
    """Whether money was spent on a project, which its layer pays for."""
    return any(c.of("spent") and c.of("money") and c.of("project") for c in view.clauses)


def _left_of_plan(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """What is left; what the source says of money that is left is another question: 文章有没有讲没花完的可以留到明年."""
    return None if _OF_THE_SOURCE.search(view.said(clause)) else _left(view, rule, clause)


def _left(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """What is left of what money was spent of: named here, or where it was spent."""
    cur = currency(view, clause)
    spending = [c for c in view.clauses if c.of("spent")]
    said = {c.sentence for c in spending}
    paid = tuple(
        dict.fromkeys(v for c in view.clauses if c.sentence in said and c.of("money") for v in c.values("layer"))
    )
    if (paid or _spent_subjects(view) or _paid_projects(view)) and _of_every_layer(view, clause):
        return (Ask(goal=Goal.LEFT, about=view.layers, per=_of_period(view, clause), cur=cur),)
    if clause.of("each") and len(paid) > 1:
        return (Ask(goal=Goal.LEFT, about=paid, per=_of_period(view, clause), cur=cur),)
    here = any(t.is_figure for c in view.clauses if c.of("spent", "spends") for t in c.tokens)
    paid_for = any(c.of("money") and c.of("layer") and view.has("spent") for c in view.clauses)
    told = here or paid_for or _spent_subjects(view) or clause.of("money", "unspent")
    if view.known and not told:
        return None
    about = clause.values("layer") or tuple(dict.fromkeys(v for c in spending for v in c.values("layer")))
    of_ai = not about and here and any(c.of("aibudget", "ai") for c in spending)
    about = (AI,) if of_ai or clause.of("aibudget") else about
    if clause.of("sum", "total") and not clause.of("layer", "aibudget") and len(_spent_subjects(view)) > 1:
        about = (LAYERS,)
    return (Ask(goal=Goal.LEFT, about=about, per=_of_period(view, clause), cur=cur),)


#: A period that is over is not what the plan is held against: "after Nov and Dec", "Q1 being gone".
_BEHIND = re.compile(
    r"\bafter\b|\b(?:gone|over with|behind us|done|paid|taken off|deducted|off)\b|(?:花完|用完|扣掉|扣除|过完|過完|去掉|减掉)|(?:之后|以后|之後|以後|后|後)(?=[，,。 还還剩]|$)"
)


def _of_period(view: View, clause: Clause) -> str:
    """The part of the year that spending is held against: the clause names one, and the money was spent in such a part."""
    state = view.state.current
    dated = {view.stream.days[t.value].key for c in view.clauses if c.of("spent", "money") for t in c.of("day")}
    dated |= {s.when for s in state.spends if s.when} if state is not None else set()
    here = [view.stream.days[t.value].key for c in view.sentence(clause) if not c.of("money") for t in c.of("day")]
    named = next(
        (t.value for c in view.sentence(clause) for t in c.of("per") if t.value in ("quarter", "month", "half-year")),
        "",
    )
    letters = {"Q": "quarter", "H": "half-year", "M": "month"}
    if here:
        return _held_against(view, clause, letters.get(here[0][:1], "") if here[0] in dated else "")
    return named if any(letters.get(d[:1]) == named for d in dated) else ""


def _held_against(view: View, clause: Clause, part: str) -> str:
    """A part of the year that spending is held against; none where it is one that is over: "after Nov and Dec"."""
    return "" if _BEHIND.search(" ".join(view.text(c) for c in view.sentence(clause)).casefold()) else part


_PARTS = {"quarter": 4, "month": 12}


def _perpart(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    by = per(view, clause) or "quarter"
    if by == "head":
        return None
    parts, unit = remaining(view)
    if parts and unit == by:
        spent = dict.fromkeys(v for c in view.clauses if c.of("spent") for v in c.values("layer"))
        return (
            Ask(
                goal=Goal.PERPART,
                about=clause.values("layer") or tuple(spent) or _spent_subjects(view),
                by=by,
                parts=parts,
            ),
        )
    done = quarters_done(view)
    if by != "quarter" or not done or done > 3:
        return None
    about = clause.values("layer") or tuple(
        dict.fromkeys(v for c in view.clauses if c.of("spent") for v in c.values("layer"))
    )
    return (Ask(goal=Goal.PERPART, about=about, by=by, parts=WORDS[4 - done]),)


def _pace(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    done, of = elapsed(view)
    spent = dict.fromkeys(v for c in view.clauses if c.of("spent") for v in c.values("layer"))
    return (Ask(goal=Goal.PACE, about=clause.values("layer") or tuple(spent), done=done, of=of),)


def _pace_over(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """“Are we over?” behind spending of a part of the year that is named asks for the pace."""
    return _pace(view, rule, clause) if part_named(view) else None


def _operand_pairs(view: View, clause: Clause) -> tuple[str, ...]:
    """What is added or compared: layers, amounts, a subject in two scenarios, what was shown last."""
    layers = layers_in(view, clause)
    if len(layers) > 1:
        return layers
    if earlier := _layers_before(view, clause, layers):
        return earlier
    figs = tuple(t.value for t in clause.of("money", "num"))
    told = tuple(dict.fromkeys(view.names.values()))
    of_each = (layers or clause.of("layers", "total")) and len(told) > 1
    if len(figs) > 1 and not of_each:
        return figs
    if (
        not layers
        and not told
        and clause.of("that", "pair", "each")
        and not clause.of("layers", "aibudget")
        and (pair := layers_shown(view))
    ):
        return pair
    subject = _compared(view, clause, layers)
    if not subject or subject.startswith("kpi"):
        return ()
    names = _all_told(view, clause) or _compared_in(view, clause, told)
    return tuple(f"{subject}@{name}" for name in names) if len(names) > 1 else ()


def _all_told(view: View, clause: Clause) -> tuple[str, ...]:
    """All budgets with a name, where a clause adds those of "the three" or "all"."""
    if not clause.of("sum", "total") or not clause.of("pair", "each") or over(view, clause) or view.names:
        return ()
    told = tuple(n for n, s in view.state.scenarios.items() if s.budget and s.label and s.status == "told")
    return told if len(told) > 2 else ()


def _compared(view: View, clause: Clause, layers: tuple[str, ...]) -> str:
    """The subject that is compared: named here, in a clause before, or asked about last."""
    if layers:
        return layers[0]
    if clause.of("layers", "total", "aibudget"):
        return LAYERS
    before = [c.values("layer") for c in view.clauses if c.start < clause.start and c.of("layer")]
    if before:
        return before[-1][0]
    asks = view.state.last_asks()
    last = next((a for a in reversed(asks) if a.about), None)
    if last is not None:
        return last.about[0]
    return LAYERS if any(a.goal is Goal.SPLIT for a in asks) else ""


def _compared_in(view: View, clause: Clause, told: tuple[str, ...]) -> tuple[str, ...]:
    """The scenarios that are compared: named here, named in the message, in focus, or told last."""
    names = over(view, clause)
    if not told and not view.known:
        told = view.lettered
    for found in (names, told, tuple(view.state.focus)):
        if len(found) > 1:
            return found
    return _live(view, both=bool(clause.of("pair", "each")))


def _live(view: View, *, both: bool) -> tuple[str, ...]:
    """The last two budgets; of "the two brands" all that have a name, each as it was changed last."""
    budgets = {n: s for n, s in view.state.scenarios.items() if s.budget}
    named = {n: n for n, s in budgets.items() if s.label and s.status == "told"}
    if not both or len(named) < 2:
        return tuple(budgets)[-2:]
    for name, scenario in budgets.items():
        if scenario.comes_from in named and not scenario.label:
            named[scenario.comes_from] = name
    return tuple(named.values())


def _layers_before(view: View, clause: Clause, layers: tuple[str, ...]) -> tuple[str, ...]:
    """Layers of the clauses before that are meant too: "and from capability?", "the two together?"."""
    here = [c for c in view.clauses if c.start < clause.start]
    named = tuple(dict.fromkeys(v for c in here for v in c.values("layer")))
    if len(set(view.names.values())) > 1 or len(view.state.focus) > 1:
        return ()
    if len(layers) == 1 and clause.tokens[0].kind in ("and", "compare") and clause.of("diff"):
        return (named[-1], layers[0]) if named and named[-1] != layers[0] else ()
    return named if not layers and len(named) > 1 and clause.of("pair", "sum") and not clause.of("layers") else ()


def _sum(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """What several amounts come to: those paid, those named, those asked about before, or all layers."""
    asked_for = clause.of("howmuch")
    paid = tuple(t.value for c in view.clauses for t in c.of("money") if c.of("spent", "spends"))
    if clause.of("spent", "spends") and asked_for and len(paid) > 1:
        return (Ask(goal=Goal.SUM, args=paid),)
    if _no_sum(clause) or (
        view.known
        and clause.tokens[0].kind == "sum"
        and len(clause.of("money")) == 1
        and not clause.of("howmuch", "layers", "total")
    ):
        return None
    if clause.of("each") and clause.of("layers"):
        return (placed(view, clause, Ask(goal=Goal.AMOUNT, about=(LAYERS,), over=over(view, clause))),)
    args = _operand_pairs(view, clause)
    alone = not clause.of("pair", "each", "that", "and") and all(a.startswith(f"{LAYERS}@") for a in args)
    owner = over(view, clause)
    if (alone and len(owner) == 1) or _of_the_one(view, clause, args, alone=alone):
        return (placed(view, clause, Ask(goal=Goal.AMOUNT, about=(LAYERS,), over=owner)),)
    if args:
        return (placed(view, clause, Ask(goal=Goal.SUM, args=args)),)
    return _sum_before(view, clause)


def _of_the_one(view: View, clause: Clause, args: Sequence[str], *, alone: bool) -> bool:
    """Whether all layers of the one budget are meant, and no sum over several."""
    placed_all = bool(args) and all("@" in a for a in args)
    return bool(clause.of("layers") or alone) and placed_all and not view.names and _one_told(view)


def _one_told(view: View) -> bool:
    """Whether the conversation is about one budget, the others being what was supposed of it: these are not added up."""
    return len(view.state.focus) < 2 and not any(s.label for s in view.state.scenarios.values())


def _no_sum(clause: Clause) -> bool:
    """Whether a word of adding adds nothing: money spent in total, the total budget, one amount alone."""
    if clause.of("spent") and clause.of("money") and not clause.of("howmuch"):
        return True
    plain = not clause.of("layer", "layers", "sum", "howmuch", "give")
    if clause.of("total") and clause.of("budget", "marketing") and plain:
        return True
    return len(clause.of("money", "pct")) == 1 and not clause.of("layer", "layers", "total") and len(clause.tokens) < 4


def _sum_before(view: View, clause: Clause) -> tuple[Move, ...] | None:
    """The sum of what was asked about before; behind a split that of all layers, in its period and currency."""
    asked = view.state.last_asks()
    if (last := next((a for a in reversed(asked) if len(a.about) > 1), None)) is not None:
        return (Ask(goal=Goal.SUM, args=last.about),)
    if (
        clause.of("pair", "each", "that")
        and asked
        and asked[-1].about
        and asked[-1].about != (LAYERS,)
        and not clause.of("layers", "aibudget")
    ):
        return None  # "both together" of things asked for one by one
    whole = placed(view, clause, Ask(goal=Goal.AMOUNT, about=(LAYERS,)))
    if asked and asked[-1].goal is Goal.SPLIT and len(view.clauses) == 1 and len(clause.tokens) < 4:
        return (replace(whole, per=whole.per or asked[-1].per, cur=whole.cur or asked[-1].cur),)
    layers = any(c.of("layer") for c in view.sentence(clause))
    return (whole,) if (view.known or view.has("money")) and not layers else None


def _per_head(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """“How much per head” of all the AI money, where no layer is named."""
    if (
        per(view, clause) != "head"
        or not (view.known or view.has("money", "people"))
        or (view.asked_before and view.known and not clause.of("money"))
    ):
        return None
    return (Ask(goal=Goal.AMOUNT, about=(LAYERS,), per="head", cur=currency(view, clause)),)


def _rest_of_figures(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """“What is left of 1m after 180k”: a whole and what is taken of it."""
    figs = tuple(t.value for t in clause.of("money"))
    return (Ask(goal=Goal.REST, about=figs[:1], args=figs[1:]),)


def _diff(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    shares = clause.of("pct")
    if len(shares) == 1 and not clause.of("layer"):
        bound = MIN if any(c.of("min") for c in view.clauses) else MAX
        return (Ask(goal=Goal.DIFF, args=(f"{AI}@{shares[0].value}", bound)),)
    if clause.of("spent") and clause.of("money") and clause.of("layer"):
        return (Ask(goal=Goal.LEFT, about=clause.values("layer")),)  # "capability vs actual £118k, variance?"
    if _one_of_many(view, clause):
        return None
    args = _against_spent(view, clause) or _against_start(view, clause) or _operand_pairs(view, clause)
    if len(args) == 2 and _one_by_one(view, clause) and args[0].startswith(f"{LAYERS}@"):
        return tuple(_layer_by_layer(view, args))
    if len(args) < 2:
        return None
    names = [a.partition("@")[2] for a in args]
    if clause.of("layers") and not clause.of("total", "sum", "layer") and all(names[:2]) and not clause.of("per"):
        return (Ask(goal=Goal.COMPARE, over=tuple(names[:2]), about=view.layers),)
    if names[0] in ("last_year", "last_q", "before"):
        args = args[::-1]
    return (placed(view, clause, Ask(goal=Goal.DIFF, args=args[:2])),)


#: What a changed budget is held against.
_START = re.compile(
    r"最开始|一开始|最初|起初|原来|原先|原本|改之前|现在的|目前|\b(?:original(?:ly)?|at (?:the )?(?:start|first|beginning|outset)|initial(?:ly)?|(?:over|than|against|from|compared (?:to|with)) (?:the |our |what we )?(?:present|current|existing|today|now|have now|original|first|real))\b"
)


def _against_start(view: View, clause: Clause) -> tuple[str, ...]:
    """The subject under the budget supposed last, and under the told one that it came from."""
    current = view.state.current
    if current is None or not current.comes_from or _START.search(view.stream.plain) is None or view.has("money"):
        return ()
    root = current
    while root.comes_from in view.state.scenarios:
        root = view.state.scenarios[root.comes_from]
    subject = _compared(view, clause, layers_in(view, clause))
    return (f"{subject}@{current.name}", f"{subject}@{root.name}") if subject and not subject.startswith("kpi") else ()


def _one_of_many(view: View, clause: Clause) -> bool:
    """Whether one of several budgets is named, and the other that it is held against is found by asking which has most or least."""
    told = [s for s in view.state.scenarios.values() if s.label and s.budget]
    named = {v for n, v in view.names.items() if clause.start <= n < clause.end}
    sought = any(c.of("max", "min") and c.of("which", "who") for c in view.clauses)
    return len(told) > 2 and len(named) == 1 and sought


def _one_by_one(view: View, clause: Clause) -> bool:
    """Whether a word says that each layer is meant for itself, and none that all are meant together."""
    words = (view.stream.plain[t.start : t.end] for t in clause.of("each"))
    return any(w.startswith(("分别", "各", "逐", "每层")) for w in words) and not clause.of("sum", "total")


def _layer_by_layer(view: View, args: tuple[str, ...]) -> Iterator[Ask]:
    """By how much each layer differs between two budgets."""
    names = [a.partition("@")[2] for a in args]
    if names[0] in ("last_year", "last_q", "before"):
        names.reverse()
    for layer in view.layers:
        yield Ask(goal=Goal.DIFF, args=tuple(f"{layer}@{name}" for name in names))


def _against_spent(view: View, clause: Clause) -> tuple[str, ...]:
    """A layer against what was spent on it in a past time."""
    layers = clause.values("layer")
    for other in view.clauses:
        past = other.of("spent") and any(t.value in ("last_year", "last_q") for t in other.of("time"))
        if past and layers and other.values("layer") == layers[:1] and other.of("money"):
            return (layers[0], other.of("money")[0].value)
    return ()


def _ai_share(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """An amount of AI money beside the marketing budget: what share it is."""
    if clause.of("range") and not clause.of("ratio", "share"):
        return None
    if not any(
        c.of("money") and c.of("ai", "aibudget") and not (c.of("budget", "marketing") and len(c.of("money")) == 1)
        for c in view.clauses
    ):
        return None
    return (Ask(goal=Goal.SHARE, about=(AI,), of=MARKETING),)


def amounts_in(clause: Clause) -> bool:
    """Whether a clause has an amount of money."""
    return bool(clause.of("money"))


def _ratio(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    products = [
        (a.value, b.value)
        for c in view.clauses
        for a, b in zip(c.of("num", "count", "people"), c.of("money"), strict=False)
    ]
    amounts = [t.value for c in view.clauses for t in c.of("money")]
    if len(clause.values("layer")) == 2 and not amounts_in(clause):
        return (Ask(goal=Goal.RATIO, args=clause.values("layer")),) if view.known or view.has("money") else None
    if not clause.of("layer", "money", "pct", "aibudget", "ai") and not amounts and (pair := layers_shown(view)):
        return (Ask(goal=Goal.RATIO, args=pair),)
    part = f"{products[0][0]}*{products[0][1]}" if products else amounts[0] if len(amounts) == 1 else ""
    layers = clause.values("layer")
    if not part and len(layers) == 2 and clause.of("ratio"):
        return (Ask(goal=Goal.RATIO, args=layers),)
    if not part or not view.known:
        return None
    whole = clause.values("layer") or ((MARKETING,) if clause.of("marketing") else (AI,))
    return (Ask(goal=Goal.RATIO, args=(part, whole[0])),)


def _ratio_of_product(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """The share of what so many at a price each come to: “3 people at 40k each, how much of capability is that?”."""
    each = [c for c in view.clauses if c.of("num", "count", "people") and c.of("money")]
    layers = clause.values("layer")
    return (
        _ratio(view, rule, clause)
        if each and layers and view.text(clause).rstrip(" ?.").endswith(("that", "it"))
        else None
    )


#: "How much of tactical is that", "… does it eat up": the amount just told, as a part of the layer.
_OF_THAT_LAYER = re.compile(
    r"\bhow much of (?:our |the )?[\w -]{3,20}? (?:is|are|would|does|do|will|did) (?:that|it|this|they|those|these)\b"
)


def _ratio_of_that(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """What part of a layer an amount of the message is that nobody says was spent."""
    amounts = [t for t in view.stream.spots if t.kind == "money"]
    layers = clause.values("layer") or ((AI,) if clause.of("aibudget") else ())
    if len(amounts) != 1 or len(layers) != 1 or not view.known or view.has("spent", "marketing", "left", "whatif"):
        return None
    if _OF_THAT_LAYER.search(view.stream.plain) is None:
        return None
    return (Ask(goal=Goal.RATIO, args=(amounts[0].value, layers[0])),)


def _compare(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    names = over(view, clause)
    if len(names) < 2 and not view.has("money") and len(view.state.scenarios) < 2:
        return None
    return (Ask(goal=Goal.COMPARE, over=names if len(names) > 1 else (), about=clause.values("layer")),)


def _supposed_diff(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """How much more a layer gets with another budget than with the one at hand: both are compared."""
    amounts = [t for c in view.clauses for t in c.of("money")]
    if not view.known or len(view.state.scenarios) != 1 or len(amounts) != 1 or view.names:
        return None
    return (Ask(goal=Goal.COMPARE, about=clause.values("layer")),)


def _which(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    limit = next((t.value for t in clause.of("money", "num")), "")
    if not limit:
        return None
    return (Ask(goal=Goal.WHICH, about=clause.values("layer") or ("layers.each",), over=(), above=limit),)


def _which_limit(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """“Which layers get more than 80k?”: a limit that says which side is meant."""
    sides = (Comparator.MORE_THAN, Comparator.AT_LEAST)
    limits = [t for t in clause.of("money", "num") if view.figure(t.value).comparator in sides]
    budget = view.known or any(c.of("budget", "marketing") and c.of("money") for c in view.clauses)
    return _which(view, rule, clause) if len(limits) == 1 and budget else None


def _phasing(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """Weights of the parts of a year: a row of them beside the period, or one behind each quarter."""
    figs = [t.value for t in clause.of("num", "pct")]
    by = per(view, clause) or next((t.value for t in clause.of("per") if t.value in _PARTS), "")
    days = [view.stream.days[t.value].key for t in clause.of("day")]
    if days and len(days) == len(figs) and not by:
        by, figs = _by_days(days, figs)
    if len(figs) < 2 or by not in ("quarter", "month", "half-year"):
        return None
    about = clause.values("layer")
    if not about and not view.has("layer", "layers", "aibudget", "ai", "money") and (asked := answered_layer(view)):
        about = (asked,)  # "20% in Q1, 30% in Q2 …" behind one layer's amount
    elsewhere = tuple(dict.fromkeys(t.value for t in view.of("layer")))
    if not about and len(elsewhere) == 1:
        about = elsewhere  # "Q1 30%, Q2 20% …: what does tactical get each quarter?"
    return (Ask(goal=Goal.PHASING, about=about, by=by, weights=tuple(figs)),)


def _by_days(days: list[str], figs: list[str]) -> tuple[str, list[str]]:
    """The parts that days name (Q1, Q2 …) and their weights, where they are all of a year in order."""
    kinds = {d[0] for d in days}
    by = {"Q": "quarter", "H": "half-year", "M": "month"}.get(days[0][0], "") if len(kinds) == 1 else ""
    whole = days == sorted(set(days)) and len(days) in (2, 4, 12)
    return by, figs if whole else []


RECKONING_ASKS: Mapping[str, Filler] = {
    "unspent": _unspent,
    "rest": _rest_of_limit,
    "per_head": _per_head,
    "rest_figures": _rest_of_figures,
    "left": _left_of_plan,
    "perpart": _perpart,
    "pace": _pace,
    "pace_over": _pace_over,
    "sum": _sum,
    "diff": _diff,
    "ai_share": _ai_share,
    "ratio": _ratio,
    "ratio_of_product": _ratio_of_product,
    "ratio_of_that": _ratio_of_that,
    "compare": _compare,
    "supposed_diff": _supposed_diff,
    "which": _which,
    "which_limit": _which_limit,
    "phasing": _phasing,
}
