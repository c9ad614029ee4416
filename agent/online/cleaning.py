"""A model's text without what belongs to the model: thoughts, special tokens, a code fence around the whole, a call of a tool in words.

Text is taken as it arrives; what may still turn out to be any of these is held, and so is a message that begins as thinking aloud does ("Okay, the user asks …"). What was
given out can become a thought only where the model never opened it (``…</think>``) and did not sound like it: then ``withdrawn`` is set, and the writer of the page
begins anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_OPENING = re.compile(r"<(think|thinking|thought|thoughts|reasoning|reflection|analysis)>", re.IGNORECASE)
_CLOSING = re.compile(r"</(?:think|thinking|thought|thoughts|reasoning|reflection|analysis)>\s*", re.IGNORECASE)
_TOKEN = re.compile(
    r"<[|｜](?:im_start|start_header_id)[|｜]>\s*(?:assistant)?(?:<[|｜]end_header_id[|｜]>)?\s*"
    r"|<[|｜][^|｜<>\n]{1,40}[|｜]>|</?s>|<(?:start|end)_of_turn>(?:model\n)?|\[/?INST\]|<eos>|<pad>"
)
#: A role that is still being named.
_ROLE = re.compile(r"<[|｜](?:im_start|start_header_id)[|｜]>\s*[a-z]{0,9}(?:<[^>]*)?$")
_MARK = re.compile("|".join(p.pattern for p in (_OPENING, _CLOSING, _TOKEN)), re.IGNORECASE)
_FENCE = re.compile(r"```[ \t]*(?:markdown|md|text|txt|plaintext)?[ \t]*\n", re.IGNORECASE)
_CALL = re.compile(
    r"\{|\[\s*\{|\[TOOL_CALLS\]|<tool_call|<function|<[|｜]tool|<[|｜]python_tag|```(?:json|tool|python)", re.IGNORECASE
)
#: How a piece of text may begin that is not yet known to be one of the above.
_BEGINNINGS = (
    "<thinking>", "<thoughts>", "<reasoning>", "<reflection>", "<analysis>", "[TOOL_CALLS]", "<tool_call", "<function",
    "```markdown\n", "```plaintext\n", "```text\n", "```json", "```python", "```tool", "[{", "[ {",
)  # fmt: skip
_HELD = 48  # a tag or token is no longer than this
#: How thinking aloud begins, and what its first sentence says. Who is spoken to is "you", who is thought of is "the user".
_OPENER = re.compile(
    r"(?:okay|ok|alright|all right|hmm+|well|so|now|first|let me|let's|we|i|the (?:user|question))\b|好的?|嗯+|首先|现在|那么|用户|我|让我",
    re.IGNORECASE,
)
_ALOUD = re.compile(
    r"\b(?:the user(?:'s|’s)?\b|(?:i|we) (?:need|have|should|must|will|can) (?:to )?(?:figure|compute|answer|write|respond|reply|check|call|reread|look|parse|see|use|think)"
    r"|let(?: me|'s|’s) (?:think|see|check|figure|look|parse|work|start|break|re-?read))|用户(?:问|想|说|给|要|提|的问题|的意思|希望|正在|在问|现在|询问)"
    r"|(?:我|我们)(?:需要|得|应该|要)(?:先|看|算|回|判|确|分|检|想|调)|让我(?:想|看|算|先|分|们)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?。！？\n]")
_FIRST = 160


class Cleaner:
    """Takes one message. ``thinks`` holds everything until a thought is closed, for a model that is known not to open it."""

    def __init__(self, *, thinks: bool = False) -> None:
        self.withdrawn = False  # what was given out was a thought
        self.thought = False  # a thought was dropped
        self.unopened = False  # it came without its opening tag
        self._suspect = True  # it may be thinking aloud
        self._buffer = ""
        self._state = self._thought if thinks else self._start
        self._opened = not thinks
        self._fenced = False

    def feed(self, text: str) -> str:
        """What of the message can be taken for its words so far."""
        self._buffer += text
        return self._run(final=False)

    def finish(self) -> str:
        """What is left at the end."""
        return self._run(final=True)

    # -- inside: each state takes from the buffer, and gives words or nothing; ``None`` where it has to wait --------------------

    def _run(self, *, final: bool) -> str:
        told, withdrawn = "", False
        while (words := self._state(final=final)) is not None:
            withdrawn, was = self.withdrawn, withdrawn
            told = words if withdrawn and not was else told + words
        return told

    def _start(self, *, final: bool) -> str | None:
        text = _leading(self._buffer)
        if not final and _ROLE.search(self._buffer):
            return None
        if not text or (not final and len(text) < _HELD and _may_become(text)):
            return None
        if (opening := _OPENING.match(text)) is not None:
            self._to(self._thought, text[opening.end() :])
            self._opened = True
        elif _CALL.match(self._buffer.lstrip()) or _CALL.match(text):
            self._state = self._call
        elif self._suspect and _OPENER.match(text):
            first = _SENTENCE.search(text)
            if first is None and len(text) < _FIRST and not final:
                return None
            self._suspect = False
            if _ALOUD.search(text, 0, first.start() if first else _FIRST):
                self._opened = False
                self._to(self._thought, text)
        else:
            fence = _FENCE.match(text)
            self._fenced = fence is not None
            self._to(self._words, text[fence.end() :] if fence else text)
        return ""

    def _thought(self, *, final: bool) -> str | None:
        closing = _CLOSING.search(self._buffer)
        if closing is not None:
            self.thought = True
            self.unopened = self.unopened or not self._opened
            self._to(self._start, self._buffer[closing.end() :])
            return ""
        if not self._opened:  # the whole is kept: perhaps nothing is thought this time
            if final:
                self._to(self._start, self._buffer)
                self._opened, self._suspect = True, False
                return ""
            return None
        self.thought = self.thought or final
        self._buffer = "" if final else self._buffer[-_HELD:]
        return None

    def _call(self, *, final: bool) -> str | None:
        return None

    def _words(self, *, final: bool) -> str | None:
        text = self._buffer
        mark = _MARK.search(text)
        if mark is not None:
            before, rest = text[: mark.start()], text[mark.end() :]
            if _CLOSING.match(mark[0]):
                self.withdrawn = self.thought = self.unopened = True
                self._to(self._start, rest)
                return ""
            self._to(self._thought if _OPENING.match(mark[0]) else self._words, rest)
            return before
        keep = 0 if final else _unsure(text, fenced=self._fenced)
        words, self._buffer = text[: len(text) - keep], text[len(text) - keep :]
        if final and self._fenced:
            words = re.sub(r"\n?```\s*$", "", words)
        return words or None

    def _to(self, state: Callable[..., str | None], buffer: str) -> None:
        self._state, self._buffer = state, buffer


def _leading(text: str) -> str:
    """``text`` without the tokens that begin a message."""
    text = text.lstrip()
    while (token := _TOKEN.match(text)) is not None:
        text = text[token.end() :].lstrip()
    return text


def _may_become(text: str) -> bool:
    lower = text.lower()
    return any(b.lower().startswith(lower) for b in _BEGINNINGS) or (text[0] in "<`" and not re.search(r"[>\n]", text))


def _unsure(text: str, *, fenced: bool) -> int:
    """How many characters at the end may still become a tag, a token or the end of the fence."""
    at = max(text.rfind("<"), text.rfind("[/"), text.rfind("[I"))
    if at >= 0 and len(text) - at < _HELD and not re.search(r"[>\]]", text[at:]):
        return len(text) - at
    fence = re.search(r"\n?`{1,3}\s*$|\n\s*$", text) if fenced else None
    return len(text) - fence.start() if fence else 0
