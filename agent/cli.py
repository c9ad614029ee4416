"""The ``advisor`` command: the terminal session, and one subcommand for each thing that a script or operator needs.

Exit codes: 0 when all went well, 1 when something asked for could not be done, 2 for wrong usage or settings. Errors are
one sentence on standard error. Each subcommand imports only what it needs: a cold answer comes first.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from agent.channels.terminal.display import Display
    from agent.settings import Settings

#: What a shell expects of a command that was stopped with Ctrl-C.
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that ``argv`` names and return its exit code."""
    parser = _parser()
    _speak_utf8()
    try:
        arguments = parser.parse_args([_no_option(word) for word in (sys.argv[1:] if argv is None else argv)])
    except SystemExit as stop:
        return int(stop.code or 0)
    if arguments.version:
        print(_version())
        return 0
    _log(debug=arguments.debug, session=arguments.run is _repl)
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError:
        # The reader has left or takes no more. Nothing may be written at exit either, or Python would complain about it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


def _run(arguments: argparse.Namespace) -> int:
    from agent.errors import AdvisorError, SettingsError, WrongUsage
    from tools.errors import InvalidInput

    try:
        run: Callable[[argparse.Namespace], int] = arguments.run
        return run(arguments)
    except (SettingsError, WrongUsage) as error:
        return _fail(str(error), code=2)
    except InvalidInput as error:
        return _fail(error.in_language(_language(_settings())))
    except AdvisorError as error:
        return _fail(_known(error) or str(error))
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
    from agent.database import DatabaseUnavailable
    from agent.migrations import NewerDatabase
    from knowledge.errors import KnowledgeError

    if isinstance(error, NewerDatabase):
        return str(error)
    if isinstance(error, KnowledgeError):
        return str(error)
    if isinstance(error, DatabaseUnavailable):
        return f"the stored conversations cannot be used ({error}); see ADVISOR_DATA_DIR in `advisor config`"
    return None


def _fail(sentence: str, *, code: int = 1) -> int:
    print(f"advisor: {sentence}", file=sys.stderr)
    return code


def _log(*, debug: bool, session: bool) -> None:
    """What the log says goes to standard error: everything on request, else mistakes of the program, if any."""
    import logging

    if debug:
        level = logging.DEBUG
    else:
        level = logging.CRITICAL if session else logging.ERROR  # a session tells a failed turn in a sentence
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s", force=True)


def _speak_utf8() -> None:
    """Let a terminal that cannot show a character show a question mark for it instead of ending the program.

    Python has no stream where the caller closed it; then there is nothing to read, and nobody to write to.
    """
    sys.stdin = sys.stdin or Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - open as long as the process
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - the same
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
    parser.add_argument("--version", action="store_true", help="show the version")
    parser.add_argument("--debug", action="store_true", help="log to standard error")
    parser.add_argument("--conversation", metavar="NAME", help="begin or go on with the conversation of that name")
    parser.add_argument("--language", choices=("zh", "en"), help="language of the answers; by default the question's")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command")

    def command(name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        found = commands.add_parser(name, help=text, description=f"{text[:1].upper()}{text[1:]}.")
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

    _measuring_commands(command)

    sources = command("sources", _sources, "list the documents, their passages, and what was removed and marked")
    sources.add_argument("--passage", metavar="ID", help="one passage in full")
    sources.add_argument("--library", default="", metavar="NAME", help="a library of its own")

    ingest = command("ingest", _ingest, "take in documents and bring the search index in step with them")
    ingest.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="files and folders; by default the earlier ones"
    )
    ingest.add_argument(
        "--remove", action="append", metavar="ID", help="take a document out; its file stays out until it is named"
    )
    ingest.add_argument(
        "--library", default="", metavar="NAME", help="a library of its own, which the others do not see"
    )
    ingest.add_argument("--quiet", action="store_true", help="print nothing but errors")

    config = command("config", _config, "show the settings in force and where each comes from")
    config.add_argument(
        "--check", action="store_true", help="ask the model one word and say what is wrong, if anything"
    )
    command("models", _models, "list the models that the endpoint offers")

    conversations = command("conversations", _conversations, "list, show or delete stored conversations")
    conversations.add_argument("action", nargs="?", choices=("list", "show", "delete"), default="list")
    conversations.add_argument("name", nargs="?", help="the conversation to show or delete")

    _own_commands(command)

    mcp = command("mcp", _mcp, "serve the advisor and the calculators to MCP clients")
    mcp.add_argument("--http", action="store_true", help="over HTTP on the loopback address instead of standard input")
    mcp.add_argument("--port", type=int, default=8765, help="port for --http; by default 8765")

    serve = command("serve", _serve, "serve the HTTP API and Slack")
    serve.add_argument("--host", help="address to listen on; by default ADVISOR_HOST")
    serve.add_argument("--port", type=int, help="port to listen on; by default ADVISOR_PORT")
    serve.add_argument("--workers", type=int, metavar="N", help="processes that serve; by default ADVISOR_WORKERS")

    figures = command("figures", _figures, "read the figures in JSON lines of {text}")
    figures.add_argument("file", help="the texts; - is standard input")
    return parser


