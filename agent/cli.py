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
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from agent.commands.parsing import parse
from agent.commands.progress import progress as progressing
from agent.commands.texts import say

if TYPE_CHECKING:
    from agent.channels.terminal.display import Display
    from agent.settings import Settings

#: What a shell expects of a command that was stopped with Ctrl-C.
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that ``argv`` names and return its exit code."""
    _speak_utf8()
    language = _interface()
    try:
        arguments = parse(sys.argv[1:] if argv is None else argv, language)
    except SystemExit as stop:
        return int(stop.code or 0)
    if arguments.version:
        print(_version())
        return 0
    _log(debug=arguments.debug, session=arguments.command is None)
    try:
        code = _run(arguments, language)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError:
        # The reader has left or takes no more. Nothing may be written at exit either, or Python would complain about it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


def _run(arguments: argparse.Namespace, language: str) -> int:
    from agent.errors import AdvisorError, SettingsError, WrongUsage
    from tools.errors import InvalidInput

    try:
        return COMMANDS[arguments.command](arguments)
    except (SettingsError, WrongUsage) as error:
        return _fail(error.in_language(language), code=2)
    except InvalidInput as error:
        return _fail(error.in_language(language))
    except AdvisorError as error:
        return _fail(_known(error, language) or error.in_language(language))
    except BrokenPipeError:
        raise
    except OSError as error:
        from knowledge.errors import cause_of

        place = f"{error.filename}: " if error.filename else ""
        return _fail(f"{place}{cause_of(error, language)}")
    except Exception as error:
        sentence = _known(error, language)
        if sentence is None:
            raise
        return _fail(sentence)


def _known(error: Exception, language: str) -> str | None:
    """The sentence of an error that a person can act on; ``None`` for a mistake of the program."""
    from agent.database import DatabaseUnavailable
    from agent.migrations import NewerDatabase
    from knowledge.errors import KnowledgeError

    if isinstance(error, NewerDatabase):
        return str(error)  # in both languages
    if isinstance(error, KnowledgeError):
        return error.in_language(language)
    if isinstance(error, DatabaseUnavailable):
        return say("not_stored", language, error=error)
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


def _version() -> str:
    from importlib.metadata import version

    return f"advisor {version('ai-marketing-budget-advisor')}"


def _settings() -> Settings:
    """The settings in force; what `.env` sets and is none of them is named on standard error."""
    from agent.settings import ENV_FILE, load_settings, strangers

    settings = load_settings()
    for name, nearest in strangers():
        key = "misspelt" if nearest else "no_setting"
        _fail(say(key, _language(settings), file=ENV_FILE, name=name, nearest=nearest))
    return settings


def _language(settings: Settings) -> str:
    """The language of what is printed where nobody has asked anything."""
    from agent.settings import terminal_language

    return terminal_language() if settings.language == "auto" else settings.language


def _interface() -> str:
    """The same before the settings are known to be right."""
    from agent.errors import SettingsError
    from agent.settings import load_settings, terminal_language

    try:
        return _language(load_settings())
    except SettingsError:
        return terminal_language()


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
        _fail(say("not_kept", _language(settings), place=settings.data_directory, error=error))
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
    with progressing(say("holding", _interface())) as progress:
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
    with progressing(say("reading", _language(settings))) as progress:
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
    return operating.config(_language(_settings()))


def _setup(_: argparse.Namespace) -> int:
    from agent.commands.setup import run

    return run(_interface())


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

    _settings()
    return run(host=arguments.host, port=arguments.port, workers=arguments.workers)


def _framework(arguments: argparse.Namespace) -> int:
    from agent.commands import framework as frameworks
    from agent.shelf import open_shelf

    settings = _settings()
    language, path = _language(settings), arguments.file
    if arguments.action == "show":
        return frameworks.show(path, open_shelf(settings).place(), language=language)
    if (path is None) is not (arguments.action == "use" and arguments.shipped):
        return _fail(say("framework.which", language), code=2)
    if arguments.action == "check":
        return frameworks.check(path, language=language)
    with open_shelf(settings).writing() as directory:
        return frameworks.use(path, directory, language=language)


def _plan(arguments: argparse.Namespace) -> int:
    from agent.assembly import open_sources
    from agent.commands import plan as plans
    from agent.language.text import has_cjk
    from agent.plans.imprint import Imprint
    from agent.shelf import open_shelf

    settings = _settings()
    typed = " ".join((arguments.budget, arguments.share or "", *(arguments.baseline or ())))
    language = arguments.language or ("zh" if has_cjk(typed) else _language(settings))
    try:
        baselines = tuple(plans.parse_baseline(text) for text in arguments.baseline or ())
    except ValueError:
        return _fail(say("plan.baseline_form", language), code=2)
    wanted = plans.Wanted(_whole(arguments.budget), arguments.base, arguments.share, baselines)
    plans.check_out(arguments.out, language=language, force=arguments.force)
    drawn = plans.draw(open_shelf(settings).open().framework, wanted, language=language)
    plans.write(
        drawn, arguments.out, language=language, passages=open_sources(settings).passages(), imprint=Imprint.of(settings),
        force=arguments.force,
    )  # fmt: skip
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


COMMANDS: dict[str | None, Callable[[argparse.Namespace], int]] = {
    None: _repl, "ask": _ask, "batch": _batch, "evaluate": _evaluate, "feedback": _feedback, "sources": _sources,
    "ingest": _ingest, "setup": _setup, "config": _config, "models": _models, "conversations": _conversations,
    "framework": _framework, "plan": _plan, "mcp": _mcp, "serve": _serve, "figures": _figures,
}  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
