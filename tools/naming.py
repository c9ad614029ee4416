"""What a figure is called, from its identity: "tactical layer amount, per month", 战术层金额（每月）.

Words are data of ``tools/lexicon``; nothing here is typed beside an identity.
"""

from __future__ import annotations

from tools.identity import Identity, Label


def label_of(identity: Identity) -> Label:
    """The name of a figure in both languages."""
    return identity.name
