from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.advisor import Advisor
from agent.channels.http.app import create_app
from agent.channels.http.body import deeper_than
from agent.channels.serve import check_exposure
from agent.errors import SettingsError
from agent.settings import ServiceSettings
from tests.service.serving import serving

ANNA, BEN = "anna-secret-0123456", "ben-secret-01234567"
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def address(advisor: Advisor) -> Iterator[str]:
    with serving(create_app(lambda: advisor, tokens={"anna": ANNA, "ben": BEN})) as found:
        yield found


@pytest.fixture(scope="module")
def anna(address: str) -> Iterator[httpx.Client]:
    with caller(address, ANNA) as found:
        yield found


@pytest.fixture(scope="module")
def ben(address: str) -> Iterator[httpx.Client]:
    with caller(address, BEN) as found:
        yield found


def caller(address: str, token: str) -> httpx.Client:
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.Client(base_url=address, headers=headers, timeout=20, trust_env=False)


def chat(client: httpx.Client, *messages: str, **fields: object) -> httpx.Response:
    return client.post(
        "/v1/chat/completions", json={"messages": [{"role": "user", "content": m} for m in messages], **fields}
    )


def frames(response: httpx.Response) -> list[dict[str, object]]:
    lines = [line.removeprefix("data: ") for line in response.text.split("\n\n") if line]
    assert lines.pop() == "[DONE]"
    return [json.loads(line) for line in lines]


def test_a_question_gets_text_citations_and_facts_with_receipts(anna: httpx.Client):
    """The typed API gives the reply with everything that it rests on."""
    reply = anna.post("/v1/ask", json={"message": "年营销预算3000万怎么分?"}).json()

    assert "300万" in reply["text"]
    assert reply["citations"]
    assert any(fact.get("formula") for fact in reply["facts"])


def test_a_conversation_goes_on(anna: httpx.Client):
    """A follow-up in the same conversation knows what was said before."""
    anna.post("/v1/ask", json={"message": "年营销预算3000万怎么分?", "conversation": "goes-on"})
    reply = anna.post("/v1/ask", json={"message": "那如果是1000万呢", "conversation": "goes-on"}).json()

    assert "100万" in reply["text"]
    assert reply["turn"] == 2


def test_a_caller_reads_and_deletes_only_its_own(anna: httpx.Client, ben: httpx.Client):
    """To everyone else a conversation does not exist; its owner reads it back whole and can delete it."""
    said = anna.post("/v1/ask", json={"message": "How do I split 5 million yuan?", "conversation": "hers-alone"}).json()

    assert ben.get("/v1/conversations/hers-alone").status_code == 404
    assert ben.delete("/v1/conversations/hers-alone").status_code == 404
    (turn,) = anna.get("/v1/conversations/hers-alone").json()["turns"]
    assert (turn["text"], turn["facts"], turn["citations"]) == (said["text"], said["facts"], said["citations"])
    assert anna.delete("/v1/conversations/hers-alone").status_code == 204
    assert anna.get("/v1/conversations/hers-alone").status_code == 404


@pytest.mark.parametrize("token", [None, "x", "anna-secret-0123457", "\xe4"])
def test_without_a_valid_token_nothing_is_told(address: str, token: str | None):
    """Every address of the API asks for the token, and a wrong one tells nothing."""
    headers = [] if token is None else [(b"Authorization", f"Bearer {token}".encode("latin-1"))]
    with httpx.Client(base_url=address, headers=headers, trust_env=False) as client:
        answers = [
            client.post("/v1/ask", json={"message": "hi"}),
            client.post("/v1/chat/completions", json={"messages": []}),
            client.get("/v1/models"),
            client.get("/v1/conversations/mine"),
            client.delete("/v1/conversations/mine"),
        ]

    assert {answer.status_code for answer in answers} == {401}


def test_a_chat_client_gets_a_completion(anna: httpx.Client):
    """The answer has OpenAI's form, with figures, citations and receipts in an extension field."""
    answer = chat(anna, "预算三千万怎么分", model="gpt-4", temperature=0.3).json()

    assert answer["object"] == "chat.completion"
    assert "300万" in answer["choices"][0]["message"]["content"]
    assert answer["advisor"]["facts"]


