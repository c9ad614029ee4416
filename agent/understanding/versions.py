"""Shares of AI as versions of the plan: somebody's share that is tried ("show me his 12, by layer"), held against another one (跟18%那版比), and the one that holds in the end (还是18%).

A share that is tried is a case beside the plan; what was told stays as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from agent.dialogue.moves import Ask, Goal, Move, Op, Return, Suppose
from agent.dialogue.names import AI, LAYERS
from agent.understanding.candidates import Candidate

if TYPE_CHECKING:
    from agent.dialogue.state import Scenario
    from agent.understanding.clauses import Clause
    from agent.understanding.tokens import Token
    from agent.understanding.view import View

_PERSON = r"(?:gm|cfo|ceo|cmo|coo|md|boss|director|manager|chief|board|finance|owner|chairman|chairwoman|chair|partner|investor|controller|head office|hq)"
#: Somebody's share; it stands as <F>.
_SOMEBODYS = re.compile(
    rf"\b(?:his|her|their|(?:the |our |my )?{_PERSON}['’]?s['’]?)(?: (?:proposed|suggested|preferred))? <F>"
    rf"|\b(?:he|she|they|(?:the |our |my )?{_PERSON}) (?:wants?|would like|prefers?|suggests?|proposes?|would go for|is pushing for|asks? for|says?)(?: only| just| to use| to see| to go with)* <F>"
    r"|(?:他|她|他们|老板|领导|财务|总监|老总|总部|上面|经理)(?:那边|这边)?(?:只)?(?:想|要|建议|希望|主张|提议|要求|说)(?:要|先|只|把?ai)*(?:压到|降到|减到|砍到|给|拿|用|提到|加到|按)?<F>"
    r"|(?:他|她|他们|老板|领导|财务|总监|总经理|老总|董事长|老大|上面|上头|总部|经理|老板娘)(?:说|要|提|想要?|给|定|报|建议)?(?:的|那个|那版|的那个)<F>"
)
#: A share that is asked to be allowed, all of it for AI.
_MAY = re.compile(
    r"行不行|行吗|行么|可以吗|可以么|可不可以|成不成|成吗|合适吗|允许吗|好不好|中不中"
    r"|\b(?:is|would|will|could|can|are)\b[^.?!;]{0,40}\b(?:ok(?:ay)?|fine|allowed|acceptable|possible|permitted|reasonable|in range)\b"
)
_HOLDS = re.compile(
    r"\b(?:stay|stays|staying|stick|sticks|sticking|stuck|keep|keeps|keeping|go|going|leave|remain|remains|back|settled?|agreed|end(?:ed)? up|decided|return\w*|revert\w*)\b(?: \w+){0,3}? (?:with|to|at|on|by) (?:the |our |my |that )?<F>"
    r"|\b(?:keep|keeping|it stays|it is|it's|it’s|still|so) (?:the |our |at )?<F>(?: (?:then|after all|again|it is|as before|as planned))"
    r"|(?:还是|仍是|仍然|仍旧|仍|最后|最终|维持|保持|坚持|回到|改回|恢复|照旧|定了)(?:还是|定|按|用|是|到|在|回|走|为|成|照|着|拿|给|就|了|原来的?|之前的?|那个|ai)*<F>"
)
_ASKED = re.compile(r"[吗么嗎麼][？?]?\s*$")
_AGAINST = re.compile(
    r"(?:比|跟|和|与|同|较)(?:原来的?|之前的?|我们的?|我的?)?<F>"
    r"|\b(?:than|versus|vs\.?|against|compared (?:to|with)|from)(?: at| with| under)? (?:the |our |my |that )?<F>"
)
_MINE = re.compile(
    r"\bthan (?:mine|ours|my own|our own|what (?:i|we) (?:had|have|planned|told you))\b|比(?:我|我们|咱们?)(?:的|那版|原来的?|自己的)"
)
_DIFFERS = re.compile(
    r"\b(?:less|more|lower|higher|difference|gap|compare\w*|save|saves|saving|smaller|bigger)\b|[多少差省](?:了|出|掉)?(?:多少|几)|各[多少差]|对比|相比|相差|差"
)
_EACH = re.compile(r"\b(?:each|per layer|by layer|layer by layer|every layer)\b|各|每层|每一层|分别")
_NOT = ("money", "spent", "left", "turnover", "claim", "source", "phase", "kpis")
#: Nobody gives AI a larger share.
_MOST = 60


def candidates(view: View) -> Iterator[Candidate]:
    """What a message says of shares that are tried."""
    if not view.known or view.kpi_in_message or view.has(*_NOT):
        return
    yield from _tried(view)
    yield from _allowed(view)
    yield from _holds(view)
    yield from _against(view)


def said_again(view: View) -> frozenset[str]:
    """The share that a message says to hold, or holds another one against: nothing new is told by it."""
    token = _only_share(view)
    if token is None or _case(view, token) is None:
        return frozenset()
    marked = _marked(view, token)
    return frozenset({token.value}) if _HOLDS.search(marked) or _AGAINST.search(marked) else frozenset()


def _only_share(view: View) -> Token | None:
    """The one figure of a message, where it can be the share of AI."""
    figures = [t for t in view.stream.spots if t.is_figure]
    if len(figures) != 1 or figures[0].kind not in ("pct", "num"):
        return None
    value = view.figure(figures[0].value).low
    return figures[0] if value is not None and 0 < value <= _MOST else None


def _marked(view: View, token: Token) -> str:
    plain = view.stream.plain
    return f"{plain[: token.start]}<F>{plain[token.end :]}"


def _chain(view: View) -> list[Scenario]:
    """The case at hand and those that it was supposed from."""
    found, scenario = [], view.state.current
    while scenario is not None and scenario not in found:
        found.append(scenario)
        scenario = view.state.scenarios.get(scenario.comes_from)
    return found


def _share_in(view: View, scenario: Scenario) -> Decimal | None:
    """What AI gets in a case: the share that was told, else the source's."""
    if scenario.share:
        return view.amount_of(scenario.share)
    return sum((layer.share.value for layer in view.framework.layers if layer.share is not None), Decimal(0))


