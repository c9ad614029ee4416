"""The session's slash commands: each a function of the session and what follows the command's name."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from agent.channels.terminal.messages import COMMANDS, help_text, say
from agent.channels.terminal.telling import under
from agent.explaining import Explained, table, transcript
from agent.grounding import render_fact
from agent.memory import ConversationStore, Summary
from agent.replies.history import replies_of
from tools.facts import Computed

if TYPE_CHECKING:
    from agent.channels.terminal.repl import Session

_SHOWN = 60


def run(session: Session, text: str) -> None:
    """Run the command that ``text`` begins with, or say which one may have been meant."""
    name, _, argument = text.partition(" ")
    command = _RUN.get(name.lower())
    if command is not None:
        command(session, argument.strip())
        return
    from difflib import get_close_matches

    nearest = get_close_matches(name.lower(), _RUN, n=1, cutoff=0.5) or [c for c in _RUN if c.startswith(name.lower())]
    told = [say("unknown_command", session.language, name=name)]
    told.append(say("nearest", session.language, name=nearest[0]) if nearest else say("see_help", session.language))
    session.display.line(("" if session.language == "zh" else " ").join(told))


def arguments(session: Session, name: str) -> Iterable[tuple[str, str]]:
    """What may follow the command ``name``, with a note."""
    if name == "/lang":
        return [(choice, "") for choice in ("zh", "en", "auto")]
    if name in ("/resume", "/delete"):
        return [(summary.name, _short(summary.first_message)) for summary in session.advisor.store.list()]
    if name == "/why" and session.last:
        language = session.last.language
        facts = [fact for fact in session.last.facts if isinstance(fact.provenance, Computed)]
        return [(fact.id, f"{fact.label.in_language(language)} {render_fact(fact, language)}") for fact in facts]
    return []


def _help(session: Session, _: str) -> None:
    session.display.markdown(help_text(session.language))


def _new(session: Session, name: str) -> None:
    if name and session.advisor.store.load(name).begun:
        session.say("name_taken", name=name)
        return
    language = session.language
    session.open(name or unused_name(session.advisor.store))
    session.unnamed = not name
    session.interface = language
    session.say("new", name=session.name)


def _resume(session: Session, name: str) -> None:
    stored = session.advisor.store.list()
    if not name:
        name = next((summary.name for summary in stored if summary.name != session.name), "")
        if not name:
            session.say("no_conversations")
            return
    if name not in {summary.name for summary in stored}:
        session.say("no_conversation", name=name)
        return
    conversation = session.open(name)
    session.say("resumed", name=name, turns=len(conversation.turns))
    if session.last:
        session.display.line(f"› {session.last.message}")
        session.display.markdown(session.last.text)


def _conversations(session: Session, _: str) -> None:
    stored = session.advisor.store.list()
    session.display.markdown(listing(stored, session.language) or say("no_conversations", session.language))


def listing(stored: Iterable[Summary], language: str) -> str:
    """Stored conversations as a table; empty where there are none."""
    rows = [[s.name, str(s.turns), _local(s.updated), _short(s.first_message)] for s in stored]
    head = [say(key, language) for key in ("conversation", "turns", "updated", "first_message")]
    return table(head, rows) if rows else ""


def _delete(session: Session, name: str) -> None:
    if not name:
        session.say("delete_what")
    elif session.advisor.store.delete(name):
        session.say("deleted", name=name)
        if name == session.name:
            session.open(name)
    else:
        session.say("no_conversation", name=name)


def _explained(session: Session) -> Explained | None:
    if session.last is None:
        session.say("no_reply")
        return None
    return Explained(session.last, session.advisor.library.passages())


def _sources(session: Session, _: str) -> None:
    if explained := _explained(session):
        session.display.markdown(explained.sources())


def _facts(session: Session, _: str) -> None:
    if explained := _explained(session):
        session.display.markdown(explained.facts())


def _why(session: Session, asked: str) -> None:
    if explained := _explained(session):
        session.display.markdown(explained.why(asked))


def _lang(session: Session, choice: str) -> None:
    choice = choice.lower()
    if choice not in ("zh", "en", "auto"):
        session.say("language_usage")
        return
    session.forced = None if choice == "auto" else choice
    session.say(f"language_{choice}")


def _export(session: Session, name: str) -> None:
    advisor, conversation = session.advisor, session.advisor.store.load(session.name)
    replies = replies_of(conversation, advisor.library.passages())
    if not conversation.begun:
        session.say("no_reply")
        return
    page = f"# {session.name}\n\n" + transcript(replies, advisor.library.passages())
    if conversation.measurements:
        from tools.errors import InvalidInput

        with contextlib.suppress(InvalidInput):  # of another framework
            told = advisor.progress(conversation, session.language).text
            page += f"\n## {say('measured_kpis', session.language)}\n\n{told}\n"
    _save(session, name or f"{session.name.replace('/', '-')}.md", page.encode())


def _plan(session: Session, name: str) -> None:
    """Write the plan that the conversation has come to."""
    from agent.plans.files import Form, of_conversation
    from tools.errors import InvalidInput

    advisor, name = session.advisor, name.strip("\"'“”") or "plan.xlsx"
    try:
        form = Form.of_name(name)
        drawn = of_conversation(advisor.framework, advisor.store.load(session.name))
        data = drawn.render(form, language=session.language, passages=advisor.library.passages())
    except InvalidInput as error:
        session.display.line(error.in_language(session.language))
        return
    _save(session, name, data)


def _save(session: Session, name: str, data: bytes) -> None:
    """Write a new file and tell where it is; one that is there already is left alone."""
    path = Path(name.replace("\0", "")).expanduser().absolute()
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError:
        session.say("export_exists", path=path)
    except OSError as error:
        session.say("export_failed", path=path, error=error.strerror)
    else:
        session.say("exported", path=path)


def fresh_name(now: datetime | None = None) -> str:
    """A name for a conversation that was given none: when it began."""
    return (now or datetime.now().astimezone()).strftime("%Y-%m-%d-%H%M%S")


def unused_name(store: ConversationStore) -> str:
    """A fresh name that no stored conversation has: of several begun in one second, the later ones are numbered."""
    begun = fresh_name()
    names = itertools.chain([begun], (f"{begun}-{number}" for number in itertools.count(2)))
    return next(name for name in names if not store.load(name).begun)


def _quit(session: Session, _: str) -> None:
    session.over = True


def _local(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def is_entry(text: str) -> bool:
    """Whether a message is an entry for the KPI book, written without the slash."""
    if text[:3].lower() != "kpi":
        return False
    from agent.tracking import entry_in

    return entry_in(text) is not None


def _kpi(session: Session, text: str) -> None:
    """Record what was measured, or tell how the conversation's plan is doing."""
    from agent.tracking import KpiBook, Written
    from tools.errors import InvalidInput

    advisor = session.advisor
    try:
        if text:
            session.take_name()
            KpiBook(advisor.framework, advisor.store).record(session.name, Written.read(advisor.framework, text))
        conversation = advisor.store.load(session.name)
        if not conversation.measurements and not conversation.frame.actuals:
            session.say("no_kpis")
            return
        reply = advisor.progress(conversation, session.language).reply
    except InvalidInput as error:
        session.display.line(error.in_language(session.language))
    else:
        session.last = reply  # its figures can be asked about
        session.display.markdown(reply.text)
        under(session.display, reply, Explained(reply, advisor.library.passages()))


_RUN: dict[str, Callable[[Session, str], None]] = {
    "/help": _help, "/new": _new, "/resume": _resume, "/conversations": _conversations, "/delete": _delete,
    "/sources": _sources, "/facts": _facts, "/why": _why, "/kpi": _kpi, "/plan": _plan, "/lang": _lang, "/export": _export, "/quit": _quit,
}  # fmt: skip
assert set(_RUN) == {name for name, *_ in COMMANDS}
