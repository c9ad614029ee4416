"""Questions on what the source says, in everyday words: what the words around a question name together decides, wherever it stands.

"Two of them refuse to log in. What does it say to do about that?" names its topic before it asks; figures of such a story are the story's.
"""

from __future__ import annotations

import re

from agent.dialogue.moves import Ask, Goal, Move
from agent.language.vocabulary import Mention
from agent.understanding.clauses import Clause
from agent.understanding.rules import Rule
from agent.understanding.tokens import FIGURES, KPIS
from agent.understanding.view import View

#: Words of reckoning: a clause with one of them asks for a figure, not for what is written.
_OF_MONEY = (
    "layer", "layers", "per", "cur", "left", "unspent", "over", "sum", "total", "share", "rate", "money", "pct", "budget", "aibudget", "diff", "ratio", "rest", "gate", "target",
    "short", "phase", "compare", "range", "verdict", "max", "min", *KPIS,
)  # fmt: skip
_ASKING = (
    "explain",
    "how",
    "when",
    "what",
    "which",
    "where",
    "is",
    "howmuch",
    "who",
    "why",
    "ne",
    "first",
    "give",
    "list",
    "source",
)
#: A clause that points to what was said and asks what to do about it, or whether anything is written on it.
_ADVICE = re.compile(
    r"\b(?:advice|advise|tips?|the fix|the cure|cure|remedy|what(?:'s| does| do| should| can| did|) .{0,24}(?:say|tell|reckon|suggest|recommend|advise|do)\b|what now|now what|any ideas?|anything (?:in there |there |on |for |about )"
    r"|does (?:it|the \w+|that) (?:\w+ )?(?:say|have|cover|mention|help|talk|suggest|recommend)|how (?:to|do (?:i|we)|should (?:i|we)|can (?:i|we))\b|help\b|safeguards?|protection|is there (?:any|some|a))"
    r"|怎么办|点算|点做|点处理|点搞|点样|怎么搞|怎么弄|怎么整|怎么破|怎么处理|怎么应对|咋办|咋整|有招|给招|给了招|支招|什么招|法子|办法|对策|措施|建议|有教|冇教|有没有教|有冇讲|有没有讲|有没有说|有冇话|怎么讲|怎么说|做法|该怎么|搞好|点防|怎么防"
)
_STORY = frozenset({"num", "count", "people", "frac", "mult", "half", "dur"})


def content(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """A question on what the source says of a topic that words of the message name together."""
    if clause.of("insult", "inject", "outside") or any(t.is_figure and t.kind not in _STORY for t in clause.tokens):
        return None
    text = view.text(clause).lower()
    advice = _ADVICE.search(view.stream.plain[clause.tokens[0].start - _before(view, clause) : clause.tokens[-1].end])
    if clause.of(*_OF_MONEY) and not (advice and own(view, clause)):
        return None
    if not (clause.asked or advice or clause.of(*_ASKING)):
        return None
    about = own(view, clause)
    if not about and (advice or len(text) < 12):
        about = told_before(view, clause)
    if not about:
        return None
    return (
        Ask(
            goal=Goal.EXPLAIN,
            about=about,
            topic=view.stream.text[: clause.tokens[-1].end][-400:],
            echo=of_the_story(view),
        ),
    )


def _before(view: View, clause: Clause) -> int:
    """How far the words of a clause begin before its first token: filling words are none."""
    return len(view.text(clause)) - (clause.tokens[-1].end - clause.tokens[0].start) if view.text(clause) else 0


def together(view: View) -> list[Mention]:
    """The topics that words of the message name together, in the order of their words."""
    return sorted((m for m in view.stream.mentions if m.kind == "topic" and m.words), key=lambda m: m.start)


def own(view: View, clause: Clause) -> tuple[str, ...]:
    """The topics that are named together in a clause."""
    start, end = clause.tokens[0].start - 3, clause.tokens[-1].end + 3
    return tuple(dict.fromkeys(m.concept for m in together(view) if start <= m.start and m.end <= end))


def told_before(view: View, clause: Clause) -> tuple[str, ...]:
    """The topics of the story before a question; a word that also names one of them by itself counts."""
    start = clause.tokens[0].start
    found = [m for m in view.stream.mentions if m.kind == "topic" and m.start < start and m.concept not in _FIGURED]
    words = [m for m in found if m.words] or found
    return tuple(dict.fromkeys(m.concept for m in words))[:2]


#: Topics that are answered with figures: named before a question they are its subject seldom.
_FIGURED = frozenset({"topic.layers", "topic.ai_share", "topic.phases"})


def of_the_story(view: View) -> str:
    """Figures that a story tells and nobody asks about: people, things, times. Where money or KPIs are told they are none of it."""
    if view.has("money", "pct", *KPIS):
        return ""
    return "*".join(t.value for t in view.stream.spots if t.kind in _STORY and t.kind in FIGURES)
