"""The session in the terminal: questions and commands in, answers out, until the input ends.

The same session runs on a prompt, on a plain terminal and on a pipe; ``display`` and ``prompting`` know the difference.
Commands are in ``commands``. What is computed, said and remembered is the advisor's.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import subprocess
import sys
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

from agent.advisor import Advisor
from agent.assembly import Sources
from agent.channels.terminal import commands
from agent.channels.terminal.display import Display
from agent.channels.terminal.messages import COMMANDS, say
from agent.channels.terminal.prompting import Input, LineInput, PipedInput, PromptInput
from agent.channels.terminal.telling import language_for, tell
from agent.memory import Conversation
from agent.replies import Answered
from agent.replies.history import replies_of
from agent.settings import Settings, terminal_is_dumb

log = logging.getLogger(__name__)

_LEAVE = frozenset("exit quit :q 退出".split())
HISTORY = "history"
#: Seconds that the prompt has to itself before anything is built behind it.
_PROMPT_FIRST = 0.3


@dataclass(slots=True)
class Session:
    """One sitting: the conversation at hand, its last reply, and the language of what the session says itself."""

    advisor: Advisor
    display: Display
    name: str
    interface: str = "en"
    forced: str | None = None
    last: Answered | None = None
    prompted: bool = True
    over: bool = False
    unnamed: bool = False  # the conversation's name was made up, and nothing was said in it yet
    _runner: asyncio.Runner = field(default_factory=asyncio.Runner)

    @property
    def language(self) -> str:
        """The conversation's language; before the first answer, the terminal's."""
        return self.forced or (self.last.language if self.last else self.interface)

    def say(self, key: str, **values: object) -> None:
        self.display.line(say(key, self.language, **values), style="dim")

    def open(self, name: str) -> Conversation:
        """Make ``name`` the conversation at hand, as it is stored."""
        self.interface = self.language
        conversation = self.advisor.store.load(name)
        replies = replies_of(conversation, self.advisor.library.passages()) if conversation.turns else []
        self.name, self.last, self.unnamed = name, replies[-1] if replies else None, False
        return conversation

    def take_name(self) -> None:
        """Before the first thing is kept: a made-up name that another session has begun under meanwhile is left to it."""
        if self.unnamed and self.advisor.store.load(self.name).begun:
            self.name = commands.unused_name(self.advisor.store)
        self.unnamed = False

    def close(self) -> None:
        # Ctrl-C in the instant in which a turn ends leaves the loop with a stop still to come; it is closed all the same.
        with contextlib.suppress(RuntimeError):
            self._runner.close()

    def handle(self, text: str) -> None:
        """A command or a question."""
        text = text.strip()
        if text.lower() in _LEAVE:
            self.over = True
        elif text.startswith("/") or commands.is_entry(text):
            commands.run(self, text if text.startswith("/") else f"/{text}")
        elif text:
            self.ask(text)

    def ask(self, message: str) -> None:
        """Answer ``message``; Ctrl-C stops it, a failure is told, and either leaves the conversation as it was."""
        self.take_name()
        language = self.forced or (language_for(message, self.interface) if self.last is None else None)
        try:
            self.last = self._runner.run(
                tell(self.advisor, message, self.display, conversation=self.name, language=language)
            )
            if self.last.plan and self.prompted:
                self.say("plan_hint")
        except KeyboardInterrupt:
            if not self.prompted:
                raise
            self.say("stopped")
        except BrokenPipeError:
            raise
        except Exception as error:  # the next question may well succeed
            log.exception("a turn failed")
            self.say("failed", error=type(error).__name__)


def completions(session: Session, text: str) -> Iterable[tuple[str, str]]:
    """What may follow ``text``: commands, and the arguments that a command has."""
    if not text.startswith("/") or "\n" in text:
        return
    name, space, argument = text.partition(" ")
    if not space:
        for command, _, zh, en in COMMANDS:
            if command.startswith(name):
                yield command, zh if session.language == "zh" else en
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
        session.handle(text)
        session.display.line()
    if session.prompted:
        session.say("bye")


# -- on this terminal --------------------------------------------------------------------------------------------------


def converse(
    advisor: Advisor, settings: Settings, display: Display, *, name: str | None, language: str | None, interface: str
) -> int:
    """The session on standard input and output: a prompt where both are a terminal, else one question per line."""
    session = Session(advisor, display, name or commands.unused_name(advisor.store), language or interface, language)
    session.prompted = sys.stdin.isatty() and sys.stdout.isatty()
    indexing = None
    try:
        conversation = session.open(session.name)
        session.unnamed = not name
        if not session.prompted:
            run(session, PipedInput(sys.stdin))
            return 0
        _greet(session, settings, conversation)
        indexing = _index_behind(session)
        source = LineInput() if terminal_is_dumb() else _prompt(session, settings)
        if settings.online:
            _warm_up_behind(advisor)
        run(session, source)
    finally:
        session.close()
        if indexing is not None:
            indexing.terminate()  # what it had not finished, the next session does
    return 0


def _prompt(session: Session, settings: Settings) -> PromptInput:
    return PromptInput(history=settings.data_directory / HISTORY, complete=lambda text: completions(session, text))


def _greet(session: Session, settings: Settings, conversation: Conversation) -> None:
    online = session.advisor.author is not None
    mode = say("mode_online" if online else "mode_offline", session.language, model=settings.model)
    session.display.line(f"{say('title', session.language)} ({mode})", style="bold")
    session.say("welcome")
    if conversation.turns:
        session.say("resumed", name=session.name, turns=len(conversation.turns))
    session.display.line()


def _warm_up_behind(advisor: Advisor) -> threading.Thread | None:
    """Build what asks the model while the first question is typed. Neither the prompt nor leaving waits for it."""
    from agent.online import OnlineAuthor

    if not isinstance(advisor.author, OnlineAuthor):
        return None
    author = advisor.author

    def build() -> None:
        with contextlib.suppress(Exception):  # the turn that needs it fails in the same way, and tells why
            author.build(advisor.framework)

    thread = threading.Timer(_PROMPT_FIRST, build)
    thread.daemon = True
    thread.start()
    return thread


def _index_behind(session: Session) -> subprocess.Popen[bytes] | None:
    """Write the vector store in a process of its own, if it is not there yet: no answer has to wait for it."""
    library = session.advisor.library
    if not isinstance(library, Sources) or not library.retriever.pending:
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
