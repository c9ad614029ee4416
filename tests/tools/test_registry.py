"""The registry: schemas, literals refused, and no chain of calls that makes a figure out of nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.desks import FRAMEWORK, given_fact, kpi_of, money, new_desk, percent
from tools.desk import Desk
from tools.errors import InvalidInput, ToolError
from tools.facts import Computed, Fact, Given, Ledger, Sourced
from tools.quantities import MULTIPLE, NUMBER, PERCENT, UNITS, money_unit
from tools.records import fact_from_json, fact_to_json
from tools.registry import TOOLS, ArgumentKind, InvalidArguments, Tool, call, facts_of, recompute, tool
from tools.spend import COUNTS

IDS = [item.name for item in TOOLS]
each_tool = pytest.mark.parametrize("item", TOOLS, ids=IDS)

#: For each tool, arguments that it computes with, over the facts of :func:`full_desk`.
CALLS: dict[str, list[dict[str, Any]]] = {
    "split_budget": [{"budget": "U1", "base": "marketing"}, {"budget": "U1", "base": "marketing", "share": "U3"}, {"budget": "U1", "base": "ai"}],
    "budget_range": [{"budget": "U1"}],
    "total_share": [{}],
    "check_share": [{"share": "U3"}, {"share": "U3", "budget": "U1"}],
    "amount_at_share": [{"budget": "U1", "share": "U3"}],
    "ratio": [{"part": "U2", "whole": "U1"}],
    "item_amount": [
        {"project": "project.aigc_content"}, {"project": "project.aigc_content", "budget": "U1"},
        {"project": "project.bci", "budget": "U1", "base": "ai"},
    ],
    "budget_for": [
        {"wanted": "U2", "base": "marketing"}, {"wanted": "U2", "base": "marketing", "layer": "layer.tactical"},
        {"wanted": "U2", "base": "ai", "layer": "layer.strategic"}, {"wanted": "U2", "base": "marketing", "share": "U3"},
    ],
    "convert_period": [{"amount": "U1", "to": "month"}, {"amount": "U7", "to": "year"}],
    "convert_currency": [
        {"amount": "U1", "rate": "U4", "to": "USD", "quoted": "inverse"}, {"amount": "U1", "rate": "U4", "to": "JPY", "quoted": "direct"},
    ],
    "kpi_target": [{"kpi": "kpi.adoption", "baseline": "U5"}, {"kpi": "kpi.conversion", "baseline": "U3"}, {"kpi": "kpi.cost", "baseline": "U1"}],
    "change_between": [{"before": "U1", "after": "U2"}, {"before": "U1", "after": "U2", "kpi": "kpi.cost"}],
    "check_phase": [
        {"phase": "phase.validation", "actuals": {"kpi.adoption": "U3", "kpi.output": "U6"}},
        {"phase": "phase.integration", "actuals": {"kpi.conversion": "U3"}},
    ],
    "difference": [{"minuend": "U1", "subtrahend": "U2"}],
    "multiple_between": [
        {"before": "U2", "after": "U1"}, {"before": "U2", "after": "U1", "threshold": "U6", "kpi": "kpi.output"},
    ],
    "remaining": [{"planned": "U1", "spent": ["U2", "U2"]}, {"planned": "U2", "spent": ["U1"]}],
    "pace": [{"planned": "U1", "spent": "U2", "done": "three", "parts": "four"}, {"planned": "U2", "spent": "U1", "done": "one", "parts": "U11"}],
    "per_part": [{"amount": "U1", "parts": "U5"}, {"amount": "U1", "parts": "three", "each": "quarter"}, {"amount": "U1", "parts": "U11"}],
    "phase_out": [
        {"amount": "U1", "weights": {"Q1": "U3", "Q2": "U3"}}, {"amount": "U1", "weights": {"H1": "U11", "H2": "U4"}},
    ],
    "own_split": [
        {"whole": "U1"}, {"whole": "U1", "weights": {"layer.tactical": "U3"}, "floors": {"layer.strategic": "U2"}},
        {"whole": "U1", "caps": {"layer.tactical": "U3"}},
        {"whole": "U1", "weights": {"layer.tactical": "U3", "layer.capability": "U3", "layer.strategic": "U3"}},
        {"whole": "U1", "weights": {"layer.tactical": "U11", "layer.capability": "U4", "layer.strategic": "U4"}, "floors": {"layer.strategic": "U3"}},
    ],
    "total": [{"facts": ["U1", "U2", "U2"]}],
    "rest": [{"whole": "U1", "parts": ["U2"]}, {"whole": "U2", "parts": ["U1"]}],
    "bulk": [{"count": "U5", "price": "U2"}, {"count": "U11", "price": "U7"}],
    "bridge": [{"before": {"layer.tactical": "U1", "layer.capability": "U2"}, "after": {"layer.tactical": "U2", "layer.strategic": "U1"}}],
    "forecast": [{"planned": "U1", "spent": "U2", "done": "three", "parts": "twelve"}, {"planned": "U2", "spent": "U1", "done": "U11", "parts": "four"}],
    "budget_within": [
        {"wanted": "U2", "layer": "layer.capability", "floors": {"layer.tactical": "U1"}}, {"wanted": "U1", "layer": "layer.tactical", "caps": {"layer.strategic": "U2"}},
    ],
    "annual": [{"amount": "U7", "period": "month"}, {"amount": "U1", "period": "twice-a-week"}],
    "above": [{"facts": ["U1", "U2"], "limit": "U2"}],
    "share_implied": [{"ai": "U2", "marketing": "U1"}],
    "share_of_turnover": [{"turnover": "U1", "share": "U3"}],
    "change_amount": [
        {"budget": "U1", "by": "U2", "op": "set"}, {"budget": "U1", "by": "U6", "op": "times"}, {"budget": "U1", "by": "U3", "op": "up"},
        {"budget": "U1", "by": "U3", "op": "down"}, {"budget": "U1", "by": "U2", "op": "add"}, {"budget": "U1", "by": "U2", "op": "sub"},
        {"budget": "U1", "by": "U11", "op": "down", "over": "U4"},
    ],
    "level_from": [{"part": "U11", "whole": "U5", "kpi": "kpi.adoption"}, {"part": "U2", "whole": "U1"}],
    "headcount_short": [{"whole": "U5", "part": "U11", "threshold": "U3"}],
    "output_short": [{"before": "U5", "after": "U5", "factor": "U6"}],
    "calculate": [{"operation": "add", "a": "U1", "b": "U2"}, {"operation": "percent_of", "a": "U3", "b": "U1"}],
}  # fmt: skip
each_call = pytest.mark.parametrize(
    ("name", "arguments"), [(name, arguments) for name, calls in CALLS.items() for arguments in calls]
)


def full_desk() -> Desk:
    """A desk with a figure of every kind that tools take."""
    desk = new_desk()
    money(desk, 5_000_000)
    money(desk, 42_000)
    percent(desk, 15)
    given_fact(desk, "7.2", NUMBER)
    given_fact(desk, 33, UNITS["people"])
    given_fact(desk, "2.1", MULTIPLE)
    money(desk, 10_000, per="month")
    given_fact(desk, 45, UNITS["day"])
    given_fact(desk, -22, PERCENT)
    given_fact(desk, 999, money_unit("JPY"))
    given_fact(desk, 3, NUMBER)
    return desk


def fits(item: Tool, arguments: Any) -> bool:
    return bool(jsonschema.Draft202012Validator(item.schema(FRAMEWORK)).is_valid(arguments))


def literals(value: Any) -> Iterator[Any]:
    """Every scalar in a JSON value."""
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from literals(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from literals(inner)
    else:
        yield value


# -- schemas -----------------------------------------------------------------------------------------------------------


def test_every_tool_is_called_here() -> None:
    """No tool escapes these tests."""
    assert sorted(CALLS) == sorted(IDS)


@each_tool
def test_a_schema_is_a_schema(item: Tool) -> None:
    """Each tool's schema is valid JSON Schema, closed, described, and survives JSON."""
    schema = item.schema(FRAMEWORK)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema
    assert schema["additionalProperties"] is False
    assert all(part["description"] for part in schema["properties"].values())
    assert item.description


