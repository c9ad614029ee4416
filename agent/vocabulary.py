"""The words by which the gate knows the framework in force, made once a framework."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from agent.grounding.words import Vocabulary, lexicon
from tools.parameters import Framework


@lru_cache(maxsize=8)
def prose_vocabulary(framework: Framework) -> Vocabulary:
    """The names and counts of ``framework``, and its own sentences, which replies tell word for word."""
    concepts = (*framework.layers, *framework.quadrants, *framework.projects, *framework.phases, *framework.kpis)
    elements = {
        c.id: tuple(dict.fromkeys(t for t in (c.name.zh, c.name.en, *c.terms.zh, *c.terms.en) if t)) for c in concepts
    }
    for phase in framework.phases:
        elements[phase.id] += tuple(_numbered(phase.number))
        elements[f"phase.{phase.number}"] = elements[phase.id]
    counted = {
        ("层", "层级", "layer"): (len(framework.layers),),
        ("象限", "quadrant"): (len(framework.quadrants),),
        ("阶段", "phase"): (len(framework.phases),),
        ("KPI", "kpi"): (len(framework.kpis), *(len(phase.kpis) for phase in framework.phases)),
    }
    counts = {noun: count for nouns, count in counted.items() for noun in nouns}
    told = {text for label in framework.wordings for text in (label.zh, label.en) if text}
    return Vocabulary(elements, counts, tuple(sorted(filter(_is_sentence, told))))


def _is_sentence(text: str) -> bool:
    """Whether a framework's text passes word for word: a word of it would cover what other sentences say."""
    return len(text) >= 12 and (not text.isascii() or text.count(" ") >= 4) and not any(map(str.isdigit, text))


def _numbered(number: int) -> Iterator[str]:
    """What people call a phase by its number."""
    zh = "零一二三四五六七八九"[number] if number < 10 else str(number)
    yield from (f"第{zh}阶段", f"第{number}阶段", f"阶段{zh}", f"阶段{number}", f"第{zh}个阶段")
    cardinal, ordinal = (
        next((w for w, n in lexicon("en").values(name).items() if n == number), str(number))
        for name in ("small", "ordinals")
    )
    for noun in ("phase", "stage"):
        yield from (f"{noun} {number}", f"{noun} {cardinal}", f"{ordinal} {noun}")
