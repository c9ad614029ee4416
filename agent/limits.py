"""How much one caller or workspace may take: requests a minute, turns at once, requests to the model a day.

Everything is counted in the database, by its clock, before it is done, and by one statement that counts only where there is
room: however many ask at the same time, in however many processes, nothing goes beyond a bound. What was refused or failed
afterwards has been counted as well.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field

from agent.database import Database
from agent.migrations import Migrated

MINUTE, DAY = 60, 86_400


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one caller or workspace may take: requests a minute, turns at once, requests to the model a day."""

    minute: int = 300
    turns: int = 16
    model_day: int = 2000


@dataclass(slots=True)
class Meter:
    """Counts in a database; the methods block. What is spent is remembered, so that a flood costs no statements."""

    database: Database
    _spent: dict[tuple[str, int], float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.database = Migrated(self.database)

    def take(self, what: str, *, most: int, seconds: int) -> int:
        """Count one of ``what`` in the span of ``seconds`` that runs now.

        Returns 0 where there was room, else the seconds until there is room again.
        """
        left = self._spent.get((what, seconds), 0.0) - time.monotonic()
        if left > 0:
            return int(left) + 1
        with self.database.transaction() as t:
            ((now,),) = t.rows("SELECT {now}")
            span = int(now // seconds)
            taken = most > 0 and t.execute(
                "INSERT INTO taken (what, seconds, span, number) VALUES (?, ?, ?, 1)"
                " ON CONFLICT (what, seconds) DO UPDATE SET"
                " number = CASE WHEN taken.span = excluded.span THEN taken.number + 1 ELSE 1 END, span = excluded.span"
                " WHERE taken.span <> excluded.span OR taken.number < ?",
                (what, seconds, span, most),
            )
        if taken:
            return 0
        left = (span + 1) * seconds - now
        self._spent[what, seconds] = time.monotonic() + left
        return int(left) + 1

    def taken(self, what: str, *, seconds: int) -> int:
        """How many of ``what`` were counted in the span of ``seconds`` that runs now."""
        with self.database.transaction() as t:
            ((now,),) = t.rows("SELECT {now}")
            rows = t.rows(
                "SELECT number FROM taken WHERE what = ? AND seconds = ? AND span = ?",
                (what, seconds, int(now // seconds)),
            )
        return int(rows[0][0]) if rows else 0

    def enter(self, who: str, *, most: int, seconds: float) -> str | None:
        """A place among the ``most`` that ``who`` may have at once; ``None`` where all are taken.

        A place that is not given back, because its process died, is free again after ``seconds``.
        """
        place = secrets.token_hex(8)
        with self.database.transaction() as t:
            t.lock(f"places of {who}")
            t.execute("DELETE FROM places WHERE who = ? AND until < {now}", (who,))
            ((running,),) = t.rows("SELECT count(*) FROM places WHERE who = ?", (who,))
            if running >= most:
                return None
            t.execute("INSERT INTO places (place, who, until) VALUES (?, ?, {now} + ?)", (place, who, seconds))
        return place

    def leave(self, place: str) -> None:
        """Give a place back."""
        with self.database.transaction() as t:
            t.execute("DELETE FROM places WHERE place = ?", (place,))

    def probe(self) -> None:
        """Write a row, to see whether the database takes one. Raises :class:`~agent.database.DatabaseUnavailable`."""
        with self.database.transaction() as t:
            t.execute(
                "INSERT INTO probes (name, at) VALUES ('ready', {now}) ON CONFLICT (name) DO UPDATE SET at = excluded.at"
            )