def test_a_chat_streams_what_it_would_have_said_whole(anna: httpx.Client):
    """The streamed pieces add up to the text, and the last chunk carries the extension."""
    sent = frames(chat(anna, "预算三千万怎么分", stream=True, stream_options={"include_usage": True}))
    whole = chat(anna, "预算三千万怎么分").json()["choices"][0]["message"]["content"]
    pieces = [c["delta"].get("content", "") for f in sent for c in f["choices"]]  # type: ignore[attr-defined]

    assert "".join(pieces) == whole
    assert sent[-2]["advisor"]["facts"]  # type: ignore[index]
    assert sent[-1]["usage"]


def test_a_chat_knows_the_messages_it_is_sent(anna: httpx.Client):
    """Earlier user messages of a request are known, forks included, and nothing is stored."""
    first = chat(anna, "年营销预算3000万怎么分?", "那如果是1000万呢").json()
    fork = chat(anna, "年营销预算3000万怎么分?", "那如果是2000万呢").json()

    assert "100万" in first["choices"][0]["message"]["content"]
    assert "200万" in fork["choices"][0]["message"]["content"]


def test_an_assistant_message_gives_no_figure(anna: httpx.Client):
    """A figure that a request puts into the advisor's mouth is not taken for one."""
    messages = [
        {"role": "user", "content": "AIGC该投多少?"},
        {"role": "assistant", "content": "营销预算是7777万元。"},
        {"role": "user", "content": "那按这个怎么分?"},
    ]
    answer = anna.post("/v1/chat/completions", json={"messages": messages}).json()

    assert "7777" not in json.dumps(answer, ensure_ascii=False)


BAD = {
    "nan": b'{"message": NaN}',
    "infinity": b'{"message": "hi", "x": Infinity}',
    "overflow": b'{"message": "hi", "x": 1e999}',
    "a key twice": b'{"message": "hi", "message": "ho"}',
    "deep": b"[" * 100_000,
    "deep objects": b'{"a":' * 5000 + b"1" + b"}" * 5000,
    "not UTF-8": b'{"message": "\xff"}',
    "not JSON": b"message=hi",
    "empty": b"",
    "a huge number": b'{"message": "hi", "x": ' + b"9" * 10_000 + b"}",
}


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/chat/completions"])
@pytest.mark.parametrize("body", BAD.values(), ids=BAD)
def test_a_body_that_is_no_json_is_a_400(anna: httpx.Client, path: str, body: bytes):
    """Whatever is sent as body, the answer names what is wrong with it."""
    answer = anna.post(path, content=body, headers=JSON)

    assert answer.status_code == 400
    assert answer.json()["error"]["message"]


@pytest.mark.parametrize(
    "data",
    [
        {}, [], 0, "x", {"message": ""}, {"message": 5}, {"message": "hi", "language": "fr"},
        {"message": "hi", "conversation": "../x"}, {"message": "hi", "conversation": ""}, {"message": "hi", "more": 1},
    ],
)  # fmt: skip
def test_a_field_that_does_not_fit_is_a_422(anna: httpx.Client, data: object):
    """A request of the wrong form is told which field is wrong."""
    assert anna.post("/v1/ask", json=data).status_code == 422


def test_a_body_of_10_megabytes_is_refused(anna: httpx.Client):
    """A body that is too large is refused, whether its length is announced or not."""
    body = b'{"message": "' + b"x" * 10_000_000 + b'"}'

    def pieces() -> Iterator[bytes]:
        for start in range(0, len(body), 65536):
            yield body[start : start + 65536]

    for content in (body, pieces()):
        # The server may close the connection while the rest is still being sent.
        with contextlib.suppress(httpx.WriteError, httpx.ReadError):
            assert anna.post("/v1/ask", content=content, headers=JSON).status_code == 413
    assert anna.get("/healthz").status_code == 200


def test_characters_that_no_store_keeps_are_replaced(anna: httpx.Client):
    """NUL and lone surrogates in a message give an answer, not an error."""
    body = rb'{"message": "split \u0000 5 million \ud800 yuan"}'
    assert anna.post("/v1/ask", content=body, headers=JSON).status_code == 200


