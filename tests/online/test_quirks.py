"""What endpoints and models of the field do that the protocol does not foresee: a right reply, or a notice with the true cause and what to do."""

import ipaddress
import ssl
from dataclasses import replace

import pytest

from agent.errors import Trouble
from agent.notices import NOTICES, notice
from agent.testing import Request, ScriptedModel, Step, ToolUse, fail, say, use
from agent.usage import Usage
from tests.online.doubles import QUESTION, advisor, faithful, watch

GOOD = "请先从见效快的项目做起。\n\n[[T1]]"
WRAPPED = {
    "closed": f"<think>先看战术层，10% 是对的。</think>\n\n{GOOD}",
    "empty": f"<think>\n\n</think>\n\n{GOOD}",
    "without its opening tag": f"先看战术层。很好。10% 是对的。\n</think>\n\n{GOOD}",
    "thinking": f"<thinking>Let me see: 50%.</thinking>{GOOD}",
    "twice": f"<think>a 5%</think><think>b 7%</think>{GOOD}",
    "special tokens": f"<|im_start|>assistant\n{GOOD}<|im_end|>",
    "end of text": f"{GOOD}<|endoftext|>",
    "sentence marks": f"<s>{GOOD}</s>",
    "wide tokens": f"{GOOD}<｜end▁of▁sentence｜>",
    "a fence": f"```markdown\n{GOOD}\n```",
    "a fence without a name": f"```\n{GOOD}\n```",
}


@pytest.mark.parametrize("pieces", [1, 7, 400])
@pytest.mark.parametrize("stream", [True, False], ids=["streamed", "whole"])
@pytest.mark.parametrize("name", WRAPPED)
async def test_what_is_the_models_own_is_no_part_of_the_reply(name, stream, pieces):
    """Thoughts, tokens and fences are dropped however they arrive; the reply is what it is without them."""
    with ScriptedModel([say(GOOD)]) as model:
        want = await watch(advisor(model), QUESTION)
    with ScriptedModel([say(WRAPPED[name], pieces=pieces)]) as model:
        shown = await watch(advisor(model, stream=stream), QUESTION)
    assert (shown.reply.mode, shown.reply.text) == ("online", want.reply.text)
    assert "10% 是" not in shown.everything
    assert "think" not in shown.everything


async def test_a_model_known_to_think_without_a_tag_shows_no_thought_again():
    """The first thought without an opening tag is withdrawn; from then on nothing is shown before its end."""
    text = f"先看看问题是什么。这样想下去。\n</think>\n\n{GOOD}"
    with ScriptedModel([say(text), say(text), say(GOOD)]) as model:
        asked = advisor(model)
        first, second, third = [await watch(asked, QUESTION, conversation=c) for c in "abc"]
    assert "先看看" in first.everything
    assert first.restarts
    assert "先看看" not in second.everything
    assert not second.restarts
    assert {r.reply.text for r in (first, second, third)} == {first.reply.text}


ALOUD = [
    "Okay, the user is asking about a split. 10% 是对的。",
    "Let me think about this step by step. 10% 是对的。",
    "Alright, so I need to answer with statements only, nothing else. 10% 是对的。",
    "嗯，用户问的是怎么分。10% 是对的。",
    "好的，我需要先看一下语句。10% 是对的。",
]


@pytest.mark.parametrize("pieces", [1, 9, 400])
@pytest.mark.parametrize("thought", ALOUD)
async def test_a_thought_that_sounds_like_one_is_never_shown(thought, pieces):
    """Thinking aloud without an opening tag is held from the first message on: nothing of it is on the screen, nothing is withdrawn."""
    with ScriptedModel([say(f"{thought}\n</think>\n\n{GOOD}", pieces=pieces)]) as model:
        shown = await watch(advisor(model), QUESTION)
    assert shown.reply.mode == "online"
    assert "10% 是" not in shown.everything
    assert shown.restarts == 0


