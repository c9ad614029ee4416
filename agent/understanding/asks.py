"""Questions of a clause: the goal comes from a rule, what it is about from the clause, else from the clause before, else the state decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from agent.dialogue.moves import Ask, Goal, Move
from agent.dialogue.names import AI, LAYERS, MARKETING, MAX, MIN, figures_in
from agent.understanding.candidates import Candidate
from agent.understanding.clauses import ASKING, Clause
from agent.understanding.corrections import CORRECTIONS
from agent.understanding.elapsed import WORDS, elapsed, quarters_done
from agent.understanding.kpi_asks import KPI_ASKS
from agent.understanding.money_roles import paying
from agent.understanding.rules import Rule, holds, rules
from agent.understanding.topics import TOPIC_ASKS
from agent.understanding.view import View
from tools.quantities import Comparator

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
                    rule.name, moves, rule.score, takes=_taken(view, clause), keys=frozenset({f"{_BESIDE.get(rule.goal, 'ask')}{number}"}),
                    place=float(clause.tokens[-1].end), figs=_operands(view, moves),
                )  # fmt: skip


def _operands(view: View, moves: tuple[Move, ...]) -> frozenset[str]:
    """Figures of this message that a question itself uses."""
    found = set()
    for move in moves:
        if isinstance(move, Ask):
            found |= (
                {
                    a
                    for slot in (*move.args, *move.about, *move.weights, move.want, move.above, move.at, move.parts)
                    for a in figures_in(slot)
                    if a in view.stream.figures
                }
                if move.goal not in _TOLD_OPERANDS
                else set()
            )
    return frozenset(found)


#: What stands beside a question of the same clause.
_BESIDE = {"chat": "chat", "form": "form"}
#: Goals whose operands are told by another move too.
_TOLD_OPERANDS = frozenset({Goal.REST, Goal.RATIO, Goal.SHARE, Goal.DIFF})


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
        elif token.kind in ("max", "min") and not (clause.of("layer") and clause.of("money")):
            found.append(MAX if token.kind == "max" else MIN)
        elif token.kind == "thatlayer":
            found.append(_last_layer(view))
        elif token.kind in ("sum", "total") and clause.of("layers"):
            found.append(LAYERS)
    return tuple(dict.fromkeys(f for f in found if f))


def _last_layer(view: View) -> str:
    """The layer asked about last, or the one that pays for the project asked about."""
    earlier = [c for c in view.clauses if c.of("layer", "project")]
    named = [v for c in earlier for v in (*c.values("layer"), *(paying(view, p) for p in c.values("project"))) if v]
    asked = [paying(view, a) or a for ask in view.state.last_asks() for a in ask.about]
    return next((a for a in reversed([*asked, *named]) if a.startswith("layer.")), "")


def over(view: View, clause: Clause) -> tuple[str, ...]:
    """The scenarios that a clause names."""
    found = [name for n, name in view.names.items() if clause.start <= n < clause.end]
    if len(set(found)) == 1 and clause.of("each", "pair") and len(set(view.names.values())) > 1:
        return ()
    if not found and clause.of("ord") and len(view.state.scenarios) > 1 and not clause.of("phase", "kpis"):
        which = clause.values("ord")[0]
        told = [n for n, s in view.state.scenarios.items() if s.budget]
        place = len(told) if which == "LAST" else int(which)
        found = told[place - 1 : place]
    return tuple(dict.fromkeys(found))


def pers(view: View, clause: Clause) -> tuple[str, ...]:
    """The periods or heads that a result is wanted for: those that no amount beside them is told for."""
    found = [
        token.value
        for n, token in enumerate(view.stream.spots[clause.start : clause.end], clause.start)
        if token.kind == "per" and token.value != "year" and (token.value == "head" or not _told_for(view, clause, n))
    ]
    return tuple(dict.fromkeys(found))


def per(view: View, clause: Clause) -> str:
    return next(iter(pers(view, clause)), "")


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
    told = clause.of("money")
    if about == (AI,) and told and not clause.of("howmuch"):
        return None
    if clause.of("spent", "spends") and not clause.of("howmuch"):
        return None
    if clause.of("pct", "frac") and clause.of("layer") and not clause.of("howmuch", "max", "min"):
        return None
    if clause.of("own", "claim") or (clause.of("keep") and not clause.of("howmuch", "give")):
        return None
    if not clause.of("layer", "layers", "max", "min", "aibudget", "thatlayer") and not (
        view.known or view.has("money")
    ):
        return None
    if any(a in (MAX, MIN) for a in about) and not (view.known or view.has("money")):
        return None
    wanted = pers(view, clause) or ("",)
    cur = currency(view, clause)
    return tuple(Ask(goal=Goal.AMOUNT, about=about, over=_all_or(view, clause), per=each, cur=cur) for each in wanted)


def _all_or(view: View, clause: Clause) -> tuple[str, ...]:
    named = over(view, clause)
    here = {name for name in view.names.values()}
    return named if len(named) > 1 or (named and (len(here) > 1 or len(view.state.scenarios) > 1)) else ()


def _others(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """Everything but the layers named: those of the clause, or, for "the other two", those named or asked about before."""
    named = clause.values("layer") or _named_before(view, clause)
    about = tuple(layer for layer in view.layers if layer not in named)
    if not named or not about:
        return None
    if any(c.of("money") and c.of("layer") and _limited(view, c) for c in view.clauses):
        return None
    if clause.of("sum", "total") and len(about) > 1:
        return (Ask(goal=Goal.SUM, args=about, **placed(view, clause)),)
    asks: tuple[Move, ...] = (Ask(goal=Goal.AMOUNT, about=about, **placed(view, clause)),)
    return (*asks, Ask(goal=Goal.SUM, args=about, **placed(view, clause))) if len(about) > 1 else asks


_OTHER_LAYERS = ("两层", "两个", "二层", "other two", "others")


def _named_before(view: View, clause: Clause) -> tuple[str, ...]:
    words = [view.stream.plain[t.start : t.end] for t in clause.of("rest")]
    if not any(word.endswith(_OTHER_LAYERS) for word in words):
        return ()
    earlier = tuple(dict.fromkeys(v for c in view.clauses if c.start < clause.start for v in c.values("layer")))
    asked = next(
        (a.about for a in reversed(view.state.last_asks()) if a.about and all(x in view.layers for x in a.about)), ()
    )
    return earlier or asked


def _limited(view: View, clause: Clause) -> bool:
    """Whether a clause sets a least or a most for a layer."""
    bounds = (Comparator.AT_LEAST, Comparator.MORE_THAN, Comparator.AT_MOST, Comparator.LESS_THAN)
    return bool(clause.of("keep")) or any(view.figure(t.value).comparator in bounds for t in clause.of("money"))


def _unspent(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """What is left of the marketing budget beside the layers, where nothing was spent."""
    if _spent_subjects(view) or not (view.known or view.has("budget")):
        return None
    if clause.of("layer", "unspent") or view.has("spent") or view.state.context or _named_before(view, clause):
        return None
    after_split = any(a.goal in (Goal.SPLIT, Goal.AMOUNT, Goal.RANGE) for a in view.state.last_asks())
    if not (clause.of("rest", "layers", "marketing", "budget") or after_split or view.has("layers")):
        return None
    whole = next((t.value for t in clause.of("money")), "") or MARKETING
    return (Ask(goal=Goal.REST, about=(whole,), args=(LAYERS,)),)


def _rest_of_limit(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """What a floor or cap told here leaves for the others."""
    limits = [t.value for c in view.clauses for t in c.of("money") if c.of("layer") and _limited(view, c)]
    if not limits:
        return None
    return (Ask(goal=Goal.REST, about=(LAYERS,), args=tuple(limits[:1])),)


def _spent_subjects(view: View) -> tuple[str, ...]:
    state = view.state.current
    return tuple(dict.fromkeys(s.subject for s in state.spends)) if state is not None else ()


def _left(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    here = any(t.is_figure for c in view.clauses if c.of("spent", "spends") for t in c.tokens)
    if not here and not _spent_subjects(view) and not clause.of("money") and view.known and not clause.of("unspent"):
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


def _perpart(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    by = per(view, clause) or "quarter"
    if by == "head":
        return None
    done = quarters_done(view)
    if by != "quarter" or not done or done > 3:
        return None
    about = clause.values("layer") or tuple(
        dict.fromkeys(v for c in view.clauses if c.of("spent") for v in c.values("layer"))
    )
    return (Ask(goal=Goal.PERPART, about=about, by=by, parts=WORDS[4 - done]),)


def _pace(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    done, of = elapsed(view)
    about = clause.values("layer") or tuple(
        dict.fromkeys(v for c in view.clauses if c.of("spent") for v in c.values("layer"))
    )
    return (Ask(goal=Goal.PACE, about=about, done=done, of=of),)


def _operand_pairs(view: View, clause: Clause) -> tuple[str, ...]:
    """What is added or compared: layers, amounts, a subject in two scenarios, what was shown last."""
    layers = clause.values("layer")
    if len(layers) > 1:
        return layers
    figs = tuple(t.value for t in clause.of("money", "num"))
    names = over(view, clause)
    told = tuple(dict.fromkeys(n for n in view.names.values()))
    of_each = (layers or clause.of("layers", "total")) and len(told) > 1
    if len(figs) > 1 and not of_each:
        return figs
    if not told and not view.known and view.lettered:
        told = view.lettered
    if len(names) < 2:
        names = told if len(told) > 1 else names
    subject = layers[0] if layers else LAYERS if clause.of("layers", "total") else ""
    asks = view.state.last_asks()
    before = [c.values("layer") for c in view.clauses if c.start < clause.start and c.of("layer")]
    if not subject:
        last = next((a for a in reversed(asks) if a.about), None)
        subject = (
            before[-1][0]
            if before
            else last.about[0]
            if last
            else LAYERS
            if any(a.goal is Goal.SPLIT for a in asks)
            else ""
        )
    if not subject or subject.startswith("kpi"):
        return ()
    if len(names) < 2:
        names = (
            tuple(view.state.focus)
            if len(view.state.focus) > 1
            else tuple(n for n, s in view.state.scenarios.items() if s.budget)[-2:]
        )
    return tuple(f"{subject}@{name}" for name in names) if len(names) > 1 else ()


def _sum(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    paid = tuple(t.value for c in view.clauses for t in c.of("money") if c.of("spent", "spends"))
    if clause.of("spent", "spends") and clause.of("howmuch") and len(paid) > 1:
        return (Ask(goal=Goal.SUM, args=paid),)
    if clause.of("spent") and clause.of("money") and not clause.of("howmuch"):
        return None
    args = _operand_pairs(view, clause)
    if len(clause.of("money")) == 1 and not clause.of("layer", "layers", "total") and len(clause.tokens) < 4:
        return None
    if clause.of("each") and clause.of("layers"):
        return (Ask(goal=Goal.AMOUNT, about=(LAYERS,), over=over(view, clause), **placed(view, clause)),)
    if args:
        return (Ask(goal=Goal.SUM, args=args, **placed(view, clause)),)
    last = next((a for a in reversed(view.state.last_asks()) if len(a.about) > 1), None)
    if last is not None:
        return (Ask(goal=Goal.SUM, args=last.about),)
    if (
        (view.known or view.has("money"))
        and not clause.of("layer")
        and not any(c.of("layer") for c in view.sentence(clause))
    ):
        return (Ask(goal=Goal.AMOUNT, about=(LAYERS,), **placed(view, clause)),)
    return None


def _per_head(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """ "How much per head" of all the AI money, where no layer is named."""
    if per(view, clause) != "head" or (view.asked_before and view.known and not clause.of("money")):
        return None
    return (Ask(goal=Goal.AMOUNT, about=(LAYERS,), per="head", cur=currency(view, clause)),)


def _rest_of_figures(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """ "What is left of 1m after 180k": a whole and what is taken of it."""
    figs = tuple(t.value for t in clause.of("money"))
    return (Ask(goal=Goal.REST, about=figs[:1], args=figs[1:]),)


def _diff(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    shares = clause.of("pct")
    if len(shares) == 1 and not clause.of("layer"):
        bound = MIN if any(c.of("min") for c in view.clauses) else MAX
        return (Ask(goal=Goal.DIFF, args=(f"{AI}@{shares[0].value}", bound)),)
    args = _against_spent(view, clause) or _operand_pairs(view, clause)
    if len(args) < 2:
        return None
    names = [a.partition("@")[2] for a in args]
    if names[0] in ("last_year", "last_q", "before"):
        args = args[::-1]
    return (Ask(goal=Goal.DIFF, args=args[:2], **placed(view, clause)),)


def _against_spent(view: View, clause: Clause) -> tuple[str, ...]:
    """A layer against what was spent on it in a past time."""
    layers = clause.values("layer")
    for other in view.clauses:
        past = other.of("spent") and any(t.value in ("last_year", "last_q") for t in other.of("time"))
        if past and layers and other.values("layer") == layers[:1] and other.of("money"):
            return (layers[0], other.of("money")[0].value)
    return ()


def _share(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    layers = clause.values("layer") or tuple(paying(view, p) for p in clause.values("project"))
    if not layers and clause.of("that", "thatlayer") and (last := _last_layer(view)) and not view.known:
        layers = (last,)
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
    products = [
        (a.value, b.value)
        for c in view.clauses
        for a, b in zip(c.of("num", "count", "people"), c.of("money"), strict=False)
    ]
    amounts = [t.value for c in view.clauses for t in c.of("money")]
    part = f"{products[0][0]}*{products[0][1]}" if products else amounts[0] if len(amounts) == 1 else ""
    if not part or not view.known:
        return None
    whole = clause.values("layer") or ((MARKETING,) if clause.of("marketing") else (AI,))
    return (Ask(goal=Goal.RATIO, args=(part, whole[0])),)


def _range(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    bound = MAX if clause.of("max") else MIN if clause.of("min") else AI
    if bound == AI and clause.of("pct", "not", "money"):
        return None
    if bound == AI and not clause.of("range", "ai", "aibudget", "marketing", "budget", "spends"):
        return None
    if clause.of("layer", "project", "klevel", "kchange", "kmult", "team", "people"):
        return None
    words = " ".join(view.stream.plain[t.start : t.end] for t in clause.of("max", "min"))
    if (
        bound != AI
        and (clause.of("money") or (not clause.of("share") and "share" not in words))
        and (view.known or any(c.of("money") for c in view.clauses))
    ):
        return (Ask(goal=Goal.AMOUNT, about=(bound,), over=_all_or(view, clause), **placed(view, clause)),)
    return (Ask(goal=Goal.RANGE, about=(bound,)),)


def _verdict(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    figs = tuple(t.value for t in clause.of("pct", "frac"))
    if figs:
        several = tuple(t.value for c in view.sentence(clause) for t in c.of("pct"))
        return (Ask(goal=Goal.VERDICT, about=several),) if len(several) > 1 and not clause.of("layer") else None
    current = view.state.current
    told = any(c.of("pct") or (c.of("money") and c.of("ai", "aibudget")) for c in view.clauses) or (
        current is not None and (current.share or AI in current.money)
    )
    return (Ask(goal=Goal.VERDICT),) if told else None


def _compare(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    names = over(view, clause)
    if len(names) < 2 and not view.has("money") and len(view.state.scenarios) < 2:
        return None
    return (Ask(goal=Goal.COMPARE, over=names if len(names) > 1 else (), about=clause.values("layer")),)


def _which(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    limit = next((t.value for t in clause.of("money", "num")), "")
    if not limit:
        return None
    return (Ask(goal=Goal.WHICH, about=clause.values("layer") or ("layers.each",), over=(), above=limit),)


def _which_limit(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """ "Which layers get more than 80k?": a limit that says which side is meant."""
    limits = [
        t
        for t in clause.of("money", "num")
        if view.figure(t.value).comparator in (Comparator.MORE_THAN, Comparator.AT_LEAST)
    ]
    return (
        _which(view, rule, clause)
        if len(limits) == 1 and (view.known or any(c.of("budget", "marketing") and c.of("money") for c in view.clauses))
        else None
    )


def _inverse_before(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """The amount wanted stands in the clause before: "I need $150k for capability. How big must the budget be?"."""
    before = next((c for c in reversed(view.clauses) if c.start < clause.start and c.of("money")), None)
    if (
        before is None
        or len(before.of("money")) != 1
        or not before.of("layer", "layers", "ai", "aibudget")
        or before.of("budget", "marketing", "spent")
    ):
        return None
    share = next((t.value for c in (before, clause) for t in c.of("pct")), "")
    return (Ask(goal=Goal.INVERSE, about=before.values("layer") or (AI,), want=before.of("money")[0].value, at=share),)


def _recall_budget(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """ "What is the marketing budget?", where one was told."""
    if not view.known or view.stream.figures or view.state.current is None:
        return None
    return (Ask(goal=Goal.RECALL, about=(AI if clause.of("aibudget") else MARKETING,)),)


#: Last words of a question about what something is for.
_PURPOSE = (" for", " about", " do", " mean", " cover", " include", " like", " good for", " involve")


def _purpose(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """ "What is the strategic layer for?": told by the last word, as nothing else tells it from a question of money."""
    text = view.text(clause)
    about = tuple(clause.values("layer", "project", "quadrant", "phase", "klevel", "kchange", "kmult"))
    if not text.rstrip(" ?.!").casefold().endswith(_PURPOSE) or clause.of("per", "sum", "split", "cur"):
        return None
    return (Ask(goal=Goal.EXPLAIN, about=about, topic=text),)


def _phasing(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """Weights of the parts of a year: a row of them beside the period, or one behind each quarter."""
    figs = [t.value for t in clause.of("num", "pct")]
    by = per(view, clause) or next((t.value for t in clause.of("per") if t.value in _PARTS), "")
    days = [view.stream.days[t.value].key for t in clause.of("day")]
    if days and len(days) == len(figs) and not by:
        by = (
            {"Q": "quarter", "H": "half-year", "M": "month"}.get(days[0][0], "")
            if len({d[0] for d in days}) == 1
            else ""
        )
        figs = (
            [fig for _, fig in sorted(zip(days, figs, strict=True))]
            if days == sorted(set(days)) and len(days) in (2, 4, 12)
            else []
        )
    if len(figs) < 2 or by not in ("quarter", "month", "half-year"):
        return None
    return (Ask(goal=Goal.PHASING, about=clause.values("layer"), by=by, weights=tuple(figs)),)


# -- follow-ups ---------------------------------------------------------------------------------------------------------------------------


def _same(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """The question before with another subject, period, currency or scenario."""
    about = money_subjects(view, clause) or clause.values("klevel", "kchange", "kmult", "phase", "quadrant")
    slots = placed(view, clause)
    if any(t.is_figure for t in clause.tokens) or clause.of("own") or not (view.asked_before or clause.start > 0):
        return None
    if clause.of("ne") and len(clause.tokens) == 1 and any(c.of("whatif", "add", "setto") for c in view.clauses):
        return (Ask(goal=Goal.SAME),)
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
    "split": _split, "amount": _amount, "others": _others, "unspent": _unspent, "rest": _rest_of_limit, "per_head": _per_head, "rest_figures": _rest_of_figures, "left": _left, "perpart": _perpart,
    "pace": _pace, "sum": _sum, "diff": _diff, "share": _share, "ai_share": _ai_share, "ratio": _ratio, "range": _range, "verdict": _verdict,
    "compare": _compare, "which": _which, "phasing": _phasing, "same": _same, "converted": _converted, **KPI_ASKS, **TOPIC_ASKS, **CORRECTIONS,
    "which_limit": _which_limit, "inverse_before": _inverse_before, "recall_budget": _recall_budget, "purpose": _purpose,
}  # fmt: skip
