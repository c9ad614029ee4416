"""`advisor setup` asks, tries, and writes what it was told into `.env`, readable for its owner alone."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from pathlib import Path

import pytest

from agent import cli
from agent.commands.setup import Dialogue, set_up
from agent.settings import Settings, strangers
from agent.testing import ScriptedModel, fail
from agent.testing import say as model_says
from tests.terminal import terminal


def dialogue(typed: Iterable[str], key: str = "", language: str = "en") -> Dialogue:
    answers = iter(typed)
    return Dialogue(lambda _: next(answers), lambda _: key, language)


@pytest.fixture
def env(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "ADVISOR_MODEL", "ADVISOR_LANGUAGE", "ADVISOR_OFFLINE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / ".env"


def test_what_is_typed_is_tried_and_written_for_the_owner_alone(env: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The model is asked with the typed address and key, its endpoint's models are named, and the file has rights 0600."""
    with ScriptedModel([model_says("ready")], models=["small", "large"]) as model:
        assert set_up(env, dialogue(["zh", model.url, "large"], "it's a $ecret")) == 0
        assert model.requests[-1].authorization == "Bearer it's a $ecret"
        assert model.requests[-1].body["model"] == "large"
    assert stat.S_IMODE(env.stat().st_mode) == 0o600
    settings = Settings()
    assert settings.openai_api_key is not None
    assert settings.openai_api_key.get_secret_value() == "it's a $ecret"
    assert (settings.language, settings.openai_base_url, settings.model) == ("zh", model.url, "large")
    told = capsys.readouterr().out
    assert "small" in told
    assert "模型作答了。" in told
    assert "ecret" not in told


def test_what_stands_in_the_file_stays(env: Path) -> None:
    """Comments and other settings are kept, Enter keeps a value, and a dash takes one out."""
    env.write_text("# mine\nADVISOR_PORT=9\nOPENAI_BASE_URL=https://example.org/v1\nexport OPENAI_API_KEY=old\n")
    assert set_up(env, dialogue(["", ""], "-")) == 0
    written = env.read_text().splitlines()
    assert written[:2] == ["# mine", "ADVISOR_PORT=9"]
    assert set(written[2:]) == {
        "ADVISOR_LANGUAGE=auto",
        "OPENAI_BASE_URL=https://example.org/v1",
        "ADVISOR_MODEL=gpt-4.1-mini",
    }


def test_what_does_not_work_is_said_and_asked_again(env: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A refused key is named for what it is; a language or an address that is none is asked for once more."""
    with ScriptedModel([fail(401), model_says("ready")]) as model:
        typed = ["fr", "en", "example.org", model.url, "m", "n", "", "", ""]
        assert set_up(env, dialogue(typed, "key")) == 0
    told = capsys.readouterr().out
    assert "Please type zh, en or auto." in told
    assert "begins with http" in told
    assert "refused the key" in told
    assert told.index("refused the key") < told.index("It answered.")


def test_without_a_terminal_nothing_is_asked(env: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """In a script the command says what to do instead, with exit code 2, and writes nothing."""
    assert cli.main(["setup"]) == 2
    assert ".env.example" in capfd.readouterr().err
    assert not env.exists()


def test_setup_asks_on_a_terminal(env: Path) -> None:
    """In a terminal the questions come one by one, the key is not shown, and the session starts with what was written."""
    with terminal("setup", data=env.parent, LANG="zh_CN.UTF-8") as shown:
        shown.until("回答的语言")
        shown.type("en\r")
        shown.until("Address of the model")
        shown.type("\r")
        shown.until("Key")
        shown.type("-\r")
        assert "Written to" in shown.rest()
    assert "ADVISOR_LANGUAGE=en" in env.read_text()
    assert not env.stat().st_mode & 0o077


def test_a_misspelt_setting_is_named_with_the_right_one(env: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What `.env` sets and is no setting is named, with what was meant; what belongs to other programs is left alone."""
    env.write_text("ADVISOR_LANGAGE=zh\nOPENAI_API_KY=x\nADVISOR_FOO=1\nPOSTGRES_PASSWORD=p\nPATH=x\nadvisor_port=1\n")
    assert strangers() == [
        ("ADVISOR_LANGAGE", "ADVISOR_LANGUAGE"),
        ("OPENAI_API_KY", "OPENAI_API_KEY"),
        ("ADVISOR_FOO", ""),
    ]
    assert cli.main(["config"]) == 0
    first, second, third = capfd.readouterr().err.splitlines()
    assert first == "advisor: .env sets ADVISOR_LANGAGE, which is no setting; did you mean ADVISOR_LANGUAGE?"
    assert "OPENAI_API_KEY" in second
    assert "advisor config" in third
