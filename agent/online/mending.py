"""What follows a check: what the reply still lacks, how it is mended, and what is done about a refusal.

Pure policy over the gate. A verdict stands first in its part, whatever was asked is shown, and a reply that fails twice is told without the sentences that fail, where the
rest stands. Who asks again, and the offline reply, are left to the caller.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from agent.answers.book import Book
from agent.answers.model import Answer, Item, Statement, Table
from agent.grounding import references, sentences
from agent.grounding.gate import Gate, Reading
from agent.grounding.outcome import Outcome, Problem
from agent.grounding.outcome import told as problem_told
from agent.grounding.prose import plain
from agent.grounding.references import What
from tools.tongues import gap, stop

_MOST_NAMED = 4
_EXCERPT = 60
_BLOCK = re.compile(r"[ ]*(?:[-*+•|>]|[0-9]{1,2}[.)、]|#)")


def complaint(text: str, problems: Iterable[Problem], language: str = "en") -> str:
    """What failed, for whoever wrote ``text``, in the reply's ``language``: each message once, with the words that it is about."""
    lines: dict[str, list[str]] = {}
    for problem in problems:
        words = " ".join(text[max(0, problem.start - 8) : problem.end + 8].split())[:_EXCERPT]
        excerpts = lines.setdefault(problem.told(language), [])
        if words and words not in excerpts and len(excerpts) < _MOST_NAMED:
            excerpts.append(words)
    lines_told = [f"- {message} ({'; '.join(found)})" if found else f"- {message}" for message, found in lines.items()]
    return "\n".join([problem_told("opening", language), *lines_told])


# ---- completeness ----------------------------------------------------------------------------------------------------


def complete(outcome: Outcome, answers: Iterable[Answer], book: Book) -> tuple[str, ...]:
    """The references that the reply lacks, in the order of ``answers``: their verdicts, and statements that show the facts that they need."""
    shown, told = set(outcome.facts), set(outcome.references)
    missing: list[str] = []
    named = _references(book)
    for answer in answers:
        own = [(reference, item) for item in answer.items if (reference := _reference_of(item, named))]
        for reference, item in (*((r, i) for r, i in own if isinstance(i, Statement) and i.verdict), *own, *named):
            verdict = isinstance(item, Statement) and item.verdict and (reference, item) in own
            facts = {fact.id for fact in item.facts} if isinstance(item, Statement | Table) else set()
            lacking = {fact.id for fact in answer.needs} - shown
            if reference not in told and (verdict or lacking & facts):
                missing.append(reference)
                told.add(reference)
                shown |= facts
    return tuple(missing)


def mend(raw: str, answers: Sequence[Answer], book: Book, *, outcome: Outcome) -> str:
    """``raw``, which passed with ``outcome``, with each verdict in front of its part and what it lacks behind, as one short paragraph."""
    missing = complete(outcome, answers, book)
    named = _references(book)
    for answer in answers:
        own = [(r, item) for item in answer.items if (r := _reference_of(item, named))]
        verdict = next((r for r, item in own if isinstance(item, Statement) and item.verdict), None)
        if verdict is not None:
            raw = _front(raw, verdict, {r for r, _ in own} - {verdict}, book.language)
    behind = [r for r in missing if not references.refers(raw, r)]
    end = stop(book.language) + gap(book.language)
    inline = "".join(f"{references.statement(r)}{end}" for r in behind if r.startswith("C")).strip()
    blocks = [references.statement(r) for r in behind if not r.startswith("C")]
    return "\n\n".join([p for p in (raw.rstrip(), inline, *blocks) if p]) if behind else raw


def _references(book: Book) -> list[tuple[str, Item]]:
    """Every statement, table and quotation of ``book`` by reference."""
    found: list[tuple[str, Item]] = []
    for reference in book.all():
        item = book.statement(reference) or book.table(reference) or book.quotation(reference)
        if item is not None:
            found.append((reference, item))
    return found


def _reference_of(item: Item, named: Iterable[tuple[str, Item]]) -> str:
    return next((reference for reference, other in named if other == item), "")


