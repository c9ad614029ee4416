"""Things that are counted: "12 language schools", 20家店, "9,400 students". They are no money, and a later "per school" is a part of so many.

What they are called is the label of the figure in the conversation, so that a question can name them by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.dialogue.moves import As, Tell
from agent.understanding.candidates import Candidate
from agent.understanding.tokens import Token
from agent.understanding.view import View

#: What stands behind a number and is counted: two words at most before it.
_ENGLISH = re.compile(
    r"^\s?(?:(?!(?:and|or|but|to|of|for|in|on|at|from|with|is|was|are|were|goes|left|more|less|the|our|per|by|as|so|then|this|that|was|spent|went)\b)[a-z][a-z-]+ ){0,2}?(?P<noun>[a-z]{2,}[a-rtv-z]s|people|children)\b"
)
_CHINESE = re.compile(
    r"^(?:多|余)?(?:家|个|间|所|条|台|辆|名|位|门|座|支|套|只|款|处)(?P<noun>[\u4e00-\u9fff]{1,4}?)(?=[^\u4e00-\u9fff]|$|的|和|跟|里|在|都|要|是|全)"
)
#: Plurals that count nothing by which an amount would be shared out, and people who work here.
_NO_THING = re.compile(
    r"(?:is|was|has|does|this|us|as|plus|across|less|minus|times|points?|years?|months?|quarters?|weeks?|days?|hours?|minutes?|percents?|dollars?|euros?|pounds?|layers?|phases?|things?|ways?|steps?|lines?|words?|sentences?|bullets?|options?|questions?|others?|of its"
    r"|people|persons?|staff|employees|colleagues|heads|marketers|budgets?|scenarios?|plus|lakhs?|crores?|millions?|thousands?|bucks|quid|versus|always|perhaps|yours|ours|theirs|towards|posts?|pieces|articles|videos)"
    r"|(?:到|变|涨|升|降|增|提|了|现|上|下|左|右|吧|呢|吗|啊|就|也|还|已|每|分|按|给|为|占|用|花|做|投|拿).*|.*(?:人|员工|同事|月|年|季|周|天|日|小时|分钟|万|亿|元|块|层|阶段|点|倍|成|部分|方案|版本|问题|句|条|篇|内容|稿|视频|素材|文章|帖|预算|钱|数|意思|以上|左右|以内)$"
)
_PER = re.compile(
    r"\b(?:per|each|every) (?P<en>[a-z]{3,})|每一?[家个间所条台辆名位门座支套只款处]?(?P<zh>[\u4e00-\u9fff]{1,3})"
)
_MOST = 100_000_000
_PLAIN = re.compile(r"[\d,. ]+")
_DIGITS = "0123456789,. 一二三四五六七八九十百千万两"


def candidates(view: View) -> Iterator[Candidate]:
    """What is counted is told as such, where no better use of the number is found."""
    for token, noun in things(view):
        move = Tell(fig=token.value, as_=As.CONTEXT, label=noun)
        yield Candidate("counted.thing", (move,), 2.2, frozenset({token.value}), place=float(token.start))


def things(view: View) -> Iterator[tuple[Token, str]]:
    """The numbers of a message that count something, with what it is."""
    for token in view.stream.spots:
        if token.kind in ("num", "count", "money", "people") and _is_count(view, token):
            span = _noun(view, token)
            if span is not None and _free(view, token, span):
                yield token, view.stream.plain[span[0] : span[1]]


def parts(view: View) -> str:
    """The figure that says how many of "per school" there are: one of this message or one told before; empty where none does."""
    wanted = [m.group("en") or m.group("zh") for m in _PER.finditer(view.stream.plain)]
    here = [(token.value, noun) for token, noun in things(view)]
    before = [(fig, label) for fig, label in view.state.context.items() if label]
    for found in (here, before[::-1]):
        for fig, noun in found:
            if any(same(noun, thing) for thing in wanted):
                return fig
    return ""


def same(noun: str, thing: str) -> bool:
    """Whether two words are the same thing: one and many, 门店 and 店."""
    if noun.isascii() or thing.isascii():
        return _one(noun) == _one(thing)
    return thing.startswith(noun) or noun.endswith(thing) or (len(noun) > 1 and thing[:2] == noun[:2])


def _one(noun: str) -> str:
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    if noun.endswith(("ches", "shes", "sses", "xes")):
        return noun[:-2]
    return noun.removesuffix("s")


def _is_count(view: View, token: Token) -> bool:
    figure = view.figure(token.value)
    value = figure.low
    if value is None or figure.is_range or figure.unit.kind.value == "money" or figure.unit.per:
        return False
    if token.kind == "money" and not _PLAIN.fullmatch(figure.text.strip()):
        return False  # 50k is an amount
    return value == int(value) and 1 < value < _MOST


def _noun(view: View, token: Token) -> tuple[int, int] | None:
    """Where the word stands that a number counts: behind it, or in it where it has a unit ("20家店")."""
    text = view.stream.plain[token.start : token.end]
    start = token.end if token.kind in ("num", "money") else token.start + len(text) - len(text.lstrip(_DIGITS))
    found = _ENGLISH.search(view.stream.plain[start:]) or _CHINESE.search(view.stream.plain[start:])
    return (found.start("noun") + start, found.end("noun") + start) if found is not None else None


def _free(view: View, token: Token, span: tuple[int, int]) -> bool:
    """Whether the word is nothing that the advisor itself counts: no KPI, no period, no layer."""
    if _NO_THING.fullmatch(view.stream.plain[span[0] : span[1]]):
        return False
    inside = [t for t in view.stream.spots if t.start < span[1] and span[0] < t.end and t is not token]
    return all(t.kind in ("char", "word", "name") for t in inside)
