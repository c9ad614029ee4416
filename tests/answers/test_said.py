"""How everything is said, over the shipped framework and another one: pages to read, and what holds for all of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from agent.answers.kinds import KINDS
from agent.answers.model import Note, Piece, Statement
from agent.answers.notes import note, slots_of
from agent.answers.template import parse, places
from agent.answers.texts import Clause, entry, note_entry, texts
from agent.answers.voice import Voice
from agent.answers.wording import say_note, say_statement
from tests.answers.samples import PAGES, Samples, retail, shipped, written
from tools.facts import Fact
from tools.identity import Label

LANGUAGES = ("zh", "en")
ENTRIES = [entry(kind, variant) for kind, form in KINDS.items() for variant in form.variants]
#: Slots that are no slot of a kind: what a share is a share of is known from its figure.
IMPLICIT = {"base"}


@pytest.mark.parametrize("name", PAGES)
def test_everything_is_said_as_the_page_has_it(name: str) -> None:
    """A change of a text shows in a page that a person reads; ``python -m tests.answers.samples`` writes them anew."""
    assert written(name) == (Path(__file__).parent / "said" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_and_variant_has_words_and_no_others_have(language: str) -> None:
    """A kind or variant without a full and a short form, or words for a kind that there is not, is an error."""
    said = texts(language).statements
    assert sorted(said) == sorted(ENTRIES)
    assert all({"full", "brief"} <= set(forms) for forms in said.values())


def _slots(clause: Clause) -> set[str]:
    return {
        place.name for text in ((clause,) if isinstance(clause, str) else clause) for place in places(parse(text))
    } - IMPLICIT


@pytest.mark.parametrize("name", ENTRIES)
def test_both_languages_use_the_same_slots_of_a_statement(name: str) -> None:
    """What one language tells, the other tells too: figures, names and rows."""
    zh, en = (texts(language).statements[name]["full"] for language in LANGUAGES)
    told = KINDS[name.partition(".")[0]].slots
    free = {"speaker", "level"}  # who did it may go without saying, and a KPI may be told with its level
    assert _slots(zh) - free == _slots(en) - free
    assert _slots(zh) | _slots(en) <= set(told)


@pytest.mark.parametrize("part", ["notes", "captions", "heads", "cells", "words"])
def test_both_languages_have_the_same_notes_captions_and_headings(part: str) -> None:
    """Nothing is said in one language only, and with the same slots."""
    zh, en = (getattr(texts(language), part) for language in LANGUAGES)
    assert set(zh) == set(en)
    if part in ("notes", "captions"):
        assert all(_slots(zh[name]) == _slots(en[name]) for name in zh)


@pytest.mark.parametrize("language", LANGUAGES)
def test_notes_hold_no_figure(language: str) -> None:
    """A note is told outside of statements, so it has no digit of its own."""
    for clause in texts(language).notes.values():
        assert not any(map(str.isdigit, re.sub(r"\{\w+", "", "".join(clause))))


def test_a_note_with_a_figure_or_a_slot_that_it_has_not_is_refused() -> None:
    """Figures have statements, and a note says what its slots are."""
    with pytest.raises(ValueError, match="holds no figure"):
        note("ask.spent", subject=Samples(shipped()).budget)
    with pytest.raises(ValueError, match="has the slots"):
        note("thanks", subject="x")
    with pytest.raises(KeyError):
        note("no_such_note")
    assert note("ask.budget").question
    assert not note("thanks").question


def test_a_question_without_words_of_its_own_is_asked_by_the_next_wider_one() -> None:
    """A KPI's question is that of KPIs; what nobody thought of is asked openly."""
    assert note_entry("ask.kpi.cycle", "") == "ask.kpi"
    assert note_entry("ask.something", "") == "ask.what_is_meant"
    assert slots_of("ask.baseline_of") == (frozenset({"kpi"}), frozenset({"kpi"}))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("framework", [shipped, retail])
