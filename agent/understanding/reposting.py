"""Entries that are put right: a part of one, or all of it, belongs to another layer, the money came back, the budget behind them is confirmed anew.

The questions of such a message are read as ever, on the books as they are then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

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
    days = [_months(view, t) for t in view.of("day")]
    found = [s for s in spends(view) if (not layers or s.subject in layers) and _in_one(view, s, days)]
    said = {view.figure(t.value).low for t in amounts}
    return [s for s in found if view.amount_of(s.fact) in said] or found


def _in_one(view: View, spend: Spend, days: Sequence[frozenset[int]]) -> bool:
    """Whether money was spent within one of the days that are named; it is, where none is."""
    months = months_of(spend.when, view.state.first_month)
    return not any(days) or any(months and months <= day for day in days)


# -- of another layer ----------------------------------------------------------------------------------------------------------------------

_BELONGS = re.compile(
    r"\b(?:move|shift|transfer|reclass\w*|re-?book|re-?code|re-?allocate)\b|\b(?:belongs?|belonged)\b|\b(?:should|needs? to|ought to|must|has to) (?:be|sit|go|count|have been|have gone|have sat|come)\b"
    r"|(?:应该|应当|应|该|要|得|实际|其实|改)(?:属于|算|记|归|放|挪|转|计|入|走|列|挂)|(?:记|算|归|挪|转|划|移|改|计|列|挂|調|调)(?:到|在|入|进|進|给|給|為|为|成|去)"
)


#: What an entry was of, where no amount is said beside it: 其实是能力层.
_WAS = re.compile(r"\b(?:was|were|is) (?:really|actually|in fact)\b|(?:应该|应当|应|该|实际|其实)(?:上)?是")
#: Words that move a budget as well as an entry: what is moved has to be named as one that was spent.
_MOVES = re.compile(r"\b(?:move|shift|transfer|re-?allocate)\b|[挪转轉移划劃調调](?:到|给|給|去|进|進|入|成)")
#: That an amount is a part of an entry, and that an entry is meant.
_OUT_OF = re.compile(
    r"\b(?:of|out of|from) (?:it|that|this|those|these|them|which)\b|其中|里面?有|裡面?有|那[^，。]{0,8}(?:里|裡|中)"
)
_ENTRY = re.compile(
    r"\b(?:spend|spent|entry|entries|booking|booked|invoice|payment|bill)\b|花了|花的|支出|记录|这笔|那笔|這筆|那筆|入账|入帳"
)


def _elsewhere(view: View) -> Iterator[Candidate]:
    """“5k of that tactical was training, should sit under capability", 2月那24.2万里有3.2万是培训，应该记能力层: an entry, or a part of it, is of another layer."""
    layers = [t.value for t in view.of("layer") if view.clause(view.stream.spots.index(t)) in _telling(view)]
    amounts = [t for t in view.stream.spots if t.kind in ("money", "num")]
    plain = view.stream.plain
    said = _BELONGS.search(plain) or (not amounts and _WAS.search(plain))
    if not layers or not said or len(view.place_of) != len(amounts) or len(amounts) > 2:
        return
    found = _moved(view, layers, amounts)
    if found is not None:
        entry, move = found
        yield _made(view, "repost.elsewhere", (move, *_left_of(view, (entry.subject, move.to))), 16.0)


def _moved(view: View, layers: Sequence[str], amounts: Sequence[Token]) -> tuple[Spend, Correct] | None:
    """The one entry that belongs to the last of the layers, with the move that enters it there, or a part of it."""
    to, others = layers[-1], {x for x in layers[:-1] if x != layers[-1]}
    found = [s for s in _meant(view, layers=tuple(others), amounts=amounts) if s.subject != to]
    if len(found) != 1 or len(others) > 1:
        return None
    value = view.amount_of(found[0].fact)
    parts = [t for t in amounts if view.figure(t.value).low != value]
    echo = next((t.value for t in amounts if t not in parts), "")
    if len(parts) > 1 or not _pointed(view, others, echo, part=bool(parts)):
        return None
    if not all(_within(view, t, value) for t in parts):
        return None
    part = "".join(t.value for t in parts)
    return found[0], Correct(what=What.SUBJECT, target=by_fact(view, found[0].fact), to=to, part=part, echo=echo)


def _within(view: View, part: Token, value: Decimal | None) -> bool:
    size = view.figure(part.value).low
    return value is not None and size is not None and 0 < size < value


