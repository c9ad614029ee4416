"""The door: who is answered at all, before a route is looked for.

Without tokens whoever reaches a route is believed to be the person at this machine. So only that is let in which was sent
to this machine (its name or address stands in ``Host``), from this machine, by no proxy or tunnel, and by no page of
another origin. Everything else gets a :class:`Problem` whose sentence says what to set. With tokens the token is the proof;
then only ``/metrics`` stays behind the door. Requests that change something name JSON as their body's type: no form and no
page of another origin can send that unasked.

Leaves to the routes who the caller is, and to Slack's whether a signature fits. What cannot be seen here: a tunnel of
bytes, or a proxy that puts this machine's name into ``Host`` and tells nothing of itself.
"""

from __future__ import annotations

import ipaddress
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote

from agent.channels.http.problems import Problem, not_found

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

log = logging.getLogger("agent.service")

#: Whose addresses alone are public; ``None``: everything is with tokens, nothing without.
Public = Literal["slack"] | None
#: Who may read the counters: nobody, this machine, or whoever reaches a service that has tokens.
Readers = Literal["off", "local", "public"]

#: The type of a body that is a file.
FILE = "application/octet-stream"
HEALTH, METRICS = "/healthz", "/metrics"

_READING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
#: Headers by which a proxy, a tunnel or a network in front says whom it speaks for; by name or by its beginning.
_MARKS = frozenset(
    "forwarded via x-real-ip x-client-ip x-cluster-client-ip true-client-ip client-ip x-remote-ip x-remote-addr x-host "
    "x-proxyuser-ip x-rewrite-url wl-proxy-client-ip fastly-client-ip cdn-loop proxy-connection fly-client-ip".split()
)
_MARK_BEGINNINGS = ("x-forwarded", "x-original-", "x-envoy-", "x-amzn-", "x-azure-", "x-arr-", "cf-", "tailscale-")
_HOST = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<name>[^:\[\]@/]+))(?::[0-9]{0,5})?")
_ABSOLUTE = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]*://(?P<authority>[^/?#]*)(?P<path>[^?#]*)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_JSON = re.compile(r"application/(?:[a-z0-9!#$&^_.+-]+\+)?json")


@dataclass(frozen=True, slots=True)
class Rules:
    """What is open to whom. ``signed`` are the paths whose requests are proven by a signature of their own."""

    tokens: bool = False
    signed: frozenset[str] = frozenset()
    public: Public = None
    metrics: Readers = "local"
    #: Whether the value of ``Authorization`` shows a token that is good for operating: such a caller reads the counters.
    may_operate: Callable[[str], bool] = lambda _: False


class Door:
    """Lets a request through to the application, or answers it with the reason why not."""

    def __init__(self, app: ASGIApp, *, rules: Rules) -> None:
        self.app = app
        self.rules = rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] != "http":  # there is no route for a socket, so none is opened to look for one
            await send({"type": "websocket.close", "code": 1008})
        else:
            problem = refusal(scope, self.rules)
            if problem is None:
                await self.app(_in_origin_form(scope), receive, send)
                return
            log.info("not let in", extra={"code": problem.code})
            await problem.response()(scope, receive, send)


def refusal(scope: Scope, rules: Rules) -> Problem | None:
    """Why the request is not let in; ``None`` lets it in."""
    path = _in_origin_form(scope)["path"]
    if _CONTROL.search(path):  # a route's pattern may end before a line feed, a comparison of paths does not
        return not_found()
    if path == METRICS and rules.metrics == "off":
        return not_found()
    operating = path == METRICS and rules.public is None and _operates(scope, rules)
    if not operating and not _is_open(path, rules) and (found := _stranger(scope)) is not None:
        status, code, reason = found
        return Problem(status, code, f"{reason} {_advice(path, rules)}", headers={"Connection": "close"})
    if path not in rules.signed and not _may_change(scope):
        return Problem(
            415,
            "not_json_type",
            "A request that changes something says that its body is JSON: send Content-Type: application/json "
            "(with curl: --json instead of -d).",
            headers={"Connection": "close"},
        )
    return None


def is_loopback(name: str) -> bool:
    """Whether ``name`` is ``localhost`` or a loopback address, by its spelling alone: nothing is looked up."""
    if name.lower() == "localhost":
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_loopback


def _is_open(path: str, rules: Rules) -> bool:
    """Whether ``path`` is open to requests from everywhere."""
    if path in rules.signed or path == HEALTH:
        return rules.tokens or rules.public == "slack"
    if path == METRICS and rules.metrics != "public":
        return False
    return rules.tokens and rules.public is None


