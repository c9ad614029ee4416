"""Money that somebody was paid out of a layer: "we paid the chatbot supplier 36,400 out of tactical", 从战术层付了客服厂商36万; and several payments of a layer in a list.

Who was paid is named by words of a price elsewhere (a supplier, an agency); beside a layer that the money is taken from it is money spent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.dialogue.moves import As, Ask, Goal, Move, Tell
from agent.understanding.candidates import Candidate
from agent.understanding.clauses import Clause
from agent.understanding.plans import keys_of
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View

_OF = r"(?:out of|from|under|against|off|via|through|within)"
_POT = r"(?: (?:the|our|this|that|their))?"
_SENT = r"(?:paid|transferred|wired|remitted|sent|handed(?: over)?|settled|forked out|shelled out)"
#: An amount stands as <F>, a layer as <L>.
_PAID = re.compile(
    rf"\b{_SENT}\b[^.?!;<]{{0,48}}<F>[^.?!;<]{{0,32}}\b{_OF}{_POT} <L>"
    rf"|\b{_SENT}\b[^.?!;<]{{0,32}}\b{_OF}{_POT} <L>[^.?!;<]{{0,24}}<F>"
    rf"|<F>[^.?!;<]{{0,24}}\b(?:went|has gone|have gone|gone|was paid|were paid|paid) (?:out )?(?:to|for)\b[^.?!;<]{{0,32}}\b{_OF}{_POT} <L>"
    rf"|\b(?:got|received|was paid|were paid|has had|took)\b[ ]?<F>[^.?!;<]{{0,16}}\b{_OF}{_POT} <L>"
    r"|从<L>(?:里面?|中|那边|的?预算里?)?(?:已经?|先|刚刚?|又)*(?:付|支付|打|转|汇|划|结|支)(?:了|给|掉|出|过)[^。？！?!；;<]{0,14}<F>"
    r"|<L>(?:里面?|这边|那边)?(?:已经?|先|刚刚?|又)*(?:付|支付|打|转|汇|划|结)(?:了给|给了?|给到|了|掉)[^。？！?!；;<]{1,14}<F>"
    r"|(?:给|付给|支付给|付了)[^。？！?!；;，,<]{1,12}(?:打|付|转|汇|支付|结|划)?(?:了|过去)?<F>[^。？！?!；;<]{0,8}(?:从|走|算|挂|记|入|归)(?:在|到|的是|进)?<L>"
    r"|(?:付|支付|打|转|汇|结)(?:了|掉|出去?|过去)<F>[^。？！?!；;<]{0,8}(?:从|走|算|挂|记|入|归)(?:在|到|的是|进)?<L>"
)
#: What is not paid yet, what is not known, and what nobody paid.
_NOT_YET = re.compile(
    r"\b(?:if|suppose|should|would|will|shall|could|can|might|may|must|going to|about to|plan\w*|want\w*|wants? to|need to|have to|has to|not|never|to be|isn['’]?t|wasn['’]?t|haven['’]?t|hasn['’]?t|didn['’]?t)\b"
    r"|如果|假如|假设|要是|的话|打算|计划|准备|将要?|想|没付|未付|还没|要付|该付|得付|应付|会付|待付|能不能|可以付"
)
_LEAVES = re.compile(
    r"\bleft\b|\bleaves?\b|\bremain\w*\b|\bunspent\b|\bstill (?:have|got)\b|\bbalance\b|剩|余额|结余|还有多少|还能用"
)
_NOT = ("marketing", "aibudget", "turnover", "max", "min", "own", "claim", *KPIS)


def candidates(view: View) -> Iterator[Candidate]:
    """Payments out of a layer that a message tells, with the question of what they leave."""
    if not view.known or view.has(*_NOT):
        return
    yield from _one(view)
    yield from _listed(view)


def _asking(view: View, telling: Sequence[Clause]) -> tuple[Clause, ...]:
    """The clauses behind that ask what is left."""
    return tuple(c for c in view.clauses if c not in telling and not c.of("money") and _LEAVES.search(view.said(c)))


def _made(view: View, name: str, layer: str, figs: Sequence[str], telling: tuple[Clause, ...]) -> Candidate:
    asking = _asking(view, telling)
    moves: list[Move] = [Tell(fig=fig, as_=As.CONTEXT, label="payments") for fig in view.place_of if fig not in figs]
    moves += [Tell(fig=fig, as_=As.SPENT, of=layer, when=_when(view, fig)) for fig in figs]
    if asking:
        about = tuple(dict.fromkeys(v for c in asking for v in c.values("layer"))) or (layer,)
        if any(c.of("each", "layers") for c in asking):
            about = ()
        moves.append(Ask(goal=Goal.LEFT, about=about))
    inside = (*telling, *asking)
    takes = frozenset(n for c in inside for n in range(c.start, c.end) if not view.stream.spots[n].is_figure)
    keys = keys_of(view, tuple(c for c in view.clauses if c in inside))
    place = float(view.stream.spots[view.place_of[figs[0]]].start)
    score = 15.0 if len(figs) == 1 else 9.0 * len(figs)
    return Candidate(name, tuple(moves), score, frozenset(view.place_of), takes, keys, place)


def _when(view: View, fig: str) -> str:
    day = view.nearest(view.place_of[fig], ("day",))
    return day.value if day is not None else ""


def _one(view: View) -> Iterator[Candidate]:
    """One amount that was paid out of the one layer named beside it."""
    figures = [t for t in view.stream.spots if t.is_figure]
    if len(figures) != 1 or figures[0].kind != "money":
        return
    amount = figures[0]
    own = view.clause(view.place_of[amount.value])
    for layer in view.of("layer"):
        said, first, last = _lettered(view, amount, layer)
        found = _PAID.search(said)
        if found is None or _NOT_YET.search(found[0]) or _NOT_YET.search(view.said(own)):
            continue
        telling = tuple(c for c in view.clauses if c is own or (c.tokens[-1].end > first and c.tokens[0].start < last))
        yield _made(view, "payee.paid", layer.value, (amount.value,), telling)
        return


def _lettered(view: View, amount: Token, layer: Token) -> tuple[str, int, int]:
    """The message with the amount and the layer as letters, and where the stretch of both begins and ends."""
    plain = view.stream.plain
    (first, a), (second, b) = sorted(((amount, "<F>"), (layer, "<L>")), key=lambda item: item[0].start)
    return (
        f"{plain[: first.start]}{a}{plain[first.end : second.start]}{b}{plain[second.end :]}",
        first.start,
        second.end,
    )


# -- several in a list -------------------------------------------------------------------------------------------------------------------------

_SEVERAL = re.compile(
    r"\b(?:paid|settled|booked|spent|cleared)\b[^.?!;]{0,16}\b(?:invoices|bills|payments|items|things|suppliers|vendors|charges|costs)\b"
    r"|\b(?:invoices|bills|payments|items|charges)\b[^.?!;]{0,24}\b(?:paid|settled|booked|spent|gone|cleared)\b"
    r"|(?:付|花|支|结|用)(?:掉|了|出)?[了]?[^。？！?!；;]{0,4}(?:笔|项|单|张|次|样)"
)


def _listed(view: View) -> Iterator[Candidate]:
    """“战术层已经付掉两笔：短视频工具43.2万，投放优化90.3万”, "paid two invoices on tactical: copy tool 12k, ad tool 8k": as many amounts as are announced."""
    amounts = [t for t in view.stream.spots if t.kind == "money"]
    counts = [t for t in view.stream.spots if t.is_figure and t not in amounts]
    said = _SEVERAL.search(view.stream.plain)
    if said is None or len(amounts) < 2 or len(counts) != 1 or view.figure(counts[0].value).low != len(amounts):
        return
    telling = _telling(view, amounts, counts[0])
    layers = {v for c in telling for v in c.values("layer")}
    text = " ".join(view.said(c) for c in telling)
    if len(layers) != 1 or counts[0].start > amounts[0].start or _NOT_YET.search(text) or view.has("budget", "sum"):
        return
    yield _made(view, "payee.listed", layers.pop(), [t.value for t in amounts], telling)


def _telling(view: View, amounts: Sequence[Token], count: Token) -> tuple[Clause, ...]:
    """The clauses from the announcement to the last of its amounts."""
    first, last = view.number(view.place_of[count.value]), view.number(view.place_of[amounts[-1].value])
    return view.clauses[first : last + 1]
