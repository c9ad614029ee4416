"""``advisor config --check`` and ``advisor models``: whether the model that is set answers, and which models its endpoint offers.

Each function prints its report and returns the exit code. A check costs one word of the model; what goes wrong is named as it is in a conversation.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from agent.errors import ModelTrouble, Trouble
from agent.notices import cause
from tools.tongues import listed, pick

if TYPE_CHECKING:
    from agent.settings import Settings

_TEXTS = {
    "offline": (
        "没有设置 OPENAI_API_KEY（或设置了 ADVISOR_OFFLINE），不向模型提问，回答由程序离线给出。",
        "No OPENAI_API_KEY is set (or ADVISOR_OFFLINE is): no model is asked, answers are given offline.",
    ),
    "asked": ("模型 {model}，地址 {url}", "model {model} at {url}"),
    "answered": ("模型在 {seconds} 秒后作答。", "The model answered after {seconds} s."),
    "lacks": ("该服务不接受：{parts}；提问时会略去。", "The endpoint does not take: {parts}; they are left out when it is asked."),
    "tools": ("工具（改为用文字说明）", "tools (they are described in words instead)"),
    "system": ("系统消息（并入第一条消息）", "a system message (it goes with the first message)"),
    "usage": ("用量统计", "a count of tokens"),
    "stream": ("流式输出", "streaming"),
    "wrong": ("不能使用：{cause}。", "It cannot be used: {cause}."),
    "none": ("该服务没有列出任何模型。", "The endpoint lists no models."),
    "unlisted": ("该服务没有列出 {model}，请检查 ADVISOR_MODEL。", "The endpoint does not list {model}; check ADVISOR_MODEL."),
}  # fmt: skip


def check(settings: Settings, language: str) -> int:
    """Ask the model one word. Exit code 1 where it cannot be used."""
    if not settings.online:
        print(_say("offline", language))
        return 0
    from agent.models import DEFAULT_URL

    print(_say("asked", language, model=settings.model, url=settings.openai_base_url or DEFAULT_URL))
    begun = time.monotonic()
    try:
        lacks = asyncio.run(ask_word(settings))
    except ModelTrouble as error:
        print(_say("wrong", language, cause=cause(error.trouble, language)))
        return 1
    print(_say("answered", language, seconds=f"{time.monotonic() - begun:.1f}"))
    if lacks:
        parts = listed(language, (_say(part, language) for part in lacks))
        print(_say("lacks", language, parts=parts))
    return 0


def models(settings: Settings, language: str) -> int:
    """The models that the endpoint offers, the one that is set marked. Exit code 1 where they cannot be listed."""
    if not settings.online:
        print(_say("offline", language))
        return 1
    try:
        names = asyncio.run(list_models(settings))
    except ModelTrouble as error:
        print(_say("wrong", language, cause=cause(error.trouble, language)))
        return 1
    for name in names:
        print(f"* {name}" if name == settings.model else f"  {name}")
    if not names:
        print(_say("none", language))
    elif settings.model not in names:
        print(_say("unlisted", language, model=settings.model))
    return 0


def _say(name: str, language: str, **values: str) -> str:
    return pick(language, *_TEXTS[name]).format(**values)


async def ask_word(settings: Settings) -> tuple[str, ...]:
    """Ask as a turn does, with a system message and a tool, for one word; the parts that the endpoint refused."""
    from langchain.agents.middleware import ModelRequest
    from langchain_core.messages import HumanMessage, SystemMessage

    from agent.models import open_model
    from agent.online.cleaning import Cleaner
    from agent.online.endpoint import Endpoint
    from agent.online.schemas import tool
    from agent.online.troubles import check_finished, model_trouble, refused_part

    model, endpoint = open_model(settings), Endpoint()
    request: ModelRequest[Any] = ModelRequest(
        model=model,
        messages=[HumanMessage("Reply with the word: ready")],
        system_message=SystemMessage("You check a connection."),
        tools=[tool("search", "Not needed.", {"query": {"type": "string"}})],
    )
    while True:
        asked = endpoint.adapted(request)
        messages = [*([asked.system_message] if asked.system_message else []), *asked.messages]
        bound = model.bind_tools(asked.tools) if asked.tools else model
        try:
            async with asyncio.timeout(settings.turn_seconds):
                message: Any = None
                async for chunk in bound.bind(**asked.model_settings).astream(messages):
                    message = chunk if message is None else message + chunk
        except Exception as error:
            part = refused_part(error)
            if not part or part in endpoint.lacks:
                raise model_trouble(error) from error
            endpoint.lacks.add(part)
            continue
        if message is None:
            raise ModelTrouble(Trouble.EMPTY)
        cleaner = Cleaner()
        words = (cleaner.feed(message.text) + cleaner.finish()).strip()
        check_finished(message, words, thought=cleaner.thought)
        return tuple(sorted(endpoint.lacks))


async def list_models(settings: Settings) -> list[str]:
    """The names that the endpoint lists, in order."""
    import openai

    from agent.models import DEFAULT_URL
    from agent.online.troubles import model_trouble

    assert settings.openai_api_key is not None
    try:
        async with (
            asyncio.timeout(settings.turn_seconds),
            openai.AsyncOpenAI(
                api_key=settings.openai_api_key.get_secret_value(),
                base_url=settings.openai_base_url or DEFAULT_URL,
                max_retries=0,
            ) as client,
        ):
            return sorted([model.id async for model in client.models.list()])
    except Exception as error:
        raise model_trouble(error) from error
