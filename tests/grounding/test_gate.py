from __future__ import annotations

import time

import pytest

from agent.answers.model import Answer, Statement
from agent.grounding.gate import MAX_LENGTH, Gate
from agent.grounding.words import Vocabulary, lexicon
from agent.online.mending import complaint, complete, mend, settle
from tests.grounding.gatebook import FRAMEWORK, TEXTS, VOCABULARY, fact, gate
from tools.identity import Role

PASSES = """
Pick one another's brains at once.|On the one hand, go slow; on the other hand, do not stop.|It is one of the easiest ways to start.
First, agree on the goal. Second, pick a pilot. Third, review it.|Phase two redesigns processes.|Phase 2 is harder.|Two things matter here.|Let us meet next week to review this.
Review it every month.|There are several ways to do this.|A couple of points are still open.|Make one person responsible for the pilot.|Check in: a review once a quarter is enough.
Have a review every two weeks.|Most of the work is about habits.|A third option is to wait.|Take the rest of the team along.|You mentioned “7 open positions” earlier.|Is the café team ready?
Support is there 24/7.|Don’t rush it; here’s how.|好的～先试点。|There are three layers and four quadrants.|Two of the layers can run in parallel.|(1) Pick a case. (2) Try it. (3) Review it.|Once the pilot works, double down on it.|It comes to about sixty\u2011second answers? No.
万一效果不好，也能及时停下来。|千万别一上来就铺开。|一旦跑通，就一步步推广。|大家一起做一个小试点。|第一步，选好场景。|三件事最重要：目标、场景和负责人。|第二阶段要改流程。|指定一位负责人牵头。
建议每季度复盘一次。|每两周开一次例会。|下周约个时间开会，一起讨论。|大部分工作是改变习惯。|您提到的“7个岗位”还需要确认。|十分感谢您的信任。|两者并不矛盾。|多找几位愿意尝试的同事。
一个周期结束后再看效果。|这三层各有分工。|其中两层可以并行。|统一口径，逐一确认。|试一试就知道了。|四个象限里，速赢区最适合起步。|引用时注明年份。|多数据源要先打通。|双十一之前先试点。
""".replace("|It comes to about sixty\u2011second answers? No.", "")

REFUSED = """
Spend most of the budget on tools.|It saves half of the time.|Results double within weeks.|It pays back next year.|That takes several months.|The rest goes to training.|A couple of hundred people use it.
About twenty per cent of staff use it.|It costs a hundred and one dollars.|There are five layers.|Phase four is about scale.|Phase 5 is about scale.|Put a third of it aside.|It is ten times the effort.|Hire two engineers.
It takes a month.|It will take one or two weeks.|Most employees use it.|It pays back within the quarter.|You need two million.|Most of it belongs in the strategic layer.|It is more than a quarter.|It grew by 5.|It is lOO percent.
Keep ½ of it.|That is Ⅶ of them.|Section XXII says so.|It rose by ٣٧.|It rose by ３７.|It is **thir**ty more.|It is th\u00adirty more.|It is s e v e n more.|Twenty-five is enough.|A dozen is fine.|most\nof the budget
大部分预算给战术层。|效果翻倍。|成本是原来的两倍。|其余预算给能力层。|几周内见效。|需要半年。|明年才见效。|一个月就够了。|三个人就够了。|五层投入。|第四阶段再说。|三成预算。|打七折。|一年后见效。|数月之后见效。
约几周后见效。|十分钟就能学会。|一百个客户。|第三季度开始。|占三分之一。|两三个月见效。|多半年的时间。|四周内见效。|廿七家门店。|壹佰万。|每月投入预算。|一万就够。|排名第七。|提高一成。|三**成**预算。|占大头的是预算。
"""


def _lines(text: str) -> list[str]:
    return [line for row in text.strip().split("\n") for line in row.split("|") if line]


def _language(text: str) -> str:
    return "zh" if any("一" <= c <= "鿿" for c in text) else "en"


