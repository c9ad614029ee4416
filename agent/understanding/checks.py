"""What is checked of a list of moves before it is applied, whoever wrote it: ids, roles, slots, and that nothing asked or told is dropped.

Such checks find about half of the harmful faults. They are no proof; so the reply always says how a message was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.dialogue.asking import KPIS, MONEY
from agent.dialogue.message import Message
from agent.dialogue.moves import As, Ask, Claim, Correct, Goal, Move, Return, Suppose, Tell, Unread, filled
from agent.dialogue.names import AI, LAYERS, MARKETING, MAX, MIN, TURNOVER, Names, Operand, figures_in, is_figure
from agent.dialogue.spelling import to_line
from agent.dialogue.state import State
from tools.facts import Ledger
from tools.parameters import Framework

#: Words that only some goals answer, by language: a message that says them asks for one of these.
OPERATORS: tuple[tuple[re.Pattern[str], frozenset[Goal]], ...] = (
    (
        re.compile(r"\bhow much (?:more|less)\b|\bdifference between\b|[多少差]多少|相差", re.IGNORECASE),
        frozenset({Goal.DIFF, Goal.SHORT, Goal.COMPARE, Goal.LEFT, Goal.REST, Goal.INVERSE, Goal.PACE, Goal.PROGRESS, Goal.VERDICT}),
    ),
    (re.compile(r"\bhow many times\b|几倍|多少倍", re.IGNORECASE), frozenset({Goal.RATIO, Goal.COMPARE, Goal.PROGRESS})),
)  # fmt: skip
_PER = (
    (re.compile(r"\b(?:per|each|every|a) month\b|\bmonthly\b|每个?月", re.IGNORECASE), "month"),
    (re.compile(r"\b(?:per|each|every|a) quarter\b|\bquarterly\b|每个?季度?", re.IGNORECASE), "quarter"),
)
_LIKE_NO_ID = re.compile(r"[0-9０-９]")
_ID = re.compile(r"(?<![A-Za-z0-9])(?:[UDSF][1-9][0-9]*|ITEM[1-9][0-9]*|Q[1-4]|H[12])(?![0-9])")
_QUESTION = re.compile(r"[?？]")
#: Slots that hold the message's own words.
_OWN_WORDS = frozenset({"text", "topic", "label", "by", "in_", "from_", "over", "hedge", "when", "audience"})
_OPEN = frozenset({"plan", "kpis", "phases", "layers", "team", "item", "people", "first"})


def failed(moves: Sequence[Move], message: Message, state: State, ledger: Ledger, framework: Framework) -> str:
    """The first check that ``moves`` fail, as a sentence that says what would do; nothing where they pass all."""
    return next(_Checks(moves, message, state, ledger, framework).problems(), "")


class _Checks:
    def __init__(
        self, moves: Sequence[Move], message: Message, state: State, ledger: Ledger, framework: Framework
    ) -> None:
        self.moves, self.message, self.state, self.ledger = moves, message, state, ledger
        self.names = Names(framework)
        concepts = (*framework.layers, *framework.kpis, *framework.phases, *framework.projects, *framework.quadrants)
        self.subjects = {c.id for c in concepts} | {MARKETING, AI, LAYERS, MIN, MAX, TURNOVER}
        self.asks = [m for m in moves if isinstance(m, Ask)]
        self.tells = [m for m in moves if isinstance(m, Tell)]
        opened = {m.in_ for m in moves if isinstance(m, Tell | Suppose) and m.in_}
        self.scenarios = set(state.scenarios) | opened

    def problems(self) -> Iterator[str]:
        if not self.moves:
            yield "give at least one move"
        for check in (self._ids, self._digits, self._roles, self._subjects, self._goals, self._operators, self._asked):
            yield from check()

    # -- figures -----------------------------------------------------------------------------------------------------------

    def _ids(self) -> Iterator[str]:
        """Every figure that is named exists."""
        for move, name, text in self._slots():
            for fig in figures_in(text):
                if name not in _OWN_WORDS and not self._known(fig):
                    yield f"{fig} in “{_said(move)}” is no figure; those of the message are {', '.join(self.message.figures) or 'none'}"
            if name == "fig" and text and not figures_in(text) and text not in self.ledger:
                yield f"“fig” is the id of a figure (U…), not {text!r}"

    def _known(self, fig: str) -> bool:
        return fig in self.message.figures or fig in self.state.figures or fig in self.ledger

    def _digits(self) -> Iterator[str]:
        """No figure is written in digits; names and the message's own words may hold them."""
        text = self._without_figures()
        for move, name, value in self._slots():
            rest = _ID.sub("", value)
            for known in sorted(
                (*self.state.scenarios, *self.names.ids, *self.names.short, *self.ledger.facts), key=len, reverse=True
            ):
                rest = rest.replace(known, "") if known in value else rest
            if _LIKE_NO_ID.search(rest) and not ((name in _OWN_WORDS or "@" in value) and _own(rest, text)):
                yield f"no digits in a slot: write the figure's id instead of {value!r} in “{_said(move)}”"

    def _without_figures(self) -> str:
        text = self.message.text
        for figure in self.message.figures.values():
            text = text[: figure.start] + " " * (figure.end - figure.start) + text[figure.end :]
        return text

    def _roles(self) -> Iterator[str]:
        """Each figure of the message stands in exactly one move."""
        used: dict[str, list[Move]] = {}
        for move in self.moves:
            if isinstance(move, Unread):
                for fig in (
                    move.fig,
                    *(f for f, figure in self.message.figures.items() if figure.text and figure.text in move.text),
                ):
                    used.setdefault(fig, [])
                continue
            figs = [fig for value in filled(move).values() for text in _texts(value) for fig in figures_in(text)]
            for fig in dict.fromkeys(figs):
                used.setdefault(fig, []).append(move)
        for fig in self.message.figures:
            if fig not in used:
                yield f"{fig} (⟦{self.message.figures[fig].text}⟧) stands in no move; a figure that is not used is told as context"
            roles = {m.as_ for m in used.get(fig, ()) if isinstance(m, Tell)}
            telling = [m for m in used.get(fig, ()) if not isinstance(m, Ask)]
            if len(roles) > 1 or (len(telling) > 1 and not self._paired(telling)):
                yield f"{fig} stands in more than one move: give it one role"

    @staticmethod
    def _paired(telling: Sequence[Move]) -> bool:
        """A figure that is told and set right at once is one move in two words."""
        return any(isinstance(m, Correct | Return) for m in telling)

    # -- names -------------------------------------------------------------------------------------------------------------

    def _subjects(self) -> Iterator[str]:
        """What is computed with is a thing of the framework, of the conversation or of the message."""
        for move in self.moves:
            if (
                isinstance(move, Tell)
                and move.as_ in (As.BUDGET, As.WEIGHT, As.FLOOR, As.CAP)
                and not self._subject(move.of)
            ):
                yield f"{move.of!r} in “{_said(move)}” is no name of the list"
            if isinstance(move, Ask) and move.goal in MONEY | KPIS:
                for text in (*move.about, *move.args):
                    if not self._subject(text):
                        yield f"{text!r} in “{_said(move)}” is no name of the list; what the article lacks is goal gap or explain"
            if isinstance(move, Suppose) and move.of and not self._subject(move.of):
                yield f"{move.of!r} in “{_said(move)}” is no name of the list"
            for name in getattr(move, "over", ()):
                if name != "all" and name not in self.scenarios and not is_figure(name):
                    yield f"there is no scenario {name!r}; there are {', '.join(sorted(self.scenarios)) or 'none'}"

    def _subject(self, text: str) -> bool:
        if (
            not text
            or text in self.subjects
            or text in _OPEN
            or text in self.ledger
            or text == "LAST"
            or text.startswith(("ITEM", "item:"))
        ):
            return True
        operand = Operand.of(text)
        if operand.figures:
            return all(map(self._known, operand.figures))
        if operand.scenario and not (operand.scenario in self.scenarios or self._known(operand.scenario)):
            return False
        if operand.subject in self.subjects or operand.subject in self.scenarios:
            return True
        told = {t.of for t in self.tells} | {t.label for t in self.tells} | set(self.state.context.values())
        spent = {s.subject for c in self.state.scenarios.values() for s in c.spends}
        return operand.subject in told | spent

    # -- questions ---------------------------------------------------------------------------------------------------------

    def _goals(self) -> Iterator[str]:
        """A goal has what it is computed from."""
        supposes = sum(isinstance(m, Suppose) for m in self.moves)
        for ask in self.asks:
            if (
                ask.goal is Goal.COMPARE
                and len(ask.over) < 2
                and len(self.scenarios) + supposes < 2
                and len(self.tells) < 2
                and not ask.args
            ):
                yield "compare needs two scenarios: name them in over, or tell two budgets with in="
            if (
                ask.goal in (Goal.DIFF, Goal.RATIO)
                and len(ask.args) < 2
                and not (ask.args and (ask.about or supposes))
                and not self._ends(ask)
            ):
                yield f"{ask.goal} needs two args"
            if ask.goal in (Goal.LEFT, Goal.SPENT) and not (ask.args or self._spent()):
                yield f"{ask.goal} needs money that was spent: tell it with as=spent"
            if ask.goal is Goal.INVERSE and not (
                ask.want or ask.at or ask.args or ask.about or figures_in("".join(ask.about))
            ):
                yield "inverse needs want (the amount wanted) or at (a share)"
            if ask.goal is Goal.WHICH and not ask.above:
                yield "which needs above, the limit"

    def _ends(self, ask: Ask) -> bool:
        return len(ask.about) > 1 or len(ask.over) > 1 or len(self.scenarios) > 1

    def _spent(self) -> bool:
        told = any(t.as_ is As.SPENT for t in self.tells)
        return (
            told
            or any(s.spends for s in self.state.scenarios.values())
            or any(isinstance(m, Suppose) for m in self.moves)
        )

    def _operators(self) -> Iterator[str]:
        """What a message asks to be done with figures is a goal."""
        if any(a.goal in (Goal.SAME, Goal.GAP, Goal.SCOPE, Goal.WHY, Goal.DRAFT) for a in self.asks) or not self.asks:
            return
        for words, goals in OPERATORS:
            if (said := words.search(self.message.text)) and not any(a.goal in goals for a in self.asks):
                yield f"“{said[0]}” asks for {' or '.join(sorted(goals))}"
        if not self.tells and any(a.goal in MONEY for a in self.asks):
            for words, per in _PER:
                if (said := words.search(self.message.text)) and not any(
                    a.per or a.by or a.goal is Goal.PERPART for a in self.asks
                ):
                    yield f"“{said[0]}” asks for per={per}"

    def _asked(self) -> Iterator[str]:
        """A question mark is answered by something."""
        rest = (Correct, Suppose, Return, Claim, Unread)
        telling = any(t.as_ is not As.CONTEXT for t in self.tells)
        if (
            _QUESTION.search(self.message.text)
            and not self.asks
            and not telling
            and not any(isinstance(m, rest) for m in self.moves)
        ):
            yield "the message asks something: give an ask"

    def _slots(self) -> Iterator[tuple[Move, str, str]]:
        for move in self.moves:
            for name, value in filled(move).items():
                for text in _texts(value):
                    yield move, name, text


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, tuple):
        for item in value:
            yield str(item)
    elif isinstance(value, str):
        yield str(value)


def _own(value: str, text: str) -> bool:
    """Whether the digits of ``value`` stand in the message, outside its figures."""
    return all(run in text for run in re.findall(r"[0-9０-９]+", value))


def _said(move: Move) -> str:
    return to_line([move])[:60]
