"""Whether a request comes from Slack: its signature over the body and a timestamp that is not old."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from hashlib import sha256

#: Seconds that a request may be old, or ahead of our clock.
WINDOW = 300

_TIMESTAMP = re.compile(r"[0-9]{1,12}", re.ASCII)
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """The signature that Slack gives ``body`` at ``timestamp``."""
    return "v0=" + hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, sha256).hexdigest()


def is_genuine(secret: str, headers: Mapping[str, str], body: bytes, *, now: float) -> bool:
    """Whether Slack signed ``body`` within the last minutes. Whatever the headers hold, this answers."""
    timestamp = headers.get("x-slack-request-timestamp", "")
    signature = headers.get("x-slack-signature", "")
    if not _TIMESTAMP.fullmatch(timestamp) or not _SIGNATURE.fullmatch(signature):
        return False
    if abs(now - int(timestamp)) > WINDOW:
        return False
    return hmac.compare_digest(sign(secret, timestamp, body), signature)