@each_tool
def test_no_tool_takes_a_number(item: Tool) -> None:
    """An argument is the id of a fact, one of a list of constants, or a mapping from constants to ids; nothing else."""
    for part in item.schema(FRAMEWORK)["properties"].values():
        leaves = {"object": lambda p: p["properties"].values(), "array": lambda p: [p["items"]]}.get(
            part["type"], lambda p: [p]
        )
        for leaf in leaves(part):
            assert leaf["type"] == "string"
            assert ("enum" in leaf) != ("pattern" in leaf)
            # A constant is a name, too: none of them is a figure.
            assert not any(re.search(r"\d", constant) for constant in leaf.get("enum", ()))


@each_call
def test_what_a_schema_describes_is_computed(name: str, arguments: dict[str, Any]) -> None:
    """The arguments that a tool computes with fit its schema, and the result has facts."""
    assert fits(tool(name), arguments)
    assert list(facts_of(call(full_desk(), name, arguments))) or name == "item_amount"


BAD_FIGURES = [
    5_000_000, 1.5, "5000000", "15%", "500万", "U99", "F1", "", "u1", " U1", "U1 ", "U01", "{U1}", None, True, ["U1"], {"value": 1},
]  # fmt: skip


@pytest.mark.parametrize("bad", BAD_FIGURES, ids=repr)
@each_tool
def test_a_literal_is_refused_with_a_message_to_act_on(item: Tool, bad: Any) -> None:
    """A number, a text with a number or an id that is not there is refused; the message says what would do."""
    for argument in item.arguments:
        if argument.kind is ArgumentKind.CONSTANT or (bad is None and not argument.required):
            continue
        arguments = next(a for a in CALLS[item.name] if argument.name in a)
        value: Any = bad
        if argument.kind is ArgumentKind.FACTS:
            value = dict.fromkeys(arguments[argument.name], bad)
        elif argument.kind is ArgumentKind.LIST:
            value = [*arguments[argument.name], bad]
        wrong = {**arguments, argument.name: value}
        desk = full_desk()
        before = dict(desk.ledger.facts)
        with pytest.raises(InvalidArguments) as caught:
            call(desk, item.name, wrong)
        assert f"{item.name}.{argument.name}" in str(caught.value) or argument.description in str(caught.value)
        assert desk.ledger.facts == before
        if bad not in ("U99", "F1"):  # well formed, and unknown
            assert not fits(item, wrong)


