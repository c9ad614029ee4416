"""A change of a budget that was told before: called off by its amount, set right, meant for another brand; and what held before it.

"The 60k isn't approved, undo that", 那120万没批下来: only that change is taken back, what was spent stays. "No, the extra was 90k" changes by how much,
"the 120 is for Lark" whose budget. "Before the top-up, what was capability?", 追加前能力层是多少 asks of the budget before, and leaves the one at hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from agent.dialogue.moves import Ask, Goal, Move, Op, Return, Suppose
from agent.dialogue.names import LAYERS
from agent.dialogue.state import Scenario
from agent.understanding.candidates import Candidate
from agent.understanding.plans import keys_of
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View


@dataclass(frozen=True, slots=True)
class Change:
    """A budget that became another by an amount, which the figure ``fig`` said."""

    before: Scenario
    after: Scenario
    fig: str
    amount: Decimal
    op: Op


def candidates(view: View) -> Iterator[Candidate]:
    """What is said of a change of before, and asked of what held before it."""
    yield from _dropped(view)
    yield from _what_changed(view)
    yield from _only(view)
    changes = list(_changes(view))
    if changes:
        yield from _called_off(view, changes)
        yield from _set_right(view, changes)
        yield from _for_another(view, changes)
    yield from _asked_before(view)


def _changes(view: View) -> Iterator[Change]:
    """The changes by an amount that the budgets of the talk came from, the latest last."""
    for after in view.state.scenarios.values():
        before = view.state.scenarios.get(after.comes_from)
        if before is None or not (after.budget and before.budget) or after.base != before.base:
            continue
        new, old = view.amount_of(after.budget), view.amount_of(before.budget)
        if new is None or old is None or new == old:
            continue
        by = abs(new - old)
        fig = next((f for f in reversed(view.state.figures) if view.amount_of(view.state.figures[f]) == by), "")
        if fig:
            yield Change(before, after, fig, by, Op.ADD if new > old else Op.SUB)


def _amounts(view: View) -> list[Token]:
    return [t for t in view.stream.spots if t.kind in ("money", "num")]


def _same(view: View, token: Token, amount: Decimal) -> bool:
    """Whether a figure has the amount, or its digits without the scale: "the 120" of 120k."""
    value = view.figure(token.value).low
    if not value or value < 0:
        return False
    return value == amount or (
        token.kind == "num" and value < amount and (amount / value) in (Decimal(1000), Decimal(10000), Decimal(1000000))
    )


def _asking(view: View) -> tuple[Move, ...]:
    """What a message asks beside: layers by name, the split, or what is left."""
    moves: list[Move] = []
    for clause in view.clauses:
        layers = clause.values("layer")
        if layers and clause.of("left", "unspent"):
            moves.append(Ask(goal=Goal.LEFT, about=layers))
        elif layers:
            per = next((v for v in clause.values("per") if v not in ("year", "head")), "")
            moves.append(Ask(goal=Goal.AMOUNT, about=layers, per=per))
        elif clause.of("layers", "split"):
            moves.append(Ask(goal=Goal.SPLIT))
    return tuple(dict.fromkeys(moves))


_NOT_HIS = (*KPIS, "phase", "rate", "cur", "share", "aibudget", "inverse", "diff", "compare", "sum")

# -- called off ------------------------------------------------------------------------------------------------------------------------------

_OFF = re.compile(
    r"\b(?:is|was|are|were|has|have|did|does|do)(?:n['’]?t| not)(?: been| get| got| actually| even| yet){0,2} (?:approved|confirmed|signed off|agreed|coming|happening|happen|granted|go(?:ing)? through|ours|real|count)"
    r"|\b(?:not approved|unapproved|fell through|fallen through|rejected|refused|turned down|vetoed|withdrawn|cancell?ed|off the table|called off|not happening|isn't coming|never came|never happened|went back|doesn't count|don't count)\b"
    r"|\b(?:undo|scrap|reverse|cancel|forget|ignore|drop|take back|strike|revert)\b"
    r"|没批|未批|没有批|不批|没通过|未通过|没有通过|没下来|没过|没到账|不算数?|作废|撤掉|撤回|撤销|取消|收回了?批|黄了|泡汤|否了|否决|驳回|别算|不要算|不作数|当没"
)
_POINTED = r"(?:the|that|this|those|their|his|her|our)(?: (?:extra|additional|added|new|last|whole))? $|(?:那|这|那笔|这笔|那个|这个|追加的|新增的|刚才的|说的|加的|砍的|的)[ ]?$"
_THE = re.compile(_POINTED)
_FOR = re.compile(
    r"\b(?:is|was|goes|belongs?|should go|meant|were)\b[^.?!]{0,14}\b(?:for|to)\b|是?给|是.{0,3}(?:的|拿的)"
)


def _called_off(view: View, changes: list[Change]) -> Iterator[Candidate]:
    """“The 60k isn't approved. Undo that. Tactical?": the budget before that change, by its amount."""
    amounts, text = _amounts(view), view.stream.plain
    if len(amounts) != 1 or len(view.place_of) != 1 or not _OFF.search(text) or view.has("spent", *_NOT_HIS):
        return
    token = amounts[0]
    ahead = text[max(token.start - 24, 0) : token.start]
    found = [c for c in changes if _same(view, token, c.amount) and _counts(view, c)]
    if len(found) != 1 or not _THE.search(ahead):
        return
    asks = _asking(view)
    moves: tuple[Move, ...] = (Return(to=found[0].before.name), *(asks or (Ask(goal=Goal.SPLIT),)))
    yield Candidate("revoke.amount", moves, 16.0, frozenset({token.value}), keys=view.ask_keys, place=0.0)


