"""Budgets that are changed for good, changes that are taken back or set right, and what held before them."""

from __future__ import annotations

import pytest

from tests.understanding.talk import talk

TWO = "two brands: Kite $300k, Lark $500k marketing budget, layers?"
TWO_ZH = "两个牌子，小芽营销预算2400万，木棉900万，三层各多少"

READ = {
    "revoke.amount": (
        "marketing budget £1.44m, split||board just added 60k to marketing||spent 20k on capability. left?||the 60k isn't approved, undo that. tactical?",
        "budget $2m, layers||another 250k came in||cost kpi in phase 1?||that 250k fell through. strategic?",
        "营销预算900万，三层||追加了120万，重新分一下||那120万没批下来，撤掉。三层",
    ),
    "revoke.amount_again": (
        "we're at 1.2m for marketing, how does AI split||got an extra 80 grand from the regional pot||no wait the extra was 90 grand",
        "marketing budget $2m, split||they added 200k to marketing||sorry, the top-up was 250k. strategic?",
        "营销预算900万，三层||董事会追加150万，三层||不对，追加的是180万，三层",
    ),
    "revoke.for_another": (
        f"{TWO}||add 120k to Kite, approved||he got it backwards: the 120 is for Lark. redo both",
        f"{TWO}||Kite was given an extra 60k||mixed that up, the 60k is for the other brand",
        f"{TWO_ZH}||木棉追加120万||不对搞反了，120万是给小芽的",
    ),
    "revoke.before": (
        "marketing budget $2m, split||top-up of 250k came through. split||before the top-up, what was capability?",
        "marketing £900k, split||what if we got 1.2m||with the old budget?",
        "营销预算900万，三层||董事会追加150万，三层||追加前能力层是多少",
        "营销预算900万，三层||董事会追加150万，三层||原来的预算下能力层多少",
    ),
    "revoke.dropped": (
        "营销预算1500万||要是砍到1200万呢||算了别砍了，能力层多少",
        "营销预算1500万，三层||追加200万||追加取消，三层",
        "市场预算600万，三层||再加50万呢||当我没说，战术层",
    ),
    "revoke.what_changed": (
        "marketing budget $2m, split||top-up of 250k came through. split||what changed, layer by layer?",
        "marketing budget $2m, split||what if it's 1.5m||what's changed between the two?",
        "营销预算1500万，三层||要是只有1200万呢||三层前后对比一下",
    ),
    "focus.only": (
        f"{TWO}||both together, AI total?||just Kite from now on",
        f"{TWO_ZH}||接下来只看小芽",
        f"{TWO_ZH}||后面都按木棉算，战术层",
    ),
    "pointing.beside": (
        "营销预算1500万，三层||要是只有1200万呢||1500万那版比现在多多少",
        "marketing budget $2m, split||what if it's 1.5m||for the 2m, how much more strategic than now?",
        "营销预算800万，三层||如果1000万呢||800万的方案战术层比现在少多少",
    ),
    "opinion.one": (
        "marketing budget $2.4m, split||a director wants 5% on strategic rather than the article's 3%. How much extra is that?",
        "营销预算1200万，三层||有个总监觉得战略层该给5%而不是文章的3%，多出多少钱",
        "营销预算1200万，三层||财务想把能力层压到4%，比文章少多少",
    ),
    "both.sum": (
        f"{TWO}||tactical of both added up",
        f"{TWO}||the total of both budgets?",
        "两家店，东门店营销预算120万，西门店80万，三层各多少||AI总额呢，两个店合计",
    ),
    "both.ours_and_theirs": (
        "two companies, ours is $900k marketing and theirs is $600k. splits?",
        "we have £2m for marketing, our partner gets £1.5m, layers for each",
        "我们营销预算900万，对方600万，三层各多少",
    ),
    "want.amount": (
        "Marketing budget C$1.4m, split||Other way round: what marketing budget gives C$48,000 for strategic on the normal split",
        "marketing £900k, split||spent 20k on capability||what total budget would I need so strategic gets 36k?",
        "营销预算1200万，三层||反过来，战略层要有45万，营销预算得多少",
    ),
    "topping": (
        "营销预算800万，三层||战术层已经花了20万，还剩多少||又批了30万，重新分一下",
        "今年行銷預算2000萬，三層各多少||董事會追加300萬||後來又被收回100萬，那現在能力層？",
        "marketing budget $2m, split||a top-up of 250k came through. split",
    ),
}  # fmt: skip
LEFT = {
    "revoke.amount": "marketing budget $2m, split||added 60k to marketing||tactical spent 60k, left?",
    "revoke.amount_again": "marketing budget $2m, split||they added 200k to marketing||no wait, marketing is 1.5m",
    "revoke.for_another": f"{TWO}||add 120k to Kite, approved||Lark's strategic?",
    "revoke.before": "marketing budget $2m, split||top-up of 250k came through||back to the old budget. capability?",
    "revoke.dropped": "营销预算1500万，三层||不加了吗",
    "revoke.what_changed": "marketing budget $2m, split||what changed in the article's second edition?",
    "focus.only": f"{TWO}||only Kite and Lark have budgets, right?",
    "pointing.beside": "营销预算1500万，三层||要是只有1200万呢||回到1500万那版",
    "opinion.one": "marketing budget $2.4m, split||strategic went up 5%, how much extra is that?",
    "both.sum": f"{TWO}||both, each with its three layers in total",
    "both.ours_and_theirs": "we have £2m for marketing, our competitor spent £1.5m, split",
    "want.amount": "marketing £900k, split||strategic gets 36k, is that normal?",
    "topping": f"{TWO}||spent 40k on tactical||another 20k on tactical, left?",
}


