"""Moves: what a message does to a conversation, in a language that two readers write and one function applies.

A move names figures by id (``U3``), never by digits; everything else in it is a name of the framework in force, of the
conversation (a scenario, a speaker) or of the enumerations below. A slot that is empty means: the state decides.
Nothing here reads a message or changes a state; ``agent.understanding`` writes moves, ``agent.dialogue.apply`` applies them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, ClassVar


class As(StrEnum):
    """What a told figure is."""

    BUDGET = "budget"
    SHARE = "share"
    SPENT = "spent"
    RATE = "rate"
    WEIGHT = "weight"
    FLOOR = "floor"
    CAP = "cap"
    COUNT = "count"
    NOW = "now"
    BEFORE = "before"
    AFTER = "after"
    LEVEL = "level"
    CHANGE = "change"
    PART = "part"
    WHOLE = "whole"
    NONE = "none"
    CONTEXT = "context"
    FISCAL = "fiscal"


class Op(StrEnum):
    """What a supposition does with its figure."""

    SET = "set"
    TIMES = "times"
    UP = "up"
    DOWN = "down"
    ADD = "add"
    SUB = "sub"
    SHARE = "share"
    LEVEL = "level"
    NOW = "now"
    PART = "part"
    EXPENSE = "expense"
    TOGETHER = "together"


class Goal(StrEnum):
    """What a question wants; one answer module each."""

    SPLIT = "split"
    AMOUNT = "amount"
    SHARE = "share"
    RANGE = "range"
    VERDICT = "verdict"
    INVERSE = "inverse"
    COMPARE = "compare"
    SUM = "sum"
    MEAN = "mean"
    DIFF = "diff"
    REST = "rest"
    RATIO = "ratio"
    WHICH = "which"
    LEFT = "left"
    SPENT = "spent"
    PACE = "pace"
    PERPART = "perpart"
    PHASING = "phasing"
    ACTUAL = "actual"
    BRIDGE = "bridge"
    FORECAST = "forecast"
    BOOK = "book"
    OFFERS = "offers"
    SCENARIOS = "scenarios"
    CHANGED = "changed"
    TARGET = "target"
    GATE = "gate"
    SHORT = "short"
    PROGRESS = "progress"
    THRESHOLD = "threshold"
    PHASE_OF = "phase_of"
    EXPLAIN = "explain"
    LIST = "list"
    SOURCE = "source"
    GAP = "gap"
    ADVISE = "advise"
    WHY = "why"
    RECALL = "recall"
    HELP = "help"
    DRAFT = "draft"
    SCOPE = "scope"
    SAME = "same"


class What(StrEnum):
    """What a correction sets right."""

    VALUE = "value"
    ROLE = "role"
    CURRENCY = "currency"
    PERIOD = "period"
    SCENARIO = "scenario"
    SUBJECT = "subject"
    GONE = "gone"
    NAME = "name"
    PLAN = "plan"
    WHOSE = "whose"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Base of all moves. ``HEAD`` are the slots that are written without their names in a line, in order."""

    DO: ClassVar[str] = ""
    HEAD: ClassVar[tuple[str, ...]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell(Move):
    """A fact of the user's world. ``fig`` may be a product ``U2*U3`` or, for a rate, a pair ``U2=U3``.

    ``in_`` names a scenario, ``by`` who says so, ``sign`` is ``-`` for a fall, ``base`` and ``quote`` are the currencies of a
    rate (units of ``quote`` for one of ``base``), ``echo`` repeats an equal figure. ``status`` of money spent is
    ``book`` for an entry that needs no budget, ``more`` for one beside those of its line and month, ``rival`` for what another person says of one; of a budget it is ``part`` where the
    figure is the share that a named part takes of the budget at hand, ``rest`` for the part that takes what the others leave. ``fiscal`` has no figure: ``when`` is the month that the year begins in.
    """

    DO: ClassVar[str] = "tell"
    HEAD: ClassVar[tuple[str, ...]] = ("fig", "as_")
    fig: str = ""
    as_: As = As.CONTEXT
    of: str = ""
    per: str = ""
    in_: str = ""
    when: str = ""
    by: str = ""
    status: str = ""
    sign: str = ""
    base: str = ""
    quote: str = ""
    label: str = ""
    hedge: str = ""
    echo: str = ""

    @property
    def divides(self) -> bool:
        """Whether it tells a part of the budget at hand."""
        return self.as_ is As.BUDGET and self.status in ("part", "rest")


@dataclass(frozen=True, slots=True, kw_only=True)
class Correct(Move):
    """Something told before was wrong: ``target`` is the figure (``U1``), ``to`` a figure, an id or a code.

    ``gone`` takes money spent back, ``name`` calls a scenario something, ``plan`` makes a scenario the plan, ``whose`` settles whose entry of a line counts (``both`` keeps all).
    ``part`` is how much of the money spent was of the ``subject``, or is ``gone``; without it all was.
    """

    DO: ClassVar[str] = "correct"
    HEAD: ClassVar[tuple[str, ...]] = ("what",)
    what: What = What.VALUE
    target: str = ""
    to: str = ""
    part: str = ""
    echo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppose(Move):
    """A new scenario beside the told one: the focus (or ``from_``) copied and changed by ``op`` with ``fig``; ``in_`` that one itself where it is changed for good."""

    DO: ClassVar[str] = "suppose"
    HEAD: ClassVar[tuple[str, ...]] = ("fig", "op")
    fig: str = ""
    op: Op = Op.SET
    of: str = ""
    from_: str = ""
    in_: str = ""
    when: str = ""
    per: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Return(Move):
    """The focus goes back: ``previous``, ``start``, a figure (the scenario with that value), a scenario; an own split to the ``source``'s."""

    DO: ClassVar[str] = "return"
    HEAD: ClassVar[tuple[str, ...]] = ("to",)
    to: str = "previous"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Move):
    """A question. ``about``, ``over``, ``args`` and ``weights`` are lists; ``args`` are operands (``L1@K1``, ``U2*U3``, ``AI@U4``).

    ``unsure`` are the words that the reader would not answer without asking whether this is what they ask.
    ``args`` of ``left`` are amounts that would be taken off, ``by=sum`` wants its subjects together; ``when`` names days (``D1 D2``).
    ``of=plan`` shares out all of a plan over its parts, whatever was spent of it.
    """

    DO: ClassVar[str] = "ask"
    HEAD: ClassVar[tuple[str, ...]] = ("goal",)
    goal: Goal = Goal.SAME
    about: tuple[str, ...] = ()
    of: str = ""
    over: tuple[str, ...] = ()
    args: tuple[str, ...] = ()
    phase: str = ""
    per: str = ""
    cur: str = ""
    by: str = ""
    weights: tuple[str, ...] = ()
    want: str = ""
    at: str = ""
    above: str = ""
    parts: str = ""
    done: str = ""
    when: str = ""
    topic: str = ""
    echo: str = ""
    unsure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Move):
    """A number put into the source's mouth, or an order to change the source's."""

    DO: ClassVar[str] = "claim"
    HEAD: ClassVar[tuple[str, ...]] = ("fig",)
    fig: str = ""
    of: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form(Move):
    """How the reply is to look."""

    DO: ClassVar[str] = "form"
    HEAD: ClassVar[tuple[str, ...]] = ()
    shape: str = ""
    audience: str = ""
    length: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat(Move):
    """Needs a word, no work: ``greet``, ``thanks``, ``bye``, ``agree``, ``disagree``, ``remark``, ``insult``, ``injection``."""

    DO: ClassVar[str] = "chat"
    HEAD: ClassVar[tuple[str, ...]] = ("kind",)
    kind: str = "remark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread(Move):
    """A span that may matter and was not understood: characters ``start`` to ``end``; always comes out in the reply.

    ``why`` is ``figure``, ``operator``, ``question``, ``reference``, ``text`` or ``unsure`` (a question put back to ask whether it is meant); ``choices`` are the two likeliest roles of a figure.
    """

    DO: ClassVar[str] = "unread"
    HEAD: ClassVar[tuple[str, ...]] = ("text",)
    text: str = ""
    why: str = ""
    start: int = 0
    end: int = 0
    fig: str = ""
    choices: tuple[str, ...] = ()


MOVES: dict[str, type[Move]] = {m.DO: m for m in (Tell, Correct, Suppose, Return, Ask, Claim, Form, Chat, Unread)}

#: Slots that hold several names.
LISTS = frozenset({"about", "over", "args", "weights", "choices"})


def slot_name(name: str) -> str:
    """The name of a slot as it is written: ``in_`` is ``in``."""
    return name.rstrip("_")


def filled(move: Move) -> dict[str, Any]:
    """The slots of ``move`` that say something, by the names of the dataclass."""
    found = {}
    for slot in fields(move):
        value = getattr(move, slot.name)
        if slot.name in move.HEAD or (value not in ("", (), 0)):
            found[slot.name] = value
    return found
