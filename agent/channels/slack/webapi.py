"""Calls of Slack's Web API, with what can be known of each one's fate.

A call ends well, or raises: refused (it was not done and never will be), limited (not done; Slack says when to come
again), not sent (not done), or unsure (it may have been done: an answer was lost, late, or of the 500 kind). Nothing is
tried again in here: whether that is safe only the caller knows.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

import httpx

from agent.errors import AdvisorError


class SlackError(AdvisorError):
    """Base of what a call can end in."""


class Refused(SlackError):
    """Slack said no; ``error`` is its word for why."""

    def __init__(self, method: str, error: str) -> None:
        self.error = error
        super().__init__(f"{method}: {error}")


class Limited(SlackError):
    """Slack asks to wait ``seconds``."""

    def __init__(self, method: str, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"{method}: wait {seconds:g} s")


class NotSent(SlackError):
    """No connection was made."""


class Uncertain(SlackError):
    """It may have been done."""


#: Errors behind which Slack may have done the call all the same.
_UNCERTAIN = frozenset({"fatal_error", "internal_error", "service_unavailable", "request_timeout", "team_added_to_org"})
_LONGEST_WAIT = 300.0


class WebApi:
    """Slack's Web API at ``url``. ``told`` hears of each call by method and outcome."""

    def __init__(
        self,
        url: str = "https://slack.com/api/",
        *,
        timeout: float = 10.0,
        connections: int = 32,
        told: Callable[[str, str], None] = lambda *_: None,
    ) -> None:
        self._told = told
        self._url = url.rstrip("/") + "/"
        limits = httpx.Limits(max_connections=connections, max_keepalive_connections=connections)
        self._http = httpx.AsyncClient(timeout=timeout, limits=limits, follow_redirects=False)
        self.timeout = timeout
        self._pauses: dict[tuple[str, str], float] = {}

    async def close(self) -> None:
        await self._http.aclose()

    async def call(self, method: str, token: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Call ``method``; returns Slack's answer. A limit that Slack has set on it is waited out first."""
        await self._pause(method, token)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json; charset=utf-8"}
        body = json.dumps({key: value for key, value in arguments.items() if value is not None}).encode()
        return await self._send(method, self._url + method, body, headers, token)

    async def query(self, method: str, token: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Call a method that reads; those take forms, not JSON."""
        await self._pause(method, token)
        headers = {"Authorization": f"Bearer {token}"}
        form = httpx.QueryParams({k: v for k, v in arguments.items() if v is not None})
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return await self._send(method, self._url + method, str(form).encode(), headers, token)

    async def respond(self, url: str, message: dict[str, Any]) -> None:
        """Post to the response URL of a command or button."""
        response = await self._request(
            "response_url", url, json.dumps(message).encode(), {"Content-Type": "application/json"}
        )
        self._check_status("response_url", response, "")
        if response.status_code >= 400:
            raise Refused("response_url", str(response.status_code))

    async def upload(self, token: str, name: str, content: bytes) -> str:
        """Upload a file for messages to show; returns its id."""
        file = await self.send(token, name, content)
        await self.call("files.completeUploadExternal", token, {"files": [{"id": file, "title": name}]})
        return file

    async def send(self, token: str, name: str, content: bytes) -> str:
        """Send a file's content; it is there when ``files.completeUploadExternal`` says where. Returns its id."""
        arguments = {"filename": name, "length": len(content)}
        opened = await self.query("files.getUploadURLExternal", token, arguments)
        response = await self._request(
            "upload", opened["upload_url"], content, {"Content-Type": "application/octet-stream"}
        )
        if response.status_code != 200:
            raise Uncertain(f"upload: {response.status_code}")
        return str(opened["file_id"])

    async def _send(self, method: str, url: str, body: bytes, headers: dict[str, str], token: str) -> dict[str, Any]:
        response = await self._request(method, url, body, headers)
        self._check_status(method, response, token)
        try:
            answer = response.json()
        except ValueError:
            raise Uncertain(f"{method}: the answer is no JSON") from None
        if not isinstance(answer, dict):
            raise Uncertain(f"{method}: the answer is no object")
        if answer.get("ok") is True:
            return answer
        error = str(answer.get("error", "unknown"))
        if error == "ratelimited":
            raise Limited(method, 1.0)
        if error in _UNCERTAIN:
            raise Uncertain(f"{method}: {error}")
        raise Refused(method, error)

    async def _request(self, method: str, url: str, body: bytes, headers: dict[str, str]) -> httpx.Response:
        try:
            response = await self._http.post(url, content=body, headers=headers)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            self._told(method, "not sent")
            raise NotSent(f"{method}: {type(error).__name__}") from None
        except httpx.InvalidURL:
            raise Refused(method, "invalid address") from None
        except httpx.HTTPError as error:
            self._told(method, "uncertain")
            raise Uncertain(f"{method}: {type(error).__name__}") from None
        self._told(method, "answered" if response.status_code < 400 else str(response.status_code))
        return response

    def _check_status(self, method: str, response: httpx.Response, token: str) -> None:
        if response.status_code == 429:
            given = response.headers.get("retry-after", "")
            seconds = min(_LONGEST_WAIT, float(given)) if given.isdigit() else 1.0
            self._pauses[method, token] = time.monotonic() + seconds
            raise Limited(method, seconds)
        if response.status_code >= 500:
            raise Uncertain(f"{method}: {response.status_code}")

    async def _pause(self, method: str, token: str) -> None:
        left = self._pauses.get((method, token), 0.0) - time.monotonic()
        if left > 0:
            await asyncio.sleep(left)