def _counts(view: View, change: Change) -> bool:
    """Whether a change holds now: the budget at hand, or one that has a name."""
    return change.after is view.state.current or (change.after.status == "told" and bool(change.after.label))


# -- set right -------------------------------------------------------------------------------------------------------------------------------

_SORRY = re.compile(
    r"\b(?:no|nope|wait|sorry|oops|actually|correction|i meant|make that|should (?:be|have been)|it was|was only|wrong|misread|typo|not)\b|不对|不是|错|应该|更正|其实|抱歉|刚看|才|改成"
)
_IT = re.compile(
    r"\b(?:the|that|this) (?:extra|addition|additional|top-?up|raise|increase|bump|cut|change|reduction|amount (?:they|he|she|we) (?:added|cut|gave|took))\b|\b(?:added|extra|top-?up|cut by|took|clawed back|add) (?:was |is )?"
    r"|追加的?|加的|多给的|补的|砍的|扣的|收回的|批的|减的|那笔"
)


def _set_right(view: View, changes: list[Change]) -> Iterator[Candidate]:
    """“No wait, the extra was 90 grand", 不对，追加的是150万: the budget at hand was changed by another amount."""
    amounts = view.of("money")
    echoes = [t for t in amounts if any(_same(view, t, c.amount) for c in changes)]
    new = [t for t in amounts if t not in echoes]
    here = [c for c in changes if c.after is view.state.current]
    if len(new) != 1 or len(amounts) > 2 or len(view.place_of) != len(amounts) or len(here) != 1:
        return
    change = here[0]
    if not _sets_right(view, change, echoed=bool(echoes)):
        return
    named = change.before.name if change.after.status == "told" and change.after.label else ""
    moves: tuple[Move, ...] = (
        Return(to=change.before.name),
        Suppose(fig=new[0].value, op=change.op, from_=change.before.name, in_=named),
        *_asking(view),
    )
    figs = frozenset(t.value for t in amounts)
    yield Candidate("revoke.amount_again", moves, 16.0, figs, keys=_keys(view, moves), place=0.0)


def _sets_right(view: View, change: Change, *, echoed: bool) -> bool:
    """Whether a message says that a change was by another amount, and nothing of another budget."""
    text = view.stream.plain
    if not _SORRY.search(text) or view.has("spent", "whatif", *_NOT_HIS):
        return False
    if not echoed and (not _IT.search(text) or view.has("budget", "marketing")):
        return False
    return not view.names or not {change.after.name, change.before.name}.isdisjoint(view.names.values())


