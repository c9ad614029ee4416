from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.api import BudgetAdvisor, InvalidInput, Reply, Settings, open_advisor

ROOT = Path(__file__).resolve().parents[2]
SPLIT = "Our marketing budget is $2m. How do we split it?"


@pytest.fixture
def advisor(tmp_path: Path) -> Iterator[BudgetAdvisor]:
    with open_advisor(Settings(ADVISOR_OFFLINE=True, ADVISOR_DATA_DIR=tmp_path), keep=False) as found:
        yield found


def test_five_lines_open_and_ask(tmp_path: Path):
    """The example of the module's docstring runs as it stands and prints the answer."""
    import agent.api

    example = agent.api.__doc__.split("\n\n")[1]
    assert len(example.splitlines()) + example.count("\n\n") <= 6
    environment = {"ADVISOR_OFFLINE": "1", "ADVISOR_DATA_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    code = "\n".join(
        line.removeprefix("    ")
        for line in agent.api.__doc__.partition("\n\n")[2].rpartition("\n\nA reply")[0].splitlines()
    )
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )

    assert "$200,000" in told.stdout


async def test_asking_waits_in_threads_and_in_event_loops(advisor: BudgetAdvisor):
    """Both ways and the stream answer alike, and each conversation goes on."""
    first = await asyncio.to_thread(advisor.ask, SPLIT)
    second = await advisor.aask("and how much is that per month?")
    parts = [part async for part in advisor.astream("How much is the tactical layer?", conversation="python")]

    assert isinstance(first, Reply)
    last = parts[-1]
    assert isinstance(last, Reply)
    assert [first.turn, second.turn, last.turn] == [1, 2, 3]
    assert "".join(map(str, parts[:-1])) == last.text
    assert [reply.text for reply in advisor.turns()] == [first.text, second.text, last.text]
    assert advisor.forget()
    assert advisor.turns() == []


async def test_many_may_ask_at_once(advisor: BudgetAdvisor):
    """Callers of several threads and loops in one conversation get turns of their own."""
    asked = [asyncio.to_thread(advisor.ask, "hello") for _ in range(4)] + [advisor.aask("hello") for _ in range(4)]

    assert sorted(reply.turn for reply in await asyncio.gather(*asked)) == list(range(1, 9))


def test_the_advisor_is_a_runnable(advisor: BudgetAdvisor):
    """It takes a message or a mapping, composes with others, and refuses what it does not know."""
    chain = advisor.as_runnable() | (lambda reply: reply.text)

    assert "$200,000" in chain.invoke(SPLIT)
    assert "50万" in chain.invoke({"message": "营销预算500万怎么分？", "conversation": "zh", "language": "zh"})
    with pytest.raises(ValueError, match="message, conversation"):
        chain.invoke({"question": SPLIT})


def test_the_advisor_is_a_tool(advisor: BudgetAdvisor):
    """A model that calls it gets the text with its sources, the program the whole reply."""
    tool = advisor.as_tool(conversation="t")
    message = tool.invoke({"type": "tool_call", "id": "1", "name": tool.name, "args": {"message": SPLIT}})

    assert "[1] budget, line 29" in message.content
    assert message.artifact.text in message.content
    assert list(tool.args) == ["message"]


def test_a_plan_is_handed_over(advisor: BudgetAdvisor):
    """Once there is a budget its plan is a file; before, what is missing is said."""
    with pytest.raises(InvalidInput):
        advisor.plan()
    advisor.ask(SPLIT)

    assert advisor.plan().startswith(b"PK")
    assert "$200,000" in advisor.plan("plan.md", language="en").decode()


def test_the_gate_comes_with_it():
    """The middleware is part of what a program imports from here."""
    from agent.api import FigureGuardrail, Said

    assert FigureGuardrail("en").name == "FigureGuardrail"
    assert Said("it rains").text == "it rains"


@pytest.mark.parametrize("name", ["tools", "knowledge"])
def test_another_package_of_the_same_name_is_named(tmp_path: Path, name: str):
    """A host application's own package in the way gets a sentence that says what to do."""
    (tmp_path / name).mkdir()
    (tmp_path / name / "__init__.py").touch()
    code = f"import sys; sys.path[:0] = [{str(tmp_path)!r}, {str(ROOT)!r}]; import agent.api"
    told = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert told.returncode == 1
    assert f"The package '{name}' that Python finds here is another one ({tmp_path / name})" in told.stderr
