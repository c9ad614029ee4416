"""The books as replies tell them: what was spent against the plan, bridges, forecasts, own limits; every figure of them through the gate."""

from __future__ import annotations

import random
from decimal import Decimal
from itertools import pairwise

import pytest

from agent.answers.model import Statement, Table
from agent.dialogue.moves import As, Ask, Correct, Goal, Tell, What
from tests.answers.talking import Talk, budget, text_of
from tools.facts import Fact
from tools.money import CURRENCIES, to_minor

LAYERS = ("layer.tactical", "layer.capability", "layer.strategic")
MONTHS = tuple(f"M{n:02}" for n in range(1, 13))


def spent(of: str, fig: str = "U1", **more: str) -> Tell:
    return Tell(fig=fig, as_=As.SPENT, of=of, status="book", **more)


def ask(goal: Goal, **more: object) -> Ask:
    return Ask(goal=goal, **more)  # type: ignore[arg-type]


def table_of(talk: Talk, goal: Ask) -> Table:
    turn = talk.say("?", goal)
    return next(item for answer in turn.answers for item in answer.items if isinstance(item, Table))


def statement_of(talk: Talk, goal: Ask, kind: str) -> Statement:
    turn = talk.say("?", goal)
    return next(
        item for answer in turn.answers for item in answer.items if isinstance(item, Statement) and item.kind == kind
    )


def value(cell: object) -> Decimal:
    return cell.value if isinstance(cell, Fact) else Decimal(0)


@pytest.fixture
def book() -> Talk:
    talk = Talk()
    talk.say("our annual marketing budget is $2m", budget())
    talk.say("spent $42k on tactical in March", spent(LAYERS[0], when="M03", by="Anna"))
    talk.say("agency fees $5,000 in April", spent("item:agency fees", when="2026-04-02", by="Bob"))
    return talk


def test_a_line_that_was_not_planned_is_a_step_of_its_own(book: Talk) -> None:
    """The bridge from plan to actual has a step for what was planned and not spent, and for what was spent and not planned."""
    rows = table_of(book, ask(Goal.BRIDGE)).rows
    assert [str(row[3].value) for row in rows if isinstance(row[3], Fact)] == ["-158000.00", "-100000.00", "-60000.00", "5000", "-313000.00"]  # fmt: skip


def test_the_forecast_of_a_full_year_is_what_was_spent(book: Talk) -> None:
    """With twelve of twelve months over nothing is carried on; before that the part that is over counts."""
    full = statement_of(book, ask(Goal.FORECAST, done="twelve", of="twelve"), "run_rate")
    assert value(full.slots["projected"]) == 47_000
    third = statement_of(book, ask(Goal.FORECAST, done="four", of="twelve"), "run_rate")
    assert value(third.slots["projected"]) == 141_000


def test_an_entry_is_taken_back_and_the_change_is_told_with_its_author(book: Talk) -> None:
    """A spend that is taken back is out of the book, and the changes say what it was, when and by whom."""
    fact = book.state.scenarios["K1"].spends[0].fact
    book.say("take it back", Correct(what=What.GONE, target=fact), ask(Goal.BOOK))
    assert [s.subject for s in book.state.scenarios["K1"].spends] == ["item:agency fees"]
    rows = table_of(book, ask(Goal.CHANGED)).rows
    assert value(rows[-1][2]) == 42_000
    assert rows[-1][3] is None


def test_two_peoples_entries_of_a_line_and_month_are_asked_about(book: Talk) -> None:
    """Another person's figure for the same line and month is not counted before somebody says whose counts."""
    turn = book.say(
        "Bob: tactical was $45k in March", spent(LAYERS[0], when="M03", by="Bob"), ask(Goal.LEFT, about=LAYERS[:1])
    )
    assert "Anna said $42,000" in text_of(turn)
    assert "$158,000 left" in text_of(turn)
    settled = book.say("Bob's", Correct(what=What.WHOSE, to="Bob"), ask(Goal.LEFT, about=LAYERS[:1]))
    assert "$155,000 left" in text_of(settled)


