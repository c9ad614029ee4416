"""The gate refuses what it must, streamed and not, and shows nothing unsupported on the way."""

import random

import pytest

from agent.grounding import StreamGate
from tests.grounding.corpus import worlds
from tests.grounding.hostile import FIGURES, MUTATIONS, Hostile, cuts, hostile
from tests.grounding.oracle import unsupported

#: A figure spelled out at random may happen to be a fact, and is then shown as it.
MAY_PASS = ("spelled",)
SHARDS = 20


def fault(case: Hostile, rng: random.Random) -> str:
    """What the gate did wrong with ``case``; empty if nothing."""
    verdict = case.world.gate.check(case.text)
    stream = StreamGate(case.world.gate)
    emitted = "".join(stream.feed(delta) for delta in cuts(rng, case.text))
    streamed = stream.finish()
    if verdict.ok and case.kind not in MAY_PASS:
        return "passed"
    if verdict.ok and unsupported(verdict.text, case.world):
        return f"showed {unsupported(verdict.text, case.world)!r}"
    if unsupported(emitted, case.world):
        return f"streamed {unsupported(emitted, case.world)!r}"
    if streamed != verdict:
        return "streamed to another verdict"
    if verdict.ok and emitted + stream.rest != verdict.text:
        return "streamed another text"
    if any(problem.code == "crash" for problem in verdict.problems):
        return "crashed"
    return ""


def faults(count: int, seed: int) -> list[tuple[str, str, str]]:
    rng = random.Random(seed)
    return [(wrong, case.kind, case.text) for case in hostile(rng, count=count) if (wrong := fault(case, rng))]


def test_no_hostile_reply_gets_a_figure_shown() -> None:
    assert faults(1_000, seed=1) == []


@pytest.mark.slow
@pytest.mark.parametrize("shard", range(SHARDS))
def test_a_hundred_thousand_hostile_replies_get_no_figure_shown(shard: int) -> None:
    assert faults(100_000 // SHARDS, seed=1000 + shard) == []


@pytest.mark.parametrize("kind", MUTATIONS)
def test_every_kind_of_mutation_is_really_made(kind: str) -> None:
    assert kind in {case.kind for case in hostile(random.Random(3), count=200)}


FRAMES = ("{}", "也就是{}。", "That is {}.", "- {}\n", "| a | {} |\n", "**{}**", "# {}")


@pytest.mark.parametrize("figure", FIGURES)
def test_a_figure_from_nowhere_is_refused_in_any_spelling_and_place(figure: str) -> None:
    for here in worlds().values():
        assert [frame for frame in FRAMES if here.gate.check(frame.format(figure)).ok] == []


def test_a_problem_never_holds_the_refused_text() -> None:
    for case in hostile(random.Random(5), count=300):
        for problem in case.world.gate.check(case.text).problems:
            assert not any(char.isdigit() for char in problem.message)
            assert 0 <= problem.start <= problem.end <= len(case.text)


def test_a_refused_reply_has_no_text() -> None:
    for case in hostile(random.Random(6), count=300):
        verdict = case.world.gate.check(case.text)
        assert verdict.ok or (verdict.text, verdict.used, verdict.cited) == ("", (), ())
