"""A second, different framework, end to end: four layers, other names, other KPIs, and no code changed."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from agent.advisor import Advisor
from agent.assembly import IN_MEMORY, open_advisor
from agent.cli import main
from agent.commands.plan import Wanted, draw
from agent.plans.markdown import write_markdown
from agent.plans.words import Words
from agent.plans.workbook import write_workbook
from agent.settings import Settings
from agent.tracking import KpiBook, Written
from knowledge.framework import SHIPPED
from knowledge.library import check, ignored_in, open_library, use_framework

RETAIL = Path(__file__).resolve().parents[1] / "frameworks" / "retail" / "framework.yaml"
#: Words and figures of the shipped framework that have no business in an answer from another one.
SHIPPED_WORDS = (
    "战术",
    "能力层",
    "战略",
    "AIGC",
    "速赢",
    "18%",
    "3%-20%",
    "tactical",
    "strategic",
    "quick-win",
    "budget:",
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    assert use_framework(tmp_path, RETAIL) == ()
    return tmp_path


@pytest.fixture
def advisor(data: Path) -> Advisor:
    return open_advisor(Settings(ADVISOR_OFFLINE=True, ADVISOR_DATA_DIR=data), memory=IN_MEMORY)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("营销费用3000万怎么分？", ["基础板块", "60万元", "120万元", "150万元", "30万元", "360万元", "5%至15%"]),
        ("全渠道营销费用1000万，运营板块能拿多少？", ["50万元"]),
        ("直播脚本生成归哪个板块？", ["增长板块", "4%", "先手项目"]),
        ("想让增长板块有40万，营销预算要多少", ["1,000万元"]),
        ("AI预算120万怎么分", ["20万元", "40万元", "50万元", "10万元"]),
        ("智能营销占比应该是多少？", ["5%至15%"]),
        ("客诉处理时长现在30分钟，目标是多少？", ["18分钟", "第二阶段"]),
        ("复购率提升9%，标签覆盖率65%，能进入第二阶段吗？", ["可以进入第二阶段", "夯基"]),
        ("数字人导购要重金投入吗", ["单店试点"]),
        ("初创公司预算有限怎么办", ["增长板块"]),
        ("推进步骤有哪些", ["夯基", "铺开"]),
        ("How should I split a marketing budget of $2 million?", ["Growth board", "$80,000", "Foresight board", "$20,000", "$240,000"]),
        ("What is the range for AI spending?", ["5% to 15%", "omnichannel marketing spend"]),
        ("tell me about cornerstones", ["cornerstones", "service bot", "add more every year"]),
        ("our tag coverage is 55% and repurchases rose 9%, can we go to phase two?", ["cannot move on to phase 2 yet", "groundwork", "percentage points short"]),
        ("We handle complaints in 50 minutes, what is the target for complaint handling time?", ["30 minutes"]),
        ("Which phases are there?", ["groundwork", "roll-out", "stock of data"]),
        ("Explain the operations board", ["5%", "rostering"]),
        ("tell me about trials", ["digital-human guide", "one store is enough"]),
    ],
)  # fmt: skip
async def test_answers_come_from_the_framework_in_use(advisor: Advisor, question: str, expected: list[str]) -> None:
    """Computing, answering and rendering follow the company's framework, in both languages."""
    reply = await advisor.ask(question, conversation="q")

    assert [text for text in expected if text not in reply.text] == []
    assert [word for word in SHIPPED_WORDS if word in reply.text] == []
    assert all(source.document == "policy" for source in reply.sources)


async def test_what_the_shipped_article_says_is_not_known(advisor: Advisor) -> None:
    reply = await advisor.ask("战术层占比多少？", conversation="q")

    assert "10%" not in reply.text


GAP = """
gaps:
  - id: gap.vendors
    name: {zh: 供应商, en: vendors}
    when: [attr_vendor]
    missing: {zh: 供应商名称, en: names of vendors}
    instead: {zh: 先手项目当季见效, en: quick wins pay back in a season}
    terms: {zh: [供货方], en: [purveyors]}
    passages: [先手项目当季见效]
"""


@pytest.fixture
def of_before(tmp_path: Path) -> Path:
    """The second framework as it was written for a program of before: with a gap that has a condition."""
    place = tmp_path / "draft"
    place.mkdir(exist_ok=True)
    (place / "policy.md").write_bytes((RETAIL.parent / "policy.md").read_bytes())
    (place / "framework.yaml").write_text(RETAIL.read_text(encoding="utf-8") + GAP, encoding="utf-8")
    return place / "framework.yaml"


@pytest.fixture
def command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """``advisor framework …`` in a language: its exit code and what it printed."""
    from agent.settings import load_settings

    def run(*arguments: str, language: str) -> tuple[int, str]:
        monkeypatch.setenv("ADVISOR_DATA_DIR", str(tmp_path))
        monkeypatch.setenv("ADVISOR_LANGUAGE", language)
        load_settings.cache_clear()  # the language may be another one than before
        code = main(["framework", *arguments])
        return code, capsys.readouterr().out

    return run


@pytest.mark.parametrize("path", [SHIPPED, RETAIL], ids=["shipped", "retail"])
def test_frameworks_name_only_what_is_read(path: Path) -> None:
    """Nothing is wrong with a framework of ours, and no field of it goes unread."""
    assert check(path) == ()
    assert ignored_in(path) == ()


