"""Right, open and wrong, the counts of them, and the floors under them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from agent.errors import WrongUsage
from agent.evaluation.corpus import Expectation, Expected, Session, Turn
from agent.evaluation.floors import parse_bounds
from agent.evaluation.report import Tally, report, tallies, tally, to_json
from agent.evaluation.run import Outcome
from agent.evaluation.verdicts import Answer, Result, decide

WANTED = Expectation(figures=(Expected(Decimal(80000), "USD"),), must_not_contain=("$120,000",), reply_language="en")
EITHER = Expectation(figures=WANTED.figures, must_not_contain=("$120,000",), reply_language="en", or_asks=True)

GOOD = "The tactical layer has $80,000 left."
ASKED = "Is the amount what you have spent, or what you plan to spend?"


@pytest.mark.parametrize(
    ("answer", "result", "with_or_asks"),
    [
        (Answer(GOOD), Result.RIGHT, Result.RIGHT),
        (Answer(GOOD, "partly", ("so far",)), Result.RIGHT, Result.RIGHT),
        (Answer("The tactical layer has $70,000 left."), Result.WRONG, Result.WRONG),
        (Answer(ASKED, "asked"), Result.OPEN, Result.RIGHT),
        (Answer("是已经花掉的吗？还是计划要花的", "asked"), Result.OPEN, Result.RIGHT),
        (Answer(ASKED), Result.WRONG, Result.WRONG),
        (Answer("Please say what the amount is.", "asked"), Result.WRONG, Result.WRONG),
        (Answer("Of $2m the tactical layer gets $200,000.", "partly", ("so far",)), Result.OPEN, Result.RIGHT),
        (Answer("Of $2m the tactical layer gets $200,000.", "partly"), Result.WRONG, Result.WRONG),
        (Answer("Is $120,000 the tactical layer's share?", "asked"), Result.WRONG, Result.WRONG),
        (Answer("The layer gets $120,000.", "partly", ("so far",)), Result.WRONG, Result.WRONG),
        (Answer("", "asked"), Result.WRONG, Result.WRONG),
    ],
)  # fmt: skip
def test_a_reply_that_is_not_right_is_open_only_where_it_says_so_and_shows_nothing_forbidden(
    answer, result, with_or_asks
):
    """Asking takes a question mark, and leaving out takes a span; where a question is as good, what is open is right."""
    assert decide(WANTED, answer).result is result
    assert decide(EITHER, answer).result is with_or_asks


def test_a_question_that_was_as_good_is_told_apart():
    """A turn that is right because it asked counts as such, and its missing figure is no problem."""
    verdict = decide(EITHER, Answer(ASKED, "asked"))
    assert (verdict.asked, verdict.problems) == (True, ())
    assert not decide(EITHER, Answer(GOOD, "asked")).asked


def outcomes_of(answers, *, corpus="a", language="en", wanted=EITHER):
    turns = tuple(Turn(f"message {n}", wanted, "early" if n < 3 else "late") for n in range(1, len(answers) + 1))
    session = Session(corpus, "s", language, turns)
    return [Outcome(session, n, answer, decide(wanted, answer), 0.01) for n, answer in enumerate(answers, 1)]


@pytest.mark.parametrize(
    ("number", "position"), [(1, "1-5"), (5, "1-5"), (6, "6-15"), (15, "6-15"), (16, "16+"), (99, "16+")]
)
def test_the_position_is_counted_in_turns_of_the_conversation(number, position):
    """Turns that are only told move those behind them on."""
    session = Session("a", "s", "en", (*(Turn("told"),) * (number - 1), Turn("asked", WANTED)))
    outcome = Outcome(session, number, Answer(GOOD), decide(WANTED, Answer(GOOD)), 0.0)
    assert outcome.position == position
    assert outcome.turn.text == "asked"


def test_counts_are_given_in_all_and_by_set_kind_language_and_position():
    """Every judged turn counts once in each grouping, positions stand in order, and told turns count nowhere."""
    told = Outcome(Session("a", "t", "zh", (Turn("told"),)), 1, Answer("any"), None, 0.01)
    outcomes = [
        *outcomes_of([Answer(GOOD)] * 10 + [Answer("no")] * 7, wanted=WANTED),
        *outcomes_of([Answer(ASKED, "asked")] * 2, corpus="b", language="mixed", wanted=WANTED),
        *outcomes_of([Answer(ASKED, "asked")], corpus="c", language="mixed"),
        told,
    ]  # fmt: skip
    assert tally(outcomes) == Tally(right=11, open=2, wrong=7, asked=1)
    assert tallies(outcomes) == {
        "set": {"a": Tally(10, 0, 7), "b": Tally(0, 2, 0), "c": Tally(1, 0, 0, 1)},
        "kind": {"early": Tally(3, 2, 0, 1), "late": Tally(8, 0, 7)},
        "language": {"en": Tally(10, 0, 7), "mixed": Tally(1, 2, 0, 1)},
        "position": {"1-5": Tally(6, 2, 0, 1), "6-15": Tally(5, 0, 5), "16+": Tally(0, 0, 2)},
    }
    assert list(tallies(outcomes)["position"]) == ["1-5", "6-15", "16+"]
    lines = list(report(outcomes))
    assert "all                11  55.0%      2  10.0%      7  35.0%     20" in lines
    assert "16+                 0   0.0%      0   0.0%      2 100.0%      2" in lines
    assert "of the right turns 1 asked where a question is as good" in lines
    assert "failed checks: figures 9" in lines
    data = to_json(outcomes)
    assert data["all"] == {"right": 11, "asked": 1, "open": 2, "wrong": 7, "of": 20}
    assert data["position"]["16+"]["wrong"] == 2
    assert len(data["turns"]) == 21
    assert data["turns"][-1]["result"] is None


def test_a_turn_that_is_not_right_is_shown_with_its_conversation():
    """Messages up to the turn, what is wrong and the whole reply are shown, for as many turns as asked for."""
    outcomes = outcomes_of([Answer(GOOD), Answer("No\nidea"), Answer(ASKED, "asked")], wanted=WANTED)
    shown = "\n".join(report(outcomes, failures=1))
    assert "WRONG a s, turn 2 [early, en]\n    > message 1\n    > message 2\n    - figures: 80000 USD" in shown
    assert "    | No\n    | idea" in shown
    assert "2 turns are not right, 1 of them shown" in shown
    whole = "\n".join(report(outcomes, failures=None))
    assert "OPEN a s, turn 3 [late, en]" in whole
    assert "shown" not in whole


@pytest.mark.parametrize(
    ("least", "most", "broken"),
    [
        (["right=75"], [], []),
        (["right=75.01"], [], ["right"]),
        (["right=75,open_or_right=95"], ["wrong=5"], []),
        (["right=76", "open_or_right=96%"], ["wrong=4,open=20"], ["right", "open_or_right", "wrong"]),
        ([], ["open=19.99"], ["open"]),
    ],
)
def test_a_bound_that_is_met_exactly_is_kept(least, most, broken):
    """A floor must be reached and a ceiling not be passed; several may stand in one option."""
    counted = Tally(right=75, open=20, wrong=5)
    bounds = parse_bounds(least, most=False) + parse_bounds(most, most=True)
    missed = [bound for bound in bounds if not bound.kept(counted)]
    assert [bound.name for bound in missed] == broken
    assert all(bound.told(counted).startswith(f"not kept: {bound.name} is ") for bound in missed)


@pytest.mark.parametrize("text", ["right", "right=", "right=high", "good=3", "right=101", "wrong=-1", "right=nan", ""])
def test_a_bound_that_cannot_be_meant_is_refused(text):
    """A slip in a floor would let everything pass."""
    with pytest.raises(WrongUsage, match="is no bound"):
        parse_bounds([text], most=False)
