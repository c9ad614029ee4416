"""Entries that are put right: a part of one, or all of it, belongs to another layer, the money came back, the budget behind them is confirmed anew.

The questions of such a message are read as ever, on the books as they are then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

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

_NOT = ("whatif", "own", "max", "min", "turnover", "phase", *KPIS)
_ASKING = ("howmuch", "left", "unspent", "what", "diff", "sum", "total")


def candidates(view: View) -> Iterator[Candidate]:
    """What a message puts right in the books."""
    if view.known and spends(view) and not view.has(*_NOT):
        yield from _elsewhere(view)
        yield from _came_back(view)
        yield from _confirmed(view)


def _telling(view: View) -> tuple[Clause, ...]:
    """The clauses that ask nothing."""
    return tuple(c for c in view.clauses if not (c.asked or c.of(*_ASKING)) or c.of("money"))


def _made(view: View, name: str, moves: Sequence[Move], score: float) -> Candidate:
    """A candidate that stands for all that a message tells."""
    telling = _telling(view)
    takes = frozenset(n for c in telling for n in range(c.start, c.end) if not view.stream.spots[n].is_figure)
    whole = len(telling) == len(view.clauses)
    keys = view.ask_keys if whole else keys_of(view, telling)
    if whole:
        takes = frozenset(n for n, t in enumerate(view.stream.spots) if not t.is_figure)
    return Candidate(name, tuple(moves), score, frozenset(view.place_of), takes, keys, 0.0)


def _months(view: View, token: Token) -> frozenset[int]:
    return frozenset(months_of(view.stream.days[token.value].key, view.state.first_month))


def _meant(view: View, *, layers: Sequence[str], amounts: Sequence[Token]) -> list[Spend]:
    """The entries of these layers (any where there are none), of the months that a message names, of an amount that it repeats."""
    found = [s for s in spends(view) if not layers or s.subject in layers]
    days = [_months(view, t) for t in view.of("day")]
    if any(days):
        first = view.state.first_month
        found = [s for s in found if any(months_of(s.when, first) and months_of(s.when, first) <= d for d in days)]
    said = {view.figure(t.value).low for t in amounts}
    same = [s for s in found if view.amount_of(s.fact) in said]
    return same or found


# -- of another layer ----------------------------------------------------------------------------------------------------------------------

_BELONGS = re.compile(
    r"\b(?:move|shift|transfer|reclass\w*|re-?book|re-?code|re-?allocate)\b|\b(?:belongs?|belonged)\b|\b(?:should|needs? to|ought to|must|has to) (?:be|sit|go|count|have been|have gone|have sat|come)\b"
    r"|(?:应该|应当|应|该|要|得|实际|其实|改)(?:属于|算|记|归|放|挪|转|计|入|走|列|挂)|(?:记|算|归|挪|转|划|移|改|计|列|挂|調|调)(?:到|在|入|进|進|给|給|為|为|成|去)"
)


#: What an entry was of, where no amount is said beside it: 其实是能力层.
_WAS = re.compile(r"\b(?:was|were|is) (?:really|actually|in fact)\b|(?:应该|应当|应|该|实际|其实)(?:上)?是")
#: That an amount is a part of an entry.
_OUT_OF = re.compile(
    r"\b(?:of|from|out of) (?:it|that|this|those|these|them|the|which|our)\b|\bmove\b|\bshift\b|\btransfer\b|其中|里面?有?|裡面?|那[^，。]{0,8}(?:里|中)|把"
)


def _elsewhere(view: View) -> Iterator[Candidate]:
    """“5k of that tactical was training, should sit under capability", 2月那24.2万里有3.2万是培训，应该记能力层: an entry, or a part of it, is of another layer."""
    layers = [t.value for t in view.of("layer") if view.clause(view.stream.spots.index(t)) in _telling(view)]
    amounts = [t for t in view.stream.spots if t.kind in ("money", "num")]
    plain = view.stream.plain
    said = _BELONGS.search(plain) or (not amounts and _WAS.search(plain))
    if not layers or not said or len(view.place_of) != len(amounts) or len(amounts) > 2:
        return
    to, others = layers[-1], [x for x in layers[:-1] if x != layers[-1]]
    spot = [s for s in _meant(view, layers=others, amounts=amounts) if s.subject != to]
    entry = spot[0] if len(spot) == 1 else None
    if entry is None or len(set(others)) > 1:
        return
    value = view.amount_of(entry.fact)
    parts = [t for t in amounts if view.figure(t.value).low != value]
    echo = next((t.value for t in amounts if t not in parts), "")
    if value is None or len(parts) > 1 or not (_OUT_OF.search(plain) if parts else _named(view, others, echo)):
        return
    part = parts[0].value if parts else ""
    size = view.figure(part).low if part else None
    if part and (size is None or not 0 < size < value):
        return
    move = Correct(what=What.SUBJECT, target=by_fact(view, entry.fact), to=to, part=part, echo=echo)
    yield _made(view, "repost.elsewhere", (move, *_left_of(view, (entry.subject, to))), 16.0)


