"""A reply explained, in Markdown: its citations, its passages in full, its figures and how each came about.

What a fact is and how it prints is decided below this; here it is laid out for a reader of text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from agent.answers.printing import print_fact
from agent.replies import Answered, Source, formula_text, origin
from agent.words import say
from tools.facts import Computed, Fact, Given, Sourced
from tools.figures import find_figures
from tools.quantities import UnitKind
from tools.tongues import chinese, colon

if TYPE_CHECKING:
    from knowledge.chunking import Passage

_DEEPEST = 6
_MOST_FOUND = 3


@dataclass(frozen=True, slots=True)
class Explained:
    """One reply with the passages that its facts may come from."""

    reply: Answered
    passages: Mapping[str, Passage]

    @property
    def language(self) -> str:
        return self.reply.language

    def citations(self, *, width: int = 100) -> list[str]:
        """One line for each cited passage, cut to about ``width`` columns."""
        return [
            f"[{s.number}] {self._place(s.passage, s.line)}{s.told} {self._cut(s, width)}" for s in self.reply.sources
        ]

    def sources(self) -> str:
        """The cited passages in full; an English reply shows the Chinese original beside the translation."""
        return "\n\n".join(map(self._source, self.reply.sources)) or say("no_sources", self.language)

    def facts(self) -> str:
        """The figures of the reply as a table."""
        if not self.reply.facts:
            return say("no_facts", self.language)
        head = [say(key, self.language) for key in ("fact", "figure", "meaning", "origin")]
        rows = [
            [fact.id, self._printed(fact), fact.label.in_language(self.language), self._origin(fact)]
            for fact in self.reply.facts
        ]
        return f"{table(head, rows, numbers=(1,))}\n\n{say('why_hint', self.language)}"

    def why(self, asked: str = "") -> str:
        """How the figure ``asked`` came about (a value, or the id of a fact).

        Where none is named: how the message was read, and all computed figures, else all.
        """
        if asked:
            found: Sequence[Fact] = find(self.reply, asked)
            if not found:
                return say("no_figure", self.language, figure=asked)
        else:
            found = [f for f in self.reply.facts if isinstance(f.provenance, Computed)] or self.reply.facts
        if asked:
            return self.receipts(found)
        return "\n\n".join([*self._reading(), self.receipts(found) or say("no_facts", self.language)])

    def computed(self) -> list[tuple[str, str]]:
        """The computed figures of the reply: id, and name with figure."""
        found = [fact for fact in self.reply.facts if isinstance(fact.provenance, Computed)]
        return [(f.id, f"{f.label.in_language(self.language)} {print_fact(f, self.language)}") for f in found]

    def receipts(self, facts: Sequence[Fact]) -> str:
        return "\n\n".join("\n".join(self._receipt(fact)) for fact in facts)

    def _reading(self) -> Iterator[str]:
        """The moves that the message was read as, and what of it was not used, so that a misreading can be seen."""
        if self.reply.reading:
            key = "read_by_model" if self.reply.reader == "model" else "read_as"
            yield say(key, self.language, text=plain(self.reply.reading).replace("`", "'"))
        if self.reply.unread:
            told = ", ".join(f"“{plain(unread.text)}”" for unread in self.reply.unread)
            yield say("not_read", self.language, text=told)

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _source(self, source: Source) -> str:
        notes = [note for note in (source.incomplete, "question_missing" if source.question_missing else None) if note]
        told = "".join(f" ({say(note, self.language)})" for note in notes)
        words = [source.zh] if chinese(self.language) or not source.en else [source.en, source.zh]
        quoted = "\n>\n".join(f"> {text}" for text in words)
        return f"**[{source.number}]** {self._place(source.passage, source.line)}{source.told}{told}\n\n{quoted}"

    def _receipt(self, fact: Fact) -> Iterator[str]:
        yield f"**{self._printed(fact)}** {fact.label.in_language(self.language)} ({fact.id})"
        yield ""
        yield from self._steps(fact, depth=0)
        if not chinese(self.language):
            made = [root.provenance for root in self.reply.ledger.roots(fact.id)]
            named = dict.fromkeys(m.passage for m in made if isinstance(m, Sourced))
            words = (self.passages[name].translation for name in named if name in self.passages)
            yield from (f"- {say('translated', self.language, text=text)}" for text in words if text)

    def _steps(self, fact: Fact, *, depth: int) -> Iterator[str]:
        """The fact's formula, and each input with where it is from, as a nested list."""
        indent = "  " * depth
        made = fact.provenance
        if not isinstance(made, Computed):
            yield f"{indent}- {self._told(fact)}"
            return
        yield f"{indent}- {say('computed', self.language, formula=formula_text(self.reply.ledger, fact, self.language))}"
        for name in dict.fromkeys(made.inputs):
            entry = self.reply.ledger[name]
            head = f"{indent}  - {entry.id} {entry.label.in_language(self.language)} {self._printed(entry)}"
            if isinstance(entry.provenance, Computed):
                yield head
                if depth < _DEEPEST:
                    yield from self._steps(entry, depth=depth + 2)
            else:
                yield f"{head}{colon(self.language)}{self._told(entry)}"

    def _told(self, fact: Fact) -> str:
        """Where a fact that was not computed is from."""
        made = fact.provenance
        if isinstance(made, Given):
            key = "measured" if made.day else "given" if made.turn else "typed"
            said = say(key, self.language, text=plain(made.text), turn=made.turn, day=made.day)
            return said + self._taken_from(made.document)
        assert isinstance(made, Sourced)
        passage = self.passages.get(made.passage)
        place = self._place(made.passage, passage.line) if passage else made.passage
        return say("sourced", self.language, place=place, quote=made.quote)

    def _taken_from(self, document: str) -> str:
        """The passage that the user took a figure over from."""
        passage = self.passages.get(document)
        if passage is None:
            return ""
        return say("adopted", self.language, place=self._place(document, passage.line), quote=plain(passage.text))

    def _origin(self, fact: Fact) -> str:
        match origin(fact):
            case "user":
                return say("origin_user", self.language)
            case "computed":
                return formula_text(self.reply.ledger, fact, self.language)
        assert isinstance(fact.provenance, Sourced)
        number = next((f" [{s.number}]" for s in self.reply.sources if s.passage == fact.provenance.passage), "")
        return say("origin_source", self.language) + number

    def _printed(self, fact: Fact) -> str:
        return print_fact(fact, self.language)

    def _place(self, passage: str, line: int) -> str:
        return f"{passage}{'，' if chinese(self.language) else ', '}{say('line', self.language, line=line)}"

    def _cut(self, source: Source, width: int) -> str:
        text = " ".join((source.zh if chinese(self.language) or source.en is None else source.en).split())
        room = width // 2 if re.search(r"[\u3400-\u9fff]", text) else width
        if len(text) <= room:
            return f"“{text}”"
        while room > 1 and text[room - 1] in _FIGURE and text[room] in _FIGURE:  # a figure is there whole or not at all
            room -= 1
        return f"“{text[:room].rstrip()}…”"


