"""What people call things becomes what the wire wants, and a mistake is explained."""

from __future__ import annotations

import pytest

from talksim.actor import Actor
from talksim.constants import InCall, RoomType, UnknownWord
from talksim.errors import UsageError
from talksim.model.ban import Ban
from talksim.naming import duration, positional
from talksim.rules.operation import OPERATIONS, Operation
from talksim.rules.parameter import AttendeeId, BanId, Token, parameter_for
from talksim.talk import Talk
from talksim.values import moment, plain_value


@pytest.fixture
def talk() -> Talk:
    talk = Talk()
    talk.user("alice")
    talk.user("bob", groups=["staff"])
    return talk


@pytest.fixture
def alice(talk: Talk) -> Actor:
    return talk.actor("alice")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("6 h", 21600),
        ("90 s", 90),
        ("1 h 30 min", 5400),
        ("1h30min", 5400),
        ("1 hour and 1 minute", 3660),
        ("2 days", 172800),
        ("1.5 h", 5400),
        ("0.5", 0.5),
        (7, 7),
        ("-3", -3),
    ],
)
def test_durations(text: object, seconds: float) -> None:
    assert duration(text) == seconds


@pytest.mark.parametrize(
    "text", ["", "h", "6 parsecs", "6 h later", "h 6", None, True, [6], "1e5", "٣ x", "9" * 400, float("nan")]
)
def test_no_durations(text: object) -> None:
    with pytest.raises(UsageError, match="is not a duration"):
        duration(text)


@pytest.mark.parametrize(
    ("value", "timestamp"),
    [("1 min", 1060), (60, 1060), (0, 0), (-5, -5), (1_800_000_000, 1_800_000_000), (1 << 64, 1 << 64)],
)
def test_moments_are_from_now_on(value: object, timestamp: int) -> None:
    assert moment(value, 1000) == timestamp


class TestRoom:
    def test_alias_name_token_outcome_and_handle_mean_the_same(self, talk: Talk, alice: Actor) -> None:
        standup = alice.create_room("standup", type="public")
        talk.names.learn("daily", standup.token)
        named = ("daily", "standup", standup.token, standup, talk.room("daily"))
        assert {talk.names.room(name) for name in named} == {standup.token}

    def test_the_first_keeps_a_name_until_it_is_deleted(self, talk: Talk, alice: Actor) -> None:
        first, second = alice.create_room("standup"), alice.create_room("standup")
        assert talk.names.room("standup") == first.token
        alice.delete_room(first)
        third = alice.create_room("standup")
        assert talk.names.room("standup") == third.token != second.token

    def test_an_unknown_word_is_left_to_the_server(self, talk: Talk, alice: Actor) -> None:
        assert talk.names.room("nowhere") == "nowhere"
        assert alice.get_room("nowhere").status == 404

    def test_a_name_of_two_rooms_is_a_mistake(self, talk: Talk, alice: Actor) -> None:
        alice.create_room("standup")
        alice.create_room("standup")
        talk.names.aliases.clear()
        with pytest.raises(UsageError, match='2 rooms are called "standup"'):
            talk.names.room("standup")

    def test_a_refused_outcome_is_about_no_room(self, talk: Talk, alice: Actor) -> None:
        refused = alice.create_room("x", type=99)
        assert not refused.ok
        with pytest.raises(UsageError, match="is about no room"):
            talk.names.room(refused)

    def test_a_one_to_one_leaves_no_alias(self, talk: Talk, alice: Actor) -> None:
        assert alice.create_room(type="one-to-one", invite="bob").status == 201
        assert talk.names.aliases == {}


