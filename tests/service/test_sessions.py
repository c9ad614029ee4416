from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from agent.advisor import Advisor
from agent.channels.http.app import create_app
from agent.channels.http.callers import COOKIE, Callers
from agent.channels.http.sessions import LASTS, sealed
from agent.settings import Grant
from tests.service.serving import serving

ANNA, BEN = "anna-secret-0123456", "ben-secret-01234567"
TOKENS = {"anna": ANNA, "ben": BEN}


@pytest.fixture(scope="module")
def address(advisor: Advisor) -> Iterator[str]:
    with serving(create_app(lambda: advisor, tokens=TOKENS)) as found:
        yield found


@pytest.fixture
def browser(address: str) -> Iterator[httpx.Client]:
    """A client that keeps cookies and shows no token, as a browser does."""
    with httpx.Client(base_url=address, timeout=20, trust_env=False) as found:
        yield found


def test_a_token_is_exchanged_for_a_cookie(browser: httpx.Client):
    """Signed in, the browser is the token's caller until it signs out; no script can read the cookie, no other site send it."""
    assert browser.get("/v1/me").status_code == 401
    answer = browser.post("/v1/session", json={"token": f" {ANNA} "})
    cookie = answer.headers["set-cookie"].lower()

    assert answer.status_code == 204
    assert ANNA not in cookie
    assert {"httponly", "samesite=strict", "path=/"} <= {part.strip() for part in cookie.split(";")}
    assert browser.get("/v1/me").json()["caller"] == "anna"
    assert browser.delete("/v1/session").status_code == 204
    assert browser.get("/v1/me").status_code == 401


def test_behind_tls_the_cookie_stays_there(browser: httpx.Client):
    """Where the browser came by TLS the cookie is never sent without it."""
    answer = browser.post("/v1/session", json={"token": ANNA}, headers={"X-Forwarded-Proto": "https"})

    assert "secure" in answer.headers["set-cookie"].lower()


@pytest.mark.parametrize("token", ["", "x", ANNA[:-1], f"{ANNA}x", "\u00e4" * 20])
def test_a_wrong_token_opens_nothing(browser: httpx.Client, token: str):
    """A token that is not known gives no cookie."""
    answer = browser.post("/v1/session", json={"token": token})

    assert (answer.status_code, "set-cookie" in answer.headers) == (401, False)


@pytest.mark.parametrize(
    "made",
    [
        lambda good: good[:-1] + ("0" if good[-1] != "0" else "1"),
        lambda good: good.replace("anna", "ben", 1),
        lambda good: good.replace(good.split(".")[1], str(int(good.split(".")[1]) + 1), 1),
        lambda good: "anna",
        lambda good: "anna.99999999999999999999.x",
        lambda good: "anna.." + good.rpartition(".")[2],
        lambda good: "",
        lambda good: "\u00e4.1.\u00e4",
        lambda good: good + ".more",
        lambda good: sealed(Callers.of([Grant("anna", "another-secret-0123")]), "anna", "another-secret-0123"),
        lambda good: sealed(Callers.of(Grant(*pair) for pair in TOKENS.items()), "anna", ANNA, now=-LASTS),
    ],
    ids=["seal", "name", "end", "bare", "far", "no end", "empty", "foreign", "more", "another token", "over"],
)  # fmt: skip
def test_a_cookie_that_was_tampered_with_opens_nothing(browser: httpx.Client, made):
    """Neither a changed cookie nor one that has ended counts, and none is a 500."""
    good = sealed(Callers.of(Grant(*pair) for pair in TOKENS.items()), "anna", ANNA)
    cookie = f"{COOKIE}={made(good)}".encode("latin-1")
    answer = browser.get("/v1/me", headers=[(b"Cookie", cookie)])

    assert answer.status_code == (200 if made(good) == f"{good}.more" else 401)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_sites_page_cannot_use_the_cookie(browser: httpx.Client, headers: dict[str, str]):
    """A request that changes something and was made by another page is refused, cookie or not; so is signing in."""
    browser.post("/v1/session", json={"token": ANNA})
    refused = browser.post("/v1/ask", json={"message": "hello", "conversation": "csrf"}, headers=headers)
    signed_in = browser.post("/v1/session", json={"token": BEN}, headers=headers)

    assert (refused.status_code, signed_in.status_code) == (403, 403)
    assert browser.get("/v1/conversations/csrf").status_code == 404


def test_the_own_page_may(browser: httpx.Client, address: str):
    """The same request of the site's own page is answered."""
    browser.post("/v1/session", json={"token": ANNA})
    own = {"Origin": address, "Sec-Fetch-Site": "same-origin"}

    assert browser.post("/v1/ask", json={"message": "hello"}, headers=own).status_code == 200


def test_without_tokens_there_is_nothing_to_sign_in_to(advisor: Advisor):
    """On an open service the page is the person at this machine, and signing in does nothing."""
    with serving(create_app(lambda: advisor)) as address, httpx.Client(base_url=address, trust_env=False) as client:
        answer = client.post("/v1/session", json={"token": "x"})
        me = client.get("/v1/me").json()

    assert (answer.status_code, "set-cookie" in answer.headers) == (204, False)
    assert (me["caller"], me["tokens"]) == ("local", False)
