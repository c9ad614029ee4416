"""Recall and speed of retrieval on a file of cases: ``python3 -m bench.retrieval CASES.jsonl [--dense]``.

A case is ``{"q": …, "lang": "zh"|"en", "gold": …}``; it is found where a passage's Chinese text contains ``gold``.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections import Counter
from pathlib import Path

from knowledge.retrieval import Retriever, open_retriever

WAYS = {"lexical": False, "fused with hashed n-grams": True}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path, nargs="+")
    parser.add_argument("--dense", action="store_true", help="also measure the fusion with the vector store")
    parser.add_argument("--misses", action="store_true", help="list the cases that are not among the first three")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        retriever = open_retriever(Path(directory), defer_store=not options.dense)
        for path in options.cases:
            cases = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
            for way, dense in WAYS.items():
                if not dense or options.dense:
                    report(retriever, cases, dense=dense, title=f"{path.name}, {way}", misses=options.misses)


def report(retriever: Retriever, cases: list[dict[str, str]], *, dense: bool, title: str, misses: bool) -> None:
    total: Counter[str] = Counter()
    first: Counter[str] = Counter()
    among: Counter[str] = Counter()
    times = []
    for case in cases:
        start = time.perf_counter()
        hits = retriever.search(case["q"], 6, dense=dense)
        times.append(time.perf_counter() - start)
        ranks = [rank for rank, hit in enumerate(hits) if case["gold"] in hit.passage.text]
        language = case["lang"]
        total[language] += 1
        first[language] += ranks[:1] == [0]
        among[language] += bool(ranks) and ranks[0] < 3
        if misses and not (ranks and ranks[0] < 3):
            print(f"  missed: {case['q']}  (found {', '.join(hit.passage.id for hit in hits[:3])})")
    times.sort()
    print(title)
    for language in sorted(total):
        count = total[language]
        print(f"  {language}: {count} cases, R@1 {first[language] / count:.3f}, R@3 {among[language] / count:.3f}")
    p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
    print(f"  p50 {p50 * 1000:.2f} ms, p95 {p95 * 1000:.2f} ms")


if __name__ == "__main__":
    main()
