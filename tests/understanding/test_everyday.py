"""Everyday kinds of talk: what a message comes to, in wordings that differ, and a near message beside each that comes to something else."""

from __future__ import annotations

import pytest

from tests.understanding.talk import talk

#: Messages of a conversation, parted by ``||``, and figures that the last reply needs.
FIGURES: dict[str, tuple[tuple[str, set[str]], ...]] = {
    "an amount that another clause says is for AI": (
        ("Hi, ₹36 lakh is approved but that is for AI ONLY, not the full marketing budget. How does it break up?", {"2000000", "1000000", "600000"}),
        ("we've been granted €540,000, it's purely for AI. split?", {"300000", "150000", "90000"}),
        ("£180k signed off. That's just for AI, not marketing as a whole. what does each layer get", {"100000", "50000", "30000"}),
        ("批下来54万，全部用于AI，三层怎么分", {"300000", "150000", "90000"}),
        ("360万已批，專門用於AI，三層點分", {"2000000", "1000000", "600000"}),
        ("we got $2m for the year. how much of it goes to AI?", {"60000", "400000"}),
        ("AI must not go above 8% of marketing, which is $3m this year. how far over that are the three layers?", {"540000", "300000"}),
    ),
    "a period behind a result": (
        ("our marketing budget is ₹15 lakh a month||tactical?||sorry for the full year i mean", {"1800000"}),
        ("marketing budget is £50k a month||what does strategic get||sorry, i meant per quarter", {"4500"}),
        ("每月营销预算50万||战术层多少||不好意思，我说的是全年", {"600000"}),
        ("marketing budget is £50k a month||what does strategic get||sorry, that budget is per quarter", {"6000"}),
        ("营销预算50万||战术层多少||忘说了，是每月的", {"600000"}),
    ),
    "so many times as much": (
        ("our budget is $2m||if the funding closes it becomes 3.5 times that||capability in that case?", {"350000"}),
        ("$400k marketing||if the deal lands it's 4 times that amount, what would tactical be", {"160000"}),
        ("营销预算600万||融资到位的话变成现在的2.5倍||那样能力层多少", {"750000"}),
        ("marketing budget $2m||our rival spends 3 times that||tactical?", {"200000"}),
        ("marketing budget $2m||our traffic is 3.5 times that of last year||tactical?", {"200000"}),
    ),
    "spending against a part of the year": (
        ("₹2.4 cr marketing this FY||tactical spends so far - April 3.1 lakh, May 2.75 lakh, June 4.2 lakh||over for the quarter? by what", {"405000", "1005000"}),
        ("AI budget 360k||strategic: October 7k, November 6k, December 9k||is that above the quarter's allowance, and by what", {"7000"}),
        ("营销预算600万||战略层7月1.5万、8月2.2万、9月2.6万||单看这季度，超了多少", {"18000"}),
        ("AI年预算批了216万||战术层1月花8.6万，2月花12.3万，分别跟月度额度比，差多少", {"14000", "23000"}),
        ("能力層全年 HK$24萬，上半年已經用咗 HK$151,800，超咗半年額未？超幾多", {"31800"}),
        ("strategic has €36k for the year and in Q1 we paid 11,200. over the quarter's share?", {"2200"}),
        ("tactical has $120k for the year, we spent $71k in H1. what's left?", {"49000"}),
        ("marketing budget $2.4m||tactical spend: Apr 21k, May 18k, June 25k||what's left?", {"176000"}),
    ),
    "a cap whose excess goes to one layer while another stays": (
        ("市场预算1000万。战术层封顶70万，多出来的全挪到战略层，能力层不动，最后三层各多少", {"700000", "500000", "600000"}),
        ("营销预算800万，战术层最多50万，多的给战略层，能力层照旧，三层各多少", {"500000", "400000", "540000"}),
        ("marketing budget $2m, tactical capped at $150k, the excess goes into strategic, capability stays put. what do the three come to?", {"150000", "100000", "110000"}),
        ("£1m marketing. limit tactical to 70k and put anything over into capability, leave strategic alone. layers?", {"70000", "80000", "30000"}),
    ),
    "a budget told by its parts": (
        ("先把账说清楚：经销商返点2300万，不算市场费。展会180万、门店物料240万、线上380万，就这三项加起来才是市场预算。那AI该拿多少", {"1440000"}),
        ("events 180k, print 240k and online 380k - those three together are our marketing budget. how much goes to AI?", {"144000"}),
        ("华东320万，华南280万，华北200万，三块加起来就是全年营销预算，三层各多少", {"800000", "400000", "240000"}),
        ("舖頭\t推廣費(HK$)\n旺角\t420,000\n沙田\t310,000\n屯門\t270,000\n\n呢三間加埋就係全年 marketing 預算，三層各幾多", {"100000", "50000", "30000"}),
        ("store\tspend plan (GBP)\nLeeds\t420,000\nYork\t310,000\nHull\t270,000\n\nthose three together are our marketing budget for the year. split by layer please", {"100000", "50000", "30000"}),
        ("东区预算300万，西区预算200万，两个加起来多少", {"540000", "360000"}),
    ),
    "AI money out of a marketing budget": (
        ("We're putting AUD 204k into AI stuff out of an 850k marketing budget. that inside their range or are we mad", {"24"}),
        ("we put 60k into AI from a marketing budget of 500k. within the range?", {"12"}),
        ("AI gets £30k out of £1m marketing - too little by the article?", {"3"}),
        ("去年AI一共才花16万，市场总的800万，这个比例够得上文章的线吗", {"2"}),
        ("市场预算1200万，其中AI拿了300万，会不会太高", {"25"}),
        ("AI预算60万，营销总预算800万，三层各多少", {"600000"}),
    ),
    "a share that is all that goes to AI": (
        ("今年集团给市场部批了960万，全年的||AI 总共多少||我们只想拿 12% 出来呢，总共多少", {"1152000"}),
        ("marketing 9.6m||total AI||we only want to put in 12%, total then?", {"1152000"}),
        ("预算800万||AI总额||只打算拿出10%来做，一共多少", {"800000"}),
        ("marketing 9.6m||split||we want to cut it by 8%", {"883200"}),
    ),
    "the source's row named only to be left": (
        ("不按10:5:3，战术能力战略按 5:3:2，AI预算240万，各是多少", {"1200000", "720000", "480000"}),
        ("AI budget $600k. not 10:5:3 but 3:2:1 tactical capability strategic. amounts?", {"300000", "200000", "100000"}),
        ("AI预算360万，按文章的10:5:3分，三层各多少", {"2000000", "1000000", "600000"}),
    ),
    "the AI budget that gives a layer so much": (
        ("想戰術層有 HK$75萬可用，AI 預算要批多少才夠？", {"1350000"}),
        ("strategic needs 40k - what AI budget do I ask for?", {"240000"}),
        ("要让战略层有30万，AI预算得批多少", {"1800000"}),
        ("tactical should get 75k, what marketing budget does that take?", {"750000"}),
    ),
    "an amount shared out over shops": (
        ("we run 9 garden centres and marketing's AUD 1.26m a year||total for AI pls||and divvied up between the nine, evenly", {"25200"}),
        ("we've got 14 shops, marketing budget is £700k a year||what's the AI total||now split that evenly across the 14", {"9000"}),
        ("年营销预算480万，下面有6个分公司||AI一共多少||六家平分呢", {"144000"}),
        ("marketing budget £900k||AI total?||split between the three layers", {"90000", "45000", "27000"}),
    ),
    "what a layer was given by itself": (
        ("our capability budget this year is £48k||spent 21k of it so far. what's left", {"27000"}),
        ("my tactical budget for the FY is AUD 72k||blew 51,350 of it by end of october. what's left", {"20650"}),
        ("今年战术层预算60万||花了36.5万，还剩多少", {"235000"}),
        ("marketing budget $900k, tactical", {"90000"}),
        ("战术层要有75万，总预算得多少", {"7500000"}),
    ),
    "the AI budget asked for where only marketing was told": (
        ("marketing budget is £700k||what's the AI total", {"126000"}),
        ("市场预算一年600万||AI预算是多少", {"1080000"}),
        ("行銷預算 NT$9,600萬||AI總額是多少||董事會要看美金，32台幣兌1美金，三層都換給我", {"300000", "150000", "90000"}),
    ),
}  # fmt: skip

