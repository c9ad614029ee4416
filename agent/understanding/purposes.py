"""What a layer or a project is for, whether a project must be, and whom the article sides with: asked in casual words amid talk of money.

“What's the capability bit meant to buy?” wants no amount, although it has the words of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.dialogue.moves import Ask, Goal
from agent.understanding.candidates import Candidate
from agent.understanding.clauses import Clause
from agent.understanding.contents import LONGEST
from agent.understanding.money_asks import PURPOSE_ENDS
from agent.understanding.plans import keys_of
from agent.understanding.slots import last_layer
from agent.understanding.tokens import FIGURES, KPIS
from agent.understanding.view import View

_SOFT = r"(?:even |actually |really |exactly |there |all |supposed to be |meant to be )*"
#: What asks for a purpose, behind the thing or before it.
PURPOSE = re.compile(
    rf"\bwhat(?:'s| is|s| are| was)?\b.{{2,60}}?\b{_SOFT}(?:for|about|good for|in aid of)(?: again| then| really| exactly| anyway| though)?\s*[?.!]*$"
    rf"|\bwhat(?:'s| is|s| are| does| do| would| should| did)?\b.{{2,50}}?\b(?:(?:meant|supposed|intended|there|designed) to (?:buy|pay|cover|do|fund|achieve|get|bring|be for|go (?:on|towards))|{_SOFT}(?:buy|buys|cover|covers|bring|brings|achieve|achieves|pay for|pays for|include|includes|get us|gets us|go on|goes on|do for us|does for us))\b"
    r"|\b(?:the )?(?:point|purpose|idea|aim|goal|sense) (?:of|behind)\b|\bwhy (?:do we|would we|would anyone|should we|does anyone|bother with|have|even have)\b.{0,20}\b(?:have|need|want|bother|fund|pay for|layer)\b"
    r"|(?:到底|究竟|是)?(?:是)?(?:干嘛|干啥|做啥|干什么|做什么|搞什么)(?:用)?的?|(?:是|用来|拿来)(?:买|花在|用在)(?:什么|啥|哪)|(?:买|投|花在|用在|管)(?:的是)?(?:什么|啥|乜|哪些|哪儿|哪里)|图(?:个)?(?:什么|啥)|有(?:什么|啥|乜)(?:用|意义|好处)|做乜"
)
#: Whether a thing may be left out.
MUST = re.compile(
    r"\b(?:a must|must-have|must have|mandatory|compulsory|optional|non-negotiable|obligatory|(?:strictly |really |absolutely )?(?:required|necessary|essential))\b|\b(?:do|must|should) we (?:really |actually )?(?:have to|need to|need|really need) ?(?:have|build|do|get|buy)?\b|\bcan we (?:skip|do without|leave out|get away without|live without)\b|\bhave to have\b"
    r"|非.{0,3}不可|是不是(?:一定|必须|必需|非得|非要)|(?:一定|必须|必需|非得|非要)(?:要|得)?(?:建|做|搞|有|上)|(?:能|可)不(?:能|可以)?(?:不|先不)(?:建|做|搞|要|上)|(?:能|可以)不(?:建|做|搞|要|上)|有(?:没有)?必要|可有可无|省(?:掉|得了|了)(?:行|可以)"
)
#: With whom the article sides.
SIDE = re.compile(
    r"\bwhose side\b|\bwho(?:'s| is) (?:right|correct)\b|\bwhich (?:of (?:us|them) is right|side)\b|\bside(?:s|d)? with\b|\bwho does (?:it|the (?:article|source|paper)) (?:back|support|agree with|favou?r)\b"
    r"|站(?:在)?(?:谁|哪)(?:那|这)?(?:边|一边|方)?|(?:支持|向着|挺|帮|赞成|偏向)(?:谁|哪(?:一)?(?:边|方))|(?:谁|哪(?:一)?(?:边|方|个))(?:说得|讲得|是)?(?:对|有道理)"
)
_ARTICLE = re.compile(
    r"\b(?:article|source|paper|text|document|it|piece|write-up)\b|文章|原文|材料|文中|资料|书里|上面"
)
_MONEY_WORDS = (
    *FIGURES,
    "per",
    "cur",
    "sum",
    "split",
    "spent",
    "left",
    "rest",
    "diff",
    "ratio",
    "whatif",
    "each",
    "share",
)


def of_purpose(view: View, clause: Clause) -> bool:
    """Whether a clause asks what something is for, or whether it must be: answered in words, whatever figures are talked of."""
    text = view.said(clause)
    return not clause.of(*_MONEY_WORDS) and any(asked.search(text) for asked in (PURPOSE, MUST, _GOES_ON))


def candidates(view: View) -> Iterator[Candidate]:
    """Questions of purpose, of need and of sides."""
    yield from _purposes(view)
    yield from _side(view)
    yield from _spent_on(view)


def _purposes(view: View) -> Iterator[Candidate]:
    for clause in view.clauses:
        if clause.of(*_MONEY_WORDS, *KPIS, "phase", "quadrant", "kpis") or not of_purpose(view, clause):
            continue
        things = clause.values("layer", "project")
        if not things and clause.of("thatlayer") and (last := last_layer(view)):
            things = (last,)
        text = view.text(clause)
        if text.rstrip(" ?.!").casefold().endswith(PURPOSE_ENDS):
            continue  # "what is the strategic layer for": `ask.purpose` reads it
        must = MUST.search(text.casefold()) is not None
        if len(things) != 1 or (must and not clause.of("project")) or _for_it(text):
            continue
        about = _worth(view, things[0]) if must else things
        ask = Ask(goal=Goal.EXPLAIN, about=about, topic=text[:LONGEST])
        takes = frozenset(range(clause.start, clause.end))
        yield Candidate("purpose.asked", (ask,), 6.0, takes=takes, keys=keys_of(view, (clause,)), place=float(clause.tokens[-1].end))  # fmt: skip


#: "What's the budget for tactical?": the thing stands behind the words of purpose, and an amount is what is asked.
_AMOUNT_FOR = re.compile(
    r"\b(?:budget|amount|money|number|figure|sum|allocation|total|much)\b(?:.{0,20})\b(?:for|about|on)\b|预算|多少|额度|金额"
)


def _for_it(text: str) -> bool:
    return _AMOUNT_FOR.search(text.casefold()) is not None and PURPOSE.search(text.casefold()) is not None


def _worth(view: View, project: str) -> tuple[str, ...]:
    """The passage on whether a project is worth it, where the framework has one."""
    topic = f"topic.{project.partition('.')[2]}_worth"
    return (topic,) if any(t.id == topic for t in view.framework.topics) else (project,)


def _side(view: View) -> Iterator[Candidate]:
    """“文章站谁那边”: the passages on what the two say, here or in the turn before."""
    asking = tuple(c for c in view.clauses if SIDE.search(view.said(c)))
    if not asking or view.place_of or view.has("layer", "money", *KPIS) or not _ARTICLE.search(view.stream.plain):
        return
    words = sum(t.kind not in ("?", ",", ".") for t in view.stream.spots)
    last = [a for a in view.state.last_asks() if a.goal in (Goal.EXPLAIN, Goal.ADVISE)]
    first = view.has("first")
    if len(view.clauses) > 1 or words > 8:
        ask = Ask(
            goal=Goal.ADVISE if first else Goal.EXPLAIN,
            about=("first",) if first else (),
            topic=view.stream.text.strip()[-LONGEST:],
        )
        inside = view.clauses
    elif last:
        ask, inside = last[-1], asking
    else:
        return
    takes = frozenset(n for c in inside for n in range(c.start, c.end))
    yield Candidate("purpose.side", (ask,), 13.0, takes=takes, keys=keys_of(view, inside), place=float(asking[0].tokens[-1].end))  # fmt: skip


#: What the money goes on, which the layers tell; what it went on already is a question for the book.
_GOES_ON = re.compile(
    r"\b(?:spend(?:ing)?|use|using|put(?:ting)?|invest(?:ing)?)\b(?: it| that| this| them| the (?:ai )?money| the ai budget)? (?:on|for|into|towards) ?(?:what ?)?[?.!]*$|\band on what\b|^on what\b"
    r"|\bwhat (?:does|will|would|do|should) (?:it|that|this|the (?:ai )?(?:money|budget)|the layers?|we)(?: all)? (?:buy|pay for|go (?:on|to|into|towards))\b|\bwhere (?:does|will|would|should) (?:it|that|this|the (?:ai )?(?:money|budget))(?: all)? go\b"
    r"|(?:投|花|用)(?:在|到|去)(?:哪|什么|啥|些什么|何处)|(?:钱|预算)(?:会|要|都|该|得)*(?:花|投|用)(?:在|到)?(?:哪|什么|啥)|用来(?:做|干)(?:什么|啥|嘛)"
)


def _spent_on(view: View) -> Iterator[Candidate]:
    """“What are they going to spend it on?”, 这些钱投在哪里: what each layer pays for."""
    for clause in view.clauses:
        text = view.said(clause)
        if not _GOES_ON.search(text) or clause.of("spent", "left", "project", "phase", *KPIS):
            continue
        ask = Ask(goal=Goal.EXPLAIN, about=clause.values("layer") or view.layers, topic=view.text(clause)[:LONGEST])
        takes = frozenset(range(clause.start, clause.end))
        yield Candidate("purpose.goes_on", (ask,), 12.0, takes=takes, keys=keys_of(view, (clause,)), place=float(clause.tokens[-1].end))  # fmt: skip
