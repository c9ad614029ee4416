"""The book of a turn, its tables, and the replies that the offline writer makes of it."""

from __future__ import annotations

import re

import pytest

from agent.answers.book import Book
from agent.answers.kinds import row, statement
from agent.answers.model import Answer, Column, Note, Quotation, Statement
from agent.answers.notes import note
from agent.answers.tables import cells, listed, markdown, table
from agent.answers.turnbook import TurnBook
from agent.answers.voice import Voice
from agent.answers.writer import write
from agent.dialogue.moves import Form
from tests.answers.samples import Passage, Samples, shipped

SAMPLES = Samples(shipped())
SAID = dict(SAMPLES.statements())
TABLE = next(iter(SAMPLES.tables()))
REFERENCE = re.compile(r"\[\[[^\]]+\]\]")


def book_of(*answers: Answer, language: str = "en", **more) -> TurnBook:
    return TurnBook(answers, {"p:1": Passage()}, language, shipped(), **more)


def phrase(book: TurnBook, scenario: str = "") -> str:
    """The budget phrase, which has to be there."""
    printed = book.budget(scenario)
    assert printed is not None
    return printed.text


@pytest.fixture
def answers() -> tuple[Answer, ...]:
    """A verdict told after a plain statement, a table, a quotation, an assumption, a question and one that repeats."""
    return (
        Answer("verdict", (SAID["allocation"], SAID["range_verdict.in"], note("assumed.base"), TABLE)),
        Answer(
            "explain",
            (Quotation("p:1"), SAID["allocation"], note("ask.budget"), note("unread.figure", quoted="7 posts")),
        ),
    )


def test_the_book_is_what_the_gate_asks_for(answers: tuple[Answer, ...]) -> None:
    """It keeps the gate's Protocol, numbers in order, and gives what two answers share one number."""
    book: Book = book_of(*answers)
    assert book.all() == ("C1", "C2", "C3", "T1", "X1", "C4", "C5")
    assert book.statement("C2") is answers[0].items[1]
    assert (book.statement("T1"), book.table("C1"), book.quotation("C9")) == (None, None, None)
    assert book.passage("p:1")
    assert not book.passage("p:2")
    assert book.clause("C5").text == "I did not use “7 posts”"


def test_a_statement_prints_the_same_throughout_a_reply(answers: tuple[Answer, ...]) -> None:
    """The number of a statement chooses its wording, so that printing it again gives the same words."""
    book = book_of(*answers)
    assert book.clause("C1") == book.clause("C1")
    assert book.clause("C1", opens=True).text[1:] == book.clause("C1").text[1:]
    with pytest.raises(KeyError):
        book.clause("T1")
    with pytest.raises(KeyError):
        book.block("C1")


def test_the_budget_is_a_noun_phrase_for_each_scenario() -> None:
    """Without a determiner, with base and amount; named where the scenario has a name and there are several."""
    one = book_of(Answer("x", (SAID["allocation"],)))
    assert phrase(one) == "annual marketing budget of $2,000,000"
    assert book_of(Answer("x", (SAID["reading"],))).budget() is None
    two = book_of(Answer("x", (SAID["allocation"],)), budgets={"K2": SAMPLES.bigger}, names={"K2": "Acme"})
    assert phrase(two, "K2") == "Acme's annual marketing budget of $3,000,000"
    zh = book_of(Answer("x", (SAID["split_of_ai_budget"],)), language="zh")
    assert phrase(zh) == "年度AI预算（50万美元）"


def test_the_references_that_hold_a_typed_figure_are_found(answers: tuple[Answer, ...]) -> None:
    """A complaint about a typed figure names where it stands, however it was spelled."""
    book = book_of(*answers)
    assert book.holding("$200k") == ("C1", "T1")
    assert book.holding("10%") == ("C1", "T1")
    assert book.holding("$123") == ()
    assert book.holding("7 posts") == ("C5",)


def test_a_model_sees_every_reference_and_note(answers: tuple[Answer, ...]) -> None:
    """Each with its full and short form, verdicts marked."""
    lines = book_of(*answers).lines()
    assert lines[0].startswith("C1: ") and " | brief: tactical layer: $200,000 (10%)" in lines[0]  # noqa: PT018 - one line
    assert lines[1].startswith("C2 (verdict): ")
    assert sum("(note): " in line for line in lines) == 3


