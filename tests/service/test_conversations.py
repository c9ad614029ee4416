from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from agent.advisor import Advisor
from agent.channels.http.app import create_app
from agent.database import SqliteDatabase
from agent.feedback import Feedback
from agent.service import Service
from tests.service.serving import offline_advisor, serving

ANNA, BEN = "anna-secret-0123456", "ben-secret-01234567"


@pytest.fixture
def feedback(tmp_path: Path) -> Feedback:
    return Feedback(SqliteDatabase(tmp_path / "service.sqlite"))


@pytest.fixture
def address(tmp_path: Path, feedback: Feedback) -> Iterator[str]:
    service = Service(offline_advisor(tmp_path), feedback)
    with serving(create_app(lambda: service, tokens={"anna": ANNA, "ben": BEN})) as found:
        yield found


def caller(address: str, token: str) -> httpx.Client:
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.Client(base_url=address, headers=headers, timeout=20, trust_env=False)


@pytest.fixture
def anna(address: str) -> Iterator[httpx.Client]:
    with caller(address, ANNA) as found:
        yield found


@pytest.fixture
def ben(address: str) -> Iterator[httpx.Client]:
    with caller(address, BEN) as found:
        yield found


def said(client: httpx.Client, message: str, conversation: str) -> httpx.Response:
    return client.post("/v1/ask", json={"message": message, "conversation": conversation})


def names(page: httpx.Response) -> list[str]:
    return [one["conversation"] for one in page.json()["conversations"]]


def test_conversations_are_listed_page_by_page_to_their_owner(anna: httpx.Client, ben: httpx.Client):
    """Every conversation comes up once, whatever the size of a page, and none of another caller's."""
    for name in ("a", "b", "c", "d", "e"):
        said(anna, f"hello {name}", name)
    said(ben, "hello", "bens")
    found, after = [], None
    while True:
        page = anna.get("/v1/conversations", params={"limit": 2, **({"after": after} if after else {})})
        assert len(names(page)) <= 2
        found += names(page)
        after = page.json()["following"]
        if after is None:
            break

    assert sorted(found) == ["a", "b", "c", "d", "e"]
    assert names(ben.get("/v1/conversations")) == ["bens"]
    assert anna.get("/v1/conversations", params={"after": "no-such-page"}).status_code == 422
    assert anna.get("/v1/conversations", params={"limit": "0"}).status_code == 422


def test_a_conversation_is_called_what_its_owner_calls_it(anna: httpx.Client, ben: httpx.Client):
    """Its first words are its title until it is given one, and again when that is taken away."""
    said(anna, "How do I split 5 million yuan?", "mine")

    def title() -> tuple[str, bool]:
        (one,) = anna.get("/v1/conversations").json()["conversations"]
        return one["title"], one["renamed"]

    assert title() == ("How do I split 5 million yuan?", False)
    assert anna.patch("/v1/conversations/mine", json={"title": "  Next  year "}).status_code == 204
    assert title() == ("Next year", True)
    assert ben.patch("/v1/conversations/mine", json={"title": "stolen"}).status_code == 404
    refused = anna.patch("/v1/conversations/mine", json={"title": "x" * 200}, headers={"Accept-Language": "zh-CN"})
    assert (refused.status_code, "缩短" in refused.json()["error"]["message"]) == (422, True)
    assert anna.patch("/v1/conversations/mine", json={"title": ""}).status_code == 204
    assert title() == ("How do I split 5 million yuan?", False)


def test_a_conversation_can_be_read_in_parts(anna: httpx.Client):
    """The last turns come first, then those before them; together they are the whole."""
    for message in ("hello", "what is phase two?", "年营销预算3000万怎么分?"):
        said(anna, message, "long")
    last = anna.get("/v1/conversations/long", params={"limit": 2}).json()["turns"]
    first = anna.get("/v1/conversations/long", params={"limit": 2, "before": last[0]["turn"]}).json()["turns"]

    assert [turn["turn"] for turn in (*first, *last)] == [1, 2, 3]
    assert anna.get("/v1/conversations/long").json()["turns"] == [*first, *last]


def test_a_stored_turn_tells_what_the_reply_told(anna: httpx.Client):
    """Read again, a turn has the layout, the places of its figures and the chart that its reply had."""
    reply = said(anna, "年营销预算3000万怎么分?", "again").json()
    (turn,) = anna.get("/v1/conversations/again").json()["turns"]

    assert reply["chart"]
    for field in ("text", "blocks", "spans", "chart", "facts", "citations"):
        assert turn[field] == reply[field], field


def test_an_earlier_turn_can_be_asked_anew(anna: httpx.Client, feedback: Feedback):
    """What came after it is gone with its figures and opinions, and the conversation goes on from before."""
    said(anna, "年营销预算3000万怎么分?", "back")
    said(anna, "预算改成2000万", "back")
    anna.post("/v1/conversations/back/turns/2/feedback", json={"helpful": False})
    assert anna.delete("/v1/conversations/back/turns/2").status_code == 204
    reply = said(anna, "战术层是多少?", "back").json()

    assert (reply["turn"], "300万" in reply["text"]) == (2, True)
    assert feedback.of("http/anna/back", 2) == {}
    assert anna.delete("/v1/conversations/back/turns/9").status_code == 404
    assert anna.delete("/v1/conversations/none/turns/1").status_code == 404
    assert anna.delete("/v1/conversations/back/turns/0").status_code == 422


