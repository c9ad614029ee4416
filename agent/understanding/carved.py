"""AI money that is taken out of the marketing budget: "204k into AI out of an 850k marketing budget, is that in the range?", 我们只想拿12%出来，总共多少."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.dialogue.moves import As, Ask, Goal, Move, Op, Suppose, Tell
from agent.dialogue.names import AI, LAYERS, MARKETING
from agent.understanding.candidates import Candidate
from agent.understanding.clauses import Clause
from agent.understanding.plans import keys_of
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View

_INTO = r"(?:a year |this year |per year )?(?:(?:is|was|goes|went|going|put|spent) )?(?:into|on|for|to|towards|in) (?:the )?ai\b"
_OUT_OF = r"(?:out of|from|of|against|in|with|on)"
_MARKETING = r"(?:marketing|mktg|mkt)"
_ZH_MARKETING = r"(?:市场|市場|营销|營銷|推广|推廣|行销|行銷|marketing)"
#: The AI money before the marketing budget, and after it; figures stand as letters.
_FORMS = (
    re.compile(rf"<A> {_INTO}[^.?!;<]{{0,20}}\b{_OUT_OF} (?:a |an |our |the |my )?(?:total |annual |yearly |overall |whole )*(?:<B>(?: annual| total| a year)*(?: of)? {_MARKETING}|{_MARKETING}[^.?!;<]{{0,16}}<B>)"),
    re.compile(rf"\bai\b[^.?!;<]{{0,12}}\b(?:gets|takes|has|is|at|of|gets just|got)[ ]?<A>[^.?!;<]{{0,16}}\b{_OUT_OF} (?:a |an |our |the |my )?(?:<B>[^.?!;<]{{0,12}}{_MARKETING}|{_MARKETING}[^.?!;<]{{0,16}}<B>)"),
    re.compile(rf"ai(?:这块|这一块|总共|一共|合共|总|的钱|投入|部分|上)*(?:去年|今年|全年|每年|一年|目前)?(?:只|才|就|一共|总共|共|打算|计划|准备)*(?:花|用|投|放|给|拿)?[了咗]?(?:大概|大约|约)?<A>[^。？！?!；;<]{{0,8}}{_ZH_MARKETING}(?:总的|总预算|预算|费用?|部|盘子|总盘|大盘|大数|一共|总共|总额|全部|整个|是|有|就|合共)*<B>"),
)  # fmt: skip
_JUDGES = re.compile(
    r"\b(?:range|band|inside|within|outside|too (?:much|little|low|high|small|big)|mad|crazy|ok(?:ay)?|reasonable|enough|in line|fit|allowed|recommend\w*|corridor|limits?|sensible|normal|steep|stingy)\b"
    r"|区间|区間|范围|範圍|线|線|够|夠|合适|合適|合理|太|偏|高|低|下限|上限|达标|達標|符合|建议|建議|離譜|离谱|正常"
)  # fmt: skip
_NOT = ("layer", "layers", "left", "over", "rest", "diff", "whatif", "turnover", *KPIS)


def candidates(view: View) -> Iterator[Candidate]:
    """AI money beside its marketing budget, and a share that is all that goes to AI."""
    yield from _amounts(view)
    yield from _share(view)
    yield from _share_of(view)


def _lettered(view: View, first: Token, second: Token, letters: str) -> str:
    plain = view.stream.plain
    return f"{plain[: first.start]}<{letters[0]}>{plain[first.end : second.start]}<{letters[1]}>{plain[second.end :]}"


def _amounts(view: View) -> Iterator[Candidate]:
    """Two amounts of which one is the AI money out of the other."""
    amounts = [t for t in view.stream.spots if t.is_figure]
    if len(amounts) != 2 or any(t.kind not in ("money", "num") for t in amounts) or view.has(*_NOT):
        return
    first, second = amounts
    ai_first = any(form.search(_lettered(view, first, second, "AB")) for form in _FORMS)
    if not ai_first and not any(form.search(_lettered(view, first, second, "BA")) for form in _FORMS):
        return
    ai, whole = (first, second) if ai_first else (second, first)
    moves: list[Move] = [Tell(fig=ai.value, as_=As.BUDGET, of=AI), Tell(fig=whole.value, as_=As.BUDGET, of=MARKETING)]
    judging = tuple(c for c in view.clauses if _JUDGES.search(view.said(c)))
    if judging:
        moves.append(Ask(goal=Goal.VERDICT))
    figs = frozenset(t.value for t in amounts)
    yield Candidate(
        "carved.amount", tuple(moves), 17.0, figs, keys=view.ask_keys if judging else frozenset(), place=float(ai.start)
    )


_ALL_WE_GIVE = re.compile(
    r"(?:想|打算|计划|计劃|准备|準備|愿意|願意|只能|最多|先|肯|决定|決定)[^，。？！?!]{0,3}(?:拿|投|放|出|用|给|給|花)(?:出)?(?:来)?[ ]?$"
)
_ALL_WE_GIVE_EN = re.compile(
    r"\b(?:want|plan|planning|going|willing|able|intend|like|decided|prefer|happy|can only|will only|could only|would only|only|just)\b(?: \w+){0,2} (?:put|spend|commit|use|set aside|give|go with|allocate|invest|do|take)(?: in| up| aside| about| only| just)*[ ]?$"
)
_BEHIND = re.compile(
    r"^[ ]?(?:的)?(?:出来|出嚟|来做|去做|来投|给ai|做ai|投ai|到ai|in\b|on\b|into\b|for\b|to\b|aside\b|up\b|of\b|$|[，,。.?？!！])"
)


def _share(view: View) -> Iterator[Candidate]:
    """“We only want to put in 12%, total then?”: the share of the budget at hand, behind a question of AI money."""
    figures = [t for t in view.stream.spots if t.is_figure]
    asked = [a.goal for a in view.state.last_asks()]
    if (
        not view.known
        or len(figures) != 1
        or figures[0].kind != "pct"
        or view.has("spent", "claim", "source", "up", "down", "turnover", *KPIS)
    ):
        return
    token = figures[0]
    ahead, behind = view.stream.plain[: token.start], view.stream.plain[token.end :]
    given = _ALL_WE_GIVE.search(ahead) or _ALL_WE_GIVE_EN.search(ahead)
    of_money = any(g in (Goal.AMOUNT, Goal.SPLIT, Goal.SUM, Goal.RANGE, Goal.VERDICT) for g in asked)
    if not given or not of_money or not _BEHIND.match(behind) or (view.figure(token.value).low or 0) > 60:
        return
    asking = tuple(c for c in view.clauses if c is not view.clause(view.place_of[token.value]))
    moves = (Suppose(fig=token.value, op=Op.SHARE, of=AI), _wanted(view, asking))
    yield Candidate(
        "carved.share",
        moves,
        14.0,
        frozenset({token.value}),
        keys=keys_of(view, view.clauses),
        place=float(token.start),
    )


def _wanted(view: View, asking: tuple[Clause, ...]) -> Ask:
    """What is asked at the share: layers that are named, their split, else all of the AI money."""
    layers = tuple(dict.fromkeys(t.value for t in view.of("layer")))
    if layers:
        return Ask(goal=Goal.AMOUNT, about=layers)
    if view.has("layers", "split"):
        return Ask(goal=Goal.SPLIT)
    return Ask(goal=Goal.AMOUNT, about=(LAYERS,)) if asking else Ask(goal=Goal.SAME)


_OF_A_BUDGET = re.compile(
    r"<A> of (?:an? |our |the |my |its |their )?(?:total |annual |yearly |overall |whole )*<B>(?: (?:annual|total|yearly|marketing|mktg))*(?: budget| spend| pot)?[^.?!;<]{0,12}\b(?:for|on|to|into|towards|in) (?:the )?ai\b"
    r"|(?:从|拿|把)?<B>(?:的|里|里面|中|预算|营销预算|市场预算)*[^。？！?!；;<]{0,4}<A>(?:来|去)?(?:做|投|给|用于|用在|放在|砸)ai"
)


def _share_of(view: View) -> Iterator[Candidate]:
    """“18% of a $6 million budget for AI”: the budget is marketing's, and the share is what AI gets of it."""
    figures = [t for t in view.stream.spots if t.is_figure]
    if len(figures) != 2 or {t.kind for t in figures} != {"pct", "money"} or view.known or view.has(*_NOT):
        return
    if view.has("marketing") and _JUDGES.search(view.stream.plain):
        return  # "24% of our marketing budget on AI, too much?" is read with its verdict
    share, whole = sorted(figures, key=lambda t: t.kind != "pct")
    letters = "AB" if figures[0] is share else "BA"
    if not _OF_A_BUDGET.search(_lettered(view, figures[0], figures[1], letters)):
        return
    moves = (Tell(fig=whole.value, as_=As.BUDGET, of=MARKETING), Tell(fig=share.value, as_=As.SHARE, of=AI))
    score = (
        8.2 if _JUDGES.search(view.stream.plain) else 17.0
    )  # "… is that too much?" is read with its verdict where it can be
    yield Candidate("carved.share_of", moves, score, frozenset(t.value for t in figures), place=float(figures[0].start))
