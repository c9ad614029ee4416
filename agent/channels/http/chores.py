"""What chat front ends ask a model behind the user's back: a title, tags, follow-up questions, search queries, a completion.

Such a request is told apart by its form (what it wants, in which form, over which conversation), answered from the
conversation's own first words and from fixed ones, and never read as a question: nothing is computed, stored or sent to a model.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

#: Characters of a title.
LONGEST_TITLE = 48

_WANTS = {
    "follow_ups": r"follow[- _]?ups?\b[^.\n]{0,60}\b(?:questions?|prompts?)|\b(?:suggest|generate)\b[^.\n]{0,60}\bfollow[- _]?up",
    "tags": r"\b(?:generate|create|suggest|list)\b[^.\n]{0,40}\btags?\b",
    "queries": r"\bsearch quer(?:y|ies)\b|whether a search is necessary",
    "text": r"\bautocompletion system\b|\bautocomplete\b",
    "prompt": r"\bgenerate a detailed prompt\b|\bimage generation (?:task|prompt)",
    "emoji": r"\brespond\b[^.\n]{0,60}\bwith (?:only )?(?:a|an|one|the) emoji\b|likely facial expression",
    "title": r"\b(?:generate|create|provide|write|give|craft|name)\b[^.\n]{0,80}\b(?:title|name)\b|concise title\b"
    r"|(?:生成|起|取|拟|概括|总结)[^。\n]{0,30}(?:标题|名称|名字)",
}
_KEYED = re.compile(
    r"json format\s*:?\s*\{\s*\\?\"(title|tags|follow_ups|queries|text|prompt|emoji)\\?\"", re.IGNORECASE
)
_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"^\s*#{1,4}\s*task\b",
        r"json format|json object",
        r"<chat_history>|chat history|^(?:the )?conversation\s*:|for (?:the|this|a) (?:conversation|chat)|analyze this conversation|对话内容|聊天记录",
        r"nothing else|only return|return only|respond only|no quotes|no punctuation|just provide|only give|不要(?:有|加|使用|包含)?(?:标点|引号|其他)|只(?:返回|输出|需)",
        r"\b\d+[- ]?word(?:s)?[- ](?:or[- ]less|max|title)|\b\d+ (?:words|characters) (?:or less|max)|不超过\s*\d+\s*(?:个)?字|\d+\s*(?:个)?字以内",
        r"^\s*(?:user|human|用户)\s*[:：]",
    )
)
#: Signs that it takes besides what is wanted.
_ENOUGH = 2
_HISTORY = re.compile(r"<chat_history>(.*?)(?:</chat_history>|$)", re.DOTALL | re.IGNORECASE)
_SAID = re.compile(
    r"^[ \t]*(?:user|human|用户|\*\*user\*\*)[ \t]*[:：][ \t]*(.+?)(?=^[ \t]*(?:user|human|assistant|ai|model|用户|助手|\*\*assistant\*\*)[ \t]*[:：]|\Z)",
    re.DOTALL | re.IGNORECASE | re.MULTILINE,
)
_CJK = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Chore:
    """A front end's request: what it wants, and the conversation's first words. ``keyed`` wants a JSON object."""

    wants: str
    began: str
    keyed: bool

    @property
    def language(self) -> str:
        return "zh" if _CJK.search(self.began) else "en"

    def fields(self) -> dict[str, Any]:
        """The answer as data."""
        fixed = words(self.language)
        value: Any = {"title": self.title(), "queries": [], "text": "", "prompt": self.title()}.get(self.wants)
        if value is None:
            value = fixed[self.wants]
        return {self.wants: value}

    def text(self) -> str:
        """The answer as the front end asked for it."""
        found = self.fields()
        if self.keyed or isinstance(found[self.wants], list):
            return json.dumps(found, ensure_ascii=False)
        return str(found[self.wants])

    def filled(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        """The answer for a schema whose fields a front end names itself."""
        known = {**self.fields(), "title": self.title(), "language": words(self.language)["language"]}
        wanted = schema.get("properties")
        wanted = wanted if isinstance(wanted, Mapping) else {}
        return {name: known[name] for name in wanted if name in known} or self.fields()

    def title(self) -> str:
        """The conversation's first words, as many as a title may have."""
        text = " ".join(self.began.split())
        if not text:
            return str(words(self.language)["title"])
        if len(text) <= LONGEST_TITLE:
            return text.rstrip("。.？?！!")
        cut = text[:LONGEST_TITLE]
        whole = cut.rpartition(" ")[0] if not _CJK.search(cut) else cut
        return f"{(whole or cut).rstrip('，,。.；; ')}…"


def chore_in(messages: Sequence[tuple[str, str]]) -> Chore | None:
    """The chore that ``messages`` (role and text) ask for; ``None`` where the user asks something."""
    asking = next((text for role, text in reversed(messages) if role == "user" and text.strip()), "")
    system = "\n".join(text for role, text in messages if role in ("system", "developer"))
    for text in (asking, f"{system}\n{asking}" if len(system) < 4000 else ""):
        if text and (wants := _wanted(text)):
            earlier = [said for role, said in messages if role == "user" and said is not asking]
            return Chore(wants, _began(asking, earlier), _KEYED.search(text) is not None)
    return None


def _wanted(text: str) -> str:
    """What a text wants for a front end; empty where it does not have the form of such a request."""
    head = _HISTORY.sub("<chat_history>", text)  # what was said in the conversation decides nothing
    if keyed := _KEYED.search(head):
        return keyed[1].lower()
    signs = sum(any(form.search(line) for line in (head, *head.splitlines())) for form in _FORMS)
    if signs < _ENOUGH:
        return ""
    return next((key for key, pattern in _WANTS.items() if re.search(pattern, head, re.IGNORECASE)), "")


def _began(asking: str, earlier: Sequence[str]) -> str:
    """The first words of the user in the conversation that the request is about."""
    history = _HISTORY.search(asking)
    said = _SAID.search(history[1] if history else asking)
    if said:
        return said[1].strip()
    return earlier[0].strip() if earlier else ""


@cache
def words(language: str) -> dict[str, Any]:
    """What is said to front ends in ``language``."""
    found: dict[str, Any] = json.loads(
        resources.files(__package__).joinpath(f"chores.{language}.json").read_text("utf-8")
    )
    return found
