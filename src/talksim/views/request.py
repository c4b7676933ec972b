"""What the signaling server and the recording backend are sent (spec: participant 5.3)."""

from __future__ import annotations

import json
from collections.abc import Iterable

from talksim.model.message import SentRequest
from talksim.model.server import Server
from talksim.rules.view import Shown, view

__all__ = ["request_sent", "requests_to"]


@view
def request_sent(request: SentRequest) -> Shown:
    """One request: the room's token and the body as JSON text."""
    return {"token": request.token, "data": json.dumps(request.body, separators=(",", ":"))}


def requests_to(server: Server, to: str, since: int = 0) -> Iterable[Shown]:
    """The requests to "signaling" or "recording", in order, without the first `since` of the whole log."""
    return (request_sent(request) for request in server.requests[since:] if request.to == to)
