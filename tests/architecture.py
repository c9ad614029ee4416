"""The picture of ``docs/architecture.md``, made from the imports of the code. ``python3 -m tests.architecture`` renews it.

A part is a package, or some modules that belong together. An arrow says that something of a part imports something of another; arrows
that others imply are left out.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "architecture.md"

#: Each part with what it does and the modules that it is made of; the longest name that fits a module counts.
PARTS = {
    "cli": ("the command", ("agent.cli", "agent.commands")),
    "channels": ("terminal, HTTP and page, Slack, MCP", ("agent.channels", "agent.page")),
    "delivery": ("inbox and workers", ("agent.delivery",)),
    "evaluation": ("corpora and scores", ("agent.evaluation",)),
    "api": ("for Python programs", ("agent.api",)),
    "service": (
        "what a channel may do",
        ("agent.service", "agent.keeping", "agent.panels", "agent.documents", "agent.feedback"),
    ),
    "advisor": ("one turn, and what it opens", ("agent.advisor", "agent.assembly", "agent.shelf")),
    "online": ("a model that writes", ("agent.online", "agent.models", "agent.prompts")),
    "understanding": ("messages into moves", ("agent.understanding",)),
    "answers": ("moves into statements", ("agent.answers",)),
    "grounding": ("the gate", ("agent.grounding",)),
    "dialogue": ("state and goals", ("agent.dialogue",)),
    "replies": ("what a turn gives back", ("agent.replies",)),
    "plans": ("workbook, page, picture", ("agent.plans", "agent.charts")),
    "memory": ("conversations in a database", ("agent.memory", "agent.database", "agent.migrations")),
    "knowledge": ("source, framework, search", ("knowledge",)),
    "tools": ("figures and calculators", ("tools",)),
}
#: The way of a message; the rest of the picture is what it rests on.
TURN = ("understanding", "answers", "online", "grounding")

Arrows = dict[str, set[str]]


def part_of(module: str) -> str | None:
    """The part of a module; ``None`` for small change (errors, settings, words) and for what is not ours."""
    fits = {
        name: part
        for part, (_, names) in PARTS.items()
        for name in names
        if module == name or module.startswith(f"{name}.")
    }
    return fits[max(fits, key=len)] if fits else None


def arrows() -> Arrows:
    """Which part imports which."""
    from tests.test_layout import imports_of, module_name, modules

    found: Arrows = {part: set() for part in PARTS}
    for path in modules():
        own = part_of(module_name(path))
        if own is not None:
            found[own] |= {other for name in imports_of(path) if (other := part_of(name)) not in (None, own)}
    return found


def reached(graph: Arrows, start: str) -> set[str]:
    found, waiting = set[str](), list(graph[start])
    while waiting:
        if (part := waiting.pop()) not in found:
            found.add(part)
            waiting += graph[part]
    return found


def reduced(graph: Arrows) -> Arrows:
    """The arrows that no others imply. Raises :class:`ValueError` where parts import each other in a circle."""
    circles = [part for part in graph if part in reached(graph, part)]
    if circles:
        raise ValueError(f"these parts import each other in a circle: {', '.join(circles)}")
    return {
        part: {other for other in others if not any(other in reached(graph, between) for between in others)}
        for part, others in graph.items()
    }


def picture(graph: Arrows) -> str:
    """The graph as Mermaid."""
    lines = ["flowchart TD"]
    lines += [f'    {part}["<b>{part}</b><br/>{text}"]' for part, (text, _) in PARTS.items()]
    lines += [f"    {part} --> {other}" for part in PARTS for other in sorted(graph[part])]
    lines.append("    classDef turn stroke-width:3px")
    lines.append(f"    class {','.join(TURN)} turn")
    return "\n".join(lines)


def renewed(text: str) -> str:
    """The page with its picture made anew."""
    made = f"<!-- picture -->\n\n```mermaid\n{picture(reduced(arrows()))}\n```\n\n<!-- end of picture -->"
    return re.sub(r"<!-- picture -->.*<!-- end of picture -->", lambda _: made, text, flags=re.DOTALL)


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    sys.exit(0)
