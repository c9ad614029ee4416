"""`python3 -m tests`: set up what is missing, then lint, format check, types and tests.

Every check runs even when an earlier one failed, pytest last, and the exit code tells the whole. A failed
check is named again above pytest's closing line. `python3 -m tests slow` runs the slow tests alone, `browser`
those that need Chromium; further arguments go to pytest. As with `agent/__main__.py`, Python 3.6 must be able to read this file.
"""

import subprocess
import sys
from typing import TYPE_CHECKING

from agent import bootstrap

if TYPE_CHECKING:
    from _pytest.terminal import TerminalReporter

CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("tests.complexity",),
)


class FailedChecks:
    """Lets pytest's report name what failed before it, so that a green last line misleads no one."""

    def __init__(self, names: "list[str]") -> None:
        self.names = names

    def pytest_terminal_summary(self, terminalreporter: "TerminalReporter") -> None:
        if self.names:
            terminalreporter.section("failed before pytest", red=True)
            for name in self.names:
                terminalreporter.write_line(name)


def passes(check: "tuple[str, ...]") -> bool:
    print("$", *check, flush=True)
    return subprocess.run([sys.executable, "-m", *check], cwd=bootstrap.ROOT, check=False).returncode == 0


def main() -> int:
    bootstrap.enter(lock="dev")
    import pytest

    arguments = sys.argv[1:]
    if arguments[:1] in (["slow"], ["browser"]):
        return int(pytest.main(["-m", *arguments]))
    failed = [" ".join(check) for check in CHECKS if not passes(check)]
    code = int(pytest.main(arguments, plugins=[FailedChecks(failed)]))
    return code or bool(failed)


if __name__ == "__main__":
    sys.exit(main())
