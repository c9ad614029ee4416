"""What handlers share: who asks, about which conversation, in which language, and what is refused as a problem of the request."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from agent.channels.http.callers import caller_of, check_id, stored_name
from agent.channels.http.engine import Engine
from agent.channels.http.problems import Problem, unknown_conversation
from agent.errors import ConversationNotFound
from tools.tongues import languages

if TYPE_CHECKING:
    from pydantic import BaseModel

    from agent.service import Service

T = TypeVar("T")

LANGUAGES = languages()


class Api:
    """Handlers over one engine; a subclass says which routes it has."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def routes(self) -> Sequence[BaseRoute]:
        raise NotImplementedError

    def named(self, request: Request) -> tuple[str, str]:
        """The name of the conversation in the store, and what the caller calls it."""
        caller = caller_of(request)
        conversation = check_id(request.path_params["conversation"])
        return stored_name(caller, conversation), conversation

    async def done(self, request: Request, work: Callable[[Service], T], *, language: str, conversation: str = "") -> T:
        """What ``work`` gives with what serves the caller, in a thread; what it refuses as a problem of the request."""
        service = await self._engine.service(caller_of(request))
        return await refused(lambda: work(service), language=language, conversation=conversation)

    async def turned(
        self, request: Request, work: Callable[[Service], Awaitable[T]], *, language: str, conversation: str
    ) -> T:
        """What ``work`` gives with what serves the caller, in the place of a turn; what it refuses as a problem of the request."""
        async with self._engine.turn(caller_of(request)) as service:
            with as_problems(language, conversation):
                return await work(service)


async def refused(work: Callable[[], T], *, language: str, conversation: str = "") -> T:
    """What ``work`` gives, in a thread; what it refuses as a problem of the request."""
    with as_problems(language, conversation):
        return await asyncio.to_thread(work)


@contextlib.contextmanager
def as_problems(language: str, conversation: str = "") -> Iterator[None]:
    """What is refused inside becomes a problem of the request, with its sentence in ``language``."""
    from tools.errors import InvalidInput

    try:
        yield
    except ConversationNotFound:
        raise unknown_conversation(conversation) from None
    except InvalidInput as error:
        raise Problem(422, error.code, error.in_language(language)) from None


def sent(model: type[BaseModel], data: Any, *, status: int = 200) -> Response:
    """``data`` as ``model`` has it."""
    return JSONResponse(model.model_validate(data).model_dump(mode="json"), status)


def language_of(request: Request) -> str:
    """The language that is asked for in the query, else the one that the browser prefers."""
    return language_named(request) or preferred(request)


def language_named(request: Request) -> str | None:
    language = request.query_params.get("language")
    if language is not None and language not in LANGUAGES:
        raise Problem(422, "invalid_field", "language is zh or en.", param="language")
    return language


def preferred(request: Request) -> str:
    """``zh`` where the first language of ``Accept-Language`` is Chinese, else ``en``."""
    return "zh" if request.headers.get("accept-language", "").strip().lower().startswith("zh") else "en"


def number(request: Request, name: str, *, default: int | None, least: int, most: int) -> int | None:
    """A whole number of the query."""
    text = request.query_params.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most):
        raise Problem(422, "invalid_field", f"{name} is a number from {least} to {most}.", param=name)
    return int(text)


def turn_number(request: Request) -> int:
    """The number of a turn in the path."""
    text = str(request.path_params["turn"])
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0):
        raise Problem(422, "invalid_field", "A turn is a number from 1 on.", param="turn")
    return int(text)
