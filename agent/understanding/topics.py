"""Questions on the source and about the talk itself: what is named decides, the asker's words go along for the search."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from agent.dialogue.moves import Ask, Chat, Form, Goal, Move, Return
from agent.dialogue.names import AI, MARKETING
from agent.language.vocabulary import Mention
from agent.understanding.clauses import Clause
from agent.understanding.contents import CONTENT_ASKS, figures_told_before, strange
from agent.understanding.rules import Rule
from agent.understanding.slots import spending
from agent.understanding.tokens import KPIS
from agent.understanding.view import View


def mentioned(view: View, clause: Clause, *, gaps: bool = True) -> tuple[str, ...]:
    """Concepts named in a clause's sentence part, gaps among them, each once."""
    start, end = clause.tokens[0].start, clause.tokens[-1].end
    found = [
        m.concept
        for m in view.stream.mentions
        if start - 3 <= m.start and m.end <= end + 3 and (m.kind != "gap" or (gaps and _is_gap(view, clause, m)))
    ]
    return tuple(dict.fromkeys(found))


def _explain(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """A question on the source: what it names, what was spoken of, and the asker's words for the search."""
    about, topic = mentioned(view, clause), view.text(clause)
    if not about and (carried := _said_before(view, clause)):
        about, topic = carried, view.stream.text[: clause.tokens[-1].end]
    elif not about and clause.start and all(t.kind in _POINTING for t in clause.tokens):
        return None
    if rule.name == "ask.explain" and not _questions(view, clause):
        return None
    if not about:
        if clause.of("insult", "inject", "greet", "thanks", "bye", "agree"):
            return None
        about = _pointed_at(view, clause)
    if not about and (rule.name == "ask.explain.named" or clause.of(*_ABOUT_THE_REPLY) or _of_money(view, clause)):
        return None
    gaps = tuple(a for a in about if a.startswith("gap."))
    goal = Goal.GAP if gaps and len(gaps) == len(about) else Goal.EXPLAIN
    return (Ask(goal=goal, about=about, topic=topic),)


_POINTING = frozenset({"howmuch", "is", "that", "give", "and", "also", "ne"})
_ABOUT_THE_REPLY = ("form", "summary", "aud", "length")


def _pointed_at(view: View, clause: Clause) -> tuple[str, ...]:
    """What an ordinal or a pronoun stands for: a place in the list shown last, what was asked about last."""
    listed = view.state.listed()
    if clause.of("ord") and listed:
        value = clause.values("ord")[0]
        if value.isdigit() and int(value) > len(listed):
            return listed  # its members stand in one passage: the list is told whole
        return ("LAST",) if value == "LAST" else (f"ITEM{value}",)
    if clause.of("that") and not clause.of(*_ABOUT_THE_REPLY) and view.state.last_asks():
        return tuple(a for a in view.state.last_asks()[-1].about if "." in a)
    return ()


def _said_before(view: View, clause: Clause) -> tuple[str, ...]:
    """What the message was about before a question that names nothing: "Nobody wants to use the tools. Now what?"."""
    if view.stream.figures or clause.of("word", "name", "char", "layer", "layers", "budget", *KPIS):
        return ()
    end = clause.tokens[0].start
    return tuple(dict.fromkeys(m.concept for m in view.stream.mentions if m.end <= end and m.kind == "topic"))


#: Words of money: a clause with one of them and nothing of the article asks no passage.
_MONEY = (
    "budget",
    "layer",
    "layers",
    "per",
    "cur",
    "left",
    "over",
    "spent",
    "sum",
    "total",
    "share",
    "rate",
    "up",
    "down",
    "add",
    "sub",
    "half",
    "aibudget",
)


def _of_money(view: View, clause: Clause) -> bool:
    return bool(clause.of(*_MONEY)) and (view.known or view.has("money"))


def _bare_topic(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """“Risks?”: nothing but a topic, with a question mark."""
    about = tuple(a for a in mentioned(view, clause) if a.startswith("topic."))
    if (
        not about
        or not clause.asked
        or len(clause.tokens) > 3
        or view.place_of.keys() & {t.value for t in clause.tokens}
    ):
        return None
    return (Ask(goal=Goal.EXPLAIN, about=about, topic=view.text(clause)),)


def _questions(view: View, clause: Clause) -> bool:
    """Whether a clause without another reading is a question at all: no figures, and a mark or a word that asks."""
    counts = clause.of("count") if _names_a_gap(view, clause) else []
    if any(t.is_figure and t not in counts for t in clause.tokens) or all(
        t.kind in ("give", "is") for t in clause.tokens
    ):
        return False
    if (
        clause.asked
        or (counts and clause.of("give", "list"))
        or clause.of("howmuch", "how", "why", "where", "when", "which", "what", "explain", "who", "ne", "first", "list")
    ):
        return True
    first = clause.tokens[0]
    chinese = any(not view.stream.text[t.start].isascii() for t in clause.of("is"))
    return chinese or first.kind == "is"


def _names_a_gap(view: View, clause: Clause) -> bool:
    """Whether a clause names something that the source says to be there and does not list."""
    start, end = clause.tokens[0].start - 3, clause.tokens[-1].end + 3
    return any(m.kind == "gap" and start <= m.start and m.end <= end for m in view.stream.mentions)


def _scope(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    return (Ask(goal=Goal.SCOPE, topic=view.text(clause)),)


def _gap(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """What the source does not give, asked for by its name."""
    if (not _questions(view, clause) and not clause.asked) or clause.of("money", "pct", "num", "cur", "rate"):
        return None
    gaps = tuple(dict.fromkeys(m.concept for m in view.stream.mentions if m.kind == "gap" and _is_gap(view, clause, m)))
    counted = next((t.value for t in clause.of("count")), "")
    return (Ask(goal=Goal.GAP, about=gaps, topic=view.text(clause), echo=counted),) if gaps else None


def _is_gap(view: View, clause: Clause, mention: Mention) -> bool:
    """Whether a clause that names a gap asks for it: "what does tactical get" asks for money, "how long" without a phase for something else."""
    start, end = clause.tokens[0].start, clause.tokens[-1].end
    if not (start - 3 <= mention.start and mention.end <= end + 3):
        return False
    if mention.words:
        return not strange(view, clause, mention.words)
    inside = {t.kind for t in clause.tokens if t.start < mention.end and mention.start < t.end}
    money = view.known or view.has("money")
    target = "target" in inside and clause.of("phase", "people", *KPIS)
    if "project" in inside and spending(view, clause):
        return False  # "how much should go to AIGC?": told with the layer that pays for it
    return not target and not ("layer" in inside and money and clause.of("toget", "spends"))


_ONLY_COMES = re.compile(
    r"\b(?:comes?|coming) from (?:an(?:other)?|our|the|my|their|a different|some)\b", re.IGNORECASE
)


def _source(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    if clause.of("split") and (view.known or view.has("money")):
        return None  # "by the text's framework, set out the layers"
    if (
        not clause.asked
        and _ONLY_COMES.search(view.said(clause))
        and not clause.of("claim", "where", "which", "what", "that")
    ):
        return None  # "that comes from another head"
    about = mentioned(view, clause, gaps=False)
    figs = figures_told_before(view, clause) if not about else ()
    of = next(iter(view.of("layer")), None) if figs else None
    return (Ask(goal=Goal.SOURCE, about=(*figs, *about), of=of.value if of else "", topic=view.text(clause)),)


def _why(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    if not view.asked_before:
        return None
    about = clause.values("layer") or next((a.about for a in reversed(view.state.last_asks()) if a.about), ())
    return (Ask(goal=Goal.WHY, about=about),)


def _recall(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    about: tuple[str, ...] = clause.values(*KPIS)
    if clause.of("aibudget"):
        about = (AI,)
    elif clause.of("budget", "marketing"):
        about = (MARKETING,)
    elif labels := _told_beside(view, clause):
        about = labels
    return (Ask(goal=Goal.RECALL, about=about),)


def _told_beside(view: View, clause: Clause) -> tuple[str, ...]:
    """The labels of what is no budget, where a clause names such a thing and it was told: "what did I say the retainer was?"."""
    named = [*clause.values("other"), *(["revenue"] if clause.of("turnover") else [])]
    return tuple(dict.fromkeys(label for label in named if label in view.state.context.values()))


_SAID = re.compile(r"我.{0,8}(?:说|给|报|告诉|提|讲).{0,10}(?:多少|几|啥|什么)")


def _recall_earlier(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """“What was it before?” behind a budget that was changed."""
    return (Ask(goal=Goal.RECALL, about=("previous",)),) if view.known else None


def _recall_first(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """“What was the first budget I gave you?”, corrected since or not."""
    return (Ask(goal=Goal.RECALL, about=("earliest",)),) if view.known else None


def _draft(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    return (Ask(goal=Goal.DRAFT),)


def _recall_said(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """“What did I tell you the budget was?”, told by its words, as they stand apart."""
    if not view.known or _SAID.search(view.said(clause)) is None:
        return None
    return _recall(view, rule, clause)


def _advise(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    gaps = [a for a in mentioned(view, clause) if a == "gap.vendors"]
    if gaps:
        return None
    return (Ask(goal=Goal.ADVISE, about=("first",), topic=view.text(clause)),)


def _limited(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    """A budget that is to be split, of somebody who says that there is little money: what the source says to them goes along."""
    topic = "topic.limited_budget"
    if not any(m.concept == topic for m in view.stream.mentions) or not view.has("money") or view.has("other", "range"):
        return None
    return (Ask(goal=Goal.EXPLAIN, about=(topic,)),)


def _phase_of(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    about = clause.values(*KPIS, "project")
    if not about:
        about = next(
            (
                c.values(*KPIS, "project")
                for c in reversed(view.clauses)
                if c.start < clause.start and c.of(*KPIS, "project")
            ),
            (),
        )
    return (Ask(goal=Goal.PHASE_OF, about=about, topic=view.text(clause)),) if about else None


def _help(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    return (Ask(goal=Goal.HELP),)


def _form(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    wanted = (
        clause.asked or clause.of("summary", "give", "is", "with", "setto", "also", "lang") or len(clause.tokens) <= 4
    )
    if (
        not wanted
        or clause.of("other")
        or (any(t.is_figure for t in clause.tokens) and not clause.of("form", "summary", "lang"))
    ):
        return None
    shape = next(iter(clause.values("form")), "")
    audience = next(iter(clause.values("aud")), "")
    length = next(iter(clause.values("length")), "")
    language = next(iter(clause.values("lang")), "")
    return (Form(shape=shape, audience=audience, length=length, lang=language),)


def _reset(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    return (Return(to="start"),)


#: Words for what was told at the beginning.
_ORIGIN = (
    "original",
    "initial",
    "at first",
    "at the start",
    "to begin with",
    "in the beginning",
    "最开始",
    "最早",
    "第一次",
    "最初",
    "where we started",
    "where we began",
    "square one",
    "一开始",
    "原来",
    "原先",
)


def _back(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    if not view.state.scenarios or clause.of("money", "num"):
        return None
    names = [v for n, v in view.names.items() if clause.start <= n < clause.end and v in view.state.scenarios]
    first = clause.of("ord") and clause.values("ord")[0] == "1"
    told = [n for n, s in view.state.scenarios.items() if s.status == "told"]
    text = view.stream.plain[clause.tokens[0].start : clause.tokens[-1].end]
    first = first or any(word in text for word in _ORIGIN)
    if first and len(told) == 1 and any(s.kind == "correct" for s in view.state.history):
        told = []  # what was told first was set right in its place: it is taken back
    back = Return(to=names[0] if names else told[0] if first and told else "previous")
    return (back, Ask(goal=Goal.AMOUNT, about=clause.values("layer"))) if clause.of("layer") else (back,)


def _chat(view: View, rule: Rule, clause: Clause) -> tuple[Move, ...] | None:
    if rule.slots["kind"] in ("agree", "disagree") and any(
        t.kind not in ("agree", "wrong", "that", "is", "also", "and") for t in clause.tokens
    ):
        return None
    return (Chat(kind=rule.slots["kind"]),)


TOPIC_ASKS: Mapping[str, Callable[[View, Rule, Clause], tuple[Move, ...] | None]] = {
    "explain": _explain, **CONTENT_ASKS, "gap": _gap, "source": _source, "why": _why, "recall": _recall, "recall_earlier": _recall_earlier, "recall_first": _recall_first, "draft": _draft, "recall_said": _recall_said, "advise": _advise, "phase_of": _phase_of,
    "help": _help, "bare_topic": _bare_topic, "limited": _limited, "scope": _scope, "form": _form, "reset": _reset, "back": _back, "chat": _chat,
}  # fmt: skip