def test_an_opinion_is_kept_with_its_reason(anna: httpx.Client, feedback: Feedback):
    """The latest opinion of a caller counts; one on a turn that is not there is refused."""
    said(anna, "hello", "rated")
    path = "/v1/conversations/rated/turns/1/feedback"
    assert anna.post(path, json={"helpful": True}).status_code == 204
    assert anna.post(path, json={"helpful": False, "reason": "too short"}).status_code == 204

    assert feedback.of("http/anna/rated", 1) == {"anna": False}
    assert feedback.reasons("http/anna/rated", 1) == ["too short"]
    assert anna.post("/v1/conversations/rated/turns/7/feedback", json={"helpful": True}).status_code == 404
    assert anna.post(path, json={"helpful": "yes"}).status_code == 422


def test_without_a_place_for_opinions_they_are_refused(advisor: Advisor):
    """A service that keeps no opinions says so."""
    with serving(create_app(lambda: advisor)) as address, httpx.Client(base_url=address, trust_env=False) as client:
        said(client, "hello", "unrated")
        refused = client.post("/v1/conversations/unrated/turns/1/feedback", json={"helpful": True})

    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "no_feedback")


def test_a_conversation_can_be_taken_along(anna: httpx.Client):
    """As a page it has every receipt under its own name, as data every turn."""
    said(anna, "How do I split 5 million yuan?", "along")
    page = anna.get("/v1/conversations/along/export")
    data = anna.get("/v1/conversations/along/export", params={"format": "json"})

    assert page.text.startswith("# along\n")
    assert "RMB 5,000,000 × 10% = RMB 500,000" in page.text
    assert 'filename="along.md"' in page.headers["content-disposition"]
    assert data.json() == anna.get("/v1/conversations/along").json()
    assert anna.get("/v1/conversations/none/export").status_code == 404
    assert anna.get("/v1/conversations/along/export", params={"format": "pdf"}).status_code == 422


def test_the_books_follow_the_conversation(anna: httpx.Client, ben: httpx.Client):
    """Budgets with their splits and what was spent stand as facts with receipts, the budget in focus marked."""
    said(anna, "年营销预算3000万怎么分?", "books")
    said(anna, "战术层已经花了100万", "books")
    said(anna, "如果预算是1000万呢", "books")
    found = anna.get("/v1/conversations/books/books", params={"language": "en"}).json()

    assert [(b["amount"]["text"], b["in_focus"]) for b in found["budgets"]] == [
        ("RMB 30,000,000", False), ("RMB 10,000,000", True),
    ]  # fmt: skip
    first = found["budgets"][0]
    assert [part["amount"]["value"] for part in first["parts"]] == ["3000000", "1500000", "900000"]
    assert first["total"]["value"] == "5400000"
    assert first["parts"][0]["amount"]["formula"] == "RMB 30,000,000 × 10% = RMB 3,000,000"
    (spend,) = found["spends"]
    assert (spend["name"], spend["spent"]["value"], spend["entries"][0]["turn"]) == ("tactical layer", "1000000", 2)
    assert ben.get("/v1/conversations/books/books").status_code == 404


def test_a_budget_that_is_asked_for_in_a_field_is_followed_by_everything(anna: httpx.Client):
    """The page's own messages for a changed budget are read as that, in both languages and for both kinds of budget."""
    import json

    from agent.channels.http.page import files

    for language, begin, base in (
        ("zh", "年营销预算3000万怎么分?", "marketing"), ("en", "we have an AI budget of $2m, split it", "ai"),
        ("en", "our marketing budget is $2m, split it", "marketing"), ("zh", "AI预算500万怎么分", "ai"),
    ):  # fmt: skip
        name = f"field-{language}-{base}"
        said(anna, begin, name)
        words = json.loads(files()[f"words.{language}.json"][0])
        amount = "1,500万元" if language == "zh" else "$3,000,000"
        reply = said(anna, words[f"set_{base}"].replace("{amount}", amount), name).json()
        budgets = anna.get(f"/v1/conversations/{name}/books", params={"language": language}).json()["budgets"]
        (focus,) = [b for b in budgets if b["in_focus"]]

        assert (focus["amount"]["text"], focus["base"]) == (amount, base), name
        assert reply["chart"], name


def test_the_chart_of_a_reply_is_a_picture(anna: httpx.Client):
    """A reply with a chart gives it as PNG; one without says that it has none."""
    said(anna, "年营销预算3000万怎么分?", "drawn")
    said(anna, "hello", "drawn")

    assert anna.get("/v1/conversations/drawn/turns/1/chart").content.startswith(b"\x89PNG")
    assert anna.get("/v1/conversations/drawn/turns/2/chart").json()["error"]["code"] == "no_chart"
    assert anna.get("/v1/conversations/drawn/turns/3/chart").status_code == 404
