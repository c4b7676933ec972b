"""The vocabulary against the page it is made from, and the ways in and out of it."""

from __future__ import annotations

import ast
import copy
import json
import pickle
from enum import Enum
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from talksim import constants as c

PAGE: dict[str, tuple[type[c.Vocabulary], set[int] | set[str]]] = {
    # heading on the page: the class that stands for it, every value listed there
    "Conversation types": (c.RoomType, {1, 2, 3, 4, 5, 6}),
    "Object types": (c.ObjectType, {"file", "share:password", "room", "phone"}),
    "Read-only states": (c.ReadOnly, {0, 1}),
    "Listable scope": (c.ListableScope, {0, 1, 2}),
    "Webinar lobby states": (c.LobbyState, {0, 1}),
    "SIP states": (c.SipState, {0, 1, 2}),
    "Breakout room modes": (c.BreakoutMode, {0, 1, 2, 3}),
    "Breakout room status": (c.BreakoutStatus, {0, 1}),
    "Mention permissions": (c.MentionPermissions, {0, 1}),
    "Participant types": (c.ParticipantType, {1, 2, 3, 4, 5, 6}),
    "Participant in-call flag": (c.InCall, {0, 1, 2, 4, 8}),
    "Participant notification levels": (c.NotificationLevel, {0, 1, 2, 3}),
    "Participant call notification levels": (c.CallNotificationLevel, {0, 1}),
    "Participant read status privacy": (c.ReadPrivacy, {0, 1}),
    "Participant typing privacy": (c.TypingPrivacy, {0, 1}),
    "Attendee types": (
        c.AttendeeType,
        {"users", "federated_users", "groups", "circles", "guests", "emails"},
    ),
    "Attendee permissions": (c.Permission, {0, 1, 2, 4, 8, 16, 32, 64, 128}),
    "Attendee permission modifications": (c.PermissionMethod, {"set", "add", "remove"}),
    "Actor types of chat messages": (
        c.ActorType,
        {"users", "guests", "bots", "bridged", "deleted_users", "federated_users"},
    ),
    "Session states": (c.SessionState, {0, 1}),
    "Start call": (c.StartCalls, {0, 1, 2, 3}),
    "Call recording status": (c.RecordingStatus, {0, 1, 2, 3, 4, 5}),
    "Recording consent required": (c.RecordingConsent, {0, 1, 2}),
    "Shared item types": (
        c.SharedItemType,
        {"audio", "deckcard", "file", "location", "media", "other", "voice", "recording"},
    ),
    "Poll status": (c.PollStatus, {0, 1}),
    "Poll mode": (c.PollMode, {0, 1}),
    "Bot states": (c.BotState, {0, 1, 2}),
    "Signaling modes": (c.SignalingMode, {"internal", "external", "conversation_cluster"}),
}

NAMES: dict[type[c.Vocabulary], list[str]] = {
    # the numbers 0, 1, 2, … or 1, 2, 3, … of the page in order, by name
    c.RoomType: ["ONE_TO_ONE", "GROUP", "PUBLIC", "CHANGELOG", "FORMER_ONE_TO_ONE", "NOTE_TO_SELF"],
    c.ReadOnly: ["READ_WRITE", "READ_ONLY"],
    c.ListableScope: ["PARTICIPANTS", "USERS", "EVERYONE"],
    c.LobbyState: ["NO_LOBBY", "NON_MODERATORS"],
    c.SipState: ["DISABLED", "ENABLED", "NO_PIN"],
    c.BreakoutMode: ["NOT_CONFIGURED", "AUTOMATIC", "MANUAL", "FREE"],
    c.BreakoutStatus: ["STOPPED", "STARTED", "ASSISTANCE_REQUESTED"],
    c.MentionPermissions: ["EVERYONE", "MODERATORS"],
    c.ParticipantType: ["OWNER", "MODERATOR", "USER", "GUEST", "SELF_JOINED", "GUEST_MODERATOR"],
    c.InCall: ["DISCONNECTED", "IN_CALL", "AUDIO", "VIDEO", "PHONE"],
    c.NotificationLevel: ["DEFAULT", "ALWAYS", "MENTION", "NEVER"],
    c.CallNotificationLevel: ["OFF", "ON"],
    c.ReadPrivacy: ["PUBLIC", "PRIVATE"],
    c.TypingPrivacy: ["PUBLIC", "PRIVATE"],
    c.Permission: [
        "DEFAULT",
        "CUSTOM",
        "START_CALL",
        "JOIN_CALL",
        "IGNORE_LOBBY",
        "AUDIO",
        "VIDEO",
        "SCREEN",
        "CHAT",
    ],
    c.SessionState: ["INACTIVE", "ACTIVE"],
    c.StartCalls: ["EVERYONE", "ACCOUNTS", "MODERATORS", "NOBODY"],
    c.RecordingStatus: ["NONE", "VIDEO", "AUDIO", "STARTING_VIDEO", "STARTING_AUDIO", "FAILED"],
    c.RecordingConsent: ["NOT_REQUIRED", "REQUIRED", "OPTIONAL"],
    c.PollStatus: ["OPEN", "CLOSED"],
    c.PollMode: ["PUBLIC", "HIDDEN"],
    c.BotState: ["DISABLED", "ENABLED", "NO_SETUP"],
}

