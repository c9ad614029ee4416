"""What stands around a statement: the words in front of it and behind it, and the headings and labels above.

A lead-in is closed: it is made of a small list of words and of the names of what the statement is of, so that no condition, base, period or speaker can stand
there. Headings and labels are open, but may not name another element, and nothing of the list ``framing``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from agent.answers.model import Statement
from agent.grounding.references import MARKS, What
from agent.grounding.words import Vocabulary, any_of, lexicon, patterns, phrases

_LONGEST_LEAD = 80
_LATIN = re.compile(r"[a-z]+(?:'[a-z]+)?")
_HAN = re.compile(r"[一-鿿]+")
_EMPHASIS = str.maketrans("’", "'", "*_`~\ufe0f")
_QUIET = re.compile(rf"[\s。.!！;；,，、:：\"'”’」』)）\]】|{MARKS[What.CITATION]}—–-]*")


@dataclass(frozen=True, slots=True)
class Label:
    """A heading, a list item or a line above: its level, whom it names, and whether nothing may be said below it."""

    level: int
    elements: tuple[frozenset[str], ...] = ()
    blocked: bool = False
    periodic: bool = False
    used: bool = False


def subjects(statement: Statement | None, *, phase: int | None = None) -> frozenset[str]:
    """The elements that a statement, or a quotation with its ``phase``, is of."""
    number = statement.phase if statement else phase
    return frozenset((*(statement.subjects if statement else ()), *([f"phase.{number}"] if number else ())))


class Frame:
    """Judges what stands around statements."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        en, zh = lexicon("en"), lexicon("zh")
        self._lead = en.words("lead") | en.words("small")
        self._lead_zh = frozenset(zh.phrases("lead")) | zh.words("small")
        self._longest = max(map(len, self._lead_zh))
        self._joined = re.compile(rf"(?:{patterns('joined')})\s*$")
        connectives = "|".join((*zh.phrases("connectives"), *(f"{c}\\b" for c in en.phrases("connectives"))))
        self._behind = re.compile(
            rf"[*_”\"]{{0,4}} ?{MARKS[What.CITATION]}* ?[,，;；] ?(?:{connectives})", re.IGNORECASE
        )
        self._framing, self._periods = any_of(phrases("framing")), any_of(phrases("framing_periods"))
        self._verdicts = any_of((*en.phrases("verdict_words"), *zh.phrases("evaluated")))
        self._reasons = re.compile(patterns("reasons"))
        self._columns = any_of(phrases("columns"))
        self._echo = re.compile(f"[\\s>*-]*(?:{patterns('echoes')})")
        bare = "|".join(map(re.escape, phrases("opening_verdicts")))
        self._bare = re.compile(rf"[\s>*_-]*(?:(?:{bare})[,，!！。. ]*)+[*_]*\s*", re.IGNORECASE)
        self._budget_before = re.compile(
            r"(?:.*[,，;；:：。.!?！？]|)[\s>*_-]*(?:and |so |then )?(?:for|on|of|with|from|about|at|按照?|关于|对于|基于|根据|以)? ?(?:the|our|your|您的|你的|我们的|咱们的|贵司的)? ?",
            re.IGNORECASE | re.DOTALL,
        )
        self._budget_after = re.compile(rf"[*_]*{MARKS[What.CITATION]}* ?(?:$|[,，。.:：;；!！?？\n]|计算|来算|来看)")

    def bare_verdict(self, text: str) -> bool:
        """Whether ``text`` is nothing but a yes or no, which a statement behind it would seem to bear out."""
        return len(text) <= _LONGEST_LEAD and bool(text.strip()) and self._bare.fullmatch(text) is not None

    def echo(self, text: str) -> bool:
        """Whether ``text``, behind a statement, says that it is of another version, period or base."""
        return self._echo.match(text.lower()) is not None

    def label(self, text: str, level: int) -> Label:
        """What the heading, item or line ``text`` says of everything below it."""
        small = text.translate(_EMPHASIS).lower()
        named = tuple(ids for _, _, ids in self._vocabulary.mentions(small))
        return Label(level, named, self._framing.search(small) is not None, self._periods.search(small) is not None)

    def column(self, text: str) -> bool:
        """Whether a short form may stand in a column headed ``text``: it tells a whole, and no side of it."""
        return self._columns.search(text.lower()) is None

    def above(self, labels: Iterable[Label], statement: Statement | None, own: frozenset[str]) -> bool:
        """Whether a statement of ``own`` elements may stand below ``labels``."""
        timed = statement is None or any(f.identity and f.identity.period not in ("", "year") for f in statement.facts)
        for label in labels:
            if label.blocked or (label.periodic and not timed):
                return False
            if own and label.elements and not any(ids & own for ids in label.elements):
                return False
        return True

    def lead(self, text: str, own: frozenset[str]) -> str:
        """The kind of problem that the words ``text`` in front of a statement of ``own`` elements are, or nothing."""
        if len(text) > _LONGEST_LEAD:
            return "lead"
        small = text.translate(_EMPHASIS).lower()
        if not small.strip():
            return ""
        for start, end, ids in reversed(self._vocabulary.mentions(small)):
            if not ids & own:
                return "element"
            small = f"{small[:start]} {small[end:]}"
        if small.strip() and not self._joined.search(small):
            return "lead"
        latin = all(word in self._lead for word in _LATIN.findall(small))
        return "" if latin and all(self._composed(run) for run in _HAN.findall(small)) else "lead"

    def _composed(self, run: str) -> bool:
        """Whether ``run`` can be made of the words of the list."""
        reached = {0}
        for at in range(len(run)):
            if at in reached:
                reached |= {at + n for n in range(1, self._longest + 1) if run[at : at + n] in self._lead_zh}
        return len(run) in reached

    def behind(self, text: str) -> bool:
        """Whether ``text`` may stand behind the last statement of a sentence: nothing, or a connective with prose.

        A reason that brings a verdict, a comparison, a currency or the source's word would be taken for part of the statement.
        """
        if self._behind.match(text) is not None:
            small = text.lower()
            return self._verdicts.search(small) is None and self._reasons.search(small) is None
        return _QUIET.fullmatch(text) is not None

    def budget(self, before: str, after: str) -> bool:
        """Whether the budget phrase may stand between ``before`` and ``after``."""
        return (
            self._budget_before.fullmatch(before[-_LONGEST_LEAD:]) is not None
            and self._budget_after.match(after) is not None
        )


def opens(text: str) -> bool:
    """Whether what follows ``text`` in its sentence begins it."""
    return not any(c.isalnum() for c in text)
