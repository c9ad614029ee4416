from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from agent.advisor import Advisor
from agent.database import Database, PostgresDatabase, SqliteDatabase
from tests.service.postgresql import new_database, running
from tests.service.serving import offline_advisor


@pytest.fixture(scope="session")
def advisor(tmp_path_factory: pytest.TempPathFactory) -> Advisor:
    return offline_advisor(tmp_path_factory.mktemp("data"))


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=20, trust_env=False) as found:
        yield found


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    with running() as server:
        yield server.address


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Both databases, each fresh."""
    found: Database
    if request.param == "sqlite":
        found = SqliteDatabase(tmp_path / "service.sqlite")
    else:
        address = request.getfixturevalue("postgresql")
        found = PostgresDatabase(new_database(address, f"t{secrets.token_hex(6)}"))
    yield found
    found.close()
