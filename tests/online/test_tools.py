import json
import re
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.errors import Trouble
from agent.online.errand import MAX_REQUESTS
from agent.online.middleware import BROKEN_CALL
from agent.online.tools import Toolbox
from agent.testing import Request, ScriptedModel, Step, ToolUse, say, use
from agent.turn import Turn, prepare_again
from agent.usage import Usage
from tests.online.doubles import QUESTION, advisor, faithful, library, part, watch
from tools import registry
from tools.facts import Computed, Given
from tools.registry import ArgumentKind
from tools.spend import COUNTS


def compute(tool: str, **arguments: object) -> ToolUse:
    return ToolUse("compute", {"tool": tool, "arguments": arguments})


def results(model: ScriptedModel) -> list[str]:
    """What the tools told the model, in its last request."""
    return [str(m["content"]) for m in model.requests[-1].messages if m["role"] == "tool"]


async def told(*calls: ToolUse, stream: bool = True, **details: object) -> list[str]:
    """What the model is told of ``calls``; the turn then ends well."""
    with ScriptedModel([use(*calls, **details), faithful]) as model:
        shown = await watch(advisor(model, stream=stream), QUESTION)
        assert shown.reply.mode == "online"
        return results(model)


async def test_a_tool_gives_statements_that_the_reply_may_use():
    """A figure that the model has computed by a tool is told as a statement, and has its receipt."""
    call = use(compute("difference", minuend="F3", subtrahend="F5"))

    def telling(request) -> Step:
        return say(f"[[{str(request.messages[-1]['content']).partition(':')[0]}]]。")

    with ScriptedModel([call, telling]) as model:
        shown = await watch(advisor(model), QUESTION)
    assert shown.reply.mode == "online"
    assert "35万元" in shown.reply.text
    (fact,) = [f for f in shown.reply.facts if isinstance(f.provenance, Computed) and f.provenance.tool == "difference"]
    assert isinstance(fact.provenance, Computed)
    assert fact.provenance.inputs == ("F3", "F5")


async def test_a_count_of_things_at_a_price_is_computed():
    """People or things at a price each: the ids of both figures are enough."""
    message = "marketing budget $2m; 3 editors at $40k each, what do they come to?"
    with ScriptedModel([use(compute("bulk", count="U2", price="U3")), faithful]) as model:
        await watch(advisor(model), message)
        (result,) = results(model)
    assert "$120,000" in result
    assert result.startswith("C")


async def test_all_thresholds_of_a_phase_come_in_one_statement():
    """What a phase asks for is one call away, every KPI of it, cited."""
    (result,) = await told(compute("thresholds", phase="P2"))
    assert result.startswith("C")
    for figure in ("30%", "15%", "25%"):
        assert figure in result


@pytest.mark.parametrize(
    "literal", [1300000, 1.3e6, "1300000", "130万", "50%", None, True, ["U1"], {"value": "U1"}], ids=repr
)
async def test_a_literal_is_refused_with_a_message_that_says_what_would_do(literal):
    """A number typed by the model is no argument; it is told to pass the id of a fact."""
    (message,) = await told(compute("calculate", operation="multiply", a=literal, b="U1"))
    assert "fact" in message
    if literal is not None:
        assert "never a number" in message
        assert "U1" in message


@pytest.mark.parametrize("stream", [True, False], ids=["streamed", "whole"])
@pytest.mark.parametrize(
    ("written", "finish"),
    [
        ('{"tool": "budget_range", "arguments": {"budget": "U1"', None),
        ('{"tool": "budget_range", "arguments": {"budget": "U1"}', "length"),
        ('{"tool": "budget_range", "arguments": {"budget": "U1"}}', "length"),
        ('{"tool": "budget_range", "arguments": {"budget": "U', None),
        ("not json", None),
        ('["budget_range"]', None),
        ('{"tool": "budget_range", "arguments": {"budget": "U1"}}{"tool": "multiple_between"}', None),
    ],
)
async def test_a_call_that_arrived_broken_is_never_run(written, finish, stream):
    """Arguments that were cut off are refused, even where they could be completed into a valid call."""
    messages = await told(ToolUse("compute", written), stream=stream, finish=finish)
    assert messages == [BROKEN_CALL]


async def test_calls_at_the_same_time_are_all_answered():
    """Parallel calls are run, each with its own answer; a broken one among them does not spoil the others."""
    messages = await told(
        compute("difference", minuend="F3", subtrahend="F5"),
        ToolUse("compute", '{"tool": "multiple_between", "argum'),
        compute("multiple_between", before="F5", after="F3"),
    )
    assert [m == BROKEN_CALL for m in messages] == [False, True, False]
    assert "35万元" in messages[0]