def _named(view: View, others: Sequence[str], echo: str) -> bool:
    """Whether a whole entry is pointed at: by its layer, its month or its amount."""
    return bool(others or echo or any(_months(view, t) for t in view.of("day")))


def _left_of(view: View, subjects: Sequence[str]) -> tuple[Move, ...]:
    """What is left of the layers concerned, where the message asks nothing itself."""
    if len(_telling(view)) < len(view.clauses):
        return ()
    return (Ask(goal=Goal.LEFT, about=tuple(x for x in view.layers if x in subjects)),)


# -- money that came back ------------------------------------------------------------------------------------------------------------------

_BACK = re.compile(
    r"\b(?:refund(?:ed)?|reimbursed|credited|money back|got (?:it|that|the \w+) back|(?:was|were|got|been) (?:cancel\w+|reversed|returned)|never (?:happened|went through|spent|paid))\b|退款|退回|退还|退了|退錢|退钱|返还|没花成|沒花成|没付成"
)
_OFF = re.compile(
    r"\b(?:scrap|forget|drop|cancel|ignore|discard|remove|strike|delete|take (?:out|off)|undo)\b|不算|划掉|刪掉|删掉|作废|作廢|取消|去掉|冲掉|撤"
)


def _came_back(view: View) -> Iterator[Candidate]:
    """“Scrap the training, we got the money back", 能力那16万退回来了，划掉: the entry is taken out of the book."""
    plain = view.stream.plain
    amounts = [t for t in view.stream.spots if t.kind in ("money", "num")]
    if not _BACK.search(plain) or len(amounts) > 1 or len(view.place_of) != len(amounts):
        return
    layers = tuple(dict.fromkeys(v for c in _telling(view) for v in c.values("layer")))
    layers = layers or _paying(view)
    pointed = layers or amounts or view.of("day")
    found = _meant(view, layers=layers, amounts=amounts) if pointed else spends(view)[-1:]
    if len(found) != 1 or (amounts and view.amount_of(found[0].fact) != view.figure(amounts[0].value).low):
        return  # a part of it came back, or it is not clear which
    echo = amounts[0].value if amounts else ""
    if not pointed and not _OFF.search(plain):
        return
    gone = Correct(what=What.GONE, target=by_fact(view, found[0].fact), echo=echo)
    asks = () if len(_telling(view)) < len(view.clauses) else (Ask(goal=Goal.BOOK),)
    yield _made(view, "repost.came_back", (gone, *asks), 17.0)


def _paying(view: View) -> tuple[str, ...]:
    """The layer of a project that is named, and of the framework's words for what a layer pays for: training is capability's."""
    from agent.understanding.money_roles import paying

    found = (paying(view, t.value) for t in view.of("project"))
    return tuple(dict.fromkeys(layer for layer in found if layer))


# -- the budget anew -----------------------------------------------------------------------------------------------------------------------

_ANEW = re.compile(
    r"\b(?:confirmed|finali[sz]ed|revised|settled|signed off|approved|locked|fixed)\b[^.?!]{0,12}\b(?:at|to|as|on|for)?\b|\b(?:final|new|revised|confirmed|updated|actual|approved) (?:\w+ )?(?:budget|number|figure|amount|total)\b|\b(?:budget|number|figure) (?:is|was|came (?:in|out)|ended up|comes out) (?:now|in the end|finally|actually)?\b"
    r"|最终|最後|最后|正式|批下来|批下來|定下来|定了|敲定|核定|改成|改为|调整为|調整為|现在是|變成|变成|下来是"
)
_WHAT = re.compile(r"\bbudget\b|\b(?:number|figure|amount|total)\b|预算|預算|总额|總額|盘子|额度")


def _confirmed(view: View) -> Iterator[Candidate]:
    """“Budget just got confirmed at C$2.55m", 预算最终批下来1100万: the budget that money was spent of, given anew; what was spent stays."""
    current = view.state.current
    amounts = [t for t in view.stream.spots if t.kind == "money"]
    if current is None or current.status != "told" or len(amounts) != 1 or len(view.place_of) != 1:
        return
    clause = view.clause(view.place_of[amounts[0].value])
    text = view.text(clause).casefold()
    if not (_ANEW.search(text) and _WHAT.search(text)) or clause.of("layer", "layers", "spent", "howmuch", "other"):
        return
    base = "ai" if clause.of("ai", "aibudget") else "marketing" if clause.of("marketing") else current.base
    named = clause.of("name", "names", "time", "day", "add", "sub", "up", "down", "last") or view.names
    fact = current.told.get(base, "")
    if not fact or named or base != current.base or current.label:
        return
    move = Correct(target=by_fact(view, fact), to=amounts[0].value)
    inside = (clause,)
    takes = frozenset(n for n in range(clause.start, clause.end) if not view.stream.spots[n].is_figure)
    yield Candidate(
        "repost.budget", (move,), 9.0, frozenset({amounts[0].value}), takes, keys_of(view, inside), float(clause.tokens[0].start)
    )  # fmt: skip