class TestBrowser:
    def test_further_browsers_of_an_account(self, talk: Talk) -> None:
        names = ("alice", "alice's phone", "alice at 10.0.0.2", "alice's tablet at 2001:db8::1")
        browsers = [talk.names.browser(name) for name in names]
        assert len({id(browser) for browser in browsers}) == 4
        assert {browser.user for browser in browsers} == {"alice"}
        assert [b.address for b in browsers] == ["127.0.0.1", "127.0.0.1", "10.0.0.2", "2001:db8::1"]
        assert talk.names.browser("alice's phone") is browsers[1]

    def test_servers(self, talk: Talk) -> None:
        assert talk.names.browser("recording backend").role == "recording backend"
        assert talk.admin.browser.role == "admin"

    def test_guests(self, talk: Talk) -> None:
        gina = talk.names.browser(talk.names.declare_guest("gina", "10.0.0.9"))
        assert (gina.user, gina.address) == ("", "10.0.0.9")
        assert talk.names.browser("guest gina") is talk.names.browser("gina") is gina
        assert talk.names.browser("guest").user == ""

    def test_a_guest_takes_no_name_of_an_account(self, talk: Talk) -> None:
        with pytest.raises(UsageError, match="the name is taken"):
            talk.guest("alice")

    @pytest.mark.parametrize("name", ["alcie", "alcie's phone", "alcie at 10.0.0.2"])
    def test_nobody(self, talk: Talk, name: str) -> None:
        with pytest.raises(UsageError, match=r'nobody is called "alcie"\. Did you mean "alice"\?'):
            talk.names.browser(name)
        assert name not in talk.server.browsers


class TestArguments:
    def test_words_become_constants(self, talk: Talk) -> None:
        create, join = OPERATIONS["create_room"], OPERATIONS["join_call"]
        assert talk.names.arguments(create, "", {"type": "public"}) == {"type": RoomType.PUBLIC}
        assert talk.names.arguments(create, "", {"type": 99}) == {"type": 99}
        flags = talk.names.arguments(join, "", {"flags": ["audio", "video"]})
        assert flags == {"flags": InCall.AUDIO | InCall.VIDEO}

    def test_an_unknown_word_names_the_choices(self, talk: Talk) -> None:
        with pytest.raises(
            UsageError, match=r'create room: unknown .* "publik".*Did you mean "public"'
        ) as caught:
            talk.names.arguments(OPERATIONS["create_room"], "", {"type": "publik"})
        assert isinstance(caught.value.__cause__, UnknownWord)

    def test_an_unknown_parameter_names_the_nearest(self, talk: Talk) -> None:
        with pytest.raises(UsageError, match=r'no parameter "tipe".*Did you mean "type"'):
            talk.names.arguments(OPERATIONS["create_room"], "", {"tipe": "public"})

    @pytest.mark.parametrize(
        ("name", "value"),
        [("name", True), ("name", None), ("name", ["x"]), ("type", None), ("type", "9" * 5000)],
    )
    def test_a_wrong_type_is_a_mistake(self, talk: Talk, name: str, value: object) -> None:
        with pytest.raises(UsageError, match="create room: "):
            talk.names.arguments(OPERATIONS["create_room"], "", {name: value})

    def test_people_stand_for_their_ids(self, talk: Talk, alice: Actor) -> None:
        assert talk.names.arguments(OPERATIONS["create_room"], "", {"invite": alice}) == {"invite": "alice"}

    def test_a_mapping_of_people_to_breakout_rooms(self, talk: Talk, alice: Actor) -> None:
        token = alice.create_room("standup").token
        configure = OPERATIONS["configure_breakout_rooms"]
        found = talk.names.arguments(configure, token, {"attendee_map": {"alice": 1}})
        assert found == {"attendee_map": f'{{"{talk.names.attendee("alice", token)}": 1}}'}

    def test_times(self, talk: Talk) -> None:
        found = talk.names.arguments(OPERATIONS["set_lobby"], "", {"timer": "1 h"})
        assert found == {"timer": int(talk.server.now) + 3600}
        expiration = OPERATIONS["set_message_expiration"]
        assert talk.names.arguments(expiration, "", {"seconds": "1 h 30 min"}) == {"seconds": 5400}

    @pytest.mark.parametrize(("written", "value"), [("private", 1), ("no", "no"), (7, 7)])
    def test_beside_its_words_a_free_parameter_takes_any_text(
        self, talk: Talk, written: object, value: object
    ) -> None:
        given = {"key": "play_sounds", "value": written}
        assert talk.names.arguments(OPERATIONS["set_user_setting"], "", given)["value"] == value

    def test_values_in_order(self) -> None:
        create = OPERATIONS["create_room"]
        assert positional(create, ["standup", "public"]) == {"name": "standup", "type": "public"}
        with pytest.raises(UsageError, match="create room has"):
            positional(create, range(99))


