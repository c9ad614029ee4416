"""What somebody asks for and nobody has signed: a price that is held against a layer, several together, and the deal that is done at last."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.dialogue.moves import As, Ask, Goal, Move, Tell
from agent.dialogue.tells import QUOTE
from agent.understanding.candidates import Candidate
from agent.understanding.clauses import Clause
from agent.understanding.money_roles import paying
from agent.understanding.plans import keys_of
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View

_OFFER = re.compile(
    r"\b(?:quot(?:e|es|ed|ing|ation)|pitch(?:ed|es|ing)?|proposals?|propos(?:es|ed)|offer(?:s|ed|ing)?|bid(?:s|ding)?|tender|asking price|nothing (?:is )?(?:signed|agreed)|not (?:yet )?signed|unsigned)\b"
    r"|\b(?:vendor|supplier|agency|studio|freelancer|contractor|consultant|company|shop)s?\b[^.?!]{0,30}\b(?:wants?|asks?|would (?:cost|charge)|charges?|is after|demands?)\b"
    r"|\b(?:wants?|asks?(?: for)?|charges?|demands?) (?:about |around |us )?[$€£¥]?\d"
    r"|报价|开价|要价|询价|报了|(?:供应商|代理商|公司|机构|厂商|服务商|另一?家|一家)[^。？！]{0,8}(?:报|要)(?=[ ]?[\d一二三四五六七八九十])|没签|未签|还没定|没定下来"
)
#: What an amount of somebody's is asked against.
_FITS = re.compile(
    r"\bbalance\b|\bpossible\b|\baffordable\b|余额|可以吗|行不行|能不能|\bstays?\b|\btake (?:that|it|this)\b|\bbear\b|\bfits?\b|\bcover(?:s|ed)?\b|\bafford\w*\b|\bleft\b|\bremain\w*\b|\bleave\w*\b|\bover\b|\benough\b|\broom\b|\bexceed\w*\b|\bblow\b|\bhandle\b|\babsorb\b"
    r"|放得下|放不放得下|装得下|够不够|够吗|够么|撑得住|剩|超|出得起|承受|付得起|hold得住"
)
_BOTH = re.compile(
    r"\bboth\b|\btogether\b|\bthe two\b|\ball (?:of )?(?:them|three)\b|\bcombined\b|两家|两个|两份|一起|合计|加起来|都签|都要|都用"
)
_COST = re.compile(r"\bcost\b|\btotal\b|\bsum\b|\bcome to\b|\btogether\b|一起要?多少|合计|加起来|共要?多少|总共")
_DONE = re.compile(
    r"\b(?:signed|is done|done deal|closed|sealed|went ahead|accepted|approved it|booked it|took it|bought it|committed to it|went with (?:it|them))\b|签了|签下|成交|敲定了|拿下了|定下来了|谈成了|签完"
)
_NOT_DONE = re.compile(
    r"\b(?:not|n't|never|nothing|no|haven't|before|if|until|unless|once|when)\b[^.?!,;]{0,20}\b(?:signed|done|closed|sealed|accepted)\b|(?:没|未|不|先不|还没|别)[^。？！，]{0,4}签|如果|假如|要是|的话"
)
_LEFT = re.compile(r"\bleft\b|\bbalance\b|\bremain\w*\b|\bover\b|剩|超|还有多少|余额|结余")


def candidates(view: View) -> Iterator[Candidate]:
    """Offers, and what became of them."""
    yield from _offered(view)
    yield from _signed(view)
    yield from _untouched(view)


def open_offers(view: View) -> tuple[str, ...]:
    """The figures of the offers that nobody signed, the earliest first."""
    return tuple(fig for fig, label in view.state.context.items() if label == QUOTE)


def _against(view: View) -> str:
    """The layer that an offer is held against: named in the message, else asked about last."""
    named = tuple(dict.fromkeys(t.value for t in view.stream.spots if t.kind == "layer"))
    if named:
        return named[0] if len(named) == 1 else ""
    asked = [a for ask in view.state.last_asks() for a in ask.about if a in view.layers]
    if asked:
        return asked[-1]
    paid = {p for t in view.stream.spots if t.kind == "project" and (p := paying(view, t.value))}
    return paid.pop() if len(paid) == 1 else ""


def _offered(view: View) -> Iterator[Candidate]:
    """“A vendor quoted 18k. Would it fit into capability, and what would be left?": held against a layer, and never booked."""
    text = view.stream.plain
    amounts = [t for t in view.stream.spots if t.kind == "money"]
    earlier = open_offers(view)
    if not view.known or not 0 < len(amounts) == len(view.place_of) < 4 or not _no_other_money(view, amounts):
        return
    again = bool(earlier) and len(amounts) == 1 and _again(view)
    if not (_OFFER.search(text) or again) or (len(amounts) > 1 and not _BOTH.search(text)):
        return
    layer, asking = _against(view), _asking(view, amounts, again=again)
    if not asking or not layer:
        return
    new = tuple(t.value for t in amounts)
    offers = (*earlier, *new) if earlier and _BOTH.search(text) and len(new) == 1 else new
    moves: list[Move] = [
        Tell(fig=t.value, as_=As.CONTEXT, label=QUOTE, of=layer, per=_rhythm(view, t)) for t in amounts
    ]
    if len(offers) > 1 and _COST.search(text):
        moves.append(Ask(goal=Goal.SUM, args=offers))
    moves.append(Ask(goal=Goal.LEFT, about=(layer,), args=offers))
    yield Candidate(
        "offer.fits", tuple(moves), 15.0 * len(new), frozenset(new), keys=keys_of(view, view.clauses), place=float(amounts[0].start)
    )  # fmt: skip


