"""Circles, also called teams: they come, go and change, and rooms follow (spec: participant 1.4)."""

from __future__ import annotations

from talksim.constants import AttendeeType
from talksim.model.user import Circle
from talksim.procedures.adding import join_group_rooms
from talksim.procedures.circles import members_of_circle
from talksim.procedures.leaving import leave_group_rooms, remove_attendee
from talksim.procedures.scene import OnServer
from talksim.rules.operation import operation
from talksim.rules.parameter import CircleId, PersonId
from talksim.rules.stage import guard

__all__ = ["add_to_circle", "create_circle", "delete_circle", "remove_from_circle"]

_CIRCLES = AttendeeType.CIRCLES


@guard(400, because=lambda _: "there are no circles (setting circles)")
def circles_app_enabled(at: OnServer) -> bool:
    """The circles app is on."""
    return at.server.settings.circles


@guard(400)
def circle_id_free(at: OnServer, *, circle: str) -> bool:
    """The id names no circle yet."""
    return bool(circle) and circle not in at.server.circles


@guard(404)
def circle_exists(at: OnServer, *, circle: str) -> bool:
    """The circle exists."""
    return circle in at.server.circles


@guard(404)
def circle_member_exists(at: OnServer, *, member: str, source: AttendeeType | str) -> bool:
    """The member is an account, or another circle."""
    return member in (at.server.circles if source == _CIRCLES else at.server.users)


@operation(
    "POST /apps/circles/circles",
    stages=[circles_app_enabled, circle_id_free],
    by="admin",
    samples=[{"circle": "team"}],
)
def create_circle(at: OnServer, *, circle: str, name: str = "") -> None:
    """Create a circle without members."""
    at.server.circles[circle] = Circle(circle, name or circle)


@operation(
    "DELETE /apps/circles/circles/{circle}",
    stages=[circles_app_enabled, circle_exists],
    by="admin",
    samples=[{"circle": "team"}],
)
def delete_circle(at: OnServer, *, circle: CircleId) -> None:
    """Delete a circle; it leaves its rooms, its members stay: they can no longer be looked up.

    spec: participant 1.4.
    """
    del at.server.circles[circle]
    for outer in at.server.circles.values():
        outer.circles.pop(circle, None)
    for room in at.server.rooms_with(_CIRCLES, circle):
        remove_attendee(at.server, room, room.by_actor[_CIRCLES, circle])


@operation(
    "POST /apps/circles/circles/{circle}/members",
    stages=[circles_app_enabled, circle_exists, circle_member_exists],
    by="admin",
    wire={"member": "userId", "source": "type"},
    samples=[{"circle": "team", "member": "bob"}],
)
def add_to_circle(
    at: OnServer, *, circle: CircleId, member: PersonId, source: AttendeeType | str = AttendeeType.USERS
) -> None:
    """Put an account, or another circle, into a circle, and so into its rooms (spec: participant 1.4)."""
    server = at.server
    before = {outer: set(members_of_circle(server, outer)) for outer in server.circles}
    inner = server.circles[circle]
    (inner.circles if source == _CIRCLES else inner.members)[member] = True
    for outer, known in before.items():
        for user in [u for u in members_of_circle(server, outer) if u not in known]:
            join_group_rooms(server, user, outer, _CIRCLES)


@operation(
    "DELETE /apps/circles/circles/{circle}/members/{member}",
    stages=[circles_app_enabled, circle_exists],
    by="admin",
    wire={"source": "type"},
    samples=[{"circle": "team", "member": "bob"}],
)
def remove_from_circle(
    at: OnServer, *, circle: CircleId, member: PersonId, source: AttendeeType | str = AttendeeType.USERS
) -> None:
    """Take an account, or another circle, out of a circle, and out of rooms nothing else holds it in.

    spec: participant 1.4.
    """
    server = at.server
    before = {outer: members_of_circle(server, outer) for outer in server.circles}
    inner = server.circles[circle]
    (inner.circles if source == _CIRCLES else inner.members).pop(member, None)
    for outer, known in before.items():
        left = set(members_of_circle(server, outer))
        for user in [u for u in known if u not in left]:
            leave_group_rooms(server, user, outer, _CIRCLES)
