"""What long sessions ask of money that was spent: each question is answered for what it names, and for nothing beside it."""

from __future__ import annotations

import pytest

from tests.understanding.talk import talk

_SPENT_EN = "Marketing budget £1.2m, split||tactical has had £61k, capability £20k||what does the article say about data risk?||"
_SPENT_ZH = "营销预算1200万，三层||战术花了38万，能力花了9万||能力层是什么||"
_MONTHS_EN = "AI budget £324k||tactical: Jan £11k, Feb £14k, Mar £17k||"
_MONTHS_ZH = "AI预算360万||1月战术花了42万，2月15万，3月9万||"

_MOVED_EN = "AI budget $540k||spent $31k on tactical in October, $12k on capability in October||move 5k of the October tactical to capability||"
_MOVED_ZH = "营销预算1200万||1月战术花了20万||2月战术花了24.2万||2月那24.2万里有3.2万是培训，应该记能力层||"
_BACK_EN = "AI budget £324k||Spent £9k on training for the capability layer||and £30k on tactical||scrap the training, we got the money back||"

_QUOTED_EN = "marketing budget $2m, split||spent $40k on tactical||two quotes for tactical: Acme $36k a year, Bolt $2,800 a month||"
_QUOTED_ZH = "营销预算1200万，三层||战术花了38万||两家报价走战术：甲家一年36万，乙家每个月2.8万||"

