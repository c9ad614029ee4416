"""``/v1/chat/completions``: the advisor for any client that speaks OpenAI's chat protocol.

Without a ``conversation`` field the request is complete in itself, as the protocol has it: the earlier user messages
are read again to know the figures given and the plans made, the last one is answered, and nothing is stored. Earlier
assistant messages are not trusted with a figure. With the field, the conversation is stored and only the last user
message is taken. Sources stand below the text and as annotations; figures and receipts come in the extension field ``advisor``.
What front ends ask for themselves (titles, tags …) is answered as such, see :mod:`agent.channels.http.chores`.
"""

from __future__ import annotations

import contextlib
import json
import logging
import secrets
import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from agent.channels.http.body import read_model
from agent.channels.http.callers import caller_of, check_id, stored_name
from agent.channels.http.chores import Chore, chore_in, words
from agent.channels.http.cited import Cited, base_of
from agent.channels.http.engine import Engine
from agent.channels.http.metrics import Metrics, Turning
from agent.channels.http.problems import Problem, database_unavailable
from agent.channels.http.spending import Spending, allowing
from agent.channels.http.tracing import traced
from agent.database import DatabaseUnavailable
from agent.replies.model import Language

if TYPE_CHECKING:  # imported when the first question is answered, so that the port answers sooner
    from agent.replies import Answered, Event
    from agent.service import Service

log = logging.getLogger(__name__)

MODEL = "advisor"
#: How many earlier messages of a request are read again: the first ones, which tell the budget, and the last ones.
FIRST_EARLIER, LAST_EARLIER = 8, 32
MOST_EARLIER = FIRST_EARLIER + LAST_EARLIER


class Part(BaseModel):
    """A piece of a message's content; only text is read."""

    model_config = ConfigDict(extra="allow")

    type: str
    text: str | None = None


class Message(BaseModel):
    model_config = ConfigDict(extra="allow")

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.text)
        return self.content or ""

    @property
    def holds_more(self) -> bool:
        """Whether it holds something that is no text."""
        return isinstance(self.content, list) and any(part.text is None for part in self.content)


class StreamOptions(BaseModel):
    model_config = ConfigDict(extra="allow")

    include_usage: bool = False


class ChatRequest(BaseModel):
    """A chat request. Options for sampling are accepted and have no effect: figures leave nothing to chance."""

    model_config = ConfigDict(extra="allow")

    messages: list[Message] = Field(min_length=1, max_length=20_000)
    model: str = MODEL
    stream: bool = False
    stream_options: StreamOptions | None = None
    conversation: str | None = None
    language: Language | None = None
    speaker: str = Field("", max_length=200)
    n: int | None = Field(None, ge=1, le=1)
    response_format: dict[str, Any] | None = None
    tools: list[dict[str, Any]] | None = None
    functions: list[dict[str, Any]] | None = None
    tool_choice: str | dict[str, Any] | None = None

    def unsupported(self) -> str:
        """The field that asks for what a checked reply cannot be; empty where there is none."""
        if self.response_format is not None and self.response_format.get("type") != "text":
            return "response_format"
        if self.tool_choice != "none" and (self.tools or self.functions):
            return "tools" if self.tools else "functions"
        return ""


_MODEL = {"id": MODEL, "object": "model", "created": 0, "owned_by": "advisor"}


