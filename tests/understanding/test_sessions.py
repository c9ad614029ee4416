"""Working sessions: money spent by layer and month, offers that nobody signed, the real budget behind what was supposed, and orders of several facts."""

from __future__ import annotations

import pytest

from tests.understanding.talk import talk
from tests.understanding.test_constructions import named

EXAMPLES = {
    "outlay.layer_given": (
        "our tactical layer has a budget of £30k this year and we've gone through 21.5k. what's left?",
        "能力层预算8万，用掉5万2，还有多少",
        "I've got £25k for capability and spent £9,400 already, how much is left over?",
    ),
    "outlay.booked": (
        "marketing €500k||The invoices for the copy tool, booked to the tactical layer, came to €21,400. How much is left there?",
        "营销预算240万||记在能力层的培训发票一共13万5，超了没有，超多少？",
        "marketing budget £1m||Bills for the tool were charged against tactical and add up to £104,000. By how much did we overshoot?",
    ),
    "outlay.months": (
        "营销预算480万||1月战术层支出3万8，2月支出4万6，3月支出4万",
        "budget for marketing: $2.4m||tactical spend in April was $18k, in May $23k",
        "营销预算240万||能力层4月支出9000，5月支出12000",
    ),
    "outlay.month": (
        "营销预算720万||10月在战术层花了4万8||11月花了6万6",
        "marketing $960k||We spent $6,900 on tactical in September||October came to $9,400 for tactical",
        "marketing $960k||In June we spent $6,900 on capability||July: $2,400",
    ),
    "outlay.standing": (
        "marketing $500k||So far: tactical $31k, capability $27k spent. Where do we stand on each?",
        "marketing €1m||we paid €40k out of tactical. where do we stand?",
        "marketing £2m||£90k has been spent on capability so far. where do we stand?",
    ),
    "outlay.asked": (
        "营销预算1000万||战术层花了40万，能力层花了20万||到现在AI一共花了多少钱？",
        "marketing $1.2m||In July we spent $9,000 on tactical||In August we spent $12,500 on tactical||What did we spend in July and August together?",
        "marketing £900k||£33k paid for tactical, £11k paid for capability||overall spend so far?",
        "营销预算960万||1月战术层花了7万||2月战术层花了9万5||1、2月加起来多少",
    ),
    "outlay.left_in_all": (
        "Marketing budget $2m||Spent $80k on tactical and $30k on capability so far.||how much is left across all three layers together?",
        "营销预算1000万||战术层花了40万，能力层花了20万||三层加在一起还剩多少？",
        "marketing $600k||tactical: $20k spent. capability: $10k spent.||what's left overall?",
    ),
    "outlay.left_of_two": (
        "营销预算800万||战术层花了30万||能力层和战略层还没花，这两层加起来还有多少？",
        "Marketing budget $1m||we've spent $40k on tactical||how much do tactical and capability have left combined?",
        "Marketing €2m||€30k spent on strategic||How much do capability and strategic still have between them, in total?",
    ),
    "outlay.allowance": (
        "营销预算360万||7月战术层花了2万5||8月战术层又花了3万1||按战术层的月均额度，这两个月超了没有？",
        "£600k marketing||We spent £4k on tactical in January, £6.5k in February||Compared with two months of the monthly allowance, over or under?",
        "营销预算720万||10月在战术层花了4万8||11月花了6万6||和两个月的额度比，差多少？",
    ),
    "outlay.over_the_rest": (
        "Marketing $1m||tactical: $64k spent, what's left?||spread that over the remaining 6 months, how much a month?",
        "营销预算300万||能力层花了9万||余下的钱摊到剩下5个月，每个月多少",
        "£500k marketing||We have spent £20k on tactical||There are five months left. What can we spend per month?",
    ),
    "offer.fits": (
        "Marketing $800k||A vendor quoted us $18,000 for a chatbot. If it came out of capability, would it fit and what would be left?",
        "营销预算700万||供应商报价25万，想放在战术层，放得下吗？还剩多少？",
        "Marketing is $600k, what does tactical get?||A consultancy wants $24k for a pilot. If we said yes, how much would stay in tactical?",
    ),
    "offer.signed": (
        "Marketing $800k||A vendor quoted us $18,000. Would it fit into capability?||OK, we signed it. What's left in capability?",
        "营销预算700万||供应商报价25万，放在战术层放得下吗？||签了，战术层还剩多少？",
        "marketing $1.5m||got a proposal for $160k from a studio. would tactical cover it?||that deal is done now. are we over in tactical?",
    ),
    "offer.untouched": (
        "Marketing $800k||A vendor quoted us $18,000. Would it fit into capability?||Not signed yet. What's left in capability now?",
        "营销预算700万||供应商报价25万，放在战术层放得下吗？||先不签。战术层现在还剩多少？",
        "Marketing £900k||An agency pitched £20k, would that fit into tactical?||we turned it down. what's left in tactical?",
    ),
    "settle.other_year": (
        "营销预算600万，三层||记错了，600万是去年的，今年是550万。",
        "Marketing is $3m||Sorry, the $3m is last year's. This year it's $2.6m.",
        "marketing £800k, tactical?||oops 800k was last year, this year is 720k",
    ),
    "settle.period": (
        "Quarterly marketing budget £90k, layers?||sorry, those £90k are monthly",
        "营销预算120万，战术层||那个120万是一个季度的",
        "We have $80k for marketing||hang on, the 80k is what we get each month",
    ),
    "settle.month": (
        "marketing $1.2m||In August we spent $12,500 on tactical||The August number was wrong, it should be 11,000.",
        "营销预算240万||4月能力层花了9000，5月能力层花了12000||5月的数记错了，应该是11500",
        "marketing $2.4m||tactical spend in April was $18k, in May $23k||April was actually 21k, sorry",
    ),
    "settle.spend": (
        "营销预算2000万||战术层花了90万||更正，战术层花了95万",
        "marketing $1m||we spent $30k on capability||correction, capability spent $35k",
        "marketing £1m||we spent £30k on tactical||sorry, spent £33k on tactical",
    ),
    "settle.called_off": (
        "Marketing £1m||£30k of tactical is spent||what if we had £2m?||scrap that. what's left of tactical?",
        "Marketing $1m||what if it grew by 20%?||forget that. what is the strategic layer?",
        "Marketing $1m||and if we had $3m?||drop it, what does capability get?",
    ),
    "settle.from_real": (
        "Marketing $2m||What if next year's budget grows by 20%?||And if instead it were cut by 10% compared with this year?",
        "营销预算500万||假如明年砍20%，三层各多少||换个假设，比今年涨5%呢？",
        "Marketing $5m. Tactical?||and with 8% more next year?||And what about 6% less than this year?",
    ),
    "settle.against_real": (
        "Our marketing budget is £1.5m||Suppose it went up 10% next year||By how much is the three-layer total higher than this year's?",
        "营销预算800万||如果明年预算涨10%，三层各多少？||三层合计比今年多多少？",
        "Marketing €4m, tactical?||what if it rose 5% next year?||how much more is tactical then than this year?",
    ),
    "settle.to_real": (
        "Marketing $2m||What if it grows by 20%?||OK, back to this year's real budget. Remind me what capability is.",
        "营销预算800万||如果明年预算涨10%||不谈明年了，回到今年的实际预算，能力层是多少来着？",
        "Marketing €4m||what if it rose 5% next year?||let's return to the real numbers. what's tactical?",
    ),
    "settle.first": (
        "Marketing £500k||correction, it is £450k||What did I tell you first, and what did I change it to?",
        "营销预算700万||说错了，是650万||我最开始报的预算是多少，后来改成了多少？",
        "marketing $700k||no, $680k||which budget did I start with, and which one are you using now?",
    ),
    "order.facts": (
        "Marketing $1m||we spent $40k on tactical and $10k on capability||Write a short e-mail to finance with the total of the three layers, what we have spent so far and what is left overall.",
        "营销预算500万||战术层花了20万，能力层花了5万||写一句话给老板：三层总额度多少、一共花了多少、总共还剩多少。",
        "Marketing £600k||£12k spent on tactical||One sentence for the CFO please: tactical budget for the year, spent so far, and what's left.",
    ),
}  # fmt: skip

