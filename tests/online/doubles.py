"""What the tests of the online side share: a small library, an advisor over a scripted model, what may be shown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import agent.models  # noqa: F401 - LangChain is imported before any deadline runs
from agent.advisor import Advisor
from agent.answers.said import BRIEF, CELL, CLAUSE, say
from agent.assembly import Found
from agent.memory import store_in_file
from agent.online import open_author
from agent.online.author import OnlineAuthor
from agent.replies import Answered, Delta, Done, Restart
from agent.settings import Settings
from agent.testing import Request, ScriptedModel, Step
from agent.testing import say as saying
from knowledge.corpus import load_corpus
from knowledge.framework import load_framework
from knowledge.lexical import LexicalIndex
from tools.facts import Ledger

QUESTION = "年度营销预算五百万怎么分？"


class SmallLibrary:
    """The shipped passages and ``extra`` ones, searched by their words."""

    def __init__(self, *extra: Any) -> None:
        self._passages: dict[str, Any] = {p.id: p for p in (*load_corpus().passages, *extra)}
        self._index = LexicalIndex.build(f"{p.text} {p.translation}" for p in self._passages.values())

    @property
    def disputes(self) -> dict[str, Any]:
        """No other document states anything."""
        return {}

    def passages(self) -> dict[str, Any]:
        return self._passages

    def search(self, query: str) -> list[Found]:
        every = list(self._passages.values())
        return [Found(every[n].id, score, every[n].text) for n, score in self._index.search(query, k=6)]


@cache
def library() -> SmallLibrary:
    return SmallLibrary()


def settings(url: str, **values: Any) -> Settings:
    return Settings(
        _env_file=None,
        openai_api_key="sk-scripted-secret",
        openai_base_url=url,
        data_directory=Path("unused"),
        **{"turn_seconds": 60.0, **values},
    )


def author(model: ScriptedModel, **values: Any) -> OnlineAuthor:
    return open_author(settings(model.url, **values))


def advisor(model: ScriptedModel | None, *, sources: SmallLibrary | None = None, **values: Any) -> Advisor:
    """An advisor whose model is ``model``; without one it is offline."""
    online = author(model, **values) if model else None
    return Advisor(load_framework(), sources or library(), store_in_file(":memory:"), author=online)


async def warm(asked: Advisor) -> None:
    """Build the agent before any deadline runs."""
    assert isinstance(asked.author, OnlineAuthor)
    await asked.author.warm_up(asked.framework)


@dataclass(slots=True)
class Shown:
    """What a turn showed: every state of the screen, and the reply."""

    reply: Answered
    screens: list[str] = field(default_factory=list)
    restarts: int = 0

    @property
    def everything(self) -> str:
        return "\n".join(self.screens)


async def watch(asked: Advisor, message: str, *, conversation: str = "c") -> Shown:
    """Ask, and keep every state of the screen."""
    screens, screen, restarts = [], "", 0
    async for event in asked.stream(message, conversation=conversation):
        match event:
            case Delta(text):
                screen += text
                screens.append(screen)
            case Restart():
                screen, restarts = "", restarts + 1
            case Done(reply):
                assert screen == reply.text
                return Shown(reply, screens, restarts)
    raise AssertionError("a turn ends with Done")


def part(request: Request, name: str) -> str:
    """A part of the briefing, as a model reads it."""
    found = re.search(rf"<{name}>\n(.*?)\n</{name}>", request.said("user"), re.DOTALL)
    return found[1] if found else ""


def listed(request: Request) -> list[str]:
    """The references that answer, in order, of the last result or else the briefing."""
    results = [
        str(m.get("content"))
        for m in request.messages
        if m.get("role") == "tool" and "references exist" in str(m.get("content"))
    ]
    return re.findall(
        r"^([CTX]\d+)(?: \((?:verdict|note)\))?:", results[-1] if results else part(request, "statements"), re.MULTILINE
    )


def faithful(request: Request) -> Step:
    """A model that tells every statement as it stands."""
    zh = "Reply in Chinese." in request.said("user")
    stop = "。" if zh else "."
    told = [f"[[{r}]]{stop}" if r.startswith("C") else f"[[{r}]]" for r in listed(request)]
    return saying("\n\n".join(told) or ("好的。" if zh else "All right."))


_DIGITS = re.compile(r"\d(?:[\d,.]*\d)?")


def unsupported(shown: str, ledger: Ledger, passages: Iterable[Any]) -> set[str]:
    """Figures of ``shown`` in digits that stand in no fact and no passage; an oracle that shares no code with the gate."""
    known = {str(n) for n in range(1, 10)}  # numbers of citations and lists
    for fact in ledger:
        for language in ("zh", "en"):
            for how in (BRIEF, CELL, CLAUSE):
                known.update(_DIGITS.findall(say(fact, language, how)))
    for passage in passages:
        known.update(_DIGITS.findall(f"{passage.text} {passage.translation}"))
    return set(_DIGITS.findall(shown)) - known
