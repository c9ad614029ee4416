from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from agent.advisor import Advisor
from tests.service.serving import offline_advisor


@pytest.fixture(scope="session")
def advisor(tmp_path_factory: pytest.TempPathFactory) -> Advisor:
    return offline_advisor(tmp_path_factory.mktemp("data"))


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=20, trust_env=False) as found:
        yield found
