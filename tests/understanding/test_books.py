"""Questions of the books and what is done to them are read from other people's wordings, and near ones that mean something else are not."""

from __future__ import annotations

import pytest

from tests.understanding.talk import reader, talk
from tests.understanding.test_constructions import named

SPENT = "marketing budget $2m||spent $42k on tactical in March"
PAID = "年度营销预算3200万||3月战术层花了130万"
EXAMPLES = {
    "books.actual": (
        f"{SPENT}||budget against actual?",
        f"{SPENT}||can I have a plan vs actuals table please",
        f"{SPENT}||what share of the plan is used per layer?",
        f"{PAID}||预算和实际对比一下",
        f"{PAID}||预算执行情况怎么样",
    ),
    "books.bridge": (
        f"{SPENT}||bridge from plan to actual",
        f"{SPENT}||walk me from plan to actual, line by line",
        f"{PAID}||差异分解",
        f"{PAID}||从计划到实际怎么走的",
        "marketing budget $4m for 2026||in 2027 it will be $5m||walk me from 2026 to 2027",
    ),
    "books.forecast": (
        f"{SPENT}||at this pace where do we land by year end?",
        f"{SPENT}||give me a full-year forecast",
        f"{PAID}||按这个速度全年会花多少",
        f"{PAID}||照这样花下去，到年底要花多少",
    ),
    "books.book": (
        f"{SPENT}||list what we have booked so far",
        f"{SPENT}||show me the spend book",
        f"{PAID}||支出明细",
        f"{PAID}||都记了哪些支出",
    ),
    "books.scenarios": (
        "marketing budget $2m||what if we cut 20%||list my scenarios",
        "marketing budget $2m||call it base||which scenarios do we have?",
        "年度营销预算3200万||把这个方案叫保守||有哪些方案",
    ),
    "books.changed": (
        f"{SPENT}||what changed since Monday?",
        f"{SPENT}||who changed it?",
        f"{PAID}||周一以来改了什么",
        f"{PAID}||谁改的",
    ),
    "books.so_far": (
        f"{SPENT}||are we over for the first quarter?",
        f"{SPENT}||half the year is gone, are we on track?",
        f"{PAID}||今年过了一半，我们超了吗",
        f"{PAID}||一季度超了吗",
    ),
    "books.left_for": (
        f"{SPENT}||what is left for Q4?",
        f"{SPENT}||how much do we still have for the fourth quarter?",
        f"{PAID}||四季度还剩多少",
    ),
    "books.fiscal": (
        "Our fiscal year starts in April. Marketing budget $2m.",
        "marketing budget $2m||our FY begins in July",
        "年度营销预算3200万，财年从4月开始",
    ),
    "books.limits": (
        "marketing budget $2m||tactical at most 100k and strategic at least 100k",
        "marketing budget $2m||tactical at least $300k||lower the floor: tactical at least $250k",
        "年度营销预算3200万||战术层最多200万，战略层至少120万",
    ),
    "books.gone": (
        f"{SPENT}||take back the March entry",
        f"{SPENT}||delete that spend please",
        f"{PAID}||撤回战术层那笔",
    ),
    "books.otherwise": (
        f"{SPENT}||no, the tactical in March was 45k",
        f"{SPENT}||actually tactical was $40k in March",
    ),
    "books.more": (
        f"{SPENT}||and $60k on capability in April, $30k on strategic",
        f"{SPENT}||also $9k for capability",
    ),
    "books.once_more": (
        f"{SPENT}||spent another $10k on tactical in March",
        f"{PAID}||3月战术层又花了5万",
    ),
    "books.own_line": (
        f"{SPENT}||spent $5k on agency fees in April",
        f"{SPENT}||we paid $3,000 for trade fairs",
        f"{PAID}||4月付了代理费2万",
    ),
    "books.called": (
        "marketing budget $2m||call it base",
        'marketing budget $2m||what if we cut 20%, call it "cut 20%"',
        "年度营销预算3200万||把这个方案叫“保守”",
    ),
    "books.plan": (
        "marketing budget $2m||call it base||what if we cut 20%, call it lean||make lean the plan",
        "marketing budget $2m||call it base||what if $3m||use base as the plan",
    ),
    "books.compared": (
        'marketing budget $2m||call it base||what if we cut 20%, call it "cut 20%"||compare base and cut 20%',
    ),
    "books.year": ("marketing budget $4m for 2026||in 2027 it will be $5m", "2026年营销预算3200万||2027年预算4000万"),
    "books.why": (
        "marketing budget $2m||how did you get the 200,000?",
        f"{SPENT}||at this pace where do we land?||how did you get the $168,000?",
        "年度营销预算3200万||320万怎么算出来的",
    ),
    "entries": (
        "/spend tactical=42k USD 2026-03-01",
        "spend agency fees = $5,000 April by Anna",
        "/支出 战术层=13万 3月；代理费=2万 4月",
    ),
    "schedule": (
        "marketing budget $2m||phase the tactical layer over the months",
        "marketing budget $2m||spread tactical over the quarters, half in Q1, the rest evenly",
        "年度营销预算3200万||战术层按月分摊",
    ),
}