def _front(raw: str, verdict: str, others: set[str], language: str) -> str:
    """``raw`` with the statement ``verdict`` in front of the first of ``others``, or of everything."""
    places: list[tuple[int, int, str]] = []
    at = 0
    for unit in sentences.units(raw):
        _, refs, _ = references.parts(unit)
        places += [(at, at + len(unit), r.id) for r in refs if r.what in (What.STATEMENT, What.TABLE, What.QUOTATION)]
        at += len(unit)
    first = next((start for start, _, r in places if r in others), None)
    at_verdict = next(((start, end) for start, end, r in places if r == verdict), None)
    if at_verdict is not None and (first is None or at_verdict[0] <= first):
        return raw
    if at_verdict is not None:
        start, end = at_verdict
        alone = sum(1 for s, _, _ in places if s == start) == 1
        raw = raw[:start] + raw[end:] if alone else raw
    place = _paragraph(raw, 0 if first is None else first)
    said = references.statement(verdict) + stop(language)
    return f"{raw[:place]}{said}\n\n{raw[place:].lstrip()}".rstrip()


def _paragraph(raw: str, at: int) -> int:
    """Where the paragraph, list or table around ``at`` begins."""
    start = raw.rfind("\n", 0, at) + 1
    while start and (_BLOCK.match(raw, start) or raw[start:].startswith("\n")):
        previous = raw.rfind("\n", 0, start - 1) + 1
        if not raw[previous : start - 1].strip():
            break
        start = previous
    return start


# ---- a verdict of the writer's own ------------------------------------------------------------------------------------

