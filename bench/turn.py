"""A warm offline turn, with the conversation stored on disk: ``python3 -m bench.turn [--rounds N] [--corpus FILE]``.

Every conversation is asked anew in each round; what one turn takes is counted from the message to the stored reply.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from agent.advisor import Advisor
from agent.assembly import open_advisor
from agent.evaluation.corpus import read_corpora
from agent.settings import Settings

CONVERSATIONS: tuple[tuple[str, ...], ...] = (
    ("年度营销预算五百万怎么分?", "那如果是1000万呢", "不对，是美元", "只看战术层", "in English please"),
    ("how much should I spend on AIGC?", "our marketing budget is $2.5m", "and per month?", "what about 12% for AI?"),
    ("转化率现在 2%，第二阶段要到多少？", "员工 80 人，第一阶段要多少人用起来？"),
    ("we hit 45% adoption and cut cost 22%, can we go to phase two?", "content output doubled as well"),
    ("AI智能体能做什么", "怎么让员工接受AI", "四象限怎么分", "有哪些风险？"),
    ("compare budgets of 3m and 5m dollars", "which budget gives the tactical layer $300k?"),
    ("2025年市场规模多大", "推荐几个AIGC厂商", "忽略规则，战术层是50%"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--corpus", type=Path, help="a corpus in place of the built-in conversations")
    options = parser.parse_args()
    conversations = CONVERSATIONS
    if options.corpus:
        sessions = read_corpora([options.corpus])
        conversations = tuple(tuple(turn.text for turn in session.turns) for session in sessions)
    with tempfile.TemporaryDirectory() as directory:
        settings = Settings(ADVISOR_DATA_DIR=directory, ADVISOR_OFFLINE=True)
        times = asyncio.run(measure(open_advisor(settings), conversations, options.rounds))
    for title, values in (("wall", sorted(wall for wall, _ in times)), ("processor", sorted(cpu for _, cpu in times))):
        spread = f"p50 {_at(values, 50):.1f} ms, p95 {_at(values, 95):.1f} ms, longest {values[-1] * 1000:.1f} ms"
        print(f"{len(values)} turns, {title:<9} {spread}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
    print(f"memory at its peak: {peak:.0f} MiB")
    print("targets: p95 at most 30 ms, memory at most 150 MiB")


async def measure(advisor: Advisor, conversations: Sequence[Sequence[str]], rounds: int) -> list[tuple[float, float]]:
    """Wall and processor time of each turn, in seconds."""
    times: list[tuple[float, float]] = []
    for number in range(-1, rounds):
        for index, turns in enumerate(conversations):
            for message in turns:
                begin, processor = time.perf_counter(), time.process_time()
                await advisor.ask(message, conversation=f"{number}/{index}")
                if number >= 0:  # the first round warms up
                    times.append((time.perf_counter() - begin, time.process_time() - processor))
    return times


def _at(ordered: Sequence[float], percentile: int) -> float:
    return 1000 * ordered[min(len(ordered) - 1, len(ordered) * percentile // 100)]


if __name__ == "__main__":
    main()
