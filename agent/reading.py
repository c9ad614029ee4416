"""Reading a message: its language, its figures and what each is a figure of, the concepts named, the cues.

A reading says what the message says, not what to do about it: that is ``agent.planning``. Nothing here is about a
particular document; concepts come from the framework's terms, cues from ``agent/language/cues.yaml``.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from agent.language.cues import Cues
from agent.language.text import language_of, plain
from agent.language.vocabulary import Mention, Vocabulary
from agent.roles import Chunk, Role, RoleFigure, RoleReader
from tools.figures import Figure, find_figures


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message says."""

    text: str
    plain: str
    language: str
    asked_language: str | None
    cues: Cues
    figures: tuple[RoleFigure, ...]
    mentions: tuple[Mention, ...]
    unknown_phase: bool = False

    def roles(self, *roles: Role) -> tuple[RoleFigure, ...]:
        return tuple(f for f in self.figures if f.role in roles)

    def named(self, kind: str) -> tuple[str, ...]:
        """Ids of the concepts of ``kind`` named, in order, each once."""
        return tuple(dict.fromkeys(m.concept for m in self.mentions if m.kind == kind))

    def outside(self, *cues: str) -> str:
        """The message with a blank in the place of every letter of the words of ``cues``."""
        spans = [span for cue in cues for span in self.cues.spans(cue)]
        return "".join(" " if any(a <= i < b for a, b in spans) else x for i, x in enumerate(self.plain))

    def rest(self, *cues: str) -> str:
        """The letters and digits of the message that stand outside the words of ``cues``."""
        return "".join(filter(str.isalnum, self.outside(*cues)))


# A comma between digits is part of a number; "and", "、" and the like join equals.
_BREAK = re.compile(
    r"[。；;!！?？\n，、|]|(?<!\d),|,(?!\d{3})|(?<!\d)\.(?!\d)|\.(?=\s|$)|\s(?:and|but|while|with|plus|&)\s"
    r"|(?:但是|但|而且|而|并且|同时|另外|以及|和|跟|与)(?=[^\s]{2})"
)


def read(
    message: str,
    *,
    vocabulary: Vocabulary,
    default_language: str | None = None,
    expecting_money: bool = False,
    baselines: Collection[str] = (),
) -> Reading:
    """Read ``message``. ``expecting_money`` tells that bare numbers may be amounts (a budget is being talked about).

    ``baselines`` are the KPIs (ids) of which it is known where they started: "rose to 2.6%" is then a change.
    """
    text = plain(message)
    cues = Cues(text)
    figures = find_figures(message)
    mentions = vocabulary.find(text)
    asked = _asked_language(cues)
    language = asked or language_of(message, default=default_language)
    reader = RoleReader(
        text, cues, vocabulary.framework, mentions, expecting_money=expecting_money, baselines=baselines
    )
    roles = tuple(reader.read(_chunks(text, figures, mentions)))
    return Reading(message, text, language, asked, cues, roles, mentions, vocabulary.names_unknown_phase(text))


def _asked_language(cues: Cues) -> str | None:
    zh, en = cues.spans("say_zh"), cues.spans("say_en")
    if not zh and not en:
        return None
    return "zh" if max(zh, default=(-1, -1)) > max(en, default=(-1, -1)) else "en"


def _chunks(text: str, figures: Sequence[Figure], mentions: Sequence[Mention]) -> list[Chunk]:
    inside = [(f.start, f.end) for f in figures] + [(m.start, m.end) for m in mentions]
    breaks = [m for m in _BREAK.finditer(text) if not any(a < m.end() and m.start() < b for a, b in inside)]
    cuts = sorted({0, *(m.end() for m in breaks), *_lists(text, figures, mentions), len(text)})
    return [
        Chunk(
            start,
            end,
            tuple(f for f in figures if start <= f.start < end),
            tuple(m for m in mentions if start <= m.start < end),
        )
        for start, end in itertools.pairwise(cuts)
        if start < end
    ]


def _lists(text: str, figures: Sequence[Figure], mentions: Sequence[Mention]) -> Iterator[int]:
    """Where a list without commas goes on to its next KPI: ``采纳率58% 成本降16% 产能2.2倍``."""
    kpis = [m for m in mentions if m.kind == "kpi"]
    for before, after in itertools.pairwise(kpis):
        between = [f for f in figures if before.end <= f.start and f.end <= after.start]
        if between and text[between[-1].end : after.start].isspace():
            yield after.start
