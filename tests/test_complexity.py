"""Functions that are hard to follow are found, and only those of before may be so."""

from __future__ import annotations

from pathlib import Path

from tests import complexity

HARD = "def hard(a):\n" + "".join(f"{'    ' * n}for x{n} in a:\n" for n in range(1, 7)) + "    " * 7 + "print(a)\n"


def test_a_hard_function_is_measured_and_an_easy_one_is_not(tmp_path: Path) -> None:
    (tmp_path / "agent").mkdir()
    (tmp_path / "agent" / "some.py").write_text(HARD + "\n\ndef easy(a):\n    return a\n", encoding="utf-8")

    assert complexity.measured(tmp_path, ("agent",)) == {("agent/some.py", "hard"): 21}


def test_what_is_new_or_became_harder_is_named_and_what_became_simpler_is_not() -> None:
    """A function is compared by its file and name with what it was."""
    known = complexity.parsed("a.py f 20\na.py g 30\na.py h 16\n")
    now = complexity.parsed("a.py f 21\na.py g 29\na.py C::new 17\n")

    assert [text.split(" ")[1] for text in complexity.worse(now, known)] == ["C::new", "f"]
    assert complexity.parsed(complexity.written(now)) == now