@pytest.mark.parametrize("bad", ["", "nothing", "layer.tactical ", 1, 1.0, True, ["marketing"], {"a": "b"}], ids=repr)
@each_tool
def test_a_constant_is_one_of_its_list(item: Tool, bad: Any) -> None:
    """A constant that is not listed is refused with the list."""
    for argument in item.arguments:
        if argument.kind is not ArgumentKind.CONSTANT:
            continue
        wrong = {**next(a for a in CALLS[item.name] if argument.name in a), argument.name: bad}
        assert argument.choices is not None
        with pytest.raises(InvalidArguments, match=re.escape(argument.choices(FRAMEWORK)[0])):
            call(full_desk(), item.name, wrong)
        assert not fits(item, wrong)


@each_tool
def test_arguments_that_are_missing_or_not_known_are_named(item: Tool) -> None:
    """A call that leaves out what is needed, or brings what is not, is told which."""
    arguments = CALLS[item.name][0]
    with pytest.raises(InvalidArguments, match="amount_in_words"):
        call(full_desk(), item.name, {**arguments, "amount_in_words": "five"})
    assert not fits(item, {**arguments, "amount_in_words": "five"})
    for argument in item.arguments:
        if argument.required:
            fewer = {name: value for name, value in arguments.items() if name != argument.name}
            with pytest.raises(InvalidArguments, match=argument.name):
                call(full_desk(), item.name, fewer)
            assert not fits(item, fewer)


def test_an_unknown_tool_is_told_the_known_ones() -> None:
    """A tool that is not there is refused with the list of those that are."""
    with pytest.raises(InvalidArguments, match="split_budget"):
        call(full_desk(), "make_up_a_number", {})


@pytest.mark.parametrize("actuals", [{}, [], "U1", {"kpi.made_up": "U1"}, {"kpi.adoption": 45}], ids=repr)
def test_actual_figures_are_told_by_kpi(actuals: Any) -> None:
    """A gate's figures are an object from KPI to fact id, with something in it."""
    wrong = {"phase": "phase.validation", "actuals": actuals}
    with pytest.raises(InvalidArguments):
        call(full_desk(), "check_phase", wrong)
    assert not fits(tool("check_phase"), wrong)


# -- receipts ----------------------------------------------------------------------------------------------------------


def said(fact: Fact) -> bool:
    return isinstance(fact.provenance, Given | Sourced)


def check_ledger(desk: Desk) -> None:
    """Every computed fact comes down to what was said, in its formula too, and comes out again."""
    for fact in desk.ledger:
        if said(fact):
            continue
        made = fact.provenance
        assert isinstance(made, Computed)
        roots = desk.ledger.roots(fact.id)
        assert roots
        assert all(map(said, roots))
        named = set(re.findall(r"\{([UFS]\d+)\}", made.formula))
        assert named
        assert named <= set(made.inputs)
        assert all(isinstance(value, str) for value in literals(dict(made.arguments)))
        again = recompute(desk, fact)
        assert (again.id, again.value, again.unit, again.comparator) == (
            fact.id,
            fact.value,
            fact.unit,
            fact.comparator,
        )
        assert fact_from_json(json.loads(json.dumps(fact_to_json(fact)))) == fact


@each_call
def test_a_computed_fact_comes_out_again(name: str, arguments: dict[str, Any]) -> None:
    """Every fact of every tool recomputes to the same fact, with its label, from what the receipt says."""
    desk = full_desk()
    call(desk, name, arguments)
    check_ledger(desk)
    for fact in desk.ledger:
        if isinstance(fact.provenance, Computed):
            assert recompute(desk, fact) == fact


