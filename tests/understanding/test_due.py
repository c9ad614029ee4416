"""What is due by a point of the year: by the phasing that was told, in the fiscal year that was told, beside what was spent."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from agent.dialogue.storing import dump_state, load_state
from tests.understanding.talk import Talk, talk


@pytest.mark.parametrize(
    ("messages", "wanted"),
    [
        (("AI budget is CAD 432,000, phased flat. our fiscal year starts Nov 1", "what shld we have spent by end of Feb? actual is 156k so how far off are we"), "144000 12000"),
        (("我们集团财年是7月到次年6月", "本财年AI预算480万元，按月平均排。到12月底按进度该花多少？账上实际219.5万，差多少"), "2400000 205000"),
        (("AI budget $600k", "phase it 40/30/20/10 over the quarters", "what should we have spent by end of June?"), "420000"),
        (("AI budget $600k", "phase it 40/30/20/10 over the quarters", "what should we have spent by end of June?", "and by end of August?"), "500000"),
        (("AI budget $600k", "quarterly at 40/30/20/10", "we've actually spent 395k through August. where are we vs the phasing?"), "500000 105000"),
        (("营销预算2000万，AI按文章", "战术层四个季度按4:3:2:1排", "到6月底该花多少"), "1400000"),
        (("营销预算2000万，AI按文章", "战术层四个季度按4:3:2:1排", "战术层上半年实际花了150万，比计划快还是慢"), "1400000 100000"),
        (("AI budget 1.2m eur, flat phasing", "How much should have gone by the end of May?"), "500000"),
        (("marketing budget 3m usd", "how much should we have spent on capability by the end of q3"), "112500"),
        (("AI budget £360k, calendar year, Jan to Dec", "Q1 82k, Q2 79k, that's everything AI", "July and August together another 49k. So are we running ahead of the calendar or behind it"), "240000 30000"),
        (("marketing is £4.5m, retail calendar so Feb to Jan", "tactical AI spend Feb through July came to £198,000. At that pace where do we land at year end?"), "396000 54000"),
        (("AI预算480万", "战术层1月到4月花了70万，照这个速度年底会超吗"), "2100000"),
        (("AI budget $600k", "tactical spend: 150k in Q1, 80k in Q2"), "230000"),
    ],
)  # fmt: skip
def test_what_is_due_is_answered_from_the_phasing_and_the_year_that_were_told(
    messages: tuple[str, ...], wanted: str
) -> None:
    """Months count from the first of the fiscal year, and the weights of a phasing are remembered."""
    made = talk(*messages)
    assert set(wanted.split()) <= made.figures, (made.line, sorted(made.figures))


@pytest.mark.parametrize(
    ("messages", "goal"),
    [
        (("AI budget is $480k", "How much should we spend on tactical?"), "amount"),
        (("营销预算2000万", "战术层一年该花多少"), "amount"),
        (("AI budget is $480k", "phase tactical 40/30/20/10 by quarter"), "phasing"),
    ],
)
def test_plans_without_a_day_are_asked_as_ever(messages: tuple[str, ...], goal: str) -> None:
    """What a layer gets, and a phasing, are no questions of what is due."""
    assert talk(*messages).goals == [goal]


def test_an_even_phasing_takes_the_place_of_weights() -> None:
    """The last phasing that was asked for is the one that counts."""
    made = talk(
        "AI budget $600k", "phase it 40/30/20/10 over the quarters", "what should we have spent by end of June?"
    )
    assert made.figures == {"420000"}
    made.say("phase it evenly over the quarters")
    made.say("what should we have spent by end of June?")
    assert made.figures == {"300000"}


def test_a_phasing_is_stored_with_its_conversation() -> None:
    """What is due can be asked after the state was written and read again."""
    made = talk("AI budget $600k", "phase it 40/30/20/10 over the quarters")
    made.state = load_state(dump_state(made.state))
    made.say("what should we have spent by end of June?")
    assert made.figures == {"420000"}


def _due(made: Talk, month: str) -> Decimal:
    made.say(f"what should we have spent by end of {month}?")
    (value,) = made.figures
    return Decimal(value)


def test_random_phasings_add_up_to_the_cent() -> None:
    """By the ends of the quarters the weights' parts are due, never less than before, and by the end of the year the whole plan is."""
    dice = random.Random(11)
    for _ in range(25):
        budget = dice.randint(100_000, 90_000_000)
        weights = [dice.randint(1, 60) for _ in range(3)]
        weights.append(max(1, 200 - sum(weights)))
        made = talk(f"AI budget is ${budget}", f"phase it {':'.join(map(str, weights))} over the quarters")
        parts = [fact.value for fact in made.needs]
        assert sum(parts) == budget
        due = [_due(made, month) for month in ("March", "April", "June", "August", "September", "December")]
        assert due == sorted(due)
        wanted = [sum(parts[:n], Decimal(0)) for n in (1, 2, 3, 4)]
        assert [due[0], due[2], due[4], due[5]] == wanted
        assert wanted[-1] == Decimal(budget)