@pytest.mark.parametrize("text", _lines(PASSES))
def test_prose_without_quantities_is_shown_as_it_is(text: str) -> None:
    """Harmless counting, orders of steps, idioms, right counts, names, rhythms and the user's quoted words pass unchanged."""
    outcome = gate(_language(text)).check(text)
    assert outcome.ok, outcome.problems
    assert outcome.text == text


@pytest.mark.parametrize("text", [t for t in _lines(REFUSED) if t not in ("most", "of the budget")])
def test_a_figure_or_quantity_in_prose_is_refused(text: str) -> None:
    """A numeral in any spelling, and a quantity word for money, percent, people or time, is a problem."""
    outcome = gate(_language(text)).check(text)
    assert not outcome.ok
    assert outcome.text == ""


def test_a_quantity_across_a_soft_line_break_is_refused() -> None:
    """A line that the next one continues is read on."""
    assert not gate().check("Spend most\nof the budget on it.").ok


def test_a_typed_figure_is_answered_with_the_statements_that_hold_it() -> None:
    """The complaint quotes the reference and the text of the statement with the figure."""
    reply = "The tactical layer gets $200,000."
    outcome = gate().check(reply)
    assert "[[C1]] (the tactical layer gets $200,000 a year" in complaint(reply, outcome.problems)


CLAUSE = "战术层全年50万元，占年度营销预算500万元的10%[1]"


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("[[C1]]。", f"{CLAUSE}。"),
        ("[[C1]]，用于见效快的项目。", f"{CLAUSE}，用于见效快的项目。"),
        ("先说结论：[[C1]]。", f"先说结论：{CLAUSE}。"),
        ("关于战术层：[[C1]]。", f"关于战术层：{CLAUSE}。"),
        ("按您的[[budget]]，三层分配如下。", "按您的年度营销预算500万元，三层分配如下。"),
        ("[[C1]]。[[C2]]。", f"{CLAUSE}。能力层全年25万元，占年度营销预算的5%[1]。"),
        ("来源没有说明原因[[cite:budget:27]]。", "来源没有说明原因[1]。"),
        ("- [[C1:brief]]\n- [[C2:brief]]\n- [[C3:brief]]\n", "- 战术层50万元（10%）[1]\n- 能力层25万元（5%）\n- 战略层15万元（3%）[1]\n"),
        ("| 层 | 用途 |\n|---|---|\n| 战术层 | [[C1:brief]] |\n", "| 层 | 用途 |\n|---|---|\n| 战术层 | 战术层50万元（10%）[1] |\n"),
    ],
)  # fmt: skip
def test_statements_are_printed_whole(raw: str, shown: str) -> None:
    """A statement prints its clause, later ones without the amount of the same budget; citations are counted and thinned in lists."""
    outcome = gate("zh").check(raw)
    assert outcome.ok, outcome.problems
    assert outcome.text == shown


def test_an_english_clause_begins_with_a_capital_where_it_begins_a_sentence() -> None:
    """A sentence and a list item are capitalised, a clause behind a lead-in is not."""
    here = gate()
    assert here.check("[[C1]].").text.startswith("The tactical")
    assert here.check("- [[C1]]\n").text.startswith("- The tactical")
    assert here.check("For [[budget]], start small.").text.startswith(
        "For the annual marketing budget of $2,000,000, start"
    )
    assert here.check("For your [[budget]], start small.").text.startswith("For your annual")
    assert here.check("In short, [[C1]].").text.startswith("In short, the tactical")


