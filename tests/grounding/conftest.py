"""Each test judges with a gate of its own, so that what one of them left behind helps no other."""

from __future__ import annotations

import pytest

from tests.grounding.corpus import worlds


@pytest.fixture(autouse=True)
def a_gate_of_its_own() -> None:
    for here in worlds().values():
        here.__dict__.pop("gate", None)
