"""A limit of the house is looked for in the house's documents: its amount is no budget and no spending."""

from __future__ import annotations

import re

import pytest

from agent.advisor import Advisor
from agent.assembly import IN_MEMORY, open_advisor
from agent.settings import Settings
from knowledge.documents.keeping import ingest
from knowledge.documents.parsers import PARSERS

RULES = """# Purchasing

Single purchases above £5,000 are approved by the finance director, those above £20,000 by the board.

# 采购审批

单笔支出超过5万元的，由财务总监审批；超过20万元的合同须招标。

# 差旅

差旅上限5000元。

每晚不超过600元。
"""


@pytest.fixture(scope="module")
def advisor(tmp_path_factory: pytest.TempPathFactory) -> Advisor:
    folder = tmp_path_factory.mktemp("house")
    (folder / "purchasing.md").write_text(RULES, encoding="utf-8")
    ingest(folder / "data", [folder], convert=lambda raw, ending: PARSERS[ending](raw))
    return open_advisor(Settings(ADVISOR_OFFLINE=True, ADVISOR_DATA_DIR=folder / "data"), memory=IN_MEMORY)


@pytest.mark.parametrize(
    ("budget", "question", "said"),
    [
        ("annual marketing budget $2m, split it", "who approves purchases over £5,000?", "finance director"),
        ("年度营销预算200万元怎么分", "单笔支出超过5万元要谁批？", "财务总监"),
    ],
)
async def test_a_limit_of_the_house_is_quoted_and_changes_nothing(
    advisor: Advisor, budget: str, question: str, said: str
) -> None:
    """The rule is quoted, no amount is worked out of its limit, and the budget stays what it was."""
    thread = f"house-{question}"
    await advisor.ask(budget, conversation=thread)
    asked = await advisor.ask(question, conversation=thread)
    after = await advisor.ask("战术层多少" if "元" in question else "and tactical?", conversation=thread)

    assert said in asked.text
    assert asked.outcome == "answered"
    assert not asked.facts
    assert re.search("200,000|20万", after.text)


@pytest.mark.parametrize(
    ("budget", "question"), [("年度营销预算3200万", "换成美元"), ("annual budget $2m, split it", "convert to euros")]
)
async def test_a_rate_that_is_missing_is_asked_for(advisor: Advisor, budget: str, question: str) -> None:
    """What only the user can tell is looked for in no document."""
    await advisor.ask(budget, conversation=question)
    reply = await advisor.ask(question, conversation=question)

    assert reply.outcome == "asked"
    assert not reply.sources
