"""The report of a run: how many turns are right, open and confidently wrong, in all and in groups, and which and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from agent.evaluation.run import Outcome
from agent.evaluation.verdicts import Result, Verdict

_POSITIONS = ("1-5", "6-15", "16+")

#: What the tables group by, in their order.
GROUPS: dict[str, Callable[[Outcome], str]] = {
    "set": lambda outcome: outcome.session.corpus,
    "kind": lambda outcome: outcome.turn.kind,
    "language": lambda outcome: outcome.session.language,
    "position": lambda outcome: outcome.position,
}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many judged turns went which way; ``asked`` are those of the right ones where a question was as good."""

    right: int = 0
    open: int = 0
    wrong: int = 0
    asked: int = 0

    @property
    def total(self) -> int:
        return self.right + self.open + self.wrong

    def share(self, name: str) -> Decimal:
        """``right``, ``open``, ``wrong`` or ``open_or_right`` in percent of the judged turns; 0 where there are none."""
        counts = {"right": self.right, "open": self.open, "wrong": self.wrong, "open_or_right": self.open + self.right}
        return Decimal(100 * counts[name]) / max(1, self.total)

    def to_json(self) -> dict[str, int]:
        return {
            "right": self.right,
            "asked": self.asked,
            "open": self.open,
            "wrong": self.wrong,
            "of": self.total,
        }


def tally(outcomes: Iterable[Outcome]) -> Tally:
    """The judged turns counted; the others do not count."""
    verdicts = _verdicts(outcomes)
    counted = Counter(verdict.result for verdict in verdicts)
    asked = sum(verdict.asked for verdict in verdicts)
    return Tally(counted[Result.RIGHT], counted[Result.OPEN], counted[Result.WRONG], asked)


def tallies(outcomes: Sequence[Outcome]) -> dict[str, dict[str, Tally]]:
    """A tally for every group of :data:`GROUPS` that has a judged turn."""
    return {title: _grouped(outcomes, group) for title, group in GROUPS.items()}


def report(outcomes: Sequence[Outcome], *, failures: int | None = 0) -> Iterator[str]:
    """The report in lines: a table per group, the whole, and ``failures`` turns that are not right (``None``: all)."""
    width = max(14, *(len(name) for table in tallies(outcomes).values() for name in table))
    for title, table in tallies(outcomes).items():
        yield f"{title:<{width}} {'right':>13} {'open':>13} {'wrong':>13} {'of':>6}"
        yield from (_row(name, counted, width) for name, counted in table.items())
        yield ""
    whole = tally(outcomes)
    yield _row("all", whole, width)
    if whole.asked:
        yield f"of the right turns {whole.asked} asked where a question is as good"
    times = sorted(outcome.seconds for outcome in outcomes)
    yield f"turns: {len(times)}, median {_at(times, 50):.1f} ms, 95% within {_at(times, 95):.1f} ms"
    if failed := _checks(outcomes):
        yield "failed checks: " + ", ".join(f"{check} {count}" for check, count in failed.items())
    crashed = [outcome for outcome in outcomes if outcome.crash and outcome.verdict is None]
    yield from (f"crashed, though nothing was expected: {_place(o)} {o.crash}" for o in crashed)
    missed = [outcome for outcome in outcomes if outcome.verdict and outcome.verdict.result is not Result.RIGHT]
    shown = missed if failures is None else missed[:failures]
    for outcome in shown:
        yield from _told(outcome)
    if len(shown) < len(missed):
        yield ""
        yield f"{len(missed)} turns are not right, {len(shown)} of them shown; --failures all shows every one"


def to_json(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The report as an object: counts in all and per group, failed checks, and every turn with its reply and verdict."""
    return {
        "all": tally(outcomes).to_json(),
        **{title: {name: t.to_json() for name, t in table.items()} for title, table in tallies(outcomes).items()},
        "failed_checks": _checks(outcomes),
        "turns": [outcome.to_json() for outcome in outcomes],
    }


def _verdicts(outcomes: Iterable[Outcome]) -> list[Verdict]:
    return [outcome.verdict for outcome in outcomes if outcome.verdict is not None]


def _grouped(outcomes: Sequence[Outcome], group: Callable[[Outcome], str]) -> dict[str, Tally]:
    found: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.verdict is not None:
            found.setdefault(group(outcome), []).append(outcome)
    order = sorted(found, key=lambda name: (_POSITIONS.index(name) if name in _POSITIONS else 0, name))
    return {name: tally(found[name]) for name in order}


def _checks(outcomes: Sequence[Outcome]) -> dict[str, int]:
    """How many turns fail each check, the most frequent first."""
    found = Counter(check for v in _verdicts(outcomes) for check in {problem.check for problem in v.problems})
    return dict(found.most_common())


def _row(name: str, counted: Tally, width: int) -> str:
    counts = (("right", counted.right), ("open", counted.open), ("wrong", counted.wrong))
    cells = " ".join(f"{count:>6} {counted.share(part):>5.1f}%" for part, count in counts)
    return f"{name:<{width}} {cells} {counted.total:>6}"


def _at(ordered: Sequence[float], percentile: int) -> float:
    return 1000 * ordered[min(len(ordered) - 1, len(ordered) * percentile // 100)]


def _place(outcome: Outcome) -> str:
    return f"{outcome.session.corpus} {outcome.session.id}, turn {outcome.number}"


def _told(outcome: Outcome) -> Iterator[str]:
    """A turn that is not right: the messages up to it, what is wrong, and the reply."""
    verdict, turn = outcome.verdict, outcome.turn
    assert verdict is not None
    yield ""
    yield f"{verdict.result.upper()} {_place(outcome)} [{turn.kind}, {outcome.session.language}]"
    for told in outcome.session.turns[: outcome.number]:
        first, *rest = told.text.splitlines() or [""]
        yield f"    > {f'({told.speaker}) ' if told.speaker else ''}{first}"
        yield from (f"      {line}" for line in rest)
    yield from (f"    - {problem}" for problem in verdict.problems)
    if turn.expectation and turn.expectation.note:
        yield f"    # {turn.expectation.note}"
    yield from (f"    | {line}" for line in outcome.answer.text.splitlines())
