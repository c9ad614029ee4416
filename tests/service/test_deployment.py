from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
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


#: What the image itself sets.
FIXED = {"ADVISOR_DATA_DIR", "ADVISOR_HOST", "ADVISOR_PORT"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return found


def running(compose: dict[str, Any]) -> dict[str, Any]:
    """The services that stay."""
    return {name: service for name, service in compose["services"].items() if service.get("restart") != "no"}


def test_every_setting_can_be_reached(compose: dict[str, Any]):
    """The compose file hands on each of them, and ``.env.example`` names each that it takes from there."""
    handed_on = compose["services"]["advisor-1"]["environment"]
    named = set(re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))
    asked_for = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text(encoding="utf-8")))

    assert set(handed_on) | FIXED == KNOWN
    assert named == asked_for
    assert compose["services"]["advisor-2"]["environment"] == handed_on


def test_images_are_pinned_and_the_server_is_as_old_as_its_client(compose: dict[str, Any]):
    """Each image by its full version; Chroma's is that of the locked client, Python's line that of the image."""
    images = {name: service["image"] for name, service in compose["services"].items() if "image" in service}
    lock = (ROOT / ".ci" / "locks" / "runtime.txt").read_text(encoding="utf-8")
    locked = re.search(r"^chromadb==(\S+)", lock, re.MULTILINE)
    base = re.search(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)

    assert locked is not None
    assert base is not None
    assert all(re.search(r":\d+\.\d+", image) for image in [*images.values(), base[1]])
    assert images["chroma"] == images["chroma-owner"] == f"chromadb/chroma:{locked[1]}"


def test_every_service_is_hardened_and_watched(compose: dict[str, Any]):
    """Health checks, a numeric user that is not root, a read-only root, no capabilities, and an order of starting."""
    for name, service in running(compose).items():
        assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", service["user"]), name
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["healthcheck"]["test"], name
        assert service["restart"] == "unless-stopped", name
    for name in ("advisor-1", "advisor-2"):
        assert compose["services"][name]["depends_on"]["postgres"] == {"condition": "service_healthy"}


def test_only_what_the_image_is_made_of_goes_to_the_builder():
    """Everything is left out but what the Dockerfile copies; no secret and no checkout gets in by accident."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    kept = {line.removeprefix("!") for line in lines if line.startswith("!")}
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    copied = {path for line in text.splitlines() if line.startswith("COPY ") for path in line.split()[1:-1]}

    assert "*" in lines
    assert kept == copied
    assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", text, re.MULTILINE)
    assert "HEALTHCHECK" in text


def test_the_image_is_built_from_what_is_there():
    """Everything that the Dockerfile copies exists, and the settings in it are settings."""
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    copied = [path for line in lines if line.startswith("COPY ") for path in line.split()[1:-1]]

    assert copied
    assert all((ROOT / path).exists() for path in copied)
    assert set(re.findall(r"ADVISOR_\w+(?==)", " ".join(line for line in lines if line.startswith("ENV ")))) <= KNOWN


def test_the_guide_names_every_setting_of_the_service():
    """Whoever runs the service finds each of its settings in the guide, and none that does not exist."""
    guide = "".join((ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("serve.md", "operate.md"))
    named = set(re.findall(r"\b(?:ADVISOR|SLACK)_[A-Z_]+\b", guide))

    assert named <= KNOWN | {"ADVISOR_TEST_EVENTS"}
    assert {str(field.alias) for field in ServiceSettings.model_fields.values()} - {"SLACK_API_URL"} <= named
