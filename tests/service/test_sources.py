from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from agent.assembly import IN_MEMORY, Sources, open_advisor
from agent.channels.http.app import create_app
from agent.channels.http.engine import Engine
from agent.documents import Documents
from agent.settings import Settings
from tests.service.serving import serving
from tests.service.test_streaming import events
from tests.service.wire import ask

FILE = {"Content-Type": "application/octet-stream"}
RETAIL = Path(__file__).resolve().parents[1] / "frameworks" / "retail"
HANDBOOK = "# 手册\n\n直播样品的报销上限为每月四千元。\n".encode()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(ADVISOR_OFFLINE=True, ADVISOR_DATA_DIR=tmp_path)


def opened(settings: Settings):
    documents = Documents(settings)
    engine = Engine(lambda: open_advisor(settings, memory=IN_MEMORY))
    return create_app(engine, documents=documents)


@pytest.fixture
def address(settings: Settings) -> Iterator[str]:
    with serving(opened(settings)) as found:
        yield found


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=60, trust_env=False) as found:
        yield found


def put(client: httpx.Client, name: str, data: bytes, **headers: str) -> httpx.Response:
    return client.put(f"/v1/documents/{quote(name)}", content=data, headers={**FILE, **headers})


def own(client: httpx.Client) -> list[str]:
    return [found["name"] for found in client.get("/v1/documents").json()["documents"] if found["own"]]


def test_a_file_is_taken_in_and_answered_from_at_once(client: httpx.Client, monkeypatch: pytest.MonkeyPatch):
    """Uploaded, a document is listed, its passage can be cited and read; removed, it is gone from the next answer."""
    monkeypatch.setattr(Sources, "SECONDS_BETWEEN", 3600.0)  # what this process writes waits for no look
    taken = put(client, "手册.md", HANDBOOK).json()
    reply = client.post("/v1/ask", json={"message": "直播样品怎么报销？"}).json()
    cited = [c["passage"] for c in reply["citations"] if c["document"] == taken["document"]["id"]]

    assert (taken["outcome"], taken["document"]["passages"]) == ("added", 1)
    assert own(client) == ["手册.md"]
    assert cited
    assert "四千元" in client.get(f"/v1/passages/{quote(cited[0])}").json()["text"]["zh"]
    assert client.delete(f"/v1/documents/{quote(taken['document']['id'])}").status_code == 204
    assert own(client) == []
    assert client.get(f"/v1/passages/{quote(cited[0])}").status_code == 404
    assert client.delete("/v1/documents/budget").status_code == 404