def _keys(view: View, moves: tuple[Move, ...]) -> frozenset[str]:
    """All questions where the moves ask some of them, else those that ask for nothing."""
    if any(isinstance(m, Ask) for m in moves):
        return view.ask_keys
    return keys_of(view, tuple(c for c in view.clauses if not c.of("howmuch", "left")))


_SWAPPED = re.compile(
    r"\bbackwards?\b|\bwrong (?:one|brand|way|company|client|store|shop|site)\b|\bmixed (?:it |them |that |those )?up\b|\bother way (?:a)?round\b|\bnot (?:for|to) \w|\binstead of\b|\bthe other (?:one|brand|company|client|site)\b|\bwas (?:meant )?for\b|\bis for\b"
    r"|搞反|弄反|说反|记反|反了|搞错|弄错|说错|记错|不是给|不是.{1,6}的|另一个|另外那个|是给"
)


def echoed(view: View) -> frozenset[str]:
    """Bare numbers that point at the amount of a change: "the 120" of 120k."""
    numbers = [t for t in view.of("num") if _THE.search(view.stream.plain[max(t.start - 24, 0) : t.start])]
    if not numbers:
        return frozenset()
    return frozenset(t.value for t in numbers for c in _changes(view) if _same(view, t, c.amount))


_BOTH = re.compile(r"\bboth\b|\beach\b|\bredo\b|\bthe two\b|两边|两个|两家|都|各|分别|重新|重算")
_OTHER = re.compile(r"\bthe other\b|另一个|另外那个|另一边|另一家|对方")


def _for_another(view: View, changes: list[Change]) -> Iterator[Candidate]:
    """“He got it backwards: the 120 is for Lark", 120万是给白鹭的: the change is taken back here and made there."""
    text, amounts = view.stream.plain, _amounts(view)
    if (
        not _SWAPPED.search(text)
        or len(amounts) > 1
        or len(view.place_of) != len(amounts)
        or view.has("spent", *_NOT_HIS)
    ):
        return
    held = [c for c in changes if _counts(view, c) and (c.after.label or c.before.label)]
    if amounts:
        held = [c for c in held if _same(view, amounts[0], c.amount)]
    if len(held) != 1:
        return
    change = held[0]
    target = _meant(view, change)
    if target is None:
        return
    moves: list[Move] = [
        Return(to=change.before.name),
        Suppose(fig=change.fig, op=change.op, from_=target.name, in_=target.name),
        *_asking(view),
    ]
    if _BOTH.search(text):
        moves[2:] = [Ask(goal=Goal.SPLIT, over=(change.before.name, target.name))]
    figs = frozenset(t.value for t in amounts)
    yield Candidate("revoke.for_another", tuple(moves), 16.0, figs, keys=view.ask_keys, place=0.0)


def _meant(view: View, change: Change) -> Scenario | None:
    """The budget that the change was for: the one that is named, or the only other one."""
    told = [s for s in view.state.scenarios.values() if s.budget and s.status == "told"]
    others = [s for s in told if s is not change.after and s is not change.before]
    named = [s for s in others if s.name in view.names.values()]
    if len(named) == 1:
        return named[0]
    return others[0] if len(others) == 1 and not named and _OTHER.search(view.stream.plain) else None


# -- before it -------------------------------------------------------------------------------------------------------------------------------

_CHANGE = (
    r"(?:top-?up|cut|raise|increase|bump|change|clawback|claw-back|haircut|reduction|extra|addition|trim|boost|uplift)"
)
_EARLIER = re.compile(
    rf"\b(?:before|prior to|pre)[ -](?:the |that |this |all |any of )?(?:\w+ )?{_CHANGE}s?\b|\bpre-{_CHANGE}\b"
    r"|\b(?:the|our) (?:old|original|previous|earlier|initial|former) (?:budget|number|figure|amount|total|one)(?:['’]s)?(?!\w)"
    r"|(?:追加|加钱|增拨|砍|削减|调整|下调|上调|收回|改|变|加|减|批)(?:之|以)?前|(?:原来|原先|之前|以前|原|旧|老|最初|当初)的?(?:那个)?(?:预算|总盘子|盘子|额度|那版|版本)(?:下|里|的时候|的话)?"
)
_BACK = re.compile(
    r"\b(?:back|return|revert|undo|restore|reinstate|go with|use|keep)\b|回到|恢复|改回|换回|退回|还是按|还是用"
)
_DIFF = re.compile(
    r"\b(?:more|less|higher|lower|differen\w*|changed?|compare\w*|versus|vs|gap|than)\b|比|多了|少了|差|变了|变化|相差|涨了|降了|多多少|少多少"
)


