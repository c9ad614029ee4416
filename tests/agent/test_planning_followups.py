"""Planning follow-ups: what a conversation holds is used, narrowed and corrected, and never mixed up."""

from __future__ import annotations

import pytest

from tests.agent.offline import Given, shown, talked

ZH, EN = "年度营销预算640万怎么分?", "How should we split a $640,000 marketing budget?"
ASSUMED = "预算640万怎么分?"


@pytest.mark.parametrize(
    ("first", "then", "figures"),
    [
        # another amount
        (ZH, "那如果是1000万呢", {"100万元", "50万元", "30万元"}),
        (ZH, "改成900万", {"90万元", "45万元", "27万元"}),
        (EN, "what about $1m?", {"$100,000", "$50,000", "$30,000"}),
        (EN, "make it 900k", {"$90,000", "$45,000", "$27,000"}),
        # steps
        (ZH, "再加60万", {"70万元", "35万元", "21万元"}),
        (ZH, "砍掉40万", {"60万元", "30万元", "18万元"}),
        (ZH, "翻一倍呢", {"128万元", "64万元", "38.4万元"}),
        (EN, "cut it by 50%", {"$32,000", "$16,000", "$9,600"}),
        ("一年营销预算640万怎么分?", "再加60万", {"70万元", "35万元", "21万元"}),
        ("月度营销预算50万怎么分?", "再加10万", {"720万元", "72万元", "36万元", "21.6万元"}),
        # currency
        (ZH, "不对,是美元", {"64万美元", "32万美元", "19.2万美元"}),
        (EN, "sorry, euros not dollars", {"€64,000", "€32,000", "€19,200"}),
        ("战术层要64万,总营销预算多少?", "不对,是美元", {"640万美元"}),
        # base
        (ASSUMED, "是AI预算", {"3,555,555.55元", "1,777,777.78元", "1,066,666.67元"}),
        (ASSUMED, "不对,这是AI预算", {"3,555,555.55元", "1,777,777.78元", "1,066,666.67元"}),
        ("批给AI的96万怎么分?", "不是AI的,是整个市场部的", {"9.6万元", "4.8万元", "2.88万元"}),
        ("AI预算90万怎么分?", "说错了,是营销预算", {"9万元", "4.5万元", "2.7万元"}),
        (
            "Split our AI budget of $90,000",
            "actually that is the whole marketing budget",
            {"$9,000", "$4,500", "$2,700"},
        ),
        # share
        (ZH, "AI占比9%呢", {"32万元", "16万元", "9.6万元"}),
        (EN, "what if AI gets 9%?", {"$32,000", "$16,000", "$9,600"}),
    ],
)
def test_a_correction_is_computed_from_what_is_held(first: str, then: str, figures: set[str]) -> None:
    """Amount, currency, base and share are put into the split at hand; the rest of it stays."""
    _, reply = talked(first, then)
    assert figures <= shown(reply)


@pytest.mark.parametrize(
    ("first", "then", "figures"),
    [
        (ZH, "只看战略层", {"19.2万元"}),
        (ZH, "能力层呢", {"32万元"}),
        (EN, "just the tactical part", {"$64,000"}),
        (EN, "and the strategic layer?", {"$19,200"}),
        (EN, "what about the strategic layer?", {"$19,200"}),
        ("AI预算90万怎么分?", "战略层呢", {"15万元"}),
        (ZH, "AI最多能投多少", {"128万元"}),
        (EN, "what is the minimum for AI?", {"$19,200"}),
    ],
)
def test_a_follow_up_narrows_the_answer(first: str, then: str, figures: set[str]) -> None:
    """A follow-up about a part shows that part's figure and no other amount."""
    _, reply = talked(first, then)
    assert shown(reply) == figures


@pytest.mark.parametrize(
    ("first", "then", "figures"),
    [
        ("战术层要64万,总营销预算多少?", "能力层呢?", "1,280万元"),
        ("战术层要64万,总营销预算多少?", "能力层呢?", "32万元"),
        ("战术层要64万,总营销预算多少?", "如果是能力层呢?", "1,280万元"),
        ("战术层要64万,总营销预算多少?", "如果是战略层呢", "21,333,333.33元"),
        ("What marketing budget gives the tactical layer $30k?", "what if it were the strategic layer?", "$1,000,000"),
        ("AI预算90万怎么分?", "如果AI占营销预算的15%,总营销预算是多少?", "600万元"),
    ],
)
def test_the_way_back_is_followed_up(first: str, then: str, figures: str) -> None:
    """After a way back, another layer is told its part of the budget found, and what it would take to give it the amount."""
    _, reply = talked(first, then)
    assert reply.tasks[-1] == "InverseSection"
    assert figures in shown(reply)


