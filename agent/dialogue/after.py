"""What a turn leaves for the next: what was shown, in which order, what was asked back, and what was said already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from agent.dialogue.asking import Resolved
from agent.dialogue.spelling import to_json
from agent.dialogue.state import SHOWN, Pending, Shown, State


def close_turn(
    state: State,
    *,
    turn: int,
    asked: Sequence[Resolved],
    lacking: Sequence[Sequence[str]],
    shown: Iterable[str],
    listed: Sequence[Sequence[str]],
    said: Iterable[str],
) -> None:
    """Record a turn. ``lacking`` and ``listed`` have an entry for every question; ``shown`` are facts in order.

    A question that lacked something stays pending until it is answered, or for one message beside another subject.
    """
    fresh = [_pending(r, lacks, turn) for r, lacks in zip(asked, lacking, strict=True) if lacks]
    patience = 1 if asked else 2
    state.pending = fresh or [p for p in state.pending if turn - p.turn < patience]
    state.question = fresh[0].lacks[0] if fresh else ""
    together = tuple(name for names in listed for name in names)
    state.shown.append(Shown(turn, tuple(dict.fromkeys(shown)), together, tuple(r.ask.goal.value for r in asked)))
    del state.shown[:-SHOWN]
    state.said.extend(name for name in said if name not in state.said)


def _pending(resolved: Resolved, lacks: Sequence[str], turn: int) -> Pending:
    """An ask and what it lacks; a rate is a rate, whichever currencies it is between."""
    plain = tuple("rate" if what.startswith("rate:") else what for what in lacks)
    return Pending(to_json([resolved.ask])[0], plain, turn)