_RAISED = re.compile(r"top-?up|raise|increase|bump|extra|addition|boost|uplift|追加|加|增|上调|批")
_LOWERED = re.compile(r"\bcut|clawback|claw-back|haircut|reduction|trim|砍|削|减|下调|收回")
_AT_FIRST = re.compile(r"\boriginal|\binitial|\ball\b|\bany\b|最初|最早|当初|原")

_OWN = re.compile(
    r"\b(?:on|with|under|at|in|for) ours\b|\bour (?:own|actual|real|current|true) (?:budget|one|plan|number)\b|我们(?:自己|现在|目前|现有|实际)的?(?:预算|盘子)?"
)


def _real(view: View) -> Scenario | None:
    """The told budget, where the one at hand is only supposed of it."""
    real = view.state.real
    supposed = real is not None and real is not view.state.current and real.status == "told"
    return real if supposed and not view.names else None


def _held(view: View) -> Scenario | None:
    """The budget before the change that is spoken of: the last raise, the last cut, the last change, or all of them."""
    text, found = view.stream.plain, view.state.current
    words = "".join(m[0] for m in _EARLIER.finditer(text))
    wanted = Op.ADD if _RAISED.search(words) else Op.SUB if _LOWERED.search(words) else None
    first = _AT_FIRST.search(words) is not None
    seen: Scenario | None = None
    while found is not None and (before := view.state.scenarios.get(found.comes_from)) is not None:
        new, old = view.amount_of(found.budget), view.amount_of(before.budget)
        if new is None or old is None or found.base != before.base:
            break
        if wanted is None or (new > old) is (wanted is Op.ADD):
            if not first:
                return before
            seen = before
        found = before
    return seen


def _asked_before(view: View) -> Iterator[Candidate]:
    """“Before the top-up, what was capability?", 原来的预算下能力层多少: of the budget that the one at hand came from."""
    text = view.stream.plain
    if view.place_of or not (_EARLIER.search(text) or _OWN.search(text)) or _BACK.search(text):
        return
    if _DIFF.search(_EARLIER.sub("", text)) or view.has("spent", "left", "unspent", "whatif", *KPIS):
        return
    before = _held(view) if _EARLIER.search(text) else _real(view)
    ask = _of(view, before.name) if before is not None else None
    if ask is not None:
        yield Candidate("revoke.before", (ask,), 10.0, keys=view.ask_keys, place=0.0)


def _of(view: View, name: str) -> Ask | None:
    """What is asked of a budget: layers, all of them, the split; the same as before where nothing is named."""
    layers = tuple(dict.fromkeys(t.value for t in view.of("layer")))
    per = next((t.value for t in view.of("per") if t.value not in ("year", "head")), "")
    if layers:
        return Ask(goal=Goal.AMOUNT, about=layers, over=(name,), per=per)
    if view.has("aibudget", "sum", "total") and not view.has("budget"):
        return Ask(goal=Goal.AMOUNT, about=(LAYERS,), over=(name,), per=per)
    if view.has("layers", "split", "each"):
        return Ask(goal=Goal.SPLIT, over=(name,), per=per)
    if not view.has("howmuch", "what") and len(view.stream.spots) < 8:
        return Ask(goal=Goal.SAME, over=(name,))
    return None


# -- without an amount -----------------------------------------------------------------------------------------------------------------------

