"""Random spend books, each held against the laws of the books: bridges, lines, phasing, floors and forecasts exact to the minor unit.

``python -m bench.books --number 10000`` prints how many of them kept every law, and the seed of each that did not.
"""

from __future__ import annotations

import argparse
import time

from tests.answers.test_books import check


def main() -> int:
    """Check the books; 1 where a law was broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=1000, help="how many books")
    parser.add_argument("--first", type=int, default=0, help="the seed of the first")
    asked = parser.parse_args()
    started, broken = time.perf_counter(), []
    for seed in range(asked.first, asked.first + asked.number):
        try:
            check(seed)
        except AssertionError:
            broken.append(seed)
    kept = asked.number - len(broken)
    print(f"{kept} of {asked.number} books exact ({kept / asked.number:.2%}), {time.perf_counter() - started:.0f} s")
    if broken:
        print("broken:", *broken)
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