@pytest.mark.parametrize("opening", ["好的，下面是分配结果。", "首先，先做见效快的项目。", "我建议先从小处做起。"])
async def test_a_reply_that_only_begins_like_a_thought_is_streamed(opening):
    """A usual opening holds nothing back once its first sentence is there."""
    with ScriptedModel(
        [say(f"{opening}\n\n[[T1]]\n\n再逐步补上能力建设，把做得好的地方讲给大家听。", pieces=4)]
    ) as model:
        shown = await watch(advisor(model), QUESTION)
    assert shown.reply.text.startswith(opening)
    assert len(shown.screens) > 2


@pytest.mark.parametrize("text", ["<think>10% of it", "<think>10% of it</think>", "<think></think>"])
async def test_a_model_that_only_thinks_is_named(text):
    """Thoughts without a reply end in the offline answer with what to do about it."""
    with ScriptedModel([say(text)]) as model:
        shown = await watch(advisor(model), QUESTION)
    assert shown.reply.trouble is Trouble.THOUGHTS
    assert "思考" in shown.reply.notice
    assert "10% of" not in shown.everything


CALL = '{"name": "search", "arguments": {"query": "数据隐私"}}'
AS_TEXT = {
    "bare": CALL,
    "hermes": f"<tool_call>\n{CALL}\n</tool_call>",
    "fenced": f"```json\n{CALL}\n```",
    "mistral": f"[TOOL_CALLS][{CALL}]",
    "llama": '<function=search>{"query": "数据隐私"}</function>',
    "python tag": f"<|python_tag|>{CALL}",
    "deepseek": '<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>search\n```json\n{"query": "数据隐私"}\n```<｜tool▁call▁end｜>',
    "parameters": '{"name": "search", "parameters": {"query": "数据隐私"}}',
    "arguments as text": '{"name": "search", "arguments": "{\\"query\\": \\"数据隐私\\"}"}',
    "protocol": '{"type": "function", "function": {"name": "search", "arguments": {"query": "数据隐私"}}}',
    "no name": '{"query": "数据隐私"}',
    "behind a thought": f"<think>I should search.</think>\n{CALL}",
}


@pytest.mark.parametrize("stream", [True, False], ids=["streamed", "whole"])
@pytest.mark.parametrize("name", AS_TEXT)
async def test_a_call_written_as_text_is_run(name, stream):
    """A call that the endpoint did not recognise is one all the same, and nothing of it is shown."""
    with ScriptedModel([say(AS_TEXT[name]), say(GOOD)]) as model:
        shown = await watch(advisor(model, stream=stream), QUESTION)
        results = [m for m in model.requests[-1].messages if m["role"] == "tool"]
    assert shown.reply.mode == "online"
    assert "数据隐私" not in shown.everything
    assert len(results) == 1
    assert "= X" in str(results[0]["content"])


@pytest.mark.parametrize("text", ['{"name": "rm", "arguments": {}}', '{"answer": 42}', "[1, 2]", "{not json"])
async def test_json_that_is_no_call_is_no_reply_either(text):
    """Data in the place of a reply is not shown; the turn ends well or offline."""
    with ScriptedModel(always=say(text)) as model:
        shown = await watch(advisor(model), QUESTION)
    assert shown.reply.mode == "offline"
    assert "42" not in shown.everything


# -- how a stream ends -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stream", [True, False], ids=["streamed", "whole"])
async def test_a_missing_finish_reason_is_no_reason_to_lose_a_reply(stream):
    """The mark at the end of a stream says that it is complete; so does a whole response."""
    with ScriptedModel([say(GOOD, unfinished=True)]) as model:
        shown = await watch(advisor(model, stream=stream), QUESTION)
    assert shown.reply.mode == "online"


async def test_without_reason_and_mark_a_stream_was_cut():
    """A stream that just stops is a reply that was cut off, however politely."""
    with ScriptedModel([say(GOOD, cut_after=3, polite=True)]) as model:
        shown = await watch(advisor(model), QUESTION)
    assert shown.reply.trouble is Trouble.CUT_OFF


# -- what an endpoint refuses ------------------------------------------------------------------------------------------

