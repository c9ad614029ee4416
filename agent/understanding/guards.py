"""What must not look answered: a question whose names, ordinals, periods or figures its answer would leave out is put back.

Each guard takes questions off a list and names the words that they would have passed over. A right figure for another question is the worst reply there is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from agent.dialogue.asking import MONEY
from agent.dialogue.moves import As, Ask, Correct, Goal, Move, Return, Suppose, Tell, Unread
from agent.understanding.overlooked import beyond, figures_of, once_more, otherwise, reached, rhythms, things
from agent.understanding.placing import BY_PART, asks_in, places_of, put_back
from agent.understanding.purposes import of_purpose
from agent.understanding.search import Lists
from agent.understanding.slots import ordered_layers
from agent.understanding.standings import behind
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View

#: Goals that are answered in words: no answer to "how much".
IN_WORDS = frozenset({Goal.EXPLAIN, Goal.ADVISE, Goal.LIST, Goal.SCOPE})
#: Words of reckoning: a clause with one of them wants a figure.
_RECKONING = (
    "left", "unspent", "over", "sum", "total", "diff", "rest", "ratio", "per", "cur", "rate", "pace", "evenly", "setto", "half", "pair", "inverse", "money", "pct", "frac",
    "mult", "num",
)  # fmt: skip
#: Words of the field or of the talk: a message with one of them is not outside the subject.
_OF_THE_FIELD = frozenset(
    (*_RECKONING, *KPIS, "layer", "layers", "budget", "marketing", "aibudget", "phase", "that", "back", "ord", "each", "share", "max", "min", "range", "verdict", "add", "sub",
     "up", "down", "spent", "spends", "gate", "short", "target", "progress", "threshold", "day", "time", "whatif", "compare", "name", "now", "before", "wrong", "form", "summary")
)  # fmt: skip


def guarded(view: View, made: Lists, found: list[Move]) -> list[Unread]:
    """Take off ``found`` the questions that a guard refuses, and say which words they would have left out."""
    places = places_of(made)
    unread: list[Unread] = []
    _stated(view, found, places)
    _own_or_source(view, found)
    _spent(view, found)
    unread.extend(_unnamed(view, made, found))
    reached(view, found, places)
    once_more(found)
    for guard in (
        _share_of_spending,
        _passages,
        _phases,
        _names,
        _ordinals,
        _periods,
        _several,
        beyond,
        rhythms,
        things,
        figures_of,
        otherwise,
    ):
        unread.extend(guard(view, found, places))
    return unread


# -- what only states ----------------------------------------------------------------------------------------------------------------------


_STATED = frozenset({As.SPENT, As.FLOOR, As.CAP, As.WEIGHT})


def _share_of_spending(view: View, found: list[Move], places: Mapping[Move, int]) -> Iterator[Unread]:
    """“What percent of tactical is spent?” is not answered with the source's share."""
    for ask, clause in asks_in(view, found, places):
        if ask.goal is Goal.SHARE and clause.of("spent") and not clause.of("ai", "aibudget"):
            found.remove(ask)
            yield put_back(view, clause)


def _stated(view: View, found: list[Move], places: Mapping[Move, int]) -> None:
    """A clause that tells what was spent on a layer, and has no word of asking, asks nothing: "tactical £96k"."""
    told = {m.fig for m in found if isinstance(m, Tell) and m.as_ in _STATED}
    for ask, clause in asks_in(view, found, places):
        figs = {t.value for t in clause.tokens if t.is_figure}
        if (
            ask.goal is Goal.AMOUNT
            and figs & told
            and not clause.asked
            and not clause.of("howmuch", "give", "is", "which", "ne", "rest")
        ):
            found.remove(ask)


