"""What the gate costs: milliseconds per KB, the worst input, the delay that it adds to a stream.

Run ``python -m bench.grounding [--rounds N]`` from the project root. Targets: 3 ms per KB, 50 ms for any input, and a cost that is linear in the length of a stream.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from agent.grounding.gate import MAX_LENGTH, Reading
from agent.grounding.words import lexicon
from tests.grounding.gate_hostile import BASES, FIGURES
from tests.grounding.gatebook import gate

TOKENS_PER_SECOND = 50
SETS = Path(__file__).parents[1] / "tests" / "grounding" / "sets"
CAP = MAX_LENGTH
LANGUAGES = ("zh", "en")
HEADINGS = {"zh": "接下来", "en": "What follows"}


def replies() -> list[tuple[str, str]]:
    """Replies of about a KB and their language, put together from texts that pass."""
    out = []
    for language in LANGUAGES:
        parts = [text for text in BASES[language] if gate(language).check(text).ok]
        for start in range(len(parts)):
            mixed = [parts[(start + n) % len(parts)] for n in range(len(parts))]
            # Each part is below a heading of its own, so that no label of another holds for it.
            text = "".join(f"## {HEADINGS[language]}\n\n{part.strip()}\n\n" for part in mixed * 3)
            assert gate(language).check(text).ok, text
            out.append((language, text))
    return out


def timed(language: str, text: str) -> float:
    """Milliseconds of one check by a gate that has seen no sentence of it, the best of three."""
    best = 1e9
    for _ in range(3):
        checked, start = gate(language), time.process_time()
        checked.check(text)
        best = min(best, time.process_time() - start)
    return best * 1000


def cost() -> None:
    """Milliseconds of processor time per KB (1,024 bytes of UTF-8): of prose, and of replies that are nearly all statements."""
    for language in LANGUAGES:
        prose = (" " if language == "en" else "").join(
            (SETS / f"natural_{language}.txt").read_text("utf-8").splitlines()
        )
        print(f"prose, {language}: {timed(language, prose) / (len(prose.encode()) / 1024):.2f} ms/KB (target 3)")
    dense = [(timed(n, text), len(text.encode()), len(gate(n).check(text).text.encode())) for n, text in replies()]
    spent = 1024 * sum(ms for ms, _, _ in dense)
    print(
        f"statements: {spent / sum(shown for _, _, shown in dense):.2f} ms/KB as shown, "
        f"{spent / sum(written for _, written, _ in dense):.2f} ms/KB as written"
    )


def bombs() -> Iterator[tuple[str, str]]:
    """Inputs made to be slow: many of everything that the gate looks for, as long as the cap lets them be."""
    units = {
        "digits": "1", "spaced digits": "1 ", "chinese numerals": "三", "percents": "%", "references": "[[C1]] ", "open brackets": "[",
        "open references": "[[C1", "names": "战术层", "names and figures": "战术层10%", "letters": "a", "spaced letters": "a b ",
        "words": "seven ", "glued words": "seven", "comparators": "at least ", "emphasis": "*", "underscores": "_", "backticks": "`",
        "bars": "|", "rows": "|1|\n", "blanks": " ", "line ends": "\n", "list numbers": "1. a\n", "nested lists": " - a\n", "quotes": "“",
        "stops": "。", "full stops": ". ", "dots": ".", "commas": "1,", "ampersands": "&a", "slashes": "1/", "dashes": "-", "pinyin": "shi",
        "roman": "XIV ", "lookalikes": "lO", "comparisons": "战术层预算更高能力层", "superlatives": "战术层 the largest ", "months": "每月",
        "money": "RMB ", "fractions": "三分之", "emoji": "✅", "citations": "[[cite:budget:29]]", "briefs": "[[C1:brief]]",
        "tables": "[[T1]]\n\n", "headings": "# 1\n", "cjk": "中", "colons": "：", "mixed": "a1三[[C1]]%，",
    }  # fmt: skip
    for name, unit in units.items():
        yield name, (unit * CAP)[:CAP]
        yield f"{name}, in sentences", "。".join((unit * 700)[:700] for _ in range(CAP // 701))
    rng = random.Random(1)
    for seed in range(20):
        yield f"figures {seed}", " ".join(rng.choice(FIGURES) for _ in range(CAP // 8))[:CAP]
    yield "past the cap", "1" * 1_000_000


#: What searched inputs are put together from, besides the words and phrases of the lexicon.
MARKS = (
    *" -'/.,:;|*_`[]()“”\"#%$，。；：、（）\n", "\n\n", "**", "[[", "]]", "> ", "- ", "1. ", "12", "[[C1]]", "[[C1:brief]]", "[[budget]]", "[[cite:budget:29]]", "[[T1]]", "[[X1]]",
    *"aIVXlOeé２✅一二三四几两半倍第每年月周天层段比最超同来源文章写得其余", "战术层", "phase 2", "第二阶段", "员工采纳率", "adoption",
)  # fmt: skip


def searched(rounds: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Inputs that a search of so many rounds found to be slow: pieces in sentences that all differ, changed where they cost most."""
    rng, lists = random.Random(seed), [lexicon(language) for language in ("en", "zh")]
    words = [sorted(w for n in lists[0].data["words"] for w in lists[0].words(n)), MARKS, MARKS]
    words.append([p for found in lists for n in found.data["phrases"] for p in found.phrases(n)])
    found: list[tuple[float, str, str]] = []

    def piece() -> str:
        return "".join(rng.choice(rng.choice(words)) for _ in range(rng.randrange(1, 7)))

    for _ in range(rounds):
        unit, end = (piece(), rng.choice(("", "。", ". ", "\n", " ")))
        if found and rng.random() < 0.6:
            _, unit, end = rng.choice(found[:20])
            place = rng.randrange(len(unit) + 1)
            unit = unit[:place] + piece()[:4] + unit[place + rng.randrange(3) :]
        text = differing(unit * rng.choice((1, 1, 2, 5, 20)), end)
        found = sorted([*found, (timed("zh", text), unit, end)], reverse=True)[:40]
    yield from ((f"{unit!r} and {end!r}", differing(unit, end)) for _, unit, end in found[:5])