@pytest.mark.parametrize(
    ("language", "told"), [("en", "is not read any more; a gap is found by its terms"), ("zh", "已不再读取")]
)
def test_the_command_names_a_condition_of_before(
    of_before: Path, tmp_path: Path, command: Callable[..., tuple[int, str]], language: str, told: str
) -> None:
    """``framework check`` and ``use`` let it pass, and name the field and its line."""
    for action in ("check", "use"):
        code, printed = command(action, str(of_before), language=language)
        assert code == 0
        assert re.search(r"framework\.yaml:\d+: gaps\[0\]\.when", printed)
        assert told in printed
    assert open_library(tmp_path).own is not None


@pytest.mark.parametrize(
    ("question", "told"), [("which purveyors are best?", "names of vendors"), ("供货方有哪些？", "供应商名称")]
)
async def test_a_gap_of_before_is_found_by_its_terms(
    of_before: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, question: str, told: str
) -> None:
    """A framework that was put in force with conditions goes on, with a line in the log; its gaps answer to their terms."""
    assert use_framework(tmp_path, of_before) == ()
    with caplog.at_level(logging.WARNING):
        advisor = open_advisor(Settings(ADVISOR_OFFLINE=True, ADVISOR_DATA_DIR=tmp_path), memory=IN_MEMORY)
    assert "framework retail-group: framework.yaml:" in caplog.text
    assert told in (await advisor.ask(question, conversation="a")).text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_plan_follows(data: Path, language: str) -> None:
    """Page and workbook have the company's layers, range, projects and KPIs, and its base needs no assumption."""
    library = open_library(data)
    drawn = draw(library.framework, Wanted("1000万元", baselines=(("复购率", "20%"),)), language=language)
    words = Words(language, drawn.plan)
    notes = words.assumptions(base_assumed=False, currency_assumed=False)
    passages = {passage.id: passage for passage in library.corpus.passages}
    page = write_markdown(words, assumptions=notes, passages=passages)
    sheet = openpyxl.load_workbook(io.BytesIO(write_workbook(words, assumptions=notes, passages=passages))).worksheets[
        0
    ]

    expected = ("运营板块", "500,000.00元", "1,500,000.00元", "≥21.6%", "数字人导购", "policy, 第")
    if language == "en":
        expected = (
            "Operations board",
            "RMB 500,000.00",
            "RMB 1,500,000.00",
            "≥21.6%",
            "Digital-human guide",
            "policy, line",
        )
    assert [text for text in expected if text not in page] == []
    assert [sheet[f"B{row}"].value for row in range(9, 13)] == [0.02, 0.04, 0.05, 0.01]
    assert not [note for note in notes if "明说" in note or "does not name" in note]


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        (
            ("营销费用3000万，复购率现在20%，帮我做一份预算计划", "改成1000万"),
            ["基础板块", "20万元", "50万元至150万元", "区间上限", "数字人导购", "≥21.6%", "第一阶段（夯基）"],
        ),
        (
            ("Draw up a full plan for a marketing budget of $2 million",),
            ["Growth board", "$80,000", "Upper end", "Digital-human guide", "phase 1 (groundwork)"],
        ),
    ],
)
async def test_the_plan_in_conversation_follows(
    advisor: Advisor, messages: tuple[str, ...], expected: list[str]
) -> None:
    """A plan that is asked for has the company's layers, scenarios, projects and phases, and nothing of the article's."""
    reply = [await advisor.ask(message, conversation="p") for message in messages][-1]

    assert reply.plan
    assert [text for text in expected if text not in reply.text] == []
    assert [word for word in SHIPPED_WORDS if word in reply.text] == []


@pytest.mark.parametrize(
    ("language", "expected"),
    [("zh", ["目前处于第一阶段（夯基）", "≥21.6%", "21%"]), ("en", ["You are in phase 1 (groundwork)", "≥21.6%"])],
)
def test_the_progress_follows(advisor: Advisor, language: str, expected: list[str]) -> None:
    """What the company's own KPIs measured is held against its own phases."""
    book = KpiBook(advisor.framework, advisor.store)
    for typed in ("复购率=20% 2026-01-01", "复购率=21% 2026-03-01", "客诉处理时长=30分钟 2026-01-01"):
        book.record("k", Written.read(advisor.framework, typed))
    text = advisor.progress(advisor.store.load("k"), language).text

    assert [found for found in expected if found not in text] == []


def test_the_command_shows_checks_and_uses(tmp_path: Path, monkeypatch, capsys) -> None:
    """`advisor framework` puts a sound file in force, names what is wrong with another, and goes back."""
    monkeypatch.setenv("ADVISOR_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("ADVISOR_LANGUAGE", "en")
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(RETAIL.read_text(encoding="utf-8").replace("value: 60", "value: 61"), encoding="utf-8")
    (tmp_path / "policy.md").write_bytes((RETAIL.parent / "policy.md").read_bytes())

    def run(*arguments: str) -> tuple[int, str]:
        code = main(["framework", *arguments])
        return code, capsys.readouterr().out

    assert "tactical layer: 10%" in run("show")[1]
    assert run("check", str(RETAIL)) == (0, "framework.yaml: nothing is wrong.\n")
    code, told = run("use", str(wrong))
    assert code == 1
    assert "wrong.yaml:141: phases[0].kpis[1].threshold.value: 61 percent" in told
    assert "in use now" in run("use", str(RETAIL))[1]
    assert "operations board: 5%" in run("show")[1]
    assert "in use again" in run("use", "--shipped")[1]
    assert "tactical layer" in run("show")[1]
    assert main(["framework", "use"]) == 2
