"""What the gate refuses, one promise at a time: each of these is the only thing wrong with its reply."""

from __future__ import annotations

import pytest

from agent.answers.model import Answer
from agent.grounding.gate import MAX_LENGTH, MAX_REFERENCES, MAX_UNITS, Reading
from agent.grounding.outcome import Outcome, Problem
from agent.grounding.sentences import MAX_UNIT, units
from agent.online.mending import complete, settle
from tests.grounding.gatebook import TEXTS, gate

SENTENCE = "先和团队一起选好一个小场景，再请负责人盯住效果，随时记录大家遇到的问题，然后一起讨论怎么改，最后把做法写下来给别的团队看，也请他们来提意见，一起改好。"


def kinds(raw: str, language: str = "zh") -> set[str]:
    """The kinds of problem that ``raw`` has, of those of its form."""
    return KINDS & {problem.kind for problem in gate(language).check(raw).problems}


KINDS = {"length", "place", "element"}


def test_a_reply_is_checked_up_to_its_cap_and_refused_beyond() -> None:
    """A reply of more characters or units than the cap is refused, however harmless it is."""
    most = SENTENCE * (MAX_LENGTH // len(SENTENCE))
    assert gate("zh").check(most).ok
    assert kinds(most + SENTENCE) == {"length"}
    assert gate("zh").check("好。" * MAX_UNITS).ok
    assert kinds("好。" * (MAX_UNITS + 1)) == {"length"}


def test_a_sentence_longer_than_a_unit_is_refused() -> None:
    """A sentence is harmless up to the length of a unit and refused beyond, whole and streamed."""
    long = "先试点，" * (MAX_UNIT // 4)
    assert gate("zh").check(long).ok
    assert kinds(long + "先试点，") == {"length"}
    stream = Reading(gate("zh"))
    assert stream.feed(long + "先试点，") == ""
    assert stream.failed


def test_inline_numbers_run_in_order() -> None:
    """A number in brackets passes as the next of its list only."""
    assert gate("zh").check("（1）选场景，（2）复盘。").ok
    assert not gate("zh").check("（1）选场景，（5）复盘。").ok
    assert not gate("zh").check("（2）选场景，（3）复盘。").ok


def test_quoted_figures_are_the_users_own() -> None:
    """Words between quotation marks pass with a figure only where code confirms that the user wrote them."""
    assert gate("zh").check("您提到的“7个岗位”还需要确认。").ok
    assert not gate("zh").check("您提到的“9个岗位”还需要确认。").ok


def test_a_tables_words_are_as_many_as_its_rows() -> None:
    """Words for fewer or more rows than the table has are refused."""
    assert gate().check("[[T1|purpose: quick wins; better habits; a lasting edge]]").ok
    assert not gate().check("[[T1|purpose: quick wins; better habits]]").ok
    assert not gate().check("[[T1|purpose: quick wins; better habits; a lasting edge; more]]").ok


ROW = "| 层 | 金额 |\n|---|---|\n| 战术层 | [[C1:brief]] |\n"


@pytest.mark.parametrize(
    "raw",
    [
        "| 层 | 现在 |\n|---|---|\n| 战术层 | [[C1:brief]] |\n",
        "| 层 | 金额 | 金额 |\n|---|---|---|\n| 战术层 | [[C1:brief]] | [[C1:brief]] |\n",
        "| 层 | 金额 |\n|---|---|\n| 战术层和能力层 | [[C1:brief]] |\n",
        "| 层 | 能力层 |\n|---|---|\n| 战术层 | [[C1:brief]] |\n",
        f"### 能力层\n\n{ROW}",
        f"### 行业平均\n\n{ROW}",
        "| 层 | 金额 |\n|---|---|\n| 行业平均的战术层 | [[C1:brief]] |\n",
        "| 层 | 金额 |\n|---|---|\n| 战术层 | 大约 [[C1:brief]] |\n",
        "| 层 | 金额 |\n|---|---|\n| 战术层 | [[budget]] |\n",
        "| 层 | 金额 |\n|---|---|\n| 战术层 | [[T1]] |\n",
        "| 层 | 金额 |\n|---|---|\n| 战术层 | [[X1]] |\n",
    ],
)
def test_a_row_of_the_writers_own_holds_one_short_form_of_its_own_subject(raw: str) -> None:
    """No side of a comparison, second short form, other subject, other words, budget, table or quotation stands in the row."""
    assert gate("zh").check(ROW).ok
    assert kinds(raw) & {"place", "element"}


@pytest.mark.parametrize(
    "raw",
    [
        "- 能力层\n  - [[C1]]\n",
        "- 能力层\n  能力\n  - [[C1]]\n",
        "- 能力层\n  [[C1]]。",
        "- 能力层\n[[C1]]。",
        "- 能力层\n\n  [[C1]]。",
        "**能力层**\n\n[[C1]]。",
        "### 每月的钱\n\n[[C1]]。",
        "### 如果是同行\n\n[[C1]]。",
    ],
)
def test_what_stands_above_a_statement_names_nothing_else(raw: str) -> None:
    """An item, a bold line or a heading above with another layer, a period or another speaker is refused."""
    assert kinds(raw) == {"element"}


def test_a_label_above_a_line_holds_for_that_line_alone() -> None:
    """A bold line names the line below it; the next one stands by itself."""
    assert gate("zh").check("**战术层**\n[[C1]]。\n[[C2]]。").ok


def test_nested_lists_are_numbered_each_for_itself() -> None:
    """A nested list begins at one again below every item, and the outer one goes on."""
    assert gate("zh").check("1. 选场景\n   1. 问业务\n   2. 定目标\n2. 复盘\n   1. 记录\n").ok
    assert not gate("zh").check("1. 选场景\n   1. 问业务\n2. 复盘\n   2. 记录\n").ok


def test_a_statement_is_joined_to_its_lead() -> None:
    """Words that lead to a statement without punctuation or a conjunction are refused, and so is a lead that is too long."""
    assert gate("zh").check("首先，[[C1]]。").ok
    assert not gate("zh").check("首先我们[[C1]]。").ok
    assert not gate("zh").check("首先" * 45 + "，[[C1]]。").ok
    assert not gate().check("Naturally, [[C1]].").ok


def test_no_verdict_stands_behind_a_statement() -> None:
    """A connective behind a statement leads to advice, not to a verdict of its own."""
    assert gate("zh").check("[[C8]]，所以先办培训。").ok
    assert not gate("zh").check("[[C8]]，所以已经达标。").ok


def test_behind_the_budget_phrase_its_clause_ends() -> None:
    """The budget phrase is told, not put to other use."""
    assert gate("zh").check("按您的[[budget]]，先做试点。").ok
    assert not gate("zh").check("按您的[[budget]]翻番，先做试点。").ok


def test_a_plain_line_behind_a_list_stands_by_itself() -> None:
    """Behind a blank line, a line that is not indented is below no item; an indented one may be of the item's own element."""
    assert gate("zh").check("- 能力层\n\n[[C1]]。").ok
    assert gate("zh").check("- 战术层\n  [[C1]]。\n- 能力层\n  [[C2]]。\n").ok


def test_what_failed_stays_silent() -> None:
    """After a refusal a stream shows nothing more, and finishing it tells why."""
    stream = Reading(gate("zh"))
    assert stream.feed("预算增加30%。先") == ""
    assert stream.feed("试点。再推广。") == ""
    assert not stream.finish().ok
    assert stream.emitted == ""


def test_two_items_with_one_citation_show_it_at_the_last() -> None:
    """A run of items with the same citation shows it at its first and its last."""
    text = gate("zh").check("- [[C1:brief]]\n- [[C2:brief]]\n- [[C3:brief]]\n").text
    assert [line.endswith("[1]") for line in text.strip().split("\n")] == [True, False, True]


@pytest.mark.parametrize(
    "raw",
    [
        "See [here](a.b) for it.", "![map](map.png) shows it.", "Look at https://example.invalid for it.", "Go to example.com for it.", "Write to mailto:us.",
        "<b>Start</b> small.", "<!-- start --> small.", "It is &amp; so.", "It is &#49; so.", "It is $$x$$ so.", "```\nstart\n```", "[a]: b", "[[C1]](a.b).",
    ],
)  # fmt: skip
def test_links_images_code_and_tags_are_refused(raw: str) -> None:
    """Nothing in a reply leads elsewhere, loads something, or is shown otherwise than it was read."""
    assert not gate().check(raw).ok


def test_a_short_form_does_not_tell_the_budget() -> None:
    """The first whole statement names the budget, whatever short forms stood in front of it; later ones do not."""
    text = gate("zh").check("- [[C1:brief]]\n\n[[C2]]。[[C3]]。").text
    assert text.count("500万元") == 1
    assert "能力层全年25万元，占年度营销预算500万元的5%" in text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "第9阶段再推广。"), ("zh", "第0步再推广。"), ("zh", "还剩零步。"), ("zh", "每三个月付钱一次。"), ("zh", "每两周花钱。"), ("zh", "这三名工程师。"), ("zh", "请三位工程师。"),
        ("zh", "放在第二季度。"), ("zh", "第二年再说。"), ("zh", "第四个月见效。"), ("en", "Es ist der Plan und das ist gut."), ("en", "Le budget de la maison avec les amis."),
        ("en", "Most people use it."), ("en", "Nearly all employees use it."), ("en", "In the second year it is better."), ("en", "In the first quarter it is better."),
    ],
)  # fmt: skip
def test_periods_people_parts_and_other_languages_are_refused(language: str, text: str) -> None:
    """What does not exist, lasts, employs, is a part of the staff, or is written in a third language is no harmless count."""
    assert not gate(language).check(text).ok


