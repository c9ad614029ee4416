"""``advisor feedback``: what people said of replies, as a report, and as lines of a corpus that ``advisor evaluate`` reads."""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from agent.assembly import open_store
from agent.channels.slack.service import FILE, open_database
from agent.channels.terminal.messages import say
from agent.evaluation.exporting import as_session
from agent.feedback import Feedback, Opinion

if TYPE_CHECKING:
    from agent.settings import Settings


#: Replies that somebody found not helpful, of which a report shows the latest.
SHOWN = 10


def report(settings: Settings, language: str) -> int:
    """Print how many replies were found helpful, by workspace and by what became of them, and the latest that were not. Exit code 0.

    It shows questions as they were typed.
    """
    store = open_store(settings)
    opinions = _opinions(settings)
    if not opinions:
        print(say("no_feedback", language))
    by_workspace: dict[str, Counter[str]] = defaultdict(Counter)
    by_outcome: dict[str, Counter[str]] = defaultdict(Counter)
    criticised: list[tuple[Opinion, str]] = []
    for opinion, _ in opinions:
        turn = next((t for t in store.load(opinion.conversation).turns if t.number == opinion.turn), None)
        votes = {"helpful": opinion.helpful, "unhelpful": opinion.unhelpful}
        by_workspace[opinion.workspace].update(votes)
        by_outcome[say("gone", language) if turn is None else f"{turn.outcome or '–'}, {turn.mode}"].update(votes)
        if opinion.unhelpful and turn is not None:
            criticised.append((opinion, turn.message))
    store.close()
    for title, counted in (("by_workspace", by_workspace), ("by_outcome", by_outcome)):
        for name, votes in sorted(counted.items()):
            told = {"name": name, "helpful": votes["helpful"], "unhelpful": votes["unhelpful"]}
            print(say("feedback_line", language, title=say(title, language), **told))
    for opinion, message in criticised[-SHOWN:]:
        print(say("not_helpful_to", language, count=opinion.unhelpful, message=" ".join(message.split())[:200]))
    return 0


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
