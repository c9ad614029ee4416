"""Every construction is used for the wordings that it is for, and not for those that it is not."""

from __future__ import annotations

import pytest

from agent.understanding.rules import Rule, rules
from tests.understanding.talk import talk

RULES = [*rules("figures"), *rules("asks")]


def named(example: str) -> tuple[str, ...]:
    made = talk(*example.split("||"))
    assert made.reading is not None
    return tuple(made.reading.named)


@pytest.mark.parametrize(
    ("rule", "example"),
    [(rule, example) for rule in RULES for example in rule.examples],
    ids=lambda x: getattr(x, "name", x),
)
def test_a_construction_reads_its_examples(rule: Rule, example: str) -> None:
    """The last message of an example is read with the construction."""
    assert rule.name in named(example)


@pytest.mark.parametrize(
    ("rule", "counter"),
    [(rule, counter) for rule in RULES for counter in rule.counters],
    ids=lambda x: getattr(x, "name", x),
)
def test_a_construction_leaves_its_counter_examples(rule: Rule, counter: str) -> None:
    """The last message of a counter-example is read without the construction."""
    assert rule.name not in named(counter)


def test_every_construction_has_examples_of_both_kinds() -> None:
    """No construction is kept without three wordings that need it and one that must not have it."""
    poor = [rule.name for rule in RULES if len(rule.examples) < 3 or not rule.counters]
    assert poor == []


def test_names_of_constructions_are_unique() -> None:
    """A name in a log leads to one construction."""
    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))
