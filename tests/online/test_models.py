import asyncio

import httpx
import httpx2
import openai
import pytest
from langchain_core.exceptions import ContextOverflowError, LangChainException, OutputParserException
from langchain_core.messages import AIMessage

from agent.errors import ModelTrouble, Trouble
from agent.models import is_object, open_model
from agent.online.troubles import _BY_KIND, check_finished, model_trouble
from agent.settings import Settings
from agent.testing import ScriptedModel, Step, ToolUse, fail, say, use
from tests.online.doubles import QUESTION, advisor, faithful, settings

REQUEST = httpx2.Request("POST", "http://127.0.0.1/v1")


def status(kind: type[openai.APIStatusError], code: int) -> openai.APIStatusError:
    return kind("scripted", response=httpx2.Response(code, request=REQUEST), body=None)


RAISED = [
    (status(openai.AuthenticationError, 401), Trouble.AUTHENTICATION),
    (status(openai.PermissionDeniedError, 403), Trouble.AUTHENTICATION),
    (status(openai.NotFoundError, 404), Trouble.ADDRESS),
    (status(openai.BadRequestError, 400), Trouble.CONFIGURATION),
    (status(openai.ConflictError, 409), Trouble.CONFIGURATION),
    (status(openai.RateLimitError, 429), Trouble.RATE_LIMIT),
    (status(openai.InternalServerError, 500), Trouble.UNAVAILABLE),
    (status(openai.APIStatusError, 418), Trouble.UNAVAILABLE),
    (openai.APITimeoutError(REQUEST), Trouble.TIMEOUT),
    (openai.APIConnectionError(request=REQUEST), Trouble.UNAVAILABLE),
    (openai.APIError("in the stream", REQUEST, body=None), Trouble.UNAVAILABLE),
    (openai.OpenAIError("else"), Trouble.MALFORMED),
    (httpx.ReadTimeout("slow"), Trouble.TIMEOUT),
    (httpx.ConnectError("gone"), Trouble.UNREACHABLE),
    (httpx2.RemoteProtocolError("cut"), Trouble.UNAVAILABLE),
    (httpx2.ReadTimeout("slow"), Trouble.TIMEOUT),
    (TimeoutError(), Trouble.TIMEOUT),
    (ConnectionResetError(), Trouble.UNAVAILABLE),
    (ContextOverflowError("long"), Trouble.TOO_LONG),
    (OutputParserException("what"), Trouble.MALFORMED),
    (LangChainException("what"), Trouble.MALFORMED),
    (ValueError("garbage"), Trouble.MALFORMED),
    (KeyError("choices"), Trouble.MALFORMED),
    (ModelTrouble(Trouble.EMPTY), Trouble.EMPTY),
]


@pytest.mark.parametrize(("error", "trouble"), RAISED, ids=lambda value: type(value).__name__)
def test_whatever_is_raised_has_a_name(error, trouble):
    """Every exception of the client, the wire and LangChain is one of the troubles that the advisor can tell."""
    assert model_trouble(error).trouble is trouble


def test_a_connection_lost_in_the_middle_cut_the_reply_off():
    """Once the reply has begun, a lost connection is no unavailable service."""
    assert model_trouble(httpx2.ReadError("gone"), begun=True).trouble is Trouble.CUT_OFF
    assert model_trouble(status(openai.InternalServerError, 500), begun=True).trouble is Trouble.UNAVAILABLE


def test_every_error_class_of_the_sdk_is_covered():
    """No class of the SDK's errors falls through the table to the unforeseen."""
    known = tuple(kind for kinds, _ in _BY_KIND for kind in kinds)
    every = {openai.OpenAIError}
    while new := {sub for kind in every for sub in kind.__subclasses__()} - every:
        every |= new
    assert len(every) > 10
    assert all(issubclass(kind, known) for kind in every)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("", True), ("{}", True), ('{"a": "b"}', True), ('{"a": "b"', False), ('{"a": ', False), ("[]", False),
        ("7", False), ("null", False), ('{"a":1}{"b":2}', False), ("{'a': 1}", False), ("[" * 100_000, False),
    ],
)  # fmt: skip
def test_arguments_are_whole_objects_or_nothing(text, whole):
    """Only complete JSON objects are arguments, however near something else comes."""
    assert is_object(text) is whole


