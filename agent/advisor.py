"""The advisor: one turn from a message to a checked, stored reply.

``read → retrieve → plan → write → gate → reply``. Reading, planning and the gate are code; writing is a model's where one is
configured (``Author``), else the offline writer's, over the same plan and the same facts. Channels translate in and out.
"""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from agent.errors import ModelTrouble, Trouble
from agent.grounding import Gate, Verdict
from agent.language.vocabulary import Vocabulary, concepts_of
from agent.memory import Conversation, ConversationStore, StoredTurn, TurnTaken
from agent.planning import Frame, Plan, Planner
from agent.planning.disputes import with_disputes
from agent.planning.plan import (
    CompareSection,
    ErrorSection,
    GapSection,
    PassageSection,
    PhaseSection,
    ProgressSection,
    QuestionSection,
    SplitSection,
    StagesSection,
)
from agent.planning.progress import progress_plan
from agent.reading import Reading, read
from agent.replies import Answered, Delta, Done, Event, Progress, Restart, Source
from agent.replies.turn import Outcome
from agent.usage import NOTHING, Usage
from agent.writing import write
from tools.desk import Desk
from tools.errors import InvalidInput
from tools.facts import Fact, Ledger
from tools.figures import check_message
from tools.parameters import Framework


class PassageLike(Protocol):
    """What the advisor needs of a passage."""

    id: str
    document: str
    line: int
    text: str
    translation: str | None
    incomplete: str | None
    question_missing: bool


