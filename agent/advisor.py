"""The advisor: one turn from a message to a checked, stored reply.

``read → apply → answer → write → gate → reply``. All but the words is code; writing is a model's where one is configured
(``Author``), else the offline writer's, over the same statements. Channels translate in and out.
"""

from __future__ import annotations

import asyncio
import logging
import weakref
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from agent.answers.disputes import Disputes
from agent.answers.writer import write
from agent.dialogue.names import Names
from agent.dialogue.spelling import to_json, to_line
from agent.dialogue.state import State
from agent.dialogue.storing import dump_state, load_state
from agent.errors import ModelTrouble, Trouble
from agent.grounding.gate import Gate
from agent.grounding.outcome import Outcome
from agent.grounding.words import Vocabulary as ProseVocabulary
from agent.language.vocabulary import Vocabulary
from agent.memory import TURN_FORMAT, Conversation, ConversationStore, StoredTurn, TurnTaken
from agent.notices import mended, notice, withheld
from agent.plans.imprint import Imprint
from agent.replies import Answered, Delta, Done, Event, Progress, Restart, Source, Span, Unread
from agent.replies.turn import OUTCOMES
from agent.telling import Author, Telling
from agent.turn import Preparation, Turn, prepare
from agent.vocabulary import prose_vocabulary
from tools.desk import Desk
from tools.errors import InvalidInput
from tools.facts import Fact, Ledger
from tools.figures import check_message
from tools.parameters import Framework

if TYPE_CHECKING:
    from agent.assembly import Found
    from agent.understanding.reading import Reader, Reading
    from knowledge.chunking import Passage

_log = logging.getLogger(__name__)


class Library(Protocol):
    """The sources: passages by id, and a search over them."""

    @property
    def disputes(self) -> Disputes: ...
    def passages(self) -> Mapping[str, Passage]: ...
    def search(self, query: str) -> Sequence[Found]: ...


#: How often a turn is prepared anew because another process stored one first.
MAX_ATTEMPTS = 10


