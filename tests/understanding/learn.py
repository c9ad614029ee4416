"""Learn the second opinion from the corpora, and measure it on sets that are left out.

    python -m tests.understanding.learn            leave each set out in turn, and print what doubting would have caught
    python -m tests.understanding.learn --write    learn from all sets and write agent/understanding/opinion.txt

What is learned: which words and classes went with which questions in turns that are right. Logistic regression with a penalty that
makes most weights nothing (FTRL-proximal, McMahan et al. 2013), one label a question. The order of the turns is fixed, so the result is, too.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from agent.assembly import IN_MEMORY, open_advisor
from agent.dialogue.moves import Ask, Move
from agent.dialogue.state import State
from agent.evaluation.corpus import read_corpora
from agent.evaluation.run import evaluate
from agent.settings import Settings
from agent.understanding.opinion import DOUBT, ELLIPSIS, SURE, WEIGHTS, features, label_of
from agent.understanding.reader import RuleReader
from agent.understanding.reading import Reading
from agent.understanding.view import View
from knowledge.framework import load_framework
from tests.understanding.talk import Talk
from tools.parameters import Framework

HERE = Path(__file__).parent
#: A label that fewer turns have is not learned, and a feature of fewer turns is none.
RARE_LABEL, RARE_FEATURE = 8, 2
ROUNDS, RATE, SMOOTH, L1, L2 = 12, 0.3, 1.0, 1.0, 1.0


#: A question's label, and the features of its clause where it may be doubted.
Asked = tuple[str, frozenset[str] | None]


@dataclass(frozen=True, slots=True)
class Example:
    """A judged turn: what the model sees of the message and of each question's clause, and what came of it."""

    corpus: str
    features: frozenset[str]
    asks: tuple[Asked, ...]
    result: str
    outcome: str
    text: str

    @property
    def labels(self) -> frozenset[str]:
        return frozenset(label for label, _ in self.asks)


class Recording(RuleReader):
    """A reader that keeps what the model would see, and takes no second opinion."""

    def __init__(self, framework: Framework) -> None:
        super().__init__(framework)
        self.seen: list[tuple[str, frozenset[str], tuple[Asked, ...]]] = []

    def read(self, text: str, state: State, **rest: Any) -> Reading:
        self.seen.append((text, frozenset(), ()))  # a table is read without a second opinion
        return super().read(text, state, **rest)

    def second_opinion(self, view: View, moves: tuple[Move, ...], places: Mapping[Move, int]) -> tuple[Move, ...]:
        asks = [m for m in moves if isinstance(m, Ask)]
        enough = len(view.stream.spots) > ELLIPSIS
        found = tuple(
            (label_of(m), features([view.clauses[places[m]]]) if enough and m in places else None) for m in asks
        )
        self.seen[-1] = (self.seen[-1][0], features(view.clauses), found)
        return moves


def examples(paths: Iterable[Path]) -> list[Example]:
    """Every judged turn of the corpora, in order."""
    advisor = open_advisor(Settings(ADVISOR_OFFLINE=True), memory=IN_MEMORY)
    reader = Recording(advisor.framework)
    advisor._reader = reader
    found, at = [], 0
    for outcome in evaluate(advisor, read_corpora(paths)):
        while at < len(reader.seen) and reader.seen[at][0] != outcome.turn.text:
            at += 1
        if at == len(reader.seen):
            raise ValueError(f"{outcome.session.id}: a turn was not read")
        _, seen, asks = reader.seen[at]
        at += 1
        if outcome.verdict is not None:
            result = outcome.verdict.result.value
            found.append(Example(outcome.session.corpus, seen, asks, result, outcome.answer.outcome, outcome.turn.text))
    return found


def taught() -> list[Example]:
    """The examples of the constructions and the conversations of the scenario tests: their last messages are read as they should be."""
    from agent.understanding.rules import rules
    from tests.scenarios.test_conversations import CONVERSATIONS

    wordings = [text.split("||") for kind in ("figures", "asks") for rule in rules(kind) for text in rule.examples]
    talks = [[turn.message for turn in turns] for turns in CONVERSATIONS.values()]
    talks = [messages[:end] for messages in talks for end in range(1, len(messages) + 1)]
    found = []
    for messages in (*wordings, *talks):
        reader = Recording(load_framework())
        talk = Talk(reads=reader)
        for message in messages:
            talk.say(message)
        text, seen, asks = reader.seen[-1]
        found.append(Example("constructions", seen, asks, "right", "answered", text))
    return found


