"""The ``advisor`` command: the terminal session, and one subcommand for each thing that a script or operator needs.

Exit codes: 0 when all went well, 1 when something asked for could not be done, 2 for wrong usage or settings. Errors are
one sentence on standard error. Each subcommand imports only what it needs: a cold answer comes first.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agent.settings import Settings

#: What a shell expects of a command that was stopped with Ctrl-C.
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that ``argv`` names and return its exit code."""
    parser = _parser()
    _speak_utf8()
    try:
        arguments = parser.parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has left. Nothing may be written at exit either, or Python would complain about it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


def _run(arguments: argparse.Namespace) -> int:
    from agent.errors import AdvisorError, SettingsError

    try:
        run: Callable[[argparse.Namespace], int] = arguments.run
        return run(arguments)
    except SettingsError as error:
        return _fail(str(error), code=2)
    except AdvisorError as error:
        return _fail(str(error))
    except BrokenPipeError:
        raise
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        return _fail(f"{place}{error.strerror or error}")
    except Exception as error:
        sentence = _known(error)
        if sentence is None:
            raise
        return _fail(sentence)


def _known(error: Exception) -> str | None:
    """The sentence of an error that a person can act on; ``None`` for a mistake of the program."""
    import sqlite3

    from knowledge.errors import KnowledgeError

    if isinstance(error, KnowledgeError):
        return str(error)
    if isinstance(error, sqlite3.Error):
        return f"the stored conversations cannot be used ({error}); see ADVISOR_DATA_DIR in `advisor config`"
    return None


def _fail(sentence: str, *, code: int = 1) -> int:
    print(f"advisor: {sentence}", file=sys.stderr)
    return code


def _speak_utf8() -> None:
    """Let a terminal that cannot show a character show a question mark for it instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


# -- arguments ---------------------------------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="advisor",
        description="An advisor for AI-marketing budgets that cannot make up a number. Without a command: a session.",
    )
    parser.set_defaults(run=_repl, conversation=None, language=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        found = commands.add_parser(name, help=text, description=text)
        found.set_defaults(run=run)
        return found

    ask = command("ask", _ask, "answer one question")
    ask.add_argument("question", nargs="+", help="the question; - reads it from standard input")
    ask.add_argument("--json", action="store_true", help="text, citations and facts with receipts, as JSON")
    ask.add_argument("--conversation", metavar="NAME", help="go on with the stored conversation of that name")
    ask.add_argument("--language", choices=("zh", "en"), help="language of the answer; by default the question's")

    batch = command("batch", _batch, "answer JSON lines of {session, text} with JSON lines")
    batch.add_argument("file", nargs="?", default="-", help="the questions; by default standard input")
    batch.add_argument("--keep", action="store_true", help="store the conversations; by default they end with the run")
    batch.add_argument("--language", choices=("zh", "en"), help="language of the answers")

    evaluate = command("evaluate", _evaluate, "ask a question set and report what passes")
    evaluate.add_argument("file", type=Path, help="questions as JSON lines")
    evaluate.add_argument("--json", type=Path, metavar="OUT", dest="out", help="write every reply and verdict there")
    evaluate.add_argument("--kind", action="append", help="only questions of this kind; may be repeated")
    evaluate.add_argument("--verbose", action="store_true", help="show the replies that pass, too")
    return parser


def _settings() -> Settings:
    from agent.settings import load_settings

    return load_settings()


# -- commands ----------------------------------------------------------------------------------------------------------


def _repl(_: argparse.Namespace) -> int:
    return _fail("the session is on its way; use `advisor ask`", code=2)


def _ask(arguments: argparse.Namespace) -> int:
    import asyncio

    from agent.assembly import IN_MEMORY, open_advisor

    question = " ".join(arguments.question)
    if question == "-":
        question = sys.stdin.buffer.read().decode("utf-8", "replace")
    name = arguments.conversation
    advisor = open_advisor(_settings(), memory=None if name else IN_MEMORY)
    reply = asyncio.run(advisor.ask(_whole(question), conversation=name or "ask", language=arguments.language))
    if arguments.json:
        print(_json(reply.to_json(), indent=2))
        return 0
    print(reply.text)
    return 0


def _batch(arguments: argparse.Namespace) -> int:
    from agent.assembly import IN_MEMORY, open_advisor
    from agent.channels import batch

    with contextlib.ExitStack() as stack:
        stream = sys.stdin.buffer if arguments.file == "-" else stack.enter_context(Path(arguments.file).open("rb"))
        advisor = open_advisor(_settings(), memory=None if arguments.keep else IN_MEMORY)
        bad = batch.run(
            advisor,
            batch.read_lines(stream),
            lambda event: print(_json(event), flush=True),
            language=arguments.language,
        )
    return 1 if bad else 0


def _evaluate(arguments: argparse.Namespace) -> int:
    from agent.assembly import IN_MEMORY, open_advisor
    from agent.evaluation.questions import read_questions
    from agent.evaluation.run import evaluate, report

    questions = read_questions(arguments.file)
    kinds = {question.kind for question in questions}
    if unknown := sorted(set(arguments.kind or ()) - kinds):
        return _fail(f"no question is of kind {', '.join(unknown)}; there are {', '.join(sorted(kinds))}", code=2)
    chosen = [question for question in questions if not arguments.kind or question.kind in arguments.kind]
    outcomes = evaluate(open_advisor(_settings(), memory=IN_MEMORY), chosen)
    if arguments.out:
        arguments.out.write_text(_json([outcome.to_json() for outcome in outcomes], indent=1) + "\n", encoding="utf-8")
    for line in report(outcomes, verbose=arguments.verbose):
        print(line)
    return 0 if all(outcome.passed for outcome in outcomes) else 1


def _whole(text: str) -> str:
    """``text`` without the lone surrogates that stand for bytes which are no UTF-8."""
    return text.encode("utf-8", "replace").decode()


def _json(value: Any, *, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


if __name__ == "__main__":
    sys.exit(main())
