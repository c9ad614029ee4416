from __future__ import annotations

import json
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from agent.advisor import Advisor
from agent.channels.http.app import create_app
from agent.channels.http.door import Door, Rules, is_loopback, refusal
from agent.channels.serve import check_exposure
from agent.errors import SettingsError
from agent.settings import ServiceSettings
from tests.service.serving import serving
from tests.service.slack_double import Slack, event, signed
from tests.service.test_serve import process, until_it_answers
from tests.service.test_slack import wait, workspace

TOKEN = "anna-secret-0123456"
QUESTION = {"message": "How do I split 5 million yuan?", "conversation": "kept"}
KEPT = "/v1/conversations/kept"
TYPE = ("Content-Type", "application/json")

Headers = Sequence[tuple[str, str]]

#: What somebody asks who should get nothing: reading, changing, and what operators read.
WANTED = [
    ("GET", KEPT), ("HEAD", KEPT), ("DELETE", KEPT), ("POST", "/v1/ask"), ("POST", "/v1/chat/completions"),
    ("POST", f"{KEPT}/kpis"), ("DELETE", f"{KEPT}/kpis/conversion/2026-03-01"), ("OPTIONS", "/v1/ask"), ("GET", "/v1/models"),
    ("GET", "/openapi.json"), ("GET", "/metrics"), ("GET", "/readyz"), ("GET", "/nowhere"), ("GET", "/metrics/"),
]  # fmt: skip

FORWARDED: list[Headers] = [
    [("X-Forwarded-For", "203.0.113.9")],
    [("x-forwarded-for", "127.0.0.1")],
    [("X-Forwarded-For", "")],
    [("X-Forwarded-Host", "advisor.example")],
    [("X-Forwarded-Proto", "https")],
    [("X-Forwarded-Port", "443")],
    [("X-Forwarded-Server", "proxy")],
    [("X-Forwarded-Prefix", "/advisor")],
    [("X-Forwarded", "for=203.0.113.9")],
    [("X_Forwarded_For", "203.0.113.9")],
    [("Forwarded", "for=203.0.113.9;proto=https;host=advisor.example")],
    [("Forwarded", "for=127.0.0.1")],
    [("FORWARDED", "for=_hidden")],
    [("Via", "1.1 proxy")],
    [("X-Real-IP", "203.0.113.9")],
    [("X-Client-IP", "203.0.113.9")],
    [("X-Cluster-Client-Ip", "203.0.113.9")],
    [("True-Client-IP", "203.0.113.9")],
    [("X-Original-Host", "advisor.example")],
    [("X-Original-URL", "/v1/models")],
    [("CF-Connecting-IP", "203.0.113.9"), ("CF-Ray", "1")],
    [("Cdn-Loop", "cloudflare")],
    [("X-Amzn-Trace-Id", "Root=1")],
    [("X-Envoy-External-Address", "203.0.113.9")],
    [("Tailscale-User-Login", "someone@example.com")],
    [("Proxy-Connection", "keep-alive")],
    [("Origin", "http://{own}"), ("X-Forwarded-For", "203.0.113.9")],
]
FOREIGN_HOSTS = [
    "advisor.example", "advisor.example:{port}", "evil.example:80", "localhost.evil.example", "evil.example.", "127.0.0.1.evil.example",
    "127.0.0.1.nip.io", "a.localhost", "localhost@evil.example", "evil.example@localhost", "localhost/evil.example", "localhost..",
    "0.0.0.0", "0.0.0.0:{port}", "[::]", "[::]:{port}", "192.168.0.7", "10.0.0.1:{port}", "169.254.169.254", "[fe80::1]", "[fd00::1]",
    "[::ffff:10.0.0.1]", "[::1].evil.example", "::1", "127.1", "2130706433", "0x7f.0.0.1", "127.0.0.01", "128.0.0.1", "localhost:x",
    "localhost:{port}:{port}", "localhost,evil.example", "ip6-localhost", "LOCALHOST.EVIL.EXAMPLE", "", ":{port}", "xn--lcalhost-54a",
]  # fmt: skip
CROSS_SITE: list[Headers] = [
    [("Origin", "https://evil.example")],
    [("Origin", "http://evil.example:{port}")],
    [("Origin", "null")],
    [("Origin", "")],
    [("Origin", "file://")],
    [("Origin", "https://{own}")],
    [("Origin", "http://127.0.0.1")],
    [("Origin", "http://127.0.0.1:3000")],
    [("Origin", "http://localhost:{port}")],
    [("Origin", "http://{own}.evil.example")],
    [("Origin", "http://{own}/")],
    [("Origin", "chrome-extension://abcdefghijklmnop")],
    [("Origin", "http://{own}"), ("Origin", "https://evil.example")],
    [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "no-cors")],
    [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate")],
    [("Sec-Fetch-Site", "same-site")],
    [("Referer", "https://evil.example/page")],
    [("Referer", "http://{own}.evil.example/")],
    [("Origin", "https://evil.example"), ("Access-Control-Request-Method", "DELETE")],
]


