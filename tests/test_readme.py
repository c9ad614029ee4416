"""The READMEs say what the product does today, in both languages."""

from __future__ import annotations

import re

import pytest

from agent.channels.terminal.messages import COMMANDS
from agent.commands.parsing import parser
from agent.settings import ServiceSettings, Settings
from tests.transcript import GUIDE, ROOT, SESSIONS, renewed, reply_table


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SESSIONS)
def test_the_session_in_the_readme_is_what_the_advisor_answers(name, tmp_path):
    """The session and the table of settings are current; `python3 -m tests.transcript` makes them so."""
    current = renewed(name, text_of(name), directory=tmp_path) == text_of(name)
    assert current, "run python3 -m tests.transcript, and read what it changed"


def test_the_guide_describes_every_field_of_a_reply(tmp_path):
    """The table is that of the model, and no field is left without a word; `python3 -m tests.transcript` renews it."""
    assert renewed(GUIDE, text_of(GUIDE), directory=tmp_path) == text_of(GUIDE)
    assert not re.search(r"\| +\|$", reply_table(), re.MULTILINE)


@pytest.mark.parametrize("name", SESSIONS)
def test_every_command_and_setting_is_described(name):
    """No slash command, subcommand or setting is missing in either language."""
    text = text_of(name)
    missing = [command for command, *_ in COMMANDS if f"`{command}" not in text]
    fields = [*Settings.model_fields.values(), *ServiceSettings.model_fields.values()]
    missing += [str(field.alias) for field in fields if f"`{field.alias}`" not in text]
    (subcommands,) = [action for action in parser("en")._actions if action.dest == "command"]
    missing += [name for name in subcommands.choices or () if not re.search(rf"^\| `{name}\b", text, re.MULTILINE)]
    assert not missing


def test_both_readmes_have_the_same_parts():
    """The Chinese README says what the English one says: as many headings, tables, commands and pictures."""

    def shape(name):
        text = re.sub(r"<!-- session -->.*?<!-- end of session -->", "", text_of(name), flags=re.DOTALL)
        return [len(re.findall(pattern, text, re.MULTILINE)) for pattern in ("^#+ ", r"^\| ", "^```", "^- ")]

    assert shape("README.md") == shape("README.zh-CN.md")
