"""Names and phrases are found in text exactly where they stand."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.grounding import Gate
from agent.grounding.binding import Names
from agent.grounding.lexicon import Found, Lexicon
from agent.grounding.numerals import Glossary, uncovered
from agent.grounding.vocabulary import of_framework
from tests.grounding.corpus import FRAMEWORK
from tools.facts import Ledger

TERMS = ("ab", "abc", "a", "战术", "战术层", "layer b", "b2b", "层")


def found(terms: tuple[str, ...], text: str, *, plural: bool = False) -> list[str]:
    lexicon = Lexicon(terms, plural=plural)
    return [f"{f.term}@{f.start}-{f.end}" for f in lexicon.find(text)]


def plainly(terms: tuple[str, ...], text: str, *, plural: bool) -> list[Found]:
    """What a lexicon finds, said the long way: leftmost, then longest, whole words where a term is Latin."""

    def joins(index: int) -> bool:
        return 0 <= index < len(text) and text[index].isascii() and text[index].isalnum()

    out: list[Found] = []
    at = 0
    while at < len(text):
        for term in sorted(terms, key=len, reverse=True):
            lengths = (len(term), len(term) + 2, len(term) + 1) if plural and joins_end(term) else (len(term),)
            ends = [at + n for n, s in zip(lengths, ("", "es", "s"), strict=False) if text[at : at + n] == term + s]
            ends = [end for end in ends if not (joins(at) and joins(at - 1)) and not (joins(end - 1) and joins(end))]
            if ends:
                out.append(Found(at, ends[0], term))
                at = ends[0]
                break
        else:
            at += 1
    return out


def joins_end(term: str) -> bool:
    return term[-1].isascii() and term[-1].isalnum()


@settings(derandomize=True)
@given(text=st.text(alphabet="abcles 2战术层", max_size=14), plural=st.booleans())
def test_phrases_are_found_leftmost_then_longest_and_as_whole_words(text: str, plural: bool) -> None:
    assert list(Lexicon(TERMS, plural=plural).find(text)) == plainly(TERMS, text, plural=plural)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("战术层", ["战术层@0-3"]),
        ("战术的层", ["战术@0-2", "层@3-4"]),
        ("abc", ["abc@0-3"]),
        ("abcd", []),
        ("xabc", []),
        ("战ABC术", ["abc@1-4"]),
        ("ab-a", ["ab@0-2", "a@3-4"]),
    ],
)
def test_a_phrase_that_ends_in_a_latin_letter_stands_alone_there(text: str, expected: list[str]) -> None:
    assert found(TERMS, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("layer", ["layer@0-5"]), ("Layers.", ["layer@0-6"]), ("layeres", ["layer@0-7"]), ("layerst", []), ("layer5", [])],
)
def test_a_name_may_stand_in_the_plural(text: str, expected: list[str]) -> None:
    assert found(("Layer",), text, plural=True) == expected
    assert found(("Layer",), text) == (expected if text == "layer" else [])


def test_a_phrase_has_no_plural_unless_it_is_a_name() -> None:
    assert list(Lexicon(("layer",)).find("layers")) == []


def test_text_whose_lower_case_is_longer_holds_no_phrase() -> None:
    assert found(("a",), "a İ a") == []


@pytest.mark.parametrize(
    ("text", "begins"),
    [("", 0), ("x", 1), ("x战", 1), ("x战术", 1), ("x战术层", 4), ("x a", 2), ("x abc", 5), ("lay", 0), ("xlay", 1),
     ("战术战", 2)],
)  # fmt: skip
def test_a_tail_that_may_still_grow_into_a_phrase_is_told(text: str, begins: int) -> None:
    assert Lexicon(("战术层", "abc", "layer b")).begins(text) == begins
    assert Lexicon(()).begins(text) == len(text)


@settings(derandomize=True)
@given(st.sampled_from([t for t in TERMS if len(t) > 1]), st.data())
def test_every_beginning_of_a_phrase_may_grow(term: str, data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(term) - 1))
    assert Lexicon((term,)).begins("。" + term[:cut].upper()) == 1


# -- names ---------------------------------------------------------------------------------------------------------


def test_a_name_is_found_with_every_concept_that_bears_it() -> None:
    names = Names({"layer.a": (("甲层", ""), ("Shared",)), "kpi.a": ((), ("shared", "only"))})
    mentions = names.find("甲层, SHARED and onlys")
    assert [(m.start, m.end, set(m.ids)) for m in mentions] == [
        (0, 2, {"layer.a"}),
        (4, 10, {"layer.a", "kpi.a"}),
        (15, 20, {"kpi.a"}),
    ]
    assert names.concepts == {"layer.a", "kpi.a"}


# -- a framework's names -------------------------------------------------------------------------------------------


def test_a_phase_is_called_by_its_number_in_both_languages() -> None:
    names = of_framework(FRAMEWORK)
    for phase in FRAMEWORK.phases:
        zh, en = names[phase.id]
        han, cardinal, ordinal = [("一", "one", "first"), ("二", "two", "second"), ("三", "three", "third")][
            phase.number - 1
        ]
        assert {f"第{han}阶段", f"阶段{han}", f"第{phase.number}阶段", f"阶段{phase.number}"} <= set(zh)
        assert {f"{word} {n}" for word in ("phase", "stage") for n in (phase.number, cardinal)} <= set(en)
        assert {f"{ordinal} phase", f"{ordinal} stage"} <= set(en)


def test_every_concept_is_found_by_its_name_and_terms_each_once() -> None:
    names = of_framework(FRAMEWORK)
    concepts = (*FRAMEWORK.layers, *FRAMEWORK.quadrants, *FRAMEWORK.projects, *FRAMEWORK.phases, *FRAMEWORK.kpis)
    assert set(names) == {concept.id for concept in concepts}
    for concept in concepts:
        for terms, own, name in zip(
            names[concept.id],
            (concept.terms.zh, concept.terms.en),
            (concept.name.zh, concept.name.en),
            strict=True,
        ):
            assert set(terms) >= {t for t in (*own, name) if t}
            assert len(set(terms)) == len(terms)
            assert all(terms)


def test_a_phase_beyond_nine_is_called_by_its_name_only() -> None:
    phase = FRAMEWORK.phases[0]
    for number, called in ((0, False), (1, True), (9, True), (10, False)):
        names = of_framework(replace(FRAMEWORK, phases=(replace(phase, number=number),)))
        assert (f"阶段{number}" in names[phase.id][0]) is called
        assert (f"phase {number}" in names[phase.id][1]) is called
        if called:
            assert f"phase {('one', 'nine')[number > 1]}" in names[phase.id][1]
            assert f"{('first', 'ninth')[number > 1]} stage" in names[phase.id][1]


# -- the glossary --------------------------------------------------------------------------------------------------


def test_a_name_that_holds_a_numeral_is_an_innocent_phrase() -> None:
    glossary = Glossary.of({"layer.x": (("百花层", "好层", ""), ("The Ten Club",))})
    for text in ("百花层", "the ten club", "好层"):
        assert uncovered(text, glossary) == []
    assert uncovered("百花", glossary) != []
    assert uncovered("百花层", Glossary()) != []


def test_an_enumerator_is_innocent_only_where_a_sentence_begins() -> None:
    glossary = Glossary()
    for text in ("第一，甲", "甲。第一，乙", "甲；第二，乙", "First, a", "Yes: First, a", "a. Second, b", "**第一，甲", "甲\n其一，乙"):  # fmt: skip
        assert uncovered(text, glossary) == [], text
    for text in ("甲排第一，乙", "He came First, or so", "甲第二，乙"):
        assert uncovered(text, glossary) != [], text


def test_a_gate_knows_the_names_that_it_was_given() -> None:
    gate = Gate(Ledger(), language="zh", vocabulary={"layer.x": (("八面层",), ("Nine Lives",))}, passages={})
    assert gate.check("八面层很好。Nine Lives is good.").ok
    assert not gate.check("八面很好。").ok