def test_a_stream_shows_nothing_beyond_the_cap() -> None:
    """What arrives behind the cap of a reply is not shown, although what stood in front of it passed."""
    stream = Reading(gate("zh"))
    shown = [stream.feed(SENTENCE) for _ in range(MAX_LENGTH // len(SENTENCE) + 2)]
    assert shown[1]
    assert shown[-1] == ""
    assert stream.failed


def test_a_stop_inside_a_row_ends_nothing() -> None:
    """A table row is one unit, whatever its cells hold."""
    assert list(units("| 一。二 | A. B! |\n先试点。")) == ["| 一。二 | A. B! |\n", "先试点。"]


def test_a_quoted_stop_ends_nothing_and_a_lost_quotation_mark_does_not_hide_the_rest() -> None:
    """A sentence goes on behind a quotation; a quotation mark that is never closed holds for its longest quotation only."""
    assert list(units("他说“好。走”，我们走。再见。")) == ["他说“好。走”，我们走。", "再见。"]
    assert len(list(units("“" + "好。" * 150))) > 1


def test_a_reference_is_never_cut() -> None:
    """Brackets that a stop stands in are one reference; broken ones are not."""
    assert list(units("[[T1|a: b. C; d]] Then. Go.")) == ["[[T1|a: b. C; d]] Then.", " Go."]
    assert list(units("[[a\nb]]. C.")) == ["[[a\n", "b]].", " C."]


def test_more_references_than_a_reply_has_are_refused() -> None:
    """The cap of references holds for the whole reply."""
    assert gate("zh").check("[[C1:brief]]，[[C1:brief]]。\n" * (MAX_REFERENCES // 2)).ok
    assert kinds("[[C1:brief]]，[[C1:brief]]。\n" * (MAX_REFERENCES // 2) + "[[C1]]。") == {"length"}


def test_what_is_left_of_a_reply_is_checked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rest whose sentences pass one by one stands only if it passes as a whole."""
    here = gate()
    assert settle("Start small. It costs 5. Then review it with everybody.", here).outcome
    monkeypatch.setattr(here, "check", lambda raw: Outcome.refused(Problem("length", 0, 1)))
    assert not settle("Start small. It costs 5. Then review it with everybody.", here).outcome


def test_a_verdict_that_nobody_asked_for_is_not_appended() -> None:
    """What is missing are the verdicts and facts of the answers, and no verdict besides."""
    here = gate()
    asked = Answer("split", (TEXTS["C1"][0],), needs=tuple(TEXTS["C1"][0].facts))
    assert complete(here.check("Start small."), (asked,), here.book) == ("C1",)


@pytest.mark.parametrize("text", ["再加618。", "618元就够。", "Add 618 to it."])
def test_the_number_of_a_shopping_day_is_no_name_by_itself(text: str) -> None:
    """A day that is known by its number passes with its word only."""
    assert gate("zh").check("618大促之前先试点。").ok
    assert not gate("zh").check(text).ok
