"""What may stand on the command line of ``advisor``, and its help and mistakes in the user's language.

The parser names the command that was typed; what a command does is the business of ``agent.cli``.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from agent.commands.texts import say
from tools.tongues import languages

_Command = Callable[[str], argparse.ArgumentParser]

#: What argparse says of a mistake, and the sentence of ours for it.
_MISTAKES = (
    (r"the following arguments are required: (?P<names>.+)", "required"),
    (r"unrecognized arguments: (?P<names>.+)", "unknown"),
    (r"argument (?P<argument>\S+): invalid choice: (?P<value>'.*'|\S+) \(choose from (?P<choices>.+)\)", "invalid_choice"),
    (r"argument (?P<argument>\S+): invalid int value: (?P<value>.+)", "invalid_number"),
    (r"argument (?P<argument>\S+): expected one argument", "one_value"),
    (r"argument (?P<argument>\S+): expected at least one argument", "some_values"),
    (r"argument (?P<argument>\S+): ignored explicit argument .+", "no_value"),
)  # fmt: skip


class _Formatter(argparse.HelpFormatter):
    """Help with ``Usage`` in the user's language."""

    def __init__(self, *, language: str, prog: str, width: int | None = None) -> None:
        super().__init__(prog, max_help_position=28, width=width)
        self._prefix = say("usage", language)

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, self._prefix if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser whose every word is in ``language``."""

    def __init__(self, *, language: str, **options: Any) -> None:
        self._language = language
        super().__init__(add_help=False, formatter_class=partial(_Formatter, language=language), **options)
        self._optionals.title = say("options", language)
        self._positionals.title = say("arguments", language)
        self.add_argument("-h", "--help", action="help", help=say("show_help", language))

    def error(self, message: str) -> NoReturn:
        """Say what is wrong below the usage, and leave with 2."""
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {self._told(message)}\n")

    def _told(self, message: str) -> str:
        for pattern, key in _MISTAKES:
            if found := re.fullmatch(pattern, message):
                told = say(key, self._language, **found.groupdict())
                nearest = self._nearest(**found.groupdict())
                more = say("did_you_mean", self._language, nearest=nearest) if nearest else ""
                return f"{told}{more}"
        return message

    @staticmethod
    def _nearest(value: str = "", choices: str = "", **_: str) -> str:
        from difflib import get_close_matches

        names = [name.strip(" '") for name in choices.split(",")]
        return next(iter(get_close_matches(value.strip("'"), names, n=1, cutoff=0.6)), "")


def parse(words: Sequence[str], language: str) -> argparse.Namespace:
    """The arguments; ``command`` is the name of the command, ``None`` for a session. Raises :class:`SystemExit` after help and mistakes."""
    return parser(language).parse_args([_no_option(word) for word in words])


def _no_option(word: str) -> str:
    """``word`` as argparse takes it for text where it is none of ours: ``-500万怎么分`` begins like an option."""
    return f" {word}" if word.startswith("-") and not re.fullmatch(r"-|--?[a-z][a-z-]*(?:=.*)?|--", word) else word


def parser(language: str) -> Parser:
    """The parser, with its words in ``language``."""
    found = Parser(language=language, prog="advisor", description=say("description", language))
    found.set_defaults(conversation=None, language=None)
    found.add_argument("--version", action="store_true", help=say("version", language))
    found.add_argument("--debug", action="store_true", help=say("debug", language))
    found.add_argument("--conversation", metavar="NAME", help=say("conversation", language))
    found.add_argument("--language", choices=languages(), help=say("language", language))
    commands = found.add_subparsers(title=say("commands", language), metavar=say("COMMAND", language), dest="command")

    def command(name: str) -> argparse.ArgumentParser:
        text = say(name, language)
        end = say("full_stop", language)
        return commands.add_parser(name, language=language, help=text, description=f"{text[:1].upper()}{text[1:]}{end}")

    _asking(command, language)
    _measuring(command, language)
    _documents(command, language)
    _settings(command, language)
    _own(command, language)
    _serving(command, language)
    return found


def _add_general(command: argparse.ArgumentParser, option: str, **told: Any) -> None:
    """An option that may also stand before the command: where the command has it not, what stands there holds."""
    command.add_argument(option, default=argparse.SUPPRESS, **told)


def _asking(command: _Command, language: str) -> None:
    ask = command("ask")
    ask.add_argument("question", nargs="+", help=say("ask.question", language))
    ask.add_argument("--json", action="store_true", help=say("ask.json", language))
    _add_general(ask, "--conversation", metavar="NAME", help=say("ask.conversation", language))
    _add_general(ask, "--language", choices=languages(), help=say("language", language))
    batch = command("batch")
    batch.add_argument("file", nargs="?", default="-", help=say("batch.file", language))
    batch.add_argument("--keep", action="store_true", help=say("batch.keep", language))
    _add_general(batch, "--language", choices=languages(), help=say("language", language))


def _measuring(command: _Command, language: str) -> None:
    """What tells how good the advisor is: corpora, and what people said of replies."""
    evaluate = command("evaluate")
    evaluate.add_argument("files", nargs="+", type=Path, metavar="FILE", help=say("evaluate.files", language))
    evaluate.add_argument("--json", metavar="OUT", dest="out", help=say("evaluate.json", language))
    evaluate.add_argument("--kind", action="append", default=[], help=say("evaluate.kind", language))
    evaluate.add_argument("--lang", action="append", default=[], help=say("evaluate.lang", language))
    evaluate.add_argument("--failures", default="5", metavar="N", help=say("evaluate.failures", language))
    for option, example in (("--at-least", "right=75,open_or_right=94"), ("--at-most", "wrong=5")):
        floor = say("evaluate.floor", language, example=example)
        evaluate.add_argument(option, action="append", default=[], metavar="SHARES", help=floor)
    feedback = command("feedback")
    feedback.add_argument(
        "action", nargs="?", choices=("report", "export"), default="report", help=say("feedback.action", language)
    )


def _documents(command: _Command, language: str) -> None:
    sources = command("sources")
    sources.add_argument("--passage", metavar="ID", help=say("sources.passage", language))
    sources.add_argument("--library", default="", metavar="NAME", help=say("library", language))
    ingest = command("ingest")
    ingest.add_argument("paths", nargs="*", type=Path, metavar="PATH", help=say("ingest.paths", language))
    ingest.add_argument("--remove", action="append", metavar="ID", help=say("ingest.remove", language))
    ingest.add_argument("--library", default="", metavar="NAME", help=say("library", language))
    ingest.add_argument("--quiet", action="store_true", help=say("ingest.quiet", language))


def _settings(command: _Command, language: str) -> None:
    """Settings, and what is stored under them."""
    command("setup")
    command("config").add_argument("--check", action="store_true", help=say("config.check", language))
    command("models")
    conversations = command("conversations")
    conversations.add_argument(
        "action",
        nargs="?",
        choices=("list", "show", "delete"),
        default="list",
        help=say("conversations.action", language),
    )
    conversations.add_argument("name", nargs="?", help=say("conversations.name", language))


def _own(command: _Command, language: str) -> None:
    """What a company does with its own material: its framework and its plan."""
    framework = command("framework")
    framework.add_argument("action", choices=("show", "check", "use"), help=say("framework.action", language))
    framework.add_argument("file", nargs="?", type=Path, help=say("framework.file", language))
    framework.add_argument("--shipped", action="store_true", help=say("framework.shipped", language))
    plan = command("plan")
    plan.add_argument("--budget", required=True, help=say("plan.budget", language))
    plan.add_argument("--out", required=True, type=Path, metavar="FILE", help=say("plan.out", language))
    plan.add_argument("--force", action="store_true", help=say("plan.force", language))
    plan.add_argument("--base", choices=("marketing", "ai"), help=say("plan.base", language))
    plan.add_argument("--share", metavar="PERCENT", help=say("plan.share", language))
    plan.add_argument("--baseline", action="append", metavar="KPI=FIGURE", help=say("plan.baseline", language))
    plan.add_argument("--language", choices=languages(), help=say("plan.language", language))


def _serving(command: _Command, language: str) -> None:
    mcp = command("mcp")
    mcp.add_argument("--http", action="store_true", help=say("mcp.http", language))
    mcp.add_argument("--port", type=int, default=8765, help=say("mcp.port", language))
    serve = command("serve")
    serve.add_argument("--host", help=say("serve.host", language))
    serve.add_argument("--port", type=int, help=say("serve.port", language))
    serve.add_argument("--workers", type=int, metavar="N", help=say("serve.workers", language))
    command("figures").add_argument("file", help=say("figures.file", language))
