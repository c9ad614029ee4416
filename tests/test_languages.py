"""What another language of replies needs: files of texts, and the places where code still asks which of two languages it is."""

from __future__ import annotations

import ast
import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent import spendfile
from agent.answers import texts as answers
from agent.assembly import IN_MEMORY, open_advisor
from agent.channels.terminal import commands, messages
from agent.commands import texts
from agent.commands.parsing import parse, parser
from agent.service import Service
from agent.settings import Settings
from tests.test_layout import ROOT, modules
from tools import tongues

#: The files in which code asks for a language by its name, one a line. A third language has to be thought of in each of them.
KNOWN = ROOT / ".ci" / "languages.txt"


def asks_for_a_language(code: str) -> bool:
    """Whether ``zh`` or ``en`` is compared with something, or looked for among the two of them."""
    for node in ast.walk(ast.parse(code)):
        sides = [node.left, *node.comparators] if isinstance(node, ast.Compare) else []
        for side in sides:
            parts = side.elts if isinstance(side, ast.Tuple | ast.Set | ast.List) else [side]
            if any(isinstance(part, ast.Constant) and part.value in ("zh", "en") for part in parts):
                return True
    return False


def test_no_more_code_asks_which_language_it_is() -> None:
    """The list of what a third language needs beside its texts is complete, and only becomes shorter."""
    asking = {path for path in modules() if asks_for_a_language((ROOT / path).read_text(encoding="utf-8"))}
    assert sorted(asking - set(KNOWN.read_text(encoding="utf-8").split())) == []


@pytest.mark.parametrize(
    ("code", "asks"),
    [
        ("x = 1 if language == 'zh' else 2", True),
        ("if language not in ('zh', 'en'): pass", True),
        ("texts[language]['en']", False),
        ("found = say('name', language)", False),
    ],
)
def test_code_that_asks_is_told_from_code_that_looks_up(code: str, asks: bool) -> None:
    assert asks_for_a_language(code) is asks


@pytest.fixture
def stub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A third language: a folder of four short files, laid beside those of the other two."""
    folder = tmp_path / "fr"
    folder.mkdir()
    files = {
        "__init__": 'LIKE = "en"\nNAME = "French"\nPHRASES = {"tactical layer": "couche tactique", "Tactical layer": "Couche tactique", "Goodbye.": "Au revoir."}\n',
        "answers": 'CAPTIONS = {"split": "Répartition <de {budget}>"}\nHEADS = {"layer": "Couche"}\nCELLS = {"total": "Total général"}\n',
        "commands": 'TEXTS = {"ask": "réponds à une question", "usage": "usage : "}\nSETTINGS = {"ADVISOR_MODEL": "nom du modèle"}\n',
        "words": 'WORDS = {"sources": "Origines", "spends.totals": "La ligne des totaux est omise.", "spends.together": "Ensemble : {sums}."}\n',
    }
    for name, code in files.items():
        (folder / f"{name}.py").write_text(code, encoding="utf-8")
    monkeypatch.setattr(tongues, "__path__", [*tongues.__path__, str(tmp_path)])
    _forget()
    yield "fr"
    _forget()
    for name in [name for name in sys.modules if name.startswith("tools.tongues.fr")]:
        del sys.modules[name]


def _forget() -> None:
    for found in (tongues.languages, tongues._folder, tongues.module, answers.texts):
        found.cache_clear()


def test_the_command_line_takes_a_third_language_by_its_folder(stub: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Help, mistakes and settings are told from the folder of the language; no code knows of it."""
    assert "réponds à une question" in parser(stub).format_help()
    assert texts.setting("ADVISOR_MODEL", stub, "name") == "nom du modèle"
    with pytest.raises(SystemExit):
        parse(["ask"], stub)
    assert capsys.readouterr().err.startswith("usage : ")
    assert parse(["ask", "--language", "fr", "x"], "en").language == "fr"


def test_a_reply_is_told_in_a_third_language_by_its_folder(stub: str) -> None:
    """What the folder says stands in the reply, what it does not say stands there in English, and every figure is the same."""
    service = Service(open_advisor(Settings(_env_file=None), memory=IN_MEMORY))
    question = "our marketing budget is $2m, split it"
    told = asyncio.run(service.ask(question, conversation="a", language=stub))
    english = asyncio.run(service.ask(question, conversation="b", language="en"))
    assert "Couche tactique" in told.text
    assert "| Couche |" in told.text
    assert "Total général" in told.text
    assert "Capability layer" in told.text
    assert "$200,000" in told.text
    assert [fact.value for fact in told.facts] == [fact.value for fact in english.facts]
    assert told.language == told.to_json()["language"] == stub


def test_the_terminal_and_files_speak_a_third_language_by_its_folder(stub: str) -> None:
    assert messages.say("bye", stub) == "Au revoir."
    assert messages.say("sources", stub) == "Origines"
    assert spendfile.Unread(3, "totals").told(stub) == "La ligne des totaux est omise."
    assert (stub, "") in commands.arguments(None, "/lang")  # type: ignore[arg-type] # no session is looked at


def test_a_setting_may_name_a_third_language(stub: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_LANGUAGE", stub)
    assert Settings(_env_file=None).language == stub


def test_a_language_that_is_not_there_is_told_in_english_and_refused_as_a_choice() -> None:
    _forget()
    assert texts.say("ask", "de") == texts.say("ask", "en")
    assert texts.say("ask", "../zh") == texts.say("ask", "en")
    with pytest.raises(ValueError, match="zh, en"):
        tongues.known("de")