def _case(view: View, token: Token) -> Scenario | None:
    """The case at hand, or one that it was supposed from, in which AI has this share."""
    value = view.figure(token.value).low
    return next((s for s in _chain(view) if s.base != AI and _share_in(view, s) == value), None)


def _wanted(view: View, asking: tuple[Clause, ...]) -> Ask:
    """What is asked at a share: layers that are named, the whole, else the split."""
    layers = tuple(dict.fromkeys(v for c in asking for v in c.values("layer")))
    if layers:
        return Ask(goal=Goal.AMOUNT, about=layers)
    whole = any(c.of("sum", "total") for c in asking) and not view.has("layers", "split")
    return Ask(goal=Goal.AMOUNT, about=(LAYERS,)) if whole else Ask(goal=Goal.SPLIT)


def _made(view: View, name: str, moves: tuple[Move, ...], token: Token | None, score: float) -> Candidate:
    words = frozenset(n for n, t in enumerate(view.stream.spots) if not t.is_figure)
    figs = frozenset({token.value} if token is not None else ())
    return Candidate(name, moves, score, figs, words, view.ask_keys, 0.0)


def _tried(view: View) -> Iterator[Candidate]:
    """“Ok show me his 12 then, by layer”, 按老板说的12%三层各多少: somebody's share, beside the plan."""
    token = _only_share(view)
    if token is None or not _SOMEBODYS.search(_marked(view, token)) or view.has("up", "down", "add", "sub", "people"):
        return
    asking = view.has("layers", "layer", "split", "howmuch", "give", "total", "sum")
    about_shares = token.kind == "pct" or any(a.goal in _OF_SHARES for a in view.state.last_asks())
    if asking and about_shares and not view.has("diff", "compare"):
        moves = (Suppose(fig=token.value, op=Op.SHARE, of=AI), _wanted(view, view.clauses))
        yield _made(view, "version.tried", moves, token, 14.0)


_OF_SHARES = frozenset({Goal.VERDICT, Goal.RANGE, Goal.SHARE, Goal.SPLIT})


def _allowed(view: View) -> Iterator[Candidate]:
    """“老板说AI一共拿12%行不行？行的话三层各是多少”: whether a share is allowed, and what it would come to."""
    token = _only_share(view)
    if token is None or token.kind != "pct":
        return
    own = view.clause(view.place_of[token.value])
    behind = tuple(c for c in view.clauses if c.start > own.start)
    judged = any(_MAY.search(view.said(c)) for c in view.sentence(own))
    asks = [c for c in behind if c.of("layers", "layer", "split") and not own.of("layer", "layers")]
    if judged and asks and not view.has("diff", "compare"):
        moves = (
            Ask(goal=Goal.VERDICT, about=(token.value,)),
            Suppose(fig=token.value, op=Op.SHARE, of=AI),
            _wanted(view, tuple(asks)),
        )
        yield _made(view, "version.allowed", moves, token, 15.0)


def _holds(view: View) -> Iterator[Candidate]:
    """“He gave in, we stay with the 18”, 算了，还是18%: the case with this share is the plan again."""
    token = _only_share(view)
    if token is None or view.has("?", "whatif", "diff", "compare", "up", "down") or _ASKED.search(view.stream.plain):
        return
    case = _case(view, token)
    found = _HOLDS.search(_marked(view, token))
    if case is None or found is None or (token.kind == "num" and case is view.state.current and not case.comes_from):
        return
    moves: tuple[Move, ...] = (Return(to=case.name),)
    asking = tuple(c for c in view.clauses if c.of("layer", "layers", "howmuch", "split"))
    yield _made(view, "version.holds", (*moves, _wanted(view, asking)), token, 14.0)


def _against(view: View) -> Iterator[Candidate]:
    """“跟18%那版比，三层各少多少”, "how much less is that than mine?": the case at hand beside the one that it was supposed from."""
    current, token = view.state.current, _only_share(view)
    if current is None or not current.comes_from or not current.share or not _DIFFERS.search(view.stream.plain):
        return
    other = _other(view, token)
    if other is None or other is current or view.has("whatif"):
        return
    cases, echo = (other.name, current.name), token.value if token is not None else ""
    layers = tuple(dict.fromkeys(t.value for t in view.of("layer")))
    if not layers and _EACH.search(view.stream.plain):
        ask = Ask(goal=Goal.COMPARE, about=view.layers, over=cases, echo=echo)
        yield _made(view, "version.against", (ask,), token, 15.0)
        return
    asks = tuple(
        Ask(goal=Goal.DIFF, args=tuple(f"{x}@{case}" for case in cases), echo=echo) for x in layers or (LAYERS,)
    )
    yield _made(view, "version.against", asks, token, 15.0)


def _other(view: View, token: Token | None) -> Scenario | None:
    """The case that the one at hand is held against: that of a share, or "mine"."""
    if token is not None:
        return _case(view, token) if _AGAINST.search(_marked(view, token)) else None
    return view.state.real if _MINE.search(view.stream.plain) and not view.place_of else None
