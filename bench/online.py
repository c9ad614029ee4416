"""What a turn with a model takes beyond the model itself: ``python3 -m bench.online [--turns N] [--pace SECONDS] [--first SECONDS]``.

A scripted endpoint on loopback streams the same text, at the same pace, to the advisor and to LangChain's own agent with one tool, turn about, so that a busy machine slows
both. Told are the time beyond the endpoint's own, the processor time of a turn (the endpoint's share is the same for both), when the first words are there, requests
and characters. The endpoint lets ``--first`` seconds pass before its first token, as models do.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from typing import Any

from agent.assembly import IN_MEMORY, open_advisor
from agent.replies import Delta, Done
from agent.settings import Settings
from agent.testing import ScriptedModel, say

REPLY = (
    "请先从见效快的项目做起，再逐步补上能力建设。\n\n[[T1]]\n\n"
    + "每一步都和业务团队一起复盘，把做得好的地方讲给大家听。" * 6
)
QUESTION = "年度营销预算五百万怎么分？"
#: Asks once; gives when the first words were there.
Ask = Callable[[int], Awaitable[float]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=10)
    parser.add_argument("--pace", type=float, default=0.02, help="seconds between two deltas")
    parser.add_argument("--first", type=float, default=0.8, help="seconds until the first delta")
    options = parser.parse_args()
    asyncio.run(measure(options.turns, options.pace, options.first))


async def measure(turns: int, pace: float, first: float) -> None:
    step = say(REPLY, pieces=4, each_after=pace, first_after=first)
    own = first + pace * (1 + -(-len(REPLY) // 4))
    with (
        ScriptedModel(always=step) as model,
        ScriptedModel(always=step) as other,
        tempfile.TemporaryDirectory() as directory,
    ):
        settings = Settings(OPENAI_API_KEY="sk-scripted", OPENAI_BASE_URL=model.url, ADVISOR_DATA_DIR=directory)
        advisor = open_advisor(settings, memory=IN_MEMORY)

        async def ours(n: int) -> float:
            begun = seen = time.perf_counter()
            async for event in advisor.stream(QUESTION, conversation=str(n)):
                if isinstance(event, Delta) and seen == begun:
                    seen = time.perf_counter()
                if isinstance(event, Done):
                    assert event.reply.mode == "online", (event.reply.trouble, event.reply.notice)
            return seen - begun

        rows: dict[str, list[tuple[float, float, float]]] = {"advisor": [], "stock": []}
        sides: tuple[tuple[str, Ask], ...] = (("advisor", ours), ("stock", _stock(other.url)))
        for n in range(-1, turns):
            for name, ask in sides:
                wall, processor = time.perf_counter(), time.process_time()
                seen = await ask(n)
                if n >= 0:  # the first turn warms up
                    rows[name].append((time.perf_counter() - wall - own, time.process_time() - processor, seen))
        for name, found in rows.items():
            wall, processor, seen = (statistics.median(column) for column in zip(*found, strict=True))
            print(
                f"{name:<8} overhead p50 {wall * 1000:.0f} ms, processor p50 {processor * 1000:.0f} ms a turn, "
                f"first words after {seen:.2f} s, {seen / first:.2f} of the model's own"
            )
        asked = turns + 1
        print(
            f"advisor  {len(model.requests) / asked:.2f} requests, {model.prompt_characters / asked:.0f} characters a turn"
        )


def _stock(url: str) -> Ask:
    from langchain.agents import create_agent
    from langchain.tools import tool
    from langchain_openai import ChatOpenAI

    @tool
    def search(query: str) -> str:
        """Search the article about AI marketing budgets."""
        return query

    model = ChatOpenAI(model="gpt-4.1-mini", api_key="sk-scripted", base_url=url)
    agent: Any = create_agent(model, [search], system_prompt="Answer from the article.")

    async def asked(_: int) -> float:
        begun = seen = time.perf_counter()
        async for chunk, _about in agent.astream({"messages": [("user", QUESTION)]}, stream_mode="messages"):
            if chunk.text and seen == begun:
                seen = time.perf_counter()
        return seen - begun

    return asked


if __name__ == "__main__":
    main()
