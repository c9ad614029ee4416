"""Calls of tools that a model wrote as text, because its endpoint does not know them or did not recognise its spelling.

Only a whole message is taken for a call: JSON in one of the usual wrappings that names a tool which was offered. Whatever else stands there is text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

MAX_CALLS = 4
_NAMES = ("name", "tool", "tool_name", "function", "action")
_ARGUMENTS = ("arguments", "parameters", "args", "input", "action_input")
_FUNCTION = re.compile(r"<function[=\s]+[\"']?(\w+)[\"']?\s*>")
_CALLED = re.compile(r"\b(\w+)\s*(?:\(|:|\n|```(?:json)?|<[|｜][^|｜]{1,30}[|｜]>)\s*$")
_DECODER = json.JSONDecoder()
#: The argument that tells a call without a name apart.
_TELLING = {"moves": "reread", "query": "search"}


def calls(text: str, offered: frozenset[str]) -> list[tuple[str, Mapping[str, Any]]]:
    """The calls that ``text`` consists of: names of ``offered`` tools with their arguments."""
    found: list[tuple[str, Mapping[str, Any]]] = []
    for before, value in _objects(text):
        for item in value if isinstance(value, list) else [value]:
            call = _call(item, before, offered)
            if call is not None and len(found) < MAX_CALLS:
                found.append(call)
    return found


def _objects(text: str) -> Iterator[tuple[str, Any]]:
    """JSON values in ``text`` that are objects or lists of objects, with what stands in front of each."""
    at = last = 0
    for _ in range(20):
        match = re.compile(r"[{\[]").search(text, at)
        if match is None:
            return
        try:
            value, end = _DECODER.raw_decode(text, match.start())
        except (ValueError, RecursionError):
            at = match.end()
            continue
        if isinstance(value, dict) or (isinstance(value, list) and value and all(isinstance(v, dict) for v in value)):
            yield text[last : match.start()], value
        at = last = end


def _call(item: Any, before: str, offered: frozenset[str]) -> tuple[str, Mapping[str, Any]] | None:
    if not isinstance(item, dict):
        return None
    inner = item.get("function")
    if isinstance(inner, dict):  # as it stands in the protocol
        return _call(inner, before, offered)
    name = next((item[key] for key in _NAMES if isinstance(item.get(key), str) and item[key] in offered), None)
    if name is not None:
        given = next((item[key] for key in _ARGUMENTS if key in item), None)
        if given is None:
            given = {key: value for key, value in item.items() if key not in _NAMES}
        return name, _arguments(given)
    wrapped = _FUNCTION.search(before) or _CALLED.search(before.rstrip())
    if wrapped is not None and wrapped[1] in offered:
        return wrapped[1], item
    return next(((tool, item) for key, tool in _TELLING.items() if key in item and tool in offered), None)


def _arguments(given: Any) -> Mapping[str, Any]:
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except (ValueError, RecursionError):
            return {}
    return given if isinstance(given, dict) else {}
