"""Short names of what moves speak of, made from the framework in force: ``L1`` is its first layer, ``P2`` its second phase.

In code the ids are the framework's (``layer.tactical``); the short ones are for the prompt, logs and tests.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from tools.parameters import Framework

MARKETING = "marketing"
AI = "ai"
LAYERS = "layers"
MIN = "share.min"
MAX = "share.max"
TURNOVER = "turnover"
#: ``by`` of a question that is about those KPIs alone that miss their threshold.
FAILED = "failed"

_GENERAL = {"MKT": MARKETING, "AI": AI, "LAYERS": LAYERS, "MIN": MIN, "MAX": MAX, "ALL": TURNOVER}
_OPERAND = re.compile(r"(?P<subject>[^@*=]+)(?:@(?P<scenario>[^@*=]+))?")
_FIGURE = re.compile(r"U[1-9][0-9]*")


@dataclass(frozen=True)
class Names:
    """Both directions between short names and ids; unknown names stay as they are (scenarios, figures, topics)."""

    framework: Framework
    ids: Mapping[str, str] = field(init=False)
    short: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        found = dict(_GENERAL)
        found |= {f"L{n}": layer.id for n, layer in enumerate(self.framework.layers, 1)}
        found |= {f"P{phase.number}": phase.id for phase in self.framework.phases}
        found |= {kpi.id.partition(".")[2]: kpi.id for kpi in self.framework.kpis}
        object.__setattr__(self, "ids", found)
        object.__setattr__(self, "short", {long: short for short, long in found.items()})

    def long(self, name: str) -> str:
        """The id of a short name; ``L1@K2`` keeps its scenario, ``L1+L2`` is a sum."""
        if "+" in name:
            return "+".join(map(self.long, name.split("+")))
        subject, at, scenario = name.partition("@")
        return self.ids.get(subject, subject) + at + scenario

    def brief(self, name: str) -> str:
        """The short name of an id."""
        if "+" in name:
            return "+".join(map(self.brief, name.split("+")))
        subject, at, scenario = name.partition("@")
        return self.short.get(subject, subject) + at + scenario


@dataclass(frozen=True, slots=True)
class Operand:
    """What an operand of an ask stands for: a subject (in a scenario, or at a share), a figure, or a product of figures."""

    subject: str = ""
    scenario: str = ""
    figures: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str) -> Operand:
        if "*" in text:
            return cls(figures=tuple(text.split("*")))
        if is_figure(text):
            return cls(figures=(text,))
        match = _OPERAND.fullmatch(text)
        if match is None:
            return cls(subject=text)
        return cls(match["subject"], match["scenario"] or "")


def is_figure(text: str) -> bool:
    """Whether ``text`` is the id of a figure of a message."""
    return _FIGURE.fullmatch(text) is not None


def figures_in(text: str) -> tuple[str, ...]:
    """The ids of figures in a slot: ``U2*U3`` has two, ``AI@U4`` one."""
    return tuple(_FIGURE.findall(text)) if "U" in text else ()
