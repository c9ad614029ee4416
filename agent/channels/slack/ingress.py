"""The routes that Slack calls: verify, commit, answer 200. The work comes afterwards, from the inbox."""

from __future__ import annotations

import contextlib
import json
import logging
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from agent.channels.http.body import read_body
from agent.channels.http.metrics import Metrics
from agent.channels.http.problems import Problem, database_unavailable
from agent.channels.http.telemetry import request_id
from agent.channels.http.tracing import traceparent
from agent.channels.slack.inbound import read_command, read_event, read_interaction
from agent.channels.slack.mrkdwn import escape
from agent.channels.slack.signing import is_genuine
from agent.channels.slack.words import GUIDE, language_of, say
from agent.database import DatabaseUnavailable
from agent.delivery.inbox import NewJob
from agent.delivery.intake import Intake

log = logging.getLogger(__name__)

#: Characters of a command's question that are repeated while it is answered.
ECHOED = 300


class Ingress:
    """Takes Slack's deliveries into the inbox."""

    def __init__(self, secret: str, intake: Intake, metrics: Metrics) -> None:
        self._secret = secret
        self._intake = intake
        self._metrics = metrics

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/slack/events", self.events, methods=["POST"]),
            Route("/slack/commands", self.commands, methods=["POST"]),
            Route("/slack/interactions", self.interactions, methods=["POST"]),
        ]

    async def events(self, request: Request) -> Response:
        async with self._acknowledging():
            payload = _json(await self._genuine(request))
            if isinstance(payload, dict) and payload.get("type") == "url_verification":
                return JSONResponse({"challenge": str(payload.get("challenge", ""))[:500]})
            await self._take(read_event(payload))
            return Response(status_code=200)

    async def commands(self, request: Request) -> Response:
        form = _form(await self._genuine(request))
        if form.get("ssl_check"):
            return Response(status_code=200)
        found = read_command(form)
        if found is None:
            raise Problem(400, "not_a_command", "The body is no slash command.")
        await self._take(found)
        asked = found.body["text"]
        text = (
            say("computing_what", language_of(asked)).format(escape(" ".join(asked.split())[:ECHOED]))
            if asked
            else GUIDE
        )
        return JSONResponse({"response_type": "ephemeral", "text": text})

    async def interactions(self, request: Request) -> Response:
        form = _form(await self._genuine(request))
        await self._take(read_interaction(_json(form.get("payload", "").encode("utf-8", "replace"))))
        return Response(status_code=200)

    @contextlib.asynccontextmanager
    async def _acknowledging(self) -> AsyncIterator[None]:
        began = time.perf_counter()
        try:
            yield
        finally:
            self._metrics.acknowledged.observe(time.perf_counter() - began)

    async def _genuine(self, request: Request) -> bytes:
        body = await read_body(request)
        if not is_genuine(self._secret, request.headers, body, now=time.time()):
            self._metrics.events.labels("forged").inc()
            raise Problem(401, "not_from_slack", "The signature does not fit.")
        return body

    async def _take(self, found: NewJob | None) -> None:
        if found is None:
            self._metrics.events.labels("ignored").inc()
            return
        # The trace and the id of the request go on with the job, to the last post.
        body = {**found.body, "request": request_id.get(), "trace": traceparent()}
        try:
            outcome = "accepted" if await self._intake.accept(replace(found, body=body)) else "repeated"
        except DatabaseUnavailable as error:
            self._metrics.events.labels("unavailable").inc()
            self._metrics.database_failures.inc()
            log.warning("a delivery could not be stored", extra={"reason": str(error)})
            # Slack delivers again in a while, and again after that.
            raise database_unavailable() from None
        self._metrics.events.labels(outcome).inc()
        log.info("delivery", extra={"job": found.key, "outcome": outcome})


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise Problem(400, "not_json", "The body is not JSON.") from None


def _form(body: bytes) -> dict[str, str]:
    try:
        return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=100))
    except ValueError:
        raise Problem(400, "not_a_form", "The body is not a form.") from None