@pytest.mark.parametrize("name", ["delete_everything", "", "web_search"])
async def test_an_unknown_tool_is_answered_with_the_list_of_tools(name):
    """A tool that does not exist is no crash: the model is told which there are."""
    (message,) = await told(ToolUse(name, {}))
    assert "reread, search, compute" in message


@pytest.mark.parametrize(
    "call",
    [
        ToolUse("budget_range", {"budget": "U1"}),
        compute("budget_range", budget="U1"),
        compute("item_amount", project="aigc_content", budget="U1"),
        compute("item_amount", project="project.aigc_content", budget="U1"),
        compute("check_phase", phase="validation", cost="S1", output="S1"),
        compute("check_phase", phase="P1", actuals={"kpi.cost": "S1"}),
        compute("kpi_target", kpi="conversion", baseline="S1"),
        compute("total", facts="F3, F4"),
        ToolUse("compute", {"tool": "total", "facts": ["F3", "F4"]}),
    ],
    ids=lambda call: json.dumps(call.arguments)[:60],
)
async def test_calls_are_understood_by_short_and_whole_names(call):
    """Constants may be written as the description lists them or in full, lists as text; tools may be called by their own name."""
    (message,) = await told(call)
    assert "takes" not in message
    assert "There is no" not in message


async def test_results_say_what_is_no_figure_too():
    """Whether a threshold is met or a share is within the range reaches the model as words."""
    (message,) = await told(compute("check_share", share="S1"))
    assert "within" in message


@pytest.mark.parametrize("parallel", [1, 3])
async def test_a_model_that_goes_in_circles_is_stopped(parallel):
    """Four requests in one turn are the most, whatever they are for; then the offline answer is given."""
    calls = [compute("multiple_between", before="F5", after="F3")] * parallel
    with ScriptedModel(always=use(*calls)) as model:
        shown = await watch(advisor(model), QUESTION)
    assert shown.reply.trouble is Trouble.TOO_MANY_CALLS
    assert len(model.requests) <= MAX_REQUESTS
    assert "50万元" in shown.reply.text


async def test_before_its_last_request_a_model_is_told_to_write():
    """A model that has used three requests is told that the fourth is for the reply."""
    call = use(compute("multiple_between", before="F5", after="F3"))
    with ScriptedModel([call, call, call, faithful]) as model:
        shown = await watch(advisor(model), QUESTION)
        told = results(model)
    assert "write the reply now" in told[-1]
    assert "write the reply now" not in told[-2]
    assert shown.reply.mode == "online"
    assert shown.reply.usage == Usage(4, 28, 20)


async def test_facts_of_a_turn_are_kept_for_the_next():
    """What a tool computed stays in the ledger of the conversation."""
    call = use(compute("multiple_between", before="F5", after="F3"))
    with ScriptedModel([call, faithful, say("好的。")]) as model:
        asked = advisor(model)
        first = await asked.ask(QUESTION, conversation="c")
        second = await asked.ask("谢谢", conversation="c")
    assert list(first.ledger.facts.values()) == list(second.ledger.facts.values())[: len(first.ledger)]
    assert any(f.provenance.tool == "multiple_between" for f in second.ledger if isinstance(f.provenance, Computed))


# -- searching ---------------------------------------------------------------------------------------------------------


async def test_a_search_gives_passages_that_can_be_cited_and_quoted():
    """What a search finds may be cited and quoted in the reply, with its origin."""

    def quoting(request) -> Step:
        found = str(request.messages[-1]["content"])
        passage, _, rest = found.partition(" = ")
        return say(f"可以这样做[[cite:{passage}]]。\n\n[[{rest.partition(':')[0]}]]")

    with ScriptedModel([use(ToolUse("search", {"query": "数据隐私 权限"})), quoting]) as model:
        shown = await watch(advisor(model), "还有别的风险吗？")
    assert shown.reply.mode == "online", shown.reply.refused_kinds
    assert shown.reply.sources
    assert "\n\n> " in shown.reply.text


async def test_a_search_that_finds_nothing_says_so():
    """Only then may the model say that the sources are silent."""
    with ScriptedModel([use(ToolUse("search", {"query": "zzzz qqqq"})), faithful]) as model:
        await watch(advisor(model), QUESTION)
        (result,) = results(model)
    assert "you may say that the sources do not tell it" in result


@pytest.mark.parametrize("arguments", [{}, {"query": ""}, {"query": 7}, {"query": "x", "document": 3}], ids=repr)
async def test_a_search_without_words_is_refused(arguments):
    """A search takes words."""
    (message,) = await told(ToolUse("search", arguments))
    assert "query in words" in message


