"""Settings of every test: examples are bounded in number, never in time, since machines differ and run tests in parallel."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
