"""The chat model: any OpenAI-compatible endpoint, as it is spoken to and as what it says is read.

What goes wrong on the way gets its name in ``agent.online.troubles``; what an endpoint cannot do is ``agent.online.endpoint``'s business. Importing this module
imports LangChain; the offline path never does.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import openai
from langchain_core.callbacks import AsyncCallbackManagerForLLMRun
from langchain_core.messages import AIMessageChunk, BaseMessage
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


#: Text is given on up to one of these, or in pieces of so many characters: the check holds a clause until it ends anyway.
_CLAUSE = re.compile(r"[\]\n,.;:!?，。；：！？、）)>|]")
_PIECE = 120


async def _events(response: Any) -> AsyncIterator[dict[str, Any] | None]:
    """What a streamed response says, event by event; ``None`` is the endpoint's word that it is complete.

    Read here, because the SDK makes objects of every event, which takes longer than anything else in a turn, and tells nobody of the end.
    """
    async for line in _lines(response):
        if not line.startswith(b"data:"):
            continue
        data = line[5:].strip()
        if data.startswith(b"[DONE]"):
            yield None
            return
        event = json.loads(data)
        if not isinstance(event, dict):
            raise TypeError("an event that is no object")
        if error := event.get("error"):
            message = error.get("message") if isinstance(error, dict) else None
            raise openai.APIError(str(message or "an error in the stream"), request=response.http_request, body=error)
        yield event


async def _lines(response: Any) -> AsyncIterator[bytes]:
    rest = b""
    async for part in response.iter_bytes():
        *lines, rest = (rest + part).replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        for line in lines:
            yield line
    yield rest


async def _gathered(events: AsyncIterator[dict[str, Any] | None]) -> AsyncIterator[dict[str, Any] | None]:
    """The events, deltas of text gathered to clauses, so that what handles a piece is not run for every token."""
    held: dict[str, Any] | None = None
    async for event in events:
        if event is None or (text := _only_text(event)) is None:
            if held is not None:
                yield held
                held = None
            yield event
            continue
        if held is None:
            held = event
        else:
            held["choices"][0]["delta"]["content"] += text
        if _CLAUSE.search(text) or len(held["choices"][0]["delta"]["content"]) >= _PIECE:
            yield held
            held = None
    if held is not None:
        yield held


def _ended(reason: str) -> ChatGenerationChunk:
    return ChatGenerationChunk(
        message=AIMessageChunk(content="", response_metadata={"finish_reason": reason}),
        generation_info={"finish_reason": reason},
    )


def _only_text(event: dict[str, Any]) -> str | None:
    """The text of an event that has nothing else; ``None`` where it has."""
    choices = event.get("choices")
    if not isinstance(choices, list) or len(choices) != 1 or not isinstance(choices[0], dict) or event.get("usage"):
        return None
    delta = choices[0].get("delta")
    if choices[0].get("finish_reason") or not isinstance(delta, dict) or not isinstance(delta.get("content"), str):
        return None
    other = any(value for key, value in delta.items() if key not in ("content", "role"))
    return None if other or not delta["content"] else delta["content"]


class ChatModel(ChatOpenAI):
    """``ChatOpenAI`` that loses nothing and makes little of every token: refusals survive streaming, broken arguments stay recognisable.

    LangChain completes truncated JSON of tool arguments into a valid call; the raw string is seen only here. A stream that ends with its mark but without a
    reason to finish is complete.
    """

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        stream_usage = self._should_stream_usage(kwargs.pop("stream_usage", None), **kwargs)
        options = {"stream_options": {"include_usage": True}} if stream_usage else {}
        payload = _as_they_are(self._get_request_payload(messages, stop=stop, stream=True, **options, **kwargs))
        calls: dict[Any, tuple[str | None, list[str]]] = {}
        finished = False
        async with self.async_client.with_streaming_response.create(**payload) as response:
            kind: type = AIMessageChunk
            async for event in _gathered(_events(response)):
                if event is None:  # a stream that ends with its mark is complete
                    if not finished:
                        yield _ended("tool_calls" if calls else "stop")
                    continue
                chunk = self._convert_chunk_to_generation_chunk(event, kind, {})
                if chunk is None:
                    continue
                kind = chunk.message.__class__
                finished = finished or bool((chunk.generation_info or {}).get("finish_reason"))
                for part in getattr(chunk.message, "tool_call_chunks", ()):
                    calls.setdefault(part["index"], (part["id"], []))[1].append(part["args"] or "")
                if run_manager:
                    await run_manager.on_llm_new_token(chunk.text, chunk=chunk)
                yield chunk
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


def _as_they_are(payload: dict[str, Any]) -> dict[str, Any]:
    """``payload`` with its tools beside what the SDK goes through value by value: they are JSON already."""
    if "tools" not in payload:
        return payload
    rest = {key: value for key, value in payload.items() if key != "tools"}
    return {**rest, "extra_body": {**(payload.get("extra_body") or {}), "tools": payload["tools"]}}


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
        http_async_client=openai.DefaultAsyncHttpxClient(timeout=settings.turn_seconds, limits=_FRESH),
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