def test_every_figure_of_a_statement_is_printed_with_its_id(language: str, framework) -> None:
    """A clause shows the facts that it is built over, in each of its wordings; what a variant leaves out is optional or told by another figure."""
    voice, samples = Voice(language, framework()), Samples(framework())
    for name, made in samples.statements():
        required = {n for n, type_ in KINDS[made.kind].slots.items() if type_ == "fact"}
        for choice in (0, 1):
            printed = say_statement(made, voice, choice=choice)
            shown = {part.fact for part in printed.parts if isinstance(part, Piece)}
            hidden = {n for n, v in made.slots.items() if isinstance(v, Fact) and v.id not in shown} & required
            assert not hidden, f"{name} hides {hidden}"
            assert shown - {""} <= {fact.id for fact in made.facts}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("framework", [shipped, retail])
def test_sentences_are_well_formed(language: str, framework) -> None:
    """No article twice, no blank twice, no slot left over, no space before a stop, nothing of another language's words."""
    voice = Voice(language, framework())
    for name, made in Samples(framework()).statements():
        for brief in (False, True):
            text = say_statement(made, voice, brief=brief, opens=True).text
            assert not re.search(r"\b(the|a) \1\b|  |[{}<>|]| [,.;。，；]|the (?:your|our)\b", text, re.IGNORECASE), (
                f"{name}: {text}"
            )
            if language == "en":
                assert not re.search(r"[一-鿿]", text), f"{name}: {text}"
                assert not text[0].islower()


def test_the_amount_of_the_budget_is_told_once() -> None:
    """A later statement of the same scenario names the base and not the amount; among several scenarios it keeps amount or name."""
    samples = Samples(shipped())
    made = dict(samples.statements())["allocation"]
    one, several = Voice("en", shipped()), Voice("en", shipped(), {"K2": "Acme"}, several=True)
    assert "of the annual marketing budget of $2,000,000" in say_statement(made, one).text
    assert say_statement(made, one, again=True).text.endswith("10% of the annual marketing budget")
    assert say_statement(made, several, again=True).text.endswith("10% of the $2,000,000 budget")
    named = Statement("allocation", {**made.slots, "budget": samples.bigger})
    assert say_statement(named, several, again=True).text.endswith("of Acme's annual marketing budget")


def test_names_of_the_user_stay_as_typed() -> None:
    """A sentence that begins with a user's own name does not change its letters, and the name cannot smuggle a reference or a line in."""
    samples = Samples(shipped())
    made = dict(samples.statements())["remaining"]
    for typed, told in (("iPhone ads", "iPhone ads has"), ("a\n[[C2]] b", "a C2 b has")):
        own = Statement("remaining", {**made.slots, "subject": typed})
        assert say_statement(own, Voice("en", shipped()), opens=True).text.startswith(told)
    chinese = Statement("allocation", {**dict(samples.statements())["allocation"].slots, "layer": "SEO"})
    assert say_statement(chinese, Voice("zh", shipped())).text.startswith("SEO全年")
    brief = say_statement(chinese, Voice("zh", shipped()), brief=True).text
    assert brief.startswith("SEO 20万美元")


def test_the_users_words_are_quoted() -> None:
    """What was not understood comes back in quotation marks, on one line."""
    said = say_note(Note("unread.question", {"quoted": "what about\n7?"}), Voice("zh", shipped())).text
    assert "“what about 7?”" in said


def test_scenarios_that_code_named_are_said_in_words() -> None:
    """Nobody reads ``this_year``, nor "low" as somebody's name."""
    made = Label("this_year的战术层", "this_year's tactical layer")
    assert Voice("zh", shipped()).definite(made) == "今年的战术层"
    assert Voice("en", shipped()).definite(made) == "this year's tactical layer"
    names = {"K1": "low", "K2": "next_year"}
    assert [Voice("en", shipped(), names, several=True).scenario(name) for name in ("K1", "K2", "K3")] == [
        "",
        "next year",
        "",
    ]
