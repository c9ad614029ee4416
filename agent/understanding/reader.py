"""The offline reader: a message becomes the list of moves that explains it best, and says what that list does not explain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from agent.dialogue.message import Message
from agent.dialogue.moves import As, Ask, Chat, Claim, Correct, Form, Goal, Move, Return, Suppose, Tell, Unread, What
from agent.dialogue.state import State
from agent.language.text import language_of
from agent.language.vocabulary import Vocabulary
from agent.understanding import asks, entries, ledgers, roles, tables, this_year
from agent.understanding.ahead import Ahead, Reads, in_turn
from agent.understanding.candidates import Candidate
from agent.understanding.consumption import leftovers, weigh
from agent.understanding.grounded import grounded
from agent.understanding.guards import of_the_field
from agent.understanding.opinion import doubted
from agent.understanding.placing import places_of
from agent.understanding.reading import Reading
from agent.understanding.search import Lists, best
from agent.understanding.speakers import Part, parts
from agent.understanding.tokens import Stream, read_stream
from agent.understanding.trial import Ranked, Trial
from agent.understanding.view import View, ours
from agent.understanding.windows import edges
from tools.facts import Ledger
from tools.parameters import Framework


class RuleReader:
    """Reads messages by named constructions and scores; needs no key and no network. One instance may be shared."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self.vocabulary = Vocabulary(framework)

    def read(
        self, text: str, state: State, *, turn: int, speaker: str = "", language: str = "", ledger: Ledger | None = None
    ) -> Reading:
        """The moves of ``text``. With the conversation's ``ledger`` the best lists are tried on copies of the state before one is chosen."""
        language = language or language_of(text, default=state.language or None)
        stream = self.stream(text, state, ledger)
        if (entered := entries.read(stream, state, self.vocabulary)) is not None:
            return replace(self._reading(tuple(entered.moves), stream, language, named=("entries",)), days=entered.days)
        message = Message(text, turn, language, speaker, stream.figures, stream.days)
        ahead = Ahead(message, state, self.framework, ledger, self._stretch(turn, language))
        if (told := ledgers.read(stream, ahead)) is not None:
            return replace(
                self._reading(told.moves, stream, language, named=told.named),
                days={**stream.days, **told.days},
                figures={**stream.figures, **told.figures},
            )
        if (table := tables.read(stream, state, self.framework)) is not None:
            return self._reading(table.moves, stream, language, named=("table",))
        searched, skipped = edges(stream)
        spoken = parts(searched, state)
        if len(spoken) > 1:
            return self._several(spoken, stream, state, language)
        part = spoken[0]
        view = this_year.there(View(part.stream, state, self.framework, part.speaker or speaker, ledger))
        moves, chosen, rival = self._best(view, turn, language, ledger)
        unclear = any(isinstance(m, Unread) and m.why != "text" for m in moves) and not part.speaker
        if unclear and (in_order := in_turn(view, ahead)) is not None:
            return self._reading(in_order[0], stream, language, named=("in_turn", *in_order[1]))
        return self._reading(
            (*_spoken(moves, part.speaker), *([skipped] if skipped else [])), stream, language, score=chosen.score, named=tuple(c.name for c in chosen.chosen),
            rival=rival[0], margin=rival[1],
        )  # fmt: skip

    def stream(self, text: str, state: State, ledger: Ledger | None = None) -> Stream:
        """The tokens of a message in its conversation."""
        return read_stream(
            text,
            self.vocabulary,
            first_figure=state.next_figure,
            names=_labels(state),
            currency=_spoken_in(state, ledger),
        )

    def second_opinion(self, view: View, moves: tuple[Move, ...], places: Mapping[Move, int]) -> tuple[Move, ...]:
        """The moves, with questions that seem not to be meant marked."""
        return doubted(view, moves, places)

    def _stretch(self, turn: int, language: str) -> Reads:
        """Reads a part of a message by itself, in a state that is given."""

        def reads(stretch: Stream, state: State, ledger: Ledger | None) -> tuple[tuple[Move, ...], tuple[str, ...]]:
            moves, made, _ = self._best(View(stretch, state, self.framework, "", ledger), turn, language, ledger)
            return moves, tuple(c.name for c in made.chosen)

        return reads

    # -- inside ----------------------------------------------------------------------------------------------------------------

    def _best(
        self, view: View, turn: int, language: str, ledger: Ledger | None
    ) -> tuple[tuple[Move, ...], Lists, tuple[tuple[Move, ...], float]]:
        found = best([*roles.candidates(view), *asks.candidates(view)])
        ranked: list[Ranked] = []
        for made in found:
            moves = arranged(view, made.chosen)
            ranked.append((made, moves, made.score + weigh(view, made, moves)))
        ranked.sort(key=lambda item: -item[2])
        if ledger is not None:
            ranked = Trial(view, ledger, turn, language).ranked(ranked)
        made, moves, score = ranked[0]
        rival = (ranked[1][1], score - ranked[1][2]) if len(ranked) > 1 else ((), 9.0)
        made.score = score
        moves = grounded(view, moves)
        given = self.second_opinion(view, leftovers(view, made, moves), places_of(made, rules="ask."))
        if not given and view.stream.spots and not _of_money(view):
            # Nothing is known of it: the search for passages decides whether it is of the field.
            text = view.stream.text.strip()
            given = (
                Unread(text=text, why="question", end=len(text))
                if of_the_field(view)
                else Ask(goal=Goal.EXPLAIN, topic=text),
            )
        return given, made, rival

    def _several(self, spoken: Sequence[Part], stream: Stream, state: State, language: str) -> Reading:
        """Lines of several people: each is read by itself, and what it tells is theirs."""
        moves: list[Move] = []
        named: list[str] = []
        for part in spoken:
            view = View(part.stream, state, self.framework, part.speaker)
            found, made, _ = self._best(view, 0, language, None)
            moves.extend(_spoken(found, part.speaker))
            named.extend(c.name for c in made.chosen)
        return self._reading(tuple(moves), stream, language, named=tuple(named))

    def _reading(
        self, moves: tuple[Move, ...], stream: Stream, language: str, *, score: float = 0.0, named: tuple[str, ...] = (),
        rival: tuple[Move, ...] = (), margin: float = 9.0,
    ) -> Reading:  # fmt: skip
        asked = next((m.lang for m in moves if isinstance(m, Form) and m.lang), "")
        return Reading(
            moves, language, stream.figures, stream.days, asked, score=score, margin=margin, rival=rival, named=named
        )