def test_a_stored_ledger_recomputes_like_the_first() -> None:
    """Facts that went through JSON compute to the same figures."""
    desk = full_desk()
    for name, calls in CALLS.items():
        for arguments in calls:
            call(desk, name, arguments)
    restored = Ledger()
    for fact in desk.ledger:
        restored.restore(fact_from_json(json.loads(json.dumps(fact_to_json(fact)))))
    check_ledger(Desk(desk.framework, restored))


def test_an_altered_fact_does_not_come_out() -> None:
    """Recomputing shows a figure that somebody changed in the store."""
    desk = full_desk()
    call(desk, "split_budget", CALLS["split_budget"][0])
    data = fact_to_json(desk.ledger["F3"])
    data["value"] = "999999"
    desk.ledger.restore(fact_from_json(data))
    assert recompute(desk, desk.ledger["F3"]).value == 500_000


def test_only_computed_facts_are_recomputed() -> None:
    """What was said cannot be computed."""
    desk = full_desk()
    with pytest.raises(TypeError, match="U1"):
        recompute(desk, desk.ledger["U1"])


def test_a_result_tells_each_fact_once() -> None:
    """The facts of a result come in the order in which the result names them."""
    desk = full_desk()
    found = list(facts_of(call(desk, "split_budget", CALLS["split_budget"][0])))
    assert len({fact.id for fact in found}) == len(found)
    assert found[0] is desk.ledger["U1"]
    assert {"layer.tactical", "layer.capability", "layer.strategic"} <= {
        fact.concepts[0] for fact in found if fact.concepts
    }


@st.composite
def argument_sets(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A tool and arguments of the right shape; which facts they are of is left open as numbers to count round by."""
    item = draw(st.sampled_from(TOOLS))
    arguments: dict[str, Any] = {}
    for argument in item.arguments:
        if not argument.required and draw(st.booleans()):
            continue
        choices = argument.choices(FRAMEWORK) if argument.choices else ()
        which = st.integers(0, 40)
        match argument.kind:
            case ArgumentKind.FACT:
                arguments[argument.name] = draw(which)
            case ArgumentKind.CONSTANT:
                arguments[argument.name] = draw(st.sampled_from(choices))
            case ArgumentKind.FACTS:
                arguments[argument.name] = draw(
                    st.dictionaries(st.sampled_from(choices), which, min_size=1, max_size=3)
                )
            case ArgumentKind.LIST:
                arguments[argument.name] = draw(st.lists(which, min_size=1, max_size=3))
            case ArgumentKind.COUNT:
                arguments[argument.name] = draw(st.one_of(which, st.sampled_from(sorted(COUNTS))))
    return item.name, arguments


def pointed(value: Any, ids: list[str]) -> Any:
    if isinstance(value, dict):
        return {key: pointed(item, ids) for key, item in value.items()}
    if isinstance(value, list):
        return [pointed(item, ids) for item in value]
    return ids[value % len(ids)] if isinstance(value, int) else value


@settings(max_examples=60, deadline=None)
@given(st.lists(argument_sets(), min_size=1, max_size=10))
def test_no_chain_of_calls_makes_a_figure_of_its_own(calls: list[tuple[str, dict[str, Any]]]) -> None:
    """However tools are chained, each call computes or is refused in a sentence, and every figure derives from what was said."""
    desk = full_desk()
    for name, arguments in calls:
        chosen = pointed(arguments, list(desk.ledger.facts))
        assert fits(tool(name), chosen)
        computed = [fact for fact in desk.ledger if not said(fact)]
        refusal: ToolError | None = None
        try:
            call(desk, name, chosen)
        except ToolError as error:
            refusal = error
        if refusal is not None:  # nothing can be wrong with arguments of the right shape but what they mean
            assert isinstance(refusal, InvalidInput)
            assert refusal.zh
            assert refusal.en
            assert [fact for fact in desk.ledger if not said(fact)] == computed
    check_ledger(desk)


def test_arithmetic_does_not_launder_a_literal() -> None:
    """There is no way to multiply by a number that nobody said."""
    desk = full_desk()
    for b in (1_300_000, "1300000", Decimal(1)):
        with pytest.raises(InvalidArguments, match="never a number"):
            call(desk, "calculate", {"operation": "multiply", "a": "U1", "b": b})


def test_a_kpis_change_is_named_after_it() -> None:
    """A change told of a KPI is recorded, and comes out again, under the KPI's name."""
    desk = full_desk()
    fact = call(desk, "change_between", {"before": "U1", "after": "U2", "kpi": "kpi.cost"})
    assert kpi_of("cost").name.zh in fact.label.zh
    assert recompute(desk, fact).label == fact.label
