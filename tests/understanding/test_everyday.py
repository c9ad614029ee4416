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
}  # fmt: skip

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
