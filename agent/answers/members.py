"""Parts of what the source lists: the actions of a phase, the trends, the countermeasures. "The second one" is one of them.

A part has the id of the whole with its place (``phase.validation#2``), so that it may stand in a list that was shown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.answers.context import Context
from agent.answers.model import Item, Note, Quotation
from tools.identity import Label
from tools.parameters import Concept, Framework, Phase, Terms, Topic

#: Words that ask for the actions of a phase, not for the phase.
_ACTIONS = re.compile(
    r"行动|动作|步骤|做哪些|做什么|要做|做啥|做咩|\b(?:actions?|steps?|do in|to do|activities)\b", re.IGNORECASE
)
_BETWEEN_ZH, _BETWEEN_EN = "、", ", "


@dataclass(frozen=True, slots=True)
class Member(Concept):
    """A part of a phase or of a topic: an action, or the passage that tells it."""

    whole: Label = Label("", "")


def parts_of(concepts: Sequence[Concept], topic: str) -> tuple[str, ...]:
    """The ids of the parts that were told when these concepts were: of one that has some, and of a phase where its actions were asked for."""
    if len(concepts) != 1:
        return ()
    whole = concepts[0]
    if isinstance(whole, Topic):
        return tuple(f"{whole.id}#{n}" for n in range(1, len(whole.members) + 1))
    if isinstance(whole, Phase) and _ACTIONS.search(topic):
        return tuple(f"{whole.id}#{n}" for n in range(1, len(_actions(whole)) + 1))
    return ()


def part(framework: Framework, part_id: str) -> Concept | None:
    """The part with that id."""
    whole_id, _, place = part_id.partition("#")
    number = int(place) if place.isdigit() else 0
    for topic in framework.topics:
        if topic.id == whole_id and 0 < number <= len(topic.members):
            return Member(part_id, topic.name, Terms(), (topic.members[number - 1],), topic.name)
    for phase in framework.phases:
        if phase.id == whole_id and 0 < number <= len(actions := _actions(phase)):
            return Member(part_id, actions[number - 1], Terms(), phase.passages[:1], phase.name)
    return None


def _actions(phase: Phase) -> tuple[Label, ...]:
    """The actions of a phase, each in both languages; none where the two lists do not fit each other."""
    zh, en = phase.actions.zh.split(_BETWEEN_ZH), phase.actions.en.split(_BETWEEN_EN)
    return tuple(map(Label, zh, en)) if len(zh) == len(en) > 1 else ()


def member_items(c: Context, x: Member) -> list[Item]:
    """What is told of a part."""
    if x.id.startswith("phase."):
        return [Note("phase_action", {"phase": x.whole, "action": x.name}, passages=x.passages)]
    return [Quotation(p, bool(c.passages[p].incomplete)) for p in x.passages if p in c.passages]
