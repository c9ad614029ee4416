"""Money that is signed for, ordered or accrued and not paid yet: kept apart from what was spent, and taken off only where a question counts it in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.dialogue.moves import As, Ask, Goal, Move, Tell
from agent.dialogue.tells import COMMITTED
from agent.understanding.candidates import Candidate
from agent.understanding.clauses import Clause
from agent.understanding.outlays import spends
from agent.understanding.plans import keys_of
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View

_OPEN = re.compile(
    r"\b(?:not|n't|isn't|hasn't|haven't|never) (?:yet )?(?:been )?(?:paid|invoiced|billed|settled)\b|\bunpaid\b|\bunbilled\b|\buninvoiced\b|\byet to (?:be )?(?:pay|paid|invoiced?|billed)\b|\baccru(?:ed|als?|ing|e)\b|\bopen (?:pos?|orders?|commitments?)\b|\bpurchase orders?\b|\bpos? (?:raised|issued|placed|out|open)\b|\bon order\b|\bin commitments\b|\bas (?:a )?commitments?\b|\bcommitments? (?:of|worth|for)\b"
    r"|未付|未支付|(?:没|沒|尚未|还没|還沒|未)(?:有)?(?:付|支付|结算|結算|开票|開票|给钱)|待付|待支付|预提|預提|计提|計提|应付|應付|已下单未|(?:已|已经)承诺"
)
_OF_COMMITMENTS = re.compile(
    r"\bcommit\w*|\baccru\w*|\bunpaid\b|\bopen (?:pos?|orders?)\b|\bpurchase orders?\b|\bnot (?:yet )?(?:paid|invoiced)\b|未付|待付|预提|預提|计提|計提|应付|應付|承诺|承諾|已签|已簽"
)
_COUNTED_IN = re.compile(
    r"\bafter\b|\bincl\w*|\bwith\b|\bcount\w*|\bnet of\b|\bnetting\b|\bonce\b|\bplus\b|\badd\w*|\bif\b|\bwhen\b|\btake off\b|\btaking\b|\bdeduct\w*|\bless\b|\bconsider\w*|\bhow much\b|\btotal\b|\bwhat\b|算上|加上|扣掉|扣除|扣去|计入|計入|包括|含|减去|付完|都付|全付|多少|算进|呢"
)
_LEFT_OUT = re.compile(
    r"\bwithout\b|\bexcl\w*|\bexcept\b|\bignor\w*|\bleav\w+ out\b|\bbefore\b|\bnot count\w*|不算|不含|不包括|除去|先不|排除"
)
_NOT = ("whatif", "own", "max", "min", "turnover", "phase", "pct", *KPIS)


def candidates(view: View) -> Iterator[Candidate]:
    """What is committed, and what it would leave."""
    if view.known and not view.has("max", "min", "turnover", "pct", *KPIS):
        yield from _told(view)
        yield from _asked(view)


def _told(view: View) -> Iterator[Candidate]:
    """“Another 40k is committed but not paid", 另有40万已签未付: each amount with its layer."""
    found = [(t, c) for t in view.of("money") if _open(view, c := view.clause(view.place_of[t.value]), t)]
    if not 0 < len(found) < 4 or any(c.of("budget", "marketing", *_NOT) for _, c in found):
        return
    pairs = _with_layers(view, found)
    if len(pairs) != len(found):
        return
    own = [c for _, c in found]
    inside = tuple(c for c in view.clauses if c in own or _goes_on(view, c, own))
    paid = _with_layers(view, _paid_beside(view, found))
    moves: list[Move] = [Tell(fig=t.value, as_=As.SPENT, of=layer) for t, layer in paid]
    moves += [Tell(fig=t.value, as_=As.CONTEXT, label=COMMITTED, of=layer) for t, layer in pairs]
    moves += _left(view, pairs)
    takes = frozenset(n for n, t in enumerate(view.stream.spots) if not t.is_figure and view.clause(n) in inside)
    figs = frozenset(t.value for t, _ in (*pairs, *paid))
    place = float(found[0][0].start)
    yield Candidate("committed.told", tuple(moves), 12.0 * len(figs), figs, takes, keys_of(view, inside), place)


def _with_layers(view: View, found: list[tuple[Token, Clause]]) -> list[tuple[Token, str]]:
    """Amounts with the layers they are of; without those of which none is known."""
    return [(t, layer) for t, c in found if (layer := _layer(view, c))]