REFUSALS = {
    "tools": [
        fail(400, "registry.ollama.ai/library/gemma does not support tools"),
        fail(404, "No endpoints found that support tool use. Try disabling tools."),
        fail(500, "tools param requires --jinja flag"),
        fail(422, "Extra inputs are not permitted: tools"),
    ],
    "system": [
        fail(400, "System role not supported"),
        fail(500, "Conversation roles must alternate user/assistant/user/assistant/..."),
        fail(400, "Only user and assistant roles are supported!"),
    ],
    "usage": [fail(400, "Unrecognized request argument supplied: stream_options")],
    "stream": [fail(400, "This model does not support streaming.")],
}


@pytest.mark.parametrize(
    ("part", "step"), [(p, s) for p, steps in REFUSALS.items() for s in steps], ids=lambda v: str(v)[:20]
)
async def test_what_an_endpoint_refuses_is_left_out(part, step):
    """The request is made again without the part, in the same turn, and from then on."""
    with ScriptedModel([step, faithful, faithful]) as model:
        asked = advisor(model)
        first, second = [await watch(asked, QUESTION, conversation=c) for c in "ab"]
        last = model.requests[-1]
    assert (first.reply.mode, second.reply.mode) == ("online", "online")
    assert first.reply.usage
    assert second.reply.usage
    assert (first.reply.usage.requests, second.reply.usage.requests) == (2, 1)
    without = {
        "tools": not last.tools,
        "system": all(m["role"] != "system" for m in last.messages),
        "usage": "stream_options" not in last.body,
        "stream": not last.streamed,
    }
    assert without[part]
    assert "Never write a figure" in last.text


async def test_an_endpoint_without_tools_can_read_anew_all_the_same():
    """Tools are described in words, calls taken from the text, and results told as messages of the user."""
    call = (
        '{"name": "compute", "arguments": {"tool": "difference", "arguments": {"minuend": "F3", "subtrahend": "F4"}}}'
    )

    def telling(request: Request) -> Step:
        assert all(m["role"] != "tool" for m in request.messages)
        told = str(request.messages[-1]["content"]).removeprefix("Result of compute: ")
        return say(f"[[{told.partition(':')[0]}]]。")

    with ScriptedModel([fail(400, "this model does not support tools"), say(call), telling]) as model:
        shown = await watch(advisor(model), QUESTION)
    assert shown.reply.mode == "online"
    assert "25万元" in shown.reply.text


# -- what went wrong, and what to do -----------------------------------------------------------------------------------

CAUSES = {
    "no credit": (fail(402, "Insufficient Balance"), Trouble.QUOTA, "充值"),
    "quota": (fail(429, "You exceeded your current quota, please check your plan and billing details."), Trouble.QUOTA, "充值"),
    "rate": (fail(429, "Rate limit reached for requests"), Trouble.RATE_LIMIT, "稍后"),
    "forbidden for want of money": (fail(403, "The account is overdue: insufficient balance"), Trouble.QUOTA, "充值"),
    "unknown model": (fail(404, "The model `gpt-9` does not exist or you do not have access to it."), Trouble.MODEL, "ADVISOR_MODEL"),
    "unknown model, 400": (fail(400, "Model Not Exist"), Trouble.MODEL, "ADVISOR_MODEL"),
    "no such page": (fail(404, "Not Found"), Trouble.ADDRESS, "OPENAI_BASE_URL"),
    "too long": (fail(400, "This model's maximum context length is 4096 tokens"), Trouble.TOO_LONG, "上下文"),
    "proxy": (fail(407, "Proxy Authentication Required"), Trouble.PROXY, "HTTPS_PROXY"),
    "wrong key": (fail(401, "Incorrect API key provided"), Trouble.AUTHENTICATION, "OPENAI_API_KEY"),
    "down": (fail(503, "overloaded"), Trouble.UNAVAILABLE, "稍后"),
}  # fmt: skip