async def test_a_search_in_a_document_finds_nothing_of_others():
    """``document`` narrows the search to one document."""
    (message,) = await told(ToolUse("search", {"query": "预算", "document": "nowhere"}))
    assert "No passage" in message


# -- the ledger holds derived figures only ---------------------------------------------------------------------------


MESSAGES = ["年度营销预算五百万怎么分？", "采纳率45%，成本降22%，能进第二阶段吗", "AI预算$1.2m, rate 7.2, 转化率2%"]
IDS = st.sampled_from([f"{kind}{n}" for kind in "USF" for n in range(1, 14)])
JUNK = st.one_of(st.integers(), st.floats(), st.text(max_size=8), st.none(), st.booleans(), st.just("1.3e6"))


@cache
def prepared(message: str) -> Turn:
    asked = advisor(None)
    return asked.prepare(message, asked.store.load("c"))


@st.composite
def calls(draw):
    """A call of some tool, mostly with arguments that fit."""
    tool = draw(st.sampled_from(registry.TOOLS))
    arguments = {}
    for argument in tool.arguments:
        choices = argument.choices(prepared(MESSAGES[0]).desk.framework) if argument.choices else ()
        if argument.kind is ArgumentKind.FACT:
            value = draw(st.one_of(IDS, IDS, IDS, JUNK))
        elif argument.kind is ArgumentKind.CONSTANT:
            value = draw(st.one_of(st.sampled_from(choices), st.sampled_from(choices), JUNK))
        elif argument.kind is ArgumentKind.LIST:
            value = draw(st.one_of(st.lists(st.one_of(IDS, IDS, JUNK), max_size=3), JUNK))
        elif argument.kind is ArgumentKind.COUNT:
            value = draw(st.one_of(IDS, st.sampled_from(sorted(COUNTS)), JUNK))
        else:
            value = draw(st.dictionaries(st.sampled_from(choices), st.one_of(IDS, IDS, JUNK), max_size=3))
        if argument.required or draw(st.booleans()):
            arguments[argument.name] = value
    return tool.name, arguments


@given(message=st.sampled_from(MESSAGES), chain=st.lists(calls(), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_chain_of_calls_makes_a_figure_out_of_nothing(message, chain):
    """Every fact is stated by the user or the source, or follows from such facts by a call that gives it again."""
    first = prepared(message)
    toolbox = Toolbox(prepare_again(first, first.reading.moves))
    desk = toolbox.turn.desk
    stated = {f.id for f in desk.ledger if not isinstance(f.provenance, Computed)}
    for name, arguments in chain:
        toolbox.run("compute", {"tool": name, "arguments": arguments})
    for fact in desk.ledger:
        if isinstance(fact.provenance, Computed):
            assert desk.ledger.roots(fact.id)
            again = registry.recompute(desk, fact)
            assert (again.value, again.unit, again.provenance) == (fact.value, fact.unit, fact.provenance)
        elif isinstance(fact.provenance, Given):
            assert fact.id in stated
            assert message[fact.provenance.start : fact.provenance.end] == fact.provenance.text
        else:
            assert fact.provenance.quote in library().passages()[fact.provenance.passage].text


def test_the_briefing_names_the_facts_that_tools_take():
    """Ids stand in the briefing with what they are, so that no call has to guess."""

    async def ask() -> str:
        with ScriptedModel([faithful]) as model:
            await watch(advisor(model), QUESTION)
            return part(model.requests[0], "facts")

    import asyncio

    assert "F3 战术层金额 50万元" in asyncio.run(ask())


async def test_calls_of_one_message_build_on_each_other():
    """``LAST`` is the result before: a price, its year and its part of a layer take one message."""
    message = "we have 12 licences at $90 a month each, and a $1.5m marketing budget. how much of the tactical layer does that eat up in a year?"
    calls = [
        ToolUse("compute", {"tool": "bulk", "arguments": {"count": "U1", "price": "U2"}}, id="a"),
        ToolUse("compute", {"tool": "annual", "arguments": {"amount": "LAST", "period": "month"}}, id="b"),
    ]

    def told(request: Request):
        results = "\n".join(str(m["content"]) for m in request.messages if m["role"] == "tool")
        reference = re.search(r"(C\d+): [^\n]*\$12,960", results)
        assert reference, results
        return say(f"[[{reference[1]}]].")

    with ScriptedModel([use(*calls), told]) as model:
        shown = await watch(advisor(model), message)
    assert "$12,960" in shown.reply.text
