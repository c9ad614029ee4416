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
_OF = r"(?:了|咗|返|番|多|给|下来|回去|回|去)?(?:我们|咱们|咱|这边)?(?:的)?(?:市场费用?|营销费用?|营销预算|市场预算|推广费用?|总预算|预算|费用|经费)?(?:了|又)?"
_MORE = re.compile(
    r"(?:\b(?:add(?:ed|s|ing)|another|(?:an )?extra|(?:an )?additional|(?:a )?further|topped (?:us|it|marketing|the \w+) up|top(?:ped|s)? up|found|chipped in|threw in|thrown in|put in another)"
    rf"|(?:争取(?:回来|回|到)|要回来|追加|加多|增拨|加拨|增补|补充|又批|又给|又拨|又加|再批|再拨|另批|新增|多批|多给|增加){_OF}){_ABOUT}"
)
_LESS = re.compile(
    r"(?:\b(?:claw(?:ed|s)? back|took(?: away| back| off)?|taken(?: away| back| off)?|we lost|lost|lose|docked|pulled(?: back| out)?|withdrew|withdrawn|removed|handed back|gave up|given up|chopped(?: off)?|shaved(?: off)?|sliced(?: off)?)"
    rf"|(?:收返|收回|抽回|扣回|抽走|拿走|划走|调走|挪走|核减|压减|削减|减掉|砍掉|砍|减|扣){_OF}){_ABOUT}"
)
#: An amount that is itself the change: "a top-up of 250k", "250k came through", 多了30万的追加.
_TOP_UP = re.compile(
    r"\b(?:top-?up|uplift|injection|(?:extra|additional|new) (?:funding|money|budget)) (?:of|worth|is)[ ]?$"
)
_CAME = re.compile(
    r"^[ ]?(?:(?:extra|more|top-?up|uplift|injection)?[ ]?(?:just |has |have |also )*(?:came|come) (?:in|through)|(?:has been |was |were |got |just got )added|(?:extra|more|additional) (?:was |is |has been )?(?:approved|granted|signed off)|top-?up|uplift)\b"
)
_WENT = re.compile(
    r"^[ ]?(?:has been |have been |was |were |got |is )(?:just |now )?(?:clawed back|taken (?:away|back|off|out)|pulled|docked|withdrawn|removed|trimmed)\b"
)
#: Who gives says that it is budget, also where money was spent before.
_GRANTED = re.compile(
    r"[批拨撥]|追加|下来|到账|总部|集团|上面|董事会|收回|核减|\b(?:chipped|threw|office|group|headquarters|sanction\w*)\b|\b(?:board|finance|hq|head office|ceo|cfo|approved|granted|came (?:in|through)|topp?ed|claw\w*|funding)\b"
)
#: What has happened is no supposition; what is only wished, asked for or thought is.
_HAPPENED = re.compile(
    r"了|已|咗|到账|下来|批|拨|追加|收回|核减|\b(?:approved|signed off|confirmed|granted|agreed|just|has|have|been|got|gets|was|were|came|added|gave|took|lost|clawed|docked|pulled|topped|handed)\b"
)
_WISHED = re.compile(
    r"如果|假如|要是|假设|万一|若是|倘若|的话|呢|想|打算|申请|希望|能不能|会不会|可能|\b(?:if|suppose|supposing|assume|imagine|say|would|could|might|may|wants?|asks?|asking|hopes?|hoping|maybe|perhaps|about to)\b"
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
        if _elsewhere(view, place) or _QUOTED.search(view.stream.plain):
            continue
        op = direction(view, token)
        if op is None or (
            _spending(view) and not clause.of("marketing", "budget") and not _GRANTED.search(_said(view, token))
        ):
            continue  # "and another 60k last week" goes on with what was spent
        named = _named(view, place)
        move = Suppose(fig=token.value, op=op, from_=named, in_=for_good(view, token, named))
        yield Candidate(
            "topping",
            (move,),
            5.2 if clause.of("marketing", "budget") else 3.1,
            frozenset({token.value}),
            place=float(token.start),
        )


def granted(view: View, token: Token) -> bool:
    """Whether an amount is put on top or taken off by those who give: no more of what was spent."""
    return direction(view, token) is not None and _GRANTED.search(_said(view, token)) is not None


def _elsewhere(view: View, place: int) -> bool:
    """Whether the part of the sentence between two marks that an amount stands in is about something else."""
    spots, first, last = view.stream.spots, place, place
    while first and not spots[first - 1].is_boundary:
        first -= 1
    while last + 1 < len(spots) and not spots[last + 1].is_boundary:
        last += 1
    return any(t.kind in _ELSE for t in spots[first : last + 1])


def _spending(view: View) -> bool:
    current = view.state.current
    return current is not None and bool(current.spends) and _ANOTHER.search(view.stream.plain) is not None


def direction(view: View, token: Token) -> Op | None:
    """Whether an amount is said to be put on top or taken off, by the words beside it."""
    ahead, behind = view.stream.plain[max(token.start - 40, 0) : token.start], view.stream.plain[token.end :]
    if _MORE.search(ahead) or _TOP_UP.search(ahead) or _CAME.search(behind):
        return Op.ADD
    return Op.SUB if _LESS.search(ahead) or _WENT.search(behind) else None


def _said(view: View, token: Token) -> str:
    """The clause of an amount, in plain letters."""
    clause = view.clause(view.place_of[token.value])
    return view.stream.plain[max(clause.tokens[0].start - 24, 0) : clause.tokens[-1].end + 24]


#: Who decides has decided.
_DECIDED = re.compile(r"[批拨撥]|\b(?:approved|signed off|sanctioned|granted|agreed(?: to)?|settled on|confirmed)\b")


def decided(view: View, token: Token) -> str:
    """The told budget at hand, where the amount is what was approved in its place: from then on it is that one."""
    return for_good(view, token) if _DECIDED.search(_said(view, token)) else ""


def for_good(view: View, token: Token, named: str = "") -> str:
    """The told budget, ``named`` or at hand, that a change which has happened is of: from then on it is the changed one."""
    said, current = _said(view, token), view.state.current
    name = named or (current.name if current is not None and current.status == "told" else "")
    return name if name and _HAPPENED.search(said) and not _WISHED.search(said) else ""


def _named(view: View, place: int) -> str:
    """The budget that the clause names, where it is one of several."""
    name = view.scenario(place) or next((view.names[n] for n in view.names if view.number(n) == view.number(place)), "")
    return view.scenario_names.get(name.casefold(), name) if name.casefold() in view.scenario_names else ""
