"""What several clauses make together is read as one thing, and a near wording that means another is not."""

from __future__ import annotations

import pytest

from tests.understanding.talk import talk
from tests.understanding.test_constructions import named

EXAMPLES = {
    "plan.own_rest": (
        "AI budget is $240k||I do not wish to follow the article: one half for tactical, 30% for capability, what subsists for strategic.",
        "AI budget is $200k. Forget the article: half for tactical, a quarter for capability, the rest for strategic.",
        "AI money is $120k||60% to tactical, 25% for capability, and what is left to strategic",
    ),
    "plan.spent_each": (
        "Marketing $1m, layers||so far $12k on tactical, $8k on strategic have been billed. what remains in each?",
        "Marketing €900k||€20k for tactical and €9k for capability are already spent. What is left?",
        "marketing $2m||$30k in strategic, $11k in capability, all gone. left?",
    ),
    "plan.waves": (
        "marketing $3m a year. strategic?||spread that strategic money over three waves, fifty percent up front, thirty in the middle, and twenty at the end",
        "marketing $2m||Phase the capability money in three tranches: 40% first, 35% then, 25% last.",
        "marketing $1.5m, tactical?||release it in two instalments, sixty percent now and forty later. how much is each?",
    ),
    "plan.charged": (
        "Marketing is $900k a year. Tools are $4,500 a month for all twelve months. I'd count that against tactical. How much tactical is left?",
        "Marketing budget $1.2m a year. We pay $2,000 a month for a copy tool and book it under tactical. How much of tactical remains?",
        "Marketing $800k per year. The chatbot at $1,500 a quarter comes out of capability. what is left there?",
    ),
    "plan.over_limit": (
        "AI can't exceed 12% of our $5m marketing budget. By how much are the three layers above that ceiling?",
        "The board says AI may not exceed 10% of our $4m marketing budget. The three layers together are more. How much above the cap are they?",
        "AI is capped at 15 percent of a $2 million marketing budget. By how much do the three layers bust the cap?",
    ),
    "own.cap": (
        "annual marketing is $1m, layers||im capping strategic at 20k. whatever comes out of it goes to tactical",
        "marketing budget €2m, layers||capability can not exceed 60k, anything above that moves over to strategic",
        "marketing budget $3m, layers||strategic is limited to 50k and the surplus flows to capability",
    ),
    "plan.floor_met": (
        "Marketing is 1.3 million €. The strategic layer may not be inferior to 45 000 €. Does the article's share suffice, and how much lacks?",
        "Our marketing budget is $2m. Legal needs at least $80k in strategic. Is the article's share enough, and how much is missing?",
        "Marketing budget $1m. Capability must not be below $60k. Do we make it, and what is the gap?",
    ),
    "plan.called_off": (
        "marketing budget $2m, tactical?||say finance bumps it by 25%||cfo killed the bump. tactical now?",
        "marketing budget $2m, layers||suppose we add 500k||the extra was rejected. layers again?",
        "marketing budget $2m, layers||say we cut 20%||the cut is off the table, so strategic?",
    ),
    "plan.beside_layers": (
        "marketing budget $1.5m, layers||once all three are taken out, how much does everybody else in marketing still have?",
        "marketing budget $3m, split||after all of that is set aside, what does non-ai marketing still get?",
        "marketing budget $900k, layers||once the layers are out, how much for everything else in marketing?",
    ),
    "plan.against_others": (
        "marketing budget $1.2m, layers||my boss says the first bucket is bigger than the other two put together. By how many dollars?",
        "marketing budget $2m, buckets||is the first bucket larger than the others combined? by how much?",
        "marketing budget $2m||does tactical exceed the other two together, and by how much is it more than the others?",
    ),
    "plan.in_order": (
        "marketing budget 800k, layers?||gap between the 1st one and the last one there?",
        "marketing $700k, layers||difference between the 2nd one and the 3rd one?",
        "marketing $700k, layers||1st and 2nd one added together?",
    ),
    "plan.one_in_order": (
        "marketing budget $2m, layers||and the second one?",
        "marketing budget $2m, layers||how much is the 3rd one?",
        "marketing budget $2m, tactical?||and the last one?",
    ),
    "plan.changed": (
        "Marketing went from $2m last year to $1.5m this year||what does that reduction mean for each of the layers?",
        "marketing went from $1.4 million in FY24 down to $1.1 million in FY25||what does that cut cost in each one of the layers?",
        "marketing was $2m last year, $3m this year||the increase per layer, for each of the layers?",
    ),
}
COUNTERS = {
    "plan.own_rest": "annual marketing $2m||how much a quarter for tactical, and what remains?",
    "plan.spent_each": "marketing budget $2m, at least $300k for tactical, $90k for strategic",
    "plan.waves": "marketing $2m||split it: 50% tactical, 30% capability, 20% strategic",
    "plan.charged": "Our marketing budget is $40k a month. We spent $20k on tactical. What is left?",
    "plan.over_limit": "annual marketing budget $2m, 18% for AI, three layers",
    "own.cap": "annual marketing budget $2m||keep strategic at most $50k",
    "plan.floor_met": "annual marketing budget $2m. keep tactical at least $250k; what is left for the other two layers?",
    "plan.called_off": "marketing budget $2m||say we cut 20%||the cut is 30%",
    "plan.beside_layers": "marketing budget $2m, layers||what does everybody else spend on AI?",
    "plan.against_others": "marketing budget $2m||everything but the tactical layer",
    "plan.in_order": "marketing budget $2m||what is the difference between phase one and phase two?",
    "plan.one_in_order": "What are the phases?||and the second one?",
    "plan.changed": "marketing budget $2m||what is each of the layers for?",
}


@pytest.mark.parametrize(("name", "example"), [(n, e) for n, examples in EXAMPLES.items() for e in examples])
def test_a_plan_is_read_from_its_wordings(name: str, example: str) -> None:
    """The last message of an example is read as what its clauses make together."""
    assert name in named(example)


@pytest.mark.parametrize(("name", "counter"), COUNTERS.items())
def test_a_plan_is_not_read_from_a_near_wording(name: str, counter: str) -> None:
    """A message that only looks like one is read another way."""
    assert name not in named(counter)


@pytest.mark.parametrize(
    ("messages", "figures"),
    [
        (("annual marketing is $1m, layers", "cap strategic at 20k, the excess goes to tactical"), {"110000", "50000", "20000"}),
        (("Marketing $600k a year. Tools at $1,000 a month are booked under tactical. How much tactical is left?",), {"48000"}),
        (("AI budget $200k. Half for tactical, 30% for capability, the rest for strategic.",), {"100000", "60000", "40000"}),
    ],
)  # fmt: skip
def test_a_plan_comes_to_its_figures(messages: tuple[str, ...], figures: set[str]) -> None:
    """Caps send what they cut off to the layer named, rhythms count for the year, and parts in words are parts."""
    assert figures <= talk(*messages).shown


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("our marketing budget is $40k every two weeks, layers over a year?", {"104000"}),
        ("marketing is €15k a month for all twelve months, tactical?", {"18000"}),
        ("lay out the three amounts of the three buckets for a $2m marketing budget", {"200000", "100000", "60000"}),
    ],
)
def test_a_numeral_of_a_phrase_is_no_figure(text: str, figures: set[str]) -> None:
    """A rhythm, a whole year and so many buckets take no part in reckoning and are not left over."""
    made = talk(text)
    assert figures <= made.shown
    assert "unread" not in made.line
