"""JSON lines in, JSON lines out: for scripts that hold many conversations at once.

In: ``{"session": "a", "text": "…"}``, with ``language`` and ``speaker`` where they are known. Out: ``{"event": "ready"}``,
then for each line ``first`` as soon as there is text and ``done`` with the whole reply. A line that cannot be read gives one ``error`` event and stops nothing.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from agent.replies import Delta, Done
from agent.service import Opened, Service
from tools.tongues import languages

log = logging.getLogger(__name__)

#: Far beyond what the advisor reads as one message; a longer line is a mistake, not a question.
LONGEST_LINE = 4 * 1024 * 1024

Emit = Callable[[dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of the input."""

    session: str
    text: str
    language: str | None = None
    speaker: str = ""


class BadLine(ValueError):
    """A line that is no question; the message says why, ``session`` is what it was for if that can be told."""

    def __init__(self, message: str, session: str | None = None) -> None:
        self.session = session
        super().__init__(message)


def run(advisor: Opened, lines: Iterator[bytes], emit: Emit, *, language: str | None = None) -> int:
    """Answer ``lines`` in order; returns how many could not be read."""
    service, bad = Service.of(advisor), 0
    emit({"event": "ready"})
    with asyncio.Runner() as runner:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            session: str | None = None
            try:
                asked = parse(line)
                session = asked.session
                runner.run(_answer(service, asked, emit, language))
            except BadLine as error:
                bad += 1
                emit({"event": "error", "line": number, "session": error.session, "message": str(error)})
            except OSError:
                raise  # nobody reads the output any more
            except Exception as error:  # one turn that fails ends no batch
                bad += 1
                log.exception("line %d", number)
                message = f"the turn failed ({type(error).__name__}); the other conversations go on"
                emit({"event": "error", "line": number, "session": session, "message": message})
    return bad


async def _answer(service: Service, asked: Asked, emit: Emit, language: str | None) -> None:
    first, language = False, asked.language or language
    events = service.stream(asked.text, conversation=asked.session, language=language, speaker=asked.speaker)
    async for event in events:
        if isinstance(event, Delta) and not first:
            first = True
            emit({"event": "first", "session": asked.session})
        elif isinstance(event, Done):
            emit({"event": "done", "session": asked.session, **event.reply.to_json()})


def parse(line: bytes) -> Asked:
    """The question that a line holds. Raises :class:`BadLine`."""
    if len(line) >= LONGEST_LINE:
        raise BadLine(f"the line is longer than {LONGEST_LINE} bytes")
    try:
        data = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadLine("the line is not UTF-8 text") from None
    except (ValueError, RecursionError) as error:
        raise BadLine(f"the line is not JSON: {error}") from None
    if not isinstance(data, dict):
        raise BadLine('the line is not an object such as {"session": "a", "text": "…"}')
    session = data.get("session")
    if isinstance(session, int) and not isinstance(session, bool):
        session = str(session)
    if not isinstance(session, str) or not session:
        raise BadLine('"session" must name the conversation')
    session = _whole(session)
    if not isinstance(data.get("text"), str):
        raise BadLine('"text" must be the message, as a text', session)
    language = data.get("language")
    if language not in (None, *languages()):
        raise BadLine('"language" must be "zh" or "en"', session)
    speaker = data.get("speaker", "")
    if not isinstance(speaker, str):
        raise BadLine('"speaker" must be a name', session)
    return Asked(session, _whole(data["text"]), language, _whole(speaker))


def _whole(text: str) -> str:
    r"""``text`` without lone surrogates, which JSON allows (``"\ud800"``) and nothing can write."""
    return text.encode("utf-8", "replace").decode()


def read_lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of ``stream``, none longer than :data:`LONGEST_LINE`; the rest of a longer one is dropped."""
    while line := stream.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            while (rest := stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
        yield line