@pytest.mark.parametrize(
    "raw",
    [
        "如果只看AI预算，[[C1]]。", "到月底，[[C1]]。", "同事的预算是这样：[[C1]]。", "能力层：[[C1:brief]]", "### 能力层\n\n[[C1]]。", "**能力层**\n[[C1]]。", "可以的。[[C9]]。", "### 第二阶段\n\n[[C8]]。",
        "[[C1]]，还不止这些。", "预算[[C1]]。", "行业平均是这样：\n- [[C1]]\n", "[[C1]] [[cite:budget:20]]。", "| 抖音 | [[C1:brief]] |\n", "| 战术层 | [[C1]] |\n", "[[C1]]。这就是调整后的方案。",
        "AI预算是[[budget]]。", "您的[[budget]]是AI的钱。", "说明：[[T1]]", "[[T1|用途: 一; 二]]", "[[C1|x]]", "[[F1]]", "[[cite:nowhere]]", "[[budget:K9]]", "2. 先试点\n", "1. 先试点\n3. 再推广\n", "采纳率没问题。[[C9]]。",
    ],
)  # fmt: skip
def test_a_frame_that_changes_a_statement_is_refused(raw: str) -> None:
    """No condition, base, period, speaker, other element or claim stands around a statement, and no reference outside the syntax."""
    assert not gate("zh").check(raw).ok


def test_a_table_and_a_quotation_stand_on_lines_of_their_own() -> None:
    """What follows them on their line is moved below; words of a table's column are one for each row."""
    outcome = gate().check(
        "[[T1|purpose: quick wins; better habits; a lasting edge]]\n\nThe source says it so: [[X1]]. Begin with a pilot."
    )
    assert outcome.ok, outcome.problems
    assert "it so:\n\n> quoted words of 2024, 2024年 [1]\n\nBegin" in outcome.text
    assert not gate().check("[[T1|purpose: half of it; better habits; a lasting edge]]").ok


def test_spans_say_where_each_fact_stands() -> None:
    """Each span of the text is the print of its fact in its statement."""
    outcome = gate().check("Start small. [[C1]].\n- [[C2:brief]]\n- [[C3:brief]]\n\n[[C5]].")
    shown = [(outcome.text[s.start : s.end], s.fact, s.reference) for s in outcome.spans]
    assert ("$200,000", "F1", "C1") in shown
    assert ("18%", "S4", "C5") in shown
    assert all(text and text in outcome.text for text, _, _ in shown)
    assert outcome.references == ("C1", "C2", "C3", "C5")
    assert outcome.cited == ("budget:29",)


def test_several_scenarios_keep_every_amount() -> None:
    """Where the book holds several scenarios no statement leaves its budget out."""
    here = gate()
    here.book.more = {f"C{n}": Statement("note", scenario=f"K{n}") for n in (91, 92)}  # type: ignore[attr-defined]
    assert here.check("[[C1]]. [[C2]].").text.count("$2,000,000") == 2
    assert not here.check("On our [[budget]], start small.").ok


ANSWER = Answer(
    "range",
    (TEXTS["C7"][0], TEXTS["C6"][0]),
    needs=tuple(fact(i, Role.SHARE) for i in ("F4", "F5")),
)
SPLIT = Answer("split", (TEXTS["C1"][0], TEXTS["C2"][0]), needs=tuple(TEXTS["C1"][0].facts + TEXTS["C2"][0].facts))


def test_what_the_goals_need_is_appended_and_a_verdict_put_first() -> None:
    """Missing statements follow as one paragraph in order; a verdict stands in front of its part."""
    here = gate()
    raw = "Start small.\n\n[[C6]]."
    outcome = here.check(raw)
    assert complete(outcome, (ANSWER, SPLIT), here.book) == ("C7", "C1", "C2")
    mended = mend(raw, (ANSWER, SPLIT), here.book, outcome=outcome)
    assert mended == "Start small.\n\n[[C7]].\n\n[[C6]].\n\n[[C1]]. [[C2]]."
    again = here.check(mended)
    assert complete(again, (ANSWER, SPLIT), here.book) == ()
    assert mend(mended, (ANSWER, SPLIT), here.book, outcome=again) == mended


def test_a_verdict_behind_its_part_is_moved_in_front() -> None:
    """A verdict that the writer put last is told once, first."""
    here = gate()
    raw = "[[C6]]. [[C7]]."
    assert mend(raw, (ANSWER,), here.book, outcome=here.check(raw)).startswith("[[C7]].\n\n[[C6]].")


