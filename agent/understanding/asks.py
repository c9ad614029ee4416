"""Questions of a clause: the goal comes from a rule, what it is about from the clause, else from the clause before, else the state decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from agent.dialogue.moves import Ask, Goal, Move
from agent.dialogue.names import AI, LAYERS, MARKETING, MAX, MIN
from agent.understanding.candidates import Candidate
from agent.understanding.clauses import ASKING, Clause
from agent.understanding.kpi_asks import KPI_ASKS
from agent.understanding.money_roles import paying
from agent.understanding.rules import Rule, holds, rules
from agent.understanding.topics import TOPIC_ASKS
from agent.understanding.view import View

Filler = Callable[[View, Rule, Clause], tuple[Move, ...] | None]


def candidates(view: View) -> Iterator[Candidate]:
    """Every question that a rule sees in a clause."""
    for number, clause in enumerate(view.clauses):
        for rule in rules("asks"):
            if not holds(rule.when, clause.counts):
                continue
            moves = FILLERS[rule.goal](view, rule, clause)
            if moves:
                yield Candidate(
                    rule.name, moves, rule.score, takes=_taken(view, clause), keys=frozenset({f"ask{number}"}),
                    place=float(clause.tokens[-1].end), figs=_operands(view, moves),
                )  # fmt: skip


def _operands(view: View, moves: tuple[Move, ...]) -> frozenset[str]:
    """Figures of this message that a question itself uses."""
    found = set()
    for move in moves:
        if isinstance(move, Ask):
            found |= {a for a in (*move.args, *move.about, *move.weights, move.want, move.above, move.at, move.parts) if a in view.stream.figures}
    return frozenset(found)


def _taken(view: View, clause: Clause) -> frozenset[int]:
    return frozenset(n for n in range(clause.start, clause.end) if not view.stream.spots[n].is_figure)


# -- what a clause names ---------------------------------------------------------------------------------------------------------------


def money_subjects(view: View, clause: Clause) -> tuple[str, ...]:
    """Layers, the whole AI money, the bounds: in the order of the clause."""
    found: list[str] = []
    for token in clause.tokens:
        if token.kind == "layer":
            found.append(token.value)
        elif token.kind == "project":
            found.append(paying(view, token.value))
        elif token.kind == "aibudget":
            found.append(AI)
        elif token.kind == "max":
            found.append(MAX)
        elif token.kind == "min":
            found.append(MIN)
        elif token.kind in ("sum", "total") and clause.of("layers"):
            found.append(LAYERS)
    return tuple(dict.fromkeys(f for f in found if f))


def over(view: View, clause: Clause) -> tuple[str, ...]:
    """The scenarios that a clause names."""
    found = [name for n, name in view.names.items() if clause.start <= n < clause.end]
    if not found and clause.of("ord") and len(view.state.scenarios) > 1 and not clause.of("phase", "kpis"):
        which = clause.values("ord")[0]
        told = [n for n, s in view.state.scenarios.items() if s.budget]
        place = len(told) if which == "LAST" else int(which)
        found = told[place - 1 : place]
    return tuple(dict.fromkeys(found))


def per(view: View, clause: Clause) -> str:
    """The period or head that a result is wanted for: one that no amount beside it is told for."""
    for n in range(clause.start, clause.end):
        token = view.stream.spots[n]
        if token.kind == "per" and token.value != "year" and not _told_for(view, clause, n):
            return token.value
    return ""


def _told_for(view: View, clause: Clause, place: int) -> bool:
    """Whether a period belongs to an amount: right before or behind it."""
    ahead = view.stream.spots[place + 1 : min(place + 6, clause.end)]
    if any(t.kind == "money" for t in ahead):
        return True
    before = view.stream.spots[max(place - 2, clause.start) : place]
    quiet = not clause.of("howmuch", "give", "split", "is", "layer", "layers")
    return quiet and any(t.kind == "money" for t in before)


def currency(view: View, clause: Clause) -> str:
    """The currency that a result is wanted in."""
    codes = clause.values("cur")
    if not codes:
        return ""
    told = {view.figure(t.value).unit.code for t in clause.of("money")}
    return next((c for c in reversed(codes) if c not in told or len(codes) == 1), "")


def placed(view: View, clause: Clause) -> dict[str, str]:
    return {"per": per(view, clause), "cur": currency(view, clause)}


def asking(view: View, clause: Clause) -> bool:
    """Whether a clause asks: by a mark, a word, or by being nothing but a subject."""
    last = max((c.end for c in view.sentence(clause)), default=clause.end)
    if clause.counts.keys() & ASKING or (clause.asked and clause.end == last):
        return True
    return not any(t.is_figure for t in clause.tokens) and len(clause.tokens) <= 5


# -- money -----------------------------------------------------------------------------------------------------------------------------


def _split(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    if clause.of("layer") and not clause.of("layers"):
        return None
    return (Ask(goal=Goal.SPLIT, over=over(view, clause), **placed(view, clause)),)


def _amount(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    about = money_subjects(view, clause)
    if not about and clause.of("layers") and clause.of("sum", "total"):
        about = (LAYERS,)
    if not about or not (asking(view, clause) or clause.of("money")):
        return None
    if any(a in (MAX, MIN) for a in about) and not (view.known or view.has("money")):
        return None
    return (Ask(goal=Goal.AMOUNT, about=about, over=_all_or(view, clause), **placed(view, clause)),)


def _all_or(view: View, clause: Clause) -> tuple[str, ...]:
    named = over(view, clause)
    here = {name for name in view.names.values()}
    return named if len(named) > 1 or (named and (len(here) > 1 or len(view.state.scenarios) > 1)) else ()


def _others(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """Everything but the layers named."""
    named = clause.values("layer")
    if not named:
        return None
    about = tuple(layer for layer in view.layers if layer not in named)
    ask = Ask(goal=Goal.AMOUNT, about=about, **placed(view, clause))
    return (ask,)


def _unspent(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """What is left of the marketing budget beside the layers, where nothing was spent."""
    if _spent_subjects(view) or not (view.known or view.has("budget")):
        return None
    if clause.of("layer") or view.has("spent"):
        return None
    whole = next((t.value for t in clause.of("money")), "") or MARKETING
    return (Ask(goal=Goal.REST, about=(whole,), args=(LAYERS,)),)


def _rest_of_limit(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """What a floor or cap told here leaves for the others."""
    limits = [
        t.value for c in view.clauses for t in c.of("money") if c.of("layer") and c.of("keep")
    ]
    if not limits:
        return None
    return (Ask(goal=Goal.REST, about=(LAYERS,), args=tuple(limits[:1])),)


def _spent_subjects(view: View) -> tuple[str, ...]:
    state = view.state.current
    return tuple(dict.fromkeys(s.subject for s in state.spends)) if state is not None else ()


def _left(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    here = any(t.is_figure for c in view.clauses if c.of("spent", "spends") for t in c.tokens)
    if not here and not _spent_subjects(view) and not any(t.kind == "money" for t in clause.tokens):
        return None
    about = clause.values("layer")
    if not about:
        about = tuple(dict.fromkeys(v for c in view.clauses if c.of("spent") for v in c.values("layer")))
    if not about and here and any(c.of("spent") and c.of("aibudget", "ai") for c in view.clauses):
        about = (AI,)
    if clause.of("aibudget"):
        about = (AI,)
    return (Ask(goal=Goal.LEFT, about=about, cur=currency(view, clause)),)


_PARTS = {"quarter": 4, "month": 12}
_WORDS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def _quarters_done(view: View) -> int:
    """How many quarters have a spend."""
    state = view.state.current
    told = {s.when for s in state.spends if s.when.startswith("Q")} if state is not None else set()
    told |= {d.key for d in view.stream.days.values() if d.key.startswith("Q")}
    return max((int(q[1:]) for q in told), default=0)


def _perpart(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    by = per(view, clause) or "quarter"
    if by == "head":
        return None
    done = _quarters_done(view)
    if by != "quarter" or not done or done > 3:
        return None
    about = clause.values("layer") or tuple(dict.fromkeys(v for c in view.clauses if c.of("spent") for v in c.values("layer")))
    return (Ask(goal=Goal.PERPART, about=about, by=by, parts=_WORDS[4 - done]),)


def _pace(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    done = _quarters_done(view)
    about = clause.values("layer") or tuple(dict.fromkeys(v for c in view.clauses if c.of("spent") for v in c.values("layer")))
    if not done:
        months = [d.key for d in view.stream.days.values() if d.key.startswith("M")]
        if not months:
            return (Ask(goal=Goal.PACE, about=about),)
        return (Ask(goal=Goal.PACE, about=about, done=_WORDS[int(max(months)[1:])], of="twelve"),)
    return (Ask(goal=Goal.PACE, about=about, done=_WORDS[done], of="four"),)


def _operand_pairs(view: View, clause: Clause) -> tuple[str, ...]:
    """What is added or compared: layers, amounts, a subject in two scenarios, what was shown last."""
    layers = clause.values("layer")
    if len(layers) > 1:
        return layers
    figs = tuple(t.value for t in clause.of("money", "num"))
    if len(figs) > 1:
        return figs
    names = over(view, clause)
    told = tuple(dict.fromkeys(n for n in view.names.values()))
    if len(names) < 2:
        names = told if len(told) > 1 else names
    subject = layers[0] if layers else LAYERS if clause.of("layers", "total") else ""
    asks = view.state.last_asks()
    before = [c.values("layer") for c in view.clauses if c.start < clause.start and c.of("layer")]
    if not subject:
        last = next((a for a in reversed(asks) if a.about), None)
        subject = before[-1][0] if before else last.about[0] if last else LAYERS if any(a.goal is Goal.SPLIT for a in asks) else ""
    if not subject or subject.startswith("kpi"):
        return ()
    if len(names) < 2:
        names = tuple(view.state.focus) if len(view.state.focus) > 1 else tuple(n for n, s in view.state.scenarios.items() if s.budget)[-2:]
    return tuple(f"{subject}@{name}" for name in names) if len(names) > 1 else ()


def _sum(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    args = _operand_pairs(view, clause)
    if args:
        return (Ask(goal=Goal.SUM, args=args, **placed(view, clause)),)
    last = next((a for a in reversed(view.state.last_asks()) if len(a.about) > 1), None)
    if last is not None:
        return (Ask(goal=Goal.SUM, args=last.about),)
    if view.known or view.has("money"):
        return (Ask(goal=Goal.AMOUNT, about=(LAYERS,), **placed(view, clause)),)
    return None


def _diff(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    args = _operand_pairs(view, clause)
    if len(args) < 2:
        return None
    names = [a.partition("@")[2] for a in args]
    if names[0] in ("last_year", "last_q"):
        args = args[::-1]
    return (Ask(goal=Goal.DIFF, args=args[:2], **placed(view, clause)),)


def _share(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    layers = clause.values("layer") or tuple(paying(view, p) for p in clause.values("project"))
    asked = view.state.last_asks()
    if layers:
        return (Ask(goal=Goal.SHARE, about=layers),)
    if clause.of("that", "budget") and asked and asked[-1].about and not clause.of("ai", "aibudget"):
        return (Ask(goal=Goal.SHARE, about=asked[-1].about, of=MARKETING),)
    if view.state.current is not None and AI in view.state.current.money and MARKETING in view.state.current.money:
        return (Ask(goal=Goal.SHARE, about=(AI,), of=MARKETING),)
    return None


def _ai_share(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """An amount of AI money beside the marketing budget: what share it is."""
    if not any(c.of("money") and c.of("ai", "aibudget") for c in view.clauses):
        return None
    return (Ask(goal=Goal.SHARE, about=(AI,), of=MARKETING),)


def _ratio(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    products = [(a.value, b.value) for c in view.clauses for a, b in zip(c.of("num", "count", "people"), c.of("money"), strict=False)]
    amounts = [t.value for c in view.clauses for t in c.of("money")]
    part = f"{products[0][0]}*{products[0][1]}" if products else amounts[0] if len(amounts) == 1 else ""
    if not part or not view.known:
        return None
    whole = clause.values("layer") or ((MARKETING,) if clause.of("marketing") else (AI,))
    return (Ask(goal=Goal.RATIO, args=(part, whole[0])),)


def _range(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    bound = MAX if clause.of("max") else MIN if clause.of("min") else AI
    if clause.of("layer", "project", "klevel", "kchange", "kmult", "team", "people"):
        return None
    if bound != AI and (view.known or any(c.of("money") for c in view.clauses)):
        return (Ask(goal=Goal.AMOUNT, about=(bound,), over=_all_or(view, clause), **placed(view, clause)),)
    return (Ask(goal=Goal.RANGE, about=(bound,)),)


def _verdict(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    figs = tuple(t.value for t in clause.of("pct", "frac"))
    if figs:
        return None
    current = view.state.current
    told = any(c.of("pct") for c in view.clauses) or (current is not None and (current.share or AI in current.money))
    return (Ask(goal=Goal.VERDICT),) if told else None


def _compare(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    names = over(view, clause)
    if len(names) < 2 and not clause.of("money") and len(view.state.scenarios) < 2:
        return None
    return (Ask(goal=Goal.COMPARE, over=names if len(names) > 1 else (), about=clause.values("layer")),)


def _which(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    limit = next((t.value for t in clause.of("money", "num")), "")
    if not limit:
        return None
    return (Ask(goal=Goal.WHICH, about=clause.values("layer") or ("layers.each",), over=(), above=limit),)


def _phasing(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    figs = [t.value for t in clause.of("num", "pct")]
    by = per(view, clause) or next((t.value for t in clause.of("per") if t.value in _PARTS), "")
    if len(figs) < 2 or by not in ("quarter", "month", "half-year"):
        return None
    return (Ask(goal=Goal.PHASING, about=clause.values("layer"), by=by, weights=tuple(figs)),)


# -- follow-ups ---------------------------------------------------------------------------------------------------------------------------


def _same(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """The question before with another subject, period, currency or scenario."""
    about = money_subjects(view, clause) or clause.values("klevel", "kchange", "kmult", "phase", "quadrant")
    slots = placed(view, clause)
    if any(t.is_figure for t in clause.tokens) or not (view.asked_before or clause.start > 0):
        return None
    named = over(view, clause)
    if not (about or slots["per"] or slots["cur"] or named):
        return None
    return (Ask(goal=Goal.SAME, about=about, over=named, **slots),)


def _converted(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """Another currency for what was answered before."""
    code = currency(view, clause)
    if not code:
        return None
    about = money_subjects(view, clause)
    if view.asked_before or about:
        goal = Goal.SAME if not about else Goal.AMOUNT
        return (Ask(goal=goal, about=about, cur=code, per=per(view, clause)),)
    return (Ask(goal=Goal.SPLIT, cur=code),) if view.known or view.has("money") else None


#: What fills the slots of each goal.
FILLERS: Mapping[str, Filler] = {
    "split": _split, "amount": _amount, "others": _others, "unspent": _unspent, "rest": _rest_of_limit, "left": _left, "perpart": _perpart,
    "pace": _pace, "sum": _sum, "diff": _diff, "share": _share, "ai_share": _ai_share, "ratio": _ratio, "range": _range, "verdict": _verdict,
    "compare": _compare, "which": _which, "phasing": _phasing, "same": _same, "converted": _converted, **KPI_ASKS, **TOPIC_ASKS,
}  # fmt: skip