def test_the_reading_of_a_file_is_told_as_it_goes(client: httpx.Client):
    """Events tell how far it is, and the last one what became of it; the same file again is no change, another content one."""
    told = events(put(client, "notes.md", b"# Notes\n\nSamples cost 40 dollars.\n", Accept="text/event-stream").text)

    assert [name for name, _ in told] == ["progress"] * (len(told) - 1) + ["document"]
    assert [data["stage"] for _, data in told[:2]] == ["received", "reading"]
    assert told[-1][1]["outcome"] == "added"
    assert put(client, "notes.md", b"# Notes\n\nSamples cost 40 dollars.\n").json()["outcome"] == "unchanged"
    assert put(client, "notes.md", b"# Notes\n\nSamples cost 50 dollars.\n").json()["outcome"] == "changed"
    assert own(client) == ["notes.md"]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.exe", b"MZ", "不支持这种文件"),
        ("a.pdf", b"no pdf", "内容与后缀不符"),
        ("a.md", b"", "是空文件"),
        ("a.docx", b"PK\x03\x04", "已损坏"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_so(client: httpx.Client, name: str, data: bytes, reason: str):
    """It gets a reason in the reader's language, and nothing of it is kept."""
    answer = put(client, name, data, **{"Accept-Language": "zh-CN"})

    assert (answer.status_code, answer.json()["outcome"]) == (422, "refused")
    assert answer.json()["reason"].startswith(reason)
    assert own(client) == []


@pytest.mark.parametrize("name", ["..", ".hidden.md", "a\\b.md", "x" * 200 + ".md", "a:b.md", "~$a.docx", "a\nb.md"])
def test_a_name_that_leads_elsewhere_is_refused(client: httpx.Client, name: str, tmp_path: Path):
    """No name of a file is a path, a hidden file or too long."""
    before = sorted(tmp_path.rglob("*"))
    answer = client.put(f"/v1/documents/{quote(name, safe='')}", content=b"x", headers=FILE)

    assert answer.status_code in (404, 405, 422)
    assert [path for path in sorted(tmp_path.rglob("*.md")) if path not in before] == []


def test_a_form_of_another_page_uploads_nothing(address: str, client: httpx.Client):
    """A body that any page can send unasked is no file, with PUT or POST; nor is one that a page elsewhere made."""
    for kind in ("text/plain", "multipart/form-data", "application/x-www-form-urlencoded"):
        assert client.put("/v1/documents/a.md", content=b"x", headers={"Content-Type": kind}).status_code == 415
    assert client.post("/v1/ask", content=b"{}", headers=FILE).status_code == 415
    foreign = [("Content-Type", "application/octet-stream"), ("Origin", "https://evil.example")]
    assert ask(address, "PUT", "/v1/documents/a.md", foreign).status == 403
    assert own(client) == []


def test_what_another_process_took_in_is_answered_from(
    client: httpx.Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    """Two processes on the same data answer alike: what one changes, the other one knows at its next question."""
    monkeypatch.setattr("agent.assembly.written", lambda: 0)  # of another process nothing is known but its files
    client.post("/v1/ask", json={"message": "hello", "conversation": "before"})
    Documents(settings).add("手册.md", HANDBOOK, language="zh")
    time.sleep(Sources.SECONDS_BETWEEN * 2)  # for so long what was opened is taken to be in force
    reply = client.post("/v1/ask", json={"message": "直播样品怎么报销？", "conversation": "before"}).json()

    assert any(c["document"] == "手册" for c in reply["citations"])
    assert reply["turn"] == 2


def test_a_passage_is_read_with_what_stands_around_it(client: httpx.Client):
    """Both languages, its neighbours and what is missing at it; an id of nothing is not found."""
    found = client.get("/v1/passages/budget:29").json()

    assert ("战术层" in found["text"]["zh"], "tactical layer" in found["text"]["en"]) == (True, True)
    assert (found["line"], found["question_missing"]) == (29, True)
    assert [p["passage"] for p in (*found["before"], *found["behind"])] == [
        "budget:27",
        "budget:28",
        "budget:30",
        "budget:31",
    ]
    assert client.get("/v1/passages/budget:999").status_code == 404
    assert client.get("/v1/passages/..%2F..%2Fsecret").status_code == 404


def test_a_framework_is_checked_used_and_taken_back(client: httpx.Client):
    """Mistakes are named with their line; a sound one is in force from the next question on, until the shipped one is again."""
    text = (RETAIL / "framework.yaml").read_text(encoding="utf-8")
    documents = {"policy.md": (RETAIL / "policy.md").read_text(encoding="utf-8")}
    shipped = client.get("/v1/framework", params={"language": "en"}).json()

    wrong = client.post(
        "/v1/framework", json={"framework": text.replace("layers:", "layer:", 1), "documents": documents, "use": True}
    ).json()
    assert (bool(wrong["mistakes"]), wrong["used"]) == (True, False)
    checked = client.post("/v1/framework", json={"framework": text, "documents": documents}).json()
    assert checked == {"mistakes": [], "used": False}
    assert client.get("/v1/framework", params={"language": "en"}).json() == shipped
    used = client.post("/v1/framework", json={"framework": text, "documents": documents, "use": True}).json()
    assert used == {"mistakes": [], "used": True}
    assert client.get("/v1/framework").json()["own"] is True
    assert client.get("/v1/me").json()["framework"] != shipped["name"]
    assert client.delete("/v1/framework").status_code == 204
    assert client.get("/v1/framework", params={"language": "en"}).json() == shipped
    assert client.get("/v1/me").json()["framework"] == shipped["name"]


@pytest.mark.parametrize("name", ["../x.md", "/etc/passwd", "a/../../x.md"])
def test_a_framework_quotes_no_file_of_the_server(client: httpx.Client, name: str, tmp_path: Path):
    """Documents come with the request; a name that leads out of it is refused, in the file and beside it."""
    text = (RETAIL / "framework.yaml").read_text(encoding="utf-8").replace("policy.md", name)
    inside = client.post("/v1/framework", json={"framework": text, "documents": {}, "use": True}).json()
    beside = client.post("/v1/framework", json={"framework": text, "documents": {name: "x"}, "use": True})

    assert (bool(inside["mistakes"]), inside["used"]) == (True, False)
    assert beside.status_code == 422


def test_what_cannot_be_changed_is_read_only(settings: Settings):
    """A service without a place for documents shows what there is and says that nothing can be changed."""
    app = create_app(lambda: open_advisor(settings, memory=IN_MEMORY))
    with serving(app) as address, httpx.Client(base_url=address, timeout=20, trust_env=False) as client:
        answers = [put(client, "a.md", b"x"), client.delete("/v1/documents/a"), client.delete("/v1/framework")]
        assert [a.status_code for a in answers] == [409] * 3
        assert json.loads(answers[0].text)["error"]["code"] == "read_only"
        listed = client.get("/v1/documents").json()
        assert (listed["writable"], [d["id"] for d in listed["documents"]]) == (False, ["budget"])
        assert client.get("/v1/framework").json()["layers"]
