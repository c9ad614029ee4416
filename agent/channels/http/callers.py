"""Who is calling: each bearer token belongs to a named caller, who sees only its own conversations, and is good for some things.

Without tokens every caller is the person on this machine; the server then listens on loopback only. Who it is is found out
once, in front; behind, the name comes with the request (:func:`caller_of`).
"""

from __future__ import annotations

import hmac
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import urlsplit

from starlette.requests import Request

from agent.channels.http.problems import Problem
from agent.settings import RIGHTS as RIGHTS_OF_ALL
from agent.settings import Grant

LOCAL = "local"
#: How the name of the caller is handed on; from outside the header is not believed.
CALLER = "x-advisor-caller"
#: How what its token is good for is handed on, and the address under which the service was reached.
RIGHTS, BASE = "x-advisor-rights", "x-advisor-base"
#: What a browser shows instead of the token; see :mod:`agent.channels.http.sessions`.
COOKIE = "advisor_session"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]{0,127}")


@dataclass(frozen=True, slots=True)
class Callers:
    """The callers that are let in, by the digests of their tokens."""

    grants: tuple[tuple[bytes, Grant], ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, grants: Iterable[Grant]) -> Callers:
        return cls(tuple((sha256(grant.token.encode()).digest(), grant) for grant in grants))

    def identify(self, request: Request, *, right: str) -> Grant:
        """Whose request it is, by its token or its cookie.

        Raises a 401 :class:`Problem` where tokens are set and none of them is shown, 403 where it is not good for ``right`` (or one of several with a bar between).
        """
        if not self.grants:
            return Grant(LOCAL, "", frozenset(RIGHTS_OF_ALL))
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        found = self._signed_in(request) if not scheme and COOKIE in request.cookies else self.shown(token)
        if found is None or scheme.lower() not in ("bearer", ""):
            raise Problem(
                401, "unauthorized", "A valid bearer token is needed.", headers={"WWW-Authenticate": "Bearer"}
            )
        needed = right.split("|")
        if found.rights.isdisjoint(needed):
            raise Problem(
                403,
                "not_granted",
                f"This token is not good for that: it needs the right {' or '.join(map(repr, needed))}, "
                f"given as {found.name}/{needed[0]}:token.",
            )
        return found

    def may_operate(self, authorization: str) -> bool:
        """Whether a token that is good for operating is shown."""
        found = self.shown(authorization.partition(" ")[2])
        return found is not None and "operate" in found.rights

    def shown(self, token: str) -> Grant | None:
        """The grant of a token, if it is one."""
        shown = sha256(token.strip().encode("utf-8", "replace")).digest()
        found = None
        for digest, grant in self.grants:  # all are compared, so that time tells nothing
            if hmac.compare_digest(digest, shown):
                found = grant
        return found

    def seal(self, token: str, name: str, until: int) -> str:
        """What only the holder of ``token`` could put under a cookie."""
        return _seal(sha256(token.strip().encode()).digest(), name, until)

    def _signed_in(self, request: Request) -> Grant:
        """The grant of the cookie. Raises a :class:`Problem` where it does not count, or another site's page sent it."""
        name, until, seal = [*request.cookies[COOKIE].split("."), "", ""][:3]
        found = None
        if until.isascii() and until.isdigit() and len(until) < 12 and int(until) > time.time():
            for digest, grant in self.grants:  # all are compared, so that time tells nothing
                own = _seal(digest, grant.name, int(until))
                if hmac.compare_digest(own.encode(), seal.encode()) and grant.name == name:
                    found = grant
        if found is None:
            raise Problem(401, "unauthorized", "The session has ended; please sign in again.")
        if request.method not in ("GET", "HEAD") and not own_page(request):
            raise Problem(403, "foreign_origin", "Only this site's own page may use its session.")
        return found


def _seal(digest: bytes, name: str, until: int) -> str:
    return hmac.new(digest, f"session|{name}|{until}".encode(), sha256).hexdigest()


def own_page(request: Request) -> bool:
    """Whether the request was made by this site's own page, as far as a browser tells, or by no page at all."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower()


def caller_of(request: Request) -> str:
    """The name of the caller that was identified in front."""
    return request.headers.get(CALLER, LOCAL)


def may(request: Request, right: str) -> bool:
    """Whether the caller that was identified in front has that right."""
    return right in request.headers.get(RIGHTS, "").split("+")


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
