"""Settings of every test: examples are bounded in number, never in time, since machines differ and run tests in parallel."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from agent.settings import load_service_settings, load_settings

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(autouse=True)
def log_as_before() -> Iterator[None]:
    """A command line run inside a test sets the root logger; the next test finds it as it was."""
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    yield
    root.setLevel(level)
    root.handlers[:] = handlers


@pytest.fixture(autouse=True)
def settings_of_its_own() -> Iterator[None]:
    """Settings are read once in a process: each test reads those of its own environment."""
    load_settings.cache_clear()
    load_service_settings.cache_clear()
    yield
    load_settings.cache_clear()
    load_service_settings.cache_clear()
