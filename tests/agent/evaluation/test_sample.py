"""The question set that the guide ships as a sample."""

from __future__ import annotations

from pathlib import Path

from agent.evaluation.questions import read_questions
from agent.evaluation.run import evaluate
from tests.agent.offline import new_advisor

SAMPLE = Path(__file__).resolve().parents[3] / "docs" / "questions.jsonl"


def test_the_sample_of_the_guide_passes_offline() -> None:
    """Both languages are in the sample, and every question of it passes without a model."""
    questions = read_questions(SAMPLE)
    failed = {o.question.id: [str(p) for p in o.problems] for o in evaluate(new_advisor(), questions) if not o.passed}
    assert failed == {}
    assert {question.language for question in questions} == {"zh", "en"}
