from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from typing import Any

import httpx
import pytest

from agent.advisor import Advisor
from agent.channels.http.app import create_app
from agent.channels.http.door import Door, Rules, is_loopback, refusal
from tests.service.serving import serving
from tests.service.test_serve import process, until_it_answers
from tests.service.wire import (
    CROSS_SITE,
    FOREIGN_HOSTS,
    FORWARDED,
    KEPT,
    QUESTION,
    TYPE,
    WANTED,
    Headers,
    ask,
    check_nothing_is_told,
    is_kept,
    scope,
)


@pytest.fixture(scope="module")
def closed(advisor: Advisor) -> Iterator[str]:
    """A service without tokens, in which a conversation is kept."""
    with serving(create_app(lambda: advisor)) as address:
        assert httpx.post(f"{address}/v1/ask", json=QUESTION, timeout=20, trust_env=False).status_code == 200
        yield address
        httpx.delete(f"{address}{KEPT}", timeout=20, trust_env=False)


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


def test_a_body_has_one_type(closed: str):
    """Of two types it is not said which one counts, so neither does."""
    for first, second in (("text/plain", "application/json"), ("application/json", "text/plain")):
        answer = ask(closed, "POST", "/v1/ask", [("Content-Type", first), ("Content-Type", second)])
        assert (answer.status, answer.code) == (415, "not_json_type")


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
