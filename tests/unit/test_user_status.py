"""The status of accounts, what it does to ringing and where it is seen (spec: participant 4.2)."""

from __future__ import annotations

from standup import World

from talksim.constants import RoomType


def test_the_partner_of_a_one_to_one_sees_the_status() -> None:
    world = World()
    direct = world.do("alice", "create_room", "", type=RoomType.ONE_TO_ONE, invite="bob").token
    assert "status" not in world.do("alice", "get_room", direct).data
    for status, seen in (("online", "online"), ("invisible", "offline"), ("dnd", "dnd")):
        assert world.do("bob", "set_user_status", "", status=status).status == 200
        assert world.do("alice", "get_room", direct).data["status"] == seen
    listed = world.do("alice", "list_rooms", "", include_status=True).data
    assert [room["status"] for room in listed if "status" in room] == ["dnd"]
    assert not [room for room in world.do("alice", "list_rooms", "").data if "status" in room]
    assert "status" not in world.do("bob", "get_room", direct).data
    assert "status" not in world.do("alice", "get_room").data


def test_somebody_busy_cannot_be_rung() -> None:
    world = World()
    world.enter("alice")
    bob = world.attendee("bob").id
    world.do("bob", "set_user_status", "", status="dnd")
    assert world.do("alice", "ring_attendee", attendee=bob).error == "status"
    world.do("bob", "set_user_status", "", status="away")
    assert world.do("alice", "ring_attendee", attendee=bob).status == 200


def test_refused_statuses() -> None:
    world = World()
    assert world.do("bob", "set_user_status", "", status="asleep").status == 400
    assert world.do("guest", "set_user_status", "", status="away").status == 401


def test_a_forgotten_note_to_self_is_made_anew() -> None:
    world = World()
    first = world.do("bob", "get_note_to_self", "").token
    assert world.do("admin", "set_user_preference", "", user="bob", key="note_to_self").status == 200
    assert world.do("bob", "get_note_to_self", "").token != first
    world.do("admin", "set_user_preference", "", user="bob", key="attachment_folder", value="/Files")
    assert world.server.users["bob"].preferences["attachment_folder"] == "/Files"
    assert world.do("admin", "set_user_preference", "", user="nobody", key="x").status == 400
