"""The corpora that are kept: readable, described, and the sample of the guide right."""

from __future__ import annotations

import json
import re
from pathlib import Path

from agent.evaluation.corpus import read_corpora, read_corpus
from agent.evaluation.report import tally
from agent.evaluation.run import evaluate
from tests.agent.offline import new_advisor

FOLDER = Path(__file__).resolve().parents[2] / "understanding"


def test_the_sample_of_the_guide_is_right_offline():
    """Every judged turn of the sample is right without a model; it has both forms, both languages and a long session."""
    sessions = read_corpus(FOLDER / "sample.jsonl")
    outcomes = evaluate(new_advisor(), sessions)
    missed = {f"{o.session.id}/{o.number}": o.verdict.problems for o in outcomes if o.verdict and o.verdict.problems}
    assert missed == {}
    assert tally(outcomes).total == sum(session.judged for session in sessions) > len(sessions)
    assert {session.language for session in sessions} == {"zh", "en"}
    assert {outcome.position for outcome in outcomes} == {"1-5", "6-15"}


def test_every_corpus_has_its_row_with_its_counts():
    """The table of sets names each file once, with as many conversations and judged turns as are in it."""
    table = (FOLDER / "README.md").read_text(encoding="utf-8")
    rows = {name: (int(held), int(judged)) for name, held, judged in re.findall(
        r"^\| `([\w-]+)\.jsonl` \|[^|]*\|[^|]*\| *(\d+) / (\d+) *\|", table, re.MULTILINE
    )}  # fmt: skip
    counted: dict[str, tuple[int, int]] = {}
    for session in read_corpora([FOLDER]):
        held, judged = counted.get(session.corpus, (0, 0))
        counted[session.corpus] = held + 1, judged + session.judged
    assert rows == counted


def test_every_case_of_retrieval_quotes_the_document():
    """What a question is to find stands in the document word for word."""
    from knowledge.corpus import load_corpus

    passages = [passage.text for passage in load_corpus().passages]
    for path in sorted((FOLDER / "retrieval").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            assert case["lang"] in ("zh", "en")
            assert any(case["gold"] in text for text in passages), case
