"""An amount of what was spent is booked from one layer to another: "reclass $8k from tactical to capability", 从战术调8万到能力."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.dialogue.moves import Ask, Correct, Goal, Move, What
from agent.dialogue.periods import months_of
from agent.dialogue.state import Spend
from agent.understanding.candidates import Candidate
from agent.understanding.clauses import Clause
from agent.understanding.outlays import spends
from agent.understanding.plans import keys_of
from agent.understanding.tokens import KPIS, Token
from agent.understanding.told import by_fact
from agent.understanding.view import View

#: Words of the books; "move" and "shift" alone may mean the budget.
_BOOKS = re.compile(
    r"\b(?:re-?class\w*|re-?book\w*|re-?cod(?:e|ed|ing)|re-?post\w*|journal|jnl|je|mis-?(?:posted|coded|booked|classified))\b|重分类|重分類|调账|調帳|調賬|冲转|改记|转记|改列|转列|记错|串户|重新归类"
    r"|(?:从|從|由|把)[^，。？！]{0,14}(?:调|調|挪|划|划转|转|轉)[^，。？！]{0,10}(?:到|给|給|去|进|進|入)"
)
_SHIFTS = re.compile(r"\b(?:move|shift|transfer|reallocate|push|put)\b")
_SPENT = re.compile(r"\b(?:spend|spent|actuals?|booked|ledger|entr(?:y|ies)|costs?|expenses?|charges?)\b")
#: What makes it the budget, or a supposition.
_PLANS = re.compile(
    r"\b(?:budget|plan|allocation|if|suppose|could|should we|can we)\b|预算|預算|额度|額度|计划|計劃|如果|假如|要是|能不能|可以"
)
_FROM = re.compile(r"(?:\bfrom|\bout of|\boff|从|從|由|自|把)[ ]?(?:the |our )?$")
_TO = re.compile(r"(?:\bto|\binto|\bunder|\bagainst|到|给|給|去|进|進|入|至|为|為)[ ]?(?:the |our )?$")
_NOT = ("whatif", "own", "max", "min", "turnover", "phase", "pct", *KPIS)


def candidates(view: View) -> Iterator[Candidate]:
    """Part of what one layer has spent, entered at another."""
    amounts = [t for t in view.stream.spots if t.kind in ("money", "num")]
    if len(amounts) != 1 or len(view.place_of) != 1 or not _of_the_books(view):
        return
    own = view.clause(view.place_of[amounts[0].value])
    telling = tuple(c for c in view.clauses if c.start <= own.start or not _asks(c))
    ends = _ends(view, [t for c in telling for t in c.of("layer")]) or ("", "")
    entry = _entry(view, ends[0], amounts[0])
    if entry is None:
        return
    asks = len(telling) < len(view.clauses)
    moves = [_booked(view, entry, amounts[0], ends[1]), *_shown(view, ends, asks=asks)]
    takes = frozenset(n for c in telling for n in range(c.start, c.end) if not view.stream.spots[n].is_figure)
    keys = keys_of(view, telling) if asks else view.ask_keys
    yield Candidate("reclass", tuple(moves), 17.5, frozenset({amounts[0].value}), takes, keys, 0.0)


def _booked(view: View, entry: Spend, amount: Token, to: str) -> Correct:
    """The move that enters all of an entry, or so much of it, at another layer."""
    target = by_fact(view, entry.fact)
    if view.figure(amount.value).low == view.amount_of(entry.fact):
        return Correct(what=What.SUBJECT, target=target, to=to, echo=amount.value)
    return Correct(what=What.SUBJECT, target=target, to=to, part=amount.value)


def _shown(view: View, ends: tuple[str, str], *, asks: bool) -> Iterator[Move]:
    """What both layers have left, where nothing else is asked; and the book, where it could be taken from several entries."""
    if not asks:
        yield Ask(goal=Goal.LEFT, about=tuple(x for x in view.layers if x in ends))
    if len([s for s in spends(view) if s.subject == ends[0]]) > 1:
        yield Ask(goal=Goal.BOOK)


def _of_the_books(view: View) -> bool:
    """Whether entries are moved, not the budget."""
    text = view.stream.plain
    books = _BOOKS.search(text) or (_SHIFTS.search(text) and _SPENT.search(text))
    return bool(books) and not _PLANS.search(text) and not view.has(*_NOT)


def _asks(clause: Clause) -> bool:
    return clause.asked or bool(clause.of("howmuch", "left", "what", "unspent"))


def _ends(view: View, layers: list[Token]) -> tuple[str, str] | None:
    """From which layer to which: by the words before each, else in their order where one of them says so."""
    if len(layers) != 2 or len({t.value for t in layers}) != 2:
        return None
    sides = ["from" if _FROM.search(before) else "to" if _TO.search(before) else "" for before in
             (view.stream.plain[: t.start] for t in layers)]  # fmt: skip
    if sides[0] == "to" or sides[1] == "from":
        return (layers[1].value, layers[0].value) if "to" not in sides[1:] else None
    return (layers[0].value, layers[1].value) if any(sides) else None


def _entry(view: View, layer: str, amount: Token) -> Spend | None:
    """The entry that the amount is taken from: of the months named, the one of that size, else the last that is large enough."""
    value = view.figure(amount.value).low
    sizes = [(s, view.amount_of(s.fact)) for s in spends(view) if s.subject == layer and _dated(view, s)]
    fits = [s for s, size in sizes if value and size is not None and size >= value]
    same = [s for s, size in sizes if size == value]
    return same[-1] if len(same) == 1 else fits[-1] if fits else None


def _dated(view: View, spend: Spend) -> bool:
    """Whether an entry is of the months that a message names; it is, where it names none."""
    first = view.state.first_month
    days = [months_of(view.stream.days[t.value].key, first) for t in view.of("day")]
    months = months_of(spend.when, first) if spend.when else frozenset()
    return not any(days) or any(months and months <= day for day in days)
