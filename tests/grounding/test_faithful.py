"""The gate lets faithful replies through."""

import pytest

from tests.grounding.corpus import World, faithful
from tests.grounding.oracle import unsupported

REFERRING = list(faithful(literal=False))


@pytest.mark.parametrize(
    ("here", "text"), REFERRING, ids=[f"{here.language}-{at}" for at, (here, _) in enumerate(REFERRING)]
)
def test_a_faithful_reply_with_references_passes(here: World, text: str) -> None:
    verdict = here.gate.check(text)
    assert verdict.ok, verdict.problems
    assert not unsupported(verdict.text, here)
    assert "[[" not in verdict.text


def test_at_most_one_faithful_reply_with_literals_in_fifty_is_refused() -> None:
    verdicts = [here.gate.check(text) for here, text in faithful(literal=True)]
    assert sum(not verdict.ok for verdict in verdicts) <= 0.02 * len(verdicts)


def test_a_literal_is_shown_as_the_reference_to_its_fact_is() -> None:
    for (here, referring), (_, typed) in zip(faithful(literal=False), faithful(literal=True), strict=True):
        first, second = here.gate.check(referring), here.gate.check(typed)
        if second.ok and ":full" not in referring:
            assert second.text.replace("≥", "") == first.text.replace("≥", "")
            assert second.used == first.used


ORDINARY = (
    "更快见效的是速赢区的项目。",
    "这是最重要的一步，也是唯一需要统一的地方。",
    "两者并不矛盾，可以进一步结合。",
    "零售行业也适用，但需要逐一评估。",
    "一般来说，先做试点，再逐步推广。",
    "首先组建团队，其次选择场景，最后评估效果。",
    "The most important thing is to start small.",
    "No one else can decide this for you; one of the options is to wait.",
    "Both layers matter, and the quick wins come first.",
    "It is more than just a tool, and better than doing nothing.",
    "A third-party tool may help; double-check the contract.",
    "I would start with the pilot. Let me know if that works.",
    "Use a mix of B2B and B2C content, 24/7.",
    "- 先做试点\n- 再推广\n",
    "**重点**：`AIGC` 工具。",
    "✅ 建议先做速赢区。",
    "> 引用一句话。",
    "What is your annual marketing budget?",
)


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_prose_passes_as_it_is(text: str) -> None:
    from tests.grounding.corpus import worlds

    for here in worlds().values():
        verdict = here.gate.check(text)
        assert verdict.ok, verdict.problems
        assert verdict.text == text
