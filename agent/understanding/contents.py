"""Questions on what the source says, in everyday words: what the words around a question name together decides, wherever it stands.

"Two of them refuse to log in. What does it say to do about that?" names its topic before it asks; figures of such a story are the story's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from agent.dialogue.moves import Ask, Goal, Move
from agent.dialogue.names import AI
from agent.understanding.clauses import Clause
from agent.understanding.rules import Rule
from agent.understanding.slots import last_layer
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
    r"|怎么办|点算|点做|点处理|点搞|点样|怎么搞|怎么弄|怎么整|怎么破|怎么处理|怎么应对|咋办|咋整|有招|给招|给了招|支招|什么招|法子|办法|对策|措施|建议|有教|冇教|有没有教|有冇讲|有没有讲|有没有说|有冇话|怎么讲|怎么说|做法|该怎么|搞好|点防|怎么防|(?P<verb>.)[唔不](?P=verb)"
)
_STORY = frozenset({"num", "count", "people", "frac", "mult", "half", "dur"})


def content(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """A question on what the source says of a topic that words of the message name together."""
    if view.has("money") and clause.of("split", "layers"):
        return None  # "a startup, 300k a year, little money: how to invest?" is split, too
    if clause.of("insult", "inject", "outside") or any(t.is_figure and t.kind not in _STORY for t in clause.tokens):
        return None
    words = _words(view, clause)
    advice, about = _ADVICE.search(words), own(view, clause)
    if clause.of("form", "summary", "aud"):
        about = about or named(view, clause)  # "one line on data privacy": it is written on what it names
    elif clause.of(*_OF_MONEY) and not (advice and about):
        return None
    if not (clause.asked or advice or clause.of(*_ASKING, "form", "summary", "aud")):
        return None
    if not about:
        about = told_before(view, clause, anything=bool(advice) or len(words) < SHORT)
    if not about:
        return None
    topic = view.stream.text[: clause.tokens[-1].end][-LONGEST:]
    return (Ask(goal=Goal.EXPLAIN, about=about, topic=topic, echo=of_the_story(view)),)


#: A question of fewer characters can only point back; of a topic no more than the last so many are searched for.
SHORT, LONGEST = 12, 400


def _words(view: View, clause: Clause) -> str:
    """The words of a clause in plain form, filling words included."""
    return view.said(clause)


def own(view: View, clause: Clause) -> tuple[str, ...]:
    """The topics that are named together and whose last word stands in a clause."""
    return _topics(view, clause, together=True)


def named(view: View, clause: Clause) -> tuple[str, ...]:
    """The topics that a clause names by a word of theirs."""
    found = _topics(view, clause, together=False)
    return tuple(t for t in found if t not in _FIGURED)[:1]


def _topics(view: View, clause: Clause, *, together: bool) -> tuple[str, ...]:
    start, end = clause.tokens[0].start - 3, clause.tokens[-1].end + 3
    found = [m for m in view.stream.mentions if m.kind == "topic" and bool(m.words) is together]
    return tuple(dict.fromkeys(m.concept for m in found if start <= m.start and m.end <= end))


def content_of_a_story(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """The same, where the story has figures of its own: "three of my eleven stylists won't use it, what now?"."""
    found = content(view, rule, clause)
    return found if found and of_the_story(view) and _ADVICE.search(_words(view, clause)) else None


def told_before(view: View, clause: Clause, *, anything: bool = True) -> tuple[str, ...]:
    """The topics of the story before a question; where words name one together, it is that. Else only where ``anything`` may be pointed to."""
    start = clause.tokens[0].start
    found = [m for m in view.stream.mentions if m.kind == "topic" and m.start < start and m.concept not in _FIGURED]
    words = [m for m in found if m.words] or (found if anything else [])
    return tuple(dict.fromkeys(m.concept for m in words))[:2]


#: Topics that are answered with figures: named before a question they are its subject seldom.
_FIGURED = frozenset({"topic.layers", "topic.ai_share", "topic.phases"})


def of_the_story(view: View) -> str:
    """Figures that a story tells and nobody asks about: people, things, times. Where money or KPIs are told they are none of it."""
    if view.has("money", "pct", *KPIS):
        return ""
    return "*".join(t.value for t in view.stream.spots if t.kind in _STORY and t.kind in FIGURES)


# -- what the source does not give ---------------------------------------------------------------------------------------------------------


def strange(view: View, clause: Clause, words: tuple[str, ...]) -> bool:
    """Whether a clause names a layer, a phase, a project or a KPI that is none of some words: then it asks for something else."""

    def among(text: str, kind: str) -> bool:
        return any(text in word or (kind == "phase" and word in text) for word in words)

    tokens = clause.of("layer", "phase", "project", *KPIS)
    return any(not among(view.stream.plain[t.start : t.end], t.kind) for t in tokens)


_ASKS_FOR_IT = (*_ASKING, "whyso", "toget", "target", "make")
#: All that a clause holds which asks for the rest of what was just named: "List all eight.", "months?".
_REST = frozenset({"give", "list", "num", "count", "that", "word", "or", "per", "dur", "each", "also", "and"})


def gap_meant(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """What the source does not give, named by words together; the figures beside them are the question's own."""
    if clause.of("money", "cur", "rate"):
        return None
    meant = [m for m in view.stream.mentions if m.kind == "gap" and m.words]
    start, end = clause.tokens[0].start - 3, clause.tokens[-1].end + 3
    here = [m for m in meant if start < m.end <= end and not strange(view, clause, m.words)]
    if here:
        wanted = (
            clause.asked
            or clause.of(*_ASKS_FOR_IT)
            or any(c.asked or c.of(*_ASKS_FOR_IT) for c in view.sentence(clause))
        )
    else:
        short = len(clause.tokens) <= 4 and all(t.kind in _REST for t in clause.tokens)
        before = [m for m in view.stream.mentions if m.kind == "gap" and m.end <= start + 3]
        here = before[-1:] if short and (clause.asked or clause.of("give", "list")) else []
        wanted = bool(here)
    if not wanted or not here:
        return None
    figs = [t.value for t in view.stream.spots if t.is_figure and t.kind != "money"]
    about = tuple(dict.fromkeys(m.concept for m in here))
    return (Ask(goal=Goal.GAP, about=about, topic=view.stream.text.strip()[-LONGEST:], echo="*".join(figs)),)