class Library(Protocol):
    """The sources: passages by id, and a search over them."""

    def passages(self) -> Mapping[str, Any]: ...
    def search(self, query: str) -> Sequence[Any]: ...


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn, prepared: what the message says, what is computed, what was found. Writers take it from here."""

    conversation: Conversation
    number: int
    reading: Reading
    plan: Plan
    desk: Desk
    gate: Gate
    regate: Callable[[], Gate]  # a gate that knows the facts added since
    passages: Mapping[str, Any]
    found: tuple[str, ...] = ()

    @property
    def language(self) -> str:
        return self.plan.language


class Author(Protocol):
    """A model that tells a turn in its own words.

    ``tell`` streams events of the reply as :class:`Delta` (checked text) and :class:`Restart`, and ends with the
    :class:`Telling` that was accepted. It raises :class:`~agent.errors.ModelTrouble` when no reply passed.
    """

    def tell(self, turn: Turn) -> AsyncGenerator[Delta | Restart | Telling, None]: ...


@dataclass(frozen=True, slots=True)
class Telling:
    """An accepted reply: its verdict, the text with references that it came from, what was refused and what it took."""

    verdict: Verdict
    raw: str
    refused: int = 0
    kinds: tuple[str, ...] = ()  # why figures were refused
    usage: Usage = NOTHING


#: How often a turn is planned anew because another process stored one first.
MAX_ATTEMPTS = 10

NOTICES = {
    Trouble.AUTHENTICATION: ("模型服务拒绝了密钥", "the model service refused the key"),
    Trouble.RATE_LIMIT: ("模型服务限流", "the model service is limiting requests"),
    Trouble.UNAVAILABLE: ("模型服务暂时不可用", "the model service is not available"),
    Trouble.TIMEOUT: ("模型服务超时", "the model service took too long"),
    Trouble.CUT_OFF: ("模型的回答中断", "the model's reply was cut off"),
    Trouble.REFUSED: ("模型拒绝回答", "the model declined to answer"),
    Trouble.EMPTY: ("模型没有给出内容", "the model gave no text"),
    Trouble.MALFORMED: ("模型的回答格式有误", "the model's reply was malformed"),
    Trouble.TOO_MANY_CALLS: ("模型调用工具次数过多", "the model called tools too often"),
    Trouble.UNSUPPORTED_FIGURES: (
        "模型的回答含有无依据的数字，已拦下",
        "the model's reply held unsupported figures and was withheld",
    ),
    Trouble.CONFIGURATION: ("模型设置有误", "the model's settings are wrong"),
}


def notice(trouble: Trouble, language: str) -> str:
    """One line that says why the offline answer is given."""
    zh, en = NOTICES[trouble]
    return f"{zh}，以下为离线回答。" if language == "zh" else f"Offline answer: {en}."


@dataclass(slots=True)
class Advisor:
    """Answers messages of named conversations. Turns of one conversation run one after the other."""

    framework: Framework
    library: Library
    store: ConversationStore
    author: Author | None = None
    default_language: str = "auto"
    vocabulary: Vocabulary = field(init=False)
    _locks: weakref.WeakValueDictionary[str, asyncio.Lock] = field(default_factory=weakref.WeakValueDictionary)

    def __post_init__(self) -> None:
        self.vocabulary = Vocabulary(self.framework)

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
        it, where several people share a conversation and the channel knows them apart; no turn depends on it yet.
        """
        lock = self._locks.setdefault(conversation, asyncio.Lock())
        async with lock:
            for attempt in range(MAX_ATTEMPTS):
                try:
                    turn = self._turn(message, conversation, language)
                    async with aclosing(turn) as events:
                        async for event in events:
                            yield event
                except TurnTaken:
                    if attempt == MAX_ATTEMPTS - 1:
                        raise
                    yield Restart()
                else:
                    return

    # -- one turn ------------------------------------------------------------------------------------------------------

    async def _turn(self, message: str, name: str, language: str | None) -> AsyncGenerator[Event, None]:
        conversation = await asyncio.to_thread(self.store.load, name)
        try:
            check_message(message)
        except InvalidInput as error:
            async for event in self._refuse(message, conversation, error, language):
                yield event
            return
        known = len(conversation.ledger)
        turn = self.prepare(message, conversation, language=language)
        trouble: Trouble | None = None
        telling: Telling | None = None
        told, failed = False, ModelTrouble(Trouble.EMPTY)
        if self.author is not None and self._worth_asking(turn):
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
                if told:
                    yield Restart()
        mode = "online" if telling else "offline"
        if telling is None:
            telling = replace(self.offline(turn), refused=failed.refused, kinds=failed.kinds, usage=failed.usage)
            yield Delta(telling.verdict.text)
        reply = self._reply(turn, telling, mode=mode, trouble=trouble)
        facts = tuple(conversation.ledger)[known:]
        stored = StoredTurn(
            turn.number, message, reply.text, reply.language, mode, turn.plan.frame, telling.verdict.used, telling.verdict.cited,
            telling.raw, telling.refused, reply.plan,
        )  # fmt: skip
        await asyncio.to_thread(self.store.append, name, stored, facts)
        yield Done(reply)

    def prepare(self, message: str, conversation: Conversation, *, language: str | None = None) -> Turn:
        """Read and plan a message: everything that comes before the words."""
        number = conversation.next_turn
        default = language or (self.default_language if self.default_language != "auto" else conversation.language)
        frame: Frame = conversation.frame
        reading = read(
            message,
            vocabulary=self.vocabulary,
            default_language=default,
            expecting_money=frame.budget is not None,
            baselines={*frame.baselines, *(measured.kpi for measured in conversation.measurements)},
        )
        forced = language or (self.default_language if self.default_language != "auto" else None)
        if forced and not reading.asked_language:
            reading = replace(reading, language=forced)
        desk = Desk(self.framework, conversation.ledger)
        found: list[Any] = []

        def search(query: str) -> Sequence[Any]:
            hits = self.library.search(query)
            found.extend(hits)
            return hits

        cut_off = frozenset(p for p, passage in self.library.passages().items() if passage.incomplete)
        planner = Planner(self.framework, search, cut_off)
        shown = conversation.turns[-1].used if conversation.turns else ()
        cited = conversation.turns[-1].cited if conversation.turns else ()
        plan = planner.plan(
            reading, frame=frame, desk=desk, turn=number, shown=shown, cited=cited, measured=conversation.measurements
        )
        plan = with_disputes(plan, desk, getattr(self.library, "disputes", {}))

        def regate() -> Gate:
            return self._gate(conversation.ledger, reading.language)

        passages, ids = self.library.passages(), tuple(hit.id for hit in found)
        return Turn(conversation, number, reading, plan, desk, regate(), regate, passages, ids)

    def progress(self, conversation: Conversation, language: str) -> Progress:
        """How the conversation's KPIs are doing, told as the reply to "how are we doing?" is; nothing is stored.

        Raises :class:`~tools.errors.InvalidInput` where what was measured cannot be compared.
        """
        desk = Desk(self.framework, conversation.ledger)
        plan, found = progress_plan(desk, conversation.frame, conversation.measurements, language=language)
        verdict = self._gate(desk.ledger, language).check(write(plan, self.framework))
        if not verdict.ok:
            verdict = _withheld(verdict, language)
        reply = Answered(
            conversation.name, 0, "", verdict.text, language, "offline", _facts(verdict, desk.ledger), self._sources(verdict),
            desk.ledger,
        )  # fmt: skip
        return Progress(reply, found)

    def _gate(self, ledger: Ledger, language: str) -> Gate:
        names = {c.id: ((*c.terms.zh, c.name.zh), (*c.terms.en, c.name.en)) for c in concepts_of(self.framework)}
        names |= _GENERAL_NAMES
        zh, en = names["marketing"]
        names["marketing"] = ((*zh, self.framework.base.zh), (*en, self.framework.base.en))
        wordings = tuple(text for label in self.framework.wordings for text in (label.zh, label.en) if text)
        return Gate(ledger, language=language, vocabulary=names, wordings=wordings, passages=self.library.passages())

    def _worth_asking(self, turn: Turn) -> bool:
        """A refusal of the input and a page of tables are code's to tell; a model has nothing to add to them."""
        return not any(isinstance(s, ErrorSection | ProgressSection | StagesSection) for s in turn.plan.sections)

    def offline(self, turn: Turn) -> Telling:
        """The turn told by the offline writer, through the same gate."""
        raw = write(turn.plan, self.framework)
        verdict = turn.gate.check(raw)
        if not verdict.ok:
            verdict = _withheld(verdict, turn.language)
        return Telling(verdict, raw)

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

    def _sources(self, verdict: Verdict) -> tuple[Source, ...]:
        passages = self.library.passages()
        return tuple(_source(n, passages[p]) for n, p in enumerate(verdict.cited, 1))

    def _reply(self, turn: Turn, telling: Telling, *, mode: str, trouble: Trouble | None) -> Answered:
        verdict, ledger = telling.verdict, turn.conversation.ledger
        return Answered(
            conversation=turn.conversation.name,
            turn=turn.number,
            message=turn.reading.text,
            text=verdict.text,
            language=turn.language,
            mode=mode,
            facts=_facts(verdict, ledger),
            sources=self._sources(verdict),
            ledger=ledger,
            trouble=trouble,
            notice=notice(trouble, turn.language) if trouble else "",
            refused=telling.refused,
            tasks=tuple(type(s).__name__ for s in turn.plan.sections),
            chart=_chart(turn.plan),
            plan=_whole_plan(turn.plan),
            outcome=_outcome(turn.plan) if verdict.ok else "asked",
            refused_kinds=telling.kinds,
            usage=telling.usage,
        )


