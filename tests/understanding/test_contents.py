"""Questions on the source in everyday words: what they are about, what they use, and what the parts of a list are."""

from __future__ import annotations

import pytest

from agent.answers.members import part, parts_of
from agent.dialogue.moves import Ask, Goal
from agent.language.text import plain
from agent.understanding.reading import Reading
from knowledge.framework import load_framework
from tests.understanding.talk import reader, talk

FRAMEWORK = load_framework()


def asked(*messages: str) -> list[Ask]:
    """The questions of the last message."""
    reading = talk(*messages).reading
    assert isinstance(reading, Reading)
    return [move for move in reading.moves if isinstance(move, Ask)]


@pytest.mark.parametrize(
    ("message", "topic"),
    [
        ("my receptionists loathe it, two refuse to open it. Any advice in there?", "topic.people_risk"),
        ("班同事唔肯用個AI，點搞好", "topic.people_risk"),
        ("手上有客戶的個人資料，外流了怎麼辦", "topic.privacy_risk"),
        ("if patient records get out we are toast; does the guide say how to guard against it?", "topic.privacy_risk"),
        ("各部门的系统互不打通，怎么整", "topic.architecture_risk"),
    ],
)
def test_words_that_name_a_topic_together_decide_what_a_question_is_about(message: str, topic: str) -> None:
    """No word of these messages names the topic by itself."""
    assert {about for ask in asked(message) if ask.goal is Goal.EXPLAIN for about in ask.about} == {topic}


@pytest.mark.parametrize(
    "message", ["my cat refuses to eat, what should I do?", "我家狗不肯吃药怎么办", "our data is on the third slide"]
)
def test_one_word_of_a_topic_is_no_evidence(message: str) -> None:
    """A refusal without people, or data without harm, names no topic."""
    assert not [m for m in reader().vocabulary.find(plain(message)) if m.words]


def test_a_paragraph_apart_is_not_together() -> None:
    """Words of a topic that stand in different paragraphs of a paste do not name it together."""
    text = plain("The staff list is attached.\n\nWe refuse to pay this invoice.")
    assert not [m for m in reader().vocabulary.find(text) if m.words]


@pytest.mark.parametrize(
    "message",
    [
        "three of my eleven stylists won't touch it, what should we do?",
        "凭什么定成10:5:3",
        "The article names eight scenarios. List all eight.",
        "Priya says tactical is half of the AI money, Tom says 40%. Who is right?",
    ],
)
def test_the_figures_of_a_story_are_used_by_its_question(message: str) -> None:
    """They are not asked about, and nothing of the message is left over."""
    reading = talk(message).reading
    assert reading is not None
    assert not reading.unread


def test_what_the_source_does_not_give_is_a_gap_whatever_names_it() -> None:
    """A phase beside a question for time asks for its length, and for nothing that the phase has."""
    assert [ask.about for ask in asked("第二期做几耐，有冇講")] == [("gap.phase_length",)]
    assert [ask.about for ask in asked("which scheduling software does it recommend?")] == [("gap.vendors",)]
    assert "gap.vendors" not in [a for ask in asked("which phase brings in the agent platform?") for a in ask.about]


def test_every_part_of_what_is_listed_is_one_of_the_whole() -> None:
    """The actions of every phase and the members of every topic have ids that lead back to them, in both languages."""
    for phase in FRAMEWORK.phases:
        ids = parts_of([phase], "its key actions")
        assert len(ids) > 1
        parts = [found for i in ids if (found := part(FRAMEWORK, i)) is not None]
        assert "、".join(p.name.zh for p in parts) == phase.actions.zh
        assert ", ".join(p.name.en for p in parts) == phase.actions.en
        assert parts_of([phase], "what is it about") == ()
    for topic in FRAMEWORK.topics:
        parts = [found for i in parts_of([topic], "") if (found := part(FRAMEWORK, i)) is not None]
        told = tuple(passage for p in parts for passage in p.passages)
        assert told == topic.members
    assert part(FRAMEWORK, "topic.trends#9") is None


def test_an_ordinal_is_a_part_of_the_list_told_last() -> None:
    """“The middle one” of three trends is the second; of a list of budgets it is no part of the source."""
    assert [ask.about for ask in asked("what are the three trends?", "the middle one, like I'm five")] == [("ITEM2",)]
    assert not [ask for ask in asked("marketing budget $2m", "the middle one?") if ask.about == ("ITEM2",)]
