"""The names of a framework as the gate wants them: concept id → (Chinese terms, English terms).

Phases have numbers, by which people call them; those names are glossary phrases too, and none but a framework's own
phases gets one.
"""

from __future__ import annotations

from collections.abc import Iterable

from tools.parameters import Concept, Framework

_ZH = "零一二三四五六七八九"
_CARDINALS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_ORDINALS = ("zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")

Terms = tuple[tuple[str, ...], tuple[str, ...]]


def of_framework(framework: Framework) -> dict[str, Terms]:
    """The terms and names of every layer, quadrant, project, phase and KPI of ``framework``."""
    concepts: Iterable[Concept] = (*framework.layers, *framework.quadrants, *framework.projects, *framework.kpis)
    terms = {concept.id: _terms(concept) for concept in concepts}
    for phase in framework.phases:
        zh, en = _terms(phase)
        number = phase.number
        if 0 < number < len(_ZH):
            zh += (f"第{_ZH[number]}阶段", f"阶段{_ZH[number]}", f"第{number}阶段", f"阶段{number}")
            en += (f"phase {number}", f"phase {_CARDINALS[number]}", f"{_ORDINALS[number]} phase")
            en += (f"stage {number}", f"stage {_CARDINALS[number]}", f"{_ORDINALS[number]} stage")
        terms[phase.id] = zh, en
    return terms


def _terms(concept: Concept) -> Terms:
    zh = dict.fromkeys((*concept.terms.zh, concept.name.zh))
    en = dict.fromkeys((*concept.terms.en, concept.name.en))
    return tuple(t for t in zh if t), tuple(t for t in en if t)
