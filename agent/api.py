"""The advisor for programs in Python: open it, ask it, hand it to LangChain.

    from agent.api import open_advisor

    with open_advisor() as advisor:
        reply = advisor.ask("Our marketing budget is $2m. How do we split it?")
        print(reply.text)

A reply is an :class:`agent.replies.model.Reply`: text, blocks, figures with receipts, citations. What is exported here stays;
everything else of the package may change. See ``docs/python.md``.
"""

from __future__ import annotations

import asyncio
import importlib
import threading
from collections.abc import AsyncIterator, Coroutine, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

_ROOT = Path(__file__).resolve().parents[1]
for _name in ("tools", "knowledge"):
    _found = importlib.import_module(_name)
    if _ROOT / _name not in [Path(place).resolve() for place in _found.__path__]:
        raise ImportError(
            f"The package {_name!r} that Python finds here is another one ({next(iter(_found.__path__), '?')}), and the advisor needs "
            "its own. Let your own not be importable by that name, or run the advisor in an environment of its own and ask it over "
            "HTTP or MCP; see docs/python.md."
        )

from agent.errors import AdvisorError, ConversationNotFound, SettingsError  # noqa: E402 - after the check of the names
from agent.replies.model import Reply  # noqa: E402
from tools.errors import InvalidInput  # noqa: E402

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable
    from langchain_core.tools import BaseTool

    from agent.online.guardrail import FigureGuardrail, Said
    from agent.replies.turn import Event
    from agent.service import Service
    from agent.settings import Settings

__all__ = [
    "AdvisorError", "BudgetAdvisor", "ConversationNotFound", "FigureGuardrail", "InvalidInput", "Reply", "Said", "Settings",
    "SettingsError", "open_advisor",
]  # fmt: skip

T = TypeVar("T")

#: The conversation of a call that names none.
ONE = "python"
_TOOL = (
    "Answers a question about AI-marketing budgets, in Chinese or English: splits, ranges, phases and their KPIs, what the source says. "
    "Every figure in the answer is computed, quoted or the user's own. Pass on the user's words with all their figures."
)


def __getattr__(name: str) -> Any:
    if name in ("FigureGuardrail", "Said"):  # they bring LangChain
        return getattr(importlib.import_module("agent.online.guardrail"), name)
    if name == "Settings":
        return importlib.import_module("agent.settings").Settings
    raise AttributeError(name)


def open_advisor(settings: Settings | None = None, *, keep: bool = True) -> BudgetAdvisor:
    """The advisor that ``settings`` describe; by default those of the environment and ``.env``.

    Without ``keep`` conversations live as long as it does. Raises :class:`SettingsError` for settings that cannot be.
    """
    from agent.assembly import IN_MEMORY
    from agent.assembly import open_advisor as assembled
    from agent.service import Service
    from agent.settings import load_settings

    return BudgetAdvisor(Service(assembled(settings or load_settings(), memory=None if keep else IN_MEMORY)))