_NO_OFFER = (
    "marketing", "budget", "turnover", "claim", "source", "ai", "aibudget", "range", "inverse", "split", "share", "ratio", "own",
)  # fmt: skip


def _no_other_money(view: View, amounts: Sequence[Token]) -> bool:
    """Whether nothing says that an amount is a budget, revenue, a claim, a KPI's or spent already."""
    if view.has(*_NO_OFFER) or _of_kpis(view):
        return False
    return not any(view.clause(view.place_of[t.value]).of("spent") for t in amounts)


def _asking(view: View, amounts: Sequence[Token], *, again: bool) -> bool:
    """Whether a message asks what an offer would do to a layer."""
    own = [view.clause(view.place_of[t.value]) for t in amounts]
    if again or any(_FITS.search(view.said(c)) for c in view.clauses if c not in own):
        return True
    return any(_FITS.search(view.said(c)) for c in own)


def _of_kpis(view: View) -> bool:
    """Whether a KPI is spoken of; what two offers cost is none."""
    return any(view.stream.plain[t.start : t.end] not in ("cost", "costs") for t in view.of(*KPIS))


_MORE = re.compile(r"^(?:and )?(?:what |how )?(?:about|for|with|at|if)\b|^(?:那|换成|要是|如果)")


def _again(view: View) -> bool:
    """Whether a short message has another price for what was offered: "and for €52,000?"."""
    short = len(view.stream.spots) <= 6 and view.has("?", "ne") and not view.has("layer", "spent", "wrong", "setto")
    asked = any(a.goal is Goal.LEFT and a.args for a in view.state.last_asks())
    return short and asked and _MORE.search(view.stream.plain) is not None


def _rhythm(view: View, token: Token) -> str:
    """How often an offer would be paid: said with it, or right beside."""
    place = view.place_of[token.value]
    beside = (*view.stream.spots[place + 1 : place + 2], *view.stream.spots[max(place - 1, 0) : place])
    said = view.figure(token.value).unit.per or next(
        (t.value for t in beside if t.kind == "per" and t.value not in ("head", "day", "hour")), ""
    )
    return "" if said == "year" else said


def _signed(view: View) -> Iterator[Candidate]:
    """“We signed it.", "we signed Acme": the offer is money spent of its layer."""
    from agent.understanding.quoting import at_hand, chosen

    offers, text = open_offers(view), view.stream.plain
    if not offers or view.place_of or not _DONE.search(text) or _NOT_DONE.search(text):
        return
    taken = chosen(at_hand(view), text)
    named = tuple(dict.fromkeys(t.value for t in view.stream.spots if t.kind == "layer"))
    moves: list[Move] = []
    layers = []
    for fig in taken:
        fact = view.ledger.facts.get(view.state.figures.get(fig, fig)) if view.ledger is not None else None
        if fact is None or fact.identity is None:
            return
        layer, per = fact.identity.base or next(iter(named), ""), fact.identity.period
        layers.append(layer)
        moves.append(Tell(fig=fig, as_=As.SPENT, of=layer, per=per))
    asking = tuple(c for c in view.clauses if _LEFT.search(view.said(c)))
    if asking or not any(c.of("howmuch") for c in view.clauses):
        moves.append(Ask(goal=Goal.LEFT, about=named or tuple(dict.fromkeys(layers))))
    inside = tuple(c for c in view.clauses if c in asking or _DONE.search(view.said(c)))
    if not taken:
        return
    yield Candidate("offer.signed", tuple(moves), 14.0, keys=keys_of(view, inside), place=0.0)


_NOW = ("left", "unspent")


def _untouched(view: View) -> Iterator[Candidate]:
    """“Not signed yet. What's left in capability?": the offer counts for nothing."""
    current = view.state.current
    if not open_offers(view) or view.place_of or current is None or current.spends or not view.known:
        return
    asking: tuple[Clause, ...] = tuple(c for c in view.clauses if c.of(*_NOW) and not c.of("whatif", "rest"))
    layers = tuple(dict.fromkeys(v for c in asking for v in c.values("layer")))
    if asking and layers:
        ask = Ask(goal=Goal.LEFT, about=layers, by="sum")
        yield Candidate("offer.untouched", (ask,), 9.0, keys=keys_of(view, asking), place=0.0)
