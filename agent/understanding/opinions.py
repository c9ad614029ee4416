"""Somebody's own split of all layers, what it comes to in money, and the way back to the source's.

A row of layers, each with its share, is one split whichever stands first; "what's that in money" behind it asks for its amounts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from agent.dialogue.moves import As, Ask, Goal, Move, Return, Tell
from agent.dialogue.returning import SOURCE
from agent.understanding.candidates import Candidate
from agent.understanding.rows import pairs
from agent.understanding.tokens import KPIS
from agent.understanding.view import View

_IN_MONEY = re.compile(
    r"\b(?:what(?:'s| is| are| would| does| do)?|how much(?: is| are)?|give me|show(?: me)?)\b[^.?!]{0,24}\b(?:that|this|these|those|it|they|each|them)\b[^.?!]{0,16}(?:\b(?:in|come to|amount to)\b|\?|$)"
    r"|\bin (?:money|cash|dollars|pounds|euros|figures|amounts|hard cash|[£$€])|\bamounts\b"
    r"|(?:各|分别|每层|各层|各自)(?:是|要|得|有|能拿|拿)?(?:多少|几)(?:钱)?|(?:跟|和|与|比)(?:文章|来源|原文|框架)的?(?:比|相比|差)|(?:各|每)一?层.{0,4}差多少|(?:差|多|少)多少|\b(?:difference|how far|how much (?:more|less)|compared? (?:to|with) (?:the )?(?:article|source))\b|(?:是|合|折|换算(?:成|下来)?)(?:多少|几)钱|多少钱"
)
_SOURCES = (
    r"(?:the )?(?:article|source|paper|guide|book|framework|original|standard|normal|recommended|published)(?:'s|s')?"
)
_STAY = re.compile(
    rf"\b(?:stay|stick|staying|sticking|keep|go|going|back|return|revert)\b(?: \w+){{0,2}} (?:with|to|by|at|on) {_SOURCES}(?: (?:split|shares?|proportions?|percentages|weights|ratios?|one|way|10/5/3))?"
    rf"|\b(?:keep|use|apply|take|follow|go by|stand by|leave)(?: to| it at)? {_SOURCES} (?:split|shares|proportions?|percentages|weights|ratios?|10/5/3)"
    rf"|\b{_SOURCES} (?:split|shares|proportions?|percentages|weights)(?: again| please| instead| after all)"
    r"|\b(?:stay|stick|keep|back|go)\b(?: \w+){0,2} (?:with|to|by) (?:the )?10[/:]5[/:]3"
    r"|(?:还是|还|仍|仍然|继续|依旧|依然|咱还|咱们还|我们还|回到|改回|恢复|换回)(?:按|照|用|到|成)?(?:着|回)?(?:文章|原文|来源|框架|源文|文里|建议|标准|10[/:]5[/:]3)(?:里|中)?(?:的)?(?:18%?)?(?:比例|分法|分配|占比|拆分|那套|来|算|走|10[/:]5[/:]3|$|[，。,])"
)


def candidates(view: View) -> Iterator[Candidate]:
    """Own splits in a row, and the source's again."""
    yield from _in_a_row(view)
    yield from _of_one_layer(view)
    yield from _the_sources(view)
    yield from _rather_than_the_sources(view)
    yield from _against_the_sources(view)


def _in_a_row(view: View) -> Iterator[Candidate]:
    """“15% tactical, 2% capability, 1% strategic: what's that in money?”, 战术12%能力4%战略2%，分别多少钱: every layer with a share."""
    if not view.known or view.has("spent", "turnover", "whatif", *KPIS):
        return
    row = [t for t in view.stream.spots if t.kind in ("layer", "pct", "num")]
    found = pairs(row, "layer")
    if found is None or {layer.value for layer, _ in found} != set(view.layers):
        return
    rest = view.stream.plain[row[-1].end :]
    figures = frozenset(share.value for _, share in found)
    if {t.value for t in view.stream.spots if t.is_figure} != figures:
        return
    moves: list[Move] = [Tell(fig=share.value, as_=As.WEIGHT, of=layer.value) for layer, share in found]
    keys: frozenset[str] = frozenset()
    if _IN_MONEY.search(rest):
        moves.append(Ask(goal=Goal.SPLIT))
        keys = view.ask_keys
    yield Candidate("opinion.row", tuple(moves), 17.0 if keys else 10.5, figures, keys=keys, place=float(row[0].start))


_EXTRA = re.compile(
    r"\b(?:extra|more|less|difference|gap|on top|higher|lower|short)\b|多出|多多少|多了|少了|多给|多花|多要|差多少|差几多|相差|差额|少多少|少了多少|多几多"
)
_SOMEBODY = re.compile(
    r"\b(?:rather than|instead of|not the|versus|vs\.?|against|compared (?:to|with)|than the)\b|\b(?:wants?|thinks?|says?|suggests?|proposes?|reckons?|feels?|prefers?|argues?|would like|asks? for|pushing for)\b|而不是|不是文章|比文章|比原文|觉得|认为|想|建议|主张|要求|提议|希望"
)


def _share_of(view: View, layer: str) -> Decimal | None:
    """The source's share of a layer."""
    return next((x.share.value for x in view.framework.layers if x.id == layer and x.share is not None), None)


def _other_share(view: View) -> bool:
    """Whether somebody else's share is held against the source's, of a budget that is known."""
    text = view.stream.plain
    held = _EXTRA.search(text) is not None and _SOMEBODY.search(text) is not None
    shares = {t.kind for t in view.stream.spots if t.is_figure} == {"pct"}
    return view.known and held and shares and not view.has(*_NO_OPINION)