def test_a_named_budget_is_chosen_as_the_plan() -> None:
    """A budget gets a name, stands in the list, and is the plan once it is chosen."""
    talk = Talk()
    talk.say("budget $4m", budget())
    talk.say("call it base", Correct(what=What.NAME, target="K1", to="base"))
    talk.say("and $3m", budget(in_="lean"))
    listed = text_of(talk.say("list", Correct(what=What.PLAN, target="K1"), ask(Goal.SCENARIOS)))
    assert "| base | $4,000,000 | $720,000 | the plan |" in listed
    assert "| lean | $3,000,000 | $540,000 | told |" in listed


def test_floors_that_do_not_fit_are_said_with_what_would_hold_them() -> None:
    """Floors above the whole are told with the gap and the budget that fits, beside the source's split."""
    talk = Talk()
    told = text_of(
        talk.say("budget $2m, tactical at least $500k", budget(), Tell(fig="U2", as_=As.FLOOR, of=LAYERS[0]))
    )
    assert "$140,000 too little" in told
    assert "$2,777,777.78" in told
    assert "| Tactical layer | 10% | $200,000 |" in told


def random_book(seed: int) -> Talk:
    """A budget in some currency, with spends of layers and own lines in months."""
    draw = random.Random(seed)
    code = draw.choice(("USD", "CNY", "JPY", "EUR", "KRW"))
    places = CURRENCIES[code].minor
    talk = Talk()

    def amount(most: int) -> str:
        return f"{draw.randint(1, most * 10**places) / 10**places:.{places}f} {code}"

    talk.say(f"budget {amount(9_000_000)}", budget())
    for _ in range(draw.randint(1, 6)):
        of = draw.choice((*LAYERS, "item:agency", "item:travel"))
        talk.say(f"{amount(400_000)}", spent(of, when=draw.choice(MONTHS)))
    return talk


def check(seed: int) -> None:
    """The laws of one random book; raises :class:`AssertionError` for one that is broken."""
    talk, draw = random_book(seed), random.Random(seed)
    scenario, ledger = talk.state.scenarios["K1"], talk.desk.ledger
    paid = sum(ledger[s.fact].value for s in scenario.spends)
    walked = table_of(talk, ask(Goal.BRIDGE))
    *steps, last = walked.rows
    start, end = value(last[1]), value(last[2])
    assert end == paid
    assert start + sum(value(step[3]) for step in steps) == end == value(steps[-1][4])
    for one, other in pairwise(steps):
        assert value(one[4]) + value(other[3]) == value(other[4])
    *lines, whole = table_of(talk, ask(Goal.ACTUAL, done="five", of="twelve")).rows
    for column in (1, 2):
        assert sum(value(line[column]) for line in lines) == value(whole[column])
    assert value(whole[1]) - value(whole[2]) == value(whole[3])
    run = statement_of(talk, ask(Goal.FORECAST, done="twelve", of="twelve"), "run_rate")
    assert value(run.slots["projected"]) == paid
    for by in ("month", "quarter", "half-year"):
        *parts, together = table_of(talk, ask(Goal.PHASING, about=(draw.choice(LAYERS),), by=by)).rows
        assert sum(value(part[-1]) for part in parts) == value(together[-1])
    limit(talk, draw)


def limit(talk: Talk, draw: random.Random) -> None:
    """A floor that fits is kept, and the layers still add up to the whole."""
    total = talk.desk.ledger[talk.state.scenarios["K1"].budget]
    code = total.currency or ""
    floor = to_minor(total.value * draw.randint(1, 17) / 100, code)
    if floor <= 0:
        return
    layer = draw.choice(LAYERS)
    talk.say(f"{floor} {code}", Tell(fig="U1", as_=As.FLOOR, of=layer))
    split = next(
        item for answer in talk.say("?", ask(Goal.SPLIT)).answers for item in answer.items if isinstance(item, Table)
    )
    amounts = {subject: value(row[2]) for subject, row in zip(split.subjects, split.rows, strict=True)}
    whole = split.caption["whole"]
    assert amounts[layer] >= floor
    assert sum(amounts.values()) == value(whole)


@pytest.mark.parametrize("seed", range(40))
def test_the_laws_of_the_books_hold(seed: int) -> None:
    """In a random book the bridge, the lines, the phasing and the floors add up to the minor unit, and a full year's forecast is what was spent."""
    check(seed)
