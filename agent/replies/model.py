"""What is sent of a turn, as frozen pydantic models: the one place where the form of a reply is written down.

Every channel's JSON is a dump of these, the OpenAPI document, MCP's output schemas and the table in the guide are made from
their JSON schemas. Fields are only ever added. Numbers that may be fractions travel as strings, never as floats.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema
from typing_extensions import TypeAliasType

from tools.tongues import known, languages

#: The code of a language of ``tools.tongues``; the schemas name those that are there.
Language = Annotated[str, AfterValidator(known), WithJsonSchema({"type": "string", "enum": list(languages())})]


class Sent(BaseModel):
    """Base of what is sent."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


# -- facts and their receipts ------------------------------------------------------------------------------------------


class Label(Sent):
    """A name in both languages."""

    zh: str
    en: str


class Unit(Sent):
    """What a figure counts: money in a currency, percent, things; and per which period, if any."""

    kind: str
    code: str
    per: str | None


class Given(Sent):
    """Said by the user: characters ``start`` to ``end`` of the message of turn ``turn``; 0 is outside of messages."""

    kind: Literal["given"] = "given"
    turn: int
    start: int
    end: int
    text: str
    day: str = Field("", description="when it was measured, as 2026-03-01; empty for any other figure")
    speaker: str = Field("", description="who said it, where several people talk; else empty")
    document: str = Field("", description="the document that the user took it from, in words; else empty")


class Sourced(Sent):
    """Stated by a source: characters ``start`` to ``end`` of ``document``, in ``passage``."""

    kind: Literal["sourced"] = "sourced"
    document: str
    passage: str
    start: int
    end: int
    quote: str


class Computed(Sent):
    """The result of a calculator. ``arguments`` name facts by id, ``formula`` has their ids in braces."""

    kind: Literal["computed"] = "computed"
    tool: str
    arguments: dict[str, Any]
    inputs: list[str]
    formula: str
    output: str


#: Named, so that it is a component of its own.
Receipt = TypeAliasType("Receipt", Annotated[Given | Sourced | Computed, Field(discriminator="kind")])


class Identity(Sent):
    """What a figure is. A field that says nothing of it is empty or null."""

    role: str = Field(description="budget, allocation, share, threshold, actual, target, gap, spend …")
    subject: str = Field("", description="an id: layer.tactical, kpi.cost, marketing, ai …")
    name: Label = Field(Label(zh="", en=""), description="what the subject is called, where it has no id of its own")
    base: str = Field("", description="what a share is a share of; relative or points for a change")
    phase: int | None = Field(None, description="the number of the phase that a threshold or target belongs to")
    period: str = Field("", description="year, quarter, month, week, day, a part of a year or a day")
    scenario: str = Field("", description="which of several budgets or variants it was computed for")
    speaker: str = Field("", description="who gave it, where several people talk")


class Fact(Sent):
    """A figure with its receipt: who said it, which source states it, or how it was computed from other facts."""

    id: str
    name: str = Field(description="what the figure is, in the reply's language")
    text: str = Field(description="the figure as it is to be written")
    value: str = Field(description="the exact decimal")
    unit: Unit
    comparator: str = Field(description="=, ≥, ≤, >, < or ≈")
    label: Label
    concepts: list[str] = Field(description="ids of what the figure speaks of")
    identity: Identity | None = Field(None, description="what the figure is; null for facts of conversations of before")
    provenance: Receipt
    formula: str | None = Field(None, description="how it was computed, with its inputs in figures")
    inputs: list[Fact] = Field(default=[], description="the facts that it was computed from, with their receipts")


class Calculated(Sent):
    """What a calculator gives back."""

    facts: list[Fact]


# -- the text as data --------------------------------------------------------------------------------------------------


class Run(Sent):
    """A stretch of a block's text of one kind; the runs of a block, one after the other, are its text."""

    text: str
    fact: str | None = Field(None, description="the fact that is printed here")
    statement: str | None = Field(None, description="the statement or table that the fact is part of")
    citation: int | None = Field(None, description="the number of the citation that this refers to")
    strong: bool = False


class Heading(Sent):
    type: Literal["heading"] = "heading"
    level: int
    text: str
    runs: list[Run] = []


class Paragraph(Sent):
    type: Literal["paragraph"] = "paragraph"
    text: str
    runs: list[Run] = []


class Table(Sent):
    """A table; every row has as many cells as the header."""

    type: Literal["table"] = "table"
    header: list[str]
    rows: list[list[str]]
    align: list[Literal["left", "right", "center"]] = Field([], description="of each column")
    runs: list[list[list[Run]]] = Field([], description="the cells of the rows once more, as runs")


class Code(Sent):
    """Text that is shown as it stands."""

    type: Literal["code"] = "code"
    text: str


class Rule(Sent):
    """A line between two parts."""

    type: Literal["rule"] = "rule"


class Item(Sent):
    """An item of a list."""

    blocks: list[Block]


class ListBlock(Sent):
    """A list; an ordered one counts from ``start``."""

    type: Literal["list"] = "list"
    ordered: bool
    start: int = 1
    items: list[Item]


