"""A refusal offline is a fault: every text of code passes the gate."""

from __future__ import annotations

import pytest

from agent.answers.model import Answer
from agent.answers.turnbook import TurnBook
from agent.answers.writer import write
from agent.grounding.gate import Gate
from agent.vocabulary import prose_vocabulary
from tests.answers.samples import Samples, retail, shipped

LANGUAGES = ("zh", "en")
FRAMEWORKS = {"shipped": shipped, "retail": retail}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FRAMEWORKS)
def test_every_note_passes_the_gate(name, language):
    """Each note, filled as answers fill it, is shown as it was written."""
    framework = FRAMEWORKS[name]()
    refused = {}
    for kind, note in Samples(framework).all_notes(language):
        answers = (Answer("note", (note,)),)
        book = TurnBook(answers, {}, language, framework)
        outcome = Gate(book, prose_vocabulary(framework), language).check(write(answers, book, language, None))
        if not outcome.ok:
            refused[kind] = [p.told("en") for p in outcome.problems]
    assert refused == {}