@pytest.mark.parametrize(
    ("hint", "value", "found"),
    [
        (bool, "yes", True),
        (bool, "off", False),
        (bool, 1, True),
        (int, "12", 12),
        (int, 3.0, 3),
        (str, 12, "12"),
        (str, RoomType.GROUP, "2"),
        (list[str], "staff", ["staff"]),
        (dict[str, str], {"a": "b"}, {"a": "b"}),
    ],
)
def test_plain_values(hint: object, value: object, found: object) -> None:
    read = plain_value(parameter_for("x", hint), value)
    assert read == found
    assert type(read) is type(found)


@pytest.mark.parametrize(
    ("hint", "value"),
    [
        (bool, "maybe"),
        (bool, 2),
        (int, "x"),
        (int, True),
        (int, 1.5),
        (int, "9" * 5000),
        (str, []),
        (list[str], 1),
    ],
)
def test_what_cannot_be_read(hint: object, value: object) -> None:
    with pytest.raises(UsageError, match="x is"):
        plain_value(parameter_for("x", hint), value)


class TestIds:
    @pytest.fixture
    def token(self, alice: Actor) -> str:
        return alice.create_room("standup", type="public").token

    def test_attendees(self, talk: Talk, alice: Actor, token: str) -> None:
        attendee = talk.room("standup").state.by_actor["users", "alice"]
        phone = alice.device("phone")
        for name in ("alice", "user alice", "alice's phone", alice, phone, attendee.id):
            assert talk.names.attendee(name, token) == attendee.id

    @pytest.mark.parametrize(
        "name", ["bob", "group staff", "email a@b.c", "phone +49123", "circle x", "guest g"]
    )
    def test_whoever_is_not_in_the_room_has_no_id(self, talk: Talk, token: str, name: str) -> None:
        talk.names.declare_guest("g")
        assert talk.names.attendee(name, token) == 0

    def test_nobody(self, talk: Talk, token: str) -> None:
        with pytest.raises(UsageError, match='nobody is called "alcie"'):
            talk.names.attendee("alcie", token)

    @pytest.mark.parametrize("name", ["staff", "a@b.c", "+49123"])
    def test_groups_and_addresses_need_no_kind(self, talk: Talk, token: str, name: str) -> None:
        assert talk.names.attendee(name, token) == 0

    def test_guests_are_banned_and_found_by_name(self, talk: Talk, alice: Actor, token: str) -> None:
        gina = talk.guest("gina", address="10.0.0.9")
        assert gina.join_room(token).ok
        attendee = talk.names.attendee("gina", token)
        assert attendee > 0
        assert {talk.names.attendee(name, token) for name in ("guest gina", gina)} == {attendee}
        assert alice.ask("ban", token, actor_id=gina).ok
        assert talk.names.attendee(gina, token) == 0
        assert talk.names.ban("gina", token) == talk.names.ban("guest gina", token) > 0
        assert gina.join_room(token).status == 403
        assert alice.unban(token, "10.0.0.9").ok

    def test_bans(self, talk: Talk, token: str) -> None:
        room = talk.room(token).state
        room.bans[4] = Ban(4, "users", "alice", "alice", "users", "bob", "bob")
        room.bans[5] = Ban(5, "users", "alice", "alice", "ip", "10.0.0.2", "10.0.0.2")
        found = [talk.names.ban(name, token) for name in ("bob", talk.actor("bob"), "10.0.0.2", "alice", 9)]
        assert found == [4, 4, 5, 0, 9]

    def test_each_kind_of_id_is_read(self, talk: Talk, token: str) -> None:
        def effect(at: object, *, a: AttendeeId, b: BanId, c: Token) -> None: ...

        made = Operation("x.y", "GET /x", (), effect)
        found = talk.names.arguments(made, token, {"a": "alice", "b": "alice", "c": "standup"})
        assert found == {"a": talk.names.attendee("alice", token), "b": 0, "c": token}
        assert found["a"] > 0