@pytest.mark.parametrize(("name", "said"), [(name, said) for name, every in READ.items() for said in every])
def test_a_change_is_read_from_its_wordings(name: str, said: str) -> None:
    """The last message is read in the way that its kind names, and nothing of it is left over."""
    reading = talk(*said.split("||")).reading
    assert reading is not None
    assert name in reading.named
    assert not reading.unread


@pytest.mark.parametrize(("name", "said"), LEFT.items())
def test_a_near_message_is_no_such_change(name: str, said: str) -> None:
    """A message that only looks like the kind is read otherwise."""
    reading = talk(*said.split("||")).reading
    assert reading is not None
    assert name not in reading.named


def test_a_named_budget_that_was_raised_stays_raised() -> None:
    """Later questions of the brand, and sums over both, are of the raised budget."""
    made = talk(TWO_ZH, "木棉追加市场费120万，已批", "小芽战术层每月多少", "木棉三层")
    assert {"1020000", "510000", "306000"} <= made.figures
    made.say("两个牌子AI合计")
    assert "6156000" in made.figures


def test_a_raise_that_is_only_supposed_leaves_the_name_to_what_was_told() -> None:
    """“If Kite got 120k more" is a case beside Kite's budget, which its name goes on meaning."""
    made = talk(TWO, "what if Kite got another 120k?", "Lark's strategic per month", "Kite's tactical?")
    assert "30000" in made.figures


def test_a_raise_that_was_for_the_other_brand_is_taken_back() -> None:
    """The first brand has its budget again, the other one is raised."""
    made = talk(TWO_ZH, "木棉追加120万", "不对搞反了，120万是给小芽的", "木棉战术层")
    assert "900000" in made.figures
    made.say("小芽战术层")
    assert "2520000" in made.figures


def test_each_change_is_undone_by_its_kind() -> None:
    """Before the raise is not before the cut that came behind it, and the budget at hand stays."""
    made = talk("营销预算900万，三层", "董事会追加150万，三层", "后来又砍了50万", "追加前能力层是多少")
    assert "450000" in made.figures
    made.say("三层现在多少")
    assert {"1000000", "500000", "300000"} <= made.figures


def test_the_focus_stays_on_the_brand_that_was_chosen() -> None:
    """“Just Kite from now on" holds for the questions behind it."""
    made = talk(TWO, "both together, AI total?", "just Kite from now on", "tactical?")
    assert "30000" in made.figures
    made.say("capability a quarter")
    assert "3750" in made.figures


def test_what_was_spent_stays_where_a_raise_is_taken_back() -> None:
    """Money spent since the raise is of the budget that counts again."""
    made = talk("marketing budget $2m, split", "another 200k came in. layers?", "spent 30k on capability")
    made.say("undo the 200k, it fell through. capability left?")
    assert "70000" in made.figures


def test_what_a_budget_was_changed_to_is_the_budget() -> None:
    """Asked for the budget behind a raise, the raised one is told alone."""
    made = talk("marketing budget $2m, split", "board just added 100k to marketing", "what's our marketing budget now?")
    assert made.figures == {"2100000"}


def test_theirs_is_raised_where_the_talk_is_about_ours() -> None:
    """“Theirs got another 100k" changes neither our budget nor sets theirs to that."""
    made = talk("two companies, ours is $900k marketing and theirs is $600k. splits?", "just ours from now on")
    made.say("theirs got another 100k, approved")
    made.say("strategic for theirs?")
    assert "21000" in made.figures
    made.say("strategic for ours?")
    assert "27000" in made.figures
    made.say("the total of both budgets?")
    assert "1600000" in made.figures


def test_the_sources_shares_said_again_are_no_split_of_ones_own() -> None:
    """“We stay with the article's 10/5/3" tells no weights that later answers would be compared with."""
    made = talk(
        "营销预算1200万，三层",
        "有个总监觉得战略层该给5%而不是文章的3%，多出多少钱",
        "那只是他个人意见，咱还按文章的10/5/3来",
    )
    assert made.state.current is not None
    assert not made.state.current.weights
    assert {"360000", "600000", "1200000"} <= made.figures


def test_behind_an_inverse_the_budget_at_hand_is_asked_of_by_its_name() -> None:
    """“Ours now" is the budget that there is, not the one that was found."""
    made = talk("营销预算1200万，三层", "反过来，战略层要有45万，营销预算得多少", "那我们现在的战略层呢")
    assert "360000" in made.figures