@pytest.mark.parametrize("name", CAUSES)
async def test_a_permanent_cause_is_named_with_what_to_do(name):
    """The line beside the offline answer tells the true cause, and where somebody can do something, what."""
    step, trouble, hint = CAUSES[name]
    with ScriptedModel([step]) as model:
        shown = await watch(advisor(model), QUESTION)
    assert shown.reply.trouble is trouble
    assert hint in shown.reply.notice
    assert shown.reply.mode == "offline"


def test_every_trouble_has_a_line_in_both_languages():
    """Whatever goes wrong, somebody is told in their language, in one line."""
    assert set(NOTICES) == set(Trouble)
    for trouble in Trouble:
        for language in ("zh", "en"):
            assert len(notice(trouble, language).splitlines()) == 1


async def test_a_certificate_that_nobody_signed_is_named(tmp_path):
    """An endpoint with a certificate of its own is not unavailable: the line says which setting trusts it."""
    with ScriptedModel() as model:
        _behind_tls(model, tmp_path)
        url = model.url.replace("http://", "https://")
        from agent.advisor import Advisor
        from agent.memory import store_in_file
        from agent.online import open_author
        from knowledge.framework import load_framework
        from tests.online.doubles import library, settings

        asked = Advisor(load_framework(), library(), store_in_file(":memory:"), author=open_author(settings(url)))
        shown = await watch(asked, QUESTION)
    assert shown.reply.trouble is Trouble.CERTIFICATE
    assert "SSL_CERT_FILE" in shown.reply.notice


def _behind_tls(model: ScriptedModel, directory) -> None:
    """Let the scripted endpoint speak TLS with a certificate that it signed itself."""
    import datetime as dt

    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "scripted")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = directory / "pem"
    plain = serialization.NoEncryption()
    pem.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    model._server.socket = context.wrap_socket(model._server.socket, server_side=True)


async def test_a_proxy_that_is_not_there_is_named(monkeypatch):
    """A proxy of the environment that cannot be reached is the cause, not the model."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "")
    with ScriptedModel() as model:
        shown = await watch(advisor(model), QUESTION)
    assert shown.reply.trouble in (Trouble.PROXY, Trouble.UNREACHABLE)


# -- the language of the reply -----------------------------------------------------------------------------------------

ENGLISH = "The tactical layer pays for such projects and shows results quickly.\n\n[[T1]]"


async def test_a_reply_in_the_other_language_is_refused_once():
    """The second request says which language is meant; the reply in it is shown, and nothing of the first."""
    with ScriptedModel([say(ENGLISH), say(GOOD)]) as model:
        shown = await watch(advisor(model), QUESTION)
        complaint = str(model.requests[-1].messages[-1]["content"])
    assert "请用中文写" in complaint
    assert shown.reply.mode == "online"
    assert "tactical" not in shown.everything


async def test_a_second_reply_in_the_other_language_is_not_shown():
    """Then the offline answer comes, and its line says why."""
    with ScriptedModel([say(ENGLISH), say(ENGLISH)]) as model:
        shown = await watch(advisor(model), QUESTION)
    assert shown.reply.trouble is Trouble.LANGUAGE
    assert "另一种语言" in shown.reply.notice


@pytest.mark.parametrize("text", ["AIGC 与 KPI 的说明。\n\n[[T1]]", "[[T1]]", "OK!\n\n[[T1]]"])
async def test_names_in_letters_are_of_no_language(text):
    """Abbreviations and names do not make a Chinese reply an English one."""
    with ScriptedModel([say(text)]) as model:
        shown = await watch(advisor(model), QUESTION)
    assert shown.reply.mode == "online"


async def test_tokens_are_counted_where_they_are_told():
    """What the endpoint tells of its tokens is kept with the turn; what it does not tell stays unknown."""
    call = use(ToolUse("search", {"query": "预算"}))
    with ScriptedModel([call, faithful, lambda r: replace(faithful(r), usage=None)]) as model:
        asked = advisor(model)
        first, second = [await watch(asked, QUESTION, conversation=c) for c in "ab"]
        assert model.requests[0].body["stream_options"] == {"include_usage": True}
    assert first.reply.usage == Usage(2, 14, 10)
    assert second.reply.usage == Usage(1, None, None)