def _own_or_source(view: View, found: list[Move]) -> None:
    """Weights that are told are split by; the source's share answers no message that tells its own."""
    own = sum(isinstance(m, Tell) and m.as_ is As.WEIGHT for m in found) > 1
    asks = [m for m in found if isinstance(m, Ask)]
    if own and asks and all(a.goal in (Goal.SHARE, Goal.RANGE) and a.about in ((), ("ai",)) for a in asks):
        for ask in asks:
            found.remove(ask)


_SPENDING = frozenset(
    {
        Goal.LEFT,
        Goal.PACE,
        Goal.PERPART,
        Goal.REST,
        Goal.SUM,
        Goal.DIFF,
        Goal.RATIO,
        Goal.PHASING,
        Goal.COMPARE,
        Goal.ACTUAL,
    }
)


def _spent(view: View, found: list[Move]) -> None:
    """Money that is told as spent of a layer is held against its plan, whatever else is asked."""
    asks = [m for m in found if isinstance(m, Ask)]
    told = tuple(
        dict.fromkeys(
            m.of for m in found if isinstance(m, Tell) and m.as_ is As.SPENT and m.of.startswith("layer.") and not m.in_
        )
    )
    budget = view.known or any(isinstance(m, Tell) and m.as_ is As.BUDGET for m in found)
    if asks and told and budget and not any(a.goal in _SPENDING for a in asks):
        found.append(Ask(goal=Goal.LEFT, about=told))


def _unnamed(view: View, made: Lists, found: list[Move]) -> Iterator[Unread]:
    """Two budgets without a name: a question would be answered for one of them, and nobody said for which.

    An amount that no word calls a budget is none beside one that is called so.
    """
    guessed = {
        m.fig for c in made.chosen if c.name.startswith(("default.", "expect.")) for m in c.moves if isinstance(m, Tell)
    }
    budgets = [
        m
        for m in found
        if isinstance(m, Tell)
        and m.as_ is As.BUDGET
        and (not m.in_ or (m.fig in guessed and m.in_.endswith(("_year", "_q"))))
    ]
    for move in [
        m for m in budgets if m.fig in guessed and any(o.of == m.of and o.fig not in guessed for o in budgets)
    ]:
        token = view.stream.spots[view.place_of[move.fig]]
        found.remove(move)
        yield Unread(
            text=view.figure(move.fig).text,
            why="figure",
            start=token.start,
            end=token.end,
            fig=move.fig,
            choices=("budget", "spent"),
        )
    budgets = [m for m in found if isinstance(m, Tell) and m.as_ is As.BUDGET and not m.in_]
    doubled = [m for n, m in enumerate(budgets) if any(o.of == m.of for o in budgets[:n])]
    for move in doubled:
        token = view.stream.spots[view.place_of[move.fig]]
        for ask in [m for m in found if isinstance(m, Ask) and m.goal in MONEY]:
            found.remove(ask)
        found.remove(move)
        yield Unread(text=view.figure(move.fig).text, why="operator", start=token.start, end=token.end, fig=move.fig)


# -- passages ------------------------------------------------------------------------------------------------------------------------------


_PURPOSE = re.compile(
    r"\b(?:for|about|do|mean|means|cover|include|aim|goal|purpose|explain|describe)\b|目标|定位|意思|解释|是什么|干嘛|做什么|啥|什么",
    re.IGNORECASE,
)


_A_PHASE = re.compile(
    r"第(?:[四五六七八九十]|[4-9]|\d\d)个?(?:阶段|期)"
    r"|\b(?:phase|stage)[\s#-]?(?:[4-9]|\d\d|four|five|six|seven|eight|nine|ten)\b"
    r"|\b(?:fourth|fifth|sixth|seventh|[4-7]th)[\s-](?:phase|stage)\b"
)


def _phases(view: View, found: list[Move], places: Mapping[Move, int]) -> Iterator[Unread]:
    """A phase by a number that the framework does not have: what is said of the others is no answer."""
    for ask, clause in asks_in(view, found, places):
        words = view.stream.plain[clause.tokens[0].start : clause.tokens[-1].end]
        if ask.goal not in MONEY and not clause.of("phase") and _A_PHASE.search(words):
            found.remove(ask)
            yield put_back(view, clause)


