"""The second opinion: it doubts and never reads, a doubt is a question that a yes answers, and it knows classes alone."""

from __future__ import annotations

import pytest

from agent.answers.texts import texts
from agent.dialogue.moves import Ask, Goal
from agent.dialogue.state import State
from agent.understanding import opinion
from agent.understanding.opinion import WEIGHTS, features, likelihood
from agent.understanding.view import View
from tests.understanding.talk import Talk, reader


def seen(text: str) -> frozenset[str]:
    stream = reader().stream(text, State())
    return features(View(stream, State(), reader().framework).clauses)


def test_what_is_asked_is_likelier_than_what_is_not():
    """The words of a split make a split likely, and a gate next to impossible."""
    found = likelihood(seen("annual marketing budget $2m, how is it split over the layers?"))
    assert found["split"] > 0.3 > opinion.DOUBT > found["gate"]


def test_it_knows_classes_and_no_words_names_or_figures():
    """Two budgets, two names and two layers are the same message to it."""
    assert seen("营销预算300万，战术层多少") == seen("营销预算4,500万，战略层多少")
    assert seen("budget $2m, what does tactical get?") == seen("budget £7.5m, what does capability get?")


def test_its_weights_are_of_goals_that_there_are():
    """The file was learned with the goals of this program."""
    names = [cell.partition(":")[0] for cell in WEIGHTS.read_text(encoding="utf-8").splitlines()[0].split("\t")]
    assert set(names) <= {goal.value for goal in Goal}


@pytest.fixture
def doubted(monkeypatch: pytest.MonkeyPatch) -> Talk:
    """A conversation whose last question was doubted."""
    talk = Talk()
    talk.say("annual marketing budget $2m, split it")
    with monkeypatch.context() as patched:
        patched.setattr(opinion, "DOUBT", 1.1)
        patched.setattr(opinion, "SURE", 1.1)
        talk.say("what does the tactical layer get of this budget in the end?")
    return talk


def test_a_doubted_question_is_asked_and_a_yes_answers_it(doubted: Talk):
    """Nothing is answered of what is doubted; after a yes the same question is."""
    assert doubted.lacking == ["unsure"]
    assert not doubted.figures
    doubted.say("yes")
    assert doubted.figures == {"200000"}


def test_another_question_lets_a_doubted_one_go(doubted: Talk):
    """Who asks something else is answered that alone."""
    doubted.say("what does the strategic layer get?")
    assert doubted.figures == {"60000"}


def test_every_question_can_be_asked_back():
    """Each goal has words for asking whether it is meant, in both languages."""
    assert set(texts("en").goals) == set(texts("zh").goals) == {goal.value for goal in Goal}


@pytest.mark.parametrize("text", ["and tactical?", "战略层呢", "per month?"])
def test_a_message_of_a_few_words_is_not_doubted(text: str):
    """What a follow-up goes on from says what it asks."""
    talk = Talk()
    talk.say("annual marketing budget $2m, split it")
    reading = talk.say(text)
    assert not any(isinstance(move, Ask) and move.unsure for move in reading.moves)