@dataclass(slots=True)
class Advisor:
    """Answers messages of named conversations. Turns of one conversation run one after the other."""

    framework: Framework
    library: Library
    store: ConversationStore
    author: Author | None = None
    default_language: str = "auto"
    imprint: Imprint = field(default_factory=Imprint)  # what a plan's files say of who hands them over
    vocabulary: Vocabulary = field(init=False)
    names: Names = field(init=False)
    words: ProseVocabulary = field(init=False)
    _reader: Reader | None = None
    _locks: weakref.WeakValueDictionary[str, asyncio.Lock] = field(default_factory=weakref.WeakValueDictionary)

    def __post_init__(self) -> None:
        self.vocabulary = Vocabulary(self.framework)
        self.names = Names(self.framework)
        self.words = prose_vocabulary(self.framework)

    @property
    def reader(self) -> Reader:
        """Reads messages by rules; made when the first is read."""
        if self._reader is None:
            from agent.understanding.reader import RuleReader

            self._reader = RuleReader(self.framework)
        return self._reader

    async def ask(self, message: str, *, conversation: str, language: str | None = None, speaker: str = "") -> Answered:
        """The reply to ``message``, whole."""
        told = self.stream(message, conversation=conversation, language=language, speaker=speaker)
        async with aclosing(told) as events:
            async for event in events:
                if isinstance(event, Done):
                    return event.reply
        raise AssertionError("a turn ends with Done")  # pragma: no cover

    async def stream(
        self, message: str, *, conversation: str, language: str | None = None, speaker: str = ""
    ) -> AsyncGenerator[Event, None]:
        """Events of the turn: checked text as it comes, then :class:`Done` with the stored reply.

        ``language`` (``zh``/``en``) overrides the language of the message, but not one that it asks for. ``speaker`` is who says
        it, where several people share a conversation and the channel knows them apart.
        """
        lock = self._locks.setdefault(conversation, asyncio.Lock())
        async with lock:
            self._follow_library()
            for attempt in range(MAX_ATTEMPTS):
                try:
                    turn = self._turn(message, conversation, language, speaker)
                    async with aclosing(turn) as events:
                        async for event in events:
                            yield event
                except TurnTaken:
                    if attempt == MAX_ATTEMPTS - 1:
                        raise
                    yield Restart()
                else:
                    return

    def _follow_library(self) -> None:
        """Take up a framework that was put in force since the last turn, by this process or another; not while a turn is under way."""
        found = getattr(self.library, "framework", self.framework)
        if found is not self.framework and sum(lock.locked() for lock in self._locks.values()) < 2:
            self.framework, self._reader = found, None
            self.__post_init__()

    # -- one turn ------------------------------------------------------------------------------------------------------

    async def _turn(self, message: str, name: str, language: str | None, speaker: str) -> AsyncGenerator[Event, None]:
        conversation = await asyncio.to_thread(self.store.load, name)
        try:
            check_message(message)
        except InvalidInput as error:
            async for event in self._refuse(message, conversation, error, language):
                yield event
            return
        known = len(conversation.ledger)
        turn = self.prepare(message, conversation, language=language, speaker=speaker)
        trouble: Trouble | None = None
        telling: Telling | None = None
        told, failed = False, ModelTrouble(Trouble.EMPTY)
        if self.author is not None and turn.worth_telling:
            try:
                async with aclosing(self.author.tell(turn)) as parts:
                    async for part in parts:
                        if isinstance(part, Telling):
                            telling = part
                        else:
                            told = isinstance(part, Delta)
                            yield part
            except ModelTrouble as error:
                trouble, failed = error.trouble, error
                turn = error.turn or turn
                if told:
                    yield Restart()
        mode = "online" if telling else "offline"
        if telling is None:
            telling = replace(self.offline(turn), refused=failed.refused, kinds=failed.kinds, usage=failed.usage)
            yield Delta(telling.outcome.text, spans_of(telling.outcome), turn.desk.ledger)
        turn = telling.turn or turn  # a turn that was read anew has a ledger of its own
        shown = facts_of(telling.outcome, turn.desk.ledger)
        turn.close(shown)
        reply = self._reply(turn, telling, mode=mode, trouble=trouble)
        facts = tuple(turn.desk.ledger)[known:]
        await asyncio.to_thread(self.store.append, name, self._stored(turn, telling, reply), facts)
        yield Done(reply)

    def prepare(
        self, message: str, conversation: Conversation, *, language: str | None = None, speaker: str = ""
    ) -> Turn:
        """Read a message, apply it and answer it: everything that comes before the words."""
        state = self.state_of(conversation)
        reading = self.read(message, state, conversation, language=language, speaker=speaker)
        said = replace(reading.message(message, turn=conversation.next_turn, speaker=speaker), today=_today())
        return prepare(reading, said, state, conversation, self.preparation(conversation))

    def read(
        self, message: str, state: State, conversation: Conversation, *, language: str | None, speaker: str
    ) -> Reading:
        """The moves of a message in the state that the conversation is in."""
        forced = language or (self.default_language if self.default_language != "auto" else "")
        number = conversation.next_turn
        reading = self.reader.read(
            message, state, turn=number, speaker=speaker, language=forced, ledger=conversation.ledger
        )
        return replace(reading, language=reading.asked_language) if reading.asked_language else reading

    def preparation(self, conversation: Conversation) -> Preparation:
        """What turns of ``conversation`` are prepared with."""
        desk = Desk(self.framework, conversation.ledger)
        disputes = self.library.disputes
        return Preparation(desk, self.library.passages(), self.library.search, conversation.measurements, disputes)

    def state_of(self, conversation: Conversation) -> State:
        """The state after the last turn. Messages of turns that left none are read now, in order."""
        state = load_state(conversation.state) if conversation.state is not None else State()
        _number_on(state, conversation.ledger)
        for said in conversation.unread_history():
            reading = self.reader.read(
                said.message, state, turn=said.turn, speaker=said.speaker, ledger=conversation.ledger
            )
            message = reading.message(said.message, turn=said.turn, speaker=said.speaker)
            turn = prepare(reading, message, state, conversation, self.preparation(conversation))
            turn.close([fact for answer in turn.answered for fact in answer.facts])
            state = turn.state
            _number_on(state, conversation.ledger)  # what was measured took ids, too
        return state

    def gate(self, turn: Turn) -> Gate:
        """The gate for what is written over the statements of ``turn``."""
        return Gate(turn.book, self.words, turn.language)

    def offline(self, turn: Turn) -> Telling:
        """The turn told by the offline writer, through the same gate."""
        raw = write(turn.answers, turn.book, turn.language, turn.form)
        outcome = self.gate(turn).check(raw)
        if not outcome.ok:
            _log.error("a text of code was withheld: %s", "; ".join(map(str, outcome.problems)))
            outcome = withheld(outcome, turn.language)
        return Telling(outcome, raw)

    def progress(self, conversation: Conversation, language: str) -> Progress:
        """How the conversation's KPIs are doing, told as the reply to "how are we doing?" is; nothing is stored.

        Raises :class:`~tools.errors.InvalidInput` where what was measured cannot be compared.
        """
        from agent.answers.progressing import progress_answers
        from agent.answers.turnbook import TurnBook

        desk = Desk(self.framework, conversation.ledger)
        state = self.state_of(conversation)
        answers, found = progress_answers(desk, state, conversation.measurements, language=language)
        book = TurnBook(answers, self.library.passages(), language, self.framework)
        raw = write(answers, book, language, None)
        outcome = Gate(book, self.words, language).check(raw)
        if not outcome.ok:
            _log.error("a text of code was withheld: %s", "; ".join(map(str, outcome.problems)))
            outcome = withheld(outcome, language)
        reply = Answered(
            conversation.name, 0, "", outcome.text, language, "offline", facts_of(outcome, desk.ledger), self._sources(outcome),
            desk.ledger, spans=spans_of(outcome),
        )  # fmt: skip
        return Progress(reply, found)

    async def _refuse(
        self, message: str, conversation: Conversation, error: InvalidInput, language: str | None
    ) -> AsyncGenerator[Event, None]:
        """A message that cannot be read at all: a sentence that says what to do; the conversation stays as it was."""
        sample = message[:400]
        tongue = language or ("zh" if any("\u4e00" <= ch <= "\u9fff" for ch in sample) else "en")
        text = error.in_language(tongue)
        yield Delta(text)
        yield Done(
            Answered(
                conversation.name, conversation.next_turn, message, text, tongue, "offline", (), (), conversation.ledger,
                outcome="asked",
            )
        )  # fmt: skip

    # -- what is given back and kept -----------------------------------------------------------------------------------

    def _sources(self, outcome: Outcome) -> tuple[Source, ...]:
        passages = self.library.passages()
        return tuple(_source(n, passages[p]) for n, p in enumerate(outcome.cited, 1))

    def _reply(self, turn: Turn, telling: Telling, *, mode: str, trouble: Trouble | None) -> Answered:
        outcome, ledger = telling.outcome, turn.conversation.ledger
        return Answered(
            conversation=turn.conversation.name,
            turn=turn.number,
            message=turn.message.text,
            text=outcome.text,
            language=turn.language,
            mode=mode,
            facts=facts_of(outcome, ledger),
            sources=self._sources(outcome),
            ledger=ledger,
            trouble=trouble,
            notice=_notice(turn, telling, trouble),
            refused=telling.refused,
            tasks=tuple(answer.goal for answer in turn.answers),
            chart=turn.chart,
            plan=turn.is_plan,
            outcome=OUTCOMES[turn.outcome] if outcome.ok else "asked",
            unread=tuple(Unread(u.start, u.end, u.text) for u in turn.applied.unread),
            reading=to_line(turn.reading.moves, self.names),
            spans=spans_of(outcome),
            refused_kinds=telling.kinds,
            usage=telling.usage,
            reader=turn.reading.by if turn.reading.by != "rules" else "",
        )

    def _stored(self, turn: Turn, telling: Telling, reply: Answered) -> StoredTurn:
        outcome = telling.outcome
        return StoredTurn(
            turn.number,
            turn.message.text,
            reply.text,
            reply.language,
            reply.mode,
            tuple(fact.id for fact in reply.facts),
            outcome.cited,
            telling.raw,
            telling.refused,
            reply.plan,
            version=TURN_FORMAT,
            speaker=turn.message.speaker,
            outcome=reply.outcome or "",
            reading=reply.reading,
            unread=tuple((u.start, u.end) for u in reply.unread),
            moves=tuple(to_json(turn.reading.moves)),
            statements=tuple(
                {"start": s.start, "end": s.end, "fact": s.fact, "statement": s.statement} for s in reply.spans
            ),
            state=dump_state(turn.state),
            usage=reply.usage,
            reader=reply.reader,
            chart=tuple(fact.id for fact in reply.chart),
        )


def _today() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%d")


def _number_on(state: State, ledger: Ledger) -> None:
    """Let the figures of the next message have ids that no fact has."""
    state.next_figure = max(state.next_figure, int(ledger.next_id("U")[1:]))


def _notice(turn: Turn, telling: Telling, trouble: Trouble | None) -> str:
    if trouble:
        return notice(trouble, turn.language)
    return mended(telling.dropped, turn.language) if telling.dropped else ""


def facts_of(outcome: Outcome, ledger: Ledger) -> tuple[Fact, ...]:
    """The facts that a reply shows, each once, in order."""
    return tuple(ledger[i] for i in dict.fromkeys(outcome.facts) if i in ledger)


def spans_of(outcome: Outcome) -> tuple[Span, ...]:
    """Where the reply prints which fact of which statement."""
    return tuple(Span(s.start, s.end, s.fact, s.reference) for s in outcome.spans)


def _source(number: int, passage: Passage) -> Source:
    return Source(
        number, passage.id, passage.document, passage.line, passage.text, passage.translation, passage.incomplete,
        passage.question_missing, passage.place, passage.date,
    )  # fmt: skip