class Model:
    """Weights of every feature for every label."""

    def __init__(self, turns: Sequence[Example]) -> None:
        taught = [t for t in turns if t.result == "right" and t.labels]
        counted = Counter(label for t in taught for label in t.labels)
        self.names = sorted(name for name, count in counted.items() if count >= RARE_LABEL)
        often = Counter(f for t in taught for f in t.features)
        self.index = {f: n + 1 for n, f in enumerate(sorted(f for f, count in often.items() if count >= RARE_FEATURE))}
        self.weights = self._learned(taught)

    def _rows(self, seen: frozenset[str]) -> list[int]:
        return [0, *sorted(self.index[f] for f in seen if f in self.index)]

    def _learned(self, taught: Sequence[Example]) -> np.ndarray:
        rows = [self._rows(t.features) for t in taught]
        wanted = np.array([[name in t.labels for name in self.names] for t in taught], dtype=float)
        shape = (len(self.index) + 1, len(self.names))
        pull, spread = np.zeros(shape), np.zeros(shape)
        order = list(range(len(taught)))
        shuffled = random.Random(1)
        for _ in range(ROUNDS):
            shuffled.shuffle(order)
            for n in order:
                at = rows[n]
                weights = _weights(pull[at], spread[at])
                wrong = 1 / (1 + np.exp(-np.clip(weights.sum(axis=0), -30, 30))) - wanted[n]
                grown = spread[at] + wrong**2
                pull[at] += wrong - (np.sqrt(grown) - np.sqrt(spread[at])) / RATE * weights
                spread[at] = grown
        return _weights(pull, spread)

    def likelihood(self, seen: frozenset[str]) -> dict[str, float]:
        sums = self.weights[self._rows(seen)].sum(axis=0)
        return dict(zip(self.names, 1 / (1 + np.exp(-np.clip(sums, -30, 30))), strict=True))

    def doubts(self, turn: Example, *, doubt: float = DOUBT, sure: float = SURE) -> bool:
        """Whether a question of a turn would be asked about."""
        whole = self.likelihood(turn.features)
        return any(
            whole.get(label, 1.0) < doubt and self.likelihood(clause).get(label, 1.0) < sure
            for label, clause in turn.asks
            if clause is not None
        )

    def lines(self) -> Iterable[str]:
        """The file of weights: labels with what they weigh without a feature, then a feature a line."""
        yield "\t".join(f"{name}:{bias:.2f}" for name, bias in zip(self.names, self.weights[0], strict=True))
        for feature, n in sorted(self.index.items()):
            cells = [f"{i}:{w:.2f}" for i, w in enumerate(self.weights[n]) if abs(w) >= 0.1]
            if cells:
                yield "\t".join((feature, *cells))


def _weights(pull: np.ndarray, spread: np.ndarray) -> np.ndarray:
    bound = np.sign(pull) * np.maximum(np.abs(pull) - L1, 0)
    found: np.ndarray = -bound / ((SMOOTH + np.sqrt(spread)) / RATE + L2)
    return found


def left_out(turns: Sequence[Example]) -> None:
    """Print, for every set, what the model learned from the others would have doubted."""
    print(f"{'set':28} answered: right wrong   doubted: right wrong   at twice the bound: right wrong")
    for corpus in dict.fromkeys(t.corpus for t in turns if t.corpus != "constructions"):
        model = Model([t for t in turns if t.corpus != corpus])
        answered = [t for t in turns if t.corpus == corpus and t.outcome == "answered"]
        once = [t for t in answered if model.doubts(t)]
        twice = [t for t in answered if model.doubts(t, doubt=2 * DOUBT)]
        cells = [Counter(t.result for t in found) for found in (answered, once, twice)]
        print(f"{corpus:28} " + "   ".join(f"{c['right']:>6} {c['wrong']:>6}" for c in cells), flush=True)


def main() -> None:
    options = argparse.ArgumentParser(
        prog="tests.understanding.learn", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    options.add_argument("--write", action="store_true")
    options.add_argument("files", nargs="*", type=Path)
    chosen = options.parse_args()
    turns = [*taught(), *examples(chosen.files or sorted(HERE.glob("*.jsonl")))]
    if chosen.write:
        lines = list(Model(turns).lines())
        WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{len(turns)} turns, {len(lines) - 1} features, {WEIGHTS.stat().st_size // 1024} KiB")
    else:
        left_out(turns)


if __name__ == "__main__":
    main()
