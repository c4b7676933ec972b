"""A server that relays the media of calls."""

from __future__ import annotations

from talksim.model.fields import model_class, state

__all__ = ["TurnServer"]


@model_class
class TurnServer:
    """A TURN server, as its command takes it: schemes and protocols are lists with commas (spec: chat 7)."""

    schemes: str = state()
    server: str = state()
    protocols: str = state()
    secret: str = state()

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from others: all but the secret."""
        return (self.schemes, self.server, self.protocols)

    @property
    def urls(self) -> list[str]:
        """The addresses by which browsers reach it."""
        return [
            f"{scheme}:{self.server}?transport={protocol}"
            for scheme in self.schemes.split(",")
            for protocol in self.protocols.split(",")
        ]
