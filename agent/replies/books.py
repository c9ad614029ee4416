"""What is sent beside replies: events of a streamed turn, the list of conversations, budgets and spends, documents, frameworks, who asks.

As with :mod:`agent.replies.model` these are the one place where their form is written down, and fields are only ever added.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from agent.replies.model import Block, Fact, Label, Language, Reply, Sent, Span

# -- the events of a streamed turn -------------------------------------------------------------------------------------


class TurnBegun(Sent):
    """``event: turn``. The reply will belong to this conversation."""

    conversation: str


class Tail(Sent):
    """The blocks of everything told so far, from number ``start`` (counted from 0) on; those before it stay as they were."""

    start: int
    blocks: list[Block]


class Piece(Sent):
    """``event: delta``. Checked text: it follows what was told since the last ``restart``."""

    text: str
    spans: list[Span] = Field(description="the figures in it, by their place in everything told since the last restart")
    facts: list[Fact] = Field(description="those of its figures that were not sent yet, with receipts")
    tail: Tail = Field(description="what the text looks like now")


class Restarted(Sent):
    """``event: restart``. What was told so far is withdrawn, and the reply begins anew."""


class Finished(Sent):
    """``event: reply``. The whole reply; the turn is stored."""

    reply: Reply


# -- conversations -----------------------------------------------------------------------------------------------------


class ListedConversation(Sent):
    """A line of the list of conversations."""

    conversation: str
    title: str = Field(description="as it was named, else how it began")
    renamed: bool
    turns: int
    updated: str = Field(description="when it was last changed, as 2026-03-01T12:00:00+00:00")


class Conversations(Sent):
    """Some of the caller's conversations, the latest first."""

    conversations: list[ListedConversation]
    following: str | None = Field(
        description="the value of `after` for those behind them; null where there are no more"
    )


class BudgetPart(Sent):
    """A layer of a budget: what the framework gives it, and the user's own amount where they set shares, floors or caps."""

    id: str
    name: str
    share: Fact | None
    amount: Fact | None
    own: Fact | None


class Budget(Sent):
    """One of the budgets that stand side by side in a conversation."""

    id: str
    name: str = Field(description="as the user named it; empty for one without a name")
    base: Literal["marketing", "ai"]
    base_name: str
    status: str = Field(description="told, supposed (what if) or actual (of a past time)")
    comes_from: str = Field(description="the id of the budget that it is a variant of")
    speaker: str
    in_focus: bool = Field(description="whether questions without another budget are about it")
    amount: Fact
    share: Fact | None = Field(description="the AI share that the user set")
    low: Fact | None = Field(description="the lower end of the framework's range, as money")
    high: Fact | None
    total: Fact | None = Field(description="what all parts get")
    parts: list[BudgetPart]


class SpendEntry(Sent):
    """Money that was spent, as it was told."""

    amount: Fact
    when: str
    speaker: str
    turn: int


class SpendBook(Sent):
    """What was spent of a subject of the budget in focus, and what is left."""

    subject: str
    name: str
    entries: list[SpendEntry]
    planned: Fact | None
    spent: Fact | None
    left: Fact | None = Field(description="what is left of the plan, or by how much it is exceeded where `over`")
    over: bool


class Spends(Sent):
    """The spend book of a conversation."""

    conversation: str
    language: Language
    spends: list[SpendBook]


class SpendRow(Sent):
    """A row of a file of spends as it was read: ``amount`` in whole units of ``currency``, ``typed`` as the file has it."""

    row: int
    line: str
    subject: str = Field(description="a layer, a project, or item: and the file's own words")
    amount: str
    currency: str
    day: str
    by: str
    typed: str


class SpendRowLeftOut(Sent):
    """A row of a file that was not taken, and why."""

    row: int
    reason: str


class SpendFile(Sent):
    """What a file of spends holds; nothing of it is kept before it is sent again with `confirm` set to `key`."""

    conversation: str
    key: str
    rows: list[SpendRow]
    left_out: list[SpendRowLeftOut]
    columns: dict[str, str] = Field(description="which heading was read as what")
    scale: int = Field(description="what amounts were multiplied by, for the unit in their heading")
    totals: dict[str, str]
    text: str = Field(description="the same as Markdown, to be shown")


class Books(Sent):
    """What a conversation has come to."""

    conversation: str
    language: Language
    budgets: list[Budget]
    spends: list[SpendBook]
    kpis: bool = Field(description="whether its KPI book has entries")
    conflict: list[str] = Field(description="ids of budgets that several people's words stand for")


# -- sources -----------------------------------------------------------------------------------------------------------


class Neighbour(Sent):
    """A passage before or behind."""

    passage: str
    text: Label


class PassageRead(Sent):
    """A passage in full, in both languages where there is a translation, with what stands around it."""

    passage: str
    document: str
    name: str = Field(description="the name of the document's file")
    line: int
    place: str
    date: str
    text: Label = Field(description="`en` is empty where there is no translation")
    incomplete: str | None
    question_missing: bool
    before: list[Neighbour]
    behind: list[Neighbour]


class DocumentRead(Sent):
    """A document that answers may rest on."""

    id: str
    name: str
    passages: int
    date: str
    own: bool = Field(description="whether it was added; else it came with the advisor or its framework")
    removable: bool


class Documents(Sent):
    """Every document, and which endings of files are taken."""

    documents: list[DocumentRead]
    endings: list[str]
    writable: bool


class Unread(Sent):
    """Something of a file that was not read, and why."""

    place: str
    reason: str


class Ingested(Sent):
    """What became of an uploaded file."""

    name: str
    outcome: Literal["added", "changed", "unchanged", "refused"]
    reason: str = Field("", description="why it was refused, in the language that was asked for")
    document: DocumentRead | None
    notes: list[Unread] = Field([], description="what of it was not read, and why")


class Ingesting(Sent):
    """``event: progress``. How far the reading of an uploaded file has come."""

    stage: Literal["received", "reading", "indexing"]
    done: int
    total: int


class FrameworkNumber(Sent):
    """A figure of the framework with the words that state it."""

    name: str
    text: str
    passage: str


class FrameworkPart(Sent):
    """A layer or a phase with its figures."""

    id: str
    name: str
    numbers: list[FrameworkNumber]
    projects: list[str] = Field([])


class FrameworkRead(Sent):
    """The framework in force."""

    id: str
    name: Label
    version: str
    own: bool = Field(description="false for the one that came with the advisor")
    base: str
    range: list[FrameworkNumber]
    layers: list[FrameworkPart]
    phases: list[FrameworkPart]
    writable: bool


class Mistake(Sent):
    """Something wrong in a framework's file, with the line where that is known."""

    line: int | None
    field: str
    message: str


class FrameworkChecked(Sent):
    """What is wrong with a framework; it can be used where nothing is."""

    mistakes: list[Mistake]
    used: bool


# -- who asks ----------------------------------------------------------------------------------------------------------


class Me(Sent):
    """Who is asking, what they may do here, and what answers them."""

    caller: str
    tokens: bool = Field(description="whether the service asks for tokens")
    version: str
    model: str | None = Field(description="the model that writes replies; null where none is asked")
    framework: Label
    documents: bool = Field(description="whether documents can be added")
    frameworks: bool = Field(description="whether a framework can be put in force")
    feedback: bool = Field(description="whether opinions on replies are kept")
