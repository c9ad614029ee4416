"""What the command line says of itself, a module a language: its help, its mistakes in usage, what each setting is for.

Modules and not YAML, since every start reads one. A language is a module of this package with ``TEXTS`` and ``SETTINGS``, or
``commands`` in its folder of ``tools.tongues``.
"""

from __future__ import annotations

from tools.tongues import module


def say(key: str, language: str, **values: object) -> str:
    """The sentence ``key`` in ``language``, in English where there is no such language."""
    whole, own = module(__name__, "commands", language)
    text: str = getattr(own, "TEXTS", {}).get(key) or whole.TEXTS[key]
    return text.format(**values)


def setting(name: str, language: str, english: str) -> str:
    """What the setting ``name`` is for; ``english`` is how it is described where it is defined."""
    whole, own = module(__name__, "commands", language)
    text: str = getattr(own, "SETTINGS", {}).get(name) or whole.SETTINGS.get(name, english)
    return text
