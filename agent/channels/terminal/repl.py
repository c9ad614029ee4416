"""The session in the terminal: questions and commands in, answers out, until the input ends.

The same session runs on a prompt, on a plain terminal and on a pipe; ``display`` and ``prompting`` know the difference.
Commands are in ``commands``. What is computed, said and remembered is the advisor's.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
from collections.abc import Iterable

from agent.channels.terminal import commands
from agent.channels.terminal.display import Display
from agent.channels.terminal.messages import COMMANDS, HELP_WORDS, help_text, say
from agent.channels.terminal.prompting import Input, LineInput, PipedInput, PromptInput
from agent.channels.terminal.session import Session
from agent.channels.terminal.spoken import asked_of
from agent.service import Service
from agent.settings import Settings, terminal_is_dumb
from agent.usage import Prices
from tools.tongues import pick

_LEAVE = frozenset("exit quit :q 退出".split())
HISTORY = "history"
#: Seconds that the prompt has to itself before anything is built behind it.
_PROMPT_FIRST = 0.3


def handle(session: Session, text: str) -> None:
    """A command or a question."""
    text = text.strip()
    if text.lower() in _LEAVE:
        session.over = True
    elif text.lower() in HELP_WORDS:
        session.display.markdown(help_text(HELP_WORDS[text.lower()] or session.language))
    elif text.startswith("/") or session.service.entry_in(text) is not None:
        commands.run(session, text if text.startswith("/") else f"/{text}")
    elif (asked := asked_of(text)) is not None:
        _tell(session, *asked)
    elif text:
        session.ask(text)


def _tell(session: Session, asked: str, language: str) -> None:
    """What was asked of the product itself: the command is run, or the sentence said."""
    if asked.startswith("/"):
        commands.run(session, asked)
        return
    if session.forced is None and session.last is None:
        session.interface = language
    if asked in ("about.model", "about.data"):
        asked += ".online" if session.service.online else ".offline"
    session.display.markdown(say(asked, session.forced or language, name=session.name))


def completions(session: Session, text: str) -> Iterable[tuple[str, str]]:
    """What may follow ``text``: commands, and the arguments that a command has."""
    if not text.startswith("/") or "\n" in text:
        return
    name, space, argument = text.partition(" ")
    if not space:
        for command, _, zh, en in COMMANDS:
            if command.startswith(name):
                yield command, pick(session.language, zh, en)
        return
    for found, note in commands.arguments(session, name):
        if found.lower().startswith(argument.lower()):
            yield found, note


def run(session: Session, source: Input) -> None:
    """Read, answer, repeat. Ctrl-C on a prompt clears the line; the end of the input ends the session."""
    while not session.over:
        try:
            text = source.read()
        except EOFError:
            break
        except KeyboardInterrupt:
            if not session.prompted:
                raise
            continue
        handle(session, text)
        session.display.line()
    if session.prompted:
        session.say("bye")


# -- on this terminal --------------------------------------------------------------------------------------------------


def converse(
    service: Service, settings: Settings, display: Display, *, name: str | None, language: str | None, interface: str
) -> int:
    """The session on standard input and output: a prompt where both are a terminal, else one question per line."""
    session = Session(service, display, name or service.unused_name(), language or interface, language)
    session.prices = Prices.parse(settings.model_prices) if settings.model_prices else None
    session.prompted = sys.stdin.isatty() and sys.stdout.isatty()
    indexing = None
    try:
        turns = session.open(session.name)
        session.unnamed = not name
        if not session.prompted:
            run(session, PipedInput(sys.stdin))
            return 0
        _greet(session, settings, turns)
        indexing = _index_behind(session)
        source = LineInput() if terminal_is_dumb() else _prompt(session, settings)
        if settings.online:
            _warm_up_behind(service)
        run(session, source)
    finally:
        session.close()
        if indexing is not None:
            indexing.terminate()  # what it had not finished, the next session does
    return 0


def _prompt(session: Session, settings: Settings) -> PromptInput:
    return PromptInput(history=settings.data_directory / HISTORY, complete=lambda text: completions(session, text))


def _greet(session: Session, settings: Settings, turns: int) -> None:
    mode = say("mode_online" if session.service.online else "mode_offline", session.language, model=settings.model)
    session.display.line(f"{say('title', session.language)} ({mode})", style="bold")
    session.say("welcome")
    if turns:
        session.say("resumed", name=session.name, turns=turns)
    session.display.line()


def _warm_up_behind(service: Service) -> threading.Thread | None:
    """Build what asks the model while the first question is typed. Neither the prompt nor leaving waits for it."""
    if not service.online:
        return None

    def build() -> None:
        with contextlib.suppress(Exception):  # the turn that needs it fails in the same way, and tells why
            service.warm_up()

    thread = threading.Timer(_PROMPT_FIRST, build)
    thread.daemon = True
    thread.start()
    return thread


def _index_behind(session: Session) -> subprocess.Popen[bytes] | None:
    """Write the vector store in a process of its own, if it is not there yet: no answer has to wait for it."""
    if not session.service.unindexed:
        return None
    session.say("indexing")
    command = [sys.executable, "-m", "agent.cli", "ingest", "--quiet"]
    return subprocess.Popen(  # noqa: S603 - this program itself, with fixed arguments
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C on the prompt is not meant for it
    )