@pytest.mark.parametrize(
    ("finish", "text", "trouble"),
    [
        ("length", "half", Trouble.CUT_OFF),
        (None, "half", Trouble.CUT_OFF),
        ("content_filter", "half", Trouble.REFUSED),
        ("stop", "", Trouble.EMPTY),
        ("stop", "\n ", Trouble.EMPTY),
    ],
)
def test_a_message_that_did_not_end_well_is_trouble(finish, text, trouble):
    """Text counts only with the endpoint's word that it is complete."""
    with pytest.raises(ModelTrouble) as caught:
        check_finished(AIMessage(text, response_metadata={"finish_reason": finish}), text.strip())
    assert caught.value.trouble is trouble


async def ask(step: Step, **values: object) -> AIMessage:
    with ScriptedModel([step]) as model:
        return await open_model(settings(model.url, **values)).ainvoke("hello")


@pytest.mark.parametrize("stream", [True, False], ids=["streamed", "whole"])
async def test_a_refusal_survives(stream):
    """What the endpoint says in the place of an answer is not lost on the way, streamed or not."""
    message = await ask(Step(refusal="I will not."), stream=stream)
    assert message.additional_kwargs["refusal"] == "I will not."


async def test_the_sdk_never_retries():
    """A rate limit is one request and a trouble at once, not a sleep."""
    with ScriptedModel([fail(429, retry_after="30")]) as model:
        with pytest.raises(openai.RateLimitError):
            await open_model(settings(model.url)).ainvoke("hello")
        assert len(model.requests) == 1


@pytest.mark.parametrize("stream", [True, False])
async def test_streaming_is_a_setting(stream):
    """Endpoints that cannot stream are asked without."""
    with ScriptedModel([faithful]) as model:
        await advisor(model, stream=stream).ask(QUESTION, conversation="c")
        assert model.requests[0].streamed is stream


def test_without_a_key_there_is_no_model():
    """A missing key is a trouble with a name, not a crash."""
    with pytest.raises(ModelTrouble) as caught:
        open_model(Settings(_env_file=None, openai_api_key=None))
    assert caught.value.trouble is Trouble.CONFIGURATION


async def test_tracing_is_off_whatever_the_environment_says(monkeypatch):
    """No conversation goes to a tracing service."""
    with ScriptedModel(always=faithful) as model, ScriptedModel() as tracing:
        for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"):
            monkeypatch.setenv(name, "true")
        monkeypatch.setenv("LANGSMITH_ENDPOINT", tracing.url)
        monkeypatch.setenv("LANGSMITH_API_KEY", "lsv2_x")
        reply = await advisor(model).ask(QUESTION, conversation="c")
        await asyncio.sleep(0.1)
        assert reply.mode == "online"
        assert tracing.requests == []


# -- the double itself ------------------------------------------------------------------------------------------------


def test_a_step_that_nobody_asked_for_fails_the_test():
    """A script that was not played to its end is a failure."""
    with pytest.raises(AssertionError, match="nobody asked for"), ScriptedModel([say("never")]):
        pass


async def test_a_request_that_no_step_waits_for_fails_the_test():
    """One request too many is a failure."""
    with pytest.raises(AssertionError, match="no step waited for"), ScriptedModel([]) as model:
        await advisor(model).ask(QUESTION, conversation="c")


@pytest.mark.parametrize("stream", [True, False], ids=["streamed", "whole"])
async def test_the_double_speaks_the_protocol(stream):
    """The real client reads text, tool calls and usage as they were scripted."""
    message = await ask(use(ToolUse("compute", {"tool": "times"}), text="wait"), stream=stream)
    assert (message.text, message.tool_calls[0]["args"]) == ("wait", {"tool": "times"})
    assert message.usage_metadata
    assert message.usage_metadata["total_tokens"] == 12


async def test_embeddings_depend_on_the_text_alone():
    """The same text has the same vector in every run."""
    from agent.testing import embedding_of

    with ScriptedModel() as model:
        client = openai.AsyncOpenAI(api_key="k", base_url=model.url, max_retries=0)
        found = await client.embeddings.create(model="m", input=["预算", "budget"])
        await client.close()
    assert found.data[0].embedding == pytest.approx(embedding_of("预算"))
    assert model.embedded == ["预算", "budget"]