COUNTERS = {
    "books.actual": (f"{SPENT}||what is the plan?", f"{SPENT}||what is left of tactical?"),
    "books.bridge": (f"{SPENT}||bridge the gap between the teams?", "marketing budget $2m||walk me through phase one"),
    "books.forecast": ("marketing budget $2m||what does the source forecast?",),
    "books.book": (f"{SPENT}||list the KPIs of phase one",),
    "books.changed": (
        "Marketing £500k||correction, it is £450k||What did I tell you first, and what did I change it to?",
    ),
    "books.own_line": (f"{SPENT}||spent $5k on capability", f"{SPENT}||we spent $5k on it"),
    "books.gone": (f"{SPENT}||take back the cut",),
    "books.called": ("marketing budget $2m||what do you call the first layer?",),
    "books.why": (
        "marketing budget $2m||where does the 10% come from?",
        "marketing budget $2m||how did you get to $3m?",
    ),
    "entries": ("what do we spend if tactical=42k?",),
}


@pytest.mark.parametrize(("name", "example"), [(n, e) for n, examples in EXAMPLES.items() for e in examples])
def test_the_books_are_read_from_their_wordings(name: str, example: str) -> None:
    """The last message of an example is read as what it asks or does."""
    assert name in named(example)


@pytest.mark.parametrize(("name", "example"), [(n, e) for n, examples in COUNTERS.items() for e in examples])
def test_a_near_wording_is_not_of_the_books(name: str, example: str) -> None:
    """A message that sounds like the books and asks something else is not read as theirs."""
    assert name not in named(example)


@pytest.mark.parametrize(
    ("message", "figures"),
    [
        ("half the year is gone, are we on track?", {"42000", "360000"}),
        ("at this pace where do we land by year end?", {"168000", "192000"}),
        ("bridge from plan to actual", {"318000", "158000", "100000", "60000"}),
        ("what is left for Q4?", {"318000"}),
        ("spent another $10k on tactical in March", {"52000", "148000"}),
    ],
)
def test_what_is_asked_of_the_books_is_computed(message: str, figures: set[str]) -> None:
    """Of a $2m budget with $42,000 spent in March: what the answers need are these figures."""
    assert figures <= talk("marketing budget $2m", "spent $42k on tactical in March", message).figures


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("on 2026-03-15", "2026-03-15"), ("on March 15", "M03-15"), ("on 15 March 2026", "2026-03-15"), ("on June 3rd", "M06-03"), ("3月15日", "M03-15"),
        ("2026年3月15号", "2026-03-15"), ("三月十五日", "M03-15"), ("in March", "M03"),
    ],
)  # fmt: skip
def test_a_day_of_a_month_is_read(written: str, key: str) -> None:
    """Days are read as people write them, with and without a year."""
    stream = reader().stream(f"spent $42k on tactical {written}", talk("hello").state)
    assert [day.key for day in stream.days.values()] == [key]
