"""From a turn to what is sent of it. Nothing is decided here: what a turn does not know is empty or null."""

from __future__ import annotations

from typing import Any

from agent.replies import model
from agent.replies.blocks import blocks_of, tables_in
from agent.replies.turn import Answered, Progress, Source, receipt
from agent.replies.whole import TOTAL
from tools.facts import Fact
from tools.parameters import Kpi
from tools.quantities import plain
from tools.tongues import chinese


def prepare() -> None:
    """Load and build what the first reply would have to."""
    for sent in (model.Reply, model.Conversation, model.Progress):
        sent.model_rebuild()
    blocks_of("")


def reply_of(answered: Answered) -> model.Reply:
    """The reply to a turn, as it is sent."""
    return model.Reply.model_validate(_reply(answered))


def conversation_of(name: str, turns: list[Answered]) -> model.Conversation:
    """A stored conversation that its reader knows as ``name``."""
    told = [{**_reply(turn), "conversation": name, "message": turn.message} for turn in turns]
    return model.Conversation.model_validate({"conversation": name, "turns": told})


def facts_of(receipts: list[dict[str, Any]]) -> model.Calculated:
    """The results of a calculator."""
    return model.Calculated.model_validate({"facts": receipts})


def _total(answered: Answered) -> dict[str, str] | None:
    """What the parts of a chart come to, with its name."""
    text = answered.chart_total
    return {"name": TOTAL.in_language(answered.language), "text": text} if text else None


def _reply(answered: Answered) -> dict[str, Any]:
    language, blocks = answered.language, blocks_of(answered.text, answered.spans)
    points = [
        {"fact": b.fact, "name": b.name, "value": plain(b.value), "text": b.text, "share": b.share or None}
        for b in answered.bars
    ]
    usage = answered.usage
    return {
        "conversation": answered.conversation,
        "turn": answered.turn,
        "language": language,
        "mode": answered.mode,
        "outcome": answered.outcome,
        "text": answered.text,
        "blocks": blocks,
        "spans": [{"start": x.start, "end": x.end, "fact": x.fact, "statement": x.statement} for x in answered.spans],
        "facts": [receipt(answered.ledger, fact, language) for fact in answered.facts],
        "citations": [_citation(source, language) for source in answered.sources],
        "chart": {"points": points, "total": _total(answered)} if points else None,
        "tables": tables_in(blocks),
        "plan": answered.plan,
        "reading": answered.reading,
        "unread": [{"start": u.start, "end": u.end, "text": u.text} for u in answered.unread],
        "refused": {"count": answered.refused, "kinds": answered.refused_kinds},
        "refused_figures": answered.refused,
        "model": usage and {
            "requests": usage.requests,
            "prompt_tokens": usage.prompt_tokens,
            "completion_tokens": usage.completion_tokens,
        },
        "notice": answered.notice or None,
        "trouble": answered.trouble,
    }  # fmt: skip


def _citation(source: Source, language: str) -> dict[str, Any]:
    return {
        "number": source.number,
        "passage": source.passage,
        "document": source.document,
        "line": source.line,
        "text": source.zh if chinese(language) or source.en is None else source.en,
        "original": source.zh,
        "incomplete": source.incomplete,
        "place": source.place,
        "date": source.date,
    }


def progress_of(progress: Progress, *, conversation: str | None = None) -> model.Progress:
    """How the plan of a conversation is doing, as it is sent; ``conversation`` is what its reader calls it."""
    reply, found, current = progress.reply, progress.standing, progress.standing.current
    language = reply.language

    def told(fact: Fact | None) -> dict[str, Any] | None:
        return receipt(reply.ledger, fact, language) if fact is not None else None

    def state(
        kpi: Kpi, threshold: Fact, reached: Fact | None = None, distance: Fact | None = None, *, met: bool = False
    ) -> dict[str, Any]:
        return {
            "id": kpi.id,
            "name": kpi.name.in_language(language),
            "required": told(threshold),
            "target": told(found.targets.get(kpi.id)),
            "reached": told(reached),
            "met": met,
            "short": told(None if met else distance),
        }

    return model.Progress.model_validate(
        {
            "conversation": conversation or reply.conversation,
            "language": language,
            "text": progress.text,
            "blocks": blocks_of(progress.text),
            "citations": [_citation(source, language) for source in reply.sources],
            "phase": current.phase.id if current else None,
            "phases": [
                {
                    "id": gate.phase.id,
                    "number": gate.phase.number,
                    "name": gate.phase.name.in_language(language),
                    "passed": gate.passed,
                    "kpis": [
                        *(state(c.kpi, c.threshold, c.actual, c.distance, met=c.met) for c in gate.checks),
                        *(state(kpi, threshold) for kpi, threshold in gate.missing),
                    ],
                }
                for gate in found.gates
            ],
            "measurements": [
                {
                    "kpi": step.entry.kpi.id,
                    "day": step.entry.day,
                    "figure": told(step.entry.figure),
                    "reached": told(step.reached),
                }
                for step in found.steps
            ],
        }
    )
