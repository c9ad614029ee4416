"""What holds of a whole message beside what was read of its parts: back to the real budget, or a supposition in place of the one before."""

from __future__ import annotations

import re
from dataclasses import replace

from agent.dialogue.moves import Correct, Move, Return, Suppose
from agent.understanding.view import View

#: The what-ifs are over.
_REAL = re.compile(
    r"\b(?:forget|scrap|drop|ignore|never mind|enough of)\b[^.?!;,]{0,12}\b(?:both|those|all that|the what[- ]?ifs?|the hypotheticals)\b|\bthe real (?:one|budget|figures?|numbers?)\b(?: again)?"
    r"|都是假设|假设(?:到此|结束|作废)|回到(?:真实|实际)的?"
)
#: One supposition for another: "instead of a trim", "rather than the cut".
_INSTEAD = re.compile(
    r"\b(?:instead|rather than|in place) (?:of )?(?:a|an|the|that|this) (?:cut|trim|raise|increase|decrease|drop|rise|top-up|reduction|one)\b|\band if instead\b|(?:不是|而不是)(?:砍|减|涨|加)"
)


def grounded(view: View, moves: tuple[Move, ...]) -> tuple[Move, ...]:
    """``moves`` on the budget that they are meant for, where a supposition is at hand."""
    current, real = view.state.current, view.state.real
    if current is None or real is None or current is real or not real.budget:
        return moves
    plain = view.stream.plain
    if _INSTEAD.search(plain):
        return tuple(replace(m, from_=real.name) if isinstance(m, Suppose) and not m.from_ else m for m in moves)
    if _REAL.search(plain) and not any(isinstance(m, Return | Suppose | Correct) for m in moves):
        return (Return(to=real.name), *moves)
    return moves
