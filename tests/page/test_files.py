from __future__ import annotations

import json
import re

import pytest

from agent.channels.http.page import POLICY, files

WORDS = {language: json.loads(files()[f"words.{language}.json"][0]) for language in ("zh", "en")}
SCRIPTS = {name: data.decode() for name, (data, _) in files().items() if name.endswith(".js")}


def test_both_languages_say_the_same_things():
    """Every sentence is there in Chinese and in English, with the same places to fill."""
    assert WORDS["zh"].keys() == WORDS["en"].keys()
    for key, text in WORDS["zh"].items():
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", WORDS["en"][key])), key


def test_the_scripts_say_nothing_of_their_own():
    """Text for people stands in the files of words: what scripts ask for is there, and nothing there is left unasked for."""
    asked = {key for text in SCRIPTS.values() for key in re.findall(r"\bt\(\s*[\"']([a-z_0-9]+)[\"']", text)}
    together = "\n".join(SCRIPTS.values())
    named = {key for key in WORDS["en"] if re.search(rf"[\"'`]{key}[\"'`]", together)}
    built = {f"example_{n}" for n in range(1, 5)} | {"set_marketing", "set_ai", "cut_off", "list_missing", "reading", "indexing", "added",
             "changed", "unchanged", "sources", "plan", "documents", "framework", "uploading"}  # fmt: skip

    assert asked <= WORDS["en"].keys()
    assert WORDS["en"].keys() - named - built == set()
    assert not re.search(r"[\u4e00-\u9fff]", together)


@pytest.mark.parametrize("name", sorted(files()))
def test_a_file_brings_in_nothing_from_elsewhere(name: str):
    """No address of another host, and in the page itself no script and no style but its own files."""
    text = files()[name][0].decode()

    assert not re.search(r"(?:https?:)?//(?!www\.w3\.org/2000/svg)[a-z0-9.-]+\.[a-z]{2,}", text)
    if name.endswith(".html"):
        assert re.findall(r"<script(?![^>]* src=)|\son\w+=|style=|<style|javascript:", text) == []


@pytest.mark.parametrize("name", sorted(SCRIPTS))
def test_text_is_only_ever_inserted_as_text(name: str):
    """No script makes markup, code or styles of text, and the policy would not let it."""
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc|\.cssText|setTimeout\([\"']|DOMParser",
        SCRIPTS[name],
    )
    assert "require-trusted-types-for 'script'; trusted-types 'none'" in POLICY
    assert "unsafe" not in POLICY


def test_the_page_is_small():
    """All files that one visit loads, uncompressed, stay far below 100 KB."""
    one_language = sum(len(data) for name, (data, _) in files().items() if name != "words.zh.json")

    assert one_language < 90_000
