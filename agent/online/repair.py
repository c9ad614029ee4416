"""What code sets right in a reply by itself: words in front of and behind a statement, and a budget that stands where it must not.

A sentence that failed for the words around its statements becomes two sentences, as the writer would be told to write it, or the statement alone where the words may bend it (a
condition, a time, an exception). Nothing here lets a word through: what comes out is checked like everything else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.grounding import references, sentences
from agent.grounding.outcome import Problem
from agent.grounding.references import REFERENCE, What

_AROUND = frozenset({"lead", "behind", "element"})
_BUDGET = re.compile(
    r"(?P<before>\b(?:our|your|the|this|that|my|their|its|annual|marketing) |(?:我们|你们|您|贵司|公司)的?)?\[\[budget\]\]",
    re.IGNORECASE,
)
_ITEM = re.compile(r"\s*(?:[-*+•] |[0-9]{1,2}[.)、] ?)?")
#: Words that may bend what a statement says: they are left out, never kept beside it.
_BENDING = re.compile(
    r"\b(?:if|when|once|unless|until|assuming|suppose|provided|except|without|instead|only|not|never|next|last|first|after|before|during|per|each|every|by|year|month|quarter|"
    r"week|phase|stage)\b|如果|假如|假设|要是|若|除|不|没|仅|只|下个|下半|上个|上半|以上|以下|明年|去年|今年|年|月|季|周|阶段|每|当|之后|之前|按|倘",
    re.IGNORECASE,
)
#: What joins the words behind a statement to it, and what ends those in front of it; other words are part of its sentence.
_JOINED = re.compile(r"\s*[,，;；、–—-]+\s*(?:and |but |while |whereas |所以|因此|而且|并且|而|但)?\s*", re.IGNORECASE)
_ENDED = re.compile(r"\s*[:：,，;；–—-]+[\s*_]*$")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def repaired(text: str, problems: Sequence[Problem], language: str) -> str:
    """``text`` with what can be set right without asking its writer."""
    spots = [(p.start, p.end, p.kind) for p in problems if p.kind in _AROUND]
    parts, at = [], 0
    for unit in sentences.units(text):
        end = at + len(unit)
        kinds = {kind for start, stop, kind in spots if start < end and at < stop}
        parts.append(_apart(unit, language, label="element" not in kinds) if kinds else unit)
        at = end
    whole = "".join(parts)
    return _in_words(whole, language) if any(p.kind == "budget" for p in problems) else whole


def _apart(unit: str, language: str, *, label: bool = True) -> str:
    """The sentence as sentences: the words in front (where ``label`` keeps them), the statements, the words behind."""
    found = [m for m in REFERENCE.finditer(unit) if (r := references.read(m[0][2:-2])) and r.what is What.STATEMENT]
    if not found or unit.lstrip().startswith(("|", "#")):
        return unit
    head = _ITEM.match(unit)
    item = head[0] if head else ""
    stop, gap = ("。", "") if language == "zh" else (".", " ")
    lead, behind = unit[len(item) : found[0].start()], unit[found[-1].end() :].rstrip()
    said = ("，" if language == "zh" else "; ").join(m[0] for m in found)
    told = [f"{said}{stop}{gap}"]
    if label and (ended := _ENDED.search(lead)) is not None and _may_stand(words := lead[: ended.start()]):
        told.insert(0, f"{words}{stop}{gap}")
    if (joined := _JOINED.match(behind)) is not None and _may_stand(
        words := behind[joined.end() :].rstrip("。.!！?？")
    ):
        words = re.sub(r"^which ", "this ", words)
        told.append(f"{words[:1].upper()}{words[1:]}{stop}{gap}")
    return item + "".join(told).rstrip() + ("\n" if unit.endswith("\n") else gap)


def _may_stand(words: str) -> bool:
    """Whether words beside a statement may be a sentence of their own."""
    enough = len(_HAN.findall(words)) > 3 or len(words.split()) > 3
    return enough and "**" not in words and not _BENDING.search(words)


def _in_words(text: str, language: str) -> str:
    """``text`` with the word in place of the budget: the amount is left out, the sentence stays."""

    def word(match: re.Match[str]) -> str:
        if language == "zh":
            return (match["before"] or "") + "预算"
        return f"{match['before']}budget" if match["before"] else "the budget"

    return _BUDGET.sub(word, text)
