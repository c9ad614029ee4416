"""A document's figure that the user takes over in words, offline and with a model that computes with whatever it can."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from agent.advisor import Advisor
from agent.assembly import IN_MEMORY, open_advisor
from agent.explaining import Explained
from agent.replies import Answered
from agent.settings import Settings
from agent.testing import Request, ScriptedModel, Step, ToolUse, say, use
from knowledge.documents.keeping import ingest
from knowledge.documents.parsers import PARSERS
from tools.facts import Fact, Given

GUIDELINE = "# Guideline\n\nThe tactical layer gets 12% of the annual marketing budget.\n\nThe strategic layer gets 7% of the AI budget.\n"
HANDBOOK = "# 手册\n\n战术层占年度营销预算的12%。\n"
BUDGETS = {"zh": "年度营销预算700万元，战术层有多少钱？", "en": "Our annual marketing budget is $7m. How much does the tactical layer get?"}  # fmt: skip
TAKEN = {
    "zh": ("按我们手册里的12%来算", "战术层用手册里的12%", "就按公司制度规定的12%算战术层"),
    "en": ("take the 12% of our guideline", "Use the guideline's 12% for the tactical layer.", "Please go with the 12% from our handbook for tactical."),
}  # fmt: skip
LEFT = {
    "zh": ("不要按手册里的12%来算", "手册里是不是写了战术层12%？", "要不要按手册里的12%来算？", "按手册里的15%来算", "战术层12%", "战略层按手册里的7%算"),
    "en": ("do not take the 12% of our guideline", "should we take the 12% of our guideline?", "take the 15% of our guideline", "tactical at 12%", "the guideline says 12% for tactical", "take the 7% of our guideline for strategic"),
}  # fmt: skip
CASES = [(language, text) for language, texts in TAKEN.items() for text in texts]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("adopted")
    (place / "guideline.md").write_text(GUIDELINE, encoding="utf-8")
    (place / "手册.md").write_text(HANDBOOK, encoding="utf-8")
    ingest(place / "data", [place], convert=lambda raw, ending: PARSERS[ending](raw))
    return place / "data"


@pytest.fixture
def offline(folder: Path) -> Advisor:
    return open_advisor(Settings(ADVISOR_OFFLINE=True, ADVISOR_DATA_DIR=folder), memory=IN_MEMORY)


def taken_over(reply: Answered) -> list[Fact]:
    """The facts that are the user's with a document as their source."""
    return [f for f in reply.ledger if isinstance(f.provenance, Given) and f.provenance.document]


@pytest.mark.parametrize(("language", "text"), CASES)
async def test_what_the_user_takes_over_is_computed_as_theirs(offline: Advisor, language: str, text: str) -> None:
    """The share is the user's figure with the document's passage as its source, and what it comes to is told and cited to that passage."""
    await offline.ask(BUDGETS[language], conversation=text)
    reply = await offline.ask(text, conversation=text)
    (share,) = taken_over(reply)
    assert (share.value, share.provenance.text) == (Decimal(12), "12%")  # type: ignore[union-attr]
    assert re.search("全年84万元" if language == "zh" else r"\$840,000 a year", reply.text), reply.text
    assert any(f.value == 840_000 and f.identity and f.identity.subject == "layer.tactical" for f in reply.facts)
    assert "没有用上" not in reply.text
    assert "did not use" not in reply.text
    assert re.search(r"^> .*12%", reply.text, re.MULTILINE), reply.text


async def test_why_names_the_passage(offline: Advisor) -> None:
    """The receipt says that the user said it and which passage it was taken from, in words and in JSON."""
    await offline.ask(BUDGETS["en"], conversation="why")
    reply = await offline.ask("take the 12% of our guideline", conversation="why")
    (share,) = taken_over(reply)
    told = Explained(reply, offline.library.passages()).why(share.id)
    assert "you said “12%”" in told
    assert "taken from" in told
    assert "The tactical layer gets 12%" in told
    sent = next(f for f in reply.to_json()["facts"] if f["id"] == share.id)
    assert sent["provenance"]["document"].startswith("guideline")


@pytest.mark.parametrize(("language", "text"), [(language, text) for language in LEFT for text in LEFT[language]])
async def test_other_words_take_nothing_over(offline: Advisor, language: str, text: str) -> None:
    """A refusal, a question, a figure that the document does not state, one of another base, and words without the document take nothing over."""
    await offline.ask(BUDGETS[language], conversation=text)
    reply = await offline.ask(text, conversation=text)
    assert taken_over(reply) == []
    assert Decimal(840_000) not in {f.value for f in reply.ledger}


async def test_without_a_budget_it_is_asked_for(offline: Advisor) -> None:
    """The figure is taken down, and what is missing is asked."""
    reply = await offline.ask("take the 12% of our guideline for the tactical layer", conversation="none")
    assert len(taken_over(reply)) == 1
    assert "budget" in reply.text
    assert "?" in reply.text


@pytest.fixture(scope="module")
def obeying(folder: Path) -> Iterator[Advisor]:
    """An advisor over a model that computes the share of the figure in the last message by its id, and tells every result."""

    def answer(request: Request) -> Step:
        results = [str(m.get("content")) for m in request.messages if m.get("role") == "tool"]
        if not results:
            told = re.findall(r"⟦(U\d+) 12%⟧", request.prompt)
            call = {"tool": "amount_at_share", "arguments": {"share": (told or ["U9"])[-1], "budget": "U1"}}
            return use(ToolUse("compute", call))
        new = re.findall(r"^(C\d+):", "\n".join(results), re.MULTILINE)
        return say(". ".join(f"[[{r}]]" for r in new) or "[[C1]].")

    with ScriptedModel(always=answer) as model:
        settings = Settings(OPENAI_API_KEY="sk-scripted", OPENAI_BASE_URL=model.url, ADVISOR_DATA_DIR=folder)
        yield open_advisor(settings, memory=IN_MEMORY)


@pytest.mark.parametrize(("language", "text"), CASES)
async def test_a_models_tools_take_it_as_the_users(obeying: Advisor, language: str, text: str) -> None:
    """With a model the same words give the same figure, from the same fact of the user's."""
    await obeying.ask(BUDGETS[language], conversation=text)
    reply = await obeying.ask(text, conversation=text)
    assert reply.mode == "online", reply.trouble
    assert len(taken_over(reply)) == 1
    assert re.search("84万元" if language == "zh" else r"\$840,000", reply.text), reply.text
