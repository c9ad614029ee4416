"""In which language, over which framework and among which scenarios something is said; and the names of things in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from agent.answers.model import Slots
from agent.answers.said import day, part
from agent.answers.texts import Texts, texts
from tools.facts import Fact
from tools.identity import Label
from tools.kpis import progress
from tools.parameters import Framework, Kpi, Measure
from tools.tongues import chinese

_CODES = re.compile(r"(?:this|last|next)_(?:year|q)")


@dataclass(frozen=True)
class Voice:
    """``names`` are those of scenarios by id, ``several`` tells that the conversation holds more than one."""

    language: str
    framework: Framework
    names: Mapping[str, str | Label] = field(default_factory=dict)
    several: bool = False

    @property
    def zh(self) -> bool:
        return chinese(self.language)

    @cached_property
    def texts(self) -> Texts:
        return texts(self.language)

    @cached_property
    def kpis(self) -> Mapping[str, Kpi]:
        return {kpi.id: kpi for kpi in self.framework.kpis}

    # ---- names ----------------------------------------------------------------------------------------------------------

    def name(self, value: object) -> str:
        """A name, a period or a day as it is said; the user's own names as typed, on one line and without references."""
        if isinstance(value, Label):
            text = day(value.zh, zh=self.zh) if value.zh == value.en else value.in_language(self.language)
        else:
            text = part(str(value), zh=self.zh)
        for code in _CODES.findall(text):  # "this_year": a scenario that code named
            text = text.replace(code, self.texts.scenarios.get(code, code))
        return " ".join(text.replace("[[", "").replace("]]", "").split())

    def definite(self, value: object) -> str:
        """A name within an English clause, with "the" where it takes one: the user's own names do not."""
        text = self.name(value)
        own = not isinstance(value, Label) or value.zh == value.en
        owned = "'s " in text  # "Acme's tactical layer"
        if self.zh or own or owned or not text or text.split()[-1] not in self.texts.definite:
            return text
        return text if text.startswith(("the ", "your ", "our ", "a ", "an ")) else f"the {text}"

    def possessive(self, text: str) -> str:
        if self.zh:
            return f"{text}的"
        return f"{text}'" if text.endswith("s") else f"{text}'s"

    def typed(self, value: object) -> bool:
        """Whether a name is the user's own, which no sentence capitalises."""
        return not isinstance(value, Label) or value.zh == value.en

    # ---- what a figure is a share of --------------------------------------------------------------------------------------

    def base_name(self, base: str) -> str:
        """What a share is a share of, without "the": 年度营销总预算, "annual AI budget", "tactical layer"."""
        if base in ("ai", "ai_budget", "AI"):
            return self.texts.words["ai_budget"]
        for layer in self.framework.layers:
            if layer.id == base:
                return self.name(layer.name)
        return self.name(self.framework.base)

    def dated(self, base: str) -> bool:
        """Whether the name of a budget says already that it is for a year."""
        return any(word in self.base_name(base).lower() for word in ("年", "annual", "yearly"))

    def scenario(self, scenario: str) -> str:
        """The name of a scenario, or nothing where it has none: the ends of a range and readings of a period are told apart by their amounts."""
        name = self.name(self.names.get(scenario, ""))
        return self.texts.scenarios.get(name, name)

    # ---- KPIs ---------------------------------------------------------------------------------------------------------------

    def kpi_of(self, slots: Slots) -> Kpi | None:
        """The KPI that a clause speaks of, by the identity of its figures or by its name."""
        for value in slots.values():
            if isinstance(value, Fact) and value.identity and value.identity.subject in self.kpis:
                return self.kpis[value.identity.subject]
        named = slots.get("kpi")
        return next((k for k in self.framework.kpis if named in (k.name, k.measured)), None)

    def thing(self, label: object) -> str:
        """What changes, of a name that may say the change: 成本 of 成本降低, "cost" of "cost reduction"."""
        text = self.name(label)
        for word in self.texts.changes:
            if word.endswith(" ") and text.startswith(word):
                return text.removeprefix(word)
            if not word.endswith(" ") and text.endswith(word) and len(text) > len(word):
                return text.removesuffix(word)
        return text

    def forward(self, kpi: Kpi, actual: Fact) -> bool:
        """Whether a change went the way that its KPI asks for."""
        return kpi.measure is Measure.CHANGE and progress(kpi, actual) >= 0
