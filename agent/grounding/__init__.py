"""Grounding: a reply may hold only figures that code computed, a source states or the user gave.

A model writes prose with references to facts; the gate resolves them, checks that no other numeral is left, and
renders the text that the user sees. Which model wrote it, and what happens after a refusal, is left to ``agent``.
"""

from agent.grounding.check import Gate
from agent.grounding.render import render_fact, render_points
from agent.grounding.stream import StreamGate
from agent.grounding.syntax import cite, day, quote, reference, working
from agent.grounding.verdict import Problem, Verdict

__all__ = [
    "Gate",
    "Problem",
    "StreamGate",
    "Verdict",
    "cite",
    "day",
    "quote",
    "reference",
    "render_fact",
    "render_points",
    "working",
]