# ---- tables ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("made", list(SAMPLES.tables()), ids=lambda made: f"{made.kind}")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_table_is_aligned_and_has_as_many_cells_in_every_row(made, language: str) -> None:
    """Numbers stand right, words left, and no name breaks a row."""
    voice = Voice(language, shipped(), {"K2": "Acme"}, several=True)
    lines = markdown(made, voice).text.split("\n\n")[1].splitlines()
    widths = {len(re.split(r"(?<!\\)\|", line)) for line in lines}
    assert widths == {len(made.columns) + 2}
    assert lines[1] == "| " + " | ".join("---:" if column.number else "---" for column in made.columns) + " |"
    plain = cells(made, voice)
    assert [len(line) for line in plain] == [len(made.columns)] * (len(made.rows) + 1)
    assert listed(made, voice).text.count("\n- ") == len(made.rows)


def test_a_table_has_its_caption_citation_and_the_models_words() -> None:
    """Base and amount stand in the caption, the words of a model in a column of their own."""
    voice = Voice("en", shipped())
    text = markdown(TABLE, voice, words=("fast | cheap", "slow")).text
    assert text.startswith(
        "**Split of the annual marketing budget of $2,000,000**\n\n| Layer | Share | Amount | Purpose |"
    )
    assert "| Tactical layer | 10% | $200,000 | fast \\| cheap |" in text
    assert text.endswith("| Total | 18% | $360,000 |  |")
    with pytest.raises(ValueError, match="every row"):
        table("ranges", (Column("budget"),), [("a", "b")])
    with pytest.raises(ValueError, match="has the slots"):
        table("split", (Column("layer"),), [("a",)])
    with pytest.raises(KeyError):
        table("ranges", (Column("no_such_heading"),), [])


def test_a_quotation_is_a_block_in_the_readers_language() -> None:
    """Translated where there is a translation, with the place of its citation."""
    book = book_of(Answer("x", (Quotation("p:1", cut_off=True, phase=2),)))
    printed = book.block("X1")
    assert printed.block
    assert printed.text.startswith("> Quick-win projects")
    assert printed.text.endswith("(phase 2; the source breaks off here)")


# ---- the offline writer ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("shape", ["", "bullets", "table", "email", "sentence"])
def test_the_writer_writes_references_and_no_figure(answers: tuple[Answer, ...], language: str, shape: str) -> None:
    """Outside of references a reply has no digit, a verdict opens its part, and nothing is told twice."""
    book = book_of(*answers, language=language)
    text = write(answers, book, language, Form(shape=shape))
    assert not any(map(str.isdigit, REFERENCE.sub("", text)))
    found = REFERENCE.findall(text)
    assert found[0] == "[[C2]]"
    assert len(found) == len(set(found))
    if shape != "sentence":
        assert sorted(found) == sorted(f"[[{reference}]]" for reference in book.all())


def test_the_forms_of_a_reply(answers: tuple[Answer, ...]) -> None:
    """Sentences end with their stop, list items without one, an e-mail has its salutation and closing, questions stand last."""
    book = book_of(*answers)
    plain = write(answers, book, "en")
    assert plain.startswith("[[C2]]. [[C1]].\n\n[[T1]]\n\n[[C3]].")
    assert plain.endswith("\n\n[[C4]]")
    assert "- [[C1]]\n" in write(answers, book, "en", Form(shape="bullets")) + "\n"
    mail = write(answers, book_of(*answers, language="zh"), "zh", Form(shape="email"))
    assert mail.startswith("您好：\n\n[[C2]]。")
    assert mail.endswith("\n\n祝好")
    assert write(answers[:1], book, "en", Form(length="short")) == "[[C2]]."


def test_many_statements_are_a_list() -> None:
    """From four plain statements on, a paragraph would hide them."""
    rows = (row(layer=SAMPLES.layer.name, share=SAMPLES.split.rows[0].share),)
    made = Answer(
        "x", (*(SAID[name] for name in ("allocation", "total", "reading")), statement("share_order", rows=rows))
    )
    assert write([made], book_of(made), "en") == "- [[C1]]\n- [[C2]]\n- [[C3]]\n- [[C4]]"


def test_a_note_that_asks_ends_with_its_own_mark() -> None:
    """A question told by reference gets no full stop behind its question mark."""
    made = Answer("x", (Note("ask.reading", {"quoted": "7", "first": "a", "second": "b"}, question=True),))
    book = book_of(made)
    assert isinstance(book.statement("C1"), Statement)
    assert write([made], book, "en") == "[[C1]]"