UNDOCUMENTED = {
    c.ObjectType: {"", "note_to_self", "emails"},
    c.BreakoutStatus: {2},
    c.AttendeeType: {"phones"},
    c.SharedItemType: {"poll"},
}

FLAGS = (c.InCall, c.Permission)

each_group = pytest.mark.parametrize("group", c.GROUPS, ids=lambda group: group.__name__)
each_flags = pytest.mark.parametrize("flags", FLAGS, ids=lambda flags: flags.__name__)
any_member = st.sampled_from([member for group in c.GROUPS for member in group.members()])


def documented(group: type[c.Vocabulary]) -> set[object]:
    return {member.value for member in group.members() if member.documented}


def test_groups_are_the_28_of_the_page_in_its_order() -> None:
    assert len(c.GROUPS) == 28
    assert list(c.GROUPS) == [group for group, _ in PAGE.values()]


@pytest.mark.parametrize("heading", PAGE)
def test_documented_values_are_those_of_the_page(heading: str) -> None:
    group, values = PAGE[heading]
    assert documented(group) == values


@each_group
def test_undocumented_values_are_marked(group: type[c.Vocabulary]) -> None:
    marked = {member.value for member in group.members() if not member.documented}
    assert marked == UNDOCUMENTED.get(group, set())


@pytest.mark.parametrize("group", NAMES, ids=lambda group: group.__name__)
def test_numbers_have_their_names(group: type[c.Vocabulary]) -> None:
    if group in FLAGS:
        values = [0, *(1 << bit for bit in range(len(NAMES[group]) - 1))]
    else:
        first = 1 if group in (c.RoomType, c.ParticipantType) else 0
        values = list(range(first, first + len(NAMES[group])))
    assert {member.name: member.value for member in group.members()} == dict(
        zip(NAMES[group], values, strict=True)
    )


@each_group
def test_strings_have_their_names(group: type[c.Vocabulary]) -> None:
    if issubclass(group, c.TextConstant):
        named = {member.name.lower(): member.value.replace(":", "_") for member in group.members()}
        named.pop("none", None)
        assert all(name == value for name, value in named.items())


def test_every_member_of_a_kind_is_checked_by_name() -> None:
    text = {group for group in c.GROUPS if issubclass(group, c.TextConstant)}
    assert set(NAMES) | text == set(c.GROUPS)


def test_sets_and_sums() -> None:
    assert {1, 2, 6} == c.MODERATORS
    assert {1, 2} == c.LOGIN_MODERATORS
    assert {4, 6} == c.GUESTS
    assert [c.MAX_DEFAULT_PERMISSIONS, c.MAX_CUSTOM_PERMISSIONS, c.SHIPPED_PERMISSIONS] == [254, 255, 246]
    assert c.MAX_DEFAULT_PERMISSIONS & ~c.SHIPPED_PERMISSIONS == c.Permission.IGNORE_LOBBY


def test_objects_a_request_may_name() -> None:
    allowed = {kind for kind in c.ObjectType if kind.can_be_created}
    assert allowed == {c.ObjectType.NONE, c.ObjectType.ROOM, c.ObjectType.PHONE}


@each_group
def test_words_are_fit_for_files_and_messages(group: type[c.Vocabulary]) -> None:
    said = [member.word for member in group.members()]
    assert len(set(said)) == len(said)
    for word in said:
        assert word == word.lower().strip() != ""
        assert yaml.safe_load(f"key: {word}") == {"key": word}
        assert "+" not in word
        assert "," not in word


