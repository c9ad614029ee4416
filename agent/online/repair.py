"""What code sets right in a reply by itself: words in front of and behind a statement, and a budget that stands where it must not.

A lead-in that was refused goes: as a sentence of its own beside the statement it would say the same. Words behind become a sentence of their own, or go where they may bend the
statement (a condition, a time, an exception, a comparison, the source's word). Nothing here lets a word through: what comes out is checked like everything else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.grounding import references, sentences
from agent.grounding.outcome import Problem
from agent.grounding.references import What
from tools import tongues

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
#: Words that claim something of the statement in front of them.
_CLAIMING = re.compile(
    r"比|[一同]样|相同|最|够|超|达标|过关|通过|上限|下限|区间|范围|要求|标准|规定|文章|原文|来源|照|还差"
    r"|\b(?:than|as (?:much|little)|enough|over budget|under budget|above|below|range|limits?|required|targets?|pass(?:es|ed)?|met|same|article|source|says|equal)\b",
    re.IGNORECASE,
)
#: What joins the words behind a statement to it, and what ends those in front of it; other words are part of its sentence.
_JOINED = re.compile(r"\s*[,，;；、–—-]+\s*(?:and |but |while |whereas |所以|因此|而且|并且|而|但)?\s*", re.IGNORECASE)
#: Less than this behind a statement is no sentence; more than this in front of one is more than a lead-in.
_FEW, _TELLING = 8, 48
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Repaired:
    """A reply set right; ``lost`` are the words behind statements that were left out, and lead-ins that said more than a few words."""

    text: str
    lost: tuple[str, ...] = ()


def repaired(text: str, problems: Sequence[Problem], language: str) -> Repaired:
    """``text`` with what can be set right without asking its writer."""
    spots = [(p.start, p.end, p.kind) for p in problems if p.kind in _AROUND]
    parts, at = list[str](), 0
    lost: list[str] = []
    for unit in sentences.units(text):
        end = at + len(unit)
        kinds = {kind for start, stop, kind in spots if start < end and at < stop}
        parts.append(_apart(unit, language, lost) if kinds else unit)
        at = end
    whole = "".join(parts)
    whole = _in_words(whole, language) if any(p.kind == "budget" for p in problems) else whole
    return Repaired(whole, tuple(lost))


def _apart(unit: str, language: str, lost: list[str]) -> str:
    """The sentence as sentences: the statements, and the words behind them; what is left out of it is added to ``lost``."""
    found = [r for r in references.parts(unit)[1] if r.what is What.STATEMENT]
    if not found or unit.lstrip().startswith(("|", "#")):
        return unit
    head = _ITEM.match(unit)
    item = head[0] if head else ""
    stop, gap = tongues.stop(language), tongues.gap(language)
    lead, behind = unit[len(item) : found[0].start], unit[found[-1].end :].rstrip()
    told = [f"{references.sentence(found, language)}{gap}"]
    if _weight(lead) > _TELLING:
        lost.append(lead.strip())
    if (joined := _JOINED.match(behind)) is not None and _may_stand(
        words := behind[joined.end() :].rstrip("。.!！?？")
    ):
        words = re.sub(r"^which ", "this ", words)
        told.append(f"{words[:1].upper()}{words[1:]}{stop}{gap}")
    elif _weight(behind) > _FEW:
        lost.append(behind.strip())
    return item + "".join(told).rstrip() + ("\n" if unit.endswith("\n") else gap)


def _may_stand(words: str) -> bool:
    """Whether words beside a statement may be a sentence of their own."""
    enough = len(_HAN.findall(words)) > 3 or len(words.split()) > 3
    return enough and "**" not in words and not _BENDING.search(words) and not _CLAIMING.search(words)


def _weight(words: str) -> int:
    """How much is said: letters, a Chinese character as two."""
    return len(re.findall(r"[A-Za-z]", words)) + 2 * len(_HAN.findall(words))


def _in_words(text: str, language: str) -> str:
    """``text`` with the word in place of the budget: the amount is left out, the sentence stays."""

    def word(match: re.Match[str]) -> str:
        if tongues.chinese(language):
            return (match["before"] or "") + "预算"
        return f"{match['before']}budget" if match["before"] else "the budget"

    return _BUDGET.sub(word, text)
