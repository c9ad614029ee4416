"""``advisor config --check`` and ``advisor models``, against an endpoint on loopback."""

import pytest

from agent.commands import endpoint
from agent.settings import Settings
from agent.testing import ScriptedModel, fail, say
from tests.online.doubles import settings


@pytest.mark.parametrize("stream", [True, False], ids=["streamed", "whole"])
def test_a_model_that_answers_is_said_to(stream, capsys):
    """One word is asked for, as a turn asks: with a system message and a tool."""
    with ScriptedModel([say("ready")]) as model:
        assert endpoint.check(settings(model.url, stream=stream), "en") == 0
        (request,) = model.requests
    assert request.tools
    assert "answered after" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (fail(401), "OPENAI_API_KEY"),
        (fail(402, "Insufficient Balance"), "credit"),
        (fail(404, "The model `gpt-9` does not exist"), "advisor models"),
        (fail(404, "Not Found"), "OPENAI_BASE_URL"),
        (say("<think>hm"), "thinking off"),
        (say(""), "no text"),
    ],
)
def test_what_is_wrong_is_named(step, told, capsys):
    """The exit code is 1, and the line says the cause and what to do; the key is never printed."""
    with ScriptedModel([step]) as model:
        assert endpoint.check(settings(model.url), "en") == 1
    out = capsys.readouterr().out
    assert told in out
    assert "sk-scripted" not in out


def test_what_an_endpoint_does_not_take_is_told(capsys):
    """A model without tools and system messages can be used; the check says what is left out."""
    script = [fail(400, "this model does not support tools"), fail(400, "System role not supported"), say("ready")]
    with ScriptedModel(script) as model:
        assert endpoint.check(settings(model.url), "zh") == 0
    out = capsys.readouterr().out
    assert "系统消息" in out
    assert "工具" in out


def test_models_are_listed_and_the_one_that_is_set_is_marked(capsys):
    """A name that the endpoint does not list is pointed out."""
    with ScriptedModel(models=["b-model", "a-model"]) as model:
        assert endpoint.models(settings(model.url, model="b-model"), "en") == 0
        assert capsys.readouterr().out == "  a-model\n* b-model\n"
        assert endpoint.models(settings(model.url, model="c-model"), "en") == 0
        assert "ADVISOR_MODEL" in capsys.readouterr().out


def test_without_a_key_nothing_is_asked(capsys):
    """The check then says that answers are given offline."""
    assert endpoint.check(Settings(_env_file=None, openai_api_key=None), "en") == 0
    assert "offline" in capsys.readouterr().out


def test_an_endpoint_that_is_not_there_is_named(capsys):
    """A refused connection is told as one."""
    model = ScriptedModel()
    model.close()
    assert endpoint.models(settings(model.url), "en") == 1
    assert "cannot be reached" in capsys.readouterr().out