@each_group
def test_no_spelling_has_two_meanings(group: type[c.Vocabulary]) -> None:
    for member in group.members():
        others = [other for other in group.members() if other is not member]
        mine = {member.word, member.name, str(member.value)}
        folded = {spelling.lower().replace("_", " ").replace("-", " ") for spelling in mine}
        for other in others:
            theirs = {other.word, other.name, str(other.value)}
            assert not folded & {spelling.lower().replace("_", " ").replace("-", " ") for spelling in theirs}


@each_group
def test_every_member_has_a_meaning_of_one_sentence(group: type[c.Vocabulary]) -> None:
    meanings = [member.meaning for member in group.members()]
    assert all(meaning and meaning[0].isupper() and not meaning.endswith(".") for meaning in meanings)
    assert len(set(meanings)) == len(meanings)


def test_titles_tell_groups_apart() -> None:
    assert len({group.title for group in c.GROUPS}) == 28
    assert c.LobbyState.title == "lobby state"
    assert c.AttendeeType.title == "attendee type"
    assert all(group.title for group in c.GROUPS)


@each_group
def test_everything_is_exported(group: type[c.Vocabulary]) -> None:
    assert group.__name__ in c.__all__


@given(any_member)
def test_every_way_to_name_a_member(member: c.Vocabulary) -> None:
    group = type(member)
    spellings = [member, member.word, member.word.upper(), member.word.replace(" ", "_"), member.name]
    spellings += [member.word.replace(" ", "-"), f"  {member.word} ", member.value, str(member.value)]
    for spelling in spellings:
        assert group.parse(spelling) is member


@given(any_member)
def test_members_print_as_their_word_and_survive_copying(member: c.Vocabulary) -> None:
    assert str(member) == f"{member}" == member.word
    assert f"{member:>30}" == member.word.rjust(30)
    assert copy.deepcopy(member) is member
    assert pickle.loads(pickle.dumps(member)) is member
    assert json.loads(json.dumps(member)) == member.value


def test_numbers_still_format_as_numbers() -> None:
    assert f"{c.LobbyState.NON_MODERATORS:d} {c.Permission.CHAT:#x}" == "1 0x80"


@each_group
def test_hash_is_the_builtin_one(group: type[c.Vocabulary]) -> None:
    builtin: object = str.__hash__ if issubclass(group, c.TextConstant) else int.__hash__
    assert builtin is group.__hash__


@pytest.mark.parametrize(
    "value", ["nonsense", None, 1.0, True, False, -1, "-1", 77.5, [["chat"]], c.Constant, b"0"]
)
@each_group
def test_parse_refuses_what_names_nothing(group: type[c.Vocabulary], value: object) -> None:
    with pytest.raises(c.UnknownWord):
        group.parse(value)


@each_group
def test_parse_refuses_members_of_other_groups(group: type[c.Vocabulary]) -> None:
    foreign: list[Enum] = [other.members()[-1] for other in c.GROUPS if other is not group]
    for member in foreign:
        with pytest.raises(c.UnknownWord):
            group.parse(member)


@pytest.mark.parametrize("value", [7, 99, "7", "007"])
def test_parse_refuses_numbers_without_meaning(value: object) -> None:
    with pytest.raises(c.UnknownWord):
        c.LobbyState.parse(value)


def test_unknown_word_says_what_to_write() -> None:
    with pytest.raises(c.UnknownWord) as caught:
        c.LobbyState.parse("moderators only")
    error = caught.value
    assert str(error) == (
        'unknown lobby state "moderators only"; one of: no lobby (0), non moderators (1). '
        'Did you mean "non moderators"?'
    )
    assert (error.value, error.title, error.suggestion) == (
        "moderators only",
        "lobby state",
        "non moderators",
    )
    assert error.choices == ("no lobby (0)", "non moderators (1)")
    assert isinstance(error, ValueError)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


@pytest.mark.parametrize(
    ("group", "typo", "word"),
    [
        (c.RoomType, "former one to on", "former one-to-one"),
        (c.RecordingStatus, "STARTING_VIDOE", "starting video"),
        (c.ObjectType, "share:pasword", "share password"),
        (c.Permission, "start call + chatt", "chat"),
        (c.InCall, ["in call", "vidio"], "video"),
    ],
)
def test_suggestions(group: type[c.Vocabulary], typo: object, word: str) -> None:
    with pytest.raises(c.UnknownWord) as caught:
        group.parse(typo)
    assert caught.value.suggestion == word