def test_sentences_that_fail_are_dropped_where_the_rest_stands() -> None:
    """A failing sentence goes, a statement in a wrong frame stays alone, and headings with nothing below go with it."""
    here = gate()
    raw = "Begin with one pilot and a clear owner. Half of the firms do. Every month, [[C1]].\n\n## Extra\n\nIt costs 5 million.\n\n## Next\n\nThen review it with the team."
    settled = settle(raw, here, (SPLIT,))
    assert settled.outcome
    assert (
        settled.raw
        == "Begin with one pilot and a clear owner. [[C1]].\n\n## Next\n\nThen review it with the team.\n\n[[C2]]."
    )
    assert len(settled.dropped) == 3
    assert not settle("It costs 5 million. So be it.", here).outcome


def test_a_framework_brings_its_own_counts() -> None:
    """Counts follow the vocabulary."""
    two = Gate(gate().book, Vocabulary({}, {"layer": (2,), "层": (2,)}), "en")
    assert two.check("There are two layers.").ok
    assert not two.check("There are three layers.").ok
    assert VOCABULARY.counts["layer"] == (len(FRAMEWORK.layers),)


@pytest.mark.parametrize(
    ("language", "text", "passes"),
    [
        ("en", "In 2024, this was new.", True), ("en", "It was so as of 2024.", True), ("zh", "2024年的文章是这样说的。", True), ("en", "In 2025, this was new.", False), ("zh", "2025年再说。", False),
        ("en", "It costs 2024.", False), ("en", "In 2024 shops it works.", False), ("zh", "2024家门店。", False), ("en", "It was in $2024.", False),
    ],
)  # fmt: skip
def test_a_year_of_a_shown_passage_may_be_named(language: str, text: str, passes: bool) -> None:
    """A year passes where a quotation of the book holds it as a year, and where the reply says it as one."""
    assert gate(language).check(text).ok is passes


@pytest.mark.parametrize(
    ("language", "text"),
    [("zh", "公司越大，AI占比应越高。"), ("zh", "员工采纳率已经够了。"), ("en", "Staff adoption is met.")],
)
def test_a_frameworks_words_cover_no_claim(language: str, text: str) -> None:
    """A framework's sentences pass word for word, and its single words hide nothing."""
    assert not gate(language).check(text).ok


def test_a_fault_of_the_gate_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever fails inside, nothing is shown."""
    here = gate()
    monkeypatch.setattr(here.book, "clause", lambda *a, **k: 1 / 0)
    assert [p.kind for p in here.check("[[C1]].").problems] == ["crash"]


@pytest.mark.parametrize(
    "unit",
    [
        "战术层预算更高能力层",
        "[[C1]]。",
        "- a\n",
        "其余预算",
        "most of the ",
        "“",
        "。",
        "[[",
        "(1) ",
        "one ",
        "**战术层**\n",
        "phase 1 and ",
    ],
)
def test_hostile_length_costs_little(unit: str) -> None:
    """No text of the greatest length costs more than some hundredths of a second."""
    here = gate("zh")
    text = (unit * MAX_LENGTH)[:MAX_LENGTH]
    here.check("先试点。")
    begun = time.process_time()
    here.check(text)
    assert time.process_time() - begun < 0.15


def test_the_lexicon_does_not_grow() -> None:
    """The lists and rules are small and stay so: a word more for one sentence is no rule."""
    lists = ("values", "words", "phrases", "patterns")
    size = {name: sum(len(str(lexicon(name).data.get(part, ""))) for part in lists) for name in ("en", "zh")}
    rules = {name: sum(len(group["do"]) for group in lexicon(name).data["rules"]) for name in ("en", "zh")}
    assert size["en"] < 15_000
    assert size["zh"] < 7_500
    assert rules["en"] <= 60
    assert rules["zh"] <= 50
