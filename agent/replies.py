"""What a turn gives back: events while it is told, and the whole reply at its end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from agent.errors import Trouble
from agent.grounding import render_fact
from agent.grounding.render import render_working
from tools.facts import Computed, Fact, Given, Ledger
from tools.parameters import Kpi
from tools.records import fact_to_json
from tools.tracking import Standing


@dataclass(frozen=True, slots=True)
class Source:
    """A cited passage: its number in the reply, where it stands, and its words in both languages."""

    number: int
    passage: str
    document: str
    line: int
    zh: str
    en: str | None
    incomplete: str | None = None
    question_missing: bool = False
    place: str = ""  # page, slide, or sheet and row of an ingested document
    date: str = ""

    @property
    def told(self) -> str:
        """Place and date behind a comma, where the document has them."""
        return "".join(f", {text}" for text in (self.place, self.date) if text)


@dataclass(frozen=True, slots=True)
class Reply:
    """A checked reply. ``facts`` are those that the text shows; ``ledger`` has every fact that they derive from.

    ``mode`` is ``online`` when a model wrote the text; ``trouble`` says why it did not although one is configured;
    ``refused`` counts figures that a model wrote and the gate did not let through; ``plan`` tells that it is a whole plan.
    """

    conversation: str
    turn: int
    message: str
    text: str
    language: str
    mode: str
    facts: tuple[Fact, ...]
    sources: tuple[Source, ...]
    ledger: Ledger = field(repr=False)
    trouble: Trouble | None = None
    notice: str = ""
    refused: int = 0
    tasks: tuple[str, ...] = ()
    chart: tuple[Fact, ...] = ()
    plan: bool = False

    def to_json(self) -> dict[str, Any]:
        """The reply as a JSON object: text, citations, facts with receipts."""
        return {
            "conversation": self.conversation,
            "turn": self.turn,
            "language": self.language,
            "mode": self.mode,
            "text": self.text,
            "notice": self.notice or None,
            "refused_figures": self.refused,
            "citations": [
                {
                    "number": s.number,
                    "passage": s.passage,
                    "document": s.document,
                    "line": s.line,
                    "text": s.zh if self.language == "zh" or s.en is None else s.en,
                    "original": s.zh,
                    "incomplete": s.incomplete,
                    **({"place": s.place} if s.place else {}),
                    **({"date": s.date} if s.date else {}),
                }
                for s in self.sources
            ],
            "facts": [receipt(self.ledger, fact, self.language) for fact in self.facts],
        }


@dataclass(frozen=True, slots=True)
class Progress:
    """How the KPIs of a conversation are doing: told in ``reply``, which is no turn of it, and phase by phase."""

    reply: Reply
    standing: Standing

    @property
    def text(self) -> str:
        return self.reply.text

    def to_json(self) -> dict[str, Any]:
        """The progress as a JSON object: text, phases with their KPIs, measurements by day, figures with receipts."""
        found, current, language = self.standing, self.standing.current, self.reply.language
        told = self.reply.to_json()
        return {
            **{key: told[key] for key in ("language", "text", "citations")},
            "phase": current.phase.id if current else None,
            "phases": [
                {
                    "id": gate.phase.id,
                    "number": gate.phase.number,
                    "name": gate.phase.name.in_language(language),
                    "passed": gate.passed,
                    "kpis": [
                        *(self._kpi(c.kpi, c.threshold, c.actual, c.distance, met=c.met) for c in gate.checks),
                        *(self._kpi(kpi, threshold) for kpi, threshold in gate.missing),
                    ],
                }
                for gate in found.gates
            ],
            "measurements": [
                {
                    "kpi": step.entry.kpi.id,
                    "day": step.entry.day,
                    "figure": self._receipt(step.entry.figure),
                    "reached": self._receipt(step.reached),
                }
                for step in found.steps
            ],
        }

    def _kpi(
        self, kpi: Kpi, threshold: Fact, reached: Fact | None = None, distance: Fact | None = None, *, met: bool = False
    ) -> dict[str, Any]:
        return {
            "id": kpi.id,
            "name": kpi.name.in_language(self.reply.language),
            "required": self._receipt(threshold),
            "target": self._receipt(self.standing.targets.get(kpi.id)),
            "reached": self._receipt(reached),
            "met": met,
            "short": self._receipt(None if met else distance),
        }

    def _receipt(self, fact: Fact | None) -> dict[str, Any] | None:
        return receipt(self.reply.ledger, fact, self.reply.language) if fact is not None else None


def receipt(ledger: Ledger, fact: Fact, language: str) -> dict[str, Any]:
    """A fact with how it came about: formula in figures, input facts, source quote or the user's words."""
    made = fact.provenance
    data = {**fact_to_json(fact), "text": render_fact(fact, language), "name": fact.label.in_language(language)}
    if isinstance(made, Computed):
        data["formula"] = formula_text(ledger, fact, language)
        data["inputs"] = [receipt(ledger, ledger[i], language) for i in made.inputs]
    return data


def formula_text(ledger: Ledger, fact: Fact, language: str) -> str:
    """The formula of a computed fact with its inputs in figures: ``500万元 × 10% = 50万元``."""
    return render_working(ledger, fact, language)


def origin(fact: Fact) -> str:
    """``user``, ``source`` or ``computed``."""
    match fact.provenance:
        case Given():
            return "user"
        case Computed():
            return "computed"
    return "source"


@dataclass(frozen=True, slots=True)
class Delta:
    """Text of the reply that has passed the gate."""

    text: str


@dataclass(frozen=True, slots=True)
class Restart:
    """What was told so far is withdrawn: the reply begins anew."""


@dataclass(frozen=True, slots=True)
class Done:
    """The turn is over and stored."""

    reply: Reply


Event = Delta | Restart | Done