@dataclass
class Answer:
    """What came back over the wire."""

    status: int
    head: str
    body: bytes

    @property
    def code(self) -> str:
        return str(json.loads(self.body)["error"]["code"])

    @property
    def sentence(self) -> str:
        return str(json.loads(self.body)["error"]["message"])


def ask(
    address: str, method: str, target: str, headers: Headers = (), *, host: str | None = "", version: str = "1.1"
) -> Answer:
    """One request, byte by byte as given; ``{port}`` and ``{own}`` are those of the server. No ``host``: no such header."""
    own = address.removeprefix("http://")
    port = int(own.rpartition(":")[2])
    body = json.dumps({**QUESTION, "kpi": "conversion"}).encode() if method == "POST" else b""
    lines = [f"{method} {target} HTTP/{version}"]
    lines += [] if host is None else [f"Host: {host or own}"]
    lines += [f"{name}: {value}" for name, value in headers]
    lines += ["Connection: close", *([f"Content-Length: {len(body)}"] if body else [])]
    text = "\r\n".join(lines).replace("{port}", str(port)).replace("{own}", own)
    with socket.create_connection(("127.0.0.1", port), timeout=20) as wire:
        wire.sendall(text.encode("latin-1") + b"\r\n\r\n" + body)
        parts = []
        while part := wire.recv(65536):
            parts.append(part)
    head, _, rest = b"".join(parts).partition(b"\r\n\r\n")
    return Answer(int(head.split()[1]), head.decode("latin-1"), rest)


def is_kept(address: str, headers: Headers = ()) -> bool:
    """Whether the conversation is as it was: one turn, and nothing measured."""
    read = ask(address, "GET", KEPT, headers)
    measured = ask(address, "GET", f"{KEPT}/kpis", headers)
    return len(json.loads(read.body)["turns"]) == 1 and json.loads(measured.body).get("measurements", []) == []


@pytest.fixture(scope="module")
def closed(advisor: Advisor) -> Iterator[str]:
    """A service without tokens, in which a conversation is kept."""
    with serving(create_app(lambda: advisor)) as address:
        assert httpx.post(f"{address}/v1/ask", json=QUESTION, timeout=20, trust_env=False).status_code == 200
        yield address
        httpx.delete(f"{address}{KEPT}", timeout=20, trust_env=False)


@pytest.fixture(scope="module")
def guarded(advisor: Advisor) -> Iterator[str]:
    """A service with tokens, in which a caller keeps a conversation."""
    with serving(create_app(lambda: advisor, tokens={"anna": TOKEN})) as address:
        bearer = {"Authorization": f"Bearer {TOKEN}"}
        assert httpx.post(f"{address}/v1/ask", json=QUESTION, headers=bearer, timeout=20, trust_env=False).is_success
        yield address


@pytest.fixture(scope="module")
def slack() -> Slack:
    return Slack()


