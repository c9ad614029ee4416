"""A marketing budget that is told by its parts: 展会180万、物料240万、线上380万，三项加起来就是市场预算; "events 180k, print 240k, online 380k, together that's the marketing budget".

Each part is a budget by its name, and what is asked is asked of all of them as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.dialogue.moves import As, Ask, Goal, Move, Op, Suppose, Tell
from agent.dialogue.names import LAYERS, MARKETING
from agent.understanding.candidates import Candidate
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View

_ADDED_ZH = (
    r"(?:加起来|加起來|加埋|加在一起|加一起|加一块|加总|加總|合计|合計|合起来|合起來|合在一起|合共|总和|總和|之和|相加)"
)
_ADDED_EN = r"(?:together|combined|added (?:up|together)|in (?:total|all)|altogether|summed|all up|add(?:s|ing)? up to|sum(?:s)? to|mak(?:e|es|ing) up|make)"
#: The parts are said to be the budget; whose sum is only asked for, that is another question.
SUMMED = re.compile(
    rf"{_ADDED_ZH}[，, ]?(?:就|才|即|便|刚好|正好|总共)*(?:是|系|係|等于|等於|=|算|为|作为)(?!多少|几|幾)[^。？！?!]{{0,16}}(?:预算|預算|市场费|營銷費|营销费|推广费|推廣費|盘子|大盘|大數|大数|budget)"
    rf"|(?:预算|預算|市场费|营销费|推广费|推廣費|盘子|大盘)(?:就|才|即)?(?:是|系|係|等于|=)(?:这|那|呢|上面|以上|前面)?[^。？！?!，,]{{0,6}}{_ADDED_ZH}"
    rf"|\b(?:those|these|they|the (?:two|three|four|five|lot)|all (?:of (?:them|these|those)|three|four|five)|that|which)\b[^.?!]{{0,18}}\b{_ADDED_EN}\b[^.?!]{{0,26}}\bbudget\b"
    rf"|\b{_ADDED_EN},? (?:that(?:'s| is)|it(?:'s| is)|they(?:'re| are)|this is)\b[^.?!]{{0,24}}\bbudget\b"
    r"|\bbudget (?:is|=|equals) (?:just |simply )?(?:the )?(?:sum|total) of\b"
)
_PARTS = re.compile(r"[，,、;；:：。.!！?？\n]|\band\b|和|以及|\bplus\b|\+")
_FILLING = re.compile(
    r"^(?:we['’]ve(?: got)?|there['’]s|for|is|on|at|gets?|takes?|costs?|the|our|we|have|has|got|of|a|an)\b ?| ?(?:for|is|on|at|gets?|takes?|costs?|of|=|:|–|-)$|^[就把那这其中有个]|[是为共要花约]$"
)
_NOT = ("spent", "whatif", "source", "claim", "left", "over", "wrong", *KPIS)


def candidates(view: View) -> Iterator[Candidate]:
    """A budget by its parts, in a row of amounts that have names."""
    said = SUMMED.search(view.stream.plain)
    if said is None or view.has(*_NOT):
        return
    row = _row(view, said)
    names = [_name(view, token, row[n - 1] if n else None) for n, token in enumerate(row)]
    if len(row) < 2 or not all(names) or len(set(names)) != len(names):
        return
    others = _others(view, row)
    told: list[Move] = [Tell(fig=t.value, as_=As.CONTEXT, label="other") for t in others]
    told += [Tell(fig=t.value, as_=As.BUDGET, of=MARKETING, in_=name) for t, name in zip(row, names, strict=True)]
    figs = frozenset(t.value for t in (*row, *others))
    takes = frozenset(n for n, t in enumerate(view.stream.spots) if not t.is_figure)
    asks = asked(view.of("layer"), {t.kind for t in view.stream.spots}, view.stream.plain[said.end() :])
    moves = (*told, Suppose(op=Op.TOGETHER), *asks)
    yield Candidate("summed", moves, 9.0 * len(figs), figs, takes, view.ask_keys, float(row[0].start))


def _others(view: View, row: list[Token]) -> list[Token]:
    """The amounts that are no part of the budget."""
    return [t for t in view.of("money") if t not in row and t.value not in view.of_the_source]


def asked(layers: list[Token], kinds: set[str], behind: str) -> tuple[Ask, ...]:
    """What is asked of the parts as one: the layers that are named, all of the AI money, else its split."""
    about = tuple(dict.fromkeys(t.value for t in layers))
    if about:
        return (Ask(goal=Goal.AMOUNT, about=about),)
    if kinds & {"layers", "split"} or not (kinds & {"ai", "aibudget"} or re.search(r"\bai\b", behind)):
        return (Ask(goal=Goal.SPLIT),)
    return (Ask(goal=Goal.AMOUNT, about=(LAYERS,)),)


def _row(view: View, said: re.Match[str]) -> list[Token]:
    """The amounts of the sentence before the words that add them up; of one told ahead as something else, none."""
    amounts = [t for t in view.of("money") if t.end <= said.start()] or [
        t for t in view.of("money") if t.start >= said.end()
    ]
    row: list[Token] = []
    for token in reversed(amounts):
        if row and re.search(r"[。.!！?？\n](?!\d)", view.stream.plain[token.end : row[-1].start]):
            break
        row.append(token)
    return row[::-1]


def _name(view: View, token: Token, before: Token | None) -> str:
    """What stands before an amount and behind the mark or amount ahead of it."""
    start = before.end if before is not None else 0
    text = (
        view.stream.text[start : token.start]
        if len(view.stream.text) == len(view.stream.plain)
        else view.stream.plain[start : token.start]
    )
    name = _PARTS.split(text)[-1].strip()
    for _ in range(3):
        name = _FILLING.sub("", name).strip()
    return name if 0 < len(name) <= 24 else ""
