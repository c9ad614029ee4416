"""Two documents that disagree are both shown with source and date, and the framework in force decides what is computed."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.advisor import Advisor
from agent.assembly import IN_MEMORY, open_advisor
from agent.settings import Settings
from knowledge.corpus import build_corpus
from knowledge.disputes import find_disputes
from knowledge.documents.keeping import ingest
from knowledge.documents.parsers import PARSERS
from knowledge.framework import load_framework
from knowledge.loading import document_from_text

PAGE = '<html><head><meta name="date" content="2026-03-01"></head><body><h1>集团办法</h1><p>战术层占比为12%。</p></body></html>'


@pytest.fixture
def advisor(tmp_path: Path) -> Advisor:
    (tmp_path / "policy.html").write_text(PAGE, encoding="utf-8")
    ingest(tmp_path / "data", [tmp_path / "policy.html"], convert=lambda raw, ending: PARSERS[ending](raw))
    return open_advisor(Settings(ADVISOR_OFFLINE=True, ADVISOR_DATA_DIR=tmp_path / "data"), memory=IN_MEMORY)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("营销预算500万怎么分？", ["50万元", "文档之间不一致", "10%", "12%", "以现行框架为准"]),
        ("战术层占比多少？", ["10%", "12%", "以现行框架为准"]),
        ("How do I split a marketing budget of $2 million?", ["$200,000", "documents disagree", "10%", "12%", "follows the framework in force"]),
    ],
)  # fmt: skip
async def test_both_are_shown_and_the_framework_decides(advisor: Advisor, question: str, told: list[str]) -> None:
    reply = await advisor.ask(question, conversation="q")

    assert [text for text in told if text not in reply.text] == []
    other = next(source for source in reply.sources if source.document == "policy")
    assert (other.date, other.zh) == ("2026-03-01", "战术层占比为12%。")
    assert "60万元" not in reply.text


async def test_what_is_not_used_is_not_disputed(advisor: Advisor) -> None:
    reply = await advisor.ask("员工采纳率的门槛是多少？", conversation="q")

    assert "不一致" not in reply.text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("战术层占比为12%。", {"layer.tactical.share": "12"}),
        ("战术层占比12%，能力层占比6%，战略层占比3%。", {"layer.tactical.share": "12", "layer.capability.share": "6"}),
        ("层: 能力层; 占比: 7%", {"layer.capability.share": "7"}),
        ("The tactical layer takes 12% of the budget.", {"layer.tactical.share": "12"}),
        ("员工采纳率目标不低于60%。", {"kpi.adoption.threshold": "60"}),
        ("战术层占比10%。", {}),
        ("战术层去年的点击率是12%。", {}),
        ("战术层和能力层占比合计15%。", {}),
        ("战术层占比在8%到12%之间。", {}),
        ("整体预算增加12%。", {}),
    ],
)
def test_only_plain_statements_count(text: str, found: dict[str, str]) -> None:
    """A sentence, clause or row about one layer or KPI with one other figure is a statement; nothing else is."""
    corpus = build_corpus([document_from_text(text, document_id="own", structured=True)])
    disputes = find_disputes(load_framework(), corpus)

    assert {name: str(statements[0].value) for name, statements in disputes.items()} == found
