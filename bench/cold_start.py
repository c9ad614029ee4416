"""A cold process to the first answer, against a stock retrieval agent to its first token: both in one run.

``python3 -m bench.cold_start [--rounds N] [--online]``. Without ``--online`` the advisor answers offline; with it a model writes, at the same endpoint as the stock agent's,
and the whole reply is waited for. The two take turns, so that a busy machine is busy for both. The stock agent
(``bench/stock.py``) talks to a scripted endpoint on loopback that answers at once: what is measured is the program.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.testing import Request, ScriptedModel, Step, ToolUse, say, use

QUESTION = "年度营销预算五百万怎么分?"
ROOT = Path(__file__).resolve().parent.parent
TARGET, ONLINE_TARGET = 0.35, 0.9
MEMORY_TARGET = 150


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took: seconds, and MiB at its peak.

    A process inherits the peak of the one that started it, which is why this one imports little.
    """

    processor: float
    wall: float
    memory: float


def measure(command: Sequence[str], environment: dict[str, str]) -> Run:
    begin = time.perf_counter()
    process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode or not output.strip():
        sys.exit(f"{' '.join(command)} failed with exit code {process.returncode}")
    return Run(usage.ru_utime + usage.ru_stime, wall, _mebibytes(usage))


def _mebibytes(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def tool_then_text(request: Request) -> Step:
    """What a model does in a stock agent: search once, then answer; the advisor's has everything in its request."""
    if any(tool["function"]["name"] == "reread" for tool in request.tools):
        return say("先从见效快的项目做起。\n\n[[T1]]")
    if any(message.get("role") == "tool" for message in request.messages):
        return say("按来源，战术层、能力层、战略层……")
    return use(ToolUse("search", {"query": "三层 占比"}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--online", action="store_true", help="with a model at the endpoint")
    options = parser.parse_args()
    rounds = options.rounds
    # Through the public door where this is the environment that it sets up, else straight to the command.
    module = "agent" if Path(sys.prefix) == ROOT / ".venv" else "agent.cli"
    own_command = [sys.executable, "-m", module, "ask", QUESTION]
    with tempfile.TemporaryDirectory() as directory, ScriptedModel(always=tool_then_text) as model:
        bare = {k: v for k, v in os.environ.items() if not k.startswith(("OPENAI_", "ADVISOR_", "LANGSMITH_"))}
        own = {**bare, "PYTHONPATH": str(ROOT), "ADVISOR_DATA_DIR": f"{directory}/own", "ADVISOR_OFFLINE": "1"}
        if options.online:
            del own["ADVISOR_OFFLINE"]
            own |= {"OPENAI_API_KEY": "sk-bench", "OPENAI_BASE_URL": model.url}
        stock = {**bare, "PYTHONPATH": str(ROOT), "OPENAI_API_KEY": "sk-bench", "OPENAI_BASE_URL": model.url}
        build_command = [sys.executable, "-m", "bench.stock", f"{directory}/stock"]
        stock_command = [*build_command, QUESTION]
        subprocess.run(build_command, env=stock, cwd=ROOT, check=True)
        measure(own_command, own)  # compiled files and the index: once per installation, as the store is
        measure(stock_command, stock)
        runs = [(measure(own_command, own), measure(stock_command, stock)) for _ in range(rounds)]
    report([a for a, _ in runs], [b for _, b in runs], target=ONLINE_TARGET if options.online else TARGET)


def report(own: Sequence[Run], stock: Sequence[Run], *, target: float) -> None:
    print(f"{len(own)} rounds, medians (lowest-highest)")
    print(f"{'':<24}{'advisor':>22}{'stock agent':>24}{'ratio':>8}")
    for title, name, unit in (
        ("processor time", "processor", "s"),
        ("wall time", "wall", "s"),
        ("memory", "memory", "MiB"),
    ):
        mine, theirs = ([float(getattr(run, name)) for run in runs] for runs in (own, stock))
        ratio = statistics.median(mine) / statistics.median(theirs)
        print(f"{title:<24}{_spread(mine, unit):>22}{_spread(theirs, unit):>24}{ratio:>8.2f}")
    print(f"targets: ratio at most {target}, memory at most {MEMORY_TARGET} MiB")


def _spread(values: Sequence[float], unit: str) -> str:
    digits = 0 if unit == "MiB" else 2
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{middle:.{digits}f} {unit} ({low:.{digits}f}-{high:.{digits}f})"


if __name__ == "__main__":
    main()
