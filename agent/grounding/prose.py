"""Whether a stretch of prose is free of figures, quantities and verdicts.

It errs towards finding: what may state a figure does, unless it counts what may be counted, is an idiom, or is a name of the vocabulary. Characters outside
Chinese and English writing are refused first, so that digits of other scripts, look-alikes and invisible marks need no rule of their own. What a
statement may stand beside is the business of ``frame``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from agent.grounding.chinese import Chinese, number
from agent.grounding.english import NUMBERED, English, roman
from agent.grounding.words import Vocabulary, any_of, lexicon

_PUNCTUATION = "，。：；？！、（）【】《》〈〉“”‘’「」『』…—–·•￥¥€£≥≤≈≠×÷±→←↑↓％～°©®™"
_EMOJI = "✅✔❌⚠️💡📊📈📉🎯🚀👉⭐📌🔍📝🛠🤖✨👍🙏😊🙂🎉💪🔑📣👋⏰📅🌱🤝🧭☑✓✗🔥❓❗"
_WIDE: dict[int, int | str] = {
    code: code - 0xFEE0 for code in range(0xFF01, 0xFF5E) if chr(code) not in "，：；？！（）"
}
_WIDE |= {ord(c): " " for c in "\u3000\u00a0\u2002\u2003\u2009\u202f\t\r"} | {ord(c): "-" for c in "−‐‑"}
#: Latin letters with accents are written, and read as their plain letters.
_ACCENTS = {
    code: base
    for code in range(0xC0, 0x250)
    if (base := unicodedata.normalize("NFD", chr(code))[0].lower()).isascii() and base.isalpha()
}
_ACCENTS[ord("’")] = "'"
FORBIDDEN = re.compile(
    f"[^\\n\\x20-\\x5b\\x5d-\\x7e\u4e00-\u9fff〇{_PUNCTUATION}{_EMOJI}{''.join(map(chr, _ACCENTS))}]"
)
MARKUP = re.compile(
    r"<[A-Za-z/!?]|[\]\ue000-\ue005]\(|!\[|(?:https?:|ftp:|www\.|mailto:|javascript:|data:)|&(?:#|[a-z]\w{0,20};)|\$\$|```"
    r"|^[ >]*(?:\[[^\]]*\]|\ue004):"
    r"|(?<![a-z0-9-])[a-z0-9-]{1,63}\.(?:com|cn|net|org|io|ai|app|dev|info|biz|xyz|top|vip|co|me|tv|shop|site|online)\b",
    re.ASCII | re.IGNORECASE,
)
_EMPHASIS = {ord(c): None for c in "*_`~\ufe0f"}
_FIGURE = re.compile(
    r"[$€£¥]?[0-9](?:[.,]?[0-9])*(?: ?(?:%|万|亿|元|k\b|m\b|million|个百分点|percentage points|x\b|倍))*|[$€£¥%‰≥≤≈±÷×]+"
)
_SPACED = re.compile(r"(?<![A-Za-z])[A-Za-z](?:[ .\-·]{1,2}[A-Za-z]){2,30}(?![A-Za-z])")
_LOOKALIKE = re.compile(r"(?<![A-Za-z])(?:[lI|][oO]+|[SZBGlI]?O{2,})(?![A-Za-z])")
_NOUNS = "|".join(NUMBERED)
_NUMBERS = rf"(?P<noun>{_NOUNS})s?[ -]?(?P<numbers>[0-9]{{1,2}}(?:(?: and | or | to |, | & |-|–|/)[0-9]{{1,2}})*)(?![0-9a-z%]|[.,][0-9]| ?(?:%|percent|million|k\b))"
_NAMED = re.compile(
    rf"(?<![a-z]){_NUMBERS}|第(?P<zh>[0-9])(?:个)?(?P<what>阶段|层|象限|步|点|条|项)|(?P<that>阶段|步骤)(?P<nr>[0-9])(?![0-9.%个天周月年])"
)
_ASKED = re.compile(r"[^。.!！?？;；\n]{0,200}[?？]")
_CLAUSES = re.compile("[，。；,;.\\n]")
_CONDITIONAL_ZH = re.compile(r"如果|等|一旦|是否|直到|只要|若|当|能否|会不会|有没有|为了|怎么|什么|假如|避免|不要|别")
_CONDITIONAL_EN = re.compile(
    r"\b(?:if|once|when|until|whether|before|after|unless|in case|as soon as|how|what|which|where|so that|avoid|not)\b"
)
_AFTER_ZH = re.compile(r"(?:之?后|再|时|前|之前|的话|才|吗|了再|没有|与否)")


@dataclass(frozen=True, slots=True)
class Finding:
    """What a stretch of prose states: ``kind`` is a kind of problem, the characters are of the text that was scanned."""

    kind: str
    start: int
    end: int
    text: str


def plain(text: str) -> str:
    """``text`` with full-width letters, digits and signs in their ordinary form; no character is added or lost."""
    return text.translate(_WIDE)


class Prose:
    """Finds what prose may not state, with the names and counts of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._english, self._chinese = English(vocabulary), Chinese(vocabulary)
        en, zh = lexicon("en"), lexicon("zh")
        self._names = any_of((*en.phrases("names"), *zh.phrases("names"), *vocabulary.names))
        self._kpis = any_of(n for id_, names in vocabulary.elements.items() if id_.startswith("kpi.") for n in names)
        self._evaluated = any_of((*en.phrases("evaluated"), *zh.phrases("evaluated")))
        self._claimed = tuple(
            (re.compile("|".join(map(str, words.data["claims"]))), words.phrases("claim_words"), conditional)
            for words, conditional in ((en, _CONDITIONAL_EN), (zh, _CONDITIONAL_ZH))
        )

    def find(self, text: str) -> list[Finding]:
        """What ``text``, in which references are marks, states, in order."""
        cased = text.translate(_EMPHASIS)
        small = self._names.sub(lambda m: "·" * len(m[0]), cased.translate(_ACCENTS).lower())
        named = self._without_names(small) if _FIGURE.search(small) else small
        found = [Finding("figure", *m.span(), m[0]) for m in _FIGURE.finditer(named)]
        found += self._words(named, cased)
        found += self._claims(named)
        return sorted(found, key=lambda f: f.start)

    def _words(self, small: str, cased: str) -> Iterator[Finding]:
        for kind, start, end in (*self._english.find(small), *self._chinese.find(small)):
            if kind == "quantity" and _ASKED.match(small, end):
                continue  # "for a year or a quarter?" asks for one
            yield Finding(kind, start, end, small[start:end])
        for start, end, _ in roman(cased):
            if small[start:end] != "·" * (end - start) and not self._numbered_roman(small, start, cased[start:end]):
                yield Finding("figure", start, end, cased[start:end])
        for match in _SPACED.finditer(small):
            letters = re.sub("[^a-z]", "", match[0])
            if letters in self._english.spelled or any(w in letters for w in self._english.spelled if len(w) > 3):
                yield Finding("figure", *match.span(), match[0])
        for match in _LOOKALIKE.finditer(cased):
            yield Finding("figure", *match.span(), match[0])

    def _numbered_roman(self, small: str, start: int, roman_: str) -> bool:
        before = re.search(rf"({_NOUNS}) $", small[max(0, start - 10) : start])
        value = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5}.get(roman_)
        return bool(before) and value is not None and self._english.numbered(before[1], value)  # type: ignore[index]

    def _without_names(self, small: str) -> str:
        """``small`` with the numbers of phases, steps and the like blanked where they exist."""

        def blank(match: re.Match[str]) -> str:
            noun = match["noun"] or match["what"] or match["that"]
            numbers = [int(n) for n in re.findall("[0-9]+", match[0])]
            right = all(self._exists(noun, n) for n in numbers)
            return re.sub("[0-9]", "·", match[0]) if right else match[0]

        return _NAMED.sub(blank, small)

    def _exists(self, noun: str, value: int) -> bool:
        if noun.isascii():
            return self._english.numbered(noun, value)
        counts = self.vocabulary.counts.get(noun)
        return 0 < value <= (max(counts) if counts else 9)

    def _claims(self, small: str) -> Iterator[Finding]:
        for pattern, triggers, conditional in self._claimed:
            if not any(word in small for word in triggers):
                continue
            for match in pattern.finditer(small):
                if not self._conditional(small, match, conditional):
                    yield Finding("claim", *match.span(), match[0])
        yield from self._kpi_verdicts(small)

    def _kpi_verdicts(self, small: str) -> Iterator[Finding]:
        """Where a KPI is said to be fine, met or short."""
        for match in self._evaluated.finditer(small):
            conditional = _CONDITIONAL_EN if match[0].isascii() else _CONDITIONAL_ZH
            near = small[max(0, match.start() - (30 if match[0].isascii() else 12)) : match.start()]
            kpi = self._kpis.search(_CLAUSES.split(near)[-1])
            if kpi and not self._conditional(small, match, conditional):
                yield Finding("claim", *match.span(), match[0])

    @staticmethod
    def _conditional(small: str, match: re.Match[str], conditional: re.Pattern[str]) -> bool:
        """Whether what ``match`` says is a condition or a question, not a claim."""
        before = re.split(r"[。；!！?？\n.;]", small[max(0, match.start() - 60) : match.start()])[-1]
        opened = conditional.search(before) or conditional.search(match[0])
        return bool(opened) or (conditional is _CONDITIONAL_ZH and _AFTER_ZH.match(small, match.end()) is not None)


def list_number(text: str) -> int | None:
    """The value of a list number (``3``, ``三``)."""
    return int(text) if text.isascii() and text.isdigit() else number(text)
