from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from agent.advisor import Advisor
from agent.channels.slack.installing import SCOPES
from tests.service.postgresql import new_database
from tests.service.slack_double import Slack, event, send
from tests.service.test_slack import QUESTION, answer, wait, workspace

MANIFEST = Path(__file__).resolve().parents[2] / "agent" / "channels" / "slack" / "manifest.yaml"


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_another_workspace_installs_the_app_and_is_answered(
    request: pytest.FixtureRequest, advisor: Advisor, tmp_path: Path, kind: str
):
    """Before it installed the app a workspace is refused, afterwards it is answered with its own token."""
    settings = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "client-secret"}
    database = None
    if kind == "postgresql":
        database = new_database(request.getfixturevalue("postgresql"), "installing")
    slack = Slack()
    with workspace(advisor, slack, tmp_path, database=database, **settings) as client:
        send(client, event(QUESTION, ts="1700000000.000100", team="T2"))
        wait(lambda: 'outcome="refused"' in client.get("/metrics").text)
        page = client.get("/slack/install")
        state = re.search(r"state=([\w-]+)", page.text)
        assert state is not None
        cookie = {"Cookie": page.headers["set-cookie"].split(";")[0]}
        done = client.get("/slack/oauth_redirect", params={"code": "c", "state": state[1]}, headers=cookie)
        assert done.status_code == 200
        forged = client.get("/slack/oauth_redirect", params={"code": "c", "state": "made-up"}, headers=cookie)
        message = answer(client, slack, QUESTION, ts="1700000000.000200", team="T2")

    assert forged.status_code == 400
    assert message["channel"] == "C1"
    assert not slack.answers("C1", "1700000000.000100")


def test_the_manifest_asks_for_what_the_code_needs():
    """Scopes of the manifest and of the installation are the same, and the agent experience is the current one."""
    manifest = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))

    assert tuple(manifest["oauth_config"]["scopes"]["bot"]) == SCOPES
    assert "agent_view" in manifest["features"]
    assert len(manifest["features"]["agent_view"]["agent_description"]) <= 300
    assert set(manifest["settings"]["event_subscriptions"]["bot_events"]) == {
        "app_home_opened", "app_mention", "app_uninstalled", "message.channels", "message.groups", "message.im", "tokens_revoked",
    }  # fmt: skip