def _no_option(word: str) -> str:
    """``word`` as argparse takes it for text where it is none of ours: ``-500万怎么分`` begins like an option."""
    return f" {word}" if word.startswith("-") and not re.fullmatch(r"-|--?[a-z][a-z-]*(?:=.*)?|--", word) else word


def _measuring_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    """What tells how good the advisor is: corpora, and what people said of replies."""
    evaluate = command(
        "evaluate", _evaluate, "hold conversations of which something is expected, and report what is right"
    )
    evaluate.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="corpora as JSON lines, or folders of them"
    )
    evaluate.add_argument(
        "--json", metavar="OUT", dest="out", help="write counts, replies and verdicts there; - prints them"
    )
    evaluate.add_argument("--kind", action="append", default=[], help="judge only turns of this kind; may be repeated")
    evaluate.add_argument("--lang", action="append", default=[], help="only conversations in it; may be repeated")
    evaluate.add_argument(
        "--failures", default="5", metavar="N", help="show N turns that are not right, or all; by default 5"
    )
    for option, example in (("--at-least", "right=75,open_or_right=94"), ("--at-most", "wrong=5")):
        evaluate.add_argument(
            option, action="append", default=[], metavar="SHARES", help=f"exit 1 where a share is not kept: {example}"
        )

    feedback = command("feedback", _feedback, "report what people said of replies, or export it as lines of a corpus")
    feedback.add_argument("action", nargs="?", choices=("report", "export"), default="report")


def _own_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    """What a company does with its own material: its framework and its plan."""
    framework = command("framework", _framework, "show, check or use a company's own framework")
    framework.add_argument("action", choices=("show", "check", "use"))
    framework.add_argument("file", nargs="?", type=Path, help="the framework's YAML file")
    framework.add_argument("--shipped", action="store_true", help="with use: go back to the shipped framework")

    plan = command("plan", _plan, "write a budget plan as a workbook, a page or a picture")
    plan.add_argument("--budget", required=True, help="the annual budget in words: 3000万, USD 2 million")
    plan.add_argument("--out", required=True, type=Path, metavar="FILE", help="plan.xlsx, plan.md or plan.png")
    plan.add_argument(
        "--base", choices=("marketing", "ai"), help="what the budget is; by default marketing, and said so"
    )
    plan.add_argument("--share", metavar="PERCENT", help="AI share of the marketing budget, such as 8%%")
    plan.add_argument("--baseline", action="append", metavar="KPI=FIGURE", help="today's figure, such as 转化率=2%%")
    plan.add_argument(
        "--language", choices=("zh", "en"), help="language of the plan; by default that of what was typed"
    )


def _version() -> str:
    from importlib.metadata import version

    return f"advisor {version('ai-marketing-budget-advisor')}"


def _settings() -> Settings:
    from agent.settings import load_settings

    return load_settings()


def _language(settings: Settings) -> str:
    """The language of what is printed where nobody has asked anything."""
    from agent.settings import terminal_language

    return terminal_language() if settings.language == "auto" else settings.language


def _display() -> Display:
    from agent.channels.terminal.display import open_display
    from agent.settings import terminal_is_dumb

    return open_display(dumb=terminal_is_dumb())


# -- commands ----------------------------------------------------------------------------------------------------------


def _repl(arguments: argparse.Namespace) -> int:
    from agent.assembly import IN_MEMORY, open_advisor
    from agent.channels.terminal.repl import converse
    from agent.database import DatabaseUnavailable
    from agent.migrations import NewerDatabase
    from agent.service import Service

    settings = _settings()
    try:
        advisor = open_advisor(settings)
    except (OSError, DatabaseUnavailable) as error:
        if arguments.conversation or isinstance(error, NewerDatabase):
            raise
        _fail(f"conversations cannot be kept in {settings.data_directory} ({error}); this one ends with the session")
        advisor = open_advisor(settings, memory=IN_MEMORY)
    return converse(
        Service(advisor),
        settings,
        _display(),
        name=arguments.conversation,
        language=arguments.language,
        interface=_language(settings),
    )


def _ask(arguments: argparse.Namespace) -> int:
    import asyncio

    from agent.assembly import IN_MEMORY, open_advisor

    question = " ".join(arguments.question).strip()
    if question == "-":
        question = sys.stdin.buffer.read().decode("utf-8", "replace")
    from agent.channels.terminal.telling import language_for, tell
    from agent.service import Service

    settings, name = _settings(), arguments.conversation
    service = Service(open_advisor(settings, memory=None if name else IN_MEMORY))
    language = arguments.language or (None if name else language_for(question, _language(settings)))
    name, question = name or "ask", _whole(question)
    if arguments.json:
        reply = asyncio.run(service.ask(question, conversation=name, language=language))
        print(_json(reply.to_json(), indent=2))
        return 0
    asyncio.run(tell(service, question, _display(), conversation=name, language=language))
    return 0