@pytest.mark.parametrize("value", [7, "zzzzzz", True])
def test_no_suggestion_where_nothing_is_close(value: object) -> None:
    with pytest.raises(c.UnknownWord) as caught:
        c.SipState.parse(value)
    assert caught.value.suggestion is None
    assert "Did you mean" not in str(caught.value)


def test_unknown_flag_is_named_alone() -> None:
    with pytest.raises(c.UnknownWord, match=r'^unknown permission "dance"; one of: default'):
        c.Permission.parse(["chat", "dance"])


@each_group
def test_numbers_may_pass_for_the_server_to_judge(group: type[c.Vocabulary]) -> None:
    lenient = group.parse_or_number  # type: ignore[attr-defined]  # each kind has its own type of result
    text = issubclass(group, c.TextConstant)
    assert lenient(-7) == lenient("-7") == ("-7" if text else -7)
    assert lenient(4096) == lenient(" 4096") == ("4096" if text else 4096)
    assert all(lenient(member.word) is member for member in group.members())
    for refused in ("nonsense", True, None, 1.5):
        with pytest.raises(c.UnknownWord):
            lenient(refused)


def test_known_numbers_come_back_as_members() -> None:
    assert c.LobbyState.parse_or_number("1") is c.LobbyState.NON_MODERATORS
    assert c.Permission.parse_or_number("130") is c.Permission.START_CALL | c.Permission.CHAT


@each_flags
@given(number=st.integers(0, 2**12))
def test_flags_print_and_parse_back(flags: type[c.FlagConstant], number: int) -> None:
    value = flags(number)
    assert value == value.value == number
    assert value.word == str(value)
    for written in (number, str(number), str(value), str(value).replace(" + ", ","), str(value).split(" + ")):
        assert flags.parse(written) is value


@each_flags
@given(data=st.data())
def test_flags_compose(flags: type[c.FlagConstant], data: st.DataObject) -> None:
    chosen = data.draw(st.sets(st.sampled_from(flags.members()[1:])))
    total = flags(0)
    for flag in chosen:
        total |= flag
    assert total == sum(chosen)
    assert flags.parse(chosen) is flags.parse([flag.word for flag in chosen]) is total
    assert set(str(total).split(" + ")) == ({flag.word for flag in chosen} or {flags.members()[0].word})
    assert all(flag.meaning in total.meaning for flag in chosen)
    assert total.documented


@pytest.mark.parametrize(
    ("flags", "text"),
    [
        (c.Permission(0), "default"),
        (c.InCall(0), "disconnected"),
        (c.Permission.START_CALL | c.Permission.CHAT, "start call + chat"),
        (c.Permission(257), "custom + 256"),
        (c.Permission(256 + 512), "768"),
        (c.InCall(7), "in call + audio + video"),
    ],
)
def test_flags_as_text(flags: c.FlagConstant, text: str) -> None:
    assert str(flags) == f"{flags}" == text


def test_bits_without_a_name_stay() -> None:
    stored = c.Permission(257)
    assert stored.value == 257
    assert stored & c.Permission.CUSTOM
    assert not stored.documented
    assert stored | c.Permission.CHAT == 385
    assert c.Permission.CUSTOM.documented


def test_words_list_the_choices() -> None:
    assert c.words(c.LobbyState) == ["no lobby (0)", "non moderators (1)"]
    assert c.words(c.PermissionMethod) == ["set", "add", "remove"]
    assert c.words(c.InCall)[0] == "disconnected (0)"
    assert c.words(c.ObjectType)[:3] == ['none ("")', "file", "share password (share:password)"]


@pytest.mark.parametrize("path", sorted(Path(c.__file__).parent.glob("*.py")), ids=lambda path: path.stem)
def test_import_is_light(path: Path) -> None:
    """Nothing of ours beside the vocabulary, and no difflib until there is a mistake to explain."""
    imports = [
        node for node in ast.parse(path.read_text()).body if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert all(isinstance(node, ast.ImportFrom) for node in imports)
    modules = {str(node.module) for node in imports if isinstance(node, ast.ImportFrom)}
    ours = {module for module in modules if module.startswith("talksim.constants.")}
    assert modules - ours <= {"__future__", "enum", "functools", "typing"}


def test_a_negative_number_renames_no_member() -> None:
    assert c.InCall(-16) is c.InCall.DISCONNECTED
    assert c.InCall.DISCONNECTED.word == "disconnected"
