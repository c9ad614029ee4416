"""What a turn with a model takes beyond the model itself: ``python3 -m bench.online [--turns N] [--pace SECONDS]``.

A scripted endpoint on loopback streams the same text, at the same pace, to the advisor and to LangChain's own agent with one tool. Told are the time beyond the endpoint's
own, the processor time of a turn (the endpoint's share is the same for both), requests and characters.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from typing import Any

from agent.assembly import IN_MEMORY, open_advisor
from agent.settings import Settings
from agent.testing import ScriptedModel, say

REPLY = (
    "请先从见效快的项目做起，再逐步补上能力建设。\n\n[[T1]]\n\n"
    + "每一步都和业务团队一起复盘，把做得好的地方讲给大家听。" * 6
)
QUESTION = "年度营销预算五百万怎么分？"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=10)
    parser.add_argument("--pace", type=float, default=0.02, help="seconds between two deltas")
    options = parser.parse_args()
    asyncio.run(measure(options.turns, options.pace))


async def measure(turns: int, pace: float) -> None:
    step = say(REPLY, pieces=4, each_after=pace)
    own = pace * (1 + -(-len(REPLY) // 4))
    with ScriptedModel(always=step) as model, tempfile.TemporaryDirectory() as directory:
        settings = Settings(OPENAI_API_KEY="sk-scripted", OPENAI_BASE_URL=model.url, ADVISOR_DATA_DIR=directory)
        advisor = open_advisor(settings, memory=IN_MEMORY)

        async def ours(n: int) -> None:
            reply = await advisor.ask(QUESTION, conversation=str(n))
            assert reply.mode == "online", (reply.trouble, reply.notice)

        await _told("advisor", ours, turns, own)
        print(
            f"{'advisor':<8} {len(model.requests) / (turns + 1):.2f} requests, {model.prompt_characters / (turns + 1):.0f} characters a turn"
        )
        await _told("stock", _stock(model.url), turns, own)


def _stock(url: str) -> Any:
    from langchain.agents import create_agent
    from langchain.tools import tool
    from langchain_openai import ChatOpenAI

    @tool
    def search(query: str) -> str:
        """Search the article about AI marketing budgets."""
        return query

    model = ChatOpenAI(model="gpt-4.1-mini", api_key="sk-scripted", base_url=url)
    agent: Any = create_agent(model, [search], system_prompt="Answer from the article.")

    async def asked(_: int) -> None:
        async for _chunk in agent.astream({"messages": [("user", QUESTION)]}, stream_mode="messages"):
            pass

    return asked


async def _told(name: str, ask: Any, turns: int, own: float) -> None:
    """Ask once to warm up, then ``turns`` times, and print what a turn took."""
    await ask(-1)
    walls, processor = [], []
    for n in range(turns):
        wall, cpu = time.perf_counter(), time.process_time()
        await ask(n)
        walls.append(time.perf_counter() - wall - own)
        processor.append(time.process_time() - cpu)
    print(
        f"{name:<8} overhead p50 {statistics.median(walls) * 1000:.0f} ms, processor p50 {statistics.median(processor) * 1000:.0f} ms a turn"
    )


if __name__ == "__main__":
    main()