#: What is asked last, and all that the answer needs to show: nothing of another subject.
ANSWERED = (
    # what is left of all, or of several, as one
    (_SPENT_EN + "what's left over all three layers", "135000"),
    (_SPENT_EN + "how much of the 216 is still to spend", "135000"),
    (_SPENT_EN + "so of the whole AI pot, how much haven't we touched yet", "135000"),
    (_SPENT_EN + "strategic is untouched. strategic and capability together, what's left", "76000"),
    (_SPENT_EN + "tactical plus strategic, remaining?", "95000"),
    (_SPENT_ZH + "三层合在一块还剩多少没花", "1690000"),
    (_SPENT_ZH + "总盘子里还剩好多钱没动", "1690000"),
    (_SPENT_ZH + "216万里面还有几多没用", "1690000"),
    (_SPENT_ZH + "战略层还没动，战略加能力还剩多少", "870000"),
    # the share used
    (_SPENT_ZH + "战术花掉了百分之几", "31.67"),
    (_SPENT_ZH + "三层合计用掉了百分之多少", "21.76"),
    (_SPENT_EN + "how far through the tactical money are we, as a percentage", "50.83"),
    (_SPENT_EN + "so capability is at what % of its year", "33.33"),
    # entries put right, then asked again
    ("AI budget £324k||Jan tactical £11,200, Feb tactical £13,150||Feb was 13,510 not 13,150||so both months together?", "24710"),
    ("AI budget £324k||Jan tactical £11,200, Feb tactical £13,150||sorry Feb was 13,510 not 13,150. what's the total so far?", "24710"),
    ("AI budget $540k||October tactical $31k, November tactical $26.5k||November was typed wrong, it's $25.6k||total for the two?", "56600"),
    (_MOVED_ZH + "那战术一共花了多少", "410000"),
    (_MOVED_ZH + "能力层花了多少", "32000"),
    (_MOVED_EN + "what's left of tactical", "274000"),
    (_MOVED_EN + "what have we spent on capability", "17000"),
    ("AI budget $540k||spent $31k on tactical in October||oh hang on the October one belongs to strategic||what's left of strategic", "59000"),
    (_BACK_EN + "what's left in capability", "90000"),
    (_BACK_EN + "what have we spent in total", "30000"),
    ("AI预算360万||战术花了58万，能力花了16万||培训取消了，钱退回来了，能力那16万划掉||总共花了多少", "580000"),
    ("AI预算360万||战术花了58万，能力花了16万||战术其实是55万||一共花了多少", "710000"),
    # what was told, asked back
    (_MONTHS_EN + "what did I give you for January again?", "11000"),
    (_MONTHS_EN + "what's left?||remind me of the Feb number", "14000"),
    (_MONTHS_ZH + "1月我报的是多少", "420000"),
    (_MONTHS_ZH + "我给你的二月数字是几多？", "150000"),
    (_SPENT_EN + "what did I tell you we'd spent on capability", "20000"),
    # another budget behind the same spending
    (_SPENT_ZH + "预算最终批下来1100万||那战术还剩多少", "720000"),
    (_SPENT_EN + "the final number is £1.3m. what's left of tactical now?", "69000"),
    (_SPENT_EN + "the marketing budget is now £1.3m||what's left for tactical?", "69000"),
    ("marketing budget £1.2m, split||Q1 tactical came to £33k||what if the budget is cut to £1m||whats left of tactical then, Q1 being gone", "67000"),
    # a total over units
    (_SPENT_ZH + "三层总共的钱摊到我们48个站，每站多少", "45000"),
    (_SPENT_ZH + "三层加起来的钱分到30家门店，一家多少", "72000"),
    (_SPENT_EN + "we have 24 branches. all three layers together, what's that per branch?", "9000"),
    # offers that nobody signed
    (_QUOTED_EN + "which is cheaper over a year?", "2400"),
    (_QUOTED_EN + "how much is Bolt over a year?", "33600"),
    (_QUOTED_EN + "would both fit in what's left of tactical, what would still be there after", "90400"),
    (_QUOTED_EN + "if we took the last one, what's left of tactical", "126400"),
    (_QUOTED_EN + "we signed Acme. what's left of tactical", "124000"),
    (_QUOTED_EN + "I'm not signing; what's left of tactical as of today", "160000"),
    (_QUOTED_ZH + "哪家一年下来便宜", "24000"),
    (_QUOTED_ZH + "选甲的话战术层还剩多少", "460000"),
    (_QUOTED_ZH + "最便宜那家签了的话战术还剩多少", "484000"),
    ("营销预算1200万，三层||战术花了38万||供应商报价45万，走战术层，放得下吗||要是谈到42万呢，付完还剩多少", "400000"),
    ("AI預算360萬||有家公司開價每月2萬5，一年下來多少錢", "300000"),
    ("AI budget £324k||tool quote: £900 a month plus £4k setup, for tactical. first-year cost?", "14800"),
    # averages and the rest of the year
    (_MONTHS_EN + "averaged over the three months, what did we spend", "14000"),
    (_MONTHS_EN + "what's the average a month so far", "14000"),
    (_MONTHS_EN + "how much can we spend per month for the rest of the year", "15333.33"),
    (_MONTHS_ZH + "三个月平均每月花了多少", "220000"),
    (_MONTHS_ZH + "剩下9个月平均每个月能花多少", "148888.89"),
    (_MONTHS_ZH + "摊到后面9个月，月均？", "148888.89"),
    # a part of the year's plan against what was spent in it
    (_MONTHS_EN + "compared with three months of the tactical monthly figure, over or under, and by how much?", "3000"),
    (_MONTHS_EN + "Q1 tactical budget vs what we spent, over or under", "3000"),
    (_MONTHS_EN + "did we go over in Q1?", "3000"),
    (_MONTHS_EN + "a quarter of the tactical year, did we bust it?", "3000"),
    (_MONTHS_ZH + "按四个季度平均算，一季度花超了没", "160000"),
    (_MONTHS_ZH + "跟战术层一个季度的预算比，多花还是少花", "160000"),
)  # fmt: skip


@pytest.mark.parametrize(("said", "figure"), ANSWERED)
def test_what_is_asked_of_spending_is_answered_alone(said: str, figure: str) -> None:
    """The last question of a session shows its figure, with one answer and nothing left open."""
    last = talk(*said.split("||"))
    assert figure in last.shown, last.line
    assert len(last.answers) == 1, last.line
    assert not last.lacking