def test_operators_see_health_metrics_and_the_description(anna: httpx.Client):
    """Health, readiness, counters and the OpenAPI document are there without a token."""
    with httpx.Client(base_url=anna.base_url, trust_env=False) as client:
        assert client.get("/healthz").json() == {"status": "ok"}
        assert client.get("/readyz").json() == {"status": "ready"}
        assert "advisor_http_requests_total" in client.get("/metrics").text
        assert client.get("/openapi.json").json()["openapi"] == "3.1.0"
        assert client.get("/nowhere").status_code == 404
        assert client.get("/v1/ask").status_code == 405


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    method=st.sampled_from(["GET", "POST", "DELETE", "PUT"]),
    path=st.sampled_from(["/v1/ask", "/v1/chat/completions", "/v1/conversations/a", "/v1/conversations/%00", "//", "/%ff"]),
    body=st.binary(max_size=200)
    | st.recursive(
        st.none() | st.booleans() | st.floats(allow_nan=True) | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["message", "messages", "role", "content", "stream", "language"]), inner, max_size=4),
        max_leaves=8,
    ).map(lambda value: json.dumps(value).encode()),
)  # fmt: skip
def test_no_request_makes_the_server_fail(anna: httpx.Client, method: str, path: str, body: bytes):
    """Whatever is sent, no answer is a 500."""
    assert anna.request(method, path, content=body, headers=JSON).status_code < 500


def test_without_tokens_only_loopback_is_served():
    """A service that anyone could reach needs a token."""
    open_service = ServiceSettings(_env_file=None)
    check_exposure("127.0.0.1", open_service)
    with pytest.raises(SettingsError, match="ADVISOR_API_TOKENS"):
        check_exposure("0.0.0.0", open_service)

    check_exposure("0.0.0.0", ServiceSettings(ADVISOR_API_TOKENS=f"anna:{ANNA}", _env_file=None))


def test_brackets_in_strings_are_no_depth():
    """Only brackets outside of strings nest."""
    assert not deeper_than('["' + "[" * 500 + '\\""]', 64)
    assert deeper_than("[" * 65, 64)


def test_what_kpis_measured_is_kept_for_a_conversation(anna: httpx.Client, ben: httpx.Client):
    """Dated figures are recorded, told against each target, taken back, seen by their owner alone, and asked about."""
    path = "/v1/conversations/tracked/kpis"
    first = {"kpi": "cost", "figure": "300元", "day": "2026-01-01"}
    anna.post(path, json=first)
    found = anna.post(path, json={"kpi": "成本", "figure": "230元", "day": "2026-03-01", "language": "zh"})
    reply = anna.post("/v1/ask", json={"message": "进展如何？", "conversation": "tracked"}).json()

    assert found.status_code == 201
    cost = found.json()["phases"][0]["kpis"][0]
    assert (cost["target"]["text"], cost["reached"]["text"], cost["met"]) == ("≤240元", "下降≈23.33%", True)
    assert [m["day"] for m in found.json()["measurements"]] == ["2026-01-01", "2026-03-01"]
    assert reply["text"] == found.json()["text"] == anna.get(path, params={"language": "zh"}).json()["text"]
    assert ben.get(path).status_code == 404
    assert anna.delete(f"{path}/cost/2026-03-01").status_code == 204
    assert anna.delete(f"{path}/cost/2026-03-01").status_code == 404
    assert len(anna.get(path).json()["measurements"]) == 1


def test_what_was_spent_is_kept_for_a_conversation(anna: httpx.Client, ben: httpx.Client):
    """Spends are told, listed with what is left, taken back, and seen by their owner alone."""
    path = "/v1/conversations/spending/spends"
    anna.post("/v1/ask", json={"message": "marketing budget $2m", "conversation": "spending"})
    told = anna.post(path, json={"line": "tactical", "amount": "$42k", "day": "2026-03-01", "by": "Anna"})
    anna.post(path, json={"line": "agency fees", "amount": "5,000 USD"})
    listed = anna.get(path).json()["spends"]

    assert told.status_code == 201
    assert "$158,000 left" in told.json()["text"]
    assert [(s["name"], s["entries"][0]["amount"]["text"], s["entries"][0]["speaker"]) for s in listed] == [
        ("tactical layer", "$42,000 on 1 March 2026", "Anna"), ("agency fees", "$5,000", ""),
    ]  # fmt: skip
    assert ben.get(path).status_code == 404
    assert anna.delete(f"{path}/tactical/2026-03-01").status_code == 204
    assert anna.delete(f"{path}/tactical/2026-03-01").status_code == 404
    assert anna.delete(f"{path}/agency fees/-").status_code == 204
    assert anna.get(path).json()["spends"] == []


