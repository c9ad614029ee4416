"""`python3 -m tests.complexity`: no function may be added that is hard to follow, and none may become harder.

Cognitive complexity above :data:`MOST` is allowed for the functions of `.ci/complexity.txt` alone, up to the figure that stands
there. `python3 -m tests.complexity renew` writes what was made simpler; what was made harder is not written.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KNOWN = ROOT / ".ci" / "complexity.txt"
MOST = 15
MEASURED = ("agent", "knowledge", "tools")

Figures = dict[tuple[str, str], int]


def measured(root: Path = ROOT, places: tuple[str, ...] = MEASURED) -> Figures:
    """The functions above the bound, by file and name. Raises :class:`RuntimeError` where they could not be measured."""
    program = Path(sys.executable).with_name("complexipy")
    command = [str(program), *places, "--isolated", "--plain", "--failed", "--max-complexity-allowed", str(MOST)]
    done = subprocess.run(
        [*command, "--snapshot-ignore", "--cache-dir", str(ROOT / ".venv" / "complexity")],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    found = parsed(done.stdout)
    if done.stderr.strip() or (done.returncode != 0) is not bool(found):
        raise RuntimeError(done.stderr.strip() or done.stdout.strip())
    return found


def parsed(text: str) -> Figures:
    """Lines of file, function and figure; the largest where a file has two functions of a name."""
    found: Figures = {}
    for path, name, figure in re.findall(r"^(\S+) (\S+) (\d+)$", text, re.MULTILINE):
        found[path, name] = max(int(figure), found.get((path, name), 0))
    return found


def written(figures: Mapping[tuple[str, str], int]) -> str:
    return "".join(f"{path} {name} {figure}\n" for (path, name), figure in sorted(figures.items()))


def worse(now: Figures, known: Figures) -> Iterator[str]:
    """What is new above the bound, or higher than it was, in a sentence each."""
    for (path, name), figure in sorted(now.items()):
        before = known.get((path, name))
        if before is None:
            yield f"{path}: {name} has a complexity of {figure}, and {MOST} is the most; cut it into parts that have names"
        elif figure > before:
            yield f"{path}: {name} went from {before} to {figure}; it may only become simpler"


def main(arguments: list[str]) -> int:
    now, known = measured(), parsed(KNOWN.read_text(encoding="utf-8")) if KNOWN.is_file() else {}
    if arguments == ["renew"]:
        kept = {key: min(figure, known[key]) for key, figure in now.items() if key in known} if known else now
        KNOWN.write_text(written(kept), encoding="utf-8")
        return 0
    mistakes = list(worse(now, known))
    for mistake in mistakes:
        print(mistake)
    if not mistakes:
        simpler = sum(now.get(key, 0) < figure for key, figure in known.items())
        more = f"; {simpler} became simpler: python3 -m tests.complexity renew" if simpler else ""
        print(f"{len(now)} functions are above {MOST}, none of them new{more}")
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