def _left(view: View, pairs: list[tuple[Token, str]]) -> Iterator[Move]:
    """What each layer has left by what is paid, where something is, and what it would have with the commitments."""
    if any(c.asked or c.of("howmuch", "what") for c in view.clauses):
        return  # the message asks itself
    for layer in dict.fromkeys(layer for _, layer in pairs):
        if any(s.subject == layer for s in spends(view)) or len(view.of("money")) > len(pairs):
            yield Ask(goal=Goal.LEFT, about=(layer,))
        yield Ask(goal=Goal.LEFT, about=(layer,), args=tuple(t.value for t, x in pairs if x == layer))


def _open(view: View, clause: Clause, amount: Token) -> bool:
    """Whether an amount is said not to be paid: behind it up to the next one, else anywhere in its clause or in one right behind that has no other."""
    if clause.asked:
        return False
    if len(clause.of("money")) > 1:
        return _OPEN.search(_behind(view, clause, amount)) is not None
    if _OPEN.search(_plain(view, clause)):
        return True
    behind = next((c for c in view.clauses if c.start >= clause.end), None)
    if behind is None or behind.sentence != clause.sentence or behind.of("money", "layer") or behind.asked:
        return False
    return _OPEN.search(_plain(view, behind)) is not None


def _behind(view: View, clause: Clause, amount: Token) -> str:
    ahead = [t.start for t in clause.of("money") if t.start > amount.start]
    return view.stream.plain[amount.end : min(ahead, default=clause.tokens[-1].end)]


def _paid_beside(view: View, found: list[tuple[Token, Clause]]) -> list[tuple[Token, Clause]]:
    """Amounts of the same clauses that are paid: "100k paid and 40k accrued"."""
    opened = {t.value for t, _ in found}
    several = [c for n, (_, c) in enumerate(found) if len(c.of("money")) > 1 and c not in [x for _, x in found[:n]]]
    return [(t, c) for c in several for t in c.of("money") if t.value not in opened and c.of("spent", "spends")]


def _goes_on(view: View, clause: Clause, own: list[Clause]) -> bool:
    return not clause.of("money", "layer", "howmuch", "what") and not clause.asked and clause.start > own[0].start and _OPEN.search(_plain(view, clause)) is not None  # fmt: skip


def _layer(view: View, clause: Clause) -> str:
    """The layer of a commitment: of its clause, else of the clause before, else of the message before."""
    named = clause.values("layer")
    if named:
        return named[0] if len(named) == 1 else ""
    before = [v for c in view.clauses if c.start < clause.start for v in c.values("layer")]
    asked = [a for ask in view.state.last_asks() for a in ask.about if a in view.layers]
    return before[-1] if before else asked[-1] if asked else ""


def _asked(view: View) -> Iterator[Candidate]:
    """“And after the commitments?", 算上已签未付的呢: what is left where they count, too; "without them": where they do not."""
    kept = _kept(view)
    text = view.stream.plain
    if not kept or view.place_of or not _OF_COMMITMENTS.search(text):
        return
    named = tuple(dict.fromkeys(t.value for t in view.of("layer")))
    layers = tuple(x for x in kept if not named or x in named)
    if not layers or (not _COUNTED_IN.search(text) and not _LEFT_OUT.search(text)):
        return
    if _LEFT_OUT.search(text):
        moves: tuple[Move, ...] = (Ask(goal=Goal.LEFT, about=layers),)
    else:
        moves = tuple(Ask(goal=Goal.LEFT, about=(x,), args=kept[x]) for x in layers)
    takes = frozenset(n for n, t in enumerate(view.stream.spots) if not t.is_figure)
    yield Candidate("committed.asked", moves, 13.0, takes=takes, keys=view.ask_keys)


def _kept(view: View) -> dict[str, tuple[str, ...]]:
    """The commitments of each layer that were told, by their figures."""
    found: dict[str, tuple[str, ...]] = {}
    for fig, label in view.state.context.items():
        fact = view.ledger.facts.get(view.state.figures.get(fig, fig)) if view.ledger is not None else None
        if label == COMMITTED and fact is not None and fact.identity is not None:
            found[fact.identity.base] = (*found.get(fact.identity.base, ()), fig)
    return found


def _plain(view: View, clause: Clause) -> str:
    return view.stream.plain[clause.tokens[0].start : clause.tokens[-1].end]