# -- claims that the source is asked about -------------------------------------------------------------------------------------------------

_AGREES = re.compile(
    r"\b(?:agree|agrees|concur|endorse|endorses|backs? (?:him|her|them|that|this|us|me|it)|support|supports|side with|sides with|go along with|bear (?:him|her|them|that|this) out)\b"
    r"|同意|赞成|赞同|认同|认可|支持|站得住|赞唔赞成"
)
_WHO_IS_RIGHT = re.compile(
    r"\b(?:who(?:'s|s| is|se)? (?:right|correct|has it right|got it right|number is right|is right)|which of (?:them|us|the two) is (?:right|correct)|is (?:he|she|that|this) (?:right|correct)|whose)\b"
    r"|谁(?:说得|说的|讲得|讲的|才|更|比较)*(?:对|啱|有道理|没错)|边个(?:讲得|讲|先)*(?:啱|对)|(?:他|她|佢)(?:说得|讲得|说的)(?:对|啱)[吗嘛]"
)
_SHARES = ("pct", "frac")


def agree(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """“Would the article agree?”, “who is right?” behind a share that somebody named, in figures or in words."""
    words = _words(view, clause)
    right = _WHO_IS_RIGHT.search(words)
    if not right and not (_AGREES.search(words) and (clause.asked or clause.of("is", "howmuch", "who", "ne"))):
        return None
    figs = tuple(t.value for t in view.stream.spots if t.kind in _SHARES)
    layers = tuple(dict.fromkeys(t.value for t in view.of("layer")))
    if view.has("spent", "spends", *KPIS) or (view.has("money") and layers):
        return None
    if layers or (right and not figs and (layers := _layer_before(view))):
        if (
            len(layers) > 1
            or (view.has("pct") and not view.has("ai", "aibudget"))
            or not (right or figs or view.has("half"))
        ):
            return None
        return (Ask(goal=Goal.SHARE, about=layers, of=AI, echo="*".join(figs)),)
    percents = tuple(t.value for t in view.stream.spots if t.kind == "pct")
    if percents and percents == figs and view.has("ai", "aibudget", "marketing"):
        return (Ask(goal=Goal.VERDICT, about=percents),)
    return None


def _layer_before(view: View) -> tuple[str, ...]:
    """The layer that the conversation was about last."""
    found = last_layer(view)
    return (found,) if found else ()


_CLAIMED = re.compile(
    r"\b(?:says?|said|told|promis\w+|claims?|claimed|guarantee\w*|right|true|swears?)\b|说|话|写|讲|保证|承诺|真的|听闻"
)


def payback(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """“It promises payback in six weeks, does it?”: where the source says when money comes back, and that this figure is none of its."""
    times = tuple(t.value for t in view.of("dur"))
    topic = "topic.quick_return"
    if not times or not any(m.concept == topic for m in view.stream.mentions) or view.has("money", "pct", *KPIS):
        return None
    if not _CLAIMED.search(view.stream.plain) or not (clause.asked or clause.of("is", "claim")):
        return None
    return (Ask(goal=Goal.SOURCE, about=(*times, topic), topic=view.stream.text.strip()[-LONGEST:]),)


def figures_told_before(view: View, clause: Clause) -> tuple[str, ...]:
    """The percentages before a question for the source of a figure that does not name it: "Where does it come from?"."""
    start = clause.tokens[0].start
    if view.has("money") or clause.of(*_SHARES, "mult", "num"):
        return ()
    return tuple(t.value for t in view.of("pct") if t.start < start)


# -- parts of what was listed, and what is to be written -------------------------------------------------------------------------------------


def member(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """“The middle one, please”: a part of the content that was listed last."""
    listed = view.state.listed()
    if (
        len(listed) < 2
        or view.stream.figures
        or not all("#" in a or a.startswith(("quadrant.", "project.", "topic.")) for a in listed)
    ):
        return None
    value = clause.values("ord")[0]
    if value.isdigit() and int(value) > len(listed):
        return None
    name = "LAST" if value == "LAST" else f"ITEM{value}"
    return (Ask(goal=Goal.EXPLAIN, about=(name,)),)


_ACTIONS = re.compile(r"行动|动作|步骤|要做(?:哪些|什么|啥|咩)|\b(?:key )?(?:actions?|steps|activities)\b")


def actions(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """“Key actions of phase three”: what a phase is about, as its actions are told with it."""
    phases = clause.values("phase")
    if not _ACTIONS.search(_words(view, clause)) or len(phases) != 1 or any(t.is_figure for t in clause.tokens):
        return None
    return (Ask(goal=Goal.EXPLAIN, about=phases, topic=view.text(clause)),)


_FOR_WHAT = re.compile(
    r"图(?:个|的是)?(?:啥|什么)|为了(?:啥|什么)|目的|目标|干嘛的|干嘛用|做什么用|有什么用|有咩用|\bwhat (?:is|are|'s) .{0,24}\bfor\b|\b(?:purpose|point|aim|aims|goal|goals|idea) (?:of|behind)\b"
)


def layers_purpose(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """“What is each layer for?”: the goal of every layer."""
    if not _FOR_WHAT.search(_words(view, clause)):
        return None
    return (Ask(goal=Goal.EXPLAIN, about=view.layers, topic=view.text(clause)),)


_THREE_AMOUNTS = re.compile(
    r"\b(?:all )?(?:the )?(?:three|3) (?:layer )?(?:amounts|figures|numbers|sums)\b|三(?:个|笔|层|项)的?(?:金额|数字|数|钱数|钱)"
)


def written_split(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """“A text message with the three amounts”: the split, however it is to look."""
    sentence = view.sentence(clause)
    words = view.stream.plain[
        sentence[0].tokens[0].start - 3 if sentence[0].tokens[0].start > 2 else 0 : sentence[-1].tokens[-1].end
    ]
    if not _THREE_AMOUNTS.search(words) or not (view.known or view.has("money")) or clause.of("layer"):
        return None
    if not any(c.of("form", "summary", "make") for c in sentence):
        return None
    counted = [t.value for c in sentence for t in c.tokens if t.kind in ("num", "count")]
    return (Ask(goal=Goal.SPLIT, echo="*".join(counted)),)


CONTENT_ASKS: Mapping[str, Callable[[View, Rule, Clause], tuple[Move, ...] | None]] = {
    "content": content, "content_of_a_story": content_of_a_story, "gap_meant": gap_meant, "agree": agree, "payback": payback, "member": member, "actions": actions, "layers_purpose": layers_purpose, "written_split": written_split,
}  # fmt: skip
