"""What the tests of the online side share: a small library, an advisor over a scripted model, a model that is faithful."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from agent.advisor import Advisor
from agent.memory import SQLiteStore
from agent.online import OnlineAuthor, open_author
from agent.settings import Settings
from agent.testing import Request, ScriptedModel, Step, say
from knowledge.corpus import load_corpus
from knowledge.framework import load_framework
from knowledge.lexical import LexicalIndex


@dataclass(frozen=True, slots=True)
class Found:
    id: str
    text: str
    score: float


class SmallLibrary:
    """The shipped passages, searched by their words."""

    def __init__(self, **extra: Any) -> None:
        self._passages: dict[str, Any] = {p.id: p for p in load_corpus().passages} | extra
        self._index = LexicalIndex.build(f"{p.text} {p.translation}" for p in self._passages.values())

    def passages(self) -> dict[str, Any]:
        return self._passages

    def search(self, query: str) -> list[Found]:
        every = list(self._passages.values())
        return [Found(every[n].id, every[n].text, score) for n, score in self._index.search(query, k=6)]


@cache
def library() -> SmallLibrary:
    return SmallLibrary()


def settings(url: str, **values: Any) -> Settings:
    return Settings(
        _env_file=None,
        openai_api_key="sk-scripted-secret",
        openai_base_url=url,
        data_directory=Path("unused"),
        **{"turn_seconds": 8.0, **values},
    )


def author(model: ScriptedModel, **values: Any) -> OnlineAuthor:
    return open_author(settings(model.url, **values))


def advisor(model: ScriptedModel | None, **values: Any) -> Advisor:
    """An advisor whose model is ``model``; without one it is offline."""
    return Advisor(
        load_framework(), library(), SQLiteStore(":memory:"), author=author(model, **values) if model else None
    )


def part(request: Request, name: str) -> str:
    """A part of the briefing, as a model reads it."""
    found = re.search(rf"<{name}>\n(.*?)\n</{name}>", request.said("user"), re.DOTALL)
    return found[1] if found else ""


def faithful(request: Request) -> Step:
    """A model that tells the draft as it is."""
    return say(part(request, "draft"))
