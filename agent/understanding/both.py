"""Two budgets of one conversation: “ours is $900k, theirs $600k", and what both come to together, in layers, AI money or budgets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.dialogue.moves import As, Ask, Goal, Move, Tell
from agent.dialogue.names import AI, LAYERS, MARKETING
from agent.dialogue.state import Scenario
from agent.understanding.candidates import Candidate
from agent.understanding.tokens import KPIS
from agent.understanding.view import View

_TOGETHER = re.compile(
    r"\btogether\b|\bcombined\b|\bin total\b|\badd(?:ed)? (?:it |them |those )?up\b|\bsum(?:med)?\b|\baltogether\b|\ball in\b|\b(?:grand |joint |overall |combined )?total\b|\bjoint(?:ly)?\b"
    r"|合计|总共|一共|加一块|加一起|加起来|加埋|总额|总和|总计|合起来|合在一起|一起|加总|共多少"
)
_OF_BOTH = re.compile(
    r"\bboth\b|\b(?:the|our|of) two\b|\btwo (?:of them|brands|companies|sites|shops|stores|teams|entities|budgets|clients)\b|\bours and theirs\b|\btheirs and ours\b|\bacross\b|\bus and them\b|\bcombined\b|\btogether\b|\bgroup\b"
    r"|两边|两个|两家|两间|双方|两者|俩|几家|三家|三个|各家|全部品牌|所有品牌|两处|两地|都算上|合计|合起来|加一块|加一起|加起来|加埋"
)


#: Each for itself is no sum, and one budget made of both is another question.
_NOT_SUM = re.compile(
    r"各|分别|\beach\b|\brespectively\b|\blump|\bmerge|\bpool|合在一起|合在一块|合到一起|合并|合成|并成|[这那]两笔|\bone budget\b"
)


def candidates(view: View) -> Iterator[Candidate]:
    """Two budgets that are told by whose they are, and their sums."""
    yield from _ours_and_theirs(view)
    yield from _of_both(view)
    yield from _times(view)


def _told(view: View) -> list[Scenario]:
    """The budgets that stand beside each other, each as it is now: of one that is divided its parts."""
    told = [s for s in view.state.scenarios.values() if s.budget and s.status == "told"]
    divided = {s.comes_from for s in told if s.label}
    return [s for s in told if s.name not in divided]


def _of_both(view: View) -> Iterator[Candidate]:
    """“Tactical of both added up", AI总额呢，两个店合计, "the total of both budgets": a sum over all budgets that were told."""
    if not _sums_up(view):
        return
    told = _told(view)
    here = [s for s in told if s.name in view.names.values()]
    if len(here) == 1 or len(told) < 2 or not _beside(view, told):
        return
    per = next((t.value for t in view.of("per") if t.value not in ("year", "head")), "")
    places = [s.name for s in here or told]
    counts = [t.value for t in view.of("count")]  # "of the two shops" counts them
    asks = tuple(
        Ask(goal=Goal.SUM, args=tuple(f"{x}@{p}" for p in places), per=per, echo=next(iter(counts), ""))
        for x in _subjects(view)
    )
    if asks and len(counts) < 2:
        yield Candidate("both.sum", asks, 13.0, frozenset(counts), keys=view.ask_keys, place=0.0)


def _sums_up(view: View) -> bool:
    """Whether a message without figures asks what both come to, and nothing else of them."""
    text = view.stream.plain
    if not (_TOGETHER.search(text) and _OF_BOTH.search(text)) or _NOT_SUM.search(text):
        return False
    if any(t.is_figure and t.kind != "count" for t in view.stream.spots):
        return False
    return not view.has(
        "spent", "spends", "left", "unspent", "over", "whatif", "diff", "ratio", "share", "max", "min", *KPIS
    )


def _beside(view: View, told: list[Scenario]) -> bool:
    """Whether budgets stand beside each other: of one base, all but one by name, and none of them only supposed."""
    named = [s for s in told if s.label and not s.label.endswith(("_year", "_q")) and not s.label.isdigit()]
    one_base = len({s.base for s in told}) == 1
    return one_base and len(named) >= len(told) - 1 and all(s.status != "supposed" for s in view.state.in_focus())


