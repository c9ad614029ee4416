from __future__ import annotations

import re
from pathlib import Path

import yaml

from agent.settings import ServiceSettings, Settings

ROOT = Path(__file__).resolve().parents[2]
KNOWN = {str(field.alias) for kind in (Settings, ServiceSettings) for field in kind.model_fields.values()}


def test_the_compose_file_sets_what_the_service_reads():
    """Two advisors on one database and one Chroma server; every variable is a setting."""
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    advisors = [service for service in compose["services"].values() if service.get("build")]

    assert len(advisors) == 2
    for service in advisors:
        assert set(service["environment"]) <= KNOWN
        assert service["environment"]["CHROMA_URL"] == "http://chroma:8000"
        assert "@postgres:5432/" in service["environment"]["ADVISOR_DATABASE_URL"]
    named = {volume.split(":")[0] for service in compose["services"].values() for volume in service.get("volumes", ())}
    assert named == set(compose["volumes"])


def test_the_chroma_server_is_the_client_s_own_version():
    """A client that talks to a server of another version fails in ways that no test of either shows."""
    image = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]["chroma"]["image"]
    pinned = re.search(r"^chromadb==(\S+)", (ROOT / ".ci/locks/runtime.txt").read_text(encoding="utf-8"), re.MULTILINE)

    assert pinned
    assert image == f"chromadb/chroma:{pinned[1]}"


def test_the_image_is_built_from_what_is_there():
    """Everything that the Dockerfile copies exists, and the settings in it are settings."""
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    copied = [path for line in lines if line.startswith("COPY ") for path in line.split()[1:-1]]

    assert copied
    assert all((ROOT / path).exists() for path in copied)
    assert set(re.findall(r"ADVISOR_\w+(?==)", " ".join(line for line in lines if line.startswith("ENV ")))) <= KNOWN


def test_the_guide_names_every_setting_of_the_service():
    """Whoever runs the service finds each of its settings in the guide, and none that does not exist."""
    guide = (ROOT / "docs" / "serve.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\b(?:ADVISOR|SLACK)_[A-Z_]+\b", guide))

    assert named <= KNOWN
    assert {str(field.alias) for field in ServiceSettings.model_fields.values()} - {"SLACK_API_URL"} <= named