COUNTERS = {
    "outlay.layer_given": (
        "Our marketing budget is $300k and we spent 40k of tactical. What's left?",
        "tactical gets 60k and capability 30k, what is the budget?",
    ),
    "outlay.booked": ("marketing €500k||if we booked a €20k invoice to tactical, what would be left?",),
    "outlay.months": ("budget Q1 $200k, Q2 $300k, tactical?", "marketing $1m||spread tactical 40/30/20/10 over the quarters"),
    "outlay.month": ("marketing $960k||In August the budget was $900k, tactical?", "marketing $960k||July: $2,400"),
    "outlay.standing": ("cost is down 15%. where do we stand?",),
    "outlay.asked": (
        "marketing $1m||we spent $20k on tactical||how much should we spend on capability?",
        "营销预算500万||战术层花了20万||战略层还能花多少",
        "营销预算500万||战术层该花多少",
        "营销预算500万||战术层花了20万||能力层投入多少",
        "marketing $1m||In January we spent $20k on tactical||what is tactical for Q1?",
    ),
    "outlay.left_in_all": (
        "marketing $600k||tactical: $20k spent. capability: $10k spent.||how much is left in each of the three layers?",
        "营销预算500万||三层加起来多少",
    ),
    "outlay.left_of_two": ("Marketing $1m||we've spent $40k on tactical||how much do tactical and capability have left each?",),
    "outlay.allowance": ("marketing $1.2m||tactical per month?", "营销预算360万||战术层月均多少"),
    "outlay.over_the_rest": ("marketing $1m||tactical for the next six months?", "营销预算300万，战术层每个月多少"),
    "offer.fits": (
        "marketing $800k||we paid the vendor $18,000 out of capability. what's left?",
        "marketing $800k||competitors spend $90k on AI. is our tactical layer over that?",
        "营销预算700万||给供应商付了25万，算战术层，还剩多少",
        "marketing $5m, tactical?||the CMO wants $600k on AI. is that over the range?",
    ),
    "offer.signed": (
        "marketing $800k||we signed it. What's left in capability?",
        "营销预算700万||供应商报价25万，放在战术层放得下吗？||合同还没签，战术层剩多少",
    ),
    "offer.untouched": ("marketing $800k||what's left in capability now?",),
    "settle.other_year": ("last year's marketing budget was $2m, this year it's $3m. tactical of both?",),
    "settle.period": ("marketing $80k, layers||and with $80k per month?", "marketing $80k a month||tactical per quarter?"),
    "settle.month": ("marketing $1.2m||In August we spent $12,500 on tactical||In September it was 11,000",),
    "settle.spend": ("营销预算2000万||战术层花了90万||战术层又花了95万",),
    "settle.called_off": ("Marketing $1m||forget that. what is the strategic layer?",),
    "settle.from_real": ("Marketing $2m||What if the budget grows by 20%?||and then a cut of 10%?",),
    "settle.against_real": ("Last year marketing was $2m, this year $3m. How much more is tactical?",),
    "settle.to_real": ("Marketing $2m||is that a real budget?", "Marketing $2m||tactical this year?"),
    "settle.first": ("marketing $700k||which layer should we start with?",),
    "order.facts": ("Marketing $1m||we spent $40k on tactical||Write an e-mail to finance with the split.",),
}  # fmt: skip


