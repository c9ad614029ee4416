"""Request bodies, read strictly: bounded in size and depth, real JSON, no key twice, then validated by a model.

Leaves what the fields mean to the handlers. Everything that is wrong is a :class:`Problem` of the 4xx kind.
"""

from __future__ import annotations

import asyncio
import json
import math
from typing import Any, NoReturn, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect, Request

from agent.channels.http.problems import Problem

LARGEST = 1024 * 1024
#: Seconds that a body may take to arrive.
SECONDS = 30.0
DEEPEST = 64

Model = TypeVar("Model", bound=BaseModel)


async def read_body(request: Request, *, largest: int = LARGEST) -> bytes:
    """The body, as long as it is not larger than ``largest`` and there in time; nothing beyond that is kept."""
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and len(announced) < 20 and int(announced) > largest:
        raise _too_large(largest)
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(SECONDS):
            async for part in request.stream():
                size += len(part)
                if size > largest:
                    raise _too_large(largest)
                parts.append(part)
    except TimeoutError:
        raise Problem(
            408, "too_slow", f"The body was not there within {SECONDS:g} seconds.", headers={"Connection": "close"}
        ) from None
    except ClientDisconnect:
        raise Problem(400, "disconnected", "The connection was closed before the body was complete.") from None
    return b"".join(parts)


async def read_model(request: Request, model: type[Model]) -> Model:
    """The body as ``model``."""
    data = parse(await read_body(request))
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the body"
        raise Problem(422, "invalid_field", f"{where}: {first['msg']}", param=where) from None


def parse(body: bytes) -> Any:
    """The JSON value in ``body``. NaN, infinities, a key given twice and deep nesting are refused."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise Problem(400, "not_utf8", "The body is not UTF-8 text.") from None
    if deeper_than(text, DEEPEST):
        raise Problem(400, "too_deep", f"The body is nested deeper than {DEEPEST} levels.")
    try:
        data = json.loads(text, parse_constant=_refuse_constant, parse_float=_finite, object_pairs_hook=_object)
    except (ValueError, RecursionError) as error:
        raise Problem(400, "not_json", f"The body is not JSON: {error}") from None
    return _cleaned(data) if "\\u" in text or "\0" in text else data


def deeper_than(text: str, limit: int) -> bool:
    """Whether brackets outside of strings are open deeper than ``limit``; a parser would recurse that deep."""
    if text.count("[") + text.count("{") <= limit:
        return False
    depth = 0
    inside = escaped = False
    for ch in text:
        if inside:
            if escaped:
                escaped = False
            elif ch == "\\":
                escaped = True
            elif ch == '"':
                inside = False
        elif ch == '"':
            inside = True
        elif ch in "[{":
            depth += 1
            if depth > limit:
                return True
        elif ch in "]}":
            depth -= 1
    return False


def clean(text: str) -> str:
    """``text`` without lone surrogates and NUL, which JSON can carry and no store can keep; lengths stay."""
    return text.encode("utf-8", "replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")


def _cleaned(data: Any) -> Any:
    if isinstance(data, str):
        return clean(data)
    if isinstance(data, list):
        return [_cleaned(item) for item in data]
    if isinstance(data, dict):
        return {clean(key): _cleaned(item) for key, item in data.items()}
    return data


def _too_large(largest: int) -> Problem:
    return Problem(413, "too_large", f"The body is larger than {largest} bytes.", headers={"Connection": "close"})


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON value")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text[:20]} is out of range")
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is given twice")
    return found