class BudgetAdvisor:
    """An open advisor. Its methods may be called from any thread and any event loop; close it in the end."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._loop = (
            asyncio.new_event_loop()
        )  # one for all callers: turns of one conversation wait for each other on it
        self._thread = threading.Thread(target=self._loop.run_forever, name="advisor", daemon=True)
        self._thread.start()

    # -- asking --------------------------------------------------------------------------------------------------------

    def ask(self, message: str, *, conversation: str = ONE, language: str | None = None, speaker: str = "") -> Reply:
        """The reply to ``message``. ``language`` is ``zh`` or ``en`` (else the message's), ``speaker`` who says it."""
        return self._begun(self._asked(message, conversation, language, speaker)).result()

    async def aask(
        self, message: str, *, conversation: str = ONE, language: str | None = None, speaker: str = ""
    ) -> Reply:
        """The same in an event loop; cancelled, the turn is not stored."""
        return await asyncio.wrap_future(self._begun(self._asked(message, conversation, language, speaker)))

    async def astream(
        self, message: str, *, conversation: str = ONE, language: str | None = None, speaker: str = ""
    ) -> AsyncIterator[str | Reply]:
        """Checked text as it comes, then the reply, whose text counts."""
        from agent.replies.making import reply_of
        from agent.replies.turn import Delta, Done

        told: asyncio.Queue[Event | BaseException | None] = asyncio.Queue()
        own = asyncio.get_running_loop()

        def tell(event: Event | BaseException | None) -> None:
            own.call_soon_threadsafe(told.put_nowait, event)

        async def follow() -> None:
            stream = self._service.stream(message, conversation=conversation, language=language, speaker=speaker)
            try:
                async for event in stream:
                    tell(event)
                tell(None)
            except Exception as error:  # noqa: BLE001 - raised again where it is awaited
                tell(error)
            finally:
                await stream.aclose()

        following = self._begun(follow())
        try:
            while (event := await told.get()) is not None:
                if isinstance(event, BaseException):
                    raise event
                if isinstance(event, Delta):
                    yield event.text
                elif isinstance(event, Done):
                    yield reply_of(event.reply)
        finally:
            following.cancel()

    async def _asked(self, message: str, conversation: str, language: str | None, speaker: str) -> Reply:
        from agent.replies.making import reply_of

        return reply_of(await self._service.ask(message, conversation=conversation, language=language, speaker=speaker))

    # -- what was said -------------------------------------------------------------------------------------------------

    def turns(self, conversation: str = ONE) -> Sequence[Reply]:
        """The replies of a conversation, in order; none where there is no such conversation."""
        from agent.replies.making import reply_of

        return [reply_of(turn) for turn in self._service.turns(conversation)]

    def plan(self, name: str = "plan.xlsx", *, conversation: str = ONE, language: str | None = None) -> bytes:
        """The plan that a conversation has come to, as the bytes of a file (``.xlsx``, ``.docx``, ``.md``, ``.png``).

        Raises :class:`InvalidInput` where there is no budget yet, and for another ending.
        """
        return self._service.plan_file(conversation, name, language=language).data

    def forget(self, conversation: str = ONE) -> bool:
        """Delete a conversation; tells whether there was one."""
        return self._service.delete(conversation)

    # -- LangChain -----------------------------------------------------------------------------------------------------

    def as_runnable(self) -> Runnable[str | Mapping[str, Any], Reply]:
        """A Runnable from a message, or a mapping with ``message`` and what :meth:`ask` takes, to a :class:`Reply`."""
        from langchain_core.runnables import RunnableLambda

        def call(given: str | Mapping[str, Any]) -> Reply:
            return self.ask(**_arguments(given))

        async def acall(given: str | Mapping[str, Any]) -> Reply:
            return await self.aask(**_arguments(given))

        return RunnableLambda(call, acall, name="budget_advisor")

    def as_tool(self, *, conversation: str = ONE) -> BaseTool:
        """A tool for an agent: it gives the reply's text with its sources, and the whole :class:`Reply` as artifact."""
        from langchain_core.tools import StructuredTool

        def call(message: str) -> tuple[str, Reply]:
            return _with_sources(self.ask(message, conversation=conversation))

        async def acall(message: str) -> tuple[str, Reply]:
            return _with_sources(await self.aask(message, conversation=conversation))

        return StructuredTool.from_function(
            call,
            acall,
            name="ask_budget_advisor",
            description=_TOOL,
            response_format="content_and_artifact",
        )

    # -- its life ------------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Let go of the store; nothing can be asked any more."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()
            self._service.advisor.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _begun(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        return asyncio.run_coroutine_threadsafe(work, self._loop)


def _arguments(given: str | Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(given, str):
        return {"message": given}
    if unknown := set(given) - {"message", "conversation", "language", "speaker"}:
        raise ValueError(
            f"the advisor takes message, conversation, language and speaker, not {', '.join(sorted(unknown))}"
        )
    return dict(given)


def _with_sources(reply: Reply) -> tuple[str, Reply]:
    lines = [f"[{c.number}] {c.document}, {c.place or f'line {c.line}'}" for c in reply.citations]
    return "\n".join([reply.text, *([""] if lines else []), *lines]), reply
