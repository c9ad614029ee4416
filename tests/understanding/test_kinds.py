"""Whole messages of the later kinds: each reading has wordings that differ, and a near message that it leaves alone."""

from __future__ import annotations

import pytest

from tests.understanding.talk import talk

READ = {
    "spread.named": ("营销预算500万,战术层多少||这个钱春节、端午、中秋按5比2比3分", "$900k budget, tactical?||spread it launch/mid/close 50/30/20", "marketing budget £2m, strategic?||Easter, summer and Christmas at 2:3:5"),
    "spread.parts": ("$1m budget, tactical?||quarters at 40/30/20/10||first half total?", "营销预算600万,能力层多少||按四个季度1:2:3:4分||上半年一共多少", "预算1000万,战略层多少||Q1 20% Q2 30% Q3 30% Q4 20%||前三季度合计多少"),
    "own.exact": ("budget €2m, layers?||we set tactical at €180k flat and the rest 2:1 capability to strategic", "营销预算500万,三层?||能力层就定20万整,剩下的战术层和战略层按5比2分", "Marketing budget $1m, split?||Strategic must be exactly $20k, the rest of the AI money 3:1 tactical to capability."),
    "own.cap": ("$400k marketing budget, layers?||cap strategic at 6k and put the leftover into tactical", "营销预算400万,三层||战略层最多5万,多出来的给战术层", "£1m budget, split||limit capability to £30k and give the surplus to strategic"),
    "share.judged": ("The CFO suggests spending 24% of our $500,000 marketing budget on AI. Is that too much?", "拟将年度营销预算(2,600万元)的2.5%用于AI,是否低于建议区间?", "someone wants to throw 30% of a £200k marketing budget at AI, over the top?"),
    "beside.middle": ("Marketing budget $2m, what range for AI?||what's the midpoint?", "营销预算2000万,AI投多少合适||上下限平均一下呢", "budget £500k, AI range?||and the middle of that range"),
    "beside.ends": ("marketing budget $600k||AI range?||what if it's only 500k||how much lower is the top end?", "营销预算1000万,AI区间||如果砍到800万呢||上限低了多少", "营销预算500万,区间是多少||要是600万||下限高了多少"),
    "beside.lumped": ("two brands: Kite $300k, Lark $500k marketing budget, layers?||combine both budgets", "A店营销120万,B店营销80万,三层||两家预算合在一起算", "甲品牌营销预算300万,乙品牌200万,三层||合并成一个预算,三层多少"),
    "kpi.compared": ("What does phase 3 ask of LTV?||ours moved from $300 to $325, is that enough?", "产能翻倍是啥意思||以前一个月30篇,现在55篇,够不够", "what's phase 1's cost target?||it went from $50 to $41 per piece, are we good?"),
    "kpi.team": ("We're 18 marketers. How many must use AI for phase one?||what if we hire 5 more?", "市场部28人,第一阶段采纳率要多少人用?||如果再招6个人呢?", "我们团队20人,采纳率达标要几个人?||要是走了4个呢"),
    "topping": ("marketing budget £1.44m, split||board just added 60k to marketing. new split in pounds", "marketing budget £1.44m, split||another 200k came in for marketing. layers?", "两个牌子，小芽营销预算2400万，木棉900万，三层各多少||木棉明年追加市场费120万，已批，木棉重新分一下", "营销预算900万，三层||又批了30万，战术层多少", "营销预算900万，三层||老板收回去50万，现在三层多少"),
    "pointing": ("营销预算800万，三层||要是砍到600万呢||800万那版的战略层每月多少", "marketing budget $2m, split||what if it's only 1.5m?||for the 2m, strategic per month?"),
    "opinion.row": ("marketing budget $2.4m, split||Marcus thinks we should do 15% tactical, 2% capability, 1% strategic of the marketing budget. what's that in money", "营销预算1200万，三层||老板想战术12%能力4%战略2%，分别多少钱", "营销预算1200万，三层||他想自己定比例，8、6、4，都是占营销总预算的，战术能力战略。各是多少钱"),
    "opinion.given_up": ("marketing budget $2.4m, split||we do 12% tactical, 4% capability, 2% strategic||that was only an idea, we stay with the article's 10/5/3. strategic now?", "marketing budget $2.4m, split||we do 12% tactical, 4% capability, 2% strategic||back to the source's split please", "营销预算1200万，三层||老板想战术12%能力4%战略2%，分别多少钱||那是他的想法，咱还按文章的比例来，战略层多少"),
    "actuals.row": ("our AI budget is 630k CAD||YTD spend - tactical 105k, capability 42k, strategic 10.5k. % used by layer and overall?", "AI总盘子540万元 三层怎么分||系统里导出来的：战术287.6万，能力163.2万，战略90.5万。哪几层超了，分别超多少", "营销预算一年1500万元||呃就是到十一月底吧 战术一百六十二万 能力七十一万三 战略三十九万八 三层加起来有没有超啊"),
    "actuals.dated": ("AI budget $990k||Jan 61k, Feb 70k, Mar 73k, Apr 76k. that's all layers. straight line it: full year landing", "AI budget £360k||Q1 82k, Q2 79k, that's everything AI not just one layer", "AI budget £480k||Q1 spend came in at 95k||Q2 was £128,400"),
    "schedule.weights": ("AI预算648万元||四个季度按40/30/20/10排，每季AI总额给我", "AI預算720萬台幣||四季用1:2:2:5去排，每季各多少", "AI budget £400k||phase it 40/30/20/10 by quarter"),
    "books.actual": ("AI budget USD 810k||spent $42k on tactical in March||what percent of tactical have we used?", "AI预算360万||战术花了58万||战术花掉了百分之几"),
    "books.spent": ("AI budget USD 810k||spent $42k on tactical in March||remind me what we spent on tactical", "AI预算360万||战术花了58万，能力6万||我之前说能力层花了多少来着"),
    "permit": ("$2m budget, split it||approvals over £5,000?", "who signs off on invoices above $10k?", "单笔支出超过5万元要谁批？", "预算200万怎么分||超过3万的合同需要招标吗", "anything above $5k needs a PO, right?", "does a purchase of $12,000 need the CFO's approval?"),
    "default.budget": ("our CEO signed off a total of $2m for the year, who gets what?", "老板审批下来200万，怎么分", "HQ granted us €1.5m, three layers please", "总部拨了300万给我们，三层怎么分", "I've got $90k to play with. what goes to the tactical layer"),
}  # fmt: skip
LEFT = {
    "spread.named": "营销预算500万||我们自己按5:3:2分三层",
    "spread.parts": "$1m budget, tactical?||first half total?",
    "own.exact": "budget €2m, layers?||tactical is €180k at most",
    "own.cap": "营销预算400万,三层||战略层最多5万",
    "share.judged": "annual marketing budget $2m, 18% for AI",
    "beside.middle": "what does the mid-term layer do?",
    "beside.ends": "marketing budget $600k||how much is the top end?",
    "beside.lumped": "marketing budget $600k||tactical and capability together?",
    "kpi.compared": "marketing budget went from $2m to $3m, tactical?",
    "kpi.team": "marketing budget $2m||what if we hire 5 more?",
    "topping": "AI budget $420k||spent 40k on tactical||and another 60k last week. how much left?",
    "pointing": "营销预算1500万，三层||等等，营销费用是1620万||比1500万那版的战略多了多少",
    "opinion.row": "marketing budget $2.4m, split||tactical is at 15%, what about capability and strategic?",
    "opinion.given_up": "marketing budget $2.4m, split||back to the article: what does it say about risks?",
    "actuals.row": "marketing budget $2m||we give tactical 150k, capability 90k and strategic 40k",
    "actuals.dated": "marketing budget $2m||Q1 budget 500k, Q2 budget 300k",
    "schedule.weights": "marketing budget $2m, split||we split it 5:3:2 over the layers",
    "books.actual": "marketing budget $2m||what percent goes to the tactical layer?",
    "books.spent": "marketing budget $2m||remind me what the budget was",
    "permit": "老板批准了超过200万，三层各多少？",
    "default.budget": "our revenue was $2m last year",
}


