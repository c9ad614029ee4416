"""The annotated conversations as replies: whatever the goals answer can be said, in both languages and every form."""

from __future__ import annotations

import re
from functools import cache

import pytest

from agent.answers.model import Piece
from agent.answers.turnbook import TurnBook
from agent.answers.writer import write
from agent.dialogue.moves import Form
from knowledge.corpus import load_corpus
from tests.dialogue.replaying import FRAMEWORK, Played, conversations, play

PASSAGES = {passage.id: passage for passage in load_corpus().passages}
REFERENCE = re.compile(r"\[\[(?:cite:)?[^\]]+\]\]")


@cache
def _played() -> tuple[tuple[str, tuple[Played, ...]], ...]:
    return tuple((name, tuple(play(rows))) for name, rows in conversations().items())


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("shape", ["", "table"])
def test_every_answer_can_be_told(language: str, shape: str) -> None:
    """Each statement, table and note of 272 messages has words, prints only facts of its turn, and leaves no figure to the prose around it."""
    for name, played in _played():
        for turn in played:
            names = {s.name: s.label for s in turn.state.scenarios.values() if s.label}
            book = TurnBook(turn.answers, PASSAGES, language, FRAMEWORK, names=names)
            text = write(turn.answers, book, language, Form(shape=shape))
            assert not any(map(str.isdigit, REFERENCE.sub("", text))), (name, text)
            assert {r[2:-2] for r in REFERENCE.findall(text) if "cite:" not in r} <= set(book.all())
            known = {fact.id for answer in turn.answers for fact in answer.facts}
            for reference in book.all():
                if book.statement(reference):
                    prints = [
                        book.clause(reference, brief=brief, again=again)
                        for brief in (False, True)
                        for again in (False, True)
                    ]
                else:
                    prints = [book.block(reference)]
                for printed in prints:
                    assert printed.text.strip()
                    assert {p.fact for p in printed.parts if isinstance(p, Piece) and p.fact} <= known
            assert len(book.lines()) >= len(book.all())