def _operates(scope: Scope, rules: Rules) -> bool:
    shown = [value for name, value in scope["headers"] if name.lower() == b"authorization"]
    return rules.tokens and len(shown) == 1 and rules.may_operate(shown[0].decode("latin-1"))


def _stranger(scope: Scope) -> tuple[int, str, str] | None:
    """Status, code and reason, where this is not a direct request from this machine to this machine."""
    headers = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in scope["headers"]]
    for name, _ in headers:
        plain = name.replace("_", "-")  # behind some servers the two are one
        if plain in _MARKS or plain.startswith(_MARK_BEGINNINGS):
            return 403, "forwarded", f"This request came through a proxy or a tunnel: it has the header {name}."
    if scope["http_version"] in ("0.9", "1.0"):
        # What nginx speaks to the server behind it unless told otherwise, with this machine's name as Host.
        return 403, "forwarded", "This request came in HTTP/1.0, as proxies send it."
    hosts = [value for name, value in headers if name == "host"]
    if len(hosts) != 1:
        return 421, "foreign_host", "A request names the one host that it is for."
    target = _ABSOLUTE.match(_raw_path(scope))
    named = [*hosts, *([target["authority"].decode("latin-1")] if target else [])]
    if not all(map(_names_this_machine, named)):
        return 421, "foreign_host", "This request is for another host than localhost, 127.0.0.1 or [::1]."
    client = scope.get("client")
    if client is None or not is_loopback(client[0]):
        return 403, "foreign_client", "This request came from another machine."
    own = f"{scope.get('scheme', 'http')}://{hosts[0].lower()}"
    for name, value in headers:
        # Another port of this machine is another origin: what runs there is not this service.
        if (
            (name == "origin" and value.lower() != own)
            or (name == "referer" and not f"{value.lower()}/".startswith(f"{own}/"))
            or (name == "sec-fetch-site" and value not in ("same-origin", "none"))
        ):
            return 403, "foreign_origin", f"This request was made by a page of another origin: see its header {name}."
    return None


def _names_this_machine(host: str) -> bool:
    found = _HOST.fullmatch(host)
    return found is not None and is_loopback(found["six"] or found["name"].removesuffix("."))


def _advice(path: str, rules: Rules) -> str:
    if path in rules.signed:
        return "To let Slack in through a proxy or a tunnel, set ADVISOR_PUBLIC=slack and start again."
    if path == METRICS:
        return (
            "The counters are told to this machine and to tokens that are good for operating (ADVISOR_API_TOKENS=name/operate:token); "
            "ADVISOR_METRICS=public opens them where tokens are set."
        )
    if rules.public == "slack":
        return (
            "ADVISOR_PUBLIC=slack opens Slack's addresses alone; for the rest, ask from this machine directly, "
            "or leave it empty and set ADVISOR_API_TOKENS=name:token."
        )
    return (
        "Without tokens only direct requests from this machine are answered: ask localhost directly, "
        "or set ADVISOR_API_TOKENS=name:token, start again and send the token as a bearer token."
    )


def _may_change(scope: Scope) -> bool:
    """Whether the request only reads, or says that its body is JSON or (of a PUT) a file, or is a DELETE without a body."""
    if scope["method"] in _READING:
        return True
    headers = [(name.lower(), value.decode("latin-1")) for name, value in scope["headers"]]
    kinds = [value for name, value in headers if name == b"content-type"]
    if not kinds and scope["method"] == "DELETE":  # no form sends one, and no page of another origin unasked
        return not any(
            name == b"transfer-encoding" or (name == b"content-length" and value != "0") for name, value in headers
        )
    if scope["method"] == "PUT" and kinds == [FILE]:  # no page of another origin sends a PUT without asking first
        return True
    return len(kinds) == 1 and _JSON.fullmatch(kinds[0].partition(";")[0].strip().lower()) is not None


def _raw_path(scope: Scope) -> bytes:
    raw = scope.get("raw_path")
    return raw if isinstance(raw, bytes) else str(scope["path"]).encode("utf-8", "replace")


def _in_origin_form(scope: Scope) -> Scope:
    """The request with the path alone as its target, where it came with scheme and authority before it."""
    found = _ABSOLUTE.match(_raw_path(scope))
    if found is None:
        return scope
    raw = found["path"] or b"/"
    return {**scope, "path": unquote(raw.decode("latin-1")), "raw_path": raw}