def _passages(view: View, found: list[Move], places: Mapping[Move, int]) -> Iterator[Unread]:
    """Passages answer no question for a figure, and no follow-up of one."""
    talking = bool(view.state.scenarios or view.state.kpis or view.place_of)
    for ask, clause in asks_in(view, found, places):
        if ask.goal not in IN_WORDS or not talking or of_purpose(view, clause):
            continue
        bare = not ask.about or all(a.startswith("layer.") or a == "topic.layers" for a in ask.about)
        field = any(t.kind in _OF_THE_FIELD for t in clause.tokens)
        wants = any(t.kind in _RECKONING for t in clause.tokens)
        priced = (
            any(t.kind == "money" for t in view.stream.spots)
            and not clause.of("phase")
            and not _PURPOSE.search(view.said(clause))
        )
        empty = not ask.about and not any(t.kind in ("word", "char", "name") for t in clause.tokens)
        unfit = (
            (ask.goal is Goal.EXPLAIN and empty)
            or (
                ask.goal is Goal.EXPLAIN
                and bare
                and (
                    wants
                    or (priced and bool(clause.of("layer")) and len(view.clauses) > 1)
                    or (not ask.about and (field or view.place_of))
                )
            )
            or (ask.goal is Goal.ADVISE and (wants or clause.of("howmuch")))
        )
        if unfit or (ask.goal is Goal.SCOPE and view.place_of):
            found.remove(ask)
            yield put_back(view, clause)


def of_the_field(view: View) -> bool:
    """Whether a message that no rule read speaks of the field or of the talk: then it is not outside the subject."""
    if view.stream.mentions and not view.has(*_RECKONING):
        return False
    known = bool(view.state.scenarios or view.state.kpis)
    return bool(view.place_of) or (
        known and any(t.kind in _OF_THE_FIELD or t.kind == "give" for t in view.stream.spots)
    )


# -- names, ordinals, periods ----------------------------------------------------------------------------------------------------------------


def _scenarios(moves: list[Move]) -> set[str]:
    """The scenarios that a list of moves names."""
    named: set[str] = set()
    for move in moves:
        if isinstance(move, Ask):
            named.update(move.over, (a.partition("@")[2] for a in (*move.args, *move.about) if "@" in a))
        elif isinstance(move, Tell):
            named.add(move.in_)
        elif isinstance(move, Suppose):
            named.update((move.in_, move.from_))
        elif isinstance(move, Return):
            named.add(move.to)
    return named - {""}


def _names(view: View, found: list[Move], places: Mapping[Move, int]) -> Iterator[Unread]:
    """A scenario or year that is named and that no move takes."""
    several = len(view.state.scenarios) > 1 or len(set(view.names.values())) > 1
    taken = _scenarios(found)
    if any(isinstance(m, Correct) and m.echo for m in found):
        taken = taken | set(view.names.values())  # "480万 is last year's": the years tell which amount is meant
    budgets = {m.in_ for m in found if isinstance(m, Tell) and m.as_ is As.BUDGET and m.in_}
    strangers = {n for n in budgets if len(n) == 1} - set(view.names.values())
    if len(budgets) > 1 and strangers and set(view.names.values()) - budgets:
        # A letter was given to an amount while a name stands without one: whose is whose?
        for ask in [m for m in found if isinstance(m, Ask) and m.goal in MONEY]:
            found.remove(ask)
        yield Unread(text=view.stream.text.strip()[:80], why="question", end=min(len(view.stream.text), 80))
        return
    for ask, clause in asks_in(view, found, places):
        named = {view.names[n] for n in range(clause.start, clause.end) if n in view.names}
        missing = {n for n in named if n not in taken and (n in view.state.scenarios or n in view.names.values())}
        years = [t for t in clause.of("day") if _is_year(view, t)]
        strange = (
            [t for t in years if view.stream.days[t.value].key not in taken]
            if view.known and not clause.of("money")
            else []
        )
        if ask.goal in MONEY | {Goal.SAME} and (
            (several and missing and "all" not in taken) or (strange and not _told_year(view, strange))
        ):
            found.remove(ask)
            yield put_back(view, clause, "operator")