class Quotation(Sent):
    """Words of a source."""

    type: Literal["quotation"] = "quotation"
    blocks: list[Block]


Block = TypeAliasType(
    "Block",
    Annotated[
        Heading | Paragraph | Table | Code | Rule | ListBlock | Quotation,
        Field(discriminator="type"),
    ],
)


class ChartPoint(Sent):
    """A bar of a chart: the fact that it shows, its name and figure as they print, and its share of the whole."""

    fact: str
    name: str
    value: str
    text: str
    share: str | None = Field(None, description="in percent; null where the amounts are no parts of one whole")


class ChartTotal(Sent):
    """What the points of a chart come to: what it is called, and the figure as it prints."""

    name: str
    text: str


class Chart(Sent):
    """Amounts of one unit that a reader may want to see side by side."""

    kind: Literal["bar"] = "bar"
    points: list[ChartPoint]
    total: ChartTotal | None = Field(None, description="null where the points are no parts of one whole")


class Span(Sent):
    """Characters ``start`` to ``end`` of the text: the fact that is printed there, and the statement that it is part of."""

    start: int
    end: int
    fact: str
    statement: str


# -- the reply ---------------------------------------------------------------------------------------------------------


class Citation(Sent):
    """A cited passage: its number in the text, where it stands, and its words."""

    number: int
    passage: str
    document: str
    line: int
    text: str = Field(description="in the reply's language, where there is a translation")
    original: str
    incomplete: str | None = Field(None, description="what is missing in the source there")
    place: str = Field("", description="page, slide, or sheet and row of an ingested document")
    date: str = ""


class UnreadSpan(Sent):
    """Characters ``start`` to ``end`` of the message, which the reply does not take up."""

    start: int
    end: int
    text: str


class Refusals(Sent):
    """Figures that a model wrote and that were not let through."""

    count: int
    kinds: list[str] = Field(description="why, in words that a program can branch on")


class ModelUse(Sent):
    """What the turn took of a model; tokens are null where the endpoint does not tell them."""

    requests: int
    prompt_tokens: int | None
    completion_tokens: int | None


class Reply(Sent):
    """A checked reply: its text, the same as data, and everything that it rests on."""

    conversation: str | None = Field(description="name of the conversation; null for one that is not stored")
    turn: int = Field(description="its number in the conversation, from 1")
    language: Language = Field(description="of the text")
    mode: Literal["online", "offline"] = Field(description="online when a model wrote the text")
    outcome: Literal["answered", "asked", "partly"] | None = Field(
        description="asked: the reply needs something before it can answer; partly: some of it; null where not recorded"
    )
    text: str = Field(description="the reply in Markdown; every figure in it has passed the check")
    blocks: list[Block] = Field(description="the text as data: headings, paragraphs, lists, tables, quotations")
    spans: list[Span] = Field(description="where in the text which fact is printed; empty where not recorded")
    facts: list[Fact] = Field(description="the figures of the text, each with its receipt")
    citations: list[Citation] = Field(description="the passages that the text cites, by number")
    chart: Chart | None = Field(description="the amounts of a chart, by fact")
    tables: list[Table] = Field(description="the tables of the text")
    plan: bool = Field(description="whether the reply is a whole plan, which can be had as a file")
    reading: str = Field(description="how the message was read, in a line; empty where not recorded")
    unread: list[UnreadSpan] = Field(description="what of the message the reply does not take up")
    refused: Refusals = Field(description="figures that a model wrote and that were not let through")
    refused_figures: int = Field(description="the count of refused, once more")
    model: ModelUse | None = Field(description="what a model was asked; null where not recorded")
    notice: str | None = Field(description="why no model wrote the text, in a sentence")
    trouble: str | None = Field(description="the same in a word: timeout, rate_limit, …")


class Turn(Reply):
    """A stored turn: the message and its reply."""

    message: str


class Conversation(Sent):
    """A stored conversation, turn by turn."""

    conversation: str
    turns: list[Turn]


# -- the KPI book ------------------------------------------------------------------------------------------------------


class KpiState(Sent):
    """A KPI of a phase: what the phase requires, the target that comes of it, and what was reached."""

    id: str
    name: str
    required: Fact
    target: Fact | None
    reached: Fact | None
    met: bool
    short: Fact | None = Field(description="how much is missing; null where met or not measured")


class PhaseState(Sent):
    """A phase and how its KPIs are doing."""

    id: str
    number: int
    name: str
    passed: bool
    kpis: list[KpiState]


class Measured(Sent):
    """What a KPI measured on a day, and the change since its baseline where the KPI is one of change."""

    kpi: str
    day: str
    figure: Fact
    reached: Fact | None


class Progress(Sent):
    """How the plan of a conversation is doing."""

    conversation: str
    language: Language
    text: str = Field(description="the progress in Markdown")
    blocks: list[Block]
    citations: list[Citation]
    phase: str | None = Field(description="the phase at hand; null when all are passed")
    phases: list[PhaseState]
    measurements: list[Measured]