_FIGURE = frozenset("0123456789.,%")


def find(reply: Answered, asked: str) -> list[Fact]:
    """The facts that ``asked`` means: by id, else by value, else by their place in the list of the reply's facts."""
    asked = asked.strip()
    if asked.upper() in reply.ledger:
        return [reply.ledger[asked.upper()]]
    known = [*reply.facts, *(fact for fact in reply.ledger if fact not in reply.facts)]
    wanted = [(value, f.unit) for f in find_figures(asked) for value in (f.low, f.high) if value is not None]
    same = [f for f in known if asked in (print_fact(f, "zh"), print_fact(f, "en"))]
    same = same or [f for f in known if any(_is(f, value, unit.kind, unit.code) for value, unit in wanted)]
    if same:
        return ([f for f in same if f in reply.facts] or same)[:_MOST_FOUND]
    if re.fullmatch(r"[0-9]{1,3}", asked) and 1 <= int(asked) <= len(reply.facts):
        return [reply.facts[int(asked) - 1]]
    return []


def _is(fact: Fact, value: Decimal, kind: UnitKind, code: str) -> bool:
    if fact.value != value:
        return False
    return kind is UnitKind.NUMBER or (
        kind is fact.unit.kind and (kind is not UnitKind.MONEY or code == fact.unit.code)
    )


def transcript(replies: Sequence[Answered], passages: Mapping[str, Passage]) -> str:
    """A whole conversation in Markdown: questions, answers, sources, figures with their receipts."""
    parts = []
    for reply in replies:
        language, explained = reply.language, Explained(reply, passages)
        question = plain(reply.message).replace("\n", "\n> ")
        parts.append(f"## {say('you', language)} {reply.turn}\n\n> {question}")
        parts.append(f"## {say('advisor', language)} {reply.turn}\n\n{reply.text}")
        if reply.sources:
            parts.append(f"### {say('sources', language)}\n\n{explained.sources()}")
        if receipts := explained.receipts([fact for fact in reply.facts if isinstance(fact.provenance, Computed)]):
            parts.append(receipts)
    return "\n\n".join(parts) + "\n"


def table(head: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: Collection[int] = ()) -> str:
    """A Markdown table, the columns ``numbers`` on the right; what the cells hold cannot break out of them."""
    lines = [head, ["---:" if at in numbers else "---" for at in range(len(head))], *rows]
    return "\n".join("| " + " | ".join(_cell(text) for text in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(plain(text).split()).replace("|", "\\|")


def plain(text: str) -> str:
    """``text`` without control characters, which a terminal would obey."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "", text)
