"""What must not look answered: a question whose names, ordinals, periods or figures its answer would leave out is put back.

Each guard takes questions off a list and names the words that they would have passed over. A right figure for another question is the worst reply there is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from agent.dialogue.asking import MONEY
from agent.dialogue.moves import As, Ask, Correct, Goal, Move, Op, Return, Suppose, Tell, Unread
from agent.understanding.clauses import Clause
from agent.understanding.search import Lists
from agent.understanding.slots import ordered_layers
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
    places = _places(made)
    unread: list[Unread] = []
    _stated(view, found, places)
    _own_or_source(view, found)
    _spent(view, found)
    unread.extend(_unnamed(view, made, found))
    _reached(view, found, places)
    _once_more(found)
    for guard in (_passages, _names, _ordinals, _periods, _several, _beyond, _rhythms, _figures_of, _otherwise):
        unread.extend(guard(view, found, places))
    return unread


def _places(made: Lists) -> Mapping[Move, int]:
    """The clause that each question comes from."""
    found: dict[Move, int] = {}
    for candidate in made.chosen:
        clauses = [int(key[3:]) for key in candidate.keys if key.startswith("ask")]
        for move in candidate.moves:
            if isinstance(move, Ask) and clauses:
                found.setdefault(move, max(clauses))
    return found


def _asks(view: View, found: list[Move], places: Mapping[Move, int]) -> list[tuple[Ask, Clause]]:
    """The questions with their clauses."""
    return [
        (m, view.clauses[places[m]]) for m in found if isinstance(m, Ask) and places.get(m, 999) < len(view.clauses)
    ]


def put_back(view: View, clause: Clause, why: str = "question") -> Unread:
    """A clause that is not answered."""
    return Unread(text=view.text(clause), why=why, start=clause.tokens[0].start, end=clause.tokens[-1].end)


# -- what only states ----------------------------------------------------------------------------------------------------------------------


_STATED = frozenset({As.SPENT, As.FLOOR, As.CAP, As.WEIGHT})


def _stated(view: View, found: list[Move], places: Mapping[Move, int]) -> None:
    """A clause that tells what was spent on a layer, and has no word of asking, asks nothing: "tactical £96k"."""
    told = {m.fig for m in found if isinstance(m, Tell) and m.as_ in _STATED}
    for ask, clause in _asks(view, found, places):
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
    {Goal.LEFT, Goal.PACE, Goal.PERPART, Goal.REST, Goal.SUM, Goal.DIFF, Goal.RATIO, Goal.PHASING, Goal.COMPARE}
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


def _passages(view: View, found: list[Move], places: Mapping[Move, int]) -> Iterator[Unread]:
    """Passages answer no question for a figure, and no follow-up of one."""
    talking = bool(view.state.scenarios or view.state.kpis or view.place_of)
    for ask, clause in _asks(view, found, places):
        if ask.goal not in IN_WORDS or not talking:
            continue
        bare = not ask.about or all(a.startswith("layer.") or a == "topic.layers" for a in ask.about)
        field = any(t.kind in _OF_THE_FIELD for t in clause.tokens)
        wants = any(t.kind in _RECKONING for t in clause.tokens)
        priced = (
            any(t.kind == "money" for t in view.stream.spots)
            and not clause.of("phase")
            and not _PURPOSE.search(view.text(clause))
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
    if view.stream.mentions:
        return False
    known = bool(view.state.scenarios or view.state.kpis)
    return bool(view.place_of) or (
        known and any(t.kind in _OF_THE_FIELD or t.kind == "give" for t in view.stream.spots)
    )


def _rhythms(view: View, found: list[Move], places: Mapping[Move, int]) -> Iterator[Unread]:
    """“And per month?” that no question of the message carries."""
    asks = [m for m in found if isinstance(m, Ask)]
    if any(a.goal in _BY_PART for a in asks) or any(isinstance(m, Correct) for m in found):
        return
    used = {v for a in asks for v in (a.per, a.by)} | {getattr(m, "per", "") for m in found}
    used |= {view.figure(fig).unit.per or "" for fig in view.place_of}
    for clause in view.clauses:
        if clause.of("money", *KPIS, "count", "spent", "process", "dur") or not asks:
            continue
        for token in clause.of("per"):
            if (
                token.value in ("month", "quarter", "half-year", "week")
                and token.value not in used
                and token.end - token.start > 1
            ):
                yield Unread(text=view.text(clause), why="operator", start=token.start, end=token.end)
                return


def _reached(view: View, found: list[Move], places: Mapping[Move, int]) -> None:
    """“Cost went from 120 to 100. Target met?”: where a KPI came to is judged, its target is not asked for."""
    after = {m.of for m in found if isinstance(m, Tell) and m.as_ in (As.AFTER, As.CHANGE, As.LEVEL)}
    for ask, clause in _asks(view, found, places):
        if ask.goal is Goal.TARGET and ask.about and set(ask.about) <= after and clause.of("gate"):
            found[found.index(ask)] = Ask(
                goal=Goal.GATE, about=ask.about, phase=ask.phase or view.phase_of(ask.about[0])
            )


def _figures_of(view: View, found: list[Move], places: Mapping[Move, int]) -> Iterator[Unread]:
    """Figures that are told and that their question would pass over: two values of one budget, a share beside a bound, a period of a wanted amount, heads."""
    told = [m for m in found if isinstance(m, Tell)]
    bases = {m.of for m in told if m.as_ is As.BUDGET and not m.in_ and not m.status}
    sets = [
        m for m in found if isinstance(m, Suppose) and m.op is Op.SET and not m.in_ and (m.of or "marketing") in bases
    ]
    twice = (
        sets
        and not any(isinstance(m, Ask) and (m.goal in (Goal.COMPARE, Goal.DIFF, Goal.SAME) or m.over) for m in found)
        and not view.has("ne")
    )
    if (
        twice
        and not view.known
        and view.place_of[sets[0].fig]
        < max(view.place_of[m.fig] for m in told if m.as_ is As.BUDGET and m.fig in view.place_of)
    ):
        # The supposed amount stands before the told one: it is a part of it, not another.
        found.remove(sets[0])
        found[:] = [m for m in found if not (isinstance(m, Ask) and m.goal in MONEY)]
        token = view.stream.spots[view.place_of[sets[0].fig]]
        yield Unread(
            text=view.figure(sets[0].fig).text, why="operator", start=token.start, end=token.end, fig=sets[0].fig
        )
    shares = any(m.as_ is As.SHARE and m.of == "ai" for m in told)
    counted = {m.of for m in told if m.as_ is As.WHOLE} - {m.of for m in told if m.as_ is As.PART}
    for ask, clause in _asks(view, found, places):
        bound = ask.goal is Goal.AMOUNT and set(ask.about) & {"share.max", "share.min"} and shares
        wanted = ask.goal is Goal.INVERSE and ask.want in view.place_of and not ask.per and _periodic(view, ask.want)
        heads = ask.goal is Goal.SHORT and set(ask.about) & counted and _HEADS.search(view.text(clause)) is not None
        if bound or wanted or heads:
            found.remove(ask)
            yield put_back(view, clause)


_HEADS = re.compile(r"\bhow many\b|多少人|几个人|几人|几位|幾多人", re.IGNORECASE)


def _periodic(view: View, fig: str) -> bool:
    """Whether an amount is told for a part of the year."""
    place = view.place_of[fig]
    beside = (*view.stream.spots[max(place - 1, 0) : place], *view.stream.spots[place + 1 : place + 2])
    return (view.figure(fig).unit.per or "year") != "year" or any(
        t.kind == "per" and t.value not in ("year", "head") for t in beside
    )


def _once_more(found: list[Move]) -> None:
    """A budget supposed behind the last question asks it again: “tactical of 13m; then with 15% off”."""
    moves = [m for m in found if isinstance(m, Ask | Suppose)]
    if (
        len(moves) > 1
        and isinstance(moves[-1], Suppose)
        and moves[-1].op in (Op.SET, Op.TIMES, Op.UP, Op.DOWN, Op.ADD, Op.SUB)
        and not moves[-1].of.startswith("kpi.")
    ):
        asked = [m for m in moves if isinstance(m, Ask)]
        if asked and asked[-1].goal in MONEY:
            found.append(Ask(goal=Goal.SAME))


_PERCENT_WANTED = re.compile(
    r"(?:几多|多少|幾多) ?(?:%|个?百分点|成)|百分之几|百分之多少|\bwhat (?:%|percent)|\bhow many percent|\bin percent\b|\bby what percent|% (?:more|less|lower|higher)\b"
)
_NOT_DONE = re.compile(r"(?:不做|不要|砍掉|取消|不投|不算|去掉|唔做|唔要|停掉)")


def _otherwise(view: View, found: list[Move], places: Mapping[Move, int]) -> Iterator[Unread]:
    """A change asked for in percent, a layer that is left out, a gain or loss: an amount by itself answers none of them."""
    for ask, clause in _asks(view, found, places):
        text = view.text(clause)
        percent = (
            ask.goal is Goal.DIFF or (ask.goal is Goal.SAME and bool(clause.of("ratio")))
        ) and _PERCENT_WANTED.search(text) is not None
        dropped = (
            ask.goal in (Goal.AMOUNT, Goal.RANGE)
            and bool(clause.of("layer"))
            and _NOT_DONE.search(text) is not None
            and not clause.of("rest", "howmuch")
        )
        change = (
            ask.goal is Goal.AMOUNT
            and bool(clause.of("howmuch"))
            and bool(clause.of("add", "sub"))
            and bool(clause.of("layer"))
            and not clause.of("money", "pct", "frac")
        )
        if percent or dropped or change:
            found.remove(ask)
            yield put_back(view, clause)


#: Reckonings that no goal gives: their questions are put back, whatever else they name.
_BEYOND = re.compile(
    r"\b(?:mid-?point|middle of the range|median|halfway|average of|on average over|compounded?|cagr|inflation-adjusted|pro rata|prorated)\b|中间值|中位|[一二三四五六七八九][一二三四五六七八九]开|对半开|取中间|居中|折中|平均值|复利|按比例折算"
)
_STRETCH = re.compile(
    r"(?:前|头)(?:[二两三四五六七八九十]|十一|\d{1,2}) ?个?(?:月|季度?)|\bfirst (?:two|three|four|five|six|seven|eight|nine|ten|eleven|\d+) (?:months|quarters)\b|\bjan(?:uary)?\s?(?:-|–|to)\s?[a-z]{3}"
)
_OF_STRETCH = frozenset({Goal.LEFT, Goal.PACE, Goal.PERPART, Goal.PHASING})


def _beyond(view: View, found: list[Move], places: Mapping[Move, int]) -> Iterator[Unread]:
    """A midpoint, a stretch of months: the answer would be for something else."""
    text = view.stream.plain
    spans = [m.span() for m in _BEYOND.finditer(text)]
    stretches = [m.span() for m in _STRETCH.finditer(text)] if not view.has("spent", "spends") else []
    for start, end in (*spans, *stretches):
        near = [
            (ask, c)
            for ask, c in _asks(view, found, places)
            if c.tokens[0].start <= end and start <= c.tokens[-1].end + 2
        ]
        for ask, _ in near or _asks(view, found, places)[-1:]:
            if ask.goal in MONEY | {Goal.SAME} and not ((start, end) in stretches and ask.goal in _OF_STRETCH):
                found.remove(ask)
        yield Unread(text=view.stream.text[start:end], why="operator", start=start, end=end)


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
    budgets = {m.in_ for m in found if isinstance(m, Tell) and m.as_ is As.BUDGET and m.in_}
    strangers = {n for n in budgets if len(n) == 1} - set(view.names.values())
    if len(budgets) > 1 and strangers and set(view.names.values()) - budgets:
        # A letter was given to an amount while a name stands without one: whose is whose?
        for ask in [m for m in found if isinstance(m, Ask) and m.goal in MONEY]:
            found.remove(ask)
        yield Unread(text=view.stream.text.strip()[:80], why="question", end=min(len(view.stream.text), 80))
        return
    for ask, clause in _asks(view, found, places):
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
    for ask, clause in _asks(view, found, places):
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


_BY_PART = frozenset({Goal.PERPART, Goal.PHASING, Goal.PACE, Goal.INVERSE, Goal.RECALL})


def _periods(view: View, found: list[Move], places: Mapping[Move, int]) -> Iterator[Unread]:
    """A quarter, a half or a month of the year that a question is about, and that its answer would not be for."""
    for ask, clause in _asks(view, found, places):
        if ask.goal not in MONEY | {Goal.SAME} or ask.goal in _BY_PART or ask.per or ask.by or ask.done or ask.weights:
            continue
        parts = [
            t
            for t in clause.of("day")
            if view.stream.days[t.value].key[:1] in "QHM" or "-" in view.stream.days[t.value].key
        ]
        if not parts or any(t.is_figure for t in clause.tokens) or _dated(found, parts):
            continue
        found.remove(ask)
        yield put_back(view, clause, "operator")


def _dated(found: list[Move], parts: list[Token]) -> bool:
    when = {m.when for m in found if isinstance(m, Tell)}
    return all(t.value in when for t in parts)


def _several(view: View, found: list[Move], places: Mapping[Move, int]) -> Iterator[Unread]:
    """“Both”, “the two brands”, where several budgets are told and the question would be answered for one."""
    told = [n for n, s in view.state.scenarios.items() if s.budget and s.label and s.status != "supposed"]
    here = {m.in_ for m in found if isinstance(m, Tell) and m.as_ is As.BUDGET and m.in_}
    if len({*told, *here}) < 2 or len(view.state.focus) > 1 or len(here) > 1:
        return
    for ask, clause in _asks(view, found, places):
        together = clause.of("pair", "each") and not clause.of("layers")
        single = not ask.over and not any("@" in a for a in ask.args) and len(ask.about) < 2
        if together and single and ask.goal in MONEY | {Goal.SAME}:
            found.remove(ask)
            yield put_back(view, clause, "operator")
