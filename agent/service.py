"""What a channel may do: ask, and whatever stands around a question. Channels translate in and out; they know no more than this.

Asking is asynchronous. Everything else blocks for as long as the store or a drawing takes, and is called in a thread where
an event loop runs. What a person can put right is an :class:`~tools.errors.InvalidInput` with a sentence in both languages.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

from agent.advisor import Advisor
from agent.errors import ConversationNotFound
from agent.explaining import Explained, transcript
from agent.memory import ConversationStore, StoredTurn, Summary
from agent.replies.history import replies_of
from agent.replies.turn import Answered, Done, Event, Progress
from agent.words import say
from tools.errors import InvalidInput
from tools.figures import check_message

if TYPE_CHECKING:
    from agent.bookkeeping import SpendBook
    from agent.calculators import Calculator
    from agent.dialogue.moves import Move
    from agent.feedback import Feedback
    from agent.tracking import KpiBook, Written
    from knowledge.chunking import Passage

__all__ = ["Opened", "PlanFile", "Service", "Summary", "fresh_name", "last", "over", "without_model"]


#: Characters of earlier messages that are read again beside the event loop.
LONG = 2000


class Asks(Enum):
    """What a message is to the advisor: it asks or tells something, may ask something, or nothing of it is for it."""

    SURELY = "surely"
    PERHAPS = "perhaps"
    NOTHING = "nothing"


def asks_of(moves: Sequence[Move], *, pending: bool) -> Asks:
    """What a message is that was read as ``moves``; ``pending`` says that a question of ours is open."""
    from agent.dialogue.moves import Ask, Chat, Claim, Correct, Form, Goal, Return, Suppose, Tell

    vague = (Goal.HELP, Goal.EXPLAIN, Goal.SAME, Goal.SCOPE)
    if any(isinstance(move, Tell | Correct | Suppose | Return) for move in moves):
        return Asks.SURELY
    if any(isinstance(move, Ask) and move.goal not in vague for move in moves):
        return Asks.SURELY
    if pending and any(isinstance(move, Chat) and move.kind in ("agree", "disagree") for move in moves):
        return Asks.SURELY
    perhaps = any(
        isinstance(move, Form | Claim) or (isinstance(move, Ask) and move.goal is not Goal.SCOPE) for move in moves
    )
    return Asks.PERHAPS if perhaps else Asks.NOTHING


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan to hand over: the bytes of a file and what kind it is."""

    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Service:
    """An advisor as channels see it; ``feedback`` is where opinions on replies are kept, if they are.

    ``own`` has what serves callers and workspaces that have a library of their own.
    """

    advisor: Advisor
    feedback: Feedback | None = None
    own: Mapping[str, Service] = field(default_factory=dict)

    @classmethod
    def of(cls, opened: Opened) -> Service:
        """What a channel was given, as a service."""
        return opened if isinstance(opened, Service) else cls(opened)

    def serving(self, who: str) -> Service:
        """What answers a caller or a workspace: from its own library, where it has one."""
        return self.own.get(who, self)

    # -- asking --------------------------------------------------------------------------------------------------------

    def stream(
        self, message: str, *, conversation: str, language: str | None = None, speaker: str = ""
    ) -> AsyncGenerator[Event, None]:
        """Events of the turn: checked text as it comes, then ``Done``. ``speaker`` is who says it, where that is known."""
        return self.advisor.stream(message, conversation=conversation, language=language, speaker=speaker)

    async def ask(self, message: str, *, conversation: str, language: str | None = None, speaker: str = "") -> Answered:
        """The reply to ``message``, whole."""
        return await self.advisor.ask(message, conversation=conversation, language=language, speaker=speaker)

    async def aside(
        self, message: str, *, earlier: Sequence[str] = (), language: str | None = None, speaker: str = ""
    ) -> AsyncGenerator[Event, None]:
        """Events of a turn that is not stored, after the ``earlier`` messages of the same conversation."""
        from agent.memory import store_in_file

        store, name = store_in_file(":memory:"), "aside"
        writer = over(self.advisor, store)

        async def read() -> None:
            reader = without_model(over(self.advisor, store))
            for text in earlier:
                await reader.ask(text, conversation=name, language=language, speaker=speaker)

        try:
            if sum(map(len, earlier)) > LONG:  # seconds of computing, for which no other turn should wait
                await asyncio.to_thread(asyncio.run, read())
            else:
                await read()
            told = writer.stream(message, conversation=name, language=language, speaker=speaker)
            async with aclosing(told) as events:
                async for event in events:
                    yield event
        finally:
            store.close()

    @property
    def online(self) -> bool:
        """Whether a model writes the replies."""
        return self.advisor.author is not None

    def without_model(self) -> Service:
        """The same without its model."""
        return Service(without_model(self.advisor), self.feedback)

    def load(self) -> None:
        """Read the documents, which the first turn would have to read."""
        self.advisor.library.passages()

    def warm_up_search(self) -> None:
        """Load what searches by meaning need and write what the store lacks, where there are own documents. Takes seconds."""
        from agent.assembly import Sources

        if isinstance(self.advisor.library, Sources):
            self.advisor.library.warm_up()

    def warm_up(self) -> None:
        """Build what asks the model, which the first turn would have to build. Raises what that turn would meet."""
        if self.online:
            from agent.online.author import OnlineAuthor

            if isinstance(self.advisor.author, OnlineAuthor):
                self.advisor.author.build(self.advisor.framework)

    @property
    def unindexed(self) -> bool:
        """Whether the search index is still to be written, by whoever finds the time."""
        from agent.assembly import Sources

        library = self.advisor.library
        return isinstance(library, Sources) and library.retriever.by_meaning and library.retriever.pending

    def check(self) -> None:
        """See whether the conversations can be read. Raises :class:`~agent.database.DatabaseUnavailable` where not."""
        self.advisor.store.load("")

    def asks(self, message: str, *, conversation: str, speaker: str = "") -> Asks:
        """What a message that nobody addressed to the advisor is to it, in ``conversation``."""
        stored = self.advisor.store.load(conversation)
        state = self.advisor.state_of(stored)
        try:
            check_message(message)
        except InvalidInput:
            return Asks.NOTHING
        reading = self.advisor.read(message, state, stored, language=None, speaker=speaker)
        return asks_of(reading.moves, pending=bool(state.pending))

    def overhear(self, said: Sequence[tuple[str, str]], *, conversation: str) -> None:
        """Read messages (who, what) that came before anybody asked the advisor; those that are read already are not read twice."""
        store = self.advisor.store
        stored = store.load(conversation)
        for speaker, message in said[len(stored.turns) :]:
            number = stored.next_turn
            language = "zh" if any("\u4e00" <= ch <= "\u9fff" for ch in message) else "en"
            turn = StoredTurn(number, message, "", language, "offline", speaker=speaker)
            store.append(conversation, turn, ())
            stored.turns.append(turn)

    def speakers(self, conversation: str) -> frozenset[str]:
        """Who has said something in it, as far as that was told."""
        return frozenset(turn.speaker for turn in self.advisor.store.load(conversation).turns if turn.speaker)

    # -- documents -----------------------------------------------------------------------------------------------------

    def documents(self) -> list[dict[str, Any]]:
        """The documents with the ids of their passages."""
        found: dict[str, list[str]] = {}
        for passage in self.advisor.library.passages().values():
            found.setdefault(passage.document, []).append(passage.id)
        return [{"document": name, "passages": ids} for name, ids in found.items()]

    def passage(self, name: str) -> dict[str, Any] | None:
        """A passage in full, if there is one of that id."""
        passage = self.advisor.library.passages().get(name)
        if passage is None:
            return None
        told = {"id": passage.id, "document": passage.document, "line": passage.line, "place": passage.place}
        return {**told, "date": passage.date, "zh": passage.text, "en": passage.translation}

    # -- conversations -------------------------------------------------------------------------------------------------

    def conversations(self) -> Sequence[Summary]:
        """Every stored conversation, the latest first."""
        return self.advisor.store.list()

    def begun(self, conversation: str) -> bool:
        """Whether anything was said or measured in it."""
        return self.advisor.store.load(conversation).begun

    def language(self, conversation: str) -> str | None:
        """The language of its last reply, if it has one. Raises :class:`ConversationNotFound`."""
        stored = self.advisor.store.load(conversation)
        if not stored.begun:
            raise ConversationNotFound(conversation)
        return stored.language

    def next_turn(self, conversation: str) -> int:
        """The number that the next turn of it will have."""
        return self.advisor.store.load(conversation).next_turn

    def turns(self, conversation: str, *, before: int | None = None, limit: int | None = None) -> list[Answered]:
        """Its turns, in order; none where there is no such conversation. With ``limit`` the last ones, with ``before`` those before that turn."""
        stored = self.advisor.store.load(conversation)
        passages = self.advisor.library.passages() if stored.turns else {}
        return replies_of(stored, passages, before=before, limit=limit)

    def turn(self, conversation: str, number: int) -> Answered | None:
        """That turn of it, if it is stored."""
        return next(
            (turn for turn in self.turns(conversation, before=number + 1, limit=1) if turn.turn == number), None
        )

    def delete(self, conversation: str) -> bool:
        """Forget it with all that it holds; tells whether there was one."""
        return self.advisor.store.delete(conversation)

    def unused_name(self) -> str:
        """A name that no conversation has: of several begun in one second, the later ones are numbered."""
        begun = fresh_name()
        names = itertools.chain([begun], (f"{begun}-{number}" for number in itertools.count(2)))
        return next(name for name in names if not self.begun(name))

    def passages(self) -> Mapping[str, Passage]:
        """Every passage that a reply may cite, by its id."""
        return self.advisor.library.passages()

    # -- explained and exported ----------------------------------------------------------------------------------------

    def explained(self, reply: Answered) -> Explained:
        """``reply`` with its citations, its passages in full, its figures and how each came about."""
        return Explained(reply, self.advisor.library.passages())

    def export(self, conversation: str, language: str) -> str:
        """The whole conversation as Markdown. Raises :class:`ConversationNotFound`."""
        from tools.errors import InvalidInput

        stored, passages = self.advisor.store.load(conversation), self.advisor.library.passages()
        if not stored.begun:
            raise ConversationNotFound(conversation)
        page = f"# {conversation}\n\n" + transcript(replies_of(stored, passages), passages)
        if stored.measurements:
            with contextlib.suppress(InvalidInput):  # of another framework
                told = self.advisor.progress(stored, language).text
                page += f"\n## {say('measured_kpis', language)}\n\n{told}\n"
        return page

    def picture(self, reply: Answered) -> bytes:
        """The chart of ``reply`` as PNG; empty where it has none."""
        from agent.charts import split_png

        return split_png(reply, reply.language)

    # -- the plan and its KPIs -----------------------------------------------------------------------------------------

    def plan_file(self, conversation: str, name: str = "plan.xlsx", *, language: str | None = None) -> PlanFile:
        """The plan that ``conversation`` has come to, in the form of the ending of ``name``.

        Raises :class:`InvalidInput` for another ending, and where there is no budget yet.
        """
        from agent.plans.files import Form, of_conversation

        form, stored = Form.of_name(name), self.advisor.store.load(conversation)
        drawn = of_conversation(self.advisor.framework, stored)
        language = language or stored.language or "en"
        passages = self.advisor.library.passages()
        data = drawn.render(form, language=language, passages=passages, imprint=self.advisor.imprint)
        return PlanFile(data, form.media_type)

    @staticmethod
    def entry_in(message: str) -> str | None:
        """``conversion=2.3% 2026-03-01`` of a message that is an entry for the KPI book and no question."""
        if message.lstrip()[:4].lower().removeprefix("/")[:3] != "kpi":
            return None
        from agent.tracking import entry_in

        return entry_in(message)

    def record(self, conversation: str, entry: str, *, language: str, day: str | None = None) -> Progress:
        """Keep what an entry says was measured, on ``day`` (else today) where it names none, and tell the progress.

        Raises :class:`InvalidInput` for what is no figure of a KPI.
        """
        from agent.tracking import Written

        return self._keep(conversation, Written.read(self.advisor.framework, entry, otherwise=day), language)

    def record_figure(
        self, conversation: str, *, kpi: str, figure: str, day: str | None = None, language: str
    ) -> Progress:
        """The same for a KPI, a figure and a day that come apart."""
        from agent.tracking import Written, find_kpi

        return self._keep(conversation, Written.of(find_kpi(self.advisor.framework, kpi), figure, day), language)

    def _keep(self, conversation: str, written: Written, language: str) -> Progress:
        self._book.record(conversation, written)
        return self.advisor.progress(self.advisor.store.load(conversation), language)

    def take_back(self, conversation: str, *, kpi: str, day: str) -> None:
        """Forget what was recorded of a KPI for a day. Raises :class:`InvalidInput`, ``nothing_recorded`` if there is nothing."""
        from agent.tracking import find_kpi, read_day

        self._book.take_back(conversation, find_kpi(self.advisor.framework, kpi), read_day(day))

    def tracks(self, conversation: str) -> bool:
        """Whether any KPI of it was measured or told."""
        stored = self.advisor.store.load(conversation)
        return bool(stored.measurements or (stored.state or {}).get("kpis"))

    def progress(self, conversation: str, language: str) -> Progress:
        """How its plan is doing. Raises :class:`ConversationNotFound`, and :class:`InvalidInput` for what cannot be compared."""
        stored = self.advisor.store.load(conversation)
        if not stored.begun:
            raise ConversationNotFound(conversation)
        return self.advisor.progress(stored, language)

    @property
    def spend_book(self) -> SpendBook:
        """What was spent, as channels keep it."""
        from agent.bookkeeping import SpendBook

        return SpendBook(self)

    @property
    def _book(self) -> KpiBook:
        from agent.tracking import KpiBook

        return KpiBook(self.advisor.framework, self.advisor.store)

    # -- opinions ------------------------------------------------------------------------------------------------------

    def rate(self, conversation: str, turn: int, *, workspace: str, person: str, helpful: bool) -> None:
        """Keep what ``person`` thinks of a reply; the latest opinion counts. Only where the service keeps opinions."""
        if self.feedback is None:
            raise ValueError("this service keeps no opinions")
        self.feedback.put(conversation=conversation, turn=turn, workspace=workspace, person=person, helpful=helpful)

    # -- calculators ---------------------------------------------------------------------------------------------------

    def calculators(self) -> list[Calculator]:
        """The calculators, with their enumerations from the framework in force."""
        from agent.calculators import calculators

        return calculators(self.advisor.framework)

    def calculate(
        self, name: str, arguments: Mapping[str, Any], *, conversation: str | None, language: str
    ) -> list[dict[str, Any]]:
        """Receipts of what a calculator gives for figures in words and facts of ``conversation``, which stays as it is.

        Raises :class:`~tools.errors.ToolError` for what cannot be computed.
        """
        from agent.calculators import calculate

        ledger = self.advisor.store.load(conversation).ledger if conversation else None
        return calculate(self.advisor.framework, name, arguments, ledger=ledger, language=language)


#: What a channel may be given: most have opened an advisor and nothing else.
Opened = Advisor | Service


async def last(events: AsyncGenerator[Event, None]) -> Answered:
    """The reply with which the events of a turn end."""
    async with aclosing(events):
        async for event in events:
            if isinstance(event, Done):
                return event.reply
    raise AssertionError("a turn ends with Done")  # pragma: no cover


def over(advisor: Advisor, store: ConversationStore) -> Advisor:
    """The advisor with its conversations in ``store``."""
    return Advisor(advisor.framework, advisor.library, store, advisor.author, advisor.default_language, advisor.imprint)


def without_model(advisor: Advisor) -> Advisor:
    """The advisor that writes for itself."""
    return Advisor(advisor.framework, advisor.library, advisor.store, None, advisor.default_language, advisor.imprint)


def fresh_name(now: datetime | None = None) -> str:
    """A name for a conversation that was given none: when it began."""
    return (now or datetime.now().astimezone()).strftime("%Y-%m-%d-%H%M%S")
