"""The one definition of “numeral”: where text holds evidence of a figure, in any spelling.

It errs towards finding: a word that may be a figure is one, unless an exact phrase of the glossary covers it. What a
figure means is the business of ``tools.figures``; whether it may be said, that of ``check``. The stream asks
:func:`tail` here when it must wait, so that checker and stream cannot disagree.

Characters outside the allowed set are refused before this module sees the text, so circled, full-width, mathematical
or Arabic-Indic digits, homoglyphs and zero-width marks need no rule of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from agent.grounding import phrases
from agent.grounding.lexicon import Lexicon

#: Stand-ins for references in text that is being scanned; the characters themselves are never allowed in a reply.
FACT_MARK, CITE_MARK, QUOTE_MARK = "\ue000", "\ue001", "\ue002"
MARKS = FACT_MARK + CITE_MARK + QUOTE_MARK

_PUNCTUATION = "，。：；？！、（）【】《》〈〉“”‘’「」『』…—–·•～￥¥€£≥≤≈≠×÷±→←↑↓％"
_EMOJI = "✅✔❌⚠💡📊📈📉🎯🚀👉⭐📌🔍📝🛠🤖"
#: Everything else fails: an allowed character is one whose every reading this module knows.
FORBIDDEN = re.compile(f"[^\\n\\t\\x20-\\x5b\\x5d-\\x7e\u4e00-\u9fff〇{_PUNCTUATION}{_EMOJI}]")

_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_WIDE |= {
    ord("％"): "%",
    ord("＋"): "+",
    ord("－"): "-",
    ord("＝"): "=",
    ord("．"): ".",
    ord("＄"): "$",
    ord("￥"): "¥",
}
_WIDE |= {
    ord("［"): "[",
    ord("］"): "]",
    ord("＊"): "*",
    ord("｜"): "|",
    ord("／"): "/",
    ord("＞"): ">",
    ord("＜"): "<",
}
_WIDE |= {
    ord("\u3000"): " ",
    ord("\u00a0"): " ",
    ord("\t"): " ",
    ord("\r"): " ",
    ord("−"): "-",
    ord("＆"): "&",
    ord("＃"): "#",
}


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` of a text."""

    start: int
    end: int


def _start(span: Span) -> int:
    return span.start


def plain_width(text: str) -> str:
    """``text`` with full-width letters, digits and signs in their ordinary form; no character is added or lost."""
    return text.translate(_WIDE)