def _spoken_in(state: State, ledger: Ledger | None) -> str | None:
    """Rupees where the budget at hand is in rupees: then 4.1L are lakhs. Other signs are read without the talk before."""
    budget = state.current.budget if state.current is not None else ""
    return "INR" if ledger is not None and budget and ledger[budget].currency == "INR" else None


def _labels(state: State) -> list[str]:
    """The names of the scenarios told before."""
    return [*(s.label for s in state.scenarios.values() if s.label), *ours(state)]


def _spoken(moves: Iterable[Move], speaker: str) -> tuple[Move, ...]:
    return tuple(replace(m, by=speaker) if speaker and isinstance(m, Tell | Claim) and not m.by else m for m in moves)


# -- from candidates to a list ------------------------------------------------------------------------------------------------------------


def arranged(view: View, chosen: Iterable[Candidate]) -> tuple[Move, ...]:
    """What is told first, suppositions and questions in the order of the text."""
    told: list[Move] = []
    rest: list[Move] = []
    for candidate in sorted(chosen, key=lambda c: c.place):
        for move in candidate.moves:
            named = isinstance(move, Correct) and move.what is What.NAME  # "what if …, call it …": behind what it names
            (told if isinstance(move, Tell | Correct | Return | Claim | Chat) and not named else rest).append(move)
    told.sort(
        key=lambda m: isinstance(m, Tell) and m.as_ is As.RATE
    )  # of what is told, rates last: they are between currencies of amounts
    told = list(_lettered(view, _timed(told)))
    kept = [m for m in rest if not isinstance(m, Form)]
    forms = [m for m in rest if isinstance(m, Form)]
    moves = (*told, *_apart(kept), *_one_form(forms))
    return tuple(_asked(view, moves))


