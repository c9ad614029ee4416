"""Constructions of Chinese."""

from __future__ import annotations

from agent.understanding.rules import Rule

FIGURES: tuple[Rule, ...] = ()

ASKS: tuple[Rule, ...] = ()
