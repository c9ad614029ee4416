"""One question told on a display: the answer while it comes, then what stands under it."""

from __future__ import annotations

from agent.channels.terminal.display import Display
from agent.channels.terminal.messages import say
from agent.explaining import Explained
from agent.replies import Answered, Delta, Done, Restart
from agent.service import Service


async def tell(
    service: Service, message: str, display: Display, *, conversation: str, language: str | None = None
) -> Answered:
    """Ask ``message`` and show the reply; what is withdrawn on the way is said to be."""
    live = service.online
    stream, told = display.stream(live=live), ""
    try:
        async for event in service.stream(message, conversation=conversation, language=language):
            if isinstance(event, Delta):
                told += event.text
                stream.add(event.text)
            elif isinstance(event, Restart):
                stream.finish()
                if told:
                    display.line(say("withdrawn", language or _language_of(told)), style="dim")
                stream, told = display.stream(live=live), ""
            elif isinstance(event, Done):
                stream.finish()
                under(display, event.reply, service.explained(event.reply))
                return event.reply
    finally:
        stream.finish()
    raise AssertionError("a turn ends with Done")  # pragma: no cover


def language_for(message: str, terminal: str) -> str | None:
    """``terminal`` for a message that is in no language (figures only, nothing at all), else ``None``: its own."""
    return None if any(char.isalpha() for char in message) else terminal


def under(display: Display, reply: Answered, explained: Explained) -> None:
    """The reply's bars, its citations, and why no model wrote it."""
    if bars := reply.bars:
        display.chart(bars)
    if reply.sources:
        display.line()
        display.line(say("sources", reply.language), style="dim")
        for line in explained.citations(width=max(40, display.width - 30)):
            display.line(line, style="dim")
    if reply.refused or reply.notice:
        display.line()
    if reply.notice:
        display.line(reply.notice, style="yellow")
    elif reply.refused:
        display.line(say("refused", reply.language, count=reply.refused), style="dim")


def _language_of(text: str) -> str:
    return "zh" if any("\u4e00" <= char <= "\u9fff" for char in text) else "en"
