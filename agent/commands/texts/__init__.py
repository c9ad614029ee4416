"""What the command line says of itself, a module a language: its help, its mistakes in usage, what each setting is for.

Modules and not YAML, since every start reads one. A language is a module of this package with ``TEXTS`` and ``SETTINGS``.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType


@lru_cache(maxsize=4)
def _module(language: str) -> ModuleType:
    name = f"{__name__}.{language}"
    return import_module(name if language.isalpha() and find_spec(name) else f"{__name__}.en")


def say(key: str, language: str, **values: object) -> str:
    """The sentence ``key`` in ``language``, in English where there is no such language."""
    text: str = _module(language).TEXTS[key]
    return text.format(**values)


def setting(name: str, language: str, english: str) -> str:
    """What the setting ``name`` is for; ``english`` is how it is described where it is defined."""
    text: str = _module(language).SETTINGS.get(name, english)
    return text