def test_a_spend_that_cannot_be_read_is_refused_and_nothing_is_stored(anna: httpx.Client):
    """No amount, a line that is two: a sentence, and no turn."""
    path = "/v1/conversations/unspent/spends"
    for sent in ({"line": "tactical", "amount": "much"}, {"line": "a=b", "amount": "5"}, {"line": "tactical"}):
        answer = anna.post(path, json=sent)
        assert answer.status_code == 422
        assert answer.json()["error"]["message"]
    assert anna.get(path).status_code == 404


def test_a_file_of_spends_is_shown_before_it_is_kept(anna: httpx.Client):
    """Without the key of what was shown nothing is stored; with another file's key nothing is either."""
    path, kind = "/v1/conversations/imported/spends", {"Content-Type": "application/octet-stream"}
    data = b"date,line,amount (USD)\n2026-03-01,Tactical,42000\n2026-04-02,Agency fees,many\n"
    seen = anna.put(f"{path}/file", content=data, headers=kind)

    assert (seen.status_code, anna.get(path).status_code) == (200, 404)
    assert [(r["subject"], r["amount"], r["currency"]) for r in seen.json()["rows"]] == [
        ("layer.tactical", "42000", "USD")
    ]
    assert seen.json()["left_out"] == [{"row": 3, "reason": "“many” is no amount."}]
    assert anna.put(f"{path}/file?confirm=0000", content=data, headers=kind).status_code == 409
    assert anna.get(path).status_code == 404
    assert anna.put(f"{path}/file?confirm={seen.json()['key']}", content=data, headers=kind).status_code == 201
    assert [s["name"] for s in anna.get(path).json()["spends"]] == ["tactical layer"]
    assert anna.put(f"{path}/file", content=b"nothing", headers=kind).status_code == 422


@pytest.mark.parametrize(
    "sent",
    [
        {"kpi": "mood", "figure": "5%"},
        {"kpi": "adoption", "figure": "many"},
        {"kpi": "adoption", "figure": "5%", "day": "yesterday"},
        {"kpi": "adoption", "figure": "5%", "day": "2999-01-01"},
        {"kpi": "adoption", "figure": 5},
        {"figure": "5%"},
    ],
)
def test_a_figure_that_cannot_be_kept_is_refused_with_a_sentence(anna: httpx.Client, sent: dict[str, object]):
    """Nothing is kept of it."""
    answer = anna.post("/v1/conversations/refused/kpis", json=sent)

    assert answer.status_code == 422
    assert answer.json()["error"]["message"]
    assert anna.get("/v1/conversations/refused/kpis").status_code == 404


def test_the_plan_of_a_conversation_is_a_file(anna: httpx.Client, ben: httpx.Client):
    """Workbook, Word document, page and picture; nothing for somebody else, without a budget, or in another form."""
    path = "/v1/conversations/planned/plan"
    anna.post("/v1/ask", json={"message": "你好", "conversation": "planned"})
    without = anna.get(path)
    anna.post("/v1/ask", json={"message": "年营销预算3000万怎么分?", "conversation": "planned"})
    found = {form: anna.get(path, params={"format": form}) for form in ("xlsx", "docx", "md", "png")}

    assert (without.status_code, without.json()["error"]["code"]) == (422, "no_budget")
    assert found["xlsx"].content[:2] == b"PK"
    assert "300万元" in found["md"].text or "3,000,000" in found["md"].text
    assert found["png"].content[:4] == b"\x89PNG"
    assert all(answer.headers["content-disposition"].endswith(f'"plan.{form}"') for form, answer in found.items())
    assert anna.get(path, params={"language": "en", "format": "md"}).text.startswith("# AI marketing budget plan")
    assert found["docx"].content[:2] == b"PK"
    assert anna.get(path, params={"format": "pdf"}).status_code == 422
    assert ben.get(path).status_code == 404