#: Statements that judge, besides those that are verdicts: whether money is left, whether a KPI is met, whether an offer fits.
_JUDGING = frozenset(
    ("remaining", "overrun", "used_up", "offer_fits", "offer_over", "spend_row", "spend_to_date", "run_rate", "kpi_row", "kpi_short", "against_today", "own_limit")
)  # fmt: skip
_JUDGED = re.compile(
    r"达标|过关|过线|通过|合格|可以进|能进|进入|没问题|问题不大|放心|够|超支|超了|没超|不超|超标|结余|余钱|有余|剩|没爆|爆了|出格|太[多少高低]|刚好|之内|以内|范围|区间|完成了|没错|算对|用不完|忽略|恭喜|稳了"
    r"|\b(?:fits?|enough|within|inside|outside|over|under|pass(?:es|ed)?|ready|move on|safe|fine|on track|short|room|comfortabl[ey]|in range|too (?:much|little|high|low)|met|cleared|done|congratulations|"
    r"plenty|spare|left|afford|affordable|good to go|in the clear)\b",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(r"[?？]|如果|要是|是否|能否|会不会|有没有|\b(?:if|whether|once|unless)\b", re.IGNORECASE)


def judging(words: str, answers: Iterable[Answer]) -> bool:
    """Whether ``words`` may hold a verdict and ``answers`` one that is code's: a cheap look before :func:`unjudged`."""
    return _JUDGED.search(words) is not None and any(_judging(answers))


def _judging(answers: Iterable[Answer]) -> Iterator[Statement]:
    """The statements of ``answers`` that judge."""
    items = (i for answer in answers for i in answer.items)
    return (i for i in items if isinstance(i, Statement) and (i.verdict or i.kind in _JUDGING))


def unjudged(raw: str, answers: Iterable[Answer], book: Book) -> tuple[str, tuple[str, ...]]:
    """``raw`` without verdicts of the writer's own in front of the statement that judges, and those that were left out.

    Where the writer left a verdict out, so that code puts it in, none of the writer's own stand beside it.
    """
    named = _references(book)
    verdicts = {_reference_of(i, named): i.verdict for i in _judging(answers)}
    if not verdicts:
        return raw, ()
    every = list(sentences.units(raw))
    told = [{r.id for r in references.parts(unit)[1] if r.what is not What.CITATION} for unit in every]
    missing = any(verdict and not any(r in ids for ids in told) for r, verdict in verdicts.items())
    first = next((n for n, ids in enumerate(told) if ids & set(verdicts)), len(every))
    dropped = [
        n
        for n, unit in enumerate(every[: len(every) if missing else first])
        if not told[n] and _JUDGED.search(unit) and not _SUPPOSED.search(unit)
    ]
    if not dropped:
        return raw, ()
    kept = ("\n" * unit.endswith("\n") if n in dropped else unit for n, unit in enumerate(every))
    return _tidied("".join(kept)), tuple(every[n].strip() for n in dropped)


# ---- what is left of a reply that fails ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Settled:
    """A reply without its failing sentences, and without verdicts of its own (``judged``).

    ``outcome`` is that of ``raw``, and none where too little is left, so that the offline reply is told.
    """

    raw: str
    dropped: tuple[str, ...]
    outcome: Outcome | None
    judged: tuple[str, ...] = ()


def settle(raw: str, gate: Gate, answers: Sequence[Answer] = ()) -> Settled:
    """``raw`` without the sentences that fail, completed for ``answers``.

    Of a sentence that fails by the words around its statements, the statements stay. The rest stands if at least half of its words do and it passes.
    """
    raw, judged = unjudged(raw, answers, gate.book)
    kept, dropped = _passing(raw, gate)
    left = _tidied("".join(kept))
    lost = sum(len(d) for d in dropped)
    outcome = gate.check(left) if left and lost * 2 <= len(raw.strip()) else None
    if outcome and outcome.ok and answers:
        mended = mend(left, answers, gate.book, outcome=outcome)
        if mended != left:
            left, outcome = mended, gate.check(mended)
    if outcome is None or not outcome.ok:
        return Settled("", tuple(dropped), None, judged)
    return Settled(left, tuple(dropped), outcome, judged)


def _passing(raw: str, gate: Gate) -> tuple[list[str], list[str]]:
    """The units of ``raw`` as far as they pass, and those that do not."""
    reading = Reading(gate)
    kept: list[str] = []
    dropped: list[str] = []
    gone = False
    for written in sentences.units(plain(raw)):
        begins = next((k for k in reversed(kept) if k), "\n").endswith("\n")
        unit = written.lstrip(" ") if gone and begins else written
        if gone and _only_cites(unit):  # the citation of a sentence that went
            kept.append("\n" * unit.endswith("\n"))
            continue
        passed = next((t for t in (unit, _bare(unit, gate.language)) if t and not reading.judge(t).problems), "")
        if passed:
            reading.take(passed)
        gone = passed != unit
        dropped += [unit.strip()] * gone
        kept.append(passed or "\n" * unit.endswith("\n"))
    return kept, dropped


def _only_cites(unit: str) -> bool:
    """Whether ``unit`` says nothing itself."""
    marked, refs, _ = references.parts(unit)
    return bool(refs) and not marked.strip(f" \n.。{references.MARKS[What.CITATION]}")


def _bare(unit: str, language: str) -> str:
    """The statements of ``unit`` as a sentence of their own, or nothing."""
    found = [r for r in references.parts(unit)[1] if r.what is What.STATEMENT]
    head = re.match(r"[ ]*(?:[-*+•][ ]|[0-9]{1,2}[.)、] ?)?", unit)
    if not found or unit.lstrip().startswith("|"):
        return ""
    return f"{head[0] if head else ''}{references.sentence(found, language)}" + (
        "\n" if unit.endswith("\n") else gap(language)
    )


def _tidied(text: str) -> str:
    """``text`` without headings and lead-ins that have nothing below them any more."""
    lines = re.sub(r" +$", "", text, flags=re.MULTILINE).strip().split("\n")
    kept: list[str] = []
    for line in reversed(lines):
        below = next((k for k in reversed(kept) if k.strip()), "")
        hangs = not below or below.lstrip().startswith("#")
        if hangs and (line.lstrip().startswith("#") or line.rstrip(" *_").endswith((":", "："))):
            continue
        kept.append(line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(reversed(kept))).strip()
