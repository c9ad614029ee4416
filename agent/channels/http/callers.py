"""Who is calling: each bearer token belongs to a named caller, and a caller sees only its own conversations.

Without tokens every caller is the person on this machine; the server then listens on loopback only.
"""

from __future__ import annotations

import hmac
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import urlsplit

from starlette.requests import Request

from agent.channels.http.problems import Problem

LOCAL = "local"
#: What a browser shows instead of the token; see :mod:`agent.channels.http.sessions`.
COOKIE = "advisor_session"
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
        if not scheme and COOKIE in request.cookies:
            return self._signed_in(request)
        found = self.caller_of(token)
        if found is None or scheme.lower() != "bearer":
            raise Problem(
                401, "unauthorized", "A valid bearer token is needed.", headers={"WWW-Authenticate": "Bearer"}
            )
        return found

    def caller_of(self, token: str) -> str | None:
        """Whose token it is, if it is one."""
        shown = sha256(token.strip().encode("utf-8", "replace")).digest()
        found = None
        for digest, name in self.digests.items():  # all are compared, so that time tells nothing
            if hmac.compare_digest(digest, shown):
                found = name
        return found

    def seal(self, digest: bytes, name: str, until: int) -> str:
        """What only the holder of the token behind ``digest`` could put under a cookie."""
        return hmac.new(digest, f"session|{name}|{until}".encode(), sha256).hexdigest()

    def _signed_in(self, request: Request) -> str:
        """The caller of the cookie. Raises a :class:`Problem` where it does not count, or another site's page sent it."""
        name, until, seal = [*request.cookies[COOKIE].split("."), "", ""][:3]
        if until.isascii() and until.isdigit() and len(until) < 12 and int(until) > time.time():
            seals = [self.seal(digest, name, int(until)) for digest, own in self.digests.items() if own == name]
            if any([hmac.compare_digest(own.encode(), seal.encode()) for own in seals]):  # noqa: C419 - all are compared
                if request.method not in ("GET", "HEAD") and not own_page(request):
                    raise Problem(403, "foreign_origin", "Only this site's own page may use its session.")
                return name
        raise Problem(401, "unauthorized", "The session has ended; please sign in again.")


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


def own_page(request: Request) -> bool:
    """Whether the request was made by this site's own page, as far as a browser tells, or by no page at all."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower()


def stored_name(caller: str, conversation: str) -> str:
    """What the conversation of ``caller`` is called in the store."""
    return f"http/{caller}/{conversation}"
