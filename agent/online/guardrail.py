"""The gate alone, as middleware for any LangChain agent: tools give sentences with their figures, the reply holds no other figure.

A tool returns :class:`Said` as its artifact. The middleware numbers the sentences (``C1`` …), tells the model how to refer to them, checks the reply, and prints it. A
reply that fails is asked for once more, then told without the sentences that fail, then replaced by the tools' own sentences. Everything is taken from the messages
of the run, so that it needs no context and no state of its own.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from langchain.agents.middleware import (
    AgentMiddleware,
    AgentState,
    ModelRequest,
    ModelResponse,
    ToolCallRequest,
    hook_config,
)
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, SystemMessage, ToolMessage
from langgraph.runtime import Runtime

from agent.answers.model import Piece, Printed, Quotation, Statement, Table
from agent.grounding.gate import Gate
from agent.grounding.words import Vocabulary
from agent.online.mending import complaint, settle
from tools.tongues import pick, stop

_RULES = (
    "Never write a figure or a quantity, in digits or words. Results of tools are numbered statements: [[C1]] prints a whole one, as a sentence of its own or a "
    "list item, at most behind a short lead-in. Only listed references exist."
)
#: Marks the messages that ask for a reply again.
_AGAIN = "guardrail"


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of a tool, without its full stop: the only way in which its figures get into a reply. ``brief`` is a short form."""

    text: str
    brief: str = ""


@dataclass(slots=True)
class Sentences:
    """The sentences of a run as the gate's book."""

    language: str
    said: Sequence[Said] = field(default_factory=list)

    def _at(self, reference: str) -> Said | None:
        number = reference[1:]
        if reference[:1] != "C" or not number.isdecimal() or not 0 < int(number) <= len(self.said):
            return None
        found = self.said[int(number) - 1]
        return found if found.text else None

    def statement(self, reference: str) -> Statement | None:
        return Statement("said", {"number": reference}) if self._at(reference) else None

    def table(self, reference: str) -> Table | None:
        return None

    def quotation(self, reference: str) -> Quotation | None:
        return None

    def clause(self, reference: str, *, brief: bool = False, again: bool = False, opens: bool = False) -> Printed:
        found = self._at(reference)
        if found is None:
            raise KeyError(reference)
        text = (found.brief or found.text) if brief else found.text
        return Printed((Piece(text[:1].upper() + text[1:] if opens else text, reference),))

    def block(self, reference: str, *, words: tuple[str, ...] = ()) -> Printed:
        raise KeyError(reference)

    def budget(self, scenario: str = "") -> Printed | None:
        return None

    def passage(self, passage_id: str) -> bool:
        return False

    def holding(self, text: str) -> tuple[str, ...]:
        figure = text.strip()
        return tuple(f"C{n}" for n, said in enumerate(self.said, 1) if figure and figure in said.text)

    def quoted(self, text: str) -> bool:
        return False

    def all(self) -> tuple[str, ...]:
        return tuple(f"C{n}" for n, said in enumerate(self.said, 1) if said.text)


class FigureGuardrail(AgentMiddleware[AgentState[Any], Any, Any]):
    """Lets figures into a reply only in sentences that tools gave. ``vocabulary`` has names that hold a numeral and right counts."""

    def __init__(self, language: str = "en", vocabulary: Vocabulary | None = None) -> None:
        super().__init__()
        self.language = language
        self.vocabulary = vocabulary or Vocabulary()

    # -- what the model is told ------------------------------------------------------------------------------------------------

    def wrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], ModelResponse[Any]]
    ) -> ModelResponse[Any]:
        return handler(self._ruled(request))

    async def awrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], Awaitable[ModelResponse[Any]]]
    ) -> ModelResponse[Any]:
        return await handler(self._ruled(request))

    @staticmethod
    def _ruled(request: ModelRequest[Any]) -> ModelRequest[Any]:
        before = f"{request.system_message.text}\n\n" if request.system_message else ""
        return request.override(system_message=SystemMessage(before + _RULES))

    def wrap_tool_call(self, request: ToolCallRequest, handler: Callable[[ToolCallRequest], Any]) -> Any:
        return self._numbered(request, handler(request))

    async def awrap_tool_call(
        self, request: ToolCallRequest, handler: Callable[[ToolCallRequest], Awaitable[Any]]
    ) -> Any:
        return self._numbered(request, await handler(request))

    @staticmethod
    def _numbered(request: ToolCallRequest, result: Any) -> Any:
        """A tool's sentences by their numbers; the calls of one message are numbered in their order."""
        said = _said_by(result)
        if not said:
            return result
        messages = request.state["messages"]
        first = 1 + len(_sentences(messages))
        # Of calls made at the same time nobody knows how many sentences each gives: each has numbers of its own.
        asked = next((m.tool_calls for m in reversed(messages) if isinstance(m, AIMessage)), [])
        place = next((n for n, call in enumerate(asked) if call["id"] == request.tool_call["id"]), 0)
        first += place * _ROOM
        lines = [f"C{first + n}: {one.text}" for n, one in enumerate(said[:_ROOM])]
        return result.model_copy(update={"content": "\n".join(lines), "additional_kwargs": {_AGAIN: first}})

    # -- the reply -------------------------------------------------------------------------------------------------------------

    @hook_config(can_jump_to=["model"])
    def after_model(self, state: AgentState[Any], runtime: Runtime[Any]) -> dict[str, Any] | None:
        """Judge a message that ends the run, and print it."""
        messages = state["messages"]
        last = messages[-1]
        if not isinstance(last, AIMessage) or last.tool_calls:
            return None
        book = Sentences(self.language, _sentences(messages))
        gate = Gate(book, self.vocabulary, self.language)
        outcome = gate.check(last.text)
        if outcome.ok:
            return {"messages": [last.model_copy(update={"content": outcome.text})]}
        if not any(m.additional_kwargs.get(_AGAIN) for m in messages if isinstance(m, HumanMessage)):
            again = HumanMessage(complaint(last.text, outcome.problems), additional_kwargs={_AGAIN: True})
            return {"messages": [again], "jump_to": "model"}
        settled = settle(last.text, gate)
        text = settled.outcome.text if settled.outcome else self._plain(book)
        return {"messages": [last.model_copy(update={"content": text})]}

    @hook_config(can_jump_to=["model"])
    async def aafter_model(self, state: AgentState[Any], runtime: Runtime[Any]) -> dict[str, Any] | None:
        return self.after_model(state, runtime)

    def _plain(self, book: Sentences) -> str:
        """What the tools said, and nothing else."""
        end = stop(self.language)
        said = [book.clause(r, opens=True).text + end for r in book.all()]
        return "\n".join(said) or (pick(self.language, "没有可以回答的数据。", "There is nothing to answer with."))


#: Sentences that one call may give; numbers that none took stay empty.
_ROOM = 20
_NOTHING = Said("")


def _said_by(message: object) -> list[Said]:
    artifact = message.artifact if isinstance(message, ToolMessage) else None
    items: Iterable[object] = artifact if isinstance(artifact, list | tuple) else [artifact]
    return [item for item in items if isinstance(item, Said)]


def _sentences(messages: Sequence[AnyMessage]) -> list[Said]:
    """The sentences of a run by their numbers."""
    found: list[Said] = []
    for message in messages:
        if isinstance(message, ToolMessage) and (first := message.additional_kwargs.get(_AGAIN)):
            said = _said_by(message)[:_ROOM]
            found += [_NOTHING] * (int(first) - 1 + len(said) - len(found))
            found[int(first) - 1 : int(first) - 1 + len(said)] = said
    return found
