"""``advisor feedback export``: what people said of replies, as lines of a corpus that ``advisor evaluate`` reads."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from agent.assembly import open_store
from agent.channels.slack.service import FILE, open_database
from agent.evaluation.exporting import as_session
from agent.feedback import Feedback, Opinion

if TYPE_CHECKING:
    from agent.settings import Settings


def export(settings: Settings) -> int:
    """Print a line for every reply on which there is an opinion; what cannot be told any more is counted. Exit code 0.

    A line holds the conversation up to that reply, as it was typed: read it before it goes anywhere.
    """
    lines, gone = [], 0
    store = open_store(settings)
    for opinion, reasons in _opinions(settings):
        line = as_session(store.load(opinion.conversation), turn=opinion.turn, note=_told(opinion, reasons))
        if line is None:
            gone += 1
        else:
            lines.append(line)
    store.close()
    for line in lines:
        print(json.dumps(line, ensure_ascii=False))
    left_out = f", {gone} left out: their conversations were deleted" if gone else ""
    print(f"{len(lines)} replies with feedback{left_out}", file=sys.stderr)
    return 0


def _opinions(settings: Settings) -> list[tuple[Opinion, list[str]]]:
    if settings.database_url is None and not (settings.data_directory / FILE).exists():
        return []  # nothing was ever served from here, and looking leaves no file behind
    database = open_database(settings)
    try:
        feedback = Feedback(database)
        return [(found, feedback.reasons(found.conversation, found.turn)) for found in feedback.opinions()]
    finally:
        database.close()


def _told(opinion: Opinion, reasons: list[str]) -> str:
    told = f"helpful to {opinion.helpful}, not helpful to {opinion.unhelpful}, the reply to the last turn"
    return "; ".join([told, *(f"because: {reason}" for reason in reasons)])