def _batch(arguments: argparse.Namespace) -> int:
    from agent.assembly import IN_MEMORY, open_advisor
    from agent.channels import batch

    with _opened(arguments.file) as stream:
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
    from agent.evaluation.command import Wanted, run

    a = arguments
    wanted = Wanted(a.files, a.kind, a.lang, a.failures, a.out, a.at_least, a.at_most)
    with _progress("holding conversations") as progress:
        return run(wanted, lambda: open_advisor(_settings(), memory=IN_MEMORY), progress=progress)


def _feedback(arguments: argparse.Namespace) -> int:
    from agent.commands.feedback import export, report

    settings = _settings()
    return export(settings) if arguments.action == "export" else report(settings, _language(settings))


def _sources(arguments: argparse.Namespace) -> int:
    from agent.commands import operating

    settings = _settings()
    return operating.sources(settings, arguments.passage, language=_language(settings), library=arguments.library)


def _ingest(arguments: argparse.Namespace) -> int:
    from agent.commands import operating

    settings = _settings()
    with _progress("reading documents") as progress:
        return operating.ingest(
            settings,
            _language(settings),
            paths=arguments.paths,
            progress=progress,
            quiet=arguments.quiet,
            library=arguments.library,
            remove=arguments.remove or (),
        )


def _config(arguments: argparse.Namespace) -> int:
    from agent.commands import endpoint, operating

    if arguments.check:
        settings = _settings()
        return endpoint.check(settings, _language(settings))
    return operating.config()


def _models(_: argparse.Namespace) -> int:
    from agent.commands import endpoint

    settings = _settings()
    return endpoint.models(settings, _language(settings))


def _conversations(arguments: argparse.Namespace) -> int:
    from agent.commands import operating

    settings = _settings()
    return operating.conversations(
        settings, _language(settings), _display(), action=arguments.action, name=arguments.name
    )


def _serve(arguments: argparse.Namespace) -> int:
    from agent.channels.serve import run

    return run(host=arguments.host, port=arguments.port, workers=arguments.workers)


def _framework(arguments: argparse.Namespace) -> int:
    from agent.commands import framework as frameworks
    from agent.shelf import open_shelf

    settings = _settings()
    language, path = _language(settings), arguments.file
    if arguments.action == "show":
        return frameworks.show(path, open_shelf(settings).place(), language=language)
    if (path is None) is not (arguments.action == "use" and arguments.shipped):
        return _fail("name the framework's file, or use --shipped to go back to the shipped one", code=2)
    if arguments.action == "check":
        return frameworks.check(path, language=language)
    with open_shelf(settings).writing() as directory:
        return frameworks.use(path, directory, language=language)


def _plan(arguments: argparse.Namespace) -> int:
    from agent.assembly import open_sources
    from agent.commands import plan as plans
    from agent.language.text import has_cjk
    from agent.shelf import open_shelf

    settings = _settings()
    typed = " ".join((arguments.budget, arguments.share or "", *(arguments.baseline or ())))
    language = arguments.language or ("zh" if has_cjk(typed) else _language(settings))
    try:
        baselines = tuple(plans.parse_baseline(text) for text in arguments.baseline or ())
    except ValueError as error:
        return _fail(str(error), code=2)
    wanted = plans.Wanted(_whole(arguments.budget), arguments.base, arguments.share, baselines)
    drawn = plans.draw(open_shelf(settings).open().framework, wanted, language=language)
    plans.write(drawn, arguments.out, language=language, passages=open_sources(settings).passages())
    print(arguments.out)
    return 0


def _mcp(arguments: argparse.Namespace) -> int:
    from agent.assembly import open_advisor
    from knowledge.parts import need

    need("mcp")
    from agent.channels.mcp_server import serve_http, serve_stdio

    advisor = open_advisor(_settings())
    if arguments.http:
        serve_http(advisor, port=arguments.port)
    else:
        serve_stdio(advisor)
    return 0


def _figures(arguments: argparse.Namespace) -> int:
    from agent.commands import figures

    with _opened(arguments.file) as stream:
        for line in figures.read(stream):
            print(line)
    return 0


# -- small change ------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _progress(title: str) -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on standard error where that is a terminal, else nothing."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextlib.contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    """The file ``name``; ``-`` is standard input."""
    if name == "-":
        yield sys.stdin.buffer
        return
    with Path(name).open("rb") as stream:
        yield stream


def _whole(text: str) -> str:
    """``text`` without the lone surrogates that stand for bytes which are no UTF-8."""
    return text.encode("utf-8", "replace").decode()


def _json(value: Any, *, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


if __name__ == "__main__":
    sys.exit(main())