@pytest.mark.parametrize(("name", "said"), [(name, said) for name, every in READ.items() for said in every])
def test_a_reading_takes_its_wordings(name: str, said: str) -> None:
    """The last message is read in the way that its kind names."""
    reading = talk(*said.split("||")).reading
    assert reading is not None
    assert name in reading.named


@pytest.mark.parametrize(("name", "said"), LEFT.items())
def test_a_reading_leaves_a_near_message(name: str, said: str) -> None:
    """A message that only looks like the kind is read otherwise."""
    reading = talk(*said.split("||")).reading
    assert reading is not None
    assert name not in reading.named


@pytest.mark.parametrize(
    "said",
    [
        "marketing budget £1.44m, split||board just added 60k to marketing||the 60k isn't approved. Undo that. tactical?",
        "营销预算900万，三层||追加了120万，重新分一下||那120万没批下来，撤掉。三层",
        "营销预算800万，三层||老板说AI预算60万||那按60万分三层",
    ],
)
def test_an_amount_that_points_at_what_was_told_is_no_figure_of_its_own(said: str) -> None:
    """Said again with "the" or 那, it is used up: nothing is left over and nothing is told anew."""
    reading = talk(*said.split("||")).reading
    assert reading is not None
    assert not reading.unread


@pytest.mark.parametrize(
    ("said", "figures"),
    [
        ("annual marketing budget is C$3m, split||in USD at 0.73 USD per CAD", {"219000", "109500", "65700"}),
        ("last year marketing was £2.6m, this year it's £2.9m||walk the AI money from last year to this year by layer", {"30000", "15000", "9000", "54000"}),
        ("AI预算计划450万元，按文章比例拆到三层", {"2500000", "1250000", "750000"}),
    ],
)  # fmt: skip
def test_what_a_controller_asks_is_computed(said: str, figures: set[str]) -> None:
    """A rate per unit of the other currency, a walk from year to year, an AI budget that is called a plan."""
    assert figures <= talk(*said.split("||")).figures