def _pointed(view: View, others: set[str], echo: str, *, part: bool) -> bool:
    """Whether an entry is pointed at: by its amount, its month or a word for entries; else by its layer, or as that of which an amount is a part."""
    plain = view.stream.plain
    if echo or any(_months(view, t) for t in view.of("day")) or _ENTRY.search(plain):
        return True
    if part:
        return _OUT_OF.search(plain) is not None
    return bool(others) and not _MOVES.search(plain)


def _left_of(view: View, subjects: Sequence[str]) -> tuple[Move, ...]:
    """What is left of the layers concerned, where the message asks nothing itself."""
    if len(_telling(view)) < len(view.clauses):
        return ()
    return (Ask(goal=Goal.LEFT, about=tuple(x for x in view.layers if x in subjects)),)


# -- money that came back ------------------------------------------------------------------------------------------------------------------

_BACK = re.compile(
    r"\b(?:refund(?:ed)?|reimbursed|credited|credit note|cash ?back|money back|got (?:it|that|the \w+) back|(?:was|were|got|been) (?:cancel\w+|reversed|returned)|never (?:happened|went through|spent|paid)|(?:take|pull|strip|back)\b[^.?!;]{0,16}\bback out(?! of))\b|冲回|冲销|冲减|退款|退費|退费|红冲|退回|退还|退了|退錢|退钱|返还|没花成|沒花成|没付成"
)
_OFF = re.compile(
    r"\b(?:scrap|forget|drop|cancel|ignore|discard|remove|strike|delete|take (?:out|off)|undo)\b|不算|划掉|刪掉|删掉|作废|作廢|取消|去掉|冲掉|撤"
)


#: Money that may come back is still spent.
_MAY_COME = re.compile(
    r"\b(?:could|can|may|might|would|will|should|if|suppose|unless) (?:we|i|they|you|he|she|it|the \w+|our \w+)\b[^.?!;]{0,24}\b(?:refund\w*|back|credit\w*|reimburse\w*)\b|(?:能|会|可以|可能|要是|如果|假如|等)[^。？！，]{0,8}(?:退|返还)"
)
_GIVEN_BACK = re.compile(
    r"\b(?:gave|given|got|get|sent|paid|handed|returned)\b[^.?!;<]{0,24}<F>[^.?!;<]{0,8}\bback\b|退(?:了|给|給)?[^。？！<]{0,6}<F>"
)


def _some_back(view: View, amounts: Sequence[Token]) -> bool:
    """“We got 5,000 back": an amount that was given back."""
    if len(amounts) != 1:
        return False
    plain, token = view.stream.plain, amounts[0]
    return _GIVEN_BACK.search(f"{plain[: token.start]}<F>{plain[token.end :]}") is not None


def _came_back(view: View) -> Iterator[Candidate]:
    """“Scrap the training, we got the money back", 能力那16万退回来了，划掉: the entry is taken out of the book."""
    amounts = [t for t in view.stream.spots if t.kind in ("money", "num")]
    if (
        not (_BACK.search(view.stream.plain) or _some_back(view, amounts))
        or len(amounts) > 1
        or len(view.place_of) != len(amounts)
    ):
        return
    entry = _returned(view, amounts)
    if entry is None:
        return
    fig = amounts[0].value if amounts else ""
    if _MAY_COME.search(view.stream.plain):
        return
    partly = bool(fig) and _within(view, amounts[0], view.amount_of(entry.fact))
    gone = Correct(
        what=What.GONE, target=by_fact(view, entry.fact), part=fig if partly else "", echo="" if partly else fig
    )
    whole = len(_telling(view)) == len(view.clauses)
    asks = (Ask(goal=Goal.LEFT, about=(entry.subject,)) if partly else Ask(goal=Goal.BOOK),) if whole else ()
    yield _made(view, "repost.came_back", (gone, *asks), 17.0)


def _returned(view: View, amounts: Sequence[Token]) -> Spend | None:
    """The entry whose money came back, all or a part of it; none where it is open which."""
    layers = tuple(dict.fromkeys(v for c in _telling(view) for v in c.values("layer"))) or _paying(view)
    layers = layers or tuple(dict.fromkeys(t.value for t in view.of("layer")))  # "5k came back. Tactical now?"
    if not (layers or amounts or view.of("day")):
        return spends(view)[-1] if _OFF.search(view.stream.plain) else None
    found = _meant(view, layers=layers, amounts=amounts)
    if len(found) != 1:
        return None
    value = view.amount_of(found[0].fact)
    fits = not amounts or value == view.figure(amounts[0].value).low or _within(view, amounts[0], value)
    return found[0] if fits else None


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
    text = view.said(clause)
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
