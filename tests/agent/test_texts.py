"""Chinese is a first language: whatever is said in one is said in the other, on the command line and in what goes wrong."""

from __future__ import annotations

import argparse
import ast
import re
import string
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from agent import notices, refusals
from agent.channels.terminal import messages
from agent.commands import endpoint
from agent.commands.parsing import Parser, parser
from agent.commands.texts import en, setting, zh
from agent.errors import SettingsError
from agent.settings import ServiceSettings, Settings, load_settings
from agent.words import en as words_en
from agent.words import zh as words_zh

ROOT = Path(__file__).resolve().parents[2]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
PAIRS: dict[str, Mapping[object, tuple[str, str]]] = {
    "messages": messages.MESSAGES,  # type: ignore[dict-item] # keys are names
    "words": {key: (words_zh.WORDS[key], words_en.WORDS[key]) for key in words_zh.WORDS},
    "notices": notices.NOTICES,  # type: ignore[dict-item]
    "skipped": refusals._SKIPPED,  # type: ignore[dict-item]
    "endpoint": endpoint._TEXTS,  # type: ignore[dict-item]
    "commands": {name: (a, b) for name, _, a, b in messages.COMMANDS},
}


def slots(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("table", PAIRS)
def test_every_pair_is_in_both_languages(table: str) -> None:
    """The first of a pair is Chinese, the second is not, and both have the same slots."""
    for key, (chinese, english) in PAIRS[table].items():
        assert CHINESE.search(chinese), key
        assert english
        assert not CHINESE.search(english.replace("转化率", "")), key
        assert slots(chinese) == slots(english), key


def test_words_around_a_reply_are_the_same_in_both_languages() -> None:
    """What one file of words has the other has too."""
    assert list(words_en.WORDS) == list(words_zh.WORDS)


def test_the_command_line_says_the_same_in_both_languages() -> None:
    """Each sentence of the command line stands in both files of texts, with the same slots, and each is used."""
    assert list(en.TEXTS) == list(zh.TEXTS)
    for key, text in zh.TEXTS.items():
        assert CHINESE.search(text) or key == "full_stop", key
        assert slots(text) == slots(en.TEXTS[key]), key
    code = "".join(
        path.read_text(encoding="utf-8") for path in [*(ROOT / "agent/commands").glob("*.py"), ROOT / "agent/cli.py"]
    )
    used = set(re.findall(r"[\"']([\w.]+)[\"']", code))
    used |= {f"setup.{name}" for name in used}
    composed = {"setup.language_again", "setup.url_again", "environment", "default"}
    commands = {name for action in parser("en")._actions for name in action.choices or ()}
    assert set(en.TEXTS) <= used | composed | commands


def test_every_setting_is_described_in_chinese() -> None:
    """`config` and the README describe no setting in English to a Chinese reader."""
    fields = [*Settings.model_fields.values(), *ServiceSettings.model_fields.values()]
    aliases = [str(field.alias) for field in fields]
    assert sorted(zh.SETTINGS) == sorted(aliases)
    assert all(CHINESE.search(setting(alias, "zh", "")) for alias in aliases)


def pages(found: argparse.ArgumentParser) -> Iterator[tuple[str, str]]:
    yield found.prog, found.format_help()
    for action in found._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from pages(inner)


def test_help_is_chinese_on_every_page() -> None:
    """Every line of every help page that explains something explains it in Chinese."""
    for page, text in pages(parser("zh")):
        explained = [line for line in text.splitlines() if re.match(r"\s{2,}\S.*\s{2,}\S", line)]
        assert [line for line in explained if not CHINESE.search(line)] == [], page
        assert text.startswith("用法："), page
        assert "usage" not in text
    assert isinstance(parser("zh"), Parser)


def sentences(call: ast.Call) -> list[ast.expr]:
    """What a raised error is made with, but for the name of a field in front."""
    return [*call.args, *(keyword.value for keyword in call.keywords)]


def test_every_error_of_settings_and_usage_has_both_languages() -> None:
    """No setting and no argument is refused in English alone."""
    lacking = []
    for path in sorted((ROOT / "agent").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                one = node.func.id in ("SettingsError", "WrongUsage", "Mistaken") and len(sentences(node)) < 2
                told = [arg for arg in node.args if isinstance(arg, ast.Call)]  # a sentence that was chosen already
                if one and not told:
                    lacking.append(f"{path.name}:{node.lineno}")
    assert not lacking


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("ADVISOR_LANGUAGE", "fr", "应为 auto、zh、en 之一"),
        ("ADVISOR_TURN_SECONDS", "x", "应为数"),
        ("ADVISOR_TURN_SECONDS", "0", "应大于 0"),
        ("ADVISOR_OFFLINE", "perhaps", "应为 true 或 false"),
        ("OPENAI_BASE_URL", "example.org", "应以 http:// 或 https:// 开头"),
        ("ADVISOR_MODEL_PRICES", "1", "例如 0.40 1.60 USD"),
        ("ADVISOR_DATABASE_URL", "mysql://x", "应以 postgresql:// 开头"),
    ],
)
def test_a_wrong_setting_is_named_in_chinese(
    name: str, value: str, told: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A value that a setting cannot have is refused with the setting's name and what it must be."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    sentence = caught.value.in_language("zh")
    assert sentence.startswith("请在环境变量或 .env 里改正这些设置：")
    assert name in sentence
    assert told in sentence
