"""The words that carry meaning in a message, by class, a file a language.

A class is a name, or a name with a value (``per.month``: class ``per``, value ``month``). Entries are phrases in plain form, parted by commas; the longest phrase
wins where several fit, and of equal ones the first class.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

LANGUAGES = ("en", "zh")


@dataclass(frozen=True, slots=True)
class Lexeme:
    """An entry found in a text."""

    start: int
    end: int
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The entries of one language: by first word (English) or first character (Chinese), the longest first."""

    entries: dict[str, tuple[tuple[tuple[str, ...], str, str], ...]]
    words: dict[tuple[str, int], tuple[tuple[str, str, str], ...]]  # single long words, by first letter and length


#: The files of each language; where two have an entry, the first one's class holds.
FILES = {"en": ("en", "en_usage", "en_terse"), "zh": ("zh", "zh_spoken")}


@functools.cache
def _lexemes(language: str) -> dict[str, str]:
    """The phrases of every class, of all files of a language."""
    found: dict[str, str] = {}
    for name in FILES[language]:
        for kind, text in import_module(f"agent.understanding.lexicon.{name}").LEXEMES.items():
            found[kind] = f"{found[kind]}, {text}" if kind in found else text
    return found


@functools.cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of ``en`` or ``zh``, loaded when it is first asked for."""
    classes = _lexemes(language)
    entries: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    words: dict[tuple[str, int], list[tuple[str, str, str]]] = {}
    for name, text in classes.items():
        kind, _, value = name.partition(".")
        for phrase in filter(None, (p.strip() for p in text.replace("\n", " ").split(","))):
            units = tuple(phrase.split()) if language == "en" else tuple(phrase)
            entries.setdefault(units[0], []).append((units, kind, value))
            if language == "en" and len(units) == 1 and len(phrase) >= LONG and phrase.isalpha():
                words.setdefault((phrase[0], len(phrase)), []).append((phrase, kind, value))
    ordered = {first: tuple(sorted(found, key=lambda e: -len(e[0]))) for first, found in entries.items()}
    return Lexicon(ordered, {key: tuple(found) for key, found in words.items()})


#: From this length on a word is recognised with a slip of the keyboard.
LONG = 5


def match(lexicon_: Lexicon, units: list[str], at: int) -> tuple[int, str, str] | None:
    """How many of ``units`` from ``at`` on the longest entry takes, with its class and value."""
    for phrase, kind, value in lexicon_.entries.get(units[at], ()):
        if tuple(units[at : at + len(phrase)]) == phrase:
            return len(phrase), kind, value
    return None


def near(lexicon_: Lexicon, word: str) -> tuple[str, str] | None:
    """The class and value of the one long word that ``word`` is a slip of."""
    if len(word) < LONG:
        return None
    found = {
        (kind, value)
        for length in (len(word) - 1, len(word), len(word) + 1)
        for known, kind, value in lexicon_.words.get((word[0], length), ())
        if _one_slip(word, known)
    }
    return next(iter(found)) if len(found) == 1 else None


def _one_slip(a: str, b: str) -> bool:
    """Whether two words differ by one letter more, less, other, or swapped with its neighbour."""
    if len(a) > len(b):
        a, b = b, a
    i = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    if len(a) < len(b):
        return a[i:] == b[i + 1 :]
    return a[i + 1 :] == b[i + 1 :] or (a[i : i + 2] == b[i : i + 2][::-1] and a[i + 2 :] == b[i + 2 :])


def classes() -> Iterator[str]:
    """The names of all classes of all languages, each once."""
    seen: set[str] = set()
    for language in LANGUAGES:
        for name in _lexemes(language):
            kind = name.partition(".")[0]
            if kind not in seen:
                seen.add(kind)
                yield kind