def _timed(moves: Sequence[Move]) -> Iterable[Move]:
    """Two figures of a KPI told as now are a before and an after."""
    seen: dict[str, int] = {}
    found: list[Move] = list(moves)
    for n, move in enumerate(found):
        if not isinstance(move, Tell) or move.as_ is not As.NOW:
            continue
        if move.of in seen:
            first = found[seen[move.of]]
            assert isinstance(first, Tell)
            found[seen[move.of]] = replace(first, as_=As.BEFORE)
            found[n] = replace(move, as_=As.AFTER)
        seen[move.of] = n
    return found


def _of_money(view: View) -> bool:
    """Whether a message that nothing is known of goes on about money: no passage answers that."""
    return view.known and view.has(
        "budget", "marketing", "ai", "aibudget", "layer", "layers", "half", "per", "cur", "left", "spent"
    )


def _lettered(view: View, moves: Iterable[Move]) -> Iterable[Move]:
    """Several budgets that nobody named are told apart by letters, where the message joins them."""
    found = list(moves)
    budgets = [m for m in found if isinstance(m, Tell) and m.as_ is As.BUDGET and not m.divides]
    nameless = [m for m in budgets if not m.in_]
    joined = any(c.of("or", "and", "each", "compare", "pair") for c in view.clauses)
    several = len(nameless) > 1 or len(budgets) > len(nameless) > 0
    apart = len({m.of for m in nameless}) == len(nameless) > 1  # a marketing budget and its AI part
    if not joined or not several or apart:
        return found
    taken = {m.in_ for m in found if isinstance(m, Tell)}
    letters = (letter for letter in "ABCDEFGH" if letter not in taken)
    named = {id(m): replace(m, in_=next(letters, "")) for m in nameless}
    return [named.get(id(m), m) for m in found]


def _apart(moves: Sequence[Move]) -> Iterable[Move]:
    """Each question once, and once more behind a supposition that changes its answer."""
    asked: set[Move] = set()
    for move in moves:
        if isinstance(move, Suppose):
            asked.clear()
        if move not in asked:
            asked.add(move)
            yield move


def _one_form(forms: Sequence[Move]) -> Iterable[Move]:
    found = Form()
    for form in forms:
        assert isinstance(form, Form)
        found = Form(
            shape=form.shape or found.shape, audience=form.audience or found.audience, length=form.length or found.length,
            lang=form.lang or found.lang,
        )  # fmt: skip
    return (found,) if forms else ()


def _asked(view: View, moves: Sequence[Move]) -> Iterable[Move]:
    """Slots of the message as a whole: a currency or a period of one clause holds for the money questions of the others."""
    verdicts = [m for m in moves if isinstance(m, Ask) and m.goal is Goal.VERDICT and m.about]
    shares = any(isinstance(m, Tell | Suppose) and getattr(m, "of", "") == "ai" for m in moves)
    spread = {m.by for m in moves if isinstance(m, Ask) and m.goal is Goal.PHASING and m.weights}
    for move in moves:
        if isinstance(move, Ask) and move.goal is Goal.VERDICT and not move.about and verdicts and not shares:
            continue
        if isinstance(move, Ask) and move.goal is Goal.AMOUNT and move.per and move.per in spread:
            continue  # by the weights that were told, and not evenly
        yield move


__all__ = ["RuleReader", "Unread"]