@pytest.mark.parametrize(
    ("messages", "figures"),
    [
        (("转化率目标是多少?", "现在是4%"), {"4.6%"}),
        (("转化率目标是多少?", "现在是4%", "那6%呢"), {"6.9%"}),
        (("Our conversion rate is 3.2%, what is the target?", "and if it was 4.5%?"), {"5.175%"}),
        (("团队80人,采纳率要多少人?", "已经有31人在用了,还差几个?"), {"40人", "9人"}),
        (("项目周期45天,目标多少?", "如果是60天呢"), {"45天"}),
    ],
)
def test_a_kpi_that_is_talked_about_takes_the_next_figure(messages: tuple[str, ...], figures: set[str]) -> None:
    """A bare figure after a KPI is that KPI's, not an AI share."""
    assert shown(talked(*messages)[-1]) == figures


def test_the_gate_is_held_again_with_what_changed() -> None:
    """One figure told anew, the others kept: the gate opens."""
    first, second = talked("成本降了24%,产能2.4倍,采纳率47%,能进第二阶段吗?", "采纳率更新为50%")
    assert first.text.startswith("还不能")
    assert second.text.startswith("可以")
    assert {"-24%", "2.4倍", "50%"} <= shown(second, Given)


def test_a_change_of_a_kpi_is_told_anew_in_the_gate() -> None:
    """Inside a gate a percentage is the gain, not a baseline."""
    first, second = talked("投放效率提升28%,转化率提升16%,项目周期缩短25%,能进第三阶段吗?", "投放效率更新为31%")
    assert first.text.startswith("还不能")
    assert second.text.startswith("可以")


@pytest.mark.parametrize(
    ("messages", "amount"),
    [
        (("把200万人民币换成美元", "7.1"), "281,690.14美元"),
        (("Convert 2,000,000 yuan into dollars.", "the rate is 7.1"), "$281,690.14"),
        (("年度营销预算100万美元", "换成人民币", "汇率7.2"), "720万元"),
    ],
)
def test_a_rate_is_asked_for_and_then_used(messages: tuple[str, ...], amount: str) -> None:
    """No rate is made up; the one that is given is used for what was asked."""
    *before, last = talked(*messages)
    assert not any(amount in shown(reply) for reply in before)
    assert amount in shown(last)


@pytest.mark.parametrize("talk", ["谢谢", "hello", "你是谁", "哈哈"])
def test_small_talk_leaves_the_subject_alone(talk: str) -> None:
    """After a thank-you, a follow-up goes on where the budget was."""
    assert shown(talked(ZH, talk, "只看战略层")[-1]) == {"19.2万元"}


@pytest.mark.parametrize("aside", ["八大核心场景叫什么", "给我讲个笑话", "作者是谁", "预算几十万呢", "预算-5万"])
def test_an_aside_keeps_the_budget(aside: str) -> None:
    """A question about something else, an unusable amount or a joke does not lose the budget at hand."""
    assert shown(talked(ZH, aside, "预算不变,能力层多少钱?")[-1]) == {"32万元"}


def test_a_language_is_changed_without_changing_a_figure() -> None:
    """The same answer in the other language has the same facts."""
    first, english, chinese = talked(ZH, "in English please", "用中文")
    assert english.language == "en"
    assert (
        {fact.id for fact in english.facts} == {fact.id for fact in first.facts} == {fact.id for fact in chinese.facts}
    )


def test_a_form_is_changed_without_changing_a_figure() -> None:
    """One sentence, or a table, of the same split."""
    _, brief = talked(ZH, "用一句话说")
    assert {"64万元", "32万元", "19.2万元"} <= shown(brief)
    assert "|" not in brief.text


def test_a_new_budget_forgets_the_old_share() -> None:
    """A share that was given for one budget is kept for the next amount, and gone with a new question."""
    *_, fresh = talked(ZH, "AI占比9%呢", "换个问题:另一家公司年度营销预算300万,三层怎么分,不考虑占比")
    assert {"30万元", "15万元", "9万元"} <= shown(fresh) or {"15万元", "7.5万元", "4.5万元"} <= shown(fresh)


def test_phases_follow_each_other() -> None:
    """那第二阶段呢 asks of phase two what was asked of phase one."""
    first, second = talked("第一阶段的KPI是什么?", "那第二阶段呢")
    assert "PhaseSection" in first.tasks
    assert "PhaseSection" in second.tasks
    assert "30%" in second.text


@pytest.mark.parametrize(
    ("messages", "start"),
    [
        (
            ("成本降了24%,产能2.4倍,能进第二阶段吗?", "营销预算500万怎么分", "我们现在进展如何"),
            "目前处于第一阶段（启蒙与验证）。已达标：成本降低、内容产能。还没有数据：员工采纳率。",
        ),
        (
            ("Cost is down 24% and output doubled. Can we move to phase two?", "how are we doing?"),
            "You are in phase 1 (awareness and validation). Met: cost reduction and content output. No figure yet: staff",
        ),
    ],
)
def test_progress_is_told_from_what_the_conversation_holds(messages: tuple[str, ...], start: str) -> None:
    """The KPIs told before are held against their phase again, also after another topic."""
    reply = talked(*messages)[-1]
    assert reply.text.startswith(start)
    assert "24%" in reply.text
