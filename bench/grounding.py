"""What the gate costs: milliseconds per KB, the worst hostile input, the delay that it adds to a stream.

Run ``python -m bench.grounding`` from the project root. Targets: 15 ms per KB, 100 ms for any input, a mean of 50 ms
and a 95th percentile of 250 ms of delay at 50 tokens a second.
"""

from __future__ import annotations

import random
import re
import statistics
import time
from collections.abc import Iterator

from tests.grounding.corpus import PASSAGES, VOCABULARY, World, faithful, worlds
from tests.grounding.hostile import hostile

from agent.grounding import Gate, StreamGate

TOKENS_PER_SECOND = 50
CAP = 12_000


def replies() -> list[tuple[World, str]]:
    """Replies of about a KB, put together from the faithful ones."""
    out = []
    for language in ("zh", "en"):
        for literal in (False, True):
            parts = [text for here, text in faithful(literal=literal) if here.language == language]
            parts = [text for text in parts if worlds()[language].gate.check(text).ok]
            out += [(worlds()[language], "\n\n".join(parts[i : i + 6]) + "\n") for i in range(0, len(parts), 6)]
    return out


def timed(gate: Gate, text: str) -> float:
    """Milliseconds of one check, the best of three."""
    best = 1e9
    for _ in range(3):
        start = time.perf_counter()
        gate.check(text)
        best = min(best, time.perf_counter() - start)
    return best * 1000


def cost() -> None:
    """Milliseconds per KB (1,024 bytes of UTF-8) over faithful replies."""
    per_kb = [timed(here.gate, text) / (len(text.encode()) / 1024) for here, text in replies()]
    print(f"check: mean {statistics.mean(per_kb):.2f} ms/KB, worst {max(per_kb):.2f} ms/KB (target 15)")
    start = time.perf_counter()
    for _ in range(5):
        Gate(worlds()["zh"].ledger, language="zh", vocabulary=VOCABULARY, passages=PASSAGES)
    print(f"making a gate: {(time.perf_counter() - start) * 200:.2f} ms")


def bombs() -> Iterator[tuple[str, str]]:
    """Inputs made to be slow: many of everything that the gate looks for, as long as the cap lets them be."""
    units = {
        "digits": "1", "spaced digits": "1 ", "chinese numerals": "三", "ten thousands": "万", "percents": "%", "references": "[[F1]]",
        "spaced references": "[[F1]] ", "open brackets": "[", "open references": "[[F1", "names": "战术层", "names and figures": "战术层10%", "letters": "a",
        "spaced letters": "a b ", "words": "seven ", "glued words": "seven", "comparators": "不超过", "english comparators": "at least ",
        "emphasis": "*", "underscores": "_", "backticks": "`", "bars": "|", "rows": "|1|\n", "blanks": " ", "line ends": "\n", "list numbers": "1. a\n",
        "nested lists": " - a\n", "quotes": "“", "stops": "。", "full stops": ". ", "abbreviations": "max.", "dots": ".", "commas": "1,", "plus": "+1", "equations": "[[F1]]=",
        "brackets": "([[F1]]+", "ranges": "1-", "tildes": "~", "angle": "<", "ampersands": "&a", "slashes": "1/", "dashes": "-", "pinyin": "shi", "phrases": "一个",
        "roman": "XIV ", "lookalikes": "lO", "domains": "a-a.", "comparisons": "战术层预算最", "superlatives": "战术层 the largest ", "falls": "降低了", "months": "每月",
        "money": "RMB ", "currency": "¥", "fractions": "三分之", "half": "一半", "enumerators": "第一，", "abouts": "约1", "emoji": "✅", "citations": "[[cite:budget:29]]",
        "quotations": "[[quote:zh:budget:29]]", "labels": "[[F1:label]] ", "headings": "# 1\n", "cjk": "中", "colons": "：", "semicolons": "；", "mixed": "a1三[[F1]]%，",
    }  # fmt: skip
    for name, unit in units.items():
        yield name, (unit * CAP)[:CAP]
        yield f"{name}, in sentences", "。".join((unit * 700)[:700] for _ in range(CAP // 701))
    rng = random.Random(1)
    alphabet = "".join(units.values())
    for seed in range(20):
        yield f"noise {seed}", "".join(rng.choice(alphabet) for _ in range(CAP))
    yield "past the cap", "1" * 1_000_000


def worst() -> None:
    """The slowest inputs, checked whole and streamed in one delta."""
    found = []
    for name, text in bombs():
        gate = worlds()["zh"].gate
        whole = timed(gate, text)
        start = time.perf_counter()
        stream = StreamGate(gate)
        stream.feed(text)
        found.append((max(whole, (time.perf_counter() - start) * 1000), name))
    found += [(timed(case.world.gate, case.text), case.kind) for case in hostile(random.Random(2), count=500)]
    found.sort(reverse=True)
    print("worst inputs (target 100 ms): " + ", ".join(f"{name} {ms:.0f} ms" for ms, name in found[:5]))


def tokens(text: str) -> list[str]:
    """``text`` in pieces of about a token: a short word with its blank, one or two Chinese characters, marks."""
    return re.findall(r"\[\[|\]\]| ?[A-Za-z]{1,6}| ?[0-9]{1,3}|[一-鿿]{1,2}|\s+|.", text)


def delay() -> None:
    """How much later than without a gate a character is shown, at 50 tokens a second, the work of the gate included."""
    late: list[float] = []
    slowest = 0.0
    for here, text in [*faithful(literal=False), *faithful(literal=True)]:
        stream = StreamGate(here.gate)
        waiting: list[float] = []  # when each character that is not yet shown arrived
        now = 0.0
        for token in tokens(text):
            now += 1 / TOKENS_PER_SECOND
            waiting += [now] * len(token)
            start = time.perf_counter()
            new = stream.feed(token)
            spent = time.perf_counter() - start
            slowest = max(slowest, spent)
            if new:
                # What is held is the end of what has arrived; all before it is out.
                out = len(waiting) - len(stream.held)
                late += [now + spent - arrived for arrived in waiting[:out]]
                del waiting[:out]
        stream.finish()
        late += [now - arrived for arrived in waiting]
    late.sort()
    p95 = late[int(0.95 * len(late))]
    print(
        f"stream at {TOKENS_PER_SECOND} tokens/s: mean delay {statistics.mean(late) * 1000:.0f} ms (target 50), "
        f"p95 {p95 * 1000:.0f} ms (target 250), longest feed {slowest * 1000:.1f} ms"
    )


if __name__ == "__main__":
    cost()
    worst()
    delay()
