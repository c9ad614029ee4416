"""Money put on top of a budget or taken from it: “the board just added 60k to marketing”, 木棉追加市场费120万, 又批了30万.

The word that names the budget stands beside the amount, and yet the budget becomes more or less *by* it, never that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.dialogue.moves import Op, Suppose
from agent.understanding.candidates import Candidate
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View

_ABOUT = r"[ ]?(?:about |around |roughly |some |an? |of |by |us |another |extra |additional |约|大约|近|将近|共)*$"
_OF = r"(?:了|给|下来|回去|回|去)?(?:我们|咱们|咱|这边)?(?:的)?(?:市场费用?|营销费用?|营销预算|市场预算|推广费用?|总预算|预算|费用|经费)?(?:了|又)?"
_MORE = re.compile(
    r"(?:\b(?:add(?:ed|s|ing)|another|(?:an )?extra|(?:an )?additional|(?:a )?further|topped (?:us|it|marketing|the \w+) up|top(?:ped|s)? up|found|chipped in|threw in|thrown in|put in another)"
    rf"|(?:追加|增拨|加拨|增补|补充|又批|又给|又拨|又加|再批|再拨|另批|新增|多批|多给|增加){_OF}){_ABOUT}"
)
_LESS = re.compile(
    r"(?:\b(?:claw(?:ed|s)? back|took(?: away| back| off)?|taken(?: away| back| off)?|we lost|lost|lose|docked|pulled(?: back| out)?|withdrew|withdrawn|removed|handed back|gave up|given up|chopped(?: off)?|shaved(?: off)?|sliced(?: off)?)"
    rf"|(?:收回|抽回|扣回|抽走|拿走|划走|调走|挪走|核减|压减|削减|减掉|砍掉|砍){_OF}){_ABOUT}"
)
#: More of the same, whatever that was.
_ANOTHER = re.compile(r"\b(?:another|extra|further|lost|lose)\b|再|又")
#: A wish or a plan of its own, money of something else, or a new amount altogether.
_ELSE = (
    "spent",
    "spends",
    "layer",
    "layers",
    "turnover",
    "other",
    "staff_cost",
    "keep",
    "setto",
    "wrong",
    "max",
    "min",
    "inverse",
    *KPIS,
)
_QUOTED = re.compile(
    r"\bquot|\boffer|\bvendor|\bsupplier|\bagency\b|\btool\b|报价|开价|供应商|代理|工具|license|licence"
)


def candidates(view: View) -> Iterator[Candidate]:
    """Each amount that a budget at hand is raised or lowered by."""
    if not view.known:
        return
    for token in view.of("money"):
        place = view.place_of[token.value]
        clause = view.clause(place)
        if clause.of(*_ELSE) or _QUOTED.search(view.stream.plain):
            continue
        op = _direction(view, token)
        if op is None or (_spending(view) and not clause.of("marketing", "budget")):
            continue  # "and another 60k last week" goes on with what was spent
        named = _named(view, place)
        move = Suppose(fig=token.value, op=op, from_=named)
        yield Candidate(
            "topping",
            (move,),
            5.2 if clause.of("marketing", "budget") else 3.1,
            frozenset({token.value}),
            place=float(token.start),
        )


def _spending(view: View) -> bool:
    current = view.state.current
    return current is not None and bool(current.spends) and _ANOTHER.search(view.stream.plain) is not None


def _direction(view: View, token: Token) -> Op | None:
    ahead = view.stream.plain[max(token.start - 40, 0) : token.start]
    if _MORE.search(ahead):
        return Op.ADD
    return Op.SUB if _LESS.search(ahead) else None


def _named(view: View, place: int) -> str:
    """The budget that the clause names, where it is one of several."""
    name = view.scenario(place) or next((view.names[n] for n in view.names if view.number(n) == view.number(place)), "")
    return view.scenario_names.get(name.casefold(), name) if name.casefold() in view.scenario_names else ""