@pytest.fixture(scope="module")
def tunnelled(advisor: Advisor, slack: Slack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A service without tokens whose Slack addresses alone are public."""
    with workspace(advisor, slack, tmp_path_factory.mktemp("slack"), ADVISOR_PUBLIC="slack") as client:
        assert client.post("/v1/ask", json=QUESTION).status_code == 200
        yield client


def address_of(client: httpx.Client) -> str:
    return str(client.base_url).rstrip("/")


def check_nothing_is_told(address: str, headers: Headers, *, statuses: set[int], **more: Any) -> None:
    for method, path in WANTED:
        answer = ask(address, method, path, [TYPE, *headers], **more)
        assert answer.status in statuses, (method, path, answer)
        assert b"\xe4\xb8\x87" not in answer.body
        assert b"turns" not in answer.body
        if method != "HEAD":
            assert "ADVISOR_" in answer.sentence, (method, path)
    assert is_kept(address)


# ------------------------------------------------------------------ without tokens


@pytest.mark.parametrize("headers", FORWARDED, ids=str)
def test_a_forwarded_request_gets_nothing(closed: str, headers: Headers):
    """Whatever mark a proxy or tunnel leaves, nothing is told and nothing changes; the sentence says what to set."""
    check_nothing_is_told(closed, headers, statuses={403})


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
def test_a_request_for_another_host_gets_nothing(closed: str, host: str):
    """A name that was rebound to this machine, or any spelling that is not plainly this machine, is misdirected."""
    named = " " if host == "" else host
    check_nothing_is_told(closed, [], statuses={421}, host=named)


@pytest.mark.parametrize("headers", CROSS_SITE, ids=str)
def test_a_page_of_another_origin_gets_nothing(closed: str, headers: Headers):
    """A page elsewhere, on another port, in a sandbox or in a file neither reads nor changes anything."""
    check_nothing_is_told(closed, headers, statuses={403})


def test_what_is_public_at_other_services_is_not_here(closed: str):
    """Without tokens even the health of the process is for this machine."""
    for headers in ([("X-Forwarded-For", "203.0.113.9")], [("Origin", "https://evil.example")]):
        assert ask(closed, "GET", "/healthz", headers).status == 403
    assert ask(closed, "GET", "/healthz", host="advisor.example").status == 421


def test_the_protocol_of_a_proxy_is_refused(closed: str):
    """HTTP/1.0, which a proxy speaks that tells nothing else of itself, gets nothing."""
    check_nothing_is_told(closed, [], statuses={403}, version="1.0")
    assert ask(closed, "GET", KEPT, host=None, version="1.0").status in (403, 421)


@pytest.mark.parametrize("authority", ["evil.example", "evil.example:{port}", "localhost@evil.example", ""])
def test_the_host_of_an_absolute_target_counts(closed: str, authority: str):
    """A target that names another host is for that host, whatever its Host header says."""
    assert ask(closed, "GET", f"http://{authority}{KEPT}").status == 421
    assert ask(closed, "DELETE", f"http://{authority}{KEPT}", [TYPE]).status == 421
    assert is_kept(closed)


def test_an_absolute_target_of_this_machine_is_served(closed: str):
    """The same request in its other form gets the same answer."""
    assert ask(closed, "GET", f"http://{{own}}{KEPT}").body == ask(closed, "GET", KEPT).body
    assert ask(closed, "GET", f"http://{{own}}{KEPT}", host="evil.example").status == 421


@pytest.mark.parametrize("hosts", [(), ("localhost", "localhost"), ("localhost", "evil.example"), ("evil.example",)])
def test_a_request_names_one_host(closed: str, hosts: Sequence[str]):
    """Without a Host or with two, a request gets nothing, from the parser and from the door alike."""
    assert ask(closed, "GET", KEPT, [("Host", host) for host in hosts], host=None).status in (400, 421)
    found = refusal(scope(headers=[("host", host) for host in hosts]), Rules())
    assert found is not None
    assert (found.status, found.code) == (421, "foreign_host")


@pytest.mark.parametrize(
    "client", [None, ("192.168.0.7", 5), ("203.0.113.9", 5), ("::ffff:10.0.0.1", 5), ("fe80::1", 5), ("", 0)]
)
def test_a_sender_elsewhere_gets_nothing(client: tuple[str, int] | None):
    """Where the sender is not this machine or not known, its forged Host does not help."""
    found = refusal(scope(client=client), Rules())
    assert found is not None
    assert (found.status, found.code) == (403, "foreign_client")


@pytest.mark.parametrize(
    "kind",
    [
        None, "", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain; application/json",
        "application/json, text/plain", "text/json", "application/jsonp", "json",
    ],
)  # fmt: skip
@pytest.mark.parametrize(("method", "path"), [wanted for wanted in WANTED if wanted[0] == "POST"])
def test_a_change_needs_a_body_that_says_it_is_json(closed: str, method: str, path: str, kind: str | None):
    """The bodies that a form can send are refused, from this machine as well, and nothing changes."""
    answer = ask(closed, method, path, [] if kind is None else [("Content-Type", kind)])

    assert (answer.status, answer.code) == (415, "not_json_type")
    assert "application/json" in answer.sentence
    assert is_kept(closed)


@pytest.mark.parametrize(
    "kind", ["application/json", "Application/JSON; charset=utf-8", "application/merge-patch+json"]
)
def test_json_by_any_of_its_names_is_taken(closed: str, kind: str):
    """Case, parameters and structured suffixes do not matter."""
    assert (
        ask(closed, "POST", "/v1/ask", [("Content-Type", kind)]).status == 422
    )  # read, and found to have a field too many


@pytest.mark.parametrize(
    "host",
    [
        "localhost", "LOCALHOST:{port}", "localhost.", "Localhost.:1", "127.0.0.1", "127.0.0.1:{port}", "127.8.9.10", "[::1]",
        "[::1]:{port}", "[0:0:0:0:0:0:0:1]:{port}", "[::ffff:127.0.0.1]", "localhost:",
    ],
)  # fmt: skip
def test_this_machine_is_served_by_each_of_its_names(closed: str, host: str):
    """Names and addresses of loopback, in any case, with any port, with the dot of a full name."""
    assert ask(closed, "GET", KEPT, host=host).status == 200
    assert ask(closed, "HEAD", "/healthz", host=host).status in (200, 405)
    assert ask(closed, "GET", "/metrics", host=host).status == 200


def test_the_service_own_page_is_served(closed: str):
    """A page of the same origin, and an address typed into a browser, are not cross-site."""
    same = [("Origin", "http://{own}"), ("Referer", "http://{own}/page"), ("Sec-Fetch-Site", "same-origin")]
    assert ask(closed, "GET", KEPT, same).status == 200
    assert ask(closed, "GET", KEPT, [("Sec-Fetch-Site", "none"), ("Sec-Fetch-Mode", "navigate")]).status == 200
    assert ask(closed, "GET", KEPT, [("Referer", "http://{own}")]).status == 200


def test_a_delete_needs_no_type_where_it_has_no_body(closed: str):
    """What ``curl -X DELETE`` sends goes on; a body in it says what it is, as any other."""
    assert ask(closed, "DELETE", "/v1/conversations/none").code == "unknown_conversation"
    assert ask(closed, "DELETE", "/v1/conversations/none", [("Content-Type", "text/plain")]).status == 415
    assert ask(closed, "DELETE", "/v1/conversations/none", [("Transfer-Encoding", "chunked")]).status == 415


async def test_a_socket_is_not_opened():
    """There is nothing to say over a web socket, so none is accepted."""
    said: list[Any] = []

    async def app(*_: Any) -> None:
        said.append("reached")

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        said.append(message["type"])

    await Door(app, rules=Rules(tokens=True))({"type": "websocket", "path": "/v1/ask", "headers": []}, receive, send)

    assert said == ["websocket.close"]


# ------------------------------------------------------------------ Slack's addresses alone


def through_a_tunnel(body: bytes = b"") -> dict[str, str]:
    forwarded = {"Host": "advisor.example", "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
    return {**forwarded, **(signed(body) if body else {})}


def test_slack_is_answered_through_a_tunnel_and_nobody_else(tunnelled: httpx.Client, slack: Slack):
    """With ADVISOR_PUBLIC=slack a signed event is answered, an unsigned one is not, and of the rest only the pulse is told."""
    body = event("年营销预算3000万怎么分?", ts="1700000000.000100")
    taken = tunnelled.post("/slack/events", content=body, headers=through_a_tunnel(body))
    forged = tunnelled.post("/slack/events", content=body, headers=through_a_tunnel())
    pulse = tunnelled.get("/healthz", headers=through_a_tunnel())
    wait(lambda: slack.answers("C1", "1700000000.000100"))

    assert taken.status_code == 200
    assert forged.status_code == 401
    assert (pulse.status_code, pulse.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize("headers", [*FORWARDED[:4], *CROSS_SITE[:2]], ids=str)
def test_slack_alone_is_public(tunnelled: httpx.Client, headers: Headers):
    """The rest of the service stays as shut as it is without Slack."""
    check_nothing_is_told(address_of(tunnelled), headers, statuses={403})


@pytest.mark.parametrize(
    "path",
    ["/slack/events/../../v1/conversations/kept", "/slack/../v1/models", "//v1/models", "/v1/models%0a", "/slack/events/", "/metrics%0A",
     "/slack", "/slack/", "/slack/events;/v1/models", "/slack/events%2f..%2f..%2fv1%2fmodels"],
)  # fmt: skip
def test_no_path_leads_around_the_door(tunnelled: httpx.Client, path: str):
    """Only Slack's exact addresses are Slack's."""
    for method in ("GET", "POST", "DELETE"):
        answer = ask(address_of(tunnelled), method, path, [TYPE, ("X-Forwarded-For", "203.0.113.9")])
        assert answer.status in (403, 404)
    assert is_kept(address_of(tunnelled))


def test_slack_with_tokens_is_still_slack_alone():
    """The explicit setting wins: a token does not help through the tunnel, and helps on this machine."""
    rules = Rules(tokens=True, signed=frozenset({"/slack/events"}), public="slack", metrics="public")
    far = [("host", "advisor.example"), ("x-forwarded-for", "203.0.113.9"), ("authorization", f"Bearer {TOKEN}")]

    for path in ("/v1/models", "/openapi.json", "/readyz"):
        assert refusal(scope(path, headers=far), rules) is not None
        assert refusal(scope(path), rules) is None
    assert refusal(scope("/slack/events", "POST", headers=far), rules) is None


def test_without_the_setting_slack_is_shut_as_well(advisor: Advisor, slack: Slack, tmp_path):
    """A signed event through a tunnel is refused without tokens, and the sentence names the setting."""
    with workspace(advisor, slack, tmp_path) as client:
        body = event("hi", ts="1700000000.000900")
        answer = client.post("/slack/events", content=body, headers=through_a_tunnel(body))
        assert client.post("/slack/events", content=body, headers=signed(body)).status_code == 200

    assert answer.status_code == 403
    assert "ADVISOR_PUBLIC=slack" in answer.json()["error"]["message"]


# ------------------------------------------------------------------ with tokens


@pytest.mark.parametrize("headers", [FORWARDED[0], FORWARDED[10], CROSS_SITE[0], CROSS_SITE[2]], ids=str)
def test_with_tokens_the_token_is_the_proof(guarded: str, headers: Headers):
    """Through a proxy and from another origin the caller is answered with its token and not without; counters are not told."""
    bearer = ("Authorization", f"Bearer {TOKEN}")
    assert ask(guarded, "GET", KEPT, [*headers, bearer], host="advisor.example").status == 200
    assert ask(guarded, "GET", KEPT, headers, host="advisor.example").status == 401
    assert ask(guarded, "GET", "/healthz", headers, host="advisor.example").status == 200
    assert ask(guarded, "GET", "/metrics", [*headers, bearer], host="advisor.example").status in (403, 421)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", None]
)
@pytest.mark.parametrize("token", [None, TOKEN])
def test_with_tokens_a_form_of_another_site_changes_nothing(guarded: str, kind: str | None, token: str | None):
    """A form post is refused by its type, even if something put the token into it."""
    sent = [("Origin", "https://evil.example"), ("Sec-Fetch-Site", "cross-site")]
    sent += [("Content-Type", kind)] if kind else []
    sent += [("Authorization", f"Bearer {token}")] if token else []
    for method, path in WANTED:
        if method == "POST":
            assert ask(guarded, method, path, sent).status == 415
    assert is_kept(guarded, [("Authorization", f"Bearer {TOKEN}")])


@pytest.mark.parametrize(
    ("readers", "near", "far"),
    [("off", 404, 404), ("local", None, 403), ("public", None, None)],
)
def test_the_counters_have_a_switch_of_their_own(readers: Any, near: int | None, far: int | None):
    """Nobody, this machine (the default), or whoever reaches a service that has tokens."""
    rules = Rules(tokens=True, metrics=readers)
    forwarded = [("host", "localhost"), ("via", "1.1 proxy")]

    found = [refusal(scope("/metrics"), rules), refusal(scope("/metrics", headers=forwarded), rules)]

    assert [problem and problem.status for problem in found] == [near, far]
    assert refusal(scope("/metrics", headers=forwarded), Rules(metrics=readers)) is not None
    assert Rules().metrics == ServiceSettings(_env_file=None).metrics == "local"


@pytest.mark.parametrize("path", ["/metrics%0A", "/metrics%0a", "/metrics/", "//metrics", "/metrics%00", "/Metrics"])
def test_the_counters_are_not_told_under_another_spelling(guarded: str, path: str):
    """What is nearly the address of the counters gets none of them, with tokens either."""
    answer = ask(guarded, "GET", path, [FORWARDED[0][0], ("Authorization", f"Bearer {TOKEN}")])

    assert answer.status in (307, 404)
    assert b"advisor_" not in answer.body


def test_a_body_has_one_type(closed: str):
    """Of two types it is not said which one counts, so neither does."""
    for first, second in (("text/plain", "application/json"), ("application/json", "text/plain")):
        answer = ask(closed, "POST", "/v1/ask", [("Content-Type", first), ("Content-Type", second)])
        assert (answer.status, answer.code) == (415, "not_json_type")


def test_a_setting_that_opens_what_is_not_there_is_refused():
    """Counters for everyone need tokens, and Slack's addresses need Slack; the sentence says what to set."""
    with pytest.raises(SettingsError, match="ADVISOR_METRICS=public needs ADVISOR_API_TOKENS"):
        check_exposure("127.0.0.1", ServiceSettings(ADVISOR_METRICS="public", _env_file=None))
    with pytest.raises(SettingsError, match="ADVISOR_PUBLIC=slack needs SLACK_SIGNING_SECRET"):
        check_exposure("127.0.0.1", ServiceSettings(ADVISOR_PUBLIC="slack", _env_file=None))


# ------------------------------------------------------------------ the command itself


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_the_command_holds_its_door_shut(tmp_path, host: str):
    """``advisor serve`` answers this machine over IPv4 and IPv6 and refuses a tunnel, a rebound name and another target."""
    if host == "::1" and not has_ipv6():
        pytest.skip("this machine has no IPv6")
    with process(tmp_path, "--host", host) as (_, found):
        address = found.replace("127.0.0.1", f"[{host}]" if ":" in host else host)
        until_it_answers(address)
        with httpx.Client(base_url=address, timeout=20, trust_env=False) as client:
            good = [client.post("/v1/ask", json=QUESTION), client.get(KEPT), client.get("/metrics")]
            bad = [
                client.get(KEPT, headers=headers)
                for headers in (
                    {"Host": "evil.example"},
                    {"X-Forwarded-For": "1.2.3.4"},
                    {"Origin": "https://evil.example"},
                )
            ]
            bad.append(client.get(KEPT, extensions={"target": b"http://evil.example" + KEPT.encode()}))
            bad.append(client.post("/v1/ask", content=b"{}", headers={"Content-Type": "text/plain"}))

    assert [answer.status_code for answer in good] == [200, 200, 200]
    assert [answer.status_code for answer in bad] == [421, 403, 403, 421, 415]


def has_ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "127.255.0.3", "::1", "::ffff:127.0.0.1"])
def test_loopback_is_known_by_its_spelling(name: str):
    """Both families, the whole network of the older one, and the one written as the other."""
    assert is_loopback(name)


@pytest.mark.parametrize(
    "name", ["0.0.0.0", "::", "localhost.example", "10.0.0.1", "::ffff:10.0.0.1", "::2", "", "127.1"]
)
def test_what_is_not_plainly_loopback_is_not(name: str):
    """An address of all interfaces is none of this machine alone, and nothing is looked up."""
    assert not is_loopback(name)


def scope(path: str = KEPT, method: str = "GET", *, headers: Headers | None = None, **more: Any) -> dict[str, Any]:
    """A request as a server hands it on: from this machine to this machine, unless told otherwise."""
    given = [("host", "localhost:8080")] if headers is None else headers
    return {
        "type": "http", "http_version": "1.1", "scheme": "http", "method": method, "path": path, "raw_path": path.encode(),
        "client": ("127.0.0.1", 50000), "headers": [(name.encode(), value.encode()) for name, value in given], **more,
    }  # fmt: skip
