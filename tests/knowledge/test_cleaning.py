"""Cleaning removes what was inserted into a scraped page, whatever its name, and nothing else."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.cleaning import Reason, clean, find_removals
from knowledge.corpus import load_corpus
from knowledge.loading import Document, document_from_text

BRANDS = ("乐鱼体育", "金沙城", "bwin必赢", "KY棋牌", "LuckyBet", "云顶国际", "M88明升")
CLEAN = tuple(passage.text for passage in load_corpus().passages)
ENGLISH = tuple(passage.translation or "" for passage in load_corpus().passages)


def cleaned(text: str) -> list[str]:
    document = document_from_text(text, document_id="x")
    removals = find_removals(document)
    return [clean(paragraph, removals) for paragraph in document.paragraphs]


def document(*lines: str) -> Document:
    return document_from_text("\n".join(lines), document_id="x")


def test_the_shipped_document_loses_its_spam_its_footer_and_its_call_to_comment():
    found = [(r.line, r.reason) for r in load_corpus().removals["budget"]]
    assert found == [
        (5, Reason.INSERTED_NAME),
        (31, Reason.INSERTED_NAME),
        (36, Reason.CALL_TO_COMMENT),
        (36, Reason.CALL_TO_COMMENT),
        (37, Reason.FOOTER),
    ]
    assert not [p.id for p in load_corpus().passages if "九游" in p.text]
    assert "决策不再依赖直觉" in load_corpus().passage("budget:5").text
    assert "AI程序" in load_corpus().passage("budget:31").text


@given(
    st.sampled_from(BRANDS),
    st.sampled_from(["{0} {0}官方", "{0} {0}", "{0} {0}官网", "{0}　{0}官方"]),
    st.data(),
)
def test_a_doubled_name_inserted_into_any_sentences_is_taken_out_exactly(brand: str, form: str, data: st.DataObject):
    lines = list(CLEAN)
    chosen = data.draw(st.lists(st.sampled_from(range(len(lines))), min_size=2, max_size=4, unique=True))
    for index in chosen:
        places = [m.start() + 1 for m in re.finditer(r"(?=[一-鿿]{2})", lines[index])]
        at = data.draw(st.sampled_from(places))
        lines[index] = lines[index][:at] + form.format(brand) + lines[index][at:]
    assert cleaned("\n".join(lines)) == list(CLEAN)


def test_a_name_that_is_not_doubled_is_found_by_the_words_that_it_breaks():
    assert cleaned("团队可以提乐鱼体育高效率。\n管理者要掌乐鱼体育握数据，让决乐鱼体育策更快。") == [
        "团队可以提高效率。",
        "管理者要掌握数据，让决策更快。",
    ]
    assert cleaned("团队提金沙城官方高了效率。管理者掌金沙城官方握数据。") == ["团队提高了效率。管理者掌握数据。"]


def test_a_name_inserted_into_english_words_is_taken_out():
    text = "We dependKingBet KingBet official on data.\nThe team can anaKingBet KingBet officiallyze reports."
    assert cleaned(text) == ["We depend on data.", "The team can analyze reports."]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(CLEAN),
        "\n".join(ENGLISH),
        "知识库 知识库官方文档介绍了知识库的用法。知识库是基础。使用知识库管理内容。",
        "通过微信官方渠道发布。关注微信官方账号即可。",
        "北京 上海 上海 广州\n北京 上海 上海 深圳",
        "讨论讨论再说。研究研究这个问题。哈哈 哈哈,笑死了。",
        "It was very very good. I had had enough. Very very nice that that works.",
        "年度营销预算规划需要营销预算管理。营销预算分配之后,再看营销预算执行。",
        "预算 100 100 200\n预算 100 100 300",
        "华为云提供计算。使用华为云 华为云官方插件即可,华为云的价格公开。",
        "请在设置页面打开评论功能。用户评论可以帮助品牌改进。",
        "Copyright law matters to agencies because images are rarely free to use.",
        "您的预算是多少?请告诉财务部门。",
    ],
)
def test_a_clean_document_loses_nothing(text: str):
    assert find_removals(document_from_text(text, document_id="x")) == ()


@pytest.mark.parametrize(
    "line",
    [
        "版权所有:Copyright © 2021 某网 版权所有 京ICP备12345678号",
        "© 2023 Example Media. All rights reserved.",
        "沪公网安备 31010502001234号",
        "京ICP证030173号",
    ],
)
def test_a_footer_is_removed_whole(line: str):
    (removal,) = find_removals(document("正文在这里,讲的是预算。", line))
    assert (removal.text, removal.reason) == (line, Reason.FOOTER)


@pytest.mark.parametrize(
    "line",
    [
        "你怎么看?欢迎在评论区留言!",
        "What do you think? Leave a comment below!",
        "欢迎在评论区分享你的经验。",
    ],
)
def test_a_call_to_comment_is_removed_with_the_question_that_leads_up_to_it(line: str):
    assert cleaned(f"正文在这里,讲的是预算。\n{line}") == ["正文在这里,讲的是预算。", ""]


@given(
    st.lists(
        st.sampled_from([*CLEAN, *ENGLISH, "依乐鱼体育 乐鱼体育官方赖", "© 2020 x 版权所有", "欢迎留言!"]), max_size=8
    )
)
def test_cleaning_twice_is_cleaning_once(lines: list[str]):
    once = cleaned("\n".join(lines))
    assert cleaned("\n".join(line for line in once if line)) == [line for line in once if line]


@given(st.text(alphabet="依赖官方 乐鱼体育A b。?\n版权©", max_size=60))
def test_removals_slice_the_original_in_order_without_overlap(text: str):
    found = find_removals(document_from_text(text, document_id="x"))
    assert all(text[r.start : r.end] == r.text for r in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
