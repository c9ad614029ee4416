"""What code sets right in a reply by itself, and what it asks for again."""

import pytest

from agent.grounding.outcome import Problem
from agent.online.errand import MAX_REQUESTS
from agent.online.repair import repaired
from agent.testing import ScriptedModel, say
from tests.online.doubles import advisor, watch

BEFORE = "our annual marketing budget is $2m, how does it split over the layers?"
ZH = "年度营销预算五百万，战术层多少？"

APART = [
    ("en", "lead", "Here is the gist for the team: [[C1]].", "[[C1]]."),
    ("zh", "lead", "小李说得对：[[C6]]。", "[[C6]]。"),
    ("zh", "lead", "如果只算上半部分：[[C1]]。", "[[C1]]。"),
    ("en", "lead", "If you look at AI alone: [[C1]].", "[[C1]]."),
    ("en", "lead", "The tactical layer gets [[C1]].", "[[C1]]."),
    ("en", "behind", "[[C2]], and for AI we would spread it over the layers.", "[[C2]]. For AI we would spread it over the layers."),
    ("en", "behind", "[[C2]], which pays for the quick wins.", "[[C2]]. This pays for the quick wins."),
    ("en", "behind", "[[C1]] a month.", "[[C1]]."),
    ("en", "behind", "[[C1]], but only in the first quarter.", "[[C1]]."),
    ("zh", "behind", "[[C1]]，方便您安排后续的资源。", "[[C1]]。方便您安排后续的资源。"),
    ("en", "element", "- **Capability**: [[C3]]", "- [[C3]]."),
    ("en", "budget", "Here is the split of our [[budget]] across layers.", "Here is the split of our budget across layers."),
    ("zh", "budget", "下面是[[budget]]在各层的分配。", "下面是预算在各层的分配。"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "kind", "text", "want"), APART, ids=[a[2] for a in APART])
def test_words_around_a_statement_become_sentences_or_go(language, kind, text, want):
    """Words in front of a statement go, and words behind that may bend it; others become a sentence of their own; the statement stays."""
    assert repaired(text, [Problem.of(kind, 0, len(text))], language).text.strip() == want


async def test_words_in_front_of_a_statement_cost_no_second_request():
    """A lead-in that may not stand is left out, and not said as a sentence of its own; nobody is asked again."""
    with ScriptedModel([say("给您汇报一下结果：[[C2]]。")]) as model:
        shown = await watch(advisor(model), ZH)
    assert (shown.reply.mode, shown.restarts) == ("online", 0)
    assert "汇报" not in shown.reply.text
    assert "50万元" in shown.reply.text


async def test_a_short_sentence_with_a_figure_is_left_out_and_said_to_be():
    """Of a reply that is right but for one short sentence that sentence goes, the figure with it, and the line beside the reply says so."""
    text = "[[T1]]\n\nStart where results show soonest, and bring the team along from the beginning. You would have $77k left. Review the results with finance."
    with ScriptedModel([say(text)]) as model:
        shown = await watch(advisor(model), BEFORE)
    assert shown.reply.mode == "online"
    assert "77" not in shown.everything
    assert "Review the results" in shown.reply.text
    assert shown.reply.notice


async def test_parts_of_the_request_in_a_reply_are_not_mended():
    """A model that echoes the marks of its prompt is asked again, however few its words are."""
    with ScriptedModel([say("<message>\nHow does it split?\n</message>"), say("[[T1]]\n\nStart small.")]) as model:
        shown = await watch(advisor(model), BEFORE)
        assert len(model.requests) == 2
    assert "Start small." in shown.reply.text


async def test_a_reply_that_fails_in_much_of_it_is_asked_for_again():
    """Where a good part of the words would go, the model writes once more."""
    bad = "You will save $77k in tools, which is 20% of the money, and another $50k in staff, so that half of it comes back within a year."
    with ScriptedModel([say(bad), say("[[T1]]\n\nStart where results show soonest.")]) as model:
        shown = await watch(advisor(model), BEFORE)
        assert len(model.requests) == 2 < MAX_REQUESTS
    assert shown.reply.mode == "online"
    assert "77" not in shown.everything
