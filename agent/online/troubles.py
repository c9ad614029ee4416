"""The border at which what goes wrong with a model gets its name: the true cause, by kinds of errors, statuses and what the endpoint said.

Whatever the client, the wire or LangChain raises becomes a :class:`~agent.errors.ModelTrouble` here. Details name kinds only, since messages of the client may quote
the key. Importing this module imports LangChain and the client.
"""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator

import httpx
import httpx2
import openai
from langchain_core.exceptions import ContextOverflowError, LangChainException
from langchain_core.messages import AIMessage

from agent.errors import ModelTrouble, Trouble

_BY_KIND: tuple[tuple[tuple[type[BaseException], ...], Trouble], ...] = (
    ((ContextOverflowError,), Trouble.TOO_LONG),
    ((openai.AuthenticationError, openai.PermissionDeniedError), Trouble.AUTHENTICATION),
    ((openai.RateLimitError,), Trouble.RATE_LIMIT),
    ((openai.APITimeoutError, httpx.TimeoutException, httpx2.TimeoutException, TimeoutError), Trouble.TIMEOUT),
    ((openai.InternalServerError,), Trouble.UNAVAILABLE),
    ((openai.NotFoundError,), Trouble.ADDRESS),
    ((openai.BadRequestError, openai.UnprocessableEntityError, openai.ConflictError), Trouble.CONFIGURATION),
    ((openai.LengthFinishReasonError,), Trouble.CUT_OFF),
    ((openai.ContentFilterFinishReasonError,), Trouble.REFUSED),
    ((openai.APIResponseValidationError,), Trouble.MALFORMED),
    ((httpx.InvalidURL, httpx2.InvalidURL, httpx.UnsupportedProtocol, httpx2.UnsupportedProtocol), Trouble.ADDRESS),
    ((openai.APIConnectionError, httpx.TransportError, httpx2.TransportError, ConnectionError), Trouble.UNAVAILABLE),
    ((openai.APIError,), Trouble.UNAVAILABLE),
    ((openai.OpenAIError, LangChainException), Trouble.MALFORMED),
)
#: What an endpoint says besides its status, of the causes that statuses do not tell apart.
_SAID = (
    (Trouble.QUOTA, re.compile(r"insufficient.{0,3}(?:quota|balance|credit|fund)|exceeded your current quota|billing|余额不足|欠费|额度|arrear|overdue|payment required", re.IGNORECASE)),
    (Trouble.TOO_LONG, re.compile(r"context.{0,3}(?:length|window|size)|maximum context|too many tokens|prompt is too long|n_ctx", re.IGNORECASE)),
    (Trouble.MODEL, re.compile(r"model.{0,80}(?:not.{0,6}(?:found|exist|available|supported)|does not exist|unknown|invalid)|(?:no such|unknown|invalid|unsupported) model|模型不存在", re.IGNORECASE | re.DOTALL)),
)  # fmt: skip
_STATUSES = {402: Trouble.QUOTA, 407: Trouble.PROXY}
#: What a request held that its endpoint refused; each can be left out.
_REFUSABLE = (
    ("usage", re.compile(r"stream_options|include_usage", re.IGNORECASE)),
    ("tools", re.compile(r"\btools?\b|tool_choice|function.?call|\bfunctions\b|--jinja", re.IGNORECASE)),
    ("system", re.compile(r"system.{0,12}(?:role|message|prompt|instruction)|role.{0,24}system|roles? must alternate|only user and assistant|developer instruction", re.IGNORECASE)),
    ("stream", re.compile(r"\bstream(?:ing)?\b", re.IGNORECASE)),
)  # fmt: skip
_REFUSING = frozenset({400, 404, 405, 415, 422, 500, 501})


def model_trouble(error: BaseException, *, begun: bool = False) -> ModelTrouble:
    """The trouble that ``error`` is. ``begun`` says that the reply had begun: a lost connection then cut it off.

    An error that nobody foresaw is a malformed reply: garbage on the wire surfaces as any of Python's errors.
    """
    if isinstance(error, ModelTrouble):
        return error
    status = getattr(error, "status_code", None)
    trouble = _cause(error, status)
    if begun and trouble in (Trouble.UNAVAILABLE, Trouble.UNREACHABLE) and status is None:
        trouble = Trouble.CUT_OFF
    return ModelTrouble(trouble, type(error).__name__ + (f" {status}" if status else ""))


def _cause(error: BaseException, status: int | None) -> Trouble:
    if status is not None:
        said = said_by(error)
        if status in _STATUSES:
            return _STATUSES[status]
        # An endpoint that is overloaded or broken says many things; those of a refusal are meant.
        if 400 <= status < 500 and status != 401:
            found = next((trouble for trouble, words in _SAID if words.search(said)), None)
            if found is not None:
                return found
    for cause in _chain(error):
        if isinstance(cause, ssl.SSLError) or "CERTIFICATE_VERIFY_FAILED" in str(cause):
            return Trouble.CERTIFICATE
        if isinstance(cause, httpx.ProxyError | httpx2.ProxyError):
            return Trouble.PROXY
        if isinstance(cause, socket.gaierror | ConnectionRefusedError | httpx.ConnectError | httpx2.ConnectError):
            return Trouble.UNREACHABLE
    return next((t for kinds, t in _BY_KIND if isinstance(error, kinds)), Trouble.MALFORMED)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """``error`` and what it came of, the innermost first: a wrong certificate is a failed connection, too."""
    found: list[BaseException] = []
    at: BaseException | None = error
    while at is not None and len(found) < 12:
        found.append(at)
        at = at.__cause__ or at.__context__
    yield from reversed(found)


def said_by(error: BaseException) -> str:
    """What an endpoint said with an error, shortened; never shown, since it may quote the key."""
    body = getattr(error, "body", None)
    return f"{getattr(error, 'code', '') or ''} {getattr(error, 'message', '') or ''} {body or ''}"[:2_000]


def refused_part(error: BaseException) -> str:
    """What of the request its endpoint refused, ``usage``, ``tools``, ``system`` or ``stream``; nothing where it was something else."""
    status = getattr(error, "status_code", None)
    if status not in _REFUSING or not isinstance(error, openai.APIStatusError):
        return ""
    said = said_by(error)
    if any(words.search(said) for trouble, words in _SAID if trouble is not Trouble.MODEL):
        return ""
    return next((part for part, words in _REFUSABLE if words.search(said)), "")


def check_finished(message: AIMessage, words: str, *, thought: bool = False) -> None:
    """Raise the trouble of a message that did not end well. ``words`` is its text without what is the model's own; ``thought`` that there were thoughts.

    Tool calls that were cut off are refused elsewhere.
    """
    finish = message.response_metadata.get("finish_reason")
    if message.additional_kwargs.get("refusal") or finish == "content_filter":
        raise ModelTrouble(Trouble.REFUSED, f"finish_reason {finish}")
    calls = message.tool_calls or message.invalid_tool_calls
    if not calls and not words and thought:
        raise ModelTrouble(Trouble.THOUGHTS, f"finish_reason {finish}")
    if finish is None or (finish == "length" and not calls):
        raise ModelTrouble(Trouble.CUT_OFF, f"finish_reason {finish}")
    if not calls and not words:
        raise ModelTrouble(Trouble.EMPTY, f"finish_reason {finish}")
