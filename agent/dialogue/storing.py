"""The state as JSON and back. Unknown fields of a later program are left out; another version is refused.

Plain dataclasses of strings, numbers, lists and mappings: a library that builds validators would cost every cold start more than it saves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from agent.dialogue.state import VERSION, Change, KpiEntry, Pending, Scenario, Shown, Snapshot, Spend, State


class UnreadableState(ValueError):
    """A stored state that this program cannot read; its conversation is read anew from its messages."""


def dump_state(state: State) -> dict[str, Any]:
    """``state`` as JSON values; empty fields are left out."""
    return {name: value for name, value in asdict(state).items() if value not in ("", (), [], {}, None)}


def load_state(data: Mapping[str, Any]) -> State:
    """The state that :func:`dump_state` wrote. Raises :class:`UnreadableState`."""
    if data.get("version") != VERSION:
        raise UnreadableState(f"a state of version {data.get('version')!r}")
    values = _known(State, data)
    values["scenarios"] = _scenarios(data.get("scenarios", {}))
    values["kpis"] = _kpis(data.get("kpis", {}))
    values["conflict"] = tuple(data.get("conflict", ()))
    values["pending"] = [Pending(p["ask"], tuple(p["lacks"]), p["turn"]) for p in data.get("pending", ())]
    values["shown"] = [
        Shown(s["turn"], tuple(s["facts"]), tuple(s["listed"]), tuple(s["goals"])) for s in data.get("shown", ())
    ]
    values["history"] = [
        Snapshot(h["kind"], _scenarios(h["scenarios"]), list(h["focus"]), _kpis(h["kpis"]), h["turn"])
        for h in data.get("history", ())
    ]
    values["log"] = [Change(**_known(Change, change)) for change in data.get("log", ())]
    return State(**values)


def _known(kind: type, data: Mapping[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(kind)}
    return {name: value for name, value in data.items() if name in names}


def _scenarios(data: Mapping[str, Any]) -> dict[str, Scenario]:
    found = {}
    for name, one in data.items():
        values = _known(Scenario, one)
        values["spends"] = [Spend(**_known(Spend, spend)) for spend in one.get("spends", ())]
        values["contested"] = [Spend(**_known(Spend, spend)) for spend in one.get("contested", ())]
        values["kpis"] = _kpis(one.get("kpis", {}))
        found[name] = Scenario(**values)
    return found


def _kpis(data: Mapping[str, Any]) -> dict[str, KpiEntry]:
    return {kpi: KpiEntry(**_known(KpiEntry, entry)) for kpi, entry in data.items()}
