"""What a reader owes: nothing is dropped in silence, nothing that is no budget becomes one, and who said what is kept."""

from __future__ import annotations

import time

import pytest

from agent.dialogue.moves import As, Ask, Goal, Tell, Unread
from agent.dialogue.names import figures_in
from agent.dialogue.state import State
from agent.understanding.consumption import used
from tests.understanding.talk import reader, talk

BUDGET = "our annual marketing budget is $2m"


@pytest.mark.parametrize(
    "text",
    [
        "we signed a contract for $300k with an agency",
        "our competitor's budget is $9m",
        "the invoice from last month was $45k",
        "our average order value is $80",
        "we have spent $120k on tactical",
        "a vendor quoted us $50k for a tool",
        "供应商报价60万",
        "客单价300元",
        "战术层已经花了13万",
        "竞品去年花了1200万",
        "销售总监年薪80万",
        "这张发票20万",
    ],
)
def test_other_money_is_no_budget(text: str) -> None:
    """Spending, prices, invoices, salaries and other people's money leave the budget as it was."""
    made = talk(BUDGET, text)
    current = made.state.current
    assert current is not None
    assert made.desk.ledger[current.budget].value == 2_000_000
    assert len(made.state.scenarios) == 1


@pytest.mark.parametrize(
    "messages",
    [
        (BUDGET, "it has 7 open positions. what does tactical get?"),
        ("adoption is 55%, cost down 21%, output doubled, and 13 of something. phase two?",),
        ("预算500万，有7个什么，三层怎么分",),
        ("marketing budget $1m, tactical 12345 foo?",),
        (BUDGET, "we shaved 37 zorks. layers?"),
    ],
)
def test_every_figure_is_used_or_named(messages: tuple[str, ...]) -> None:
    """Each figure of a message stands in a move, or is told as unread with where it stands."""
    made = talk(*messages)
    assert made.reading is not None
    named = {u.fig for u in made.reading.unread}
    assert set(made.reading.figures) <= used(made.reading.moves) | named
    for unread in made.reading.unread:
        assert messages[-1][unread.start : unread.end].strip()


@pytest.mark.parametrize(
    ("messages", "why"),
    [
        ((BUDGET, "how much per head?"), "team"),
        ((BUDGET, "convert it to euros"), "rate"),
        (("how much is left?",), "budget"),
        (("can we go to phase two?",), "kpis"),
    ],
)
def test_what_is_missing_is_asked(messages: tuple[str, ...], why: str) -> None:
    """A question that lacks something computes nothing and asks for it."""
    made = talk(*messages)
    asked = [what.partition(":")[0].partition(".")[0] for what in made.lacking]
    unread = made.reading.unread if made.reading else ()
    assert why in asked or unread
    assert not made.figures


def test_an_operator_that_is_left_over_drops_its_question() -> None:
    """“Per head” without a head count gives no amount that would be right for another question."""
    made = talk(BUDGET, "what does tactical get per head?")
    assert "200000" not in made.figures


@pytest.mark.parametrize(
    "text",
    [
        "marketing budget $2m. the agency gets $300k a year.",
        "营销预算200万，代理商一年拿30万。",
        "$2m for marketing, our CRM is $90k",
    ],
)
def test_a_second_amount_opens_no_second_budget(text: str) -> None:
    """Without a name, a year or a joining word there is one budget."""
    assert len(talk(text).state.scenarios) == 1


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("compare a marketing budget of $1m and one of $3m", 2),
        ("Acme has $2m for marketing, Bolt $5m. tactical for each?", 2),
        ("去年营销预算1.1亿，今年1.4亿，能力层多出来多少", 2),
        ("如果预算是800万或者1000万，战术层分别多少", 2),
        ("A品牌营销预算800万，C品牌每月30万。各自战术层？", 2),
    ],
)
def test_joined_amounts_are_several_budgets(text: str, count: int) -> None:
    """Names, years and joining words tell budgets apart."""
    assert len(talk(text).state.scenarios) == count


def test_lines_of_people_are_theirs() -> None:
    """A name and a colon say whose figure it is; another person's other budget is a conflict, no correction."""
    made = talk("Anna: our annual marketing budget is $2m", "Bob: no, it is $3m")
    assert {s.by for s in made.state.scenarios.values()} == {"Anna", "Bob"}
    assert made.state.conflict


def test_several_people_in_one_message() -> None:
    """A pasted talk is read line by line."""
    made = talk("Anna: our annual marketing budget is $2m\nBob: I think it is $3m\nAnna: what does tactical get?")
    told = [m for m in (made.reading.moves if made.reading else ()) if isinstance(m, Tell)]
    assert [(m.by, m.as_) for m in told] == [("Anna", As.BUDGET), ("Bob", As.BUDGET)]


