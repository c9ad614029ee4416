"""What another language of replies needs: files of texts, and the places where code still asks which of two languages it is."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from types import ModuleType

import pytest

from agent.commands import texts
from agent.commands.parsing import parse, parser
from tests.test_layout import ROOT, modules

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
def stub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A third language of the command line: one file, laid beside those of the other two."""
    code = (Path(texts.__file__).parent / "en.py").read_text(encoding="utf-8")
    changed = code.replace('"answer one question"', '"réponds à une question"').replace('"usage: "', '"usage : "')
    (tmp_path / "fr.py").write_text(changed + "SETTINGS['ADVISOR_MODEL'] = 'nom du modèle'\n", encoding="utf-8")
    monkeypatch.setattr(texts, "__path__", [*texts.__path__, str(tmp_path)])
    texts._module.cache_clear()
    return "fr"


def test_the_command_line_takes_a_third_language_by_one_file(stub: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Help, mistakes and settings are told from the file of the language; no code knows of it."""
    assert "réponds à une question" in parser(stub).format_help()
    assert texts.setting("ADVISOR_MODEL", stub, "name") == "nom du modèle"
    with pytest.raises(SystemExit):
        parse(["ask"], stub)
    assert capsys.readouterr().err.startswith("usage : ")
    assert isinstance(sys.modules["agent.commands.texts.fr"], ModuleType)


def test_a_language_that_is_not_there_is_told_in_english() -> None:
    texts._module.cache_clear()
    assert texts.say("ask", "de") == texts.say("ask", "en")
    assert texts.say("ask", "../zh") == texts.say("ask", "en")