class ChatApi:
    """Handlers of the chat API."""

    def __init__(self, engine: Engine, metrics: Metrics, spending: Spending | None = None) -> None:
        self._engine = engine
        self._metrics = metrics
        self._spending = spending

    async def models(self, request: Request) -> Response:
        return JSONResponse({"object": "list", "data": [_MODEL]})

    async def model(self, request: Request) -> Response:
        if request.path_params["model"] != MODEL:
            raise Problem(404, "model_not_found", f"The one model here is {MODEL!r}.", param="model")
        return JSONResponse(_MODEL)

    async def complete(self, request: Request) -> Response:
        caller = caller_of(request)
        chat = await read_model(request, ChatRequest)
        if (chore := chore_in([(m.role, m.text) for m in chat.messages])) is not None:
            return _done(chat, chore)
        if field := chat.unsupported():
            raise Problem(
                400,
                "unsupported_parameter",
                f"{field} is not supported: a reply is text whose every figure was checked. Leave {field} out; the figures come "
                "as data in the field advisor.",
                param=field,
            )
        asked = [m for m in chat.messages if m.role == "user"]
        if not asked or not asked[-1].text.strip():
            raise Problem(
                422,
                "no_question",
                "There must be a message of the user's, and the last one must have text.",
                param="messages",
            )
        if chat.conversation is not None:
            check_id(chat.conversation)
        answer = _Answer(chat, caller, asked, base_of(request))
        if not chat.stream:
            with self._turn(answer) as turn:
                async with self._engine.turn(answer.caller) as service:
                    turn.reply = await answer.reply(service)
            return JSONResponse(answer.whole(turn.reply))
        self._engine.check()
        await self._engine.service(caller)
        return StreamingResponse(
            self._frames(answer), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )

    @contextlib.contextmanager
    def _turn(self, answer: _Answer) -> Iterator[Turning]:
        """Count and bound what the turn takes."""
        with (
            allowing(self._spending, answer.caller),
            traced("turn", channel="chat") as span,
            self._metrics.turn("chat") as turn,
        ):
            yield turn
            if turn.reply is not None:
                span.tell_turn(answer.last.text, turn.reply)

    async def _frames(self, answer: _Answer) -> AsyncIterator[str]:
        """Server-sent events. The status line is out by now, so trouble comes as a frame."""
        try:
            with self._turn(answer) as turn:
                async with self._engine.turn(answer.caller) as service:
                    async for frame in answer.frames(service):
                        yield f"data: {json.dumps(frame, ensure_ascii=False)}\n\n"
                turn.reply = answer.told
            yield "data: [DONE]\n\n"
        except Problem as problem:
            yield f"data: {json.dumps(problem.body())}\n\n"
        except DatabaseUnavailable as error:
            log.warning("a streamed answer was not stored", extra={"reason": str(error)})
            yield f"data: {json.dumps(database_unavailable().body())}\n\n"
        except Exception:
            log.exception("a streamed answer failed")
            failed = Problem(500, "failed", "The answer failed; please ask again.")
            yield f"data: {json.dumps(failed.body())}\n\n"


