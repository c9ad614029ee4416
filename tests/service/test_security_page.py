"""The page on security names tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RISKS = [f"LLM{n:02}" for n in range(1, 11)]


def test_every_row_of_the_page_names_tests_that_exist():
    """Each of the ten risks has its row, and each row says by which test it is proven."""
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| **")]
    known = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^(?:async )?def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }

    assert [risk for risk in RISKS if not any(f"**{risk}" in row for row in rows)] == []
    for row in rows:
        named = set(re.findall(r"`(test_\w+)`", row))
        assert named, row[:60]
        assert named <= known, sorted(named - known)
