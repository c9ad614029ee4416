"""What people ask of every framework, added to a company's own where its file does not say it itself.

The words are data (``framework/general.yaml``); the passages and numbers that answer are the framework's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from knowledge.datafile import Fields, read_data
from tools.parameters import Framework, Gap, Parameter, Topic

_WORDS = Path(__file__).parent / "framework" / "general.yaml"


def with_general_topics(framework: Framework) -> Framework:
    """``framework`` with the topics and gaps that it does not have itself."""
    topics = {topic.id: topic for topic in _topics(framework)}
    topics |= {topic.id: topic for topic in framework.topics}
    gaps = {gap.id: gap for gap in (_exchange_rate(), *framework.gaps)}
    if topics.keys() == {t.id for t in framework.topics} and gaps.keys() == {g.id for g in framework.gaps}:
        return framework
    return replace(framework, topics=tuple(topics.values()), gaps=tuple(gaps.values()))


def _topics(framework: Framework) -> Iterable[Topic]:
    shares = [layer.share for layer in framework.layers if layer.share]
    bounds = [framework.share_min, framework.share_max]
    yield _topic("ai_share", _passages(bounds), bounds)
    yield _topic("layers", _passages(shares), shares)
    if framework.phases:
        yield _topic("phases", (p for phase in framework.phases for p in phase.passages[:1]))
    if framework.quadrants:
        yield _topic("matrix", (p for quadrant in framework.quadrants for p in quadrant.passages[:1]))
    if framework.limited_budget_layer:
        yield _topic("limited_budget", framework.layer(framework.limited_budget_layer).passages)


def _passages(parameters: Iterable[Parameter]) -> Iterable[str]:
    return (parameter.source.passage for parameter in parameters)


def _topic(name: str, passages: Iterable[str], statements: Iterable[Parameter] = ()) -> Topic:
    words = _words().fields(name)
    return Topic(
        f"topic.{name}",
        words.label("name"),
        words.terms("terms"),
        tuple(dict.fromkeys(passages)),
        statements=tuple(parameter.id for parameter in statements),
    )


def _exchange_rate() -> Gap:
    words = _words().fields("exchange_rate")
    return Gap(
        "gap.exchange_rate",
        words.label("name"),
        words.terms("terms"),
        missing=words.label("missing"),
        instead=words.label("instead"),
    )


@lru_cache(maxsize=1)
def _words() -> Fields:
    return read_data(_WORDS)
