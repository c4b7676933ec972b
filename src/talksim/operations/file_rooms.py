"""Rooms about files, and those in which the password of a link is asked for (spec: conversation 1.7)."""

from __future__ import annotations

from typing import Any

from talksim.constants import ObjectType, ParticipantType, RoomType
from talksim.model.file import File, LinkShare
from talksim.procedures.adding import add_users
from talksim.procedures.creating import new_room
from talksim.procedures.files import is_shared, may_read, room_about
from talksim.procedures.gate import account_exists, client_current, logged_in, talk_allowed
from talksim.procedures.scene import OnServer
from talksim.rules.operation import operation
from talksim.rules.parameter import PersonId
from talksim.rules.stage import Answer, bind, guard

__all__ = [
    "enter_link_password",
    "get_file_room",
    "get_public_share_room",
    "register_file",
    "register_link",
    "request_link_password",
    "unregister_link",
]

_NAME_LENGTH = 64


@operation(
    "registry of files",
    stages=[],
    by="admin",
    samples=[{"file": "7", "name": "notes.md", "readers": ["alice", "bob"]}],
)
def register_file(
    at: OnServer,
    *,
    file: str,
    name: str,
    readers: list[str] = [],  # noqa: B006  copied
    folder: bool = False,
) -> None:
    """Say that a file exists and who may read it, or who may from now on (spec: conversation 1.7)."""
    at.server.files[file] = File(file, name, dict.fromkeys(readers, True), folder)


@guard(404)
def linked_file_known(at: OnServer, *, file: str) -> bool:
    """The file exists."""
    return file in at.server.files


@operation(
    "registry of links",
    stages=[linked_file_known],
    by="admin",
    samples=[{"link": "link", "file": "7", "owner": "alice"}],
)
def register_link(
    at: OnServer, *, link: str, file: str, owner: PersonId, password: str = "", by_talk: bool = False
) -> None:
    """Say that an account has made a link to a file; with `by_talk` its password is told in a call."""
    at.server.links[link] = LinkShare(link, file, owner, password, by_talk)


@guard(404)
def link_known(at: OnServer, *, link: str) -> bool:
    """The link exists."""
    return link in at.server.links


@operation("end of a link", stages=[link_known], by="admin", samples=[{"link": "link"}])
def unregister_link(at: OnServer, *, link: str) -> None:
    """Say that a link is no more."""
    del at.server.links[link]


@guard(400, because=lambda _: "the setting conversations_files is off")
def file_rooms_enabled(at: OnServer) -> bool:
    """There are rooms about files."""
    return at.server.settings.conversations_files


@bind(404)
def file_readable(at: OnServer, *, file: str) -> bool:
    """The account may read the file."""
    at.found = at.server.files.get(file)
    return may_read(at.server, file, at.browser.user)


@guard(404, because=lambda at: f"only {at.browser.user} gets at {at.found.name}")
def file_shared(at: OnServer) -> bool:
    """Somebody else gets at the file as well."""
    return is_shared(at.server, at.found)


@guard(404)
def file_is_no_folder(at: OnServer) -> bool:
    """It is a file and no folder."""
    return not at.found.folder


@operation(
    "GET /api/v1/file/{fileId}",
    stages=[
        logged_in,
        client_current,
        talk_allowed,
        file_rooms_enabled,
        file_readable,
        file_shared,
        file_is_no_folder,
    ],
    wire={"file": "fileId"},
    samples=[{"file": "7"}],
)
def get_file_room(at: OnServer, *, file: str) -> Answer:
    """Find the room about a file, made at the first asking; nobody ever moderates it.

    spec: conversation 1.7.
    """
    return Answer(200, {"token": room_about(at.server, at.found).token})


@guard(400, because=lambda _: "conversations_files or conversations_files_public_shares is off")
def public_file_rooms_enabled(at: OnServer) -> bool:
    """There are rooms about files, for links as well."""
    settings = at.server.settings
    return settings.conversations_files and settings.conversations_files_public_shares


@bind(404)
def link_found(at: OnServer, *, link: str) -> bool:
    """The link leads to a file."""
    known = at.server.links.get(link)
    at.found = at.server.files.get(known.file) if known else None
    return at.found is not None


@guard(404)
def link_unlocked(at: OnServer, *, link: str) -> bool:
    """The link has no password, or this browser has entered it."""
    return not at.server.links[link].password or link in at.browser.links


@operation(
    "GET /api/v1/publicshare/{shareToken}",
    stages=[
        account_exists,
        client_current,
        talk_allowed,
        public_file_rooms_enabled,
        link_found,
        link_unlocked,
        file_is_no_folder,
    ],
    wire={"link": "shareToken"},
    samples=[{"link": "link"}],
)
def get_public_share_room(at: OnServer, *, link: str) -> Answer:
    """Find the room about the file a link leads to, which this browser may then join.

    spec: conversation 1.7.
    """
    at.browser.links[link] = True
    room, user = room_about(at.server, at.found), at.user
    name = user.display_name if user else ""
    return Answer(200, {"token": room.token, "userId": at.browser.user, "userDisplayName": name})


@guard(403)
def link_password_right(at: OnServer, *, link: str, password: str) -> bool:
    """The password is that of the link."""
    return password == at.server.links[link].password


@operation(
    "POST /s/{shareToken}/authenticate",
    stages=[link_known, link_password_right],
    wire={"link": "shareToken"},
    samples=[{"link": "link", "password": "secret"}],
)
def enter_link_password(at: OnServer, *, link: str, password: str) -> None:
    """Unlock a link for this browser (spec: conversation 1.7)."""
    at.browser.links.setdefault(link, False)


@guard(404)
def link_asks_by_talk(at: OnServer, *, link: str) -> bool:
    """The password of the link is asked for in a call."""
    return at.server.links[link].by_talk


@guard(404)
def sharer_exists(at: OnServer, *, link: str) -> bool:
    """The account that made the link still exists."""
    return at.server.links[link].owner in at.server.users


@operation(
    "POST /api/v1/publicshareauth",
    stages=[account_exists, client_current, talk_allowed, link_known, link_asks_by_talk, sharer_exists],
    wire={"link": "shareToken"},
    samples=[{"link": "link"}],
    success=201,
)
def request_link_password(at: OnServer, *, link: str) -> Answer:
    """Make a room to ask the owner of a link for its password; it ends as soon as anybody leaves it.

    spec: conversation 1.7.
    """
    share = at.server.links[link]
    name = at.server.files[share.file].name[:_NAME_LENGTH]
    room = new_room(at.server, RoomType.PUBLIC, name, object_type=ObjectType.SHARE_PASSWORD, object_id=link)
    add_users(at.server, room, [share.owner], ParticipantType.OWNER)
    shown: dict[str, Any] = {"token": room.token, "name": room.name, "displayName": room.name}
    return Answer(201, shown)
