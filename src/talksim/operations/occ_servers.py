"""Commands about the servers that calls need: signaling, STUN, TURN (spec: chat 7).

The rule page says what is refused and that deleting something unknown is none of it. That a list keeps every
server once, and the order of what is refused, are not on it.
"""

from __future__ import annotations

from typing import Any, Final

from talksim.model.settings import DEFAULT_STUN
from talksim.model.turn_server import TurnServer
from talksim.procedures.command_line import exits, printed
from talksim.procedures.scene import OnServer
from talksim.rules.operation import operation
from talksim.rules.stage import Answer, finish, guard

__all__ = [
    "occ_add_signaling_server",
    "occ_add_stun_server",
    "occ_add_turn_server",
    "occ_delete_signaling_server",
    "occ_delete_stun_server",
    "occ_delete_turn_server",
    "occ_list_signaling_servers",
    "occ_list_stun_servers",
    "occ_list_turn_servers",
]

_SCHEMES: Final = ("turn", "turns", "turn,turns")
_PROTOCOLS: Final = ("udp", "tcp", "udp,tcp")
_NOTHING: Final = "There is nothing to delete."


@guard(400, answer=exits(1, "No server is given."))
def server_named(at: OnServer, *, server: str) -> bool:
    """The address of the server is not empty."""
    return bool(server)


@guard(400, answer=exits(1, "No secret is given."))
def secret_named(at: OnServer, *, secret: str) -> bool:
    """The secret is not empty."""
    return bool(secret)


@operation(
    "occ talk:signaling:add",
    stages=[server_named, secret_named],
    by="cli",
    samples=[{"server": "signaling.example", "secret": "hush"}],
)
def occ_add_signaling_server(at: OnServer, *, server: str, secret: str) -> Answer:
    """Add a signaling server; all of them have the secret that was given last."""
    settings = at.server.settings
    if server not in settings.signaling_servers:
        settings.signaling_servers.append(server)
    settings.signaling_secret = secret
    return printed(f"Added signaling server {server}.")


@finish
def signaling_server_unknown(at: OnServer, *, server: str) -> Answer | None:
    """A server that is not in the list need not be deleted."""
    return None if server in at.server.settings.signaling_servers else printed(_NOTHING)


@operation(
    "occ talk:signaling:delete",
    stages=[signaling_server_unknown],
    by="cli",
    samples=[{"server": "signaling.example"}],
)
def occ_delete_signaling_server(at: OnServer, *, server: str) -> Answer:
    """Take a signaling server out of the list."""
    at.server.settings.signaling_servers.remove(server)
    return printed(f"Deleted {server}.")


@operation("occ talk:signaling:list", stages=[], by="cli")
def occ_list_signaling_servers(at: OnServer) -> Answer:
    """Show the signaling servers and their secret."""
    servers = list(at.server.settings.signaling_servers)
    return printed(*servers, servers=servers, secret=at.server.settings.signaling_secret)


@guard(400, answer=exits(1, "A STUN server is given by its name and port."))
def stun_server_valid(at: OnServer, *, server: str) -> bool:
    """The server has a name and a port."""
    host, _, port = server.rpartition(":")
    return bool(host) and port.isascii() and port.isdigit()


@operation(
    "occ talk:stun:add",
    stages=[server_named, stun_server_valid],
    by="cli",
    samples=[{"server": "stun.example:443"}],
)
def occ_add_stun_server(at: OnServer, *, server: str) -> Answer:
    """Add a STUN server."""
    servers = at.server.settings.stun_servers
    if server not in servers:
        servers.append(server)
    return printed(f"Added {server}.")


@finish
def stun_server_unknown(at: OnServer, *, server: str) -> Answer | None:
    """A server that is not in the list need not be deleted."""
    return None if server in at.server.settings.stun_servers else printed(_NOTHING)


@operation(
    "occ talk:stun:delete",
    stages=[stun_server_unknown],
    by="cli",
    samples=[{"server": DEFAULT_STUN}],
)
def occ_delete_stun_server(at: OnServer, *, server: str) -> Answer:
    """Take a STUN server out of the list; the last one makes room for the default."""
    servers = at.server.settings.stun_servers
    servers.remove(server)
    if servers:
        return printed(f"Deleted {server}.")
    servers.append(DEFAULT_STUN)
    return printed(f"Deleted {server}, the last one: {DEFAULT_STUN} takes its place.")


@operation("occ talk:stun:list", stages=[], by="cli")
def occ_list_stun_servers(at: OnServer) -> Answer:
    """Show the STUN servers."""
    servers = list(at.server.settings.stun_servers)
    return printed(*servers, servers=servers)


@guard(400, answer=exits(1, f"The schemes are one of: {'; '.join(_SCHEMES)}."))
def schemes_known(at: OnServer, *, schemes: str) -> bool:
    """The schemes are turn, turns, or both."""
    return schemes in _SCHEMES


@guard(400, answer=exits(1, f"The protocols are one of: {'; '.join(_PROTOCOLS)}."))
def protocols_known(at: OnServer, *, protocols: str) -> bool:
    """The protocols are udp, tcp, or both."""
    return protocols in _PROTOCOLS


@guard(400, answer=exits(1, "Either a secret is given, or one is to be made."))
def one_secret(at: OnServer, *, secret: str, generate_secret: bool) -> bool:
    """Either a secret is given, or the server makes one."""
    return bool(secret) is not generate_secret


@operation(
    "occ talk:turn:add",
    stages=[schemes_known, protocols_known, one_secret, server_named],
    by="cli",
    wire={"generate_secret": "generate-secret"},
    samples=[{"schemes": "turn", "server": "turn.example", "protocols": "udp", "secret": "hush"}],
)
def occ_add_turn_server(
    at: OnServer,
    *,
    schemes: str,
    server: str,
    protocols: str,
    secret: str = "",
    generate_secret: bool = False,
) -> Answer:
    """Add a TURN server; one that is there already gets the new secret."""
    servers = at.server.turn_servers
    made = TurnServer(schemes, server, protocols, _new_secret(at) if generate_secret else secret)
    servers[:] = [each for each in servers if each.key != made.key]
    servers.append(made)
    return printed(f"Added {server}.")


@finish
def turn_server_unknown(at: OnServer, *, schemes: str, server: str, protocols: str) -> Answer | None:
    """A server that is not in the list with these schemes and protocols need not be deleted."""
    wanted = (schemes, server, protocols)
    return None if any(each.key == wanted for each in at.server.turn_servers) else printed(_NOTHING)


@operation(
    "occ talk:turn:delete",
    stages=[turn_server_unknown],
    by="cli",
    samples=[{"schemes": "turn", "server": "turn.example", "protocols": "udp"}],
)
def occ_delete_turn_server(at: OnServer, *, schemes: str, server: str, protocols: str) -> Answer:
    """Take a TURN server out of the list."""
    servers = at.server.turn_servers
    servers[:] = [each for each in servers if each.key != (schemes, server, protocols)]
    return printed(f"Deleted {server}.")


@operation("occ talk:turn:list", stages=[], by="cli")
def occ_list_turn_servers(at: OnServer) -> Answer:
    """Show the TURN servers."""
    servers: list[dict[str, Any]] = [
        {"schemes": s.schemes, "server": s.server, "protocols": s.protocols, "secret": s.secret}
        for s in at.server.turn_servers
    ]
    return printed(*(" ".join(server.values()) for server in servers), servers=servers)


def _new_secret(at: OnServer) -> str:
    return "".join(f"{at.server.random(16):x}" for _ in range(32))
