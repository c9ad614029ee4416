"""Who is calling: each bearer token belongs to a named caller, who sees only its own conversations, and is good for some things.

Without tokens every caller is the person on this machine; the server then listens on loopback only. Who it is is found out
once, in front; behind, the name comes with the request (:func:`caller_of`).
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from starlette.requests import Request

from agent.channels.http.problems import Problem
from agent.settings import Grant

LOCAL = "local"
#: How the name of the caller is handed on; from outside the header is not believed.
CALLER = "x-advisor-caller"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]{0,127}")


@dataclass(frozen=True, slots=True)
class Callers:
    """The callers that are let in, by the digests of their tokens."""

    grants: tuple[tuple[bytes, Grant], ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, grants: Iterable[Grant]) -> Callers:
        return cls(tuple((sha256(grant.token.encode()).digest(), grant) for grant in grants))

    def identify(self, authorization: str, *, right: str) -> str:
        """The caller's name, by the value of the header ``Authorization``.

        Raises a 401 :class:`Problem` where tokens are set and none of them is shown, 403 where it is not good for ``right``.
        """
        if not self.grants:
            return LOCAL
        scheme, _, token = authorization.partition(" ")
        found = self._shown(token.strip())
        if found is None or scheme.lower() != "bearer":
            raise Problem(
                401, "unauthorized", "A valid bearer token is needed.", headers={"WWW-Authenticate": "Bearer"}
            )
        if right not in found.rights:
            raise Problem(
                403,
                "not_granted",
                f"This token is not good for that: it needs the right {right!r}, given as {found.name}/{right}:token.",
            )
        return found.name

    def may_operate(self, authorization: str) -> bool:
        """Whether a token that is good for operating is shown."""
        found = self._shown(authorization.partition(" ")[2].strip())
        return found is not None and "operate" in found.rights

    def _shown(self, token: str) -> Grant | None:
        shown = sha256(token.encode("utf-8", "replace")).digest()
        found = None
        for digest, grant in self.grants:  # all are compared, so that time tells nothing
            if hmac.compare_digest(digest, shown):
                found = grant
        return found


def caller_of(request: Request) -> str:
    """The name of the caller that was identified in front."""
    return request.headers.get(CALLER, LOCAL)


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
