"""A day is told only with the figure that was measured on it."""

from decimal import Decimal

import pytest

from agent.grounding import Gate, StreamGate, day
from tools.facts import Given, Ledger
from tools.identity import Label
from tools.quantities import PERCENT

VOCABULARY = {"kpi.adoption": (("采纳率",), ("adoption",)), "kpi.conversion": (("转化率",), ("conversion rate",))}


@pytest.fixture
def gate() -> Gate:
    made = Ledger()
    for kpi, value, on in (
        ("adoption", 45, "2026-03-01"),
        ("conversion", 2, "2026-04-01"),
        ("adoption", 52, ""),
        ("adoption", 48, "2026-05-01"),
    ):
        made.add(
            label=Label({"adoption": "采纳率", "conversion": "转化率"}[kpi], kpi),
            value=Decimal(value),
            unit=PERCENT,
            provenance=Given(0, 0, 3, f"{value}%", on),
            concepts=(f"kpi.{kpi}", "measured"),
        )
    return Gate(made, language="en", vocabulary=VOCABULARY, passages={})


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (f"On {day('U1')}, adoption was [[U1]].", "On 2026-03-01, adoption was 45%."),
        ("On 2026-03-01, adoption was 45%.", "On 2026-03-01, adoption was 45%."),
        ("Adoption was [[U1]], the conversion rate [[U2]].", "Adoption was 45%, the conversion rate 2%."),
        (f"| {day('U2')} | conversion rate | [[U2]] |", "| 2026-04-01 | conversion rate | 2% |"),
        (f"Adoption was [[U1]] ({day('U1')}) and is [[U3]] now.", "Adoption was 45% (2026-03-01) and is 52% now."),
    ],
)
def test_a_day_is_printed_beside_its_figure(gate: Gate, raw: str, shown: str) -> None:
    assert gate.check(raw).text == shown


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (f"On {day('U2')}, adoption was [[U1]].", "day"),
        (f"On {day('U1')}, adoption was [[U1]] and the conversion rate was [[U2]].", "day"),
        (f"It all began on {day('U1')}.", "day"),
        (f"On {day('U3')}, adoption was [[U3]].", "unknown_fact"),
        (f"On {day('U9')}, adoption was [[U1]].", "unknown_fact"),
        (f"{day('U1')}[[U1]] adoption.", "adjacent"),
        (f"Adoption was [[U1]] on -{day('U1')}.", "adjacent"),
        (f"On {day('U1')}k, adoption was [[U1]].", "adjacent"),
        (f"On 2026-03-01 and {day('U2')}, adoption was [[U1]].", "day"),
        (f"Adoption was [[U1]] on 1{day('U1')}.", "numeral"),
        ("On 2026-03-02, adoption was [[U1]].", "numeral"),
        (f"Adoption was [[U1]] on {day('U4')} and [[U4]] on {day('U1')}.", "day"),
        ("Adoption was 45% on 2026-05-01 and 48% on 2026-03-01.", "day"),
        ("On 2026-04-01, adoption was 45%.", "day"),
        ("On 2026-03-01-04, adoption was 45%.", "numeral"),
        ("By 2026-03, adoption was [[U1]].", "numeral"),
    ],
)
def test_another_day_an_unknown_or_a_typed_one_is_refused(gate: Gate, raw: str, code: str) -> None:
    verdict = gate.check(raw)
    assert not verdict.ok
    assert code in {problem.code for problem in verdict.problems}


@pytest.mark.parametrize("wrong", [day("U9"), day("U2")])
def test_a_problem_is_where_the_day_stands(gate: Gate, wrong: str) -> None:
    text = f"Adoption was [[U1]] on {wrong}, we hear."
    assert wrong in {text[problem.start : problem.end] for problem in gate.check(text).problems}


@pytest.mark.parametrize("step", [1, 3, 7])
def test_a_day_that_streams_in_waits_for_its_figure(gate: Gate, step: int) -> None:
    """What is emitted is always a start of the checked text, and ends up equal to it."""
    raw = f"Adoption grew. On {day('U1')}, adoption was [[U1]]. On {day('U2')}, the conversion rate was [[U2]]."
    stream = StreamGate(gate)
    for start in range(0, len(raw), step):
        stream.feed(raw[start : start + step])
        assert gate.check(stream.emitted).ok
    assert stream.finish().ok
    assert stream.emitted == gate.check(raw).text
