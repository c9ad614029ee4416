"""Who is calling: each bearer token belongs to a named caller, and a caller sees only its own conversations.

Without tokens every caller is the person on this machine; the server then listens on loopback only.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from starlette.requests import Request

from agent.channels.http.problems import Problem

LOCAL = "local"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]{0,127}")


@dataclass(frozen=True, slots=True)
class Callers:
    """The callers that are let in, by the digest of their token."""

    digests: Mapping[bytes, str] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, tokens: Mapping[str, str]) -> Callers:
        """From tokens by the name of their caller."""
        return cls({sha256(token.encode()).digest(): name for name, token in tokens.items()})

    def identify(self, request: Request) -> str:
        """The caller's name. Raises a 401 :class:`Problem` where tokens are set and none of them is shown."""
        if not self.digests:
            return LOCAL
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        shown = sha256(token.strip().encode("utf-8", "replace")).digest()
        found = None
        for digest, name in self.digests.items():  # all are compared, so that time tells nothing
            if hmac.compare_digest(digest, shown):
                found = name
        if found is None or scheme.lower() != "bearer":
            raise Problem(
                401, "unauthorized", "A valid bearer token is needed.", headers={"WWW-Authenticate": "Bearer"}
            )
        return found


def check_id(conversation: str) -> str:
    """``conversation`` if it can name one."""
    if not _ID.fullmatch(conversation):
        raise Problem(
            422,
            "invalid_conversation",
            "A conversation is named by at most 128 letters, digits and . _ ~ -, beginning with a letter or digit.",
            param="conversation",
        )
    return conversation


def stored_name(caller: str, conversation: str) -> str:
    """What the conversation of ``caller`` is called in the store."""
    return f"http/{caller}/{conversation}"
