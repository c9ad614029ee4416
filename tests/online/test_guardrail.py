"""A stock LangChain agent with one tool, guarded by nothing but the middleware, as ``docs/guardrail.md`` shows it."""

import re
from pathlib import Path
from typing import Any

import pytest
from langchain.agents import create_agent
from langchain_core.tools import tool

from agent.models import open_model
from agent.online.guardrail import FigureGuardrail, Said
from agent.testing import ScriptedModel, ToolUse, say, use
from tests.online.doubles import settings

PAGE = Path(__file__).parents[2] / "docs" / "guardrail.md"
CALL = use(ToolUse("orders", {"region": "north"}))
FACT = "the north had 1,240 orders in May, 12% more than in April"


@tool(response_format="content_and_artifact")
def orders(region: str) -> tuple[str, list[Said]]:
    """Orders of a region this month."""
    return "", [Said(FACT, brief="north: 1,240 orders")]


async def reply(model: ScriptedModel, *, tools: Any = (orders,), language: str = "en") -> str:
    agent = create_agent(open_model(settings(model.url)), list(tools), middleware=[FigureGuardrail(language)])
    state = await agent.ainvoke({"messages": [{"role": "user", "content": "How is the north doing?"}]})
    return str(state["messages"][-1].text)


async def test_sentences_of_tools_are_printed():
    """The reply refers to what a tool said, and the user reads the sentence."""
    with ScriptedModel([CALL, say("Here is what I found. [[C1]].")]) as model:
        assert await reply(model) == f"Here is what I found. T{FACT[1:]}."
        told = str(model.requests[-1].messages[-1]["content"])
    assert told == f"C1: {FACT}"
    assert "Never write a figure" in model.requests[0].said("system")


@pytest.mark.parametrize("figure", ["1,250", "thirteen hundred", "half", "１２５０", "15%"])
async def test_a_figure_of_the_models_own_is_refused(figure):
    """It is asked for once more, naming what failed; the second reply is shown."""
    wrong = say(f"The north had {figure} of the orders. [[C1]].")
    with ScriptedModel([CALL, wrong, say("[[C1]].")]) as model:
        assert await reply(model) == f"T{FACT[1:]}."
        assert "not shown" in str(model.requests[-1].messages[-1]["content"])


async def test_the_complaint_names_the_sentence_that_holds_a_typed_figure():
    """A right figure that was typed is refused too, with the reference that prints it."""
    with ScriptedModel([CALL, say("There were 1,240 orders."), say("[[C1]].")]) as model:
        await reply(model)
        assert "[[C1]]" in str(model.requests[-1].messages[-1]["content"])


async def test_a_second_wrong_reply_is_told_without_its_wrong_sentences():
    """What fails is taken out where the rest stands."""
    wrong = say("This is going well for the team and for its customers there. [[C1]]. That is 99% of it.")
    with ScriptedModel([CALL, wrong, wrong]) as model:
        text = await reply(model)
    assert "99" not in text
    assert FACT[1:] in text


async def test_of_a_reply_that_is_all_wrong_the_tools_sentences_are_left():
    """An obedient model that writes figures only is told without any word of its own."""
    wrong = say("It was 7,777 orders, up 99%.")
    with ScriptedModel([CALL, wrong, wrong]) as model:
        assert await reply(model) == f"T{FACT[1:]}."


async def test_parallel_calls_keep_their_sentences_apart():
    """Each call's sentences have numbers of their own."""

    @tool(response_format="content_and_artifact")
    def returns(region: str) -> tuple[str, list[Said]]:
        """Returns of a region."""
        return "", [Said(f"the {region} had 31 returns")]

    calls = use(ToolUse("returns", {"region": "north"}), ToolUse("returns", {"region": "south"}))

    def telling(request):
        told = [str(m["content"]) for m in request.messages if m["role"] == "tool"]
        assert len({t.partition(":")[0] for t in told}) == 2
        return say(" ".join(f"[[{t.partition(':')[0]}]]." for t in told))

    with ScriptedModel([calls, telling]) as model:
        text = await reply(model, tools=[returns])
    assert text == "The north had 31 returns. The south had 31 returns."


def test_the_page_shows_what_is_tested():
    """The tool and the agent of the page are those of this test."""
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    compile(code, "guardrail.md", "exec")
    assert FACT in code
    assert 'middleware=[FigureGuardrail("en")]' in code