def differing(unit: str, end: str) -> str:
    """Sentences of ``unit`` up to the cap, each with other harmless words at its end."""
    size = len(unit + end) + 4
    numbered = ("".join("工好先看做写说走问教"[int(d)] for d in str(1000 + n)) for n in range(CAP // size + 1))
    return "".join(f"{unit}{mark}{end}" for mark in numbered)[:CAP]


def worst(rounds: int) -> None:
    """The slowest inputs, checked whole and streamed in small deltas and in single characters."""
    found = []
    for name, text in (*bombs(), *searched(rounds)):
        found.append((timed("zh", text), name))
        for size in (1, 16):
            stream, start = Reading(gate("zh")), time.process_time()
            for place in range(0, min(len(text), 2 * CAP), size):
                stream.feed(text[place : place + size])
            stream.finish()
            found.append(((time.process_time() - start) * 1000, f"{name}, streamed by {size}"))
    found.sort(reverse=True)
    print("worst inputs (target 50 ms): " + ", ".join(f"{name} {ms:.0f} ms" for ms, name in found[:6]))


def tokens(text: str) -> list[str]:
    """``text`` in pieces of about a token: a short word with its blank, one or two Chinese characters, marks."""
    return re.findall(r"\[\[|\]\]| ?[A-Za-z]{1,6}| ?[0-9]{1,3}|[一-鿿]{1,2}|\s+|.", text)


def delay() -> None:
    """How much later than without a gate what was written is shown, at 50 tokens a second, the work of the gate included."""
    late: list[float] = []
    slowest = 0.0
    for language, text in replies():
        stream = Reading(gate(language))
        waiting: list[float] = []  # when each character that is not yet shown arrived
        now = 0.0
        for token in tokens(text):
            now += 1 / TOKENS_PER_SECOND
            waiting += [now] * len(token)
            start = time.process_time()
            shown = stream.feed(token)
            spent = time.process_time() - start
            slowest = max(slowest, spent)
            if shown:
                # What is held is the end of what has arrived; all before it is out.
                out = len(waiting) - len(stream.held)
                late += [now + spent - arrived for arrived in waiting[:out]]
                del waiting[:out]
        stream.finish()
        late += [now - arrived for arrived in waiting]
    late.sort()
    print(
        f"stream at {TOKENS_PER_SECOND} tokens/s: mean delay {statistics.mean(late) * 1000:.0f} ms, "
        f"p95 {late[int(0.95 * len(late))] * 1000:.0f} ms, longest feed {slowest * 1000:.1f} ms"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=300, help="rounds of the search for slow inputs")
    rounds = parser.parse_args().rounds
    cost()
    worst(rounds)
    delay()
