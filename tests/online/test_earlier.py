"""What earlier turns showed can be told again: the last ones stand in the request, older ones are found by a search."""

import re

from agent.testing import Request, ScriptedModel, ToolUse, say, use
from tests.online.doubles import Shown, advisor, part, watch

BEFORE = "our annual marketing budget is $2m, how does it split over the layers?"


async def told_after(messages: list[str], message: str, *script) -> tuple[Shown, list[Request]]:
    """The turn of ``message`` after ``messages``, which are told offline."""
    with ScriptedModel(script) as model:
        asked = advisor(model)
        author, asked.author = asked.author, None
        for before in messages:
            await asked.ask(before, conversation="c")
        asked.author = author
        return await watch(asked, message), list(model.requests)


def named(text: str, words: str) -> str:
    """The reference of the clause that says ``words``."""
    found = re.search(rf"([CT]\d+): [^|\n]*{re.escape(words)}", text)
    assert found, text
    return f"[[{found[1]}]]"


async def test_a_turn_without_figures_of_its_own_offers_those_of_the_last():
    """What was shown last can be said in other words at once: its table, and a clause for each amount in it."""

    def two_sentences(request: Request):
        shown = part(request, "shown_before")
        return say(f"{named(shown, 'AI total: $360,000')}. {named(shown, 'tactical layer: $200,000')}.")

    shown, requests = await told_after(
        [BEFORE], "my cfo finds that too much, what would you say to him?", two_sentences
    )
    assert "T1: **Split of the annual marketing budget" in part(requests[0], "shown_before")
    assert shown.reply.mode == "online"
    assert len(requests) == 1
    assert "$360,000" in shown.reply.text
    assert "$200,000" in shown.reply.text


async def test_a_table_can_be_told_as_clauses_where_another_form_is_asked_for():
    """Bullets take the amounts of the table one by one."""

    def bullets(request: Request):
        shown = part(request, "shown_before")
        return say("\n".join(f"- {named(shown, w)}" for w in ("tactical layer", "capability layer", "strategic layer")))

    shown, requests = await told_after([BEFORE], "make that three bullets for a slide", bullets)
    assert len(requests) == 1
    assert [line[:2] for line in shown.reply.text.splitlines()[:3]] == ["- "] * 3


async def test_an_older_figure_is_found_by_a_search_of_the_conversation():
    """A figure of many turns ago comes back as a statement, which then prints it."""
    talk = [
        BEFORE,
        "and if it were $3m?",
        "what risks are there?",
        "AI智能体能干什么",
        "and $5m?",
        "which quadrants are there?",
    ]

    def found(request: Request):
        result = str(request.messages[-1]["content"])
        assert "turn 1: “our annual" in result
        return say(f"{named(result, 'capability layer: $100,000')}.")

    search = use(ToolUse("search", {"query": "capability layer at the start", "document": "conversation"}))
    shown, requests = await told_after(
        talk, "what did I say about the capability layer at the very start?", search, found
    )
    assert "$100,000" not in requests[0].said("user")
    assert "$100,000" in shown.reply.text


async def test_looking_at_earlier_turns_adds_no_fact():
    """What is offered again is what was recorded: the conversation's ledger has the same facts with and without a model."""
    shown, _ = await told_after(
        [BEFORE], "my cfo finds that too much, what would you say to him?", say("With pleasure.")
    )
    offline = advisor(None)
    await offline.ask(BEFORE, conversation="c")
    reply = await offline.ask("my cfo finds that too much, what would you say to him?", conversation="c")
    assert list(shown.reply.ledger) == list(reply.ledger)
