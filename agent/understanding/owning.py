"""The user's own split with a fixed amount: a layer at exactly so much and the others by weights, or a cap and the layer that takes what it cuts off.

Each is a candidate for the whole message, so that no clause of it is answered by the source's shares.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.dialogue.moves import As, Ask, Goal, Move, Tell
from agent.understanding.candidates import Candidate
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View

_EXACTLY = re.compile(
    r"\b(?:exactly|precisely|fixed|fix|flat|set at|pinned?|pegged|just|locked|nailed)\b|\bset\b[^.?!;]{0,20}\bat\b"
    r"|固定|正好|刚好|恰好|就定|就给|定死|锁死|锁定|定为|定在|只给|死定|一定要是"
)
_REST = re.compile(
    r"\b(?:rest|remainder|remaining|balance|leftover|what(?:'s| is) left|others?)\b|其余|剩下|余下|剩余|其他|其它|剩的"
)
_LIMITING = re.compile(
    r"\b(?:cap|caps|capped|capping|limit|limited|limiting|max|maximum|at most|no more than|ceiling|not exceed|never above)\b"
    r"|最多|上限|封顶|不超过|不能超|不得超|顶多|至多|限(?:在|制|额)|卡在|压到"
)
_CUT_OFF = re.compile(
    r"\b(?:leftovers?|surplus|excess|overflow|remainder|spare|balance|difference|rest|freed|saved|whatever|(?:anything|what)(?:'s| is)? (?:over|left|saved|freed|cut|above))\b"
    r"|多(?:余|出来?|出[来嚟]?[的嘅]|[的嘅]钱?(?=[给歸归放撥拨挪]|全|都))|超出|剩余|剩下|省下|余下|其余|砍掉的|切下|腾出|差额"
)
_INTO = re.compile(
    r"\b(?:into|to|towards|on)\b|给|放|挪|拨|撥|转|并|归|加|补|投|划|移|塞"
)  # fmt: skip


def candidates(view: View) -> Iterator[Candidate]:
    """Own splits with a fixed amount."""
    if not (view.known or view.has("marketing", "budget")) or view.has("claim", "source", "spent", *KPIS):
        return
    yield from _exact(view)
    yield from _capped(view)


def _of_a_layer(view: View) -> tuple[Token, Token] | None:
    """The one amount of the message that no word calls a budget, with the layer nearest before it, else right behind it."""
    spots = view.stream.spots
    amounts = [n for n, t in enumerate(spots) if t.kind == "money" and not _is_budget(view, n)]
    amounts = amounts or [n for n, t in enumerate(spots) if t.kind == "num" and (view.figure(t.value).low or 0) >= 1000]
    if len(amounts) != 1:
        return None
    place = amounts[0]
    clause = view.clause(place)
    before = [t for t in spots[clause.start : place] if t.kind == "layer"]
    behind = [t for t in spots[place + 1 : place + 4] if t.kind == "layer"]
    layer = before[-1] if before else behind[0] if behind else None
    return (spots[place], layer) if layer is not None else None


def _is_budget(view: View, place: int) -> bool:
    beside = view.stream.spots[max(place - 2, 0) : place] + view.stream.spots[place + 1 : place + 2]
    return any(t.kind in ("marketing", "budget") for t in beside)


def _exact(view: View) -> Iterator[Candidate]:
    """“Strategic at exactly 30k, the rest 2:1 tactical to capability”, “战略层固定30万，其余战术和能力按2:1”."""
    found = _of_a_layer(view)
    if found is None:
        return
    amount, layer = found
    others = [t for t in view.stream.spots if t.kind == "layer" and t.value != layer.value]
    resting = next((m for m in _REST.finditer(view.stream.plain) if m.start() > amount.end), None)
    stated = view.stream.plain[: resting.start()] if resting else ""
    if resting is None or _EXACTLY.search(stated) is None or len({t.value for t in others}) != len(view.layers) - 1:
        return
    row = [t for t in view.stream.spots if t.start > amount.end and t.kind in ("num", "pct", "count", "mult")]
    places = [view.place_of[t.value] for t in row]
    if len(row) != len(others) or places != list(range(places[0], places[0] + len(row))):
        return
    weights = zip(row, dict.fromkeys(t.value for t in others), strict=True)
    moves: tuple[Move, ...] = (
        Tell(fig=amount.value, as_=As.FLOOR, of=layer.value),
        Tell(fig=amount.value, as_=As.CAP, of=layer.value),
        *(Tell(fig=t.value, as_=As.WEIGHT, of=name) for t, name in weights),
        Ask(goal=Goal.SPLIT),
    )
    figs = frozenset({amount.value, *(t.value for t in row)})
    yield Candidate("own.exact", moves, 20.0, figs, _all(view), view.ask_keys, float(amount.start))


def _all(view: View) -> frozenset[int]:
    return frozenset(n for n, t in enumerate(view.stream.spots) if not t.is_figure)


#: What is said of a layer that keeps what it has.
_STAYS = re.compile(
    r"^[ ]?(?:layer)?(?:不动|不变|唔郁|不用动|不改|别动|照旧|保持|维持|原样)|^(?: layer)?,? (?:stays?|remains?|(?:is |are )?(?:kept|unchanged|untouched|left (?:alone|as it is))|keeps?|as (?:it )?is)\b(?: (?:the same|put|as (?:it )?is|unchanged|untouched|alone|where it is))?"
)
_LEAVE = re.compile(
    r"(?:\b(?:leav(?:e|ing)|keep(?:ing)?|don't touch|not touching|without touching)(?: the)?[ ]|不动|不碰|保持|保留)$"
)


def _staying(view: View) -> set[str]:
    """The layers that are said to keep what they have: 能力层不动, "leave capability alone"."""
    plain = view.stream.plain
    return {t.value for t in view.of("layer") if _STAYS.match(plain[t.end :]) or _LEAVE.search(plain[: t.start])}


def _capped(view: View) -> Iterator[Candidate]:
    """“Cap strategic at 5k and shove the leftover into tactical”, “战略层最多5万，多出来的给战术层”."""
    found = _of_a_layer(view)
    if found is None:
        return
    amount, layer = found
    layers = [t for t in view.stream.spots if t.kind == "layer"]
    cut = next((m for m in _CUT_OFF.finditer(view.stream.plain) if m.start() >= amount.end), None)
    if (
        cut is None
        or len({t.value for t in layers} - _staying(view)) != 2
        or _LIMITING.search(view.stream.plain[: cut.start()]) is None
    ):
        return
    taking = next((t for t in layers if t.start >= cut.end() and t.value != layer.value), None)
    if taking is None or _INTO.search(view.stream.plain[cut.start() : taking.start]) is None:
        return
    if any(t.is_figure and t.start > amount.end for t in view.stream.spots):
        return
    move = Tell(fig=amount.value, as_=As.CAP, of=layer.value, label=taking.value)
    yield Candidate(
        "own.cap",
        (move, Ask(goal=Goal.SPLIT)),
        16.0,
        frozenset({amount.value}),
        _all(view),
        view.ask_keys,
        float(amount.start),
    )
