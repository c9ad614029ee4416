"""One turn on its way through a model: how often it may be asked, what was computed for it, and what is done about its replies.

Pure policy over the gate and the tools: nothing here imports LangChain. Of a reply that fails in few words those are taken out and what is missing is put in; one that
fails in more is asked for once more, then what fails of it is taken out, where enough stands; then there is no reply.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from agent.answers.model import Answer
from agent.answers.writer import write
from agent.dialogue.moves import Goal
from agent.errors import ModelTrouble, Trouble
from agent.grounding.gate import Gate, Reading
from agent.grounding.outcome import Outcome, Problem
from agent.grounding.outcome import Span as Printed
from agent.grounding.own import OwnWords
from agent.grounding.references import REFERENCE, refers, statement
from agent.online.cleaning import Cleaner
from agent.online.mending import complaint, judging, mend, settle, unjudged
from agent.online.repair import repaired
from agent.online.tools import Toolbox
from agent.replies import Delta, Restart, Span
from agent.turn import Turn
from agent.usage import Usage
from agent.vocabulary import prose_vocabulary
from tools.tongues import chinese, name, stop

#: Requests to a model in one turn, all causes together.
MAX_REQUESTS = 4
#: Tool calls of one turn; a model that wants more is going in circles.
MAX_CALLS = 8
#: More raw text than this in one reply is no reply; the gate would refuse it anyway.
MAX_REPLY = 20_000
#: Messages before this one whose words are the user's own.
_REMEMBERED = 6
#: What may be taken out of a reply without asking for another: this part of its words, or so many letters.
LITTLE, FEW = 0.2, 60
WRITE_NOW = "\n(No more tools: write the reply now.)"
#: Problems of what is said, counted as refused figures; the rest are of form.
FIGURES = frozenset({"figure", "quantity", "claim", "count", "lead", "behind", "element", "budget"})
#: Problems of single sentences. Markup, another language or strange characters tell of a reply that is none.
MENDABLE = FIGURES | {"reference", "citation", "place", "number"}
#: Questions that a computation of the model's own answers instead of code's reading.
RECKONED = frozenset({Goal.DIFF, Goal.LEFT, Goal.RATIO, Goal.SUM, Goal.REST, Goal.PERPART})
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|「[^」]*」")
_HAN, _WORD = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[A-Za-z]{2,}")


def _write_in(language: str) -> str:
    return "请用中文写。" if chinese(language) else f"Write in {name(language)}."


@dataclass(slots=True)
class Errand:
    """The context of one run. ``thinks`` tells that the model is known for thoughts without an opening tag."""

    first: Turn
    thinks: bool = False
    toolbox: Toolbox = field(init=False)
    broken: set[str] = field(default_factory=set)  # calls that did not arrive whole, by id
    requests: int = 0
    calls: int = 0
    spent: list[tuple[int, int]] = field(default_factory=list)  # tokens of the prompts and replies that were told
    outcome: Outcome | None = None
    raw: str = ""
    dropped: int = 0
    failed: int = 0
    refused: int = 0  # figures and claims that were not let through
    problems: list[Problem] = field(default_factory=list)
    _gate: tuple[Turn, Gate] | None = None

    def __post_init__(self) -> None:
        self.toolbox = Toolbox(self.first)

    @property
    def turn(self) -> Turn:
        return self.toolbox.turn

    @property
    def gate(self) -> Gate:
        """The gate over the statements that there are now."""
        turn = self.turn
        if self._gate is None or self._gate[0] is not turn:
            self._gate = turn, Gate(turn.book, prose_vocabulary(turn.desk.framework), turn.language, self._own)
        return self._gate[1]

    @property
    def _own(self) -> OwnWords:
        """What the user said in this message and the last ones."""
        past = self.first.conversation.turns[-_REMEMBERED:]
        return OwnWords("\n".join([*(t.message for t in past), self.first.message.text]).lower())

    @property
    def usage(self) -> Usage:
        """What the turn took so far; tokens only if the endpoint told them of every request."""
        if len(self.spent) < self.requests:
            return Usage(self.requests, None, None)
        return Usage(self.requests, sum(read for read, _ in self.spent), sum(written for _, written in self.spent))

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(problem.kind for problem in self.problems))

    @property
    def last(self) -> bool:
        """Whether the next request to the model is the last that it gets."""
        return self.requests >= MAX_REQUESTS - 1

    def ask(self) -> None:
        """Count a request. Raises :class:`ModelTrouble` where the turn has no more."""
        if self.requests >= MAX_REQUESTS:
            raise ModelTrouble(Trouble.TOO_MANY_CALLS, f"{self.requests} requests")
        self.requests += 1

    def called(self, calls: int) -> None:
        """Count tool calls of a message. Raises :class:`ModelTrouble` where nobody could read their results."""
        self.calls += calls
        if calls and (self.calls > MAX_CALLS or self.requests >= MAX_REQUESTS):
            raise ModelTrouble(Trouble.TOO_MANY_CALLS, f"{self.calls} tool calls in {self.requests} requests")

    def run(self, name: str, arguments: Any) -> tuple[str, bool]:
        """What to tell the model of a call, and whether it was done."""
        told, done = self.toolbox.run(name, arguments)
        return (told + WRITE_NOW if self.last else told), done

    # -- replies -----------------------------------------------------------------------------------------------------------

    def judge(self, text: str) -> str | None:
        """Judge a reply: ``None`` when it is taken, else what to tell the writer. Raises :class:`ModelTrouble` for one that is given up."""
        if self.turn.is_plan:
            self._introduce(text)
            return None
        outcome = self.gate.check(text)
        wrong = wrong_language(text, self.turn.language)
        if outcome.ok and not wrong:
            self._take(text, outcome)
            return None
        self.failed += 1
        self.problems += outcome.problems
        self.refused += _spans(outcome.problems)
        again = self.failed == 1 and self.requests < MAX_REQUESTS
        mendable = {p.kind for p in outcome.problems} <= MENDABLE
        if not wrong and (mendable or not again) and self._settle(text, outcome, most=LITTLE if again else None):
            return None
        if again:
            told = complaint(text, outcome.problems, self.turn.language)
            return f"{told}\n- {_write_in(self.turn.language)}" if wrong else told
        if wrong:
            raise ModelTrouble(Trouble.LANGUAGE if outcome.ok else Trouble.UNSUPPORTED_FIGURES, "the wrong language")
        raise ModelTrouble(Trouble.UNSUPPORTED_FIGURES, "no reply passed the check")

    def _settle(self, text: str, outcome: Outcome, *, most: float | None) -> bool:
        """Take what passes of ``text``, if enough of it does: all but the part ``most`` of its words, where that is given."""
        try:
            worded = repaired(text, outcome.problems, self.turn.language)
            settled = settle(worded.text, self.gate, self._answers(text))
        except Exception as error:  # a fault of the check is a refusal
            raise ModelTrouble(Trouble.UNSUPPORTED_FIGURES, type(error).__name__) from error
        if settled.outcome is None or (most is not None and not _little(settled.dropped, text, most)):
            return False
        whole = self._with_what_always_stands(settled.raw)
        checked = settled.outcome if whole == settled.raw else self.gate.check(whole)
        if not checked.ok:
            return False
        self.dropped = len(worded.lost) + len(settled.dropped) + len(settled.judged)
        self.outcome, self.raw = checked, whole
        return True

    def _introduce(self, text: str) -> None:
        """Take the words in front of a page that code tells, where they pass; the page itself in any case."""
        page = write(self.turn.answers, self.turn.book, self.turn.language, self.turn.form)
        outcome = self.gate.check(text)
        if outcome.ok and not outcome.references and not wrong_language(text, self.turn.language):
            whole = f"{text.strip()}\n\n{page}"
            introduced = self.gate.check(whole)
            if introduced.ok:
                self.outcome, self.raw = introduced, whole
                return
        self.problems += outcome.problems
        self.refused += _spans(outcome.problems)
        self.outcome, self.raw = self.gate.check(page), page
        if not self.outcome.ok:
            raise ModelTrouble(Trouble.UNSUPPORTED_FIGURES, "the page could not be told")

    def _take(self, text: str, outcome: Outcome) -> None:
        """Take a reply that passed, with its verdicts first and what it lacks behind."""
        answers = self._answers(text)
        left, judged = unjudged(text, answers, self.turn.book)
        self.dropped = len(judged)
        whole = self._with_what_always_stands(
            mend(left, answers, self.turn.book, outcome=self.gate.check(left) if judged else outcome)
        )
        if whole != text:
            mended = self.gate.check(whole)
            if not mended.ok:  # never an incomplete reply: the offline one has everything
                self.problems += mended.problems
                raise ModelTrouble(Trouble.UNSUPPORTED_FIGURES, "the reply could not be completed")
            text, outcome = whole, mended
        self.outcome, self.raw = outcome, text

    def judges(self, words: str) -> bool:
        """Whether what has arrived of a reply says a verdict of its own, which will be left out."""
        answers = self.turn.answers
        return judging(words, answers) and bool(unjudged(words, answers, self.turn.book)[1])

    def _answers(self, text: str) -> list[Answer]:
        """The answers that ``text`` has to give: not those in whose place the model computed from the same figures."""
        turn, ledger = self.turn, self.turn.desk.ledger
        told = {m[1].partition(":")[0] for m in REFERENCE.finditer(text)}
        results = [self.toolbox.computed[r] for r in told if r in self.toolbox.computed]
        roots = {root.id for fact in results if fact.id in ledger for root in ledger.roots(fact.id)}
        instead = {
            id(answer)
            for resolved, answer in zip(turn.asked, turn.answered, strict=True)
            if resolved.ask.goal in RECKONED
            and any(root.id in roots for f in answer.facts if f.id in ledger for root in ledger.roots(f.id))
        }
        return [answer for answer in turn.answers if id(answer) not in instead]

    def _with_what_always_stands(self, text: str) -> str:
        """``text`` with what a reply shows whoever writes it (that documents disagree) at its end."""
        book, end = self.turn.book, stop(self.turn.language)
        items = (item for answer in self.turn.answers if answer.always for item in answer.items)
        lacking = [r for r in map(book.reference, items) if r and not refers(text, r)]
        return "\n\n".join([text.rstrip(), *(statement(r) + (end if r[0] == "C" else "") for r in lacking)])


@dataclass(slots=True)
class Display:
    """What of the model's messages may be shown, as they arrive. Only the last message is the reply."""

    errand: Errand
    shown: str = ""
    begun: bool = False
    _step: Any = None
    _gate: Reading | None = None
    _cleaner: Cleaner = field(default_factory=Cleaner)
    _words: str = ""
    _blank: str = ""  # what passed behind the last word shown; a reply does not end with it
    _held: bool = False  # what follows waits for the end: something of it will be left out
    _length: int = 0

    def take(self, text: str, step: Any) -> Iterator[Delta | Restart]:
        """Take a piece of the message of ``step``."""
        if self._gate is None or step != self._step:
            yield from self._restart()
            self._step, self._length = step, 0
            self._cleaner = Cleaner(thinks=self.errand.thinks)
        self._length += len(text)
        if self._length > MAX_REPLY:
            raise ModelTrouble(Trouble.MALFORMED, "the reply does not end")
        words = self._cleaner.feed(text)
        if self._cleaner.withdrawn:  # what was shown so far was a thought
            self._cleaner.withdrawn = False
            self.errand.thinks = True
            yield from self._restart()
        if words and self._gate is not None:
            self._words += words
            passed = self._blank + self._gate.feed(words)
            told = passed.rstrip()
            self._blank = passed[len(told) :]
            if told and not self._held and not wrong_language(self._words, self.errand.turn.language):
                self._held = self.errand.judges(self._words)
                if not self._held:
                    self.shown += told
                    yield self._delta(told, self._gate.spans)

    def finish(self, outcome: Outcome) -> Iterator[Delta | Restart]:
        """Show what is left of the accepted text."""
        text = outcome.text
        if not text.startswith(self.shown):  # completed by code, or never seen; the accepted text is the checked one
            yield Restart()
            self.shown = ""
        if rest := text[len(self.shown) :]:
            self.shown = text
            yield self._delta(rest, outcome.spans)

    def _delta(self, text: str, spans: Sequence[Printed]) -> Delta:
        """``text``, the last of what is shown, with the figures that it prints."""
        start = len(self.shown) - len(text)
        new = tuple(Span(s.start, s.end, s.fact, s.reference) for s in spans if start < s.end <= len(self.shown))
        return Delta(text, new, self.errand.turn.desk.ledger)

    def _restart(self) -> Iterator[Restart]:
        if self.shown:
            yield Restart()
        self.shown = self._words = self._blank = ""
        self._held = False
        self._gate = Reading(self.errand.gate)


def _little(dropped: Sequence[str], text: str, most: float) -> bool:
    """Whether the words of ``dropped`` are few, or a small part of ``text``; references are no words."""
    lost = sum(_weight(d) for d in dropped)
    return lost <= max(FEW, most * _weight(text))


def _weight(text: str) -> int:
    """The length of the words of ``text``; a Chinese character says as much as two letters."""
    words = REFERENCE.sub("", text).strip()
    return len(words) + len(_HAN.findall(words))


def _spans(problems: Sequence[Problem]) -> int:
    """How many stretches of a reply state what they must not; an amount and its unit are one."""
    found, end = 0, -2
    for problem in sorted((p for p in problems if p.kind in FIGURES), key=lambda p: p.start):
        found += problem.start > end + 1
        end = max(end, problem.end)
    return found


def wrong_language(text: str, language: str) -> bool:
    """Whether the prose of a reply is in the other language. References, quotations and single names are of no language."""
    prose = _QUOTED.sub(" ", REFERENCE.sub(" ", text))
    han, words = len(_HAN.findall(prose)), len(_WORD.findall(prose))
    if chinese(language):
        return words >= 5 and han < words
    return han >= 8 and han > 2 * words
