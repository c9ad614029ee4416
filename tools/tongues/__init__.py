"""The languages of replies: a folder of this package each. Nothing else in the product asks which language it is.

A folder says in ``__init__.py`` how the language is set, ``LIKE`` (as Chinese: no spaces, 、 and 。; or as English), and what its reply is called
for a model, ``NAME``. One that is not Chinese or English also has ``PHRASES``, its words by the English ones, and may have modules with the names of
the texts that it translates whole: ``answers`` (as ``agent/answers/texts/en.py``), ``commands`` (as ``agent/commands/texts/en.py``) and ``words`` (as
``agent/words/en.py``). What it does not say is told as English or, for ``LIKE = "zh"``, as Chinese: a language may grow.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType

#: The languages in which everything is said; the others follow one of them.
WHOLE = ("zh", "en")


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """The codes of all languages, those that say everything first."""
    return (*WHOLE, *sorted(found.name for found in iter_modules(__path__) if found.name not in WHOLE))


def known(language: str) -> str:
    """``language``; raises :class:`ValueError` for one that is not there."""
    if language not in languages():
        raise ValueError(f"must be one of {', '.join(languages())}")
    return language


@lru_cache(maxsize=16)
def _folder(language: str) -> ModuleType:
    return import_module(f"{__name__}.{language if language in languages() else 'en'}")


def base(language: str) -> str:
    """Which of the two whole languages ``language`` is set like and falls back on; English for one that is not there."""
    if language in WHOLE:
        return language
    found: str = _folder(language).LIKE
    return found


def chinese(language: str) -> bool:
    """Whether text of ``language`` is set as Chinese is: without spaces, with full-width marks."""
    return base(language) == WHOLE[0]


def pick(language: str, zh: str, en: str) -> str:
    """The one of two texts that ``language`` is told, or its own words for them."""
    if language in WHOLE:
        return zh if language == WHOLE[0] else en
    told: str = _folder(language).PHRASES.get(en, zh if chinese(language) else en)
    return told


def name(language: str) -> str:
    """What the language is called in English, as a model is told it."""
    found: str = _folder(language).NAME
    return found


def listed(language: str, items: Iterable[str]) -> str:
    """``items`` one behind the other."""
    return ("、" if chinese(language) else ", ").join(items)


def stop(language: str) -> str:
    """What ends a sentence."""
    return "。" if chinese(language) else "."


def gap(language: str) -> str:
    """What stands between two sentences."""
    return "" if chinese(language) else " "


def colon(language: str) -> str:
    """The mark that announces, with its space."""
    return "：" if chinese(language) else ": "


@lru_cache(maxsize=32)
def module(package: str, part: str, language: str) -> tuple[ModuleType, ModuleType | None]:
    """The texts of ``package`` that ``language`` falls back on, and its own: the module ``part`` of its folder, if it has one."""
    whole = import_module(f"{package}.{base(language)}")
    if language in WHOLE or language not in languages():
        return whole, None
    own = f"{__name__}.{language}.{part}"
    return whole, import_module(own) if find_spec(own) else None


def counted(language: str, counts: Iterable[tuple[int, str, str]]) -> str:
    """Numbers of things with what they are, each given in Chinese and English: “3 added, 0 removed”."""
    if chinese(language):
        return "，".join(f"{pick(language, zh, en)} {n}" for n, zh, en in counts)
    return ", ".join(f"{n} {pick(language, zh, en)}" for n, zh, en in counts)
