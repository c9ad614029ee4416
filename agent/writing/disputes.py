"""Disagreeing documents in words: what each says, and that the framework in force decides."""

from __future__ import annotations

from agent.planning.plan import DisputeSection
from agent.writing.phrases import Voice, cited, value
from agent.writing.sections import tell
from tools.facts import Fact, Sourced


def _source(fact: Fact) -> str:
    assert isinstance(fact.provenance, Sourced)
    return cited(fact.provenance.passage)


@tell.register
def _(section: DisputeSection, voice: Voice) -> str:
    stated, name = section.stated, voice.name(section.stated.label)
    others = voice.join(f"{value(other)}{_source(other)}" for other in section.others)
    return voice.say(
        f"请注意，文档之间不一致：{name}在现行框架中是{value(stated)}{_source(stated)}，在别处是{others}。这里的计算以现行框架为准。",
        f"Note that the documents disagree: {name} is {value(stated)}{_source(stated)} in the framework in force and {others} elsewhere. "
        "What is computed here follows the framework in force.",
    )
