"""The page in a real browser: Chromium of the system, driven by playwright, against the real service on loopback."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from agent.advisor import Advisor
from agent.assembly import IN_MEMORY, open_advisor
from agent.channels.http.app import create_app
from agent.channels.http.engine import Engine
from agent.database import SqliteDatabase
from agent.documents import Documents
from agent.feedback import Feedback
from agent.service import Service
from agent.settings import Settings
from agent.testing import ScriptedModel
from tests.service.serving import serving

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
TOKEN = "anna-secret-0123456"
Open = Callable[..., Any]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("there is no Chromium here (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture
def model() -> Iterator[ScriptedModel]:
    with ScriptedModel() as found:
        yield found


@pytest.fixture
def feedback(tmp_path: Path) -> Feedback:
    return Feedback(SqliteDatabase(tmp_path / "service.sqlite"))


@pytest.fixture
def served(tmp_path: Path, feedback: Feedback, model: ScriptedModel) -> Iterator[Callable[..., str]]:
    """Starts the service, offline or with the scripted model, open or with a token."""
    running = []

    def serve(*, online: bool = False, token: bool = False) -> str:
        told: dict[str, Any] = (
            {"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": model.url, "ADVISOR_MODEL": "scripted"}
            if online
            else {"ADVISOR_OFFLINE": True}
        )
        settings = Settings(**told, ADVISOR_DATA_DIR=tmp_path)
        documents = Documents(settings)
        opened: Advisor = open_advisor(settings, memory=IN_MEMORY)
        service = Service(opened, feedback)
        service.warm_up()
        engine = Engine(lambda: service)
        app = create_app(engine, documents=documents, model=settings.model, tokens={"anna": TOKEN} if token else {})
        server = serving(app)
        running.append(server)
        return server.__enter__()

    yield serve
    for server in running:
        server.__exit__(None, None, None)


@pytest.fixture
def visit(chromium: Any, served: Callable[..., str]) -> Iterator[Open]:
    """Opens the page: ``visit("zh", width=360)``. What a browser complains about fails the test; ``foreign`` lets a script of the test in."""
    contexts, complaints = [], []

    def opened(
        language: str = "en", *, width: int = 1280, path: str = "/", address: str = "", scheme: str = "light",
        foreign: bool = False, **how: Any,
    ) -> Any:  # fmt: skip
        context = chromium.new_context(
            locale="zh-CN" if language == "zh" else "en-US", viewport={"width": width, "height": 800}, accept_downloads=True,
            permissions=["clipboard-read", "clipboard-write"], color_scheme=scheme, bypass_csp=foreign,
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.address = address or served(**how)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if _is_complaint(said) else None)
        page.goto(f"{page.address}{path}")
        if path != "/healthz":
            page.wait_for_selector("#question, dialog")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def _is_complaint(said: Any) -> bool:
    """What the console says of the page, but for the line that Chromium writes for every answer of 4xx."""
    return said.type in ("error", "warning") and "Failed to load resource" not in said.text
