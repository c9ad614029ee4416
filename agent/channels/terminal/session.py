"""One sitting at the terminal: the conversation at hand, its last reply, and the language of what the session says itself."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import dataclass, field

from agent.channels.terminal.display import Display
from agent.channels.terminal.messages import say
from agent.channels.terminal.telling import language_for, tell
from agent.keeping import last_turn_undone
from agent.replies import Answered
from agent.service import Service
from agent.usage import Prices

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Session:
    """The state of a sitting, and a question asked in it."""

    service: Service
    display: Display
    name: str
    interface: str = "en"
    forced: str | None = None
    last: Answered | None = None
    prompted: bool = True
    over: bool = False
    prices: Prices | None = None  # of the model's tokens, where the operator says them
    waiting: tuple[str, ...] = ()  # entries of a file of spends that was shown and not confirmed yet
    unnamed: bool = False  # the conversation's name was made up, and nothing was said in it yet
    _runner: asyncio.Runner = field(default_factory=asyncio.Runner)

    @property
    def language(self) -> str:
        """The conversation's language; before the first answer, the terminal's."""
        return self.forced or (self.last.language if self.last else self.interface)

    def say(self, key: str, **values: object) -> None:
        self.display.line(say(key, self.language, **values), style="dim")

    def open(self, name: str) -> int:
        """Make ``name`` the conversation at hand, as it is stored; gives the number of its turns."""
        self.interface = self.language
        turns = self.service.turns(name)
        self.name, self.last, self.unnamed = name, turns[-1] if turns else None, False
        return len(turns)

    def take_name(self) -> None:
        """Before the first thing is kept: a made-up name that another session has begun under meanwhile is left to it."""
        if self.unnamed and self.service.begun(self.name):
            self.name = self.service.unused_name()
        self.unnamed = False

    def close(self) -> None:
        # Ctrl-C in the instant in which a turn ends leaves the loop with a stop still to come; it is closed all the same.
        with contextlib.suppress(RuntimeError):
            self._runner.close()

    def ask(self, message: str) -> None:
        """Answer ``message``; Ctrl-C stops it, a failure is told, and either leaves the conversation as it was."""
        self.take_name()
        language = self.forced or (language_for(message, self.interface) if self.last is None else None)
        try:
            self.last = self._runner.run(
                tell(self.service, message, self.display, conversation=self.name, language=language)
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

    def ask_again(self) -> None:
        """Answer the last message anew, in place of its answer; where that is stopped or fails, the old answer stays."""
        turns = self.service.turns(self.name)
        if not turns:
            self.say("no_reply")
            return
        with last_turn_undone(self.service, self.name) as message:
            self.display.line(f"› {message}", style="dim")
            self.ask(message)
        self.last = self.service.turns(self.name)[-1]
