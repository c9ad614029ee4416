"""What each of several named budgets has spent: "Brand A spent 20k on tactical, brand B 40k", A品牌战术花了20万，B品牌花了30万, and how much of each that is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from agent.dialogue.moves import As, Ask, Goal, Move, Tell
from agent.understanding.candidates import Candidate
from agent.understanding.clauses import Clause
from agent.understanding.plans import keys_of
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View

_PAID = re.compile(r"\bspen[dt]\w*|\bused\b|\bpaid\b|\bbooked\b|\bburn\w*|\bactuals?\b|花|用了|用掉|支出|付")
_NOT = ("whatif", "budget", "marketing", "aibudget", "own", "max", "min", "turnover", "phase", "pct", "setto", *KPIS)


def candidates(view: View) -> Iterator[Candidate]:
    """The spends of a message, each of the budget that is named before it."""
    amounts = [t for t in view.stream.spots if t.kind == "money"]
    if not 0 < len(amounts) == len(view.place_of) < 7 or view.has(*_NOT) or not _PAID.search(view.stream.plain):
        return
    tells = list(filter(None, map(partial(_tell, view, _names(view)), amounts)))
    if len(tells) != len(amounts):
        return
    last = view.clause(view.place_of[amounts[-1].value])
    telling = tuple(c for c in view.clauses if c.start <= last.start or not _asks(c))
    whole = len(telling) == len(view.clauses)
    moves = (*tells, _shares(tells)) if whole else tells
    takes = frozenset(n for n, t in enumerate(view.stream.spots) if not t.is_figure and view.clause(n) in telling)
    keys = view.ask_keys if whole else keys_of(view, telling)
    yield Candidate("branded", tuple(moves), 9.0 * len(tells) + 4.0, frozenset(view.place_of), takes, keys, 0.0)


def _shares(tells: Sequence[Tell]) -> Move:
    """What each of the budgets has used of the layers that are told of."""
    over = tuple(dict.fromkeys(t.in_ for t in tells))
    about = tuple(dict.fromkeys(t.of for t in tells if t.of.startswith("layer.")))
    return Ask(goal=Goal.ACTUAL, about=about, over=over)


def _asks(clause: Clause) -> bool:
    return clause.asked or bool(clause.of("howmuch", "left", "what", "unspent", "over", "share"))


def _names(view: View) -> list[tuple[int, str]]:
    """Where budgets that are told of are named in the message, and which; nothing where it names one alone."""
    told = {n: x.label or n for n, x in view.state.scenarios.items() if x.status == "told" and x.budget}
    found = [(place, name) for name, called in told.items() for place in _places(view.stream.text, called)]
    return sorted(found) if len({name for _, name in found}) > 1 else []


def _places(text: str, called: str) -> Iterator[int]:
    """Where a name stands; one of a single letter as it is written: "A" is a name, "a" is none."""
    flags = re.IGNORECASE if len(called) > 1 else re.NOFLAG
    for found in re.finditer(rf"(?<![A-Za-z0-9]){re.escape(called)}(?![A-Za-z0-9])", text, flags):
        yield found.start()


def _tell(view: View, names: Sequence[tuple[int, str]], amount: Token) -> Tell | None:
    """An amount with the name last before it, and with the layer that stands between the two names or is the message's only one."""
    before = [(at, name) for at, name in names if at < amount.start]
    if not before:
        return None
    at, name = before[-1]
    behind = min((place for place, _ in names if place > amount.start), default=len(view.stream.text))
    here = {t.value for t in view.of("layer") if at < t.start < behind}
    of = here or {t.value for t in view.of("layer")}
    day = next((t.value for t in view.of("day") if at < t.start < behind), "")
    subject = next(iter(of), view.state.scenarios[name].base)
    return Tell(fig=amount.value, as_=As.SPENT, of=subject, when=day, in_=name) if len(of) < 2 else None
