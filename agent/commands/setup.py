"""``advisor setup``: asks for language, endpoint, key and model, tries them, and writes them into the file of settings.

The file is readable for its owner alone. What else stands in it, comments included, stays as it is.
"""

from __future__ import annotations

import asyncio
import getpass
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from agent.commands.texts import say
from agent.errors import ModelTrouble, WrongUsage
from agent.notices import cause
from agent.private import private_file
from agent.settings import ENV_FILE, Settings
from tools.tongues import languages

#: Typed for nothing where something stands.
NOTHING = "-"
#: How many of the offered models are named.
_NAMED = 12

Ask = Callable[[str], str]
LANGUAGE, URL, KEY, MODEL = "ADVISOR_LANGUAGE", "OPENAI_BASE_URL", "OPENAI_API_KEY", "ADVISOR_MODEL"


def run(language: str) -> int:
    """Ask and write; exit code 1 where nothing was written. Raises :class:`WrongUsage` without a terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise WrongUsage(say("setup.needs_terminal", "en"), say("setup.needs_terminal", "zh"))
    try:
        return set_up(Path(ENV_FILE), Dialogue(input, getpass.getpass, language))
    except EOFError:
        print(f"\n{say('setup.kept', language)}")
        return 1


@dataclass(slots=True)
class Dialogue:
    """Somebody who is asked: ``ask`` shows a question and gives what is typed, ``ask_secretly`` without showing that."""

    ask: Ask
    ask_secretly: Ask
    language: str

    def asked(self, key: str, standing: str, fits: Callable[[str], object] = bool, empty: str = "") -> str:
        """The answer to the question ``key``; Enter keeps what stands, and what does not fit is asked for once more."""
        while True:
            typed = self.ask(f"{self.told(key)} [{standing or empty}]: ").strip()
            answer = "" if typed == NOTHING else typed or standing
            if fits(answer):
                return answer
            if fits is not bool:
                print(self.told(f"{key}_again"))

    def told(self, key: str, **values: object) -> str:
        return say(f"setup.{key}", self.language, **values)


def set_up(path: Path, dialogue: Dialogue) -> int:
    """The questions, and their answers into the file at ``path``."""
    found = standing(path)
    print(dialogue.told("begin", file=path))
    while True:
        answers = _answers(found, dialogue)
        if not answers[KEY] or _works(answers, dialogue):
            break
        if dialogue.ask(f"{dialogue.told('anyway')} ").strip().lower() in ("y", "yes", "是", "好"):
            break
        print(dialogue.told("again"))
        found |= answers
    write(path, answers)
    print(dialogue.told("written", file=path.absolute()))
    return 0


def standing(path: Path) -> dict[str, str]:
    """What the file says of the settings that are asked for."""
    from dotenv import dotenv_values

    values = dotenv_values(path, encoding="utf-8", interpolate=False) if path.is_file() else {}
    return {name: values.get(name) or "" for name in (LANGUAGE, URL, KEY, MODEL)}


def _answers(found: Mapping[str, str], dialogue: Dialogue) -> dict[str, str]:
    answers = {LANGUAGE: dialogue.asked("language", found[LANGUAGE] or "auto", _is_language)}
    if answers[LANGUAGE] != "auto":
        dialogue.language = answers[LANGUAGE]
    answers[URL] = dialogue.asked("url", found[URL], _is_address, dialogue.told("official"))
    state = dialogue.told("set" if found[KEY] else "none")
    typed = dialogue.ask_secretly(f"{dialogue.told('key')} [{state}]: ").strip()
    answers[KEY] = "" if typed == NOTHING else typed or found[KEY]
    answers[MODEL] = found[MODEL] or str(Settings.model_fields["model"].default)
    if answers[KEY]:
        if names := _offered(answers[URL], answers[KEY]):
            print(dialogue.told("offered", names=", ".join(names)))
        answers[MODEL] = dialogue.asked("model", answers[MODEL])
    return answers


def _is_language(text: str) -> bool:
    return text in (*languages(), "auto")


def _is_address(text: str) -> bool:
    return not text or re.match(r"https?://[^\s/]", text) is not None


def _settings(answers: Mapping[str, str]) -> Settings:
    """The settings as they would be with ``answers``, whatever stands elsewhere."""
    given = {name: value for name, value in answers.items() if value}
    return Settings.model_validate({**given, "ADVISOR_OFFLINE": False})


def _offered(url: str, key: str) -> list[str]:
    """Some of the models that the endpoint lists; none where it lists none."""
    from agent.commands.endpoint import list_models

    try:
        names = asyncio.run(list_models(_settings({URL: url, KEY: key})))
    except ModelTrouble:  # the check that follows says what is wrong
        return []
    return [*names[:_NAMED], *(["…"] if len(names) > _NAMED else [])]


def _works(answers: Mapping[str, str], dialogue: Dialogue) -> bool:
    """Whether the model answers with these settings; what is wrong is said."""
    from agent.commands.endpoint import ask_word
    from agent.models import DEFAULT_URL

    print(dialogue.told("checking", model=answers[MODEL], url=answers[URL] or DEFAULT_URL))
    try:
        asyncio.run(ask_word(_settings(answers)))
    except ModelTrouble as error:
        print(dialogue.told("bad", cause=cause(error.trouble, dialogue.language)))
        return False
    print(dialogue.told("good"))
    return True


def write(path: Path, answers: Mapping[str, str]) -> None:
    """Set ``answers`` in the file: a line that sets one is replaced, an empty answer takes it out, the rest stays."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    kept = [line for line in lines if _set_by(line) not in answers]
    text = "\n".join([*kept, *(f"{name}={_quoted(value)}" for name, value in answers.items() if value)]) + "\n"
    draft = private_file(path.with_name(f"{path.name}.new"))
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def _set_by(line: str) -> str:
    found = re.match(r"\s*(?:export\s+)?(\w+)\s*=", line)
    return found[1].upper() if found else ""


def _quoted(value: str) -> str:
    """``value`` so that the reader of the file takes it literally."""
    if re.fullmatch(r"[\w./:@+~-]*", value, re.ASCII):
        return value
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
