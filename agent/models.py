"""The chat model: any OpenAI-compatible endpoint, as it is spoken to and as what it says is read.

What goes wrong on the way gets its name in ``agent.online.troubles``; what an endpoint cannot do is ``agent.online.endpoint``'s business. Importing this module
imports LangChain; the offline path never does.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextvars import ContextVar
from typing import Any

import httpx2
import openai
from langchain_core.messages import AIMessageChunk
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from langchain_openai import ChatOpenAI

from agent.errors import ModelTrouble, Trouble
from agent.settings import Settings

DEFAULT_URL = "https://api.openai.com/v1"
#: Key of ``additional_kwargs``: the tool calls whose arguments are no JSON object, by id.
BROKEN = "broken_arguments"
#: What LangChain puts among the invalid calls; a list or a number instead of an object would be a crash.
_NO_OBJECT = "{"
#: A connection per request: without retries a kept one that has died in the meantime would cost the turn its reply.
_FRESH = httpx2.Limits(max_keepalive_connections=0)


_END = b"[DONE]"


class _Wire:
    """What is seen of one response's bytes: whether the endpoint said that it is complete."""

    def __init__(self) -> None:
        self.complete = False


_WIRE: ContextVar[_Wire | None] = ContextVar("wire", default=None)


class _Watched(httpx2.AsyncByteStream):
    """A response's bytes as they are, watched for the mark of their end, of which the SDK tells nobody."""

    def __init__(self, stream: Any, wire: _Wire) -> None:
        self._stream, self._wire = stream, wire

    async def __aiter__(self) -> AsyncIterator[bytes]:
        tail = b""
        async for part in self._stream:
            tail = (tail + part)[-len(part) - len(_END) :]
            self._wire.complete = self._wire.complete or _END in tail
            tail = tail[-len(_END) :]
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()


async def _watch(response: httpx2.Response) -> None:
    wire = _WIRE.get()
    if wire is not None and response.status_code == 200:
        response.stream = _Watched(response.stream, wire)


class ChatModel(ChatOpenAI):
    """``ChatOpenAI`` that loses nothing: refusals survive streaming, broken arguments stay recognisable.

    LangChain completes truncated JSON of tool arguments into a valid call; the raw string is seen only here. A stream that ends with its mark but without a
    reason to finish is complete.
    """

    async def _astream(self, *args: Any, **kwargs: Any) -> AsyncIterator[ChatGenerationChunk]:
        calls: dict[Any, tuple[str | None, list[str]]] = {}
        wire, finished = _Wire(), False
        _WIRE.set(wire)
        async for chunk in super()._astream(*args, **kwargs):
            finished = finished or bool((chunk.generation_info or {}).get("finish_reason"))
            if isinstance(chunk.message, AIMessageChunk):
                for part in chunk.message.tool_call_chunks:
                    _, pieces = calls.setdefault(part["index"], (part["id"], []))
                    pieces.append(part["args"] or "")
            yield chunk
        if not finished and wire.complete:
            ended = {"finish_reason": "tool_calls" if calls else "stop"}
            yield ChatGenerationChunk(
                message=AIMessageChunk(content="", response_metadata=ended), generation_info=ended
            )
        broken = [call_id for call_id, pieces in calls.values() if not is_object("".join(pieces))]
        if broken:
            yield ChatGenerationChunk(message=AIMessageChunk(content="", additional_kwargs={BROKEN: broken}))

    def _convert_chunk_to_generation_chunk(
        self, chunk: dict[str, Any], default_chunk_class: type, base_generation_info: dict[str, Any] | None
    ) -> ChatGenerationChunk | None:
        if not _is_usage(chunk.get("usage")):
            chunk = {**chunk, "usage": None}
        made = super()._convert_chunk_to_generation_chunk(chunk, default_chunk_class, base_generation_info)
        choices = chunk.get("choices") or ()
        if made is not None and choices and (refusal := (choices[0].get("delta") or {}).get("refusal")):
            made.message.additional_kwargs["refusal"] = refusal
        return made

    def _create_chat_result(self, response: Any, generation_info: dict[str, Any] | None = None) -> ChatResult:
        if isinstance(response, openai.BaseModel) and not _is_usage(getattr(response, "usage", None)):
            response = response.model_copy(update={"usage": None})
        for choice in getattr(response, "choices", None) or ():
            choice.finish_reason = choice.finish_reason or "stop"  # a whole response is complete
            for call in getattr(choice.message, "tool_calls", None) or ():
                if not is_object(call.function.arguments):
                    call.function.arguments = _NO_OBJECT
        return super()._create_chat_result(response, generation_info)


def open_model(settings: Settings) -> ChatModel:
    """The model that ``settings`` name. The SDK never retries: it would sleep past the turn's deadline."""
    if settings.openai_api_key is None:
        raise ModelTrouble(Trouble.CONFIGURATION, "no key")
    return ChatModel(
        model=settings.model,
        api_key=settings.openai_api_key,
        base_url=settings.openai_base_url or DEFAULT_URL,
        max_retries=0,
        timeout=settings.turn_seconds,
        stream_chunk_timeout=None,  # the turn's deadline covers it
        stream_usage=settings.stream,
        disable_streaming=not settings.stream,
        use_responses_api=False,
        http_async_client=openai.DefaultAsyncHttpxClient(
            timeout=settings.turn_seconds, limits=_FRESH, event_hooks={"response": [_watch]}
        ),
    )


def is_object(text: str) -> bool:
    """Whether ``text`` is a complete JSON object; no arguments at all count as an empty one."""
    try:
        return isinstance(json.loads(text), dict) if text else True
    except (ValueError, RecursionError):
        return False


def _is_usage(usage: Any) -> bool:
    """Whether a usage object can be read; one that cannot is no reason to lose a reply."""
    if usage is None:
        return True
    fields = usage if isinstance(usage, dict) else getattr(usage, "__dict__", None)
    if not isinstance(fields, dict):
        return False
    counts = [fields.get(name) for name in ("prompt_tokens", "completion_tokens", "total_tokens")]
    details = [fields.get(name) for name in ("prompt_tokens_details", "completion_tokens_details")]
    return all(c is None or type(c) is int for c in counts) and not any(
        isinstance(d, str | int | list) for d in details
    )