_ROMAN = re.compile(r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ROMAN_SMALL = frozenset("ii iii iv vi vii viii ix xi xii xiii xiv xv xvi xvii xviii xix xx xxx".split())
_NUMBERED = frozenset("phase stage part section chapter level tier type step class option layer version figure".split())
_GLUED = re.compile(
    rf"(?:{'|'.join(sorted(phrases.CARDINALS_EN | {'fold', 'and', 'percent', 'th'}, key=len, reverse=True))})+"
)
_GLUED_PINYIN = re.compile(rf"(?:{'|'.join(sorted(phrases.PINYIN, key=len, reverse=True))}){{2,}}")
#: Two function words of another language this close together are a sentence in it, not a name.
_FOREIGN_WINDOW = 7
_GLUED_ROMAJI = re.compile(r"(?:ichi|nii?|san|yon|go|roku|nana|hachi|kyuu?)(?:juu?|hyaku|sen|man|oku)[a-z]{0,8}")
_LOOKALIKE = re.compile(r"[lI|][oO]+|[SZBGlI]?O{2,}")
_WORD = re.compile(r"[A-Za-z]+")
_SPACED = re.compile(r"(?<![A-Za-z])[A-Za-z](?:[ .\-_·]{1,2}[A-Za-z]){2,30}(?![A-Za-z])")
_SIGNS = "0-9%$€£¥"
#: Whole figures come first: the 一 of 每一成 is covered by 每一, but 一成 is not.
_HARD = re.compile(
    rf"{'|'.join(sorted(map(re.escape, phrases.FIGURES_ZH), key=len, reverse=True))}|翻[了两一]{{0,2}}番"
    rf"|[{_SIGNS}{phrases.CHARACTERS_ZH}]"
)
_FIGURES_EN = Lexicon(phrases.FIGURES_EN)
_MONEY = Lexicon(phrases.MONEY_WORDS)
_LONGEST_MONEY = max(map(len, phrases.MONEY_WORDS)) + 2
_STARTS = Lexicon(
    phrases.FIGURES_ZH + tuple(w for w in phrases.MONEY_WORDS if not w.isascii()) + ("翻了一番", "翻两番")
)


class Glossary:
    """The exact phrases that may hold numerals: the fixed ones and the names of a framework that hold one."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._phrases = Lexicon({*phrases.PHRASES_ZH, *phrases.PHRASES_EN, *names})
        starts = "|".join(re.escape(p) for p in phrases.ENUMERATORS)
        self._enumerators = re.compile(rf"(?:^|(?<=[。！？!?；;\n])|(?<=[.:：] ))[ *_]*(?:{starts})")

    @classmethod
    def of(
        cls, vocabulary: Mapping[str, tuple[Sequence[str], Sequence[str]]], wordings: Iterable[str] = ()
    ) -> Glossary:
        """The glossary with the names of ``vocabulary`` and the ``wordings`` that hold a numeral; no wording holds a digit."""
        names = {term for terms in vocabulary.values() for language in terms for term in language if term}
        names |= {text for text in wordings if not any(map(str.isdigit, text))}
        return cls(name for name in names if evidence(name))

    def begins(self, text: str) -> int:
        """Where the tail of ``text`` begins that may still grow into a phrase."""
        return self._phrases.begins(text)

    def covered(self, text: str) -> list[Span]:
        """Where ``text`` holds phrases of the glossary."""
        found = [Span(f.start, f.end) for f in self._phrases.find(text)]
        openers = [Span(*m.span()) for m in self._enumerators.finditer(text)]
        return sorted(openers + [p for p in found if not any(o.start <= p.start < o.end for o in openers)], key=_start)


def evidence(text: str) -> list[Span]:
    """Every place of ``text`` that may state a figure, in order; linear in the length of ``text``."""
    found = [Span(*m.span()) for m in _HARD.finditer(text)]
    before = ""
    latin = list(_WORD.finditer(text))
    for match in latin:
        if _counts(match[0], before):
            found.append(Span(*match.span()))
        before = match[0].lower()
    for match in _SPACED.finditer(text):
        letters = re.sub(r"[^a-z]", "", match[0].lower())
        if any(word in letters for word in phrases.CARDINALS_EN) or letters in phrases.WORDS_EN:
            found.append(Span(*match.span()))
    if latin:
        found += [Span(f.start, f.end) for f in _FIGURES_EN.find(text)]
        found += [Span(*m.span()) for m in _LOOKALIKE.finditer(text) if _stands_alone(text, m)]
    return sorted(found, key=_start)


def uncovered(text: str, glossary: Glossary) -> list[Span]:
    """The evidence of ``text`` that no phrase of the glossary covers."""
    spans = evidence(text)
    if not spans:
        return []
    return [
        span for span, phrase in zip(spans, _phrases_over(spans, glossary.covered(text)), strict=True) if not phrase
    ]


def _phrases_over(spans: list[Span], covered: list[Span]) -> list[Span | None]:
    """For each of ``spans`` the phrase that covers it, or ``None``; both lists are sorted by where they start."""
    found: list[Span | None] = []
    at = 0
    for span in spans:
        while at < len(covered) and covered[at].end < span.end:
            at += 1
        phrase = covered[at] if at < len(covered) else None
        found.append(phrase if phrase and phrase.start <= span.start and span.end <= phrase.end else None)
    return found


def tail(text: str, glossary: Glossary, *, resolved: int = 0) -> int:
    """How much of ``text``, the beginning of a unit, a stream may release: up to the first sign of a figure.

    The sign is the checker's own evidence, a word with which a figure may begin (RMB), or a tail that may still grow
    into either. Evidence that ends before ``resolved`` is left to the check.
    """
    grows = min(_STARTS.begins(text), glossary.begins(text))
    spans = [span for span in evidence(text) if span.end > resolved]
    covered = _phrases_over(spans, glossary.covered(text)) if spans else []
    limits = [len(text)]
    for span, phrase in zip(spans, covered, strict=True):
        if phrase is None or phrase.end > grows:
            limits.append(span.start)
    limits += [f.start for f in _MONEY.find(text) if f.end > resolved and not text[f.end :].strip(" +-−±")]
    word = re.search(r"[A-Za-z'-]+$", text)
    limits += [word.start()] if word else []
    limits.append(_STARTS.begins(text))
    return begin_of(text, min(limits))


def begin_of(text: str, at: int) -> int:
    """Where a figure whose first numeral stands ``at`` begins: its currency and sign belong to it."""
    before = text[max(0, at - _LONGEST_MONEY) : at]
    for found in _MONEY.find(before):
        if not before[found.end :].strip(" +-−±"):
            at -= len(before) - found.start
            break
    while at and text[at - 1] in "+-−±–":
        at -= 1
    return at


def is_foreign(text: str) -> bool:
    """Whether ``text`` reads as a language that is neither Chinese nor English."""
    at = [i for i, word in enumerate(_WORD.findall(text)) if word.lower() in phrases.FOREIGN_FUNCTION]
    return any(second - first < _FOREIGN_WINDOW for first, second in pairwise(at))


def _counts(word: str, before: str) -> bool:
    small = word.lower()
    if small in phrases.WORDS_EN or small in phrases.FOREIGN or small in _ROMAN_SMALL:
        return True
    if small in phrases.PINYIN and before in phrases.PINYIN:
        return True
    if len(small) > 5 and (_GLUED.fullmatch(small) or _GLUED_PINYIN.fullmatch(small) or _GLUED_ROMAJI.fullmatch(small)):
        return True
    if word.isupper() and _ROMAN.fullmatch(word):
        return len(word) > 1 or before in _NUMBERED
    return small in ("v", "x", "i") and before in _NUMBERED


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    start, end = match.span()
    return not (start and text[start - 1].isascii() and text[start - 1].isalpha()) and not (
        end < len(text) and text[end].isascii() and text[end].isalpha()
    )
