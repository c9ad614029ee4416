"""A figure of an own document that the user takes over in words: "take the 12% of our guideline", 按我们手册里的12%来算.

It becomes a figure of the user's, with the document's passage as its source, and what it comes to is computed and told as theirs. Without such words a document's figure is
quoted and nothing else; a figure that no document states for a layer is taken over by no words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agent.answers.context import Context, Lacking
from agent.answers.kinds import statement
from agent.answers.model import Answer, Quotation
from agent.answers.questions import question
from agent.dialogue.message import Message
from agent.dialogue.moves import As, Ask, Goal, Move, Tell, Unread
from agent.dialogue.names import MARKETING
from tools.budget import amount_at_share
from tools.desk import Desk
from tools.facts import Fact, Given
from tools.figures.model import Figure
from tools.identity import Identity, Role
from tools.parameters import Framework, Layer
from tools.quantities import PERCENT

_TAKES = re.compile(
    r"(?<![a-z])(?:take|taking|use|using|adopt|adopting|apply|applying|follow|following|go(?:ing)? (?:with|by)|work with|calculate with|reckon with|stick (?:to|with)|based on)(?![a-z])"
    r"|[按照依]|以.{0,24}(?:为准|来|计)|采用|采纳|沿用|套用|遵循|[就改]?用",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(
    r"\b(?:guidelines?|guide|policy|policies|handbook|manual|playbook|documents?|standard|memo|paper|file|rulebook|spreadsheet|deck|report|intranet)\b"
    r"|手册|制度|规定|规范|指引|指南|文档|文件|办法|政策|标准|材料|资料|守则|细则|内部报告",
    re.IGNORECASE,
)
#: What takes nothing over: no, a question whether, words of others.
_NOT = re.compile(
    r"\b(?:not|never|don'?t|doesn'?t|shouldn'?t|should|may|can|could|instead of|rather than|ignore|says?|is it|does)\b|不|别|勿|没|吗|能否|是否|要不要|可不可以|该|忽略|而非",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[。；！？!?;\n]|[.](?=\s|$)")
#: A document that speaks of shares of the AI budget speaks of something else.
_OF_AI = re.compile(r"\bAI (?:marketing )?(?:budget|spend|money)|AI(?:营销)?(?:预算|投入|支出)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Adopted:
    """The figure ``fig`` of a message, taken over from ``source`` as the share of ``layer``."""

    fig: str
    figure: Figure
    layer: Layer
    source: Any
    move: Tell

    def stated(self, moves: Sequence[Move]) -> tuple[Move, ...]:
        """``moves`` without what was made of the figure by itself, and without the question that it answers."""
        return tuple(move for move in moves if not self._supersedes(move))

    def _supersedes(self, move: Move) -> bool:
        if isinstance(move, Unread):
            return move.fig == self.fig or move.start <= self.figure.start < move.end
        if isinstance(move, Ask):
            of_it = move.goal in (Goal.AMOUNT, Goal.SHARE) and set(move.about) == {self.layer.id}
            return of_it or any(self.fig in arg for arg in move.args)
        return getattr(move, "fig", "") == self.fig


def adopted(message: Message, disputes: Mapping[str, Sequence[Any]], framework: Framework) -> Adopted | None:
    """What ``message`` takes over of the documents that state a layer's share otherwise than the framework."""
    if not disputes or not _DOCUMENT.search(message.text) or not _TAKES.search(message.text):
        return None

    for fig, figure in message.figures.items():
        words = _around(message.text, figure)
        taken = _DOCUMENT.search(words) and _TAKES.search(words) and not _NOT.search(words)
        if not taken or figure.unit != PERCENT or figure.low is None or figure.low != figure.high:
            continue
        stating = _stating(message, figure, disputes, framework)
        if len(stating) == 1:
            layer, other = stating[0]
            return Adopted(fig, figure, layer, other, Tell(fig=fig, as_=As.SHARE, of=layer.id))
    return None


def _stating(
    message: Message, figure: Figure, disputes: Mapping[str, Sequence[Any]], framework: Framework
) -> list[tuple[Layer, Any]]:
    """The layers whose share documents state as ``figure``, with the document each: of several that say the same the one that is named, or of the message's language."""

    def meant(other: Any) -> tuple[bool, bool]:
        return other.source.document.casefold() in message.text.casefold(), other.language == message.language

    found: list[tuple[Layer, Any]] = []
    for layer in [x for x in framework.layers if _names(x, message.text)] or framework.layers:
        stated = disputes.get(layer.share.id, ()) if layer.share else ()
        same = [x for x in stated if x.value == figure.low and not _OF_AI.search(x.source.quote)]
        if same:
            found.append((layer, max(reversed(same), key=meant)))
    return found


def take(found: Adopted, message: Message, desk: Desk, figures: dict[str, str]) -> Fact:
    """The user's fact of what was taken over; ``figures`` are those of the state."""
    figure, layer = found.figure, found.layer
    said = Given(
        message.turn, figure.start, figure.end, figure.text, speaker=message.speaker, document=found.source.source.passage
    )  # fmt: skip
    assert figure.low is not None
    identity = Identity(Role.SHARE, layer.id, layer.name, base=MARKETING, speaker=message.speaker)
    free = found.fig not in desk.ledger
    fact = desk.ledger.add(
        value=figure.low, unit=PERCENT, provenance=said, identity=identity, fact_id=found.fig if free else ""
    )  # fmt: skip
    figures[found.fig] = fact.id
    return fact


def answered(found: Adopted, share: Fact, c: Context) -> Answer:
    """What the share comes to, and the document's words; without a budget the question for it."""
    other = found.source
    quoted = Quotation(other.source.passage, only=other.source.quote if other.beside else "")
    scenario = c.state.current
    if scenario is None or MARKETING not in scenario.money:
        lack = Lacking("budget.marketing")
        return Answer("adopted", (quoted, *question(lack.what, c)), lacking=lack.what)
    budget = c.fact(scenario.money[MARKETING])
    amount = amount_at_share(c.desk.at(scenario.name), budget=budget, share=share)
    told = statement(
        "own_share", layer=found.layer.name, share=share, budget=budget, amount=amount, subjects=(found.layer.id,),
        passages=(other.source.passage,), scenario=scenario.name,
    )  # fmt: skip
    return Answer("adopted", (told, quoted), needs=(share, amount))


def _around(text: str, figure: Figure) -> str:
    """The sentence that ``figure`` stands in."""
    before, behind = _CLAUSE.split(text[: figure.start])[-1], _CLAUSE.split(text[figure.end :], maxsplit=1)[0]
    asks = text[figure.end + len(behind) :][:1] in ("?", "？") and "吗" in behind
    return f"{before} {behind}{'吗' if asks else ''}"


def _names(layer: Layer, text: str) -> bool:
    small = text.casefold()
    names = (layer.name.zh, layer.name.en, *layer.terms.zh, *layer.terms.en)
    return any(name and name.casefold() in small for name in names)
