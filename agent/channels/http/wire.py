"""Connections, bounded: how long a head may be and how long it may take, how long nothing may move, how many there may be.

uvicorn's own protocol waits for ever for the first byte of a connection, and for a reader that has stopped reading. Here a
connection that does not come to a whole head in time is closed, one that takes nothing for a while too, and where there are
too many the one goes that has waited longest without a request: whoever has something to say gets a place.
"""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from agent.channels.http.problems import Problem

#: Bytes of a request's line and headers together.
LARGEST_HEAD = 32 * 1024
#: What the parser may hold; it has a word of its own for what is larger, and ours says more.
LARGEST_PARSED = 2 * LARGEST_HEAD
#: Seconds from the first moment of a connection, or of the next request on it, to the end of the head.
HEAD_SECONDS = 10.0
#: Seconds in which a reader must have taken something.
STALLED_SECONDS = 30.0
MOST_CONNECTIONS = 900
#: A part of what has come that is looked at at once: the head is measured in between.
_SLICE = 16 * 1024


class BoundedProtocol(H11Protocol):
    """HTTP/1.1 with the bounds above."""

    _waiting: asyncio.TimerHandle | None = None
    _stalled: asyncio.TimerHandle | None = None
    _head = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        _keep_alive(transport.get_extra_info("socket"))
        if len(self.connections) > MOST_CONNECTIONS:
            self._make_room()
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        for start in range(0, len(data), _SLICE):
            if self.transport.is_closing():
                return
            part = data[start : start + _SLICE]
            in_head = self.conn.their_state is h11.IDLE
            if in_head and self._waiting is None:
                self._await_head()
            self._head += len(part) if in_head else 0
            super().data_received(part)
            if self.conn.their_state is not h11.IDLE:
                self._arrived()
            elif self._head > LARGEST_HEAD:
                self._refuse()
                return

    def pause_writing(self) -> None:
        super().pause_writing()
        self._stalled = self.loop.call_later(STALLED_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None

    @property
    def idle(self) -> bool:
        """Whether no request is being answered on it."""
        return self.cycle is None or self.cycle.response_complete

    @property
    def waits_since(self) -> float:
        """When it began to wait for a head; 0 where it only is kept for a next request."""
        return self._waiting.when() if self._waiting is not None else 0.0

    def _await_head(self) -> None:
        self._waiting = self.loop.call_later(HEAD_SECONDS, self._late)

    def _arrived(self) -> None:
        self._head = 0
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _late(self) -> None:
        self._waiting = None
        if self.idle and not self.transport.is_closing():
            self.transport.abort()

    def _refuse(self) -> None:
        if not self.transport.is_closing():
            self.transport.write(_refusal())
            self.transport.close()

    def _make_room(self) -> None:
        """Close the connection that waits longest for a request; this one where all have one."""
        waiting = [c for c in self.connections if isinstance(c, BoundedProtocol) and c is not self and c.idle]
        oldest = min(waiting, key=lambda c: c.waits_since, default=self)
        oldest.transport.abort()

    def _cancel(self) -> None:
        for timer in (self._waiting, self._stalled):
            if timer is not None:
                timer.cancel()
        self._waiting = self._stalled = None


def _refusal() -> bytes:
    message = f"A request's headers may have {LARGEST_HEAD} bytes."
    body = Problem(431, "headers_too_large", message).response().body
    head = "HTTP/1.1 431 Request Header Fields Too Large\r\nContent-Type: application/json\r\nConnection: close"
    return f"{head}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + bytes(body)


def _keep_alive(connection: Any) -> None:
    """Let the kernel notice a peer that is gone without a word."""
    if connection is None or connection.family not in (socket.AF_INET, socket.AF_INET6):
        return
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (("TCP_KEEPIDLE", 30), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 3)):
        if hasattr(socket, name):
            connection.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