#: Questions for a list and for a member of it, as Cantonese has them, and the goals they are read as.
LISTED = (
    ("四個象限係邊四個", "list"),
    ("四個象限係邊四個||第一個包啲咩 project？", "explain"),
    ("以前一周15篇现在一周28篇", "target"),
)  # fmt: skip


@pytest.mark.parametrize(("said", "goal"), LISTED)
def test_which_four_is_no_number_of_anything(said: str, goal: str) -> None:
    """邊四個 asks which four there are; a count beside a rhythm still is one."""
    assert talk(*said.split("||")).goals == [goal]


def test_a_share_of_a_quarter_is_no_share_of_ai() -> None:
    """四季度占40% is the part of the year's money that falls there: the share of AI stays what it was."""
    made = talk("营销预算1000万", "AI总额四季度占40%，其他三个季度平均，每季多少")
    assert made.state.current is not None
    assert not made.state.current.share


#: What a message told is called by when it is asked back, and the words that the reply has.
RECALLED = (
    ("annual marketing budget = 1.65 cr inr||freelance designer retainer is 22k a month btw, comes from another head||strategic?||and what did i tell you the retainer was", "22000"),
    ("marketing £900k||our revenue is £21m||tactical||remind me what i told you our revenue was", "21000000"),
    ("营销预算800万||代理商服务费一年36万，另算||战术层多少||我之前说的服务费是多少", "360000"),
    ("marketing budget $2m||agency fee is 18k a month||what did i tell you the budget was", "2000000"),
)  # fmt: skip


@pytest.mark.parametrize(("said", "figure"), RECALLED)
def test_what_is_no_budget_is_told_back_by_its_kind(said: str, figure: str) -> None:
    """“What did I say the retainer was?” is answered with the retainer, not with the budget."""
    assert talk(*said.split("||")).shown == {figure}


@pytest.mark.parametrize(
    ("said", "figures"), [pytest.param(*row, id=f"{kind}-{n}") for kind, rows in FIGURES.items() for n, row in enumerate(rows)]
)  # fmt: skip
def test_a_message_comes_to_its_figures(said: str, figures: set[str]) -> None:
    """The last reply has every figure that the kind of message asks for."""
    assert figures <= talk(*said.split("||")).figures