def _facts(verdict: Verdict, ledger: Ledger) -> tuple[Fact, ...]:
    return tuple(ledger[i] for i in dict.fromkeys(verdict.used))


#: What a reply tells around a question of its own, while what was asked waits for the answer.
_CONTEXT = (GapSection, PassageSection, PhaseSection)


def _outcome(plan: Plan) -> Outcome:
    """``asked`` where the reply asks for, or refuses, what it cannot go on with; ``partly`` where it answers, too."""
    asking = [isinstance(section, QuestionSection | ErrorSection) for section in plan.sections]
    if not any(asking):
        return "answered"
    told = (section for section, asks in zip(plan.sections, asking, strict=True) if not asks)
    return "asked" if all(isinstance(section, _CONTEXT) for section in told) else "partly"


def _whole_plan(plan: Plan) -> bool:
    return any(isinstance(section, StagesSection) for section in plan.sections)


def _chart(plan: Plan) -> tuple[Fact, ...]:
    """The amounts that a bar chart of the reply would show."""
    for section in plan.sections:
        if isinstance(section, SplitSection) and not section.focus:
            return tuple(row.amount for row in section.split.rows)
        if isinstance(section, CompareSection):
            return ()
    return ()


def _source(number: int, passage: Any) -> Source:
    return Source(
        number, passage.id, passage.document, passage.line, passage.text, passage.translation, passage.incomplete,
        passage.question_missing, getattr(passage, "place", ""), getattr(passage, "date", ""),
    )  # fmt: skip


def _withheld(verdict: Verdict, language: str) -> Verdict:
    """What is shown in the place of a text that did not pass."""
    text = "This reply did not pass the check of its figures and was withheld. Please ask again in other words."
    if language == "zh":
        text = "这次的回答没有通过数字核对，已被拦下。请换一种说法再问一次。"
    return replace(verdict, text=text, used=(), cited=())


#: What figures of the framework's base are called in any framework.
_GENERAL_NAMES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "ai": (("AI", "AI 占比", "AI 投入", "AI 预算"), ("AI", "AI share", "AI spending", "AI budget")),
    "marketing": (("营销预算", "营销总预算"), ("marketing budget",)),
}
