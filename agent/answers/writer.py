"""The offline writer: orders the statements of a turn into a reply; it writes references and number-free notes, nothing else.

``[[C1]]`` stands as a sentence of its own, with its full stop behind it, or as a list item without one; ``[[T1]]`` and ``[[X1]]`` stand on lines of their own. What it
writes goes through the same gate as the prose of a model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from agent.answers.model import Answer, Item, Note, Quotation, Statement, Table
from agent.answers.turnbook import TurnBook
from agent.dialogue.moves import Form
from tools.tongues import chinese

#: From how many plain statements on they are told as a list.
_LIST_FROM = 4
_SENTENCE = frozenset({"sentence", "one", "line"})


def write(answers: Sequence[Answer], book: TurnBook, language: str, form: Form | None = None) -> str:
    """The reply to ``answers`` in Markdown, with references; ``form`` is how it was asked to look."""
    form = form or Form()
    pen = _Pen(book, language)
    if form.shape in _SENTENCE or form.length in ("short", "sentence", "one"):
        blocks = [*pen.summary(answers)]
    else:
        blocks = [block for answer in answers for block in pen.answer(answer, form.shape)]
    blocks += pen.closing(answers)
    blocks = list(dict.fromkeys(block for block in blocks if block))
    if form.shape == "email":
        words = book.voice.texts.words
        blocks = [words["salutation"], *blocks, words["closing"]]
    return "\n\n".join(blocks)


class _Pen:
    """Writes items once each."""

    def __init__(self, book: TurnBook, language: str) -> None:
        self._book = book
        self._words = book.voice.texts.words
        self._zh = chinese(language)
        self._told: set[str] = set()

    def summary(self, answers: Iterable[Answer]) -> Iterator[str]:
        """What a short form keeps: what each answer says first, a verdict before anything else."""
        for answer in answers:
            kept: Sequence[Item] = [
                item for item in _verdict_first(answer.items) if isinstance(item, Statement) and item.facts
            ][:1]
            tables = [] if kept else [item for item in answer.items if isinstance(item, Table | Quotation)]
            if not kept and not tables:
                kept = [
                    item
                    for item in answer.items
                    if isinstance(item, Note | Statement) and not getattr(item, "question", False)
                ][:1]
            yield self._paragraph(kept)
            yield from (self._block(item) for item in tables)

    def answer(self, answer: Answer, shape: str) -> Iterator[str]:
        """The blocks of one answer: its verdict, then what it says in order, then what was assumed."""
        items = [item for item in _verdict_first(answer.items) if not (isinstance(item, Note) and item.question)]
        items = sorted(items, key=lambda item: isinstance(item, Note) and item.kind.startswith("assumed."))
        if shape == "table":
            items = _tables_first(items)
        run: list[Item] = []
        for item in items:
            if isinstance(item, Table | Quotation):
                yield from self._run(run, shape)
                run = []
                yield self._block(item)
            else:
                run.append(item)
        yield from self._run(run, shape)

    def closing(self, answers: Iterable[Answer]) -> list[str]:
        """What must be asked, in one paragraph at the end."""
        questions = [item for answer in answers for item in answer.items if isinstance(item, Note) and item.question]
        return [self._paragraph(questions)]

    # ---- pieces -----------------------------------------------------------------------------------------------------------

    def _run(self, items: list[Item], shape: str) -> Iterator[str]:
        """Statements and notes between two blocks, as a paragraph or as a list."""
        lead = [item for item in items if isinstance(item, Statement) and item.verdict]
        plain = [item for item in items if isinstance(item, Statement) and not item.verdict]
        notes = [item for item in items if isinstance(item, Note)]
        if shape == "bullets" or len(plain) >= _LIST_FROM:
            yield self._paragraph(lead)
            yield self._bullets(plain)
            yield self._paragraph(notes)
        else:
            yield self._paragraph([*lead, *plain, *notes])

    def _paragraph(self, items: Iterable[Item]) -> str:
        return self._words["between"].join(text for item in items if (text := self._sentence(item)))

    def _bullets(self, items: Iterable[Item]) -> str:
        references = (self._once(item) for item in items)
        return "\n".join(f"- [[{reference}]]" for reference in references if reference)

    def _block(self, item: Item) -> str:
        reference = self._once(item)
        return f"[[{reference}]]" if reference else ""

    def _sentence(self, item: Item) -> str:
        reference = self._once(item)
        return f"[[{reference}]]" + self._stop(self._book.clause(reference).text) if reference else ""

    def _stop(self, text: str) -> str:
        return "" if text[-1:] in tuple(self._words["end"]) else self._words["stop"]

    def _once(self, item: Item) -> str:
        reference = self._book.reference(item)
        if reference in self._told:
            return ""
        self._told.add(reference)
        return reference


def _verdict_first(items: Sequence[Item]) -> list[Item]:
    """The verdict of a part opens it."""
    return sorted(items, key=lambda item: not (isinstance(item, Statement) and item.verdict))


def _tables_first(items: Sequence[Item]) -> list[Item]:
    """Verdicts and tables, then only those statements whose figures no table shows."""
    tables = [item for item in items if isinstance(item, Table)]
    shown = {fact.id for table in tables for fact in table.facts}
    kept = [
        item for item in items
        if not isinstance(item, Table) and not (_plain(item) and tables and {f.id for f in item.facts} <= shown)  # type: ignore[union-attr]
    ]  # fmt: skip
    verdicts = [item for item in kept if isinstance(item, Statement) and item.verdict]
    return [*verdicts, *tables, *(item for item in kept if item not in verdicts)]


def _plain(item: Item) -> bool:
    return isinstance(item, Statement) and not item.verdict and bool(item.facts)