@pytest.mark.parametrize(("name", "example"), [(n, e) for n, examples in EXAMPLES.items() for e in examples])
def test_a_session_is_read_from_its_wordings(name: str, example: str) -> None:
    """The last message of an example is read as what the session makes of it."""
    assert name in named(example)


@pytest.mark.parametrize(("name", "counter"), [(n, c) for n, counters in COUNTERS.items() for c in counters])
def test_a_session_is_not_read_from_a_near_wording(name: str, counter: str) -> None:
    """A message that only looks like one is read another way."""
    assert name not in named(counter)


def test_every_reading_of_a_session_has_examples_of_both_kinds() -> None:
    """Nothing is kept without three wordings that need it and one that must not have it."""
    assert [n for n, e in EXAMPLES.items() if len(e) < 3 or not COUNTERS.get(n)] == []


@pytest.mark.parametrize(
    ("messages", "figures"),
    [
        (("Our marketing budget is C$400,000.", "We've spent $12,300 on tactical. What's left?"), {"27700"}),
        (("Marketing $800k", "A vendor quoted us $18,000. Would it fit into capability?", "What's left in capability now?"), {"40000"}),
        (("Marketing $800k", "A vendor quoted us $18,000. Would it fit into capability?", "We signed it. left?"), {"22000"}),
        (("营销预算240万", "4月能力层花了9000", "5月能力层花了12000", "5月错了，应该是11500", "4、5月加起来多少？"), {"20500"}),
        (("marketing £400k", "a studio wants £2k a month. would tactical cover it?", "we signed it. left in tactical?"), {"16000"}),
        (("营销预算800万", "明年涨10%呢", "回到今年，战术层多少"), {"800000"}),
    ],
)  # fmt: skip
def test_a_session_keeps_its_figures(messages: tuple[str, ...], figures: set[str]) -> None:
    """A bare dollar sign is the dollar of the talk, an offer counts only when it is signed, a month told anew replaces the old one."""
    assert figures <= talk(*messages).shown


def test_the_first_budget_is_remembered_beyond_the_history_of_changes() -> None:
    """What was told first is found after more changes than can be taken back."""
    changes = [f"what if it were ${n}m?" for n in range(3, 20)]
    assert "2000000" in talk("marketing budget $2m", *changes, "what was the very first budget I gave you?").shown