def _is_year(view: View, token: Token) -> bool:
    key = view.stream.days[token.value].key
    return len(key) == 4 and key.isdigit()


def _told_year(view: View, tokens: list[Token]) -> bool:
    """Whether all years named are the one that the budget at hand was told for."""
    current = view.state.current
    keys = {view.stream.days[t.value].key for t in tokens}
    return current is not None and keys <= {current.when, current.label}


_ORDERED = (*KPIS, "phase", "kpis", "layers", "projects", "next", "first")


def _ordinals(view: View, found: list[Move], places: Mapping[Move, int]) -> Iterator[Unread]:
    """“The second one” of several, which no move takes."""
    back = any(isinstance(m, Return) for m in found)
    for ask, clause in asks_in(view, found, places):
        if not clause.of("ord") or clause.of(*_ORDERED) or back or ask.goal not in MONEY | {Goal.SAME}:
            continue
        if (
            not ask.over
            and not ask.phase
            and len(ask.args) < 2
            and not (set(ask.about) & set(view.layers))
            and not any(a.startswith(("ITEM", "LAST")) or "@" in a for a in (*ask.about, *ask.args))
            and not set(ordered_layers(view, clause)) & {*ask.about, *ask.args}
        ):
            found.remove(ask)
            yield put_back(view, clause, "operator")


def _periods(view: View, found: list[Move], places: Mapping[Move, int]) -> Iterator[Unread]:
    """A quarter, a half or a month of the year that a question is about, and that its answer would not be for."""
    for ask, clause in asks_in(view, found, places):
        if _has_its_part(ask):
            continue
        parts = [
            t
            for t in clause.of("day")
            if view.stream.days[t.value].key[:1] in "QHM" or "-" in view.stream.days[t.value].key
        ]
        taken = {t.value for t in parts} <= set(ask.when.split())
        if not parts or taken or any(t.is_figure for t in clause.tokens) or _dated(found, parts):
            continue
        if ask.goal in (Goal.LEFT, Goal.AMOUNT) and behind(view, (clause,)):
            continue
        found.remove(ask)
        yield put_back(view, clause, "operator")


def _has_its_part(ask: Ask) -> bool:
    """Whether a question is not of money, or says which part of the year it is of."""
    by_part = ask.goal in BY_PART or ask.per or ask.by or ask.done or ask.weights
    return ask.goal not in MONEY | {Goal.SAME} or bool(by_part)


def _dated(found: list[Move], parts: list[Token]) -> bool:
    when = {m.when for m in found if isinstance(m, Tell)}
    return all(t.value in when for t in parts)


def _several(view: View, found: list[Move], places: Mapping[Move, int]) -> Iterator[Unread]:
    """“Both”, “the two brands”, where several budgets are told and the question would be answered for one."""
    told = [n for n, s in view.state.scenarios.items() if s.budget and s.label and s.status != "supposed"]
    here = {m.in_ for m in found if isinstance(m, Tell) and m.as_ is As.BUDGET and m.in_}
    if len({*told, *here}) < 2 or len(view.state.focus) > 1 or len(here) > 1:
        return
    for ask, clause in asks_in(view, found, places):
        together = clause.of("pair", "each") and not clause.of("layers")
        single = not ask.over and not any("@" in a for a in ask.args) and len(ask.about) < 2
        if together and single and ask.goal in MONEY | {Goal.SAME}:
            found.remove(ask)
            yield put_back(view, clause, "operator")
