"""The session's slash commands: each a function of the session and what follows the command's name."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from agent.channels.terminal.clipboard import copy
from agent.channels.terminal.messages import COMMANDS, help_text, say
from agent.channels.terminal.session import Session
from agent.channels.terminal.telling import under
from agent.errors import ConversationNotFound
from agent.explaining import Explained, plain, table
from agent.service import Summary
from agent.usage import NOTHING, together
from knowledge.errors import cause_of
from tools.errors import InvalidInput
from tools.tongues import gap, languages

_SHOWN = 60


def run(session: Session, text: str) -> None:
    """Run the command that ``text`` begins with, or say which one may have been meant."""
    name, argument = (*text.split(None, 1), "")[:2]
    command = _RUN.get(name.lower())
    if command is not None:
        command(session, argument.strip())
        return
    from difflib import get_close_matches

    nearest = get_close_matches(name.lower(), _RUN, n=1, cutoff=0.5) or [c for c in _RUN if c.startswith(name.lower())]
    told = [say("unknown_command", session.language, name=name)]
    told.append(say("nearest", session.language, name=nearest[0]) if nearest else say("see_help", session.language))
    session.display.line(gap(session.language).join(told))


def arguments(session: Session, name: str) -> Iterable[tuple[str, str]]:
    """What may follow the command ``name``, with a note."""
    if name == "/lang":
        return [(choice, "") for choice in (*languages(), "auto")]
    if name in ("/resume", "/delete"):
        return [(summary.name, _short(summary.first_message)) for summary in session.service.conversations()]
    if name == "/why" and session.last:
        return session.service.explained(session.last).computed()
    return []


def _help(session: Session, _: str) -> None:
    session.display.markdown(help_text(session.language))


def _new(session: Session, name: str) -> None:
    if name and session.service.begun(name):
        session.say("name_taken", name=name)
        return
    language = session.language
    session.open(name or session.service.unused_name())
    session.unnamed = not name
    session.interface = language
    session.say("new", name=session.name)


def _resume(session: Session, name: str) -> None:
    stored = session.service.conversations()
    if not name:
        name = next((summary.name for summary in stored if summary.name != session.name), "")
        if not name:
            session.say("no_conversations")
            return
    if name not in {summary.name for summary in stored}:
        session.say("no_conversation", name=name)
        return
    session.say("resumed", name=name, turns=session.open(name))
    if session.last:
        session.display.line(f"› {session.last.message}")
        session.display.markdown(session.last.text)


def _conversations(session: Session, _: str) -> None:
    stored = session.service.conversations()
    session.display.markdown(listing(stored, session.language) or say("no_conversations", session.language))


def listing(stored: Iterable[Summary], language: str) -> str:
    """Stored conversations as a table; empty where there are none."""
    rows = [[s.name, str(s.turns), _local(s.updated), _short(s.first_message)] for s in stored]
    head = [say(key, language) for key in ("conversation", "turns", "updated", "first_message")]
    return table(head, rows, numbers=(1,)) if rows else ""


def _delete(session: Session, name: str) -> None:
    if not name:
        session.say("delete_what")
    elif session.service.delete(name):
        session.say("deleted", name=name)
        if name == session.name:
            session.open(name)
    else:
        session.say("no_conversation", name=name)


def _explained(session: Session) -> Explained | None:
    if session.last is None:
        session.say("no_reply")
        return None
    return session.service.explained(session.last)


def _sources(session: Session, _: str) -> None:
    if explained := _explained(session):
        session.display.markdown(explained.sources())


def _facts(session: Session, _: str) -> None:
    if explained := _explained(session):
        session.display.markdown(explained.facts())


def _copy(session: Session, _: str) -> None:
    """Put the last answer with its sources on the clipboard, as Markdown."""
    if explained := _explained(session):
        text = plain(explained.reply.text)
        if explained.reply.sources:
            text = "\n".join([text, "", say("sources", session.language), *explained.citations()])
        session.say(copy(f"{text}\n", sys.stdout if session.prompted else None).value)


def _retry(session: Session, _: str) -> None:
    session.ask_again()


def _why(session: Session, asked: str) -> None:
    if explained := _explained(session):
        session.display.markdown(explained.why(asked))


def _lang(session: Session, choice: str) -> None:
    choice = choice.lower()
    if choice not in (*languages(), "auto"):
        session.say("language_usage")
        return
    session.forced = None if choice == "auto" else choice
    session.say(f"language_{choice}")


def _export(session: Session, name: str) -> None:
    try:
        page = session.service.export(session.name, session.language)
    except ConversationNotFound:
        session.say("no_reply")
        return
    _save(session, name or f"{session.name.replace('/', '-')}.md", page.encode())


def _plan(session: Session, name: str) -> None:
    """Write the plan that the conversation has come to."""
    name = name.strip("\"'“”") or "plan.xlsx"
    try:
        plan = session.service.plan_file(session.name, name, language=session.language)
    except InvalidInput as error:
        session.display.line(error.in_language(session.language))
        return
    _save(session, name, plan.data)


def _save(session: Session, name: str, data: bytes) -> None:
    """Write a new file and tell where it is; one that is there already is left alone."""
    path = Path(name.replace("\0", "")).expanduser().absolute()
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError:
        session.say("export_exists", path=path)
    except OSError as error:
        session.say("export_failed", path=path, error=cause_of(error, session.language))
    else:
        session.say("exported", path=path)


def _quit(session: Session, _: str) -> None:
    session.over = True


def _local(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def _kpi(session: Session, text: str) -> None:
    """Record what was measured, or tell how the conversation's plan is doing."""
    service, found = session.service, None
    try:
        if text:
            session.take_name()
            found = service.record(session.name, text, language=session.language)
        if not service.tracks(session.name):
            session.say("no_kpis")
            return
        reply = (found or service.progress(session.name, session.language)).reply
    except InvalidInput as error:
        session.display.line(error.in_language(session.language))
    else:
        session.last = reply  # its figures can be asked about
        session.display.markdown(reply.text)
        under(session.display, reply, service.explained(reply))