@pytest.mark.parametrize(
    "text",
    [
        "Channel,2025,2026\nSearch,400000,450000\nSocial,250000,300000\nTotal,650000,750000\nwhat would the AI layers be for 2026?",
        "| Channel | 2025 | 2026 |\n|---|---|---|\n| Search | 400000 | 450000 |\n| Social | 250000 | 300000 |\n| Total | 650000 | 750000 |\nlayers for 2026?",
        "Channel\t2025\t2026\nSearch\t400000\t450000\nTotal\t650000\t750000\nlayers for 2026?",
        "渠道\t2025\t2026\n搜索\t400000\t450000\n合计\t650000\t750000\n2026年三层各多少",
    ],
)
def test_a_pasted_table_is_read_by_headers_and_total(text: str) -> None:
    """Years are no amounts, the total row is the total, and the question's year chooses the column."""
    made = talk(text)
    assert {"75000", "37500", "22500"} <= made.figures
    assert "65000" not in made.figures


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("营销预算2500万，三层各多少？", "行銷預算2500萬，三層各多少？"),
        ("marketing budget $2m, tactical?", "ｍａｒｋｅｔｉｎｇ　ｂｕｄｇｅｔ　$2m, tactical?"),
        (
            "marketing budget $2m, what is the difference between tactical and capability?",
            "marketing budegt $2m, what is the diference between tactical and capability?",
        ),
        (
            "our marketing budget is $2m, and what does the tactical layer get?",
            "our marketing budget is two million dollars and what does the tactical layer get",
        ),
        ("营销预算300万美元，汇率7.2，折成人民币战术层多少", "营销budget 300万美元 汇率7.2 折成人民币 tactical 多少"),
    ],
)
def test_the_same_in_other_letters(one: str, other: str) -> None:
    """Traditional characters, full width, slips, dictation and mixed languages come to the same figures."""
    assert talk(one).figures == talk(other).figures != set()


@pytest.mark.parametrize(
    ("messages", "figures"),
    [
        (
            ("split a marketing budget of €4m", "in dollars please", "take 1.08 dollars per euro"),
            {"432000", "216000", "129600"},
        ),
        ((BUDGET, "and with $3m?", "go back to the $2m"), {"200000", "100000", "60000"}),
        (("营销预算三百万怎么分三层", "不对我说的是三千万"), {"3000000", "1500000", "900000"}),
        ((BUDGET, "what if we only had half of that"), {"100000", "50000", "30000"}),
        (("can we move to phase 2?", "cost down 21% adoption 52%", "oh and content output is 2x"), {"21", "52", "2"}),
    ],
)
def test_a_talk_is_followed(messages: tuple[str, ...], figures: set[str]) -> None:
    """Answers to the advisor's questions, suppositions, corrections and returns are read in their context."""
    assert figures <= talk(*messages).figures


def test_every_question_of_a_message_is_asked() -> None:
    """Two questions are two asks, in order."""
    made = talk("Marketing budget $3m: split it by layer. Conversion is 2% today, what should it reach in phase two?")
    asks = [m.goal for m in (made.reading.moves if made.reading else ()) if isinstance(m, Ask)]
    assert asks == [Goal.SPLIT, Goal.TARGET]


def test_figures_are_numbered_on_through_a_talk() -> None:
    """A figure's id is never used again in a conversation."""
    made = talk(BUDGET, "and with $3m?", "and with $4m?")
    assert made.reading is not None
    assert list(made.reading.figures) == ["U3"]
    assert all(fig in made.state.figures for move in made.reading.moves for fig in figures_in(getattr(move, "fig", "")))


@pytest.mark.parametrize("text", ["", "   ", "?", "…", "\n\n", "123", "😀", "|||", "::::", "。" * 50])
def test_anything_is_read(text: str) -> None:
    """No message breaks the reader."""
    assert reader().read(text, State(), turn=1) is not None


@pytest.mark.parametrize(
    "text",
    [
        "we spent $120k on tactical and the budget is $2m in Q1, how much is left? " * 260,
        "战术层已经花了130万，预算3200万，还剩多少。" * 900,
        "1 2 3 4 5 6 7 8 9 10 " * 900,
        "lorem ipsum dolor sit amet " * 740,
    ],
)
def test_a_long_paste_does_not_hang(text: str) -> None:
    """Twenty thousand characters are read in seconds, and what was not searched is named."""
    start = time.perf_counter()
    found = reader().read(text, State(), turn=1)
    assert time.perf_counter() - start < 10
    assert any(isinstance(m, Unread) and m.why == "text" for m in found.moves)