LEFT_ALONE = (
    ("standing.average", _MONTHS_EN + "what's the average budget a month"),
    ("standing.average", _MONTHS_EN + "averaged over the five months, what did we spend"),
    ("standing.of_amount", _SPENT_EN + "what if 216 is left"),
    ("standing.of_amount", _SPENT_EN + "how much of the 170 is still to spend"),
    ("standing.of_pair", _SPENT_EN + "what do tactical and capability each have left"),
    ("standing.rest_of_year", _SPENT_EN + "how much can we spend per month for the rest of the year"),
    ("quote.told", "AI budget £324k||our agency wants a £50k budget for AI"),
    ("quote.told", "AI budget £324k||we offer a £20k bonus"),
    ("quote.told", "we've $1m for marketing||the agency wants $250k of it for AI, too much?"),
    ("quote.asked", _QUOTED_EN + "what's left of tactical"),
    ("quote.asked", _QUOTED_EN + "what do we spend on tactical over a year"),
    ("quote.asked", "AI budget £324k||which is the cheapest layer?"),
    ("quote.haggled", _QUOTED_EN + "what if the budget comes down to $1.5m"),
    ("offer.signed", _QUOTED_EN + "if we signed Acme, what's left of tactical"),
    ("repost.elsewhere", "AI预算360万||战术花了58万，能力花了16万||战术其实是5万"),
    ("repost.elsewhere", _MOVED_EN + "move 50k of tactical to capability"),
    ("repost.elsewhere", _SPENT_EN + "who should sit in the capability team?"),
    ("repost.elsewhere", _SPENT_EN + "move £20k from tactical to capability"),
    ("repost.elsewhere", _SPENT_ZH + "把5万从战术挪到能力"),
    ("repost.came_back", _SPENT_EN + "scrap the training"),
    ("repost.came_back", _SPENT_EN + "we got £300k refunded on tactical"),
    ("repost.came_back", _SPENT_EN + "could we get £3k refunded on tactical?"),
    ("repost.budget", _SPENT_EN + "last year's final budget was £1.1m"),
    ("repost.budget", _SPENT_EN + "the final budget for tactical is £90k"),
    ("standing.recalled", _SPENT_EN + "what did I give you for January again?"),
    ("standing.added_up", _MONTHS_EN + "what do the two layers come to in total"),
    ("standing.behind", _MONTHS_EN + "what's left of tactical after Q2?"),
    ("outlay.months", "AI budget £324k||tactical: Jan £11k, Feb £14k is the plan"),
    ("outlay.left_in_all", _SPENT_EN + "what does each of the three layers have left"),
)  # fmt: skip


def test_a_budget_confirmed_anew_is_answered_for_itself_and_what_it_leaves() -> None:
    """What was spent stays with a budget that is confirmed, and months that are paid are not what the plan is held against."""
    said = "marketing budget C$2.4m, split||Nov tactical C$18k, Dec tactical C$22k||budget just got confirmed at C$2.55m. New tactical, and what's left of it after Nov and Dec?"
    last = talk(*said.split("||"))
    assert {"255000", "215000"} <= last.shown
    assert not last.lacking


def test_an_offer_is_booked_only_once_it_is_signed() -> None:
    """Offers count for nothing in what was spent, and a signed one for all of its year."""
    assert "40000" in talk(*(_QUOTED_EN + "total spent so far?").split("||")).shown
    assert "73600" in talk(*(_QUOTED_EN + "we signed Bolt||total spent so far?").split("||")).shown


def test_an_offer_that_is_not_said_is_asked_about() -> None:
    """Where two offers lie and one is meant, none is taken for it."""
    last = talk(*(_QUOTED_EN + "what would be left of tactical if we signed that one").split("||"))
    assert not last.answers


def test_all_of_an_entry_is_kept_when_a_part_of_it_moves() -> None:
    """What is moved and what stays add up to the entry, whose month both have."""
    last = talk(*(_MOVED_EN + "total spent in October?").split("||"))
    assert "43000" in last.shown, last.line


@pytest.mark.parametrize(("name", "said"), LEFT_ALONE)
def test_a_near_message_is_left_alone(name: str, said: str) -> None:
    """What only looks like such a question is read otherwise."""
    reading = talk(*said.split("||")).reading
    assert reading is not None
    assert name not in reading.named
