"""Recording, and the two servers that are asked for things."""

from __future__ import annotations

from typing import Any, Final

from talksim.gherkin.cells import json_value
from talksim.gherkin.registry import step
from talksim.gherkin.world import BadStep, NotModelled, World

_RECORDING = "/api/v1/recording/{token}"
_BACKEND = "POST /api/v1/recording/backend"
_WANTED: Final = {"video": 1, "audio": 2, "invalid": -1}
_SORTED: Final = (("update", "userids"), ("participants", "users"))
_INAUDIBLE: Final = "leave"
"""What the suite names the files that its double of a transcription app does not understand."""

_SIGNALING, _RECORDER = "signaling server", "recording backend"


@step("recording server is started")
@step("signaling server is started")
def start_servers(w: World) -> None:
    """Both servers are configured, and both are asked from now on."""
    if w.settings.get("recording backend"):
        return
    if w.begun:
        raise NotModelled("setting up servers after somebody has acted")
    w.settings["recording backend"] = True


@step('user "{}" starts "{}" recording in room "{}" with {status} ({api})')
def start(w: World, user: str, kind: str, room: str, status: int) -> None:
    """Ask for a recording."""
    w.act(user, f"POST {_RECORDING}", room, status=status, given={"status": _kind(kind)})


def _kind(kind: str) -> int:
    if kind not in _WANTED:
        raise BadStep(f'there is no recording of "{kind}"')
    return _WANTED[kind]


@step('user "{}" stops recording in room "{}" with {status} ({api})')
def stop(w: World, user: str, room: str, status: int) -> None:
    """Ask for its end."""
    w.act(user, f"DELETE {_RECORDING}", room, status=status)


@step('recording server sent started request for "{}" recording in room "{}" as "{}" with {status}')
def started(w: World, kind: str, room: str, user: str, status: int) -> None:
    """The recording backend says that it records."""
    _report(w, room, status, {"type": "started", "status": _kind(kind), **_by(user)})


@step('recording server sent stopped request for recording in room "{}" as "{}" with {status}')
@step('recording server sent stopped request for recording in room "{}" with {status}')
def stopped(w: World, room: str, user: str = "", *, status: int) -> None:
    """The recording backend says that it has stopped."""
    _report(w, room, status, {"type": "stopped", **(_by(user) if user else {})})


@step('recording server sent failed request for recording in room "{}" with {status}')
def failed(w: World, room: str, status: int) -> None:
    """The recording backend says that it failed."""
    _report(w, room, status, {"type": "failed"})


def _by(user: str) -> dict[str, str]:
    return {"actorType": "users", "actorId": user}


def _report(w: World, room: str, status: int, given: dict[str, Any]) -> None:
    w.act(_RECORDER, _BACKEND, room, status=status, given=given)


@step("recording server received the following requests")
def recording_requests(w: World) -> None:
    """What the recording backend was asked since its log was read."""
    _requests(w, _RECORDER)


@step("signaling server received the following requests")
def signaling_requests(w: World) -> None:
    """What the signaling server was asked since its log was read."""
    _requests(w, _SIGNALING)


@step("reset signaling server requests")
def forget_signaling(w: World) -> None:
    """The log is read and thrown away."""
    w.see(_SIGNALING, "requests", forget=True)


def _requests(w: World, server: str) -> None:
    expected = []
    for cells in w.rows():
        if set(cells) != {"token", "data"}:
            raise BadStep('the table has the columns "token" and "data"')
        expected.append({"exactly": {"token": cells["token"], **_unordered(json_value(cells["data"]))}})
    w.see(server, "requests", exactly=expected, forget=True)


def _unordered(data: dict[str, Any]) -> dict[str, Any]:
    """The order of some lists is nobody's promise."""
    for kind, name in _SORTED:
        if kind in data and name in data[kind]:
            items = data[kind][name]
            as_they_are = [{"exactly": item} if isinstance(item, dict) else item for item in items]
            data[kind][name] = {"in any order": as_they_are}
    return data


@step("signaling server will respond with")
def signaling_answers(w: World) -> None:
    """What the signaling server answers next."""
    w.only("response")
    raise NotModelled("answers of the signaling server")


@step('user "{}" store recording file "{}" in room "{}" with {status} ({api})')
def store(w: World, user: str, file: str, room: str, status: int) -> None:
    """The recording backend uploads a file for somebody."""
    given: dict[str, Any] = {} if user == "NULL" else {"owner": user}
    if file == "big":
        given |= {"file": "big.ogg", "mimeType": "audio/ogg", "intact": False}
    elif file == "invalid":
        given |= {"file": "invalid.ogg", "mimeType": "audio/ogg", "size": 0}
    else:
        given["file"] = file.rpartition("/")[2]
        if _INAUDIBLE in given["file"]:
            given["transcribable"] = False
    w.act(_RECORDER, "POST /api/v1/recording/{token}/store", room, status=status, given=given)
    w.posted()


@step('user "{}" shares file from the first notification to room "{}" with {status} ({api})', newest=True)
@step('user "{}" shares file from the last notification to room "{}" with {status} ({api})', newest=False)
def share(w: World, user: str, room: str, status: int, newest: bool) -> None:
    """Share the recording that a notification offers."""
    told = {"notification": "newest" if newest else "oldest"}
    w.act(user, "POST /api/v1/recording/{token}/share-chat", room, status=status, given={"fileId": told})


@step('the response error matches with "{}"')
def error(w: World, text: str) -> None:
    """The last answer is this error and nothing else."""
    status = w.last.pop("status", None)
    w.last["refused"] = {"error": text} if status is None else {"status": status, "error": text}


@step('the following recording consent is recorded for room "{}"')
@step('the following recording consent is recorded for user "{}"')
def consents(w: World, subject: str) -> None:
    """The listing of consents that were given."""
    columns = ("token", "actorType", "actorId")
    expected = [{name: cells[name] for name in columns} for cells in w.rows()]
    given = {"token": subject} if "room" in w.said.text else {"actor_type": "users", "actor_id": subject}
    w.act("cli", "occ talk:recording:consent", given=given, answers={"consents": expected})