@pytest.mark.parametrize(
    ("said", "figures"),
    [
        ("marketing budget £1.85m, split||what if they trim marketing by 8%||and if instead of a trim we got 5 percent on top?", {"194250", "97125", "58275"}),
        ("marketing budget £1.85m, split||what if they trim marketing by 8%||ok forget both, the real one again. tactical?", {"185000"}),
        ("marketing budget £1.85m, split||what if they trim marketing by 8%||and then 5 percent on top?", {"178710", "89355", "53613"}),
    ],
)  # fmt: skip
def test_a_what_if_is_taken_from_the_budget_that_is_meant(said: str, figures: set[str]) -> None:
    """In place of another it starts from the real budget, behind another from that one, and "the real one again" ends them."""
    assert figures <= talk(*said.split("||")).figures


@pytest.mark.parametrize(
    "said",
    ["去年公司营收3.9个亿，出口占四成多。你知道就行，跟预算没关系", "tuition income is £14.2m, up 8% on last year. doesn't change the budget"],
)  # fmt: skip
def test_what_is_said_by_the_way_changes_no_budget(said: str) -> None:
    """Whoever says that it has nothing to do with the budget has the budget that they had."""
    made = talk("marketing budget $2m, split", said, "tactical?")
    assert made.figures == {"200000"}


@pytest.mark.parametrize(
    ("said", "amount", "gap"),
    [
        ("marketing budget is $1,930,000||is $50,000 on AI okay?", "50000", "7900"),
        ("营销预算193万||AI投5万合适吗", "50000", "7900"),
    ],
)
def test_an_amount_that_is_judged_is_told_as_it_was_given(said: str, amount: str, gap: str) -> None:
    """Its share is rounded, the amount and what is missing are not worked out back from that."""
    shown = talk(*said.split("||")).shown
    assert {amount, gap} <= shown
    assert "49987" not in shown
