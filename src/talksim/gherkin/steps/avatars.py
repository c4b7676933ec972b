"""Avatars: only whether there is one, and the status."""

from __future__ import annotations

from talksim.gherkin.registry import step
from talksim.gherkin.world import World

_AVATAR = "/api/v1/room/{token}/avatar"


@step('the room "{}" has an avatar with {status}')
def avatar(w: World, room: str, status: int) -> None:
    """Fetched by whoever acted last."""
    w.act(w.user, f"GET {_AVATAR}", room, status=status)


@step('user "{}" uploads file "{}" as avatar of room "{}" with {status}')
def upload(w: World, user: str, file: str, room: str, status: int) -> None:
    """A picture from a file."""
    given = {"file": "" if file == "invalid" else file.rpartition("/")[2]}
    w.act(user, f"POST {_AVATAR}", room, status=status, given=given)


@step('user "{}" delete the avatar of room "{}" with {status}')
def delete(w: World, user: str, room: str, status: int) -> None:
    """Back to the picture everybody has."""
    w.act(user, f"DELETE {_AVATAR}", room, status=status)


@step('user "{}" sets emoji "{}" with color "{}" as avatar of room "{}" with {status} ({api})')
def emoji(w: World, user: str, emoji: str, color: str, room: str, status: int) -> None:
    """An emoji on a colour, if one is given."""
    given = {"emoji": emoji} if color == "null" else {"emoji": emoji, "color": color}
    w.act(user, f"POST {_AVATAR}/emoji", room, status=status, given=given)
