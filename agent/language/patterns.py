"""Which patterns a framework's ``when`` may name, and what becomes of a name that is none: the one place to decide it.

A framework in use is never refused for such a name; the condition is ignored, and the log names it. ``framework check``
refuses names that never were patterns and warns of retired ones.
"""

from __future__ import annotations

import logging

from agent.language import cues
from knowledge.patterns import Patterns, unheard, without
from tools.parameters import Framework

log = logging.getLogger(__name__)

#: Patterns that were taken away. A name moves here with the pattern, so that frameworks which name it still load.
RETIRED: frozenset[str] = frozenset()


def patterns() -> Patterns:
    """The patterns that messages are read with."""
    return Patterns(frozenset(cues.names()) - RETIRED, RETIRED)


def heeded(framework: Framework) -> Framework:
    """``framework`` without the conditions that no message can meet any more; each is named in the log."""
    found = tuple(unheard(framework, patterns()))
    for name in found:
        log.warning("framework %s: %s: when: %s", framework.id, name.gap, name.in_language("en"))
    return without(framework, frozenset(name.name for name in found))