def _of_one_layer(view: View) -> Iterator[Candidate]:
    """“A director wants 5% on strategic rather than the article's 3%. How much extra is that?": a share of the marketing budget beside the layer's."""
    layers = {t.value for t in view.of("layer")}
    figures = [t for t in view.stream.spots if t.is_figure]
    if len(layers) != 1 or not _other_share(view):
        return
    layer = layers.pop()
    own = _share_of(view, layer)
    others = [t for t in figures if view.figure(t.value).low != own]
    if len(others) != 1 or len(figures) > 2:
        return
    echo = next((t.value for t in figures if t not in others), "")
    per = next((t.value for t in view.of("per") if t.value not in ("year", "head")), "")
    ask = Ask(goal=Goal.DIFF, args=(f"{layer}@{others[0].value}", layer), echo=echo, per=per)
    figs = frozenset(t.value for t in figures)
    yield Candidate("opinion.one", (ask,), 15.0, figs, keys=view.ask_keys, place=0.0)


_NO_OPINION = ("spent", "left", "turnover", "up", "down", "whatif", *KPIS)


def stays(view: View) -> bool:
    """Whether the source's split is said to hold."""
    return _STAY.search(view.stream.plain) is not None


def _the_sources(view: View) -> Iterator[Candidate]:
    """“We stay with the article's 10/5/3”, 咱还按文章的来: the own split is given up."""
    current = view.state.current
    own = current is not None and bool(current.weights or current.floors or current.caps or current.share)
    found = _STAY.search(view.stream.plain)
    if found is None or not (own or (view.known and view.of_the_source)):
        return  # said again with its shares, it holds also where nobody's own was told
    figures = frozenset(
        t.value for t in view.stream.spots if t.is_figure
        and t.value in view.of_the_source
    )  # fmt: skip
    compared = any(a.goal is Goal.DIFF for a in view.state.last_asks())
    asking = any(c.of("layer", "layers", "howmuch", "left", "what") for c in view.clauses)
    moves: tuple[Move, ...] = (Return(to=SOURCE),)
    if compared and not asking:
        moves = (*moves, Ask(goal=Goal.SPLIT))  # how much the other share would be more is no question any longer
    yield Candidate("opinion.given_up", moves, 14.0, figures, keys=_keys(view, found), place=float(found.start()))


def _keys(view: View, found: re.Match[str]) -> frozenset[str]:
    """The questions of the clauses that say only whose split holds."""
    return frozenset(
        f"ask{n}"
        for n, clause in enumerate(view.clauses)
        if clause.tokens[0].start < found.end()
        and clause.tokens[-1].end > found.start()
        and not clause.of("layer", "layers", "howmuch", "left", "what")
    )


# -- somebody's beside the source's ----------------------------------------------------------------------------------------------------------


def beside_the_source(view: View) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The figures of somebody's row and those of the source's, where both stand in a message: "12:4:2 rather than 10:5:3"."""
    shares = [layer.share.value for layer in view.framework.layers if layer.share is not None]
    figures = [t for t in view.stream.spots if t.is_figure and t.kind in ("num", "pct", "mult")]
    values = [view.figure(t.value).low for t in figures]
    many = len(shares)
    if len(figures) != 2 * many or many != len(view.framework.layers):
        return (), ()
    first, second = tuple(t.value for t in figures[:many]), tuple(t.value for t in figures[many:])
    if values[many:] == shares:
        return first, second
    return (second, first) if values[:many] == shares else ((), ())


def _rather_than_the_sources(view: View) -> Iterator[Candidate]:
    """“He reckons it should be 12:4:2 rather than 10:5:3, show me both": somebody's own split, which is told beside the source's anyway."""
    own, sources = beside_the_source(view)
    if not own or not view.known or view.has("spent", "turnover", *KPIS):
        return
    order = tuple(dict.fromkeys(t.value for t in view.of("layer")))
    layers = order if len(order) == len(own) else view.layers
    told = tuple(Tell(fig=fig, as_=As.WEIGHT, of=layer) for fig, layer in zip(own, layers, strict=True))
    figs = frozenset((*own, *sources))
    words = frozenset(n for n, t in enumerate(view.stream.spots) if not t.is_figure)
    yield Candidate("opinion.rather", (*told, Ask(goal=Goal.SPLIT)), 30.0, figs, words, view.ask_keys, 0.0)


_THEIRS = re.compile(
    r"\b(?:his|hers?|theirs?|my|mine|our|own|that|this)\b(?: (?:way|split|version|one|proposal|idea|numbers))?|他|她|自己|这个|那个|这样|那样"
)


def _against_the_sources(view: View) -> Iterator[Candidate]:
    """“How much more would tactical get under his", 跟文章的比多了还是少了: one's own split tells both and how they differ, of a layer or of all."""
    current = view.state.current
    if current is None or not current.weights or view.place_of or view.has("spent", "left", "reset"):
        return
    text = view.stream.plain
    said = view.has("source", "claim") or _THEIRS.search(text) or _SOURCE.search(text)
    compared = view.has("diff", "compare", "split", "with") or _EXTRA.search(text)
    if not (said and compared) or stays(view):
        return
    layers = tuple(dict.fromkeys(t.value for t in view.of("layer")))
    ask = Ask(goal=Goal.AMOUNT, about=layers) if layers else Ask(goal=Goal.SPLIT)
    keys = view.ask_keys | {f"chat{n}" for n in range(len(view.clauses))}
    words = frozenset(range(len(view.stream.spots)))
    yield Candidate("opinion.against", (ask,), 15.0, takes=words, keys=keys, place=0.0)


_SOURCE = re.compile(
    rf"\bthan {_SOURCES}|\bunder {_SOURCES}|\b(?:with|to|against|versus|vs\.?) {_SOURCES}|文章|原文|来源"
)