_DROPPED = re.compile(
    r"(?:别|不|甭|先不|先别|唔)(?:再)?(?:砍|加|减|调|涨|追加|增|扣|削)(?:了|啦|咯|钱了|预算了)|(?:追加|加钱|砍预算|削减|增拨|砍|加)(?:的)?(?:那|这)?(?:事|件事|笔)?(?:儿)?(?:先)?(?:取消|作废|黄了|算了|不算|没批|没通过|没成)|取消(?:追加|削减|砍|这次|那次)|当我没说"
)


def _dropped(view: View) -> Iterator[Candidate]:
    """算了别砍了，能力层多少: the last supposition or change is taken back, then what is asked."""
    current, text = view.state.current, view.stream.plain
    before = view.state.scenarios.get(current.comes_from) if current is not None else None
    if before is None or view.place_of or not _DROPPED.search(text) or view.has("whatif", *KPIS):
        return
    yield Candidate(
        "revoke.dropped", (Return(to=before.name), *_asking(view)), 10.0, keys=view.ask_keys if _asking(view) else frozenset(), place=0.0
    )  # fmt: skip


_CHANGED = re.compile(
    r"\bwhat(?:'s|’s| has| have| did)? chang(?:ed|es?)\b[^.?!]*\b(?:between|by layer|each layer|layers?|before|after|from|per layer)\b|\b(?:before|after) the \w+[^.?!]*\bwhat(?:'s|’s| has)? changed\b|\bbefore (?:and|vs\.?|versus) after\b|\bside by side\b.*\b(?:before|old)\b"
    r"|前后(?:对比|比较|变化|各|差)|(?:三层|各层|每层)(?:各)?(?:变了|变化|差了|多了|少了)多少|变化(?:前后|对比)"
)


def _what_changed(view: View) -> Iterator[Candidate]:
    """“What changed, layer by layer?" behind a change: both budgets beside each other."""
    current = view.state.current
    before = view.state.scenarios.get(current.comes_from) if current is not None else None
    if (
        current is None
        or before is None
        or not before.budget
        or view.place_of
        or not _CHANGED.search(view.stream.plain)
    ):
        return
    if view.has("spent", "left", *KPIS) or view.names:
        return
    ask = Ask(goal=Goal.COMPARE, over=(before.name, current.name))
    yield Candidate("revoke.what_changed", (ask,), 10.0, keys=view.ask_keys, place=0.0)


_FROM_NOW = re.compile(
    r"\b(?:just|only|stick(?:ing)? (?:to|with)|focus(?:ing)? on|let's do|stay with|continue with)\b.*(?:\bfrom (?:now|here) on\b|\bgoing forward\b|\bfrom here\b|\bfor now\b|\bplease\b|\bonly\b|[.,;?!]|$)"
    r"|\bonly\b[ .?!]*$|接下来(?:只|就|都)|后面(?:只|就|都)|以后(?:只|就|都)|从现在起|只(?:看|说|算|谈|讲|聊)|先(?:只)?(?:看|说)|单(?:看|说|算)"
)

_WHOSE = re.compile(r"\b(?:just|only|back to|stick with|stick to) (us|ours|them|theirs)\b")


def _only(view: View) -> Iterator[Candidate]:
    """“Just Kite from now on", 接下来只看木棉: the focus is on that budget until another is named."""
    named = _alone(view)
    if not named or view.place_of or not _FROM_NOW.search(view.stream.plain) or view.state.focus == [named]:
        return
    if view.has("diff", "compare", "sum", "pair", "spent", "whatif", *KPIS):
        return
    asks = _asking(view)
    if not asks and any(c.of("howmuch", "left") for c in view.clauses):
        return
    if not asks and any(a.over or a.args for a in view.state.last_asks()):
        asks = (Ask(goal=Goal.SPLIT),)  # a sum over both is no question of one
    yield Candidate("focus.only", (Return(to=named), *asks), 9.0, keys=view.ask_keys, place=0.0)


def _alone(view: View) -> str:
    """The one budget that a message names, or says whose it is."""
    named = {v for v in view.names.values() if v in view.state.scenarios}
    if named:
        return named.pop() if len(named) == 1 else ""
    whose = _WHOSE.search(view.stream.plain)
    if whose is None:
        return ""
    return view.scenario_names.get("just theirs" if whose[1] in ("them", "theirs") else "just us", "")