class _Answer:
    """One chat request being answered."""

    def __init__(self, chat: ChatRequest, caller: str, asked: Sequence[Message], base: str) -> None:
        self.chat = chat
        self.caller = caller
        self.base = base
        *earlier, self.last = asked
        self.earlier = [m.text for m in earlier] if chat.conversation is None else []
        self.left_out = max(0, len(self.earlier) - MOST_EARLIER)
        if self.left_out:
            self.earlier = [*self.earlier[:FIRST_EARLIER], *self.earlier[-LAST_EARLIER:]]
        self.id = f"chatcmpl-{secrets.token_hex(12)}"
        self.created = int(time.time())
        self.told: Answered | None = None

    def events(self, service: Service) -> AsyncGenerator[Event, None]:
        """Events of the turn."""
        message = self.last.text
        told: dict[str, Any] = {"language": self.chat.language, "speaker": self.chat.speaker}
        if (name := self.chat.conversation) is not None:
            return service.stream(message, conversation=stored_name(self.caller, name), **told)
        return service.aside(message, earlier=self.earlier, **told)

    async def reply(self, service: Service) -> Answered:
        from agent.service import last

        return await last(self.events(service))

    def whole(self, reply: Answered) -> dict[str, Any]:
        cited = self.cited(reply)
        message = {
            "role": "assistant",
            "content": reply.text + cited.behind,
            "refusal": None,
            "annotations": cited.annotations,
        }
        return {
            **self._head("chat.completion"),
            "choices": [{"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}],
            "usage": usage(reply),
            "advisor": self._extension(reply),
        }

    def cited(self, reply: Answered) -> Cited:
        """What stands behind the text: what of the request was not read, and the sources."""
        told = words(reply.language)
        notes = [told["left_out"].format(count=self.left_out, read=MOST_EARLIER)] if self.left_out else []
        notes += [told["not_text"]] if self.last.holds_more else []
        return Cited.of(reply, self.base, notes=tuple(notes))

    async def frames(self, service: Service) -> AsyncIterator[dict[str, Any]]:
        """The frames of the stream. Each piece of text has passed the gate before it is sent."""
        from agent.replies import Delta, Done, Restart

        yield self._frame({"role": "assistant", "content": ""})
        told = False
        async for event in self.events(service):
            match event:
                case Delta(text=text) if text:
                    told = True
                    yield self._frame({"content": text})
                case Restart() if told:  # what is out cannot be taken back, and it was true: the answer begins anew
                    yield {**self._frame({"content": "\n\n"}), "advisor": {"restart": True}}
                case Done(reply=reply):
                    self.told = reply
                    cited = self.cited(reply)
                    if cited.behind:
                        yield self._frame({"content": cited.behind})
                    if cited.annotations:
                        yield self._frame({"annotations": cited.annotations})
                    yield {**self._frame({}, "stop"), "advisor": self._extension(reply)}
                    if self.chat.stream_options is not None and self.chat.stream_options.include_usage:
                        yield {**self._head("chat.completion.chunk"), "choices": [], "usage": usage(reply)}

    def _head(self, kind: str) -> dict[str, Any]:
        return {"id": self.id, "object": kind, "created": self.created, "model": MODEL}

    def _frame(self, delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
        return _chunk(self._head("chat.completion.chunk"), delta, finish)

    def _extension(self, reply: Answered) -> dict[str, Any]:
        return {**reply.to_json(), "conversation": self.chat.conversation}


def usage(reply: Answered) -> dict[str, int]:
    """Tokens that a model took: none for most turns, and none told where its endpoint does not count them."""
    read, written = (reply.usage.prompt_tokens, reply.usage.completion_tokens) if reply.usage else (0, 0)
    return {
        "prompt_tokens": read or 0, "completion_tokens": written or 0, "total_tokens": (read or 0) + (written or 0),
    }  # fmt: skip


def _chunk(head: dict[str, Any], delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
    return {**head, "choices": [{"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}]}


_NONE_USED = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}


def _done(chat: ChatRequest, chore: Chore) -> Response:
    """A front end's chore, answered in the form that it asked for."""
    head = {"id": f"chatcmpl-{secrets.token_hex(12)}", "created": int(time.time()), "model": MODEL}
    message, finish = _chore_message(chat, chore)
    if not chat.stream:
        choice = {
            "index": 0,
            "message": {"role": "assistant", "refusal": None, **message},
            "finish_reason": finish,
            "logprobs": None,
        }
        return JSONResponse({**head, "object": "chat.completion", "choices": [choice], "usage": _NONE_USED})
    head["object"] = "chat.completion.chunk"
    if calls := message.get("tool_calls"):
        message["tool_calls"] = [{"index": 0, **calls[0]}]
    frames = [_chunk(head, {"role": "assistant", **message}), _chunk(head, {}, finish)]
    if chat.stream_options is not None and chat.stream_options.include_usage:
        frames.append({**head, "choices": [], "usage": _NONE_USED})
    lines = [f"data: {json.dumps(frame, ensure_ascii=False)}\n\n" for frame in frames]
    return Response("".join([*lines, "data: [DONE]\n\n"]), media_type="text/event-stream")


def _chore_message(chat: ChatRequest, chore: Chore) -> tuple[dict[str, Any], str]:
    """The message of the answer and why it ends: text, JSON by a schema, or a call of the one tool that takes it."""
    if chat.tools and chat.tool_choice != "none":
        function = _object(chat.tools[0].get("function"))
        filled = json.dumps(chore.filled(_object(function.get("parameters"))), ensure_ascii=False)
        call = {
            "id": f"call_{secrets.token_hex(8)}",
            "type": "function",
            "function": {"name": str(function.get("name")), "arguments": filled},
        }
        return {"content": None, "tool_calls": [call]}, "tool_calls"
    if chat.response_format is not None and chat.response_format.get("type") == "json_schema":
        schema = _object(_object(chat.response_format.get("json_schema")).get("schema"))
        return {"content": json.dumps(chore.filled(schema), ensure_ascii=False)}, "stop"
    if chat.response_format is not None and chat.response_format.get("type") == "json_object":
        return {"content": json.dumps(chore.fields(), ensure_ascii=False)}, "stop"
    return {"content": chore.text()}, "stop"


def _object(value: Any) -> dict[str, Any]:
    """``value`` if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}
