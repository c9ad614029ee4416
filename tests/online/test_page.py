"""A budget plan is code's page: a model may introduce it, or say that something else was asked."""

from agent.testing import Request, ScriptedModel, ToolUse, say, use
from tests.online.doubles import advisor, faithful, part, watch

BEFORE = "our annual marketing budget is $2m"
PLAN = "draw up a budget plan"


async def planned(*script):
    with ScriptedModel(script) as model:
        asked = advisor(model)
        author, asked.author = asked.author, None
        await asked.ask(BEFORE, conversation="c")
        page = (await asked.ask(PLAN, conversation="other")).text, (await asked.ask(PLAN, conversation="c")).text
        asked.author = author
        return await watch(asked, PLAN, conversation="c"), page[1], list(model.requests)


async def test_a_model_introduces_a_plan_and_code_tells_it():
    """The words of the model stand in front; the page is the one that is told without a model, table for table."""
    shown, page, requests = await planned(say("Here is the plan, layer by layer, for your team."))
    assert shown.reply.mode == "online"
    assert shown.reply.plan
    assert shown.reply.text == f"Here is the plan, layer by layer, for your team.\n\n{page}"
    assert len(part(requests[0], "statements")) < 700
    assert len(requests[0].prompt) < 7_500


async def test_an_introduction_that_fails_is_left_out():
    """A figure of the model's own never stands above the page, and nobody is asked again."""
    shown, page, requests = await planned(say("You will save $77k with it."))
    assert shown.reply.text == page
    assert "77" not in shown.everything
    assert len(requests) == 1


async def test_what_was_taken_for_a_plan_can_be_read_anew():
    """A model that reads another question gets its statements and writes the reply."""
    moves = [{"do": "ask", "goal": "amount", "about": ["L2"]}]

    def write(request: Request):
        return faithful(request)

    shown, _, _ = await planned(use(ToolUse("reread", {"moves": moves})), write)
    assert not shown.reply.plan
    assert "$100,000" in shown.reply.text
    assert "KPIs of phase 1" not in shown.reply.text
