"""Where the terminal's questions come from: a prompt with history and completion, or lines of a pipe.

Both give one message at a time and raise :class:`EOFError` at the end; neither knows what a message means.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TextIO

from agent.private import private_directory, private_file

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import CompleteEvent, Completion
    from prompt_toolkit.document import Document
    from prompt_toolkit.history import History
    from prompt_toolkit.key_binding import KeyBindings

PROMPT = "› "

#: Words that may follow what was typed, with a note on each.
Complete = Callable[[str], Iterable[tuple[str, str]]]


class Input(Protocol):
    """A source of messages."""

    def read(self) -> str:
        """The next message. Raises :class:`EOFError` at the end, :class:`KeyboardInterrupt` on Ctrl-C."""
        ...


class PipedInput:
    """One message per line; a backslash at its end joins the next one."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def read(self) -> str:
        return joined(self._line)

    def _line(self, _: str) -> str:
        line = self._stream.readline()
        if not line:
            raise EOFError
        return line.rstrip("\r\n")


class LineInput:
    """A terminal that can only take text line by line."""

    def read(self) -> str:
        return joined(input)


class PromptInput:
    """A prompt with history, completion and several lines. Importing what it needs takes a tenth of a second."""

    def __init__(self, *, history: Path, complete: Complete, **options: Any) -> None:
        from prompt_toolkit import PromptSession

        self._session: PromptSession[str] = PromptSession(
            PROMPT if _utf8(options.get("output")) else "> ",
            history=_history(history),
            completer=_completer(complete),
            complete_while_typing=True,
            key_bindings=_keys(),
            multiline=True,  # Enter is bound to send; a pasted text keeps its lines
            prompt_continuation="  ",
            reserve_space_for_menu=6,
            **options,
        )

    def read(self) -> str:
        return self._session.prompt()


def joined(read: Callable[[str], str]) -> str:
    """A message from ``read`` (called with the prompt): lines that end in a backslash go on with the next."""
    lines = [read("> ")]
    while continues(lines[-1]):
        lines[-1] = lines[-1][:-1]
        try:
            lines.append(read("  "))
        except EOFError:
            break
    return "\n".join(lines)


def continues(line: str) -> bool:
    r"""Whether ``line`` ends in a backslash that stands for a new line; ``\\`` is one that does not."""
    return (len(line) - len(line.rstrip("\\"))) % 2 == 1


def _utf8(output: Any) -> bool:
    encoding = output.encoding() if output is not None else os.device_encoding(1)
    return (encoding or "").lower().replace("-", "") == "utf8"


def _history(path: Path) -> History:
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    try:
        private_directory(path.parent)
        private_file(path)
        with path.open("ab"):
            pass
    except OSError:
        return InMemoryHistory()
    return FileHistory(path)


def _keys() -> KeyBindings:
    from prompt_toolkit.application import get_app
    from prompt_toolkit.filters import Condition, has_completions, is_searching
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

    keys = KeyBindings()

    @Condition
    def choosing() -> bool:
        state = get_app().current_buffer.complete_state
        return state is not None and state.current_completion is not None

    @keys.add("enter", filter=~is_searching & ~(has_completions & choosing))
    def _(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if buffer.document.is_cursor_at_the_end and continues(buffer.text):
            buffer.delete_before_cursor()
            buffer.insert_text("\n")
        else:
            buffer.validate_and_handle()

    @keys.add("enter", filter=has_completions & choosing)
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.complete_state = None

    @keys.add("escape", "enter")
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text("\n")

    return keys


def _completer(complete: Complete) -> Any:
    from prompt_toolkit.completion import Completer, Completion

    class Words(Completer):
        def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
            text = document.text_before_cursor
            word = text.rpartition(" ")[2]
            for found, note in complete(text):
                yield Completion(found, start_position=-len(word), display_meta=note)

    return Words()
