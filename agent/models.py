"""The chat model: any OpenAI-compatible endpoint, and the border at which its troubles get their names.

Whatever the client, the wire or LangChain raises becomes a :class:`~agent.errors.ModelTrouble` here. What to do about
it is left to ``agent.online``. Importing this module imports LangChain; the offline path never does.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import httpx2
import openai
from langchain_core.exceptions import ContextOverflowError, LangChainException
from langchain_core.messages import AIMessage, AIMessageChunk
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


class ChatModel(ChatOpenAI):
    """``ChatOpenAI`` that loses nothing: refusals survive streaming, broken arguments stay recognisable.

    LangChain completes truncated JSON of tool arguments into a valid call; the raw string is seen only here.
    """

    async def _astream(self, *args: Any, **kwargs: Any) -> AsyncIterator[ChatGenerationChunk]:
        calls: dict[Any, tuple[str | None, list[str]]] = {}
        async for chunk in super()._astream(*args, **kwargs):
            if isinstance(chunk.message, AIMessageChunk):
                for part in chunk.message.tool_call_chunks:
                    _, pieces = calls.setdefault(part["index"], (part["id"], []))
                    pieces.append(part["args"] or "")
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
        stream_usage=False,
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


def check_finished(message: AIMessage) -> None:
    """Raise the trouble of a message that did not end well. Tool calls that were cut off are refused elsewhere."""
    finish = message.response_metadata.get("finish_reason")
    if message.additional_kwargs.get("refusal") or finish == "content_filter":
        raise ModelTrouble(Trouble.REFUSED, f"finish_reason {finish}")
    calls = message.tool_calls or message.invalid_tool_calls
    if finish is None or (finish == "length" and not calls):
        raise ModelTrouble(Trouble.CUT_OFF, f"finish_reason {finish}")
    if not calls and not message.text.strip():
        raise ModelTrouble(Trouble.EMPTY, f"finish_reason {finish}")


_BY_KIND: tuple[tuple[tuple[type[BaseException], ...], Trouble], ...] = (
    ((openai.AuthenticationError, openai.PermissionDeniedError), Trouble.AUTHENTICATION),
    ((openai.RateLimitError,), Trouble.RATE_LIMIT),
    ((openai.APITimeoutError, httpx.TimeoutException, httpx2.TimeoutException, TimeoutError), Trouble.TIMEOUT),
    ((openai.InternalServerError,), Trouble.UNAVAILABLE),
    ((ContextOverflowError, openai.NotFoundError, openai.BadRequestError), Trouble.CONFIGURATION),
    ((openai.UnprocessableEntityError, openai.ConflictError), Trouble.CONFIGURATION),
    ((openai.LengthFinishReasonError,), Trouble.CUT_OFF),
    ((openai.ContentFilterFinishReasonError,), Trouble.REFUSED),
    ((openai.APIResponseValidationError,), Trouble.MALFORMED),
    (
        (httpx.InvalidURL, httpx2.InvalidURL, httpx.UnsupportedProtocol, httpx2.UnsupportedProtocol),
        Trouble.CONFIGURATION,
    ),
    ((openai.APIConnectionError, httpx.TransportError, httpx2.TransportError, ConnectionError), Trouble.UNAVAILABLE),
    ((openai.APIError,), Trouble.UNAVAILABLE),
    ((openai.OpenAIError, LangChainException), Trouble.MALFORMED),
)


def model_trouble(error: BaseException, *, begun: bool = False) -> ModelTrouble:
    """The trouble that ``error`` is. ``begun`` says that the reply had begun: a lost connection then cut it off.

    An error that nobody foresaw is a malformed reply: garbage on the wire surfaces as any of Python's errors. The
    detail names kinds only, since messages of the client may quote the key.
    """
    if isinstance(error, ModelTrouble):
        return error
    trouble = next((t for kinds, t in _BY_KIND if isinstance(error, kinds)), Trouble.MALFORMED)
    if begun and trouble is Trouble.UNAVAILABLE and not isinstance(error, openai.APIStatusError):
        trouble = Trouble.CUT_OFF
    status = getattr(error, "status_code", None)
    return ModelTrouble(trouble, type(error).__name__ + (f" {status}" if status else ""))


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
