"""Calls, prompt size and overhead per turn beside a stock agent: ``python3 -m bench.turns [QUESTIONS.jsonl]``.

A question is ``{"id": …, "turns": [message, …]}``. Both sides speak to the same scripted model on loopback, which answers
at once, so that the time of a turn is what the side itself adds. Each side gets the model that suits it best: the
advisor's tells the draft; the stock agent's searches once, computes once where the question holds a digit, and answers,
which is the least that it needs, in a text as long as the advisor's. The stock agent is what LangChain's documentation builds: ``create_agent``, a
vector store as retrieval tool, a calculator, memory per thread.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from agent.advisor import Advisor
from agent.assembly import IN_MEMORY, open_advisor
from agent.settings import Settings
from agent.testing import Request, ScriptedModel, Step, ToolUse, say, use
from knowledge.corpus import load_corpus

QUESTIONS: list[dict[str, Any]] = [
    {"id": "split", "turns": ["年度营销预算五百万怎么分？", "那如果是1000万呢", "只看战术层"]},
    {"id": "item", "turns": ["how much should I spend on AIGC?", "my marketing budget is $2.5m"]},
    {"id": "gate", "turns": ["we hit 45% adoption and cut cost 22%, can we go to phase two?"]},
    {"id": "source", "turns": ["AI智能体能干什么", "员工抵触怎么办"]},
    {"id": "talk", "turns": ["你好"]},
]
KEY = "sk-scripted"
Ask = Callable[[str, str], Awaitable[str]]


def advisor_model(request: Request) -> Step:
    """Tells the draft that the request holds."""
    draft = re.search(r"<draft>\n(.*?)\n</draft>", request.said("user"), re.DOTALL)
    return say(draft[1] if draft else "…")


def stock_model(request: Request, lengths: dict[str, int]) -> Step:
    """Searches, computes where the question holds a figure, answers at the length that ``lengths`` has for it."""
    last = max(n for n, m in enumerate(request.messages) if m["role"] == "user")
    question, done = str(request.messages[last]["content"]), request.messages[last + 1 :]
    results = sum(1 for m in done if m["role"] == "tool")
    if not results:
        return use(ToolUse("search_documents", {"query": question}))
    if results == 1 and re.search(r"[0-9一二三四五六七八九十百千]", question):
        return use(ToolUse("calculator", {"expression": "5000000*0.10"}))
    text = "According to the documents, the tactical layer gets 10% and the capability layer 5% of the budget. "
    return say((text * 40)[: lengths.get(question, len(text))])


def open_stock(url: str) -> Ask:
    """A retrieval agent as the documentation builds it."""
    from langchain.agents import create_agent
    from langchain.tools import tool
    from langchain_core.vectorstores import InMemoryVectorStore
    from langchain_openai import ChatOpenAI, OpenAIEmbeddings
    from langgraph.checkpoint.memory import InMemorySaver

    endpoint: dict[str, Any] = {"api_key": KEY, "base_url": url}
    embeddings = OpenAIEmbeddings(**endpoint, check_embedding_ctx_length=False)
    passages = InMemoryVectorStore(embeddings)
    passages.add_texts([passage.text for passage in load_corpus().passages])
    retriever = passages.as_retriever(search_kwargs={"k": 4})

    @tool
    async def search_documents(query: str) -> str:
        """Search the documents about AI-marketing budgets. Returns the passages that fit the query best."""
        return "\n\n".join(found.page_content for found in await retriever.ainvoke(query))

    @tool
    def calculator(expression: str) -> str:
        """Evaluate an arithmetic expression, for example 5000000*0.10."""
        left, _, right = expression.partition("*")
        return str(float(left) * float(right or 1))

    agent = create_agent(
        ChatOpenAI(**endpoint, model="scripted"),
        tools=[search_documents, calculator],
        system_prompt="You advise on AI-marketing budgets. Search the documents before you answer, use the calculator "
        "for every computation, cite the passages, and reply in the language of the question.",
        checkpointer=InMemorySaver(),
    )

    async def ask(message: str, thread: str) -> str:
        text = ""
        config: Any = {"configurable": {"thread_id": thread}}
        asked: Any = {"messages": [{"role": "user", "content": message}]}
        stream: Any = agent.astream(asked, config, stream_mode="messages")
        async for part in stream:
            text += str(getattr(part[0], "text", ""))
        return text

    return ask


def open_ours(url: str, directory: Path) -> tuple[Advisor, Ask]:
    settings = Settings(_env_file=None, openai_api_key=KEY, openai_base_url=url, data_directory=directory)
    advisor = open_advisor(settings, memory=IN_MEMORY)

    async def ask(message: str, thread: str) -> str:
        reply = await advisor.ask(message, conversation=thread)
        return reply.text if reply.mode == "online" else f"({reply.trouble}) {reply.text}"

    return advisor, ask


async def measure(
    ask: Ask, model: ScriptedModel, questions: list[dict[str, Any]], lengths: dict[str, int]
) -> dict[str, list[float]]:
    rows: dict[str, list[float]] = {"calls": [], "characters": [], "ms": [], "cpu": []}
    for question in questions:
        for message in question["turns"]:
            model.clear()
            start, cpu = time.perf_counter(), time.process_time()
            text = await ask(message, str(question["id"]))
            rows["ms"].append((time.perf_counter() - start) * 1000)
            rows["cpu"].append((time.process_time() - cpu) * 1000)
            lengths.setdefault(message, len(text))
            sizes = [len(request.prompt) for request in model.requests]
            rows["calls"].append(len(sizes))
            rows["characters"].append(sum(sizes))
    return rows


async def compare(questions: list[dict[str, Any]], rounds: int) -> None:
    tables: dict[str, list[dict[str, list[float]]]] = {"advisor": [], "stock agent": []}
    lengths: dict[str, int] = {}
    with (
        tempfile.TemporaryDirectory() as directory,
        ScriptedModel(always=advisor_model) as own,
        ScriptedModel(always=lambda request: stock_model(request, lengths)) as other,
    ):
        _, ours = open_ours(own.url, Path(directory))
        stock = open_stock(other.url)
        await ours("你好", "warm")
        await stock("你好", "warm")
        for number in range(rounds):  # in turns, so that a busy machine slows both
            renamed = [{**question, "id": f"{question['id']}-{number}"} for question in questions]
            tables["advisor"].append(await measure(ours, own, renamed, lengths))
            tables["stock agent"].append(await measure(stock, other, renamed, lengths))
    head = ("", "calls/turn", "characters/turn", "most in a turn", "overhead p50", "overhead p95", "processor p50")
    print("{:<12}{:>12}{:>17}{:>16}{:>14}{:>14}{:>15}".format(*head))
    for name, results in tables.items():
        row = {key: [value for result in results for value in result[key]] for key in results[0]}
        times = sorted(row["ms"])
        print(
            f"{name:<12}{statistics.mean(row['calls']):>12.2f}{statistics.mean(row['characters']):>17,.0f}"
            f"{max(row['characters']):>16,.0f}{statistics.median(times):>11.1f} ms{times[int(len(times) * 0.95)]:>11.1f} ms"
            f"{statistics.median(row['cpu']):>12.1f} ms"
        )
    print(f"{sum(len(q['turns']) for q in questions)} turns, {rounds} rounds")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path, nargs="?", help="JSON lines; a few built-in questions without it")
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    questions = QUESTIONS
    if options.questions:
        lines = options.questions.read_text(encoding="utf-8").splitlines()
        questions = [json.loads(line) for line in lines if line.strip()]
    asyncio.run(compare(questions, options.rounds))


if __name__ == "__main__":
    main()