def _subjects(view: View) -> tuple[str, ...]:
    """What is added up: layers by name, the AI money, the budgets, else what was asked about last."""
    layers = tuple(dict.fromkeys(t.value for t in view.of("layer")))
    if layers:
        return layers
    if view.has("aibudget", "ai", "layers"):
        return (LAYERS,)
    if view.has("budget", "marketing") or "budget" in view.stream.plain:
        return (MARKETING,)
    return _asked_last(view)


def _asked_last(view: View) -> tuple[str, ...]:
    asks = view.state.last_asks()
    asked = (x.partition("@")[0] for ask in asks for x in (*ask.about, *ask.args))
    subjects = {LAYERS if a == AI else a for a in asked if a in (*view.layers, LAYERS, AI)}
    if not subjects and any(a.goal is Goal.SPLIT for a in asks):
        return (LAYERS,)
    return tuple(subjects) if len(subjects) == 1 else ()


# -- whose ---------------------------------------------------------------------------------------------------------------------------------------

_OURS = re.compile(r"\bours?\b|\bwe(?:['’]re| are| have| get|['’]ve)\b|\bmy\b|我们|我哋|咱们?|我方|自己")
_THEIRS = re.compile(
    r"\btheirs?\b|\bthey(?:['’]re| are| have| get|['’]ve)\b|\b(?:partner|sister (?:brand|company|site)|other (?:company|brand|entity|side|team))\b|对方|他们|佢哋|合作方|那边|兄弟公司|姐妹品牌"
)
#: What others spend is no budget of the talk.
_NOT_PLANNED = re.compile(
    r"competitor|rival|industry|benchmark|peer|average|spen[dt]|revenue|turnover|竞品|竞争|对手|同行|行业|花了|营收|去年|last year"
)


def _ours_and_theirs(view: View) -> Iterator[Candidate]:
    """“Ours is $900k marketing and theirs is $600k": two budgets, each by whose it is."""
    amounts, text = view.of("money"), view.stream.plain
    if len(amounts) != 2 or len([t for t in view.stream.spots if t.is_figure and t.kind != "count"]) != 2:
        return
    if view.known or _NOT_PLANNED.search(text) or view.names or view.has("whatif", "diff", "layer", *KPIS):
        return
    if not view.has("marketing", "budget"):
        return
    first, second = text[: amounts[0].start], text[amounts[0].end : amounts[1].start]
    if not (_OURS.search(first) and not _THEIRS.search(first.rpartition("our")[2]) and _THEIRS.search(second)):
        return
    chinese = not view.stream.text.isascii() and any("\u4e00" <= c <= "\u9fff" for c in text)
    names = ("我方", "对方") if chinese else ("ours", "theirs")
    moves: list[Move] = [
        Tell(fig=t.value, as_=As.BUDGET, of=MARKETING, in_=name) for t, name in zip(amounts, names, strict=True)
    ]
    if any(c.asked or c.of("howmuch", "split", "layers") for c in view.clauses):
        only = re.search(r"\b(?:split|layers? (?:of|for)) ours\b|\bours (?:only|first)\b|只分我们|先分我们", text)
        moves.append(Ask(goal=Goal.SPLIT, over=names[:1] if only else ()))
    figs = frozenset(t.value for t in view.stream.spots if t.is_figure)
    yield Candidate("both.ours_and_theirs", tuple(moves), 14.0, figs, keys=view.ask_keys, place=0.0)


# -- how many times ------------------------------------------------------------------------------------------------------------------------------

_TIMES = re.compile(r"几倍|多少倍|\bhow many times\b|\bwhat multiple\b")


def _times(view: View) -> Iterator[Candidate]:
    """“上海的战术是成都的几倍”, "how many times Bolt's is Acme's tactical": one's amount by the other's."""
    found = _TIMES.search(view.stream.plain)
    names = list(dict.fromkeys(view.names.values()))
    if found is None or len(names) != 2 or view.place_of or view.has("spent", "left", *KPIS):
        return
    subjects = _subjects(view)
    if len(subjects) != 1:
        return
    if found.group().startswith(("how many", "what")) and view.stream.plain[: found.start()].strip() in (
        "",
        "and",
        "so",
    ):
        names.reverse()  # "how many times B's is A's": the one named last is held against the first
    ask = Ask(goal=Goal.RATIO, args=tuple(f"{subjects[0]}@{name}" for name in names), by="times")
    words = frozenset(range(len(view.stream.spots)))
    yield Candidate("both.times", (ask,), 13.0, takes=words, keys=view.ask_keys, place=0.0)
