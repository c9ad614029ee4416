"""What holds of a whole message beside what was read of its parts: back to the real budget, or a supposition in place of the one before."""

from __future__ import annotations

import re
from dataclasses import replace

from agent.dialogue.moves import Correct, Move, Return, Suppose
from agent.understanding.view import View

#: The what-ifs are over.
_REAL = re.compile(
    r"\b(?:forget|scrap|drop|ignore|never mind|enough of)\b[^.?!;,]{0,12}\b(?:both|those|all that|the what[- ]?ifs?|the hypotheticals)\b|\bthe real (?:one|budget|figures?|numbers?)\b(?: again)?"
    r"|\b(?:stay|stick|staying|sticking|remain|keep) (?:on|with|at|to) the (?:standard|usual|normal|recommended|original|regular) (?:18\b|share|percentage|rate)"
    r"|(?:还是|仍然?|继续|照样)(?:按|用|守|走)(?:着|回)?(?:标准|正常|原来|常规)的?(?:18|比例|份额|占比)|都是假设|假设(?:到此|结束|作废)|回到(?:真实|实际)的?"
)
#: One supposition for another: "instead of a trim", "rather than the cut".
_INSTEAD = re.compile(
    r"\b(?:instead|rather than|in place) (?:of )?(?:a|an|the|that|this) (?:cut|trim|raise|increase|decrease|drop|rise|top-up|reduction|one)\b|\band if instead\b|(?:不是|而不是)(?:砍|减|涨|加)"
)


#: What is said by the way and changes nothing.
_ASIDE = re.compile(
    r"\b(?:does ?n[o']?t|does not|won[’']?t|will not)\b[^.?!]{0,12}\b(?:change|affect|touch|alter)\b[^.?!]{0,12}\b(?:budget|numbers?|figures?|anything)\b|\bnothing to do with (?:the |our )?(?:budget|split|numbers)\b|\bjust so you know\b[^.?!]{0,40}\b(?:not|n't)\b"
    r"|(?:跟|和|与)(?:咱|我)?们?(?:的|这个?)?预算(?:没|无)(?:有)?关|(?:你|您)知道就(?:行|好)|不影响预算|别算进(?:去|预算)|不用(?:管|算)(?:它|这个|进去)?|不用管"
)


def grounded(view: View, moves: tuple[Move, ...]) -> tuple[Move, ...]:
    """``moves`` on the budget that they are meant for, where a supposition is at hand."""
    current, real = view.state.current, view.state.real
    if _ASIDE.search(view.stream.plain):
        moves = tuple(m for m in moves if not isinstance(m, Suppose | Correct))
    if current is None or real is None or current is real or not real.budget:
        return moves
    plain = view.stream.plain
    if _INSTEAD.search(plain):
        return tuple(replace(m, from_=real.name) if isinstance(m, Suppose) and not m.from_ else m for m in moves)
    if _REAL.search(plain) and not any(isinstance(m, Return | Suppose | Correct) for m in moves):
        return (Return(to=real.name), *moves)
    return moves
