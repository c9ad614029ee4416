"""A library is the same for all processes, follows what changes in it, and is seen by nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from agent.assembly import IN_MEMORY, Sources, open_advisor
from agent.database import SqliteDatabase
from agent.migrations import migrate
from agent.settings import Settings
from agent.shelf import Shelf
from knowledge.embedding import HashedNgramEmbedding
from knowledge.library import use_framework
from tests.answers.samples import RETAIL


@pytest.fixture
def database(tmp_path: Path) -> Iterator[SqliteDatabase]:
    with closing(SqliteDatabase(tmp_path / "shared.sqlite")) as opened:
        migrate(opened)
        yield opened


def text_file(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def documents(shelf: Shelf) -> set[str]:
    return {document.id for document in shelf.open().corpus.documents}


def test_two_processes_with_one_database_have_one_library(database: SqliteDatabase, tmp_path: Path) -> None:
    """What one takes in, puts in force or removes is there for the other at its next look, without a common disk."""
    one, other = Shelf(tmp_path / "one", database=database), Shelf(tmp_path / "other", database=database)
    assert documents(one) == documents(other) == {"budget"}

    one.ingest([text_file(tmp_path / "in", "travel.md", "差旅上限5000元。")])
    other.add("../evil/rules.md", "报销须在三十天内提交。".encode())
    assert documents(one) == documents(other) == {"budget", "travel", "rules"}
    assert [(entry.id, entry.name) for entry in one.listed()] == [("rules", "rules.md"), ("travel", "travel.md")]

    with one.writing() as place:
        assert use_framework(place, RETAIL) == ()
    assert other.open().framework.id != "ai-marketing-budget"
    assert other.remove("travel")
    assert not other.remove("travel")
    assert "travel" not in documents(one)


def test_what_fails_while_writing_changes_nothing(database: SqliteDatabase, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "one", database=database)

    def half_written() -> None:
        with shelf.writing() as place:
            text_file(place / "documents", "manifest.json", "broken")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_written()
    assert documents(shelf) == {"budget"}


@pytest.mark.parametrize("shared", [True, False])
def test_libraries_do_not_see_each_other(database: SqliteDatabase, tmp_path: Path, shared: bool) -> None:
    """Each name has its documents and its index, whatever characters it is made of."""
    names = ("", "acme", "T024/../x", "客户")
    shelves = [Shelf(tmp_path / "data", database=database if shared else None, name=name) for name in names]
    for number, shelf in enumerate(shelves):
        shelf.add(f"doc{number}.md", f"文件{number}。".encode())

    assert [documents(shelf) for shelf in shelves] == [{"budget", f"doc{number}"} for number in range(4)]
    assert len({shelf.index for shelf in shelves}) == 4
    assert all((tmp_path / "data") in shelf.index.parents for shelf in shelves)


def test_a_file_that_was_taken_out_stays_out_until_it_is_named(tmp_path: Path) -> None:
    file = text_file(tmp_path / "in", "travel.md", "差旅上限5000元。")
    shelf = Shelf(tmp_path / "data")
    shelf.ingest([tmp_path / "in"])
    assert shelf.remove("travel")

    shelf.ingest([])
    assert documents(shelf) == {"budget"}
    shelf.ingest([file])
    assert documents(shelf) == {"budget", "travel"}


async def test_a_running_advisor_answers_from_what_was_just_taken_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same advisor, without a restart, by the terminal's ingest of another process."""
    monkeypatch.setattr("agent.assembly.written", lambda: 0)  # of another process nothing is known but its files
    monkeypatch.setattr(Sources, "SECONDS_BETWEEN", 0.0)
    settings = Settings(ADVISOR_OFFLINE=True, ADVISOR_DATA_DIR=tmp_path / "data", ADVISOR_EMBEDDING="hashed")
    advisor = open_advisor(settings, memory=IN_MEMORY)
    before = await advisor.ask("差旅报销什么时候提交？", conversation="a")
    Shelf(tmp_path / "data").ingest([text_file(tmp_path / "in", "travel.md", "差旅报销必须在三十天内提交。")])
    after = await advisor.ask("差旅报销什么时候提交？", conversation="b")

    assert "三十天" not in before.text
    assert "差旅报销必须在三十天内提交。" in after.text


@pytest.fixture
def kpis(tmp_path: Path):
    table = "指标,单位,2025年,2026年目标\n获客成本,元/人,85,70\n转化率,%,2.1,2.5\n"
    Shelf(tmp_path / "data").ingest([text_file(tmp_path / "in", "kpi.csv", table)])
    return open_advisor(
        Settings(ADVISOR_OFFLINE=True, ADVISOR_DATA_DIR=tmp_path / "data", ADVISOR_EMBEDDING="hashed"), memory=IN_MEMORY
    )


async def test_a_word_of_the_framework_does_not_put_the_article_first(kpis) -> None:
    """A question that a company's own row answers is answered from it, with its unit and its row."""
    reply = await kpis.ask("获客成本2026年目标是多少？", conversation="q")

    assert reply.text.lstrip("> ").startswith("指标: 获客成本")
    assert "70元/人" in reply.text
    assert reply.sources[0].place == "CSV, row 2"


@pytest.mark.parametrize(
    "question", ["营销预算500万怎么分？", "战术层占多少比例？", "我们公司该把多少营销费用放在AI上?"]
)
async def test_a_question_about_the_framework_is_still_answered_from_it(kpis, question: str) -> None:
    reply = await kpis.ask(question, conversation="q")

    assert {source.document for source in reply.sources} == {"budget"}


async def test_nothing_is_given_up_before_all_documents_were_searched(kpis) -> None:
    """What neither the article nor the own documents tell is said to stand in neither."""
    reply = await kpis.ask("AIGC工具的价格是多少？", conversation="q")

    assert "您的全部文件也都查过了" in reply.text


def test_hashed_n_grams_are_no_meaning() -> None:
    assert not HashedNgramEmbedding().semantic