_YES = frozenset(("yes", "y", "ok", "confirm", "确认", "是", "好", "导入"))


def _spend(session: Session, text: str) -> None:
    """List the spend book, tell an entry, or show what a CSV holds and keep it once that is confirmed."""
    waiting, session.waiting = session.waiting, ()
    if text.casefold() in _YES:
        if not waiting:
            session.say("nothing_shown")
        for message in waiting:
            session.ask(message)
    elif not text:
        listed = session.service.spend_book.entries(session.name)
        if listed:
            session.ask(session.service.spend_book.listing(session.language))
        else:
            session.say("no_spends")
    elif "=" not in text and "＝" not in text:
        _show_file(session, text)
    else:
        session.ask(f"/spend {text}")


def _show_file(session: Session, text: str) -> None:
    """What a CSV holds: the file of that name, or the cells that were pasted."""
    data: bytes | str = text
    if "\n" not in text:
        path = Path(text.strip("\"'").replace("\0", "")).expanduser()
        try:
            data = path.read_bytes()
        except OSError as error:
            session.say("file_unreadable", path=path, error=error.strerror)
            return
    try:
        sheet = session.service.spend_book.read_file(data)
    except InvalidInput as error:
        session.display.line(error.in_language(session.language))
        return
    session.display.markdown(session.service.spend_book.shown(sheet, session.language))
    session.waiting = tuple(sheet.messages())
    session.say("confirm_spends")


def _usage(session: Session, _: str) -> None:
    """What the last turn and the whole conversation took of the model, and what that cost where prices are set."""
    turns = session.service.turns(session.name)
    known = [turn.usage for turn in turns if turn.usage is not None]
    if not any(usage.requests for usage in known):
        session.say("no_usage")
        return
    language, rows = session.language, []
    for key, usage in (("last_turn", turns[-1].usage or NOTHING), ("whole_conversation", together(known))):
        row = [say(key, language), str(usage.requests), _count(usage.prompt_tokens), _count(usage.completion_tokens)]
        if session.prices is not None:
            cost = session.prices.cost(usage)
            row.append(f"{cost} {session.prices.currency}" if cost is not None else "–")
        rows.append(row)
    head = ["", *(say(key, language) for key in ("usage_requests", "usage_prompt", "usage_completion"))]
    head += [say("usage_cost", language)] if session.prices else []
    session.display.markdown(table(head, rows, numbers=range(1, len(head))))


def _count(tokens: int | None) -> str:
    return "–" if tokens is None else f"{tokens:,}"


_RUN: dict[str, Callable[[Session, str], None]] = {
    "/help": _help, "/new": _new, "/resume": _resume, "/conversations": _conversations, "/delete": _delete,
    "/copy": _copy, "/retry": _retry, "/sources": _sources, "/facts": _facts, "/why": _why, "/kpi": _kpi, "/spend": _spend, "/plan": _plan, "/usage": _usage, "/lang": _lang, "/export": _export, "/quit": _quit,
}  # fmt: skip
assert set(_RUN) == {name for name, *_ in COMMANDS}
