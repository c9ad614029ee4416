"""A budget of which a part is out of reach, the rest being what is asked about: "€300k of it is untouchable, base the split on the remainder"; 其中80万不能动，剩下的再分三层."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.dialogue.moves import As, Ask, Goal, Move, Op, Suppose, Tell
from agent.dialogue.names import AI, MARKETING
from agent.understanding.candidates import Candidate
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View

#: What is said of the part that is out of reach.
_OUT_OF_REACH = re.compile(
    r"\b(?:untouchable|off limits|off-limits|ring-?fenced|committed|locked(?: in)?|earmarked|(?:can ?not|can't|can’t|must not|mustn't) be touched|not to be touched|already promised|non-negotiable|kept back|"
    r"set aside|held back|co-?op)\b|(?:不能|不可|不准|不许|唔可以|冇得)[动碰用郁]|动不了|固定(?:支出|开支|费用|的)|刚性支出|专款专用|先扣|扣起|已经?锁定|雷打不动"
)
#: That the rest is the base of what is asked.
_ON_THE_REST = re.compile(
    r"\b(?:on|of|to|from|for|over|only) (?:just |only )?(?:the |that |this )?(?:remainder|rest|balance|remaining (?:amount|money|budget|part|sum))\b|\bwhat(?:'s|’s| is) left\b|\bthe remainder only\b"
    r"|(?:剩下|剩余|余下|其余|剩)的?(?:部分|钱|款|那些|金额)?(?:再|才|来|就)?(?:按|拿来|用来|做|分|拆|算|走)"
)


def candidates(view: View) -> Iterator[Candidate]:
    """The budget without its part that is out of reach, split or told as the message asks."""
    plain = view.stream.plain
    if _OUT_OF_REACH.search(plain) is None or _ON_THE_REST.search(plain) is None or view.has(*KPIS, "pct"):
        return
    amounts = [t for t in view.stream.spots if t.kind == "money"]
    told = amounts[0] if not view.known and len(amounts) == 2 else None
    if told is None and not (view.known and len(amounts) == 1):
        return
    part = amounts[-1]
    if told is not None and not _larger(view, told, part):
        return
    moves: list[Move] = []
    if told is not None:
        moves.append(
            Tell(
                fig=told.value,
                as_=As.BUDGET,
                of=AI if view.has("aibudget") and not view.has("marketing") else MARKETING,
            )
        )
    moves.append(Suppose(fig=part.value, op=Op.SUB))
    moves.append(_asked(view))
    figs = frozenset({part.value, *([told.value] if told else [])})
    yield Candidate("remainder", tuple(moves), 14.0, figs, keys=view.ask_keys, place=float(part.start))


def _larger(view: View, told: Token, part: Token) -> bool:
    whole, taken = view.figure(told.value), view.figure(part.value)
    return whole.low is not None and taken.low is not None and whole.low > taken.low


def _asked(view: View) -> Ask:
    """A layer that is named alone, or all of AI where only that is asked; else the split."""
    layers = tuple(dict.fromkeys(t.value for t in view.of("layer")))
    if len(layers) == 1:
        return Ask(goal=Goal.AMOUNT, about=layers)
    return Ask(goal=Goal.SPLIT)
